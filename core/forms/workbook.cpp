#include "core/forms/workbook.hpp"

#include "core/base/utf8.hpp"
#include "core/forms/limits.hpp"
#include "core/forms/xlsx_archive.hpp"
#include "core/forms/xlsx_styles.hpp"

#include <pugixml.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

namespace muster::forms {

namespace {

std::unexpected<Error> damaged(std::string message) {
    return fail(
        Code::invalid_input,
        std::move(message),
        "Open the file in a spreadsheet program and save it as .xlsx."
    );
}

pugi::xml_node child(const pugi::xml_node& parent, std::string_view name) {
    for (const pugi::xml_node node : parent.children()) {
        if (local_name(node) == name) return node;
    }
    return {};
}

// "xl/worksheets" and "../media/a.xml" give "xl/media/a.xml"; a leading slash begins at the root.
std::string resolve(std::string_view folder, std::string_view target) {
    std::string path = target.starts_with('/') ? std::string(target.substr(1))
                                               : std::string(folder) + std::string(target);
    std::vector<std::string> parts;
    std::size_t at = 0;
    while (at <= path.size()) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        const std::string part = path.substr(at, end - at);
        if (part == "..") {
            if (!parts.empty()) parts.pop_back();
        } else if (!part.empty() && part != ".") {
            parts.push_back(part);
        }
        at = end + 1;
    }
    std::string out;
    for (const std::string& part : parts)
        out += (out.empty() ? "" : "/") + part;
    return out;
}

std::string folder_of(std::string_view part) {
    const std::size_t slash = part.rfind('/');
    return slash == std::string_view::npos ? std::string() : std::string(part.substr(0, slash + 1));
}

// Spreadsheets write characters that XML has no place for as _x000D_, and a literal _x as _x005F_x.
std::string unescaped(std::string_view text) {
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
        if (text.substr(at).starts_with("_x") && at + 7 <= text.size() && text[at + 6] == '_') {
            std::uint32_t code = 0;
            const auto [stop, problem] =
                std::from_chars(text.data() + at + 2, text.data() + at + 6, code, 16);
            if (problem == std::errc() && stop == text.data() + at + 6) {
                if (code >= 0x20 || code == '\n' || code == '\t') append_utf8(out, code);
                at += 7;
                continue;
            }
        }
        out += text[at++];
    }
    return out;
}

// The text of an si or is element: its own t, or those of its runs; how it is pronounced (rPh) is
// left out.
std::string string_item(const pugi::xml_node& item) {
    std::string out;
    for (const pugi::xml_node part : item.children()) {
        if (local_name(part) == "t") out += part.text().get();
        if (local_name(part) == "r") out += child(part, "t").text().get();
    }
    return out.contains("_x") ? unescaped(out) : out;
}

// Column and row of "BC12"; nothing where it is none.
std::optional<std::pair<std::size_t, std::size_t>> reference(std::string_view text) {
    std::size_t at = 0;
    std::size_t column = 0;
    while (at < text.size() && at < 3 && text[at] >= 'A' && text[at] <= 'Z') {
        column = column * 26 + static_cast<std::size_t>(text[at++] - 'A' + 1);
    }
    std::size_t row = 0;
    const auto [stop, problem] = std::from_chars(text.data() + at, text.data() + text.size(), row);
    if (column == 0 || column > 16'384 || problem != std::errc() || row == 0 || row > 1'048'576 ||
        stop != text.data() + text.size()) {
        return std::nullopt;
    }
    return std::pair{column, row};
}

class WorkbookReader {
public:
    explicit WorkbookReader(XlsxArchive& archive) : archive_(archive) {}

    Result<Workbook> read() {
        auto main = main_part();
        if (!main) return error_of(main);
        pugi::xml_document document;
        if (auto loaded = load(*main, document); !loaded) return error_of(loaded);
        const pugi::xml_node root = document.document_element();
        if (local_name(root) != "workbook") return damaged("The file is no spreadsheet.");
        const std::string_view epoch = child(root, "workbookPr").attribute("date1904").value();
        from_1904_ = epoch == "1" || epoch == "true";
        if (auto relations = read_relations(*main); !relations) return error_of(relations);
        if (auto shared = read_shared(); !shared) return error_of(shared);
        if (auto styles = read_styles(); !styles) return error_of(styles);
        Workbook out;
        for (const pugi::xml_node sheet : child(root, "sheets").children()) {
            if (local_name(sheet) != "sheet") continue;
            auto read = read_sheet(sheet);
            if (!read) return error_of(read);
            if (*read) out.sheets.push_back(std::move(**read));
        }
        return out;
    }

private:
    Status load(const std::string& part, pugi::xml_document& document) {
        auto text = archive_.read(part);
        if (!text) return error_of(text);
        const auto options = pugi::parse_default | pugi::parse_ws_pcdata_single;
        const auto parsed = document.load_buffer(text->data(), text->size(), options);
        if (!parsed)
            return damaged("The part " + part + " cannot be read: " + parsed.description());
        return {};
    }

