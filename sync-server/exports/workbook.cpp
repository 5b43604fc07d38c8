#include "sync-server/exports/workbook.hpp"

#include <xlsxwriter.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace muster::exports {

namespace {

using report::ColumnKind;
using report::Table;

constexpr std::size_t sheet_rows_max = LXW_ROW_MAX - 4;
constexpr std::size_t sheet_name_max = 31;
constexpr std::size_t cell_text_max = 32'000; // of 32,767 characters; bytes are at least as many
constexpr lxw_row_t header_row = 2;

struct Formats {
    lxw_format* title = nullptr;
    lxw_format* note = nullptr;
    lxw_format* header = nullptr;
    lxw_format* text = nullptr;
    lxw_format* wrapped = nullptr;
    lxw_format* count = nullptr;
    lxw_format* one_digit = nullptr;
    lxw_format* points = nullptr;
    lxw_format* share = nullptr;
    lxw_format* number = nullptr;
    lxw_format* p = nullptr;
};

lxw_format* number_format(lxw_workbook* book, const char* code) {
    lxw_format* out = workbook_add_format(book);
    format_set_num_format(out, code);
    format_set_align(out, LXW_ALIGN_VERTICAL_TOP);
    return out;
}

Formats formats_of(lxw_workbook* book) {
    Formats out;
    out.title = workbook_add_format(book);
    format_set_bold(out.title);
    format_set_font_size(out.title, 14);
    out.note = workbook_add_format(book);
    format_set_font_color(out.note, 0x5A6470);
    out.header = workbook_add_format(book);
    format_set_bold(out.header);
    format_set_text_wrap(out.header);
    format_set_align(out.header, LXW_ALIGN_VERTICAL_TOP);
    format_set_bottom(out.header, LXW_BORDER_THIN);
    format_set_bg_color(out.header, 0xEEF0F2);
    out.text = workbook_add_format(book);
    format_set_align(out.text, LXW_ALIGN_VERTICAL_TOP);
    out.wrapped = workbook_add_format(book);
    format_set_text_wrap(out.wrapped);
    format_set_align(out.wrapped, LXW_ALIGN_VERTICAL_TOP);
    out.count = number_format(book, "#,##0");
    out.one_digit = number_format(book, "0.0");
    out.points = number_format(book, "+0.0;-0.0;0.0");
    out.share = number_format(book, "0.0%");
    out.number = number_format(book, "#,##0.00");
    out.p = number_format(book, "0.0000");
    return out;
}

lxw_format* format_of(const Formats& formats, ColumnKind kind) {
    switch (kind) {
    case ColumnKind::text:
        return formats.text;
    case ColumnKind::count:
        return formats.count;
    case ColumnKind::score:
    case ColumnKind::seconds:
        return formats.one_digit;
    case ColumnKind::points:
        return formats.points;
    case ColumnKind::share:
        return formats.share;
    case ColumnKind::number:
        return formats.number;
    case ColumnKind::p:
        return formats.p;
    }
    return formats.text;
}

// What XML cannot hold is left out, and a text longer than a cell is cut at a whole character.
std::string cell_string(const std::string& text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 && c != '\n' && c != '\t') continue;
        if (out.size() >= cell_text_max && (byte & 0xC0) != 0x80) break;
        out += c;
    }
    return out;
}

// Sheet names: at most 31 characters, unique, without the characters that Excel forbids.
std::string sheet_name(const std::string& title, std::set<std::string>& used) {
    std::string out;
    for (const char c : title) {
        const bool forbidden = std::string_view("[]:*?/\\'").find(c) != std::string_view::npos;
        if (!forbidden && static_cast<unsigned char>(c) < 0x80) out += c;
    }
    out = out.substr(0, sheet_name_max);
    while (!out.empty() && out.back() == ' ') {
        out.pop_back();
    }
    for (int copy = 2; !used.insert(out).second; ++copy) {
        out = out.substr(0, sheet_name_max - 3) + " " + std::to_string(copy);
    }
    return out;
}

class Book {
public:
    explicit Book(const std::string& path) : book_(workbook_new(path.c_str())) {
        if (book_ != nullptr) formats_ = formats_of(book_);
    }

    ~Book() {
        if (book_ != nullptr) workbook_close(book_);
    }

    Book(const Book&) = delete;
    Book& operator=(const Book&) = delete;

    [[nodiscard]] bool open() const { return book_ != nullptr; }

    void describe(const report::Report& source) {
        title_ = cell_string(source.title).substr(0, 200);
        lxw_doc_properties properties{};
        properties.title = title_.data();
        properties.created = 1; // the bytes depend on the report alone, not on the clock
        workbook_set_properties(book_, &properties);
    }

    Status add_table(const Table& table, const std::string& scope);
    void add_method(const report::Report& source);

    Status close() {
        const lxw_error error = workbook_close(book_);
        book_ = nullptr;
        if (error == LXW_NO_ERROR) return {};
        return fail(
            Code::resource_exhausted,
            std::string("The workbook could not be written: ") + lxw_strerror(error) + ".",
            "Make room on the disk that holds temporary files."
        );
    }

private:
    void write(
        lxw_worksheet* sheet,
        lxw_row_t row,
        lxw_col_t column,
        const Table& table,
        const report::TableCell& cell
    ) {
        lxw_format* format = format_of(formats_, table.columns[column].kind);
        if (const auto* text = std::get_if<std::string>(&cell)) {
            const std::string shown = cell_string(*text);
            lxw_format* style = shown.size() > 40 ? formats_.wrapped : formats_.text;
            if (!shown.empty()) worksheet_write_string(sheet, row, column, shown.c_str(), style);
        } else if (const auto* count = std::get_if<std::int64_t>(&cell)) {
            worksheet_write_number(sheet, row, column, static_cast<double>(*count), format);
        } else if (const auto* value = std::get_if<double>(&cell); value && std::isfinite(*value)) {
            worksheet_write_number(sheet, row, column, *value, format);
        }
    }

