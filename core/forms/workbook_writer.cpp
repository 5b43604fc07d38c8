#include "core/forms/workbook_writer.hpp"

#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace muster::forms {

namespace {

constexpr std::size_t cell_characters_max = 32'767;
constexpr double column_width_min = 8;
constexpr double column_width_max = 60;
constexpr std::time_t made_at = 1'577'836'800; // 2020-01-01: no two runs shall differ by a date

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

// The longest line, which is what a column must hold.
std::size_t width_of(std::string_view text) {
    std::size_t out = 0;
    while (true) {
        const std::size_t end = text.find('\n');
        out = std::max(out, characters(text.substr(0, end)));
        if (end == std::string_view::npos) return out;
        text.remove_prefix(end + 1);
    }
}

// The library writes files only: one of its own, gone with its owner.
class TemporaryFile {
public:
    TemporaryFile() {
        std::error_code problem;
        const auto folder = std::filesystem::temp_directory_path(problem);
        path_ = (problem ? std::filesystem::path("/tmp") : folder) / "muster-XXXXXX";
        const int file = mkstemp(path_.data());
        is_open_ = file >= 0;
        if (is_open_) close(file);
    }

    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    ~TemporaryFile() {
        std::error_code ignored; // what cannot be deleted is left to the system's own clean-up
        if (is_open_) std::filesystem::remove(path_, ignored);
    }

    [[nodiscard]] bool is_open() const { return is_open_; }

    [[nodiscard]] const std::string& path() const { return path_; }

    [[nodiscard]] Result<std::string> content() const {
        std::ifstream file(path_, std::ios::binary);
        std::ostringstream bytes;
        bytes << file.rdbuf();
        if (file && bytes) return std::move(bytes).str();
        return fail(
            Code::resource_exhausted, "The workbook could not be read back from " + path_ + "."
        );
    }

private:
    std::string path_;
    bool is_open_ = false;
};

class Book {
public:
    explicit Book(const std::string& path) : book_(workbook_new(path.c_str())) {}

    Book(const Book&) = delete;
    Book& operator=(const Book&) = delete;

    ~Book() {
        if (book_ != nullptr) workbook_close(book_);
    }

    Status fill(const Workbook& workbook) {
        if (book_ == nullptr) return fail(Code::resource_exhausted, "No memory for a workbook.");
        lxw_doc_properties properties{};
        properties.created = made_at;
        workbook_set_properties(book_, &properties);
        header_ = workbook_add_format(book_);
        format_set_bold(header_);
        format_set_bottom(header_, LXW_BORDER_THIN);
        format_set_bg_color(header_, 0xEEF0F2);
        text_ = workbook_add_format(book_);
        format_set_text_wrap(text_);
        format_set_align(text_, LXW_ALIGN_VERTICAL_TOP);
        format_set_num_format(text_, "@"); // typed over, 1.10 stays 1.10
        for (const Sheet& sheet : workbook.sheets) {
            if (auto done = add(sheet); !done) return done;
        }
        return {};
    }

    Status close() {
        const lxw_error problem = workbook_close(book_);
        book_ = nullptr;
        if (problem != LXW_NO_ERROR) {
            return fail(
                Code::resource_exhausted,
                std::string("The workbook could not be put together: ") + lxw_strerror(problem) +
                    ".",
                "Make room in the folder for temporary files, or set TMPDIR to another."
            );
        }
        return {};
    }

private:
    Status add(const Sheet& sheet) {
        lxw_worksheet* into = workbook_add_worksheet(book_, sheet.name.c_str());
        if (into == nullptr) {
            return fail(Code::invalid_input, "A sheet cannot be called " + sheet.name + ".");
        }
        std::map<std::size_t, std::size_t> widths;
        for (const Row& row : sheet.rows) {
            for (const Cell& cell : row.cells) {
                widths[cell.column] = std::max(widths[cell.column], width_of(cell.text));
            }
        }
        for (const auto& [column, width] : widths) {
            const auto at = static_cast<lxw_col_t>(column - 1);
            const double wide =
                std::clamp(static_cast<double>(width) + 2, column_width_min, column_width_max);
            worksheet_set_column(into, at, at, wide, text_);
        }
        worksheet_freeze_panes(into, 1, 0);
        for (const Row& row : sheet.rows) {
            for (const Cell& cell : row.cells) {
                if (auto done = put(sheet, into, row.number, cell); !done) return done;
            }
        }
        return {};
    }

    Status put(const Sheet& sheet, lxw_worksheet* into, std::size_t row, const Cell& cell) {
        const lxw_error problem = worksheet_write_string(
            into,
            static_cast<lxw_row_t>(row - 1),
            static_cast<lxw_col_t>(cell.column - 1),
            cell.text.c_str(),
            row == 1 ? header_ : text_
        );
        if (problem == LXW_NO_ERROR) return {};
        return fail(
            Code::resource_exhausted,
            characters(cell.text) > cell_characters_max
                ? "A text is longer than the 32,767 characters that a cell can hold."
                : std::string("A cell cannot be written: ") + lxw_strerror(problem) + ".",
            "Shorten it, or keep the checklist in YAML.",
            "sheet " + sheet.name + ", row " + std::to_string(row) + ", column " +
                column_letters(cell.column)
        );
    }

    lxw_workbook* book_ = nullptr;
    lxw_format* header_ = nullptr;
    lxw_format* text_ = nullptr;
};

} // namespace

Result<std::string> write_workbook(const Workbook& workbook) {
    const TemporaryFile file;
    if (!file.is_open()) {
        return fail(
            Code::resource_exhausted,
            "No temporary file could be made for the workbook.",
            "Make room there, or set TMPDIR to a folder that can be written."
        );
    }
    Book book(file.path());
    if (auto done = book.fill(workbook); !done) return error_of(done);
    if (auto done = book.close(); !done) return error_of(done);
    return file.content();
}

} // namespace muster::forms
