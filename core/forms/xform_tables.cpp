// Choices of an XForm that stand in a table: an instance written into the form, or a file.
#include "core/base/text_tools.hpp"
#include "core/forms/xform_control.hpp"

#include <algorithm>
#include <optional>

namespace muster::forms {

namespace {

// Where the bracket or quote that opens at `at` ends; npos where it does not.
std::size_t end_of(std::string_view text, std::size_t at) {
    const char close = text[at] == '[' ? ']' : text[at] == '(' ? ')' : text[at];
    const bool nests = close == ']' || close == ')';
    for (std::size_t i = at + 1; i < text.size(); ++i) {
        if (text[i] == close) return i;
        if (!nests || (text[i] != '[' && text[i] != '(' && text[i] != '\'' && text[i] != '"')) {
            continue;
        }
        i = end_of(text, i);
        if (i == std::string_view::npos) return i;
    }
    return std::string_view::npos;
}

// randomize(nodeset, seed): the nodeset stays, the rest becomes parameters.
std::string_view without_randomize(std::string_view nodeset, Item& item) {
    constexpr std::string_view word = "randomize(";
    if (!nodeset.starts_with(word) || end_of(nodeset, word.size() - 1) != nodeset.size() - 1) {
        return nodeset;
    }
    item.parameters["randomize"] = "true";
    nodeset = nodeset.substr(word.size(), nodeset.size() - word.size() - 1);
    for (std::size_t i = 0; i < nodeset.size(); ++i) {
        if (nodeset[i] == '[' || nodeset[i] == '(') i = end_of(nodeset, i);
        if (i == std::string_view::npos) return nodeset;
        if (nodeset[i] != ',') continue;
        item.parameters["seed"] = without_outer_space(nodeset.substr(i + 1));
        return without_outer_space(nodeset.substr(0, i));
    }
    return nodeset;
}

struct TablePath {
    std::string instance;
    std::string row;    // name of the elements that are rows
    std::string filter; // all predicates together
};

// instance('towns')/root/item[filter]; nothing for any other nodeset.
std::optional<TablePath> table_path(std::string_view nodeset) {
    constexpr std::string_view word = "instance(";
    if (!nodeset.starts_with(word)) return std::nullopt;
    const std::size_t close = end_of(nodeset, word.size() - 1);
    if (close == std::string_view::npos) return std::nullopt;
    const std::string_view id =
        without_outer_space(nodeset.substr(word.size(), close - word.size()));
    if (id.size() < 2 || (id.front() != '\'' && id.front() != '"')) return std::nullopt;
    TablePath out;
    out.instance = id.substr(1, id.size() - 2);
    nodeset.remove_prefix(close + 1);
    const std::string_view path = nodeset.substr(0, nodeset.find('['));
    out.row = without_outer_space(path.substr(path.rfind('/') + 1));
    nodeset = without_outer_space(nodeset.substr(path.size()));
    while (!nodeset.empty()) {
        const std::size_t end =
            nodeset.front() == '[' ? end_of(nodeset, 0) : std::string_view::npos;
        if (end == std::string_view::npos) return std::nullopt;
        const std::string_view one = without_outer_space(nodeset.substr(1, end - 1));
        out.filter = out.filter.empty() ? std::string(one)
                                        : "(" + out.filter + ") and (" + std::string(one) + ")";
        nodeset = without_outer_space(nodeset.substr(end + 1));
    }
    return out;
}

// The child that holds the itext id in jr:itext(itextId).
std::string_view itext_child(std::string_view ref) {
    constexpr std::string_view word = "jr:itext(";
    if (!ref.starts_with(word) || !ref.ends_with(')')) return {};
    return without_outer_space(ref.substr(word.size(), ref.size() - word.size() - 1));
}

FormChoice read_row(
    const pugi::xml_node& row,
    const ChoiceSource& source,
    const XformModel& model,
    const XformDocument& document
) {
    FormChoice out;
    out.place = document.place(row);
    const std::string_view itext = itext_child(source.label_ref);
    for (const pugi::xml_node cell : row.children()) {
        if (!is_element(cell)) continue;
        const std::string name(local_name_of(cell.name()));
        std::string text(without_outer_space(cell.text().get()));
        if (name == source.value_ref) {
            out.name = text;
        } else if (name == itext) {
            add_itext(model, text, out.label, nullptr, &out.media);
        } else if (name == source.label_ref) {
            out.label.push_back({std::string(default_language_name), std::move(text)});
        } else if (!text.empty()) {
            out.further.push_back({name, std::move(text)});
        }
    }
    return out;
}

class TableReader {
public:
    TableReader(const XformModel& model, const XformDocument& document, Form& form)
        : model_(model), document_(document), form_(form) {}

    void read(std::vector<Item>& items) {
        for (Item& item : items) {
            if (item.choices.kind == ChoiceSource::Kind::nodeset) source_of(item);
            read(item.items);
        }
    }

private:
    void source_of(Item& item) {
        ChoiceSource& source = item.choices;
        const auto path = table_path(without_randomize(without_outer_space(source.name), item));
        if (!path) return;
        const auto table = model_.secondary.find(path->instance);
        if (table == model_.secondary.end()) return;
        const std::string& file = table->second.source;
        if (file.empty()) {
            source.name = list_of(*path, table->second, source);
            source.kind = ChoiceSource::Kind::list;
        } else if (file.starts_with("jr://file")) {
            source.name = file.substr(file.rfind('/') + 1);
            source.kind = ChoiceSource::Kind::file;
            if (source.value_ref != "name") item.parameters["value"] = source.value_ref;
            if (source.label_ref != "label") item.parameters["label"] = source.label_ref;
        } else {
            return;
        }
        source.filter = path->filter;
    }

    // Two questions that take the same columns of a table share a list.
    std::string
    list_of(const TablePath& path, const SecondaryInstance& table, const ChoiceSource& source) {
        const std::string key =
            path.instance + '\n' + path.row + '\n' + source.value_ref + '\n' + source.label_ref;
        const auto known = lists_.find(key);
        if (known != lists_.end()) return known->second;
        FormChoiceList list{path.instance, {}};
        for (std::size_t n = 2; find_list(form_.choice_lists, list.name) != nullptr; ++n)
            list.name = path.instance + "_" + std::to_string(n);
        for (const pugi::xml_node row : table.root.children()) {
            if (!is_element(row) || local_name_of(row.name()) != path.row) continue;
            list.choices.push_back(read_row(row, source, model_, document_));
        }
        lists_.emplace(key, list.name);
        form_.choice_lists.push_back(std::move(list));
        return form_.choice_lists.back().name;
    }

    const XformModel& model_;
    const XformDocument& document_;
    Form& form_;
    std::map<std::string, std::string, std::less<>> lists_;
};

} // namespace

void read_tables(const XformModel& model, const XformDocument& document, Form& form) {
    TableReader(model, document, form).read(form.items);
}

} // namespace muster::forms
