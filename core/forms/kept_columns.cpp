#include "core/forms/kept_columns.hpp"

#include "core/base/text_tools.hpp"
#include "core/forms/own_columns.hpp"
#include "core/forms/xlsform_item.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>

namespace muster::forms {

namespace {

namespace json = boost::json;
using checklist::NamedValues;

constexpr std::array<std::string_view, 5> own_settings = {
    "id_string", "title", "version", "default_language", "namespaces"
};

bool comes_back(const SheetColumn& column, SheetKind kind) {
    switch (kind) {
    case SheetKind::survey:
        return is_further_column(column);
    case SheetKind::choices:
        return column.key != "name" && column.key != "list_name" && !translated(column, kind);
    case SheetKind::settings:
        return column.key == column.written && !is_one_of(own_settings, column.key);
    case SheetKind::entities:
        return false;
    }
    return false;
}

std::unexpected<Error> no_pairs(std::string_view text) {
    return fail(
        Code::invalid_input,
        "This is no list of columns: " + std::string(text.substr(0, 60)),
        "It is written by Muster as JSON: [\"name of a cell\", [\"name\", \"value\"]]. Leave it as "
        "it was, or remove it."
    );
}

Result<json::array> array_of(std::string_view text) {
    boost::system::error_code problem;
    const json::value parsed = json::parse(json::string_view(text), problem);
    const json::array* array = problem ? nullptr : parsed.if_array();
    if (array == nullptr) return no_pairs(text);
    return *array;
}

// ["name", "value"]
bool read_pair(const json::value& value, checklist::NamedValue& out) {
    const json::array* pair = value.if_array();
    if (pair == nullptr || pair->size() != 2) return false;
    const json::string* name = pair->front().if_string();
    const json::string* text = pair->back().if_string();
    if (name == nullptr || text == nullptr) return false;
    out = {std::string(*name), std::string(*text)};
    return true;
}

} // namespace

bool is_plain_column(std::string_view name, SheetKind kind) {
    if (name.empty() || tidy(name, true) != name) return false;
    if (name.starts_with("muster_") || name.starts_with(own_prefix)) return false;
    // Whether a single colon separates depends on the other headers of the sheet.
    return comes_back(read_column(name, true, kind), kind) &&
           comes_back(read_column(name, false, kind), kind);
}

bool KeptColumns::is_cell(const std::string& name) {
    if (order_.contains(name)) return true;
    if (!is_plain_column(name, kind_)) return false;
    const std::string with = read_column(name, true, kind_).key;
    const std::string without = read_column(name, false, kind_).key;
    for (const std::string* key : {&with, &without}) {
        const auto other = names_.find(*key);
        if (other != names_.end() && other->second != name) return false;
    }
    names_[with] = name;
    names_[without] = name;
    order_.emplace(name, order_.size());
    return true;
}

std::vector<FurtherColumn> KeptColumns::cells(const NamedValues& values) {
    std::vector<FurtherColumn> out;
    json::array kept;
    bool needed = false;
    std::size_t last = 0;
    for (const auto& [name, value] : values) {
        if (!is_cell(name)) {
            needed = true;
            kept.push_back(json::array{name, value});
            continue;
        }
        const std::size_t at = order_.find(name)->second + 1;
        needed = needed || at < last;
        last = at;
        out.push_back({name, value});
        kept.emplace_back(name);
    }
    if (needed) out.push_back({column_, json::serialize(kept)});
    return out;
}

Result<NamedValues> kept_pairs(std::span<const FurtherColumn> cells, std::string_view kept) {
    NamedValues out;
    std::vector<bool> taken(cells.size());
    if (!kept.empty()) {
        const auto array = array_of(kept);
        if (!array) return error_of(array);
        for (const json::value& entry : *array) {
            checklist::NamedValue pair;
            if (const json::string* name = entry.if_string()) {
                const auto cell =
                    std::ranges::find(cells, std::string_view(*name), [](const FurtherColumn& one) {
                        return std::string_view(one.name);
                    });
                if (cell == cells.end()) continue; // somebody has emptied it
                taken[static_cast<std::size_t>(cell - cells.begin())] = true;
                out.push_back({cell->name, cell->value});
            } else if (read_pair(entry, pair)) {
                out.push_back(std::move(pair));
            } else {
                return no_pairs(kept);
            }
        }
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (!taken[i]) out.push_back({cells[i].name, cells[i].value});
    }
    return out;
}

std::string pairs_as_json(const NamedValues& values) {
    json::array out;
    for (const auto& [name, value] : values)
        out.push_back(json::array{name, value});
    return json::serialize(out);
}

Result<NamedValues> pairs_from_json(std::string_view text) {
    return kept_pairs({}, text);
}

} // namespace muster::forms