    Result<std::string> main_part() {
        pugi::xml_document document;
        if (archive_.has("_rels/.rels")) {
            if (auto loaded = load("_rels/.rels", document); !loaded) return error_of(loaded);
            for (const pugi::xml_node relation : document.document_element().children()) {
                const std::string_view type = relation.attribute("Type").value();
                if (type.ends_with("/officeDocument")) {
                    return resolve("", relation.attribute("Target").value());
                }
            }
        }
        if (archive_.has("xl/workbook.xml")) return std::string("xl/workbook.xml");
        return damaged("This is a zip file, but no .xlsx workbook.");
    }

    Status read_relations(const std::string& main) {
        const std::string folder = folder_of(main);
        const std::string part = folder + "_rels/" + main.substr(folder.size()) + ".rels";
        pugi::xml_document document;
        if (auto loaded = load(part, document); !loaded) return loaded;
        for (const pugi::xml_node relation : document.document_element().children()) {
            if (std::string_view(relation.attribute("TargetMode").value()) == "External") continue;
            const std::string target = resolve(folder, relation.attribute("Target").value());
            const std::string_view type = relation.attribute("Type").value();
            relations_[relation.attribute("Id").value()] = {std::string(type), target};
            if (type.ends_with("/sharedStrings")) shared_part_ = target;
            if (type.ends_with("/styles")) styles_part_ = target;
        }
        return {};
    }

    Status read_shared() {
        if (shared_part_.empty() || !archive_.has(shared_part_)) return {};
        pugi::xml_document document;
        if (auto loaded = load(shared_part_, document); !loaded) return loaded;
        for (const pugi::xml_node item : document.document_element().children()) {
            if (local_name(item) == "si") shared_.push_back(string_item(item));
        }
        return {};
    }

    Status read_styles() {
        if (styles_part_.empty() || !archive_.has(styles_part_)) return {};
        pugi::xml_document document;
        if (auto loaded = load(styles_part_, document); !loaded) return loaded;
        styles_ = XlsxStyles(document.document_element());
        return {};
    }

    // Nothing for a chart or dialogue sheet.
    Result<std::optional<Sheet>> read_sheet(const pugi::xml_node& entry) {
        Sheet sheet;
        sheet.name = entry.attribute("name").value();
        std::string id;
        for (const pugi::xml_attribute attribute : entry.attributes()) {
            const std::string_view name = attribute.name();
            if (name == "id" || name.ends_with(":id")) id = attribute.value();
        }
        const auto relation = relations_.find(id);
        if (relation == relations_.end()) {
            return damaged("The sheet " + sheet.name + " is missing from the file.");
        }
        if (!relation->second.type.ends_with("/worksheet")) return std::nullopt;
        pugi::xml_document document;
        if (auto loaded = load(relation->second.target, document); !loaded) return error_of(loaded);
        std::size_t row_number = 0;
        for (const pugi::xml_node row :
             child(document.document_element(), "sheetData").children()) {
            if (local_name(row) != "row") continue;
            row_number = row.attribute("r").as_ullong(row_number + 1);
            if (auto done = read_row(row, row_number, sheet); !done) return error_of(done);
        }
        std::ranges::sort(sheet.rows, {}, &Row::number);
        return sheet;
    }

