// A sheet of an XLSForm as a table: what its header row means, with every old name of a column
// brought to the usual one, and its rows with their texts tidied. A column's key is its path:
// "label::English", "bind::relevant", "media::image::English", "control::appearance".
#pragma once

#include "core/forms/form.hpp"
#include "core/forms/workbook.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::forms {

// Which columns a sheet knows.
enum class SheetKind : std::uint8_t { survey, choices, settings, entities };

// Whether what people do not see, such as two spaces, means nothing; or each cell is kept to the
// letter, but for those that hold names of types and questions.
enum class SheetTexts : std::uint8_t { tidied, to_the_letter };

struct SheetColumn {
    std::string written;
    std::string key;
    std::vector<std::string> parts; // of the key
    std::size_t number = 0;         // in the sheet, counted from 1
    bool known = false;
};

struct SheetCell {
    std::size_t column = 0; // index into columns
    std::string text;
};

struct SheetRow {
    std::size_t number = 0;
    std::vector<SheetCell> cells;
};

class SheetTable {
public:
    static FormResult<SheetTable>
    read(const Sheet& sheet, SheetKind kind, SheetTexts texts = SheetTexts::tidied);

    [[nodiscard]] const std::string& name() const { return name_; }

    [[nodiscard]] const std::vector<SheetColumn>& columns() const { return columns_; }

    [[nodiscard]] const std::vector<SheetRow>& rows() const { return rows_; }

    [[nodiscard]] bool has_column(std::string_view first_part) const;
    // The text under a key; empty where there is none.
    [[nodiscard]] std::string_view text(const SheetRow& row, std::string_view key) const;
    // The place of a row's cell; the column's written name where the sheet has it, else the key.
    [[nodiscard]] Place place(const SheetRow& row, std::string_view key = {}) const;

private:
    FormStatus read_header(const Row& row, SheetKind kind);

    std::string name_;
    std::vector<SheetColumn> columns_;
    std::vector<std::optional<std::size_t>> column_at_; // by number in the sheet
    std::vector<SheetRow> rows_;
};

// What a column says in which language: "label", "hint", "guidance_hint", "media::image",
// "bind::jr:constraintMsg". Nothing for columns that are not translated.
struct TranslatedColumn {
    std::string what;
    std::string language; // default_language_name where none is written
};

// What a header means; `double_colons` is whether the sheet has a header with ::.
SheetColumn read_column(std::string_view written, bool double_colons, SheetKind kind);

std::optional<TranslatedColumn> translated(const SheetColumn& column, SheetKind kind);

// Typographic quotes become plain ones, runs of spaces and the spaces around disappear.
std::string tidy(std::string_view text, bool collapse_spaces);
// What a cell says once it is tidied: what people read keeps its typographic quotes.
std::string tidy_cell(const SheetColumn& column, std::string_view text, SheetKind kind);

} // namespace muster::forms
