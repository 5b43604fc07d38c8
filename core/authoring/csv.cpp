#include "core/authoring/csv.hpp"

#include "core/authoring/limits.hpp"
#include "core/base/utf8.hpp"

#include <cstdlib>

namespace muster::authoring {

// One pass over the text; cells go to the table as they end.
class CsvReader {
public:
    CsvReader(std::string_view text, std::string_view file_name, CsvOptions options)
        : text_(text), options_(options) {
        table_.file_name_ = file_name;
    }

    Result<CsvTable> read() {
        if (auto status = check_text(); !status) return error_of(status);
        while (at_ < text_.size()) {
            const std::size_t begin_line = line_;
            std::vector<std::string> cells;
            if (auto status = read_row(cells); !status) return error_of(status);
            const bool blank = cells.size() == 1 && cells.front().empty() && !quoted_;
            if (blank && table_.columns_.size() != 1) continue;
            auto status = table_.columns_.empty() ? take_header(std::move(cells), begin_line)
                                                  : take_row(std::move(cells), begin_line);
            if (!status) return error_of(status);
        }
        if (table_.columns_.empty()) {
            return fail(
                Code::invalid_input,
                "The file is empty.",
                "Its first line must name the columns.",
                table_.file_name_
            );
        }
        return std::move(table_);
    }

private:
    Status check_text() {
        if (options_.separator == options_.quote) {
            return fail(Code::invalid_input, "Separator and quote must be different characters.");
        }
        if (text_.size() > limits::csv_bytes_max) {
            return fail(
                Code::resource_exhausted,
                "The file has " + std::to_string(text_.size()) + " bytes, " +
                    std::to_string(limits::csv_bytes_max) + " are allowed.",
                "Split it.",
                table_.file_name_
            );
        }
        if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
        if (const auto bad = first_bad_utf8(text_)) {
            line_ = 1;
            for (const char c : text_.substr(0, *bad))
                line_ += c == '\n' ? 1 : 0;
            const std::size_t line_begin = text_.substr(0, *bad).rfind('\n');
            const std::size_t column =
                line_begin == std::string_view::npos ? *bad + 1 : *bad - line_begin;
            return fail(
                Code::invalid_input,
                "The text is not UTF-8.",
                "Save the file as UTF-8; spreadsheets offer it as 'CSV UTF-8'.",
                table_.file_name_ + ", line " + std::to_string(line_) + ", byte " +
                    std::to_string(column)
            );
        }
        return {};
    }

    [[nodiscard]] std::string place(std::size_t line, std::size_t column_index) const {
        std::string out = table_.file_name_ + ", line " + std::to_string(line) + ", column ";
        if (column_index < table_.columns_.size()) return out + table_.columns_[column_index];
        return out + std::to_string(column_index + 1);
    }

    std::unexpected<Error>
    bad(std::size_t line, std::size_t column_index, std::string message, std::string hint) const {
        return fail(
            Code::invalid_input, std::move(message), std::move(hint), place(line, column_index)
        );
    }

    // Reads cells up to and including the end of the line.
    Status read_row(std::vector<std::string>& cells) {
        quoted_ = false;
        while (true) {
            std::string cell;
            const bool starts_quoted = at_ < text_.size() && text_[at_] == options_.quote;
            auto status =
                starts_quoted ? read_quoted(cell, cells.size()) : read_plain(cell, cells.size());
            if (!status) return status;
            if (cell.size() > limits::csv_cell_bytes_max) {
                return fail(
                    Code::resource_exhausted,
                    "A cell has more than " + std::to_string(limits::csv_cell_bytes_max) +
                        " bytes.",
                    "A quote may be missing further up.",
                    place(line_, cells.size())
                );
            }
            cells.push_back(std::move(cell));
            if (at_ >= text_.size()) return {};
            if (text_[at_] == options_.separator) {
                ++at_;
                continue;
            }
            at_ += text_[at_] == '\r' ? 2 : 1; // read_* stop only at a separator or a line's end
            ++line_;
            return {};
        }
    }

    [[nodiscard]] bool at_line_end() const {
        return text_[at_] == '\n' || text_.substr(at_).starts_with("\r\n");
    }