    // As wide as its longest text, within what fits a screen.
    static double width_of(const Table& table, std::size_t column) {
        std::size_t longest = std::min<std::size_t>(table.columns[column].title.size(), 14);
        for (const auto& row : table.rows) {
            if (const auto* text = std::get_if<std::string>(&row[column])) {
                longest = std::max(longest, text->size());
            }
        }
        return static_cast<double>(std::min<std::size_t>(std::max<std::size_t>(longest + 2, 9), 60)
        );
    }

    lxw_workbook* book_ = nullptr;
    Formats formats_;
    std::string title_;
    std::set<std::string> names_;
};

Status Book::add_table(const Table& table, const std::string& scope) {
    if (table.rows.size() > sheet_rows_max) {
        return fail(
            Code::unsupported,
            "The table " + table.title + " has more rows than a sheet can hold.",
            "Export it as CSV, or filter the report by region or wave."
        );
    }
    lxw_worksheet* sheet = workbook_add_worksheet(book_, sheet_name(table.title, names_).c_str());
    worksheet_write_string(sheet, 0, 0, cell_string(table.title).c_str(), formats_.title);
    const std::string note = scope + (table.note.empty() ? "" : ". " + table.note);
    worksheet_write_string(sheet, 1, 0, cell_string(note).c_str(), formats_.note);
    for (std::size_t j = 0; j < table.columns.size(); ++j) {
        const auto column = static_cast<lxw_col_t>(j);
        worksheet_write_string(
            sheet, header_row, column, cell_string(table.columns[j].title).c_str(), formats_.header
        );
        worksheet_set_column(sheet, column, column, width_of(table, j), nullptr);
    }
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const auto row = static_cast<lxw_row_t>(header_row + 1 + i);
        for (std::size_t j = 0; j < table.columns.size(); ++j) {
            write(sheet, row, static_cast<lxw_col_t>(j), table, table.rows[i][j]);
        }
    }
    worksheet_freeze_panes(sheet, header_row + 1, 1);
    worksheet_autofilter(
        sheet,
        header_row,
        0,
        static_cast<lxw_row_t>(header_row + table.rows.size()),
        static_cast<lxw_col_t>(table.columns.size() - 1)
    );
    return {};
}

void Book::add_method(const report::Report& source) {
    lxw_worksheet* sheet = workbook_add_worksheet(book_, sheet_name("Method", names_).c_str());
    worksheet_set_column(sheet, 0, 0, 110, nullptr);
    lxw_row_t row = 0;
    const auto line = [&](const std::string& text, lxw_format* format) {
        worksheet_write_string(sheet, row++, 0, cell_string(text).c_str(), format);
    };
    line("How this was made", formats_.title);
    for (const auto& text : source.method) {
        line(text, formats_.wrapped);
    }
    if (!source.generated_at.empty()) line("Made " + source.generated_at, formats_.wrapped);
    line("Digest " + source.digest, formats_.wrapped);
}

// A folder of its own below the system's folder for temporary files, gone with its owner.
class TemporaryFolder {
public:
    static Result<TemporaryFolder> make() {
        std::error_code problem;
        const auto base = std::filesystem::temp_directory_path(problem);
        std::string pattern = (problem ? std::filesystem::path("/tmp") : base) / "muster-XXXXXX";
        if (mkdtemp(pattern.data()) == nullptr) {
            return fail(
                Code::resource_exhausted,
                "No temporary folder could be made in " + base.string() + ".",
                "Make room there, or set TMPDIR to a folder that can be written."
            );
        }
        return TemporaryFolder(pattern);
    }

    TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::move(other.path_)) {
        other.path_.clear();
    }

    TemporaryFolder& operator=(TemporaryFolder&&) = delete;

    ~TemporaryFolder() {
        std::error_code ignored; // what cannot be deleted is left to the system's own clean-up
        if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] const std::string& path() const { return path_; }

private:
    explicit TemporaryFolder(std::string path) : path_(std::move(path)) {}

    std::string path_;
};

Result<std::string> read_back(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    if (!file) {
        return fail(
            Code::resource_exhausted, "The workbook could not be read back from " + path + "."
        );
    }
    return std::move(bytes).str();
}

} // namespace

Result<std::string> report_workbook(const report::Report& source) {
    const auto folder = TemporaryFolder::make();
    if (!folder) return error_of(folder);
    const std::string path = folder->path() + "/report.xlsx";
    Book book(path);
    if (!book.open()) return fail(Code::resource_exhausted, "No memory for a workbook.");
    book.describe(source);
    std::string scope = source.title + ", " + source.scope;
    if (!source.period.empty()) scope += ", " + source.period;
    for (const auto& table : report::report_tables(source)) {
        if (const auto added = book.add_table(table, scope); !added) return error_of(added);
    }
    book.add_method(source);
    if (const auto closed = book.close(); !closed) return error_of(closed);
    return read_back(path);
}

} // namespace muster::exports