    Status read_row(const pugi::xml_node& node, std::size_t& number, Sheet& sheet) {
        Row row;
        std::size_t column = 0;
        for (const pugi::xml_node cell : node.children()) {
            if (local_name(cell) != "c") continue;
            ++column;
            if (const pugi::xml_attribute place = cell.attribute("r")) {
                const auto at = reference(place.value());
                if (!at) {
                    return damaged(
                        "The sheet " + sheet.name + " has a cell at " + place.value() +
                        ", which is no place."
                    );
                }
                column = at->first;
                number = at->second;
            }
            if (std::string_view(cell.attribute("t").value()) == "e") {
                return fail(
                    Code::invalid_input,
                    "The cell " + column_letters(column) + std::to_string(number) +
                        " of the sheet " + sheet.name + " holds an error of the spreadsheet: " +
                        child(cell, "v").text().get() + ".",
                    "Mend its formula, or empty the cell."
                );
            }
            auto text = cell_text(cell, sheet.name, number);
            if (!text) return error_of(text);
            if (text->empty()) continue;
            if (auto room = count_cell(sheet.name, text->size()); !room) return room;
            row.cells.push_back({column, std::move(*text)});
        }
        if (row.cells.empty()) return {};
        row.number = number;
        std::ranges::sort(row.cells, {}, &Cell::column);
        if (row.cells.size() > limits::workbook_columns_max) {
            return fail(
                Code::resource_exhausted,
                "Row " + std::to_string(number) + " of the sheet " + sheet.name + " has " +
                    std::to_string(row.cells.size()) + " cells.",
                "A form has at most " + std::to_string(limits::workbook_columns_max) + " columns."
            );
        }
        sheet.rows.push_back(std::move(row));
        return {};
    }

    Status count_cell(const std::string& sheet, std::size_t bytes) {
        if (bytes > limits::workbook_cell_bytes_max) {
            return fail(
                Code::resource_exhausted,
                "A cell of the sheet " + sheet + " holds " + std::to_string(bytes) + " bytes.",
                "At most " + std::to_string(limits::workbook_cell_bytes_max) + " are read."
            );
        }
        if (++cells_count_ > limits::workbook_cells_max) {
            return fail(
                Code::resource_exhausted,
                "The workbook has more than " + std::to_string(limits::workbook_cells_max) +
                    " cells.",
                "Move long choice lists to a file of their own (select_one_from_file)."
            );
        }
        return {};
    }

    Result<std::string>
    cell_text(const pugi::xml_node& cell, const std::string& sheet, std::size_t row) {
        const std::string_view type = cell.attribute("t").value();
        const std::string_view value = child(cell, "v").text().get();
        if (type == "inlineStr") return string_item(child(cell, "is"));
        if (type == "str" || type == "d") {
            return value.contains("_x") ? unescaped(value) : std::string(value);
        }
        if (type == "b") return std::string(value.empty() ? "" : value == "0" ? "FALSE" : "TRUE");
        if (type == "s") {
            std::size_t index = 0;
            const auto [stop, problem] =
                std::from_chars(value.data(), value.data() + value.size(), index);
            if (problem == std::errc() && index < shared_.size()) return shared_[index];
            if (value.empty()) return std::string();
            return damaged(
                "Row " + std::to_string(row) + " of the sheet " + sheet +
                " refers to a text that is not there."
            );
        }
        if (value.empty()) return std::string();
        double number = 0;
        const auto [stop, problem] =
            std::from_chars(value.data(), value.data() + value.size(), number);
        if (problem != std::errc() || stop != value.data() + value.size()) {
            return std::string(value); // what some programs write for a text
        }
        if (styles_.is_date(cell.attribute("s").as_ullong())) {
            std::string date = date_text(number, from_1904_);
            if (!date.empty()) return date;
        }
        return number_text(number);
    }

    struct Relation {
        std::string type;
        std::string target;
    };

    XlsxArchive& archive_;
    bool from_1904_ = false;
    std::map<std::string, Relation, std::less<>> relations_;
    std::string shared_part_;
    std::string styles_part_;
    std::vector<std::string> shared_;
    XlsxStyles styles_;
    std::size_t cells_count_ = 0;
};

} // namespace

std::string_view Row::text(std::size_t column) const {
    const auto found = std::ranges::lower_bound(cells, column, {}, &Cell::column);
    return found == cells.end() || found->column != column ? std::string_view{} : found->text;
}

std::string column_letters(std::size_t column) {
    std::string out;
    for (; column > 0; column = (column - 1) / 26)
        out.insert(out.begin(), static_cast<char>('A' + (column - 1) % 26));
    return out;
}

Result<Workbook> read_workbook(ByteView bytes) {
    auto archive = XlsxArchive::open(bytes);
    if (!archive) return error_of(archive);
    return WorkbookReader(*archive).read();
}

} // namespace muster::forms