    Status read_plain(std::string& cell, std::size_t column_index) {
        for (; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c == options_.separator || at_line_end()) return {};
            if (c == options_.quote) {
                return bad(
                    line_,
                    column_index,
                    "A quote stands inside a cell that does not begin with one.",
                    "Quote the whole cell and write the quote twice."
                );
            }
            if (c == '\r' || c == '\0') {
                return bad(
                    line_,
                    column_index,
                    c == '\r' ? "A carriage return stands alone." : "A NUL byte.",
                    "End lines with LF or CRLF and save the file as UTF-8."
                );
            }
            cell.push_back(c);
        }
        return {};
    }

    Status read_quoted(std::string& cell, std::size_t column_index) {
        quoted_ = true;
        const std::size_t begin_line = line_;
        for (++at_; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c != options_.quote) {
                line_ += c == '\n' ? 1 : 0;
                cell.push_back(c);
                continue;
            }
            ++at_;
            if (at_ < text_.size() && text_[at_] == options_.quote) {
                cell.push_back(c);
                continue;
            }
            if (at_ >= text_.size() || text_[at_] == options_.separator || at_line_end()) return {};
            return bad(
                line_,
                column_index,
                "Text follows the closing quote of a cell.",
                "Write a quote inside a quoted cell twice."
            );
        }
        return bad(
            begin_line, column_index, "A quote is never closed.", "Close it, or write it twice."
        );
    }

    Status take_header(std::vector<std::string> cells, std::size_t line) {
        if (cells.size() > limits::csv_columns_max) {
            return fail(
                Code::resource_exhausted,
                "The table has " + std::to_string(cells.size()) + " columns, " +
                    std::to_string(limits::csv_columns_max) + " are allowed.",
                {},
                table_.file_name_
            );
        }
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (cells[i].empty()) {
                return bad(line, i, "A column has no name.", "Name every column in line 1.");
            }
            if (!table_.column_of_.emplace(cells[i], i).second) {
                return bad(
                    line, i, "Two columns are called " + cells[i] + ".", "Rename one of them."
                );
            }
        }
        table_.columns_ = std::move(cells);
        return {};
    }

    Status take_row(std::vector<std::string> cells, std::size_t line) {
        if (cells.size() != table_.columns_.size()) {
            return bad(
                line,
                std::min(cells.size(), table_.columns_.size()) - 1,
                "The row has " + std::to_string(cells.size()) + " cells, the header has " +
                    std::to_string(table_.columns_.size()) + ".",
                "Give every row as many cells as the header; quote cells that hold the separator."
            );
        }
        for (auto& cell : cells)
            table_.cells_.push_back(std::move(cell));
        table_.lines_.push_back(line);
        return {};
    }

    std::string_view text_;
    CsvOptions options_;
    CsvTable table_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    bool quoted_ = false; // a cell of this row was quoted: an empty row may be meant
};

CsvRow CsvTable::row(std::size_t index) const {
    return {*this, index};
}

std::optional<std::size_t> CsvTable::column(std::string_view name) const {
    const auto found = column_of_.find(name);
    if (found == column_of_.end()) return std::nullopt;
    return found->second;
}

Status CsvTable::require(std::initializer_list<std::string_view> names) const {
    std::string missing;
    for (const auto name : names) {
        if (column(name)) continue;
        missing += (missing.empty() ? "" : ", ") + std::string(name);
    }
    if (missing.empty()) return {};
    std::string there;
    for (const auto& name : columns_)
        there += (there.empty() ? "" : ", ") + name;
    return fail(
        Code::invalid_input,
        "Missing column: " + missing + ".",
        "The file has: " + there + ".",
        file_name_ + ", line 1"
    );
}

std::string_view CsvRow::cell(std::string_view column) const {
    const auto found = find(column);
    if (!found) std::abort(); // a bug: the caller has not required the column
    return *found;
}

std::optional<std::string_view> CsvRow::find(std::string_view column) const {
    const auto found = table_->column(column);
    if (!found) return std::nullopt;
    return table_->cells_[index_ * table_->columns_.size() + *found];
}

std::string CsvRow::place(std::string_view column) const {
    return table_->file_name_ + ", line " + std::to_string(line()) + ", column " +
           std::string(column);
}

std::unexpected<Error>
CsvRow::error(std::string_view column, std::string message, std::string hint) const {
    return fail(Code::invalid_input, std::move(message), std::move(hint), place(column));
}

Result<CsvTable> read_csv(std::string_view text, std::string_view file_name, CsvOptions options) {
    return CsvReader(text, file_name, options).read();
}

} // namespace muster::authoring
