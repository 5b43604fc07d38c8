#include "core/forms/sheet_table.hpp"

#include "core/base/text_tools.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <utility>

namespace muster::forms {

namespace {

using Alias = std::pair<std::string_view, std::string_view>;

constexpr std::array survey_aliases = {
    Alias{"appearance", "control::appearance"},
    Alias{"audio", "media::audio"},
    Alias{"autoplay", "control::autoplay"},
    Alias{"big-image", "media::big-image"},
    Alias{"body", "control"},
    Alias{"calculate", "bind::calculate"},
    Alias{"calculation", "bind::calculate"},
    Alias{"caption", "label"},
    Alias{"command", "type"},
    Alias{"compact_tag", "instance::odk:tag"},
    Alias{"constraining_message", "bind::jr:constraintMsg"},
    Alias{"constraint", "bind::constraint"},
    Alias{"constraint_message", "bind::jr:constraintMsg"},
    Alias{"count", "control::jr:count"},
    Alias{"image", "media::image"},
    Alias{"image-description", "media::image-description"},
    Alias{"jr:constraintmsg", "bind::jr:constraintMsg"},
    Alias{"jr:count", "control::jr:count"},
    Alias{"jr:noapperrorstring", "bind::jr:noAppErrorString"},
    Alias{"jr:requiredmsg", "bind::jr:requiredMsg"},
    Alias{"no_app_error_string", "bind::jr:noAppErrorString"},
    Alias{"noapperrorstring", "bind::jr:noAppErrorString"},
    Alias{"read_only", "bind::readonly"},
    Alias{"readonly", "bind::readonly"},
    Alias{"relevance", "bind::relevant"},
    Alias{"relevant", "bind::relevant"},
    Alias{"repeat_count", "control::jr:count"},
    Alias{"required", "bind::required"},
    Alias{"required_message", "bind::jr:requiredMsg"},
    Alias{"requiredmsg", "bind::jr:requiredMsg"},
    Alias{"rows", "control::rows"},
    Alias{"save_to", "bind::entities:saveto"},
    Alias{"tag", "name"},
    Alias{"value", "name"},
    Alias{"video", "media::video"},
};
constexpr std::array choices_aliases = {
    Alias{"audio", "media::audio"},
    Alias{"big-image", "media::big-image"},
    Alias{"caption", "label"},
    Alias{"image", "media::image"},
    Alias{"image-description", "media::image-description"},
    Alias{"value", "name"},
    Alias{"video", "media::video"},
};
constexpr std::array settings_aliases = {
    Alias{"form_id", "id_string"},
    Alias{"form_title", "title"},
    Alias{"set_form_id", "id_string"},
    Alias{"set_form_title", "title"},
};
constexpr std::array entities_aliases = {
    Alias{"dataset", "list_name"},
};

constexpr std::array<std::string_view, 32> survey_columns = {
    "bind",      "choice_filter", "choices",      "columns",  "control",    "default",
    "disabled",  "guidance_hint", "hint",         "instance", "intent",     "itemset",
    "label",     "list_name",     "media",        "name",     "parameters", "query",
    "sms_field", "sms_option",    "sms_response", "trigger",  "type",       "action",
    "actions",   "children",      "parent",       "flat",     "tags",       "extra_data",
    "entity",    "style",
};
constexpr std::array<std::string_view, 4> choices_columns = {"label", "list_name", "media", "name"};
constexpr std::array<std::string_view, 28> settings_columns = {
    "add_none_option",
    "allow_choice_duplicates",
    "attribute",
    "auto_delete",
    "auto_send",
    "clean_text_values",
    "client_editable",
    "default_language",
    "delimiter",
    "flat",
    "id_string",
    "instance_id",
    "instance_name",
    "instance_xmlns",
    "name",
    "namespaces",
    "omit_instanceID",
    "prefix",
    "public_key",
    "sms_allow_media",
    "sms_date_format",
    "sms_datetime_format",
    "sms_keyword",
    "sms_separator",
    "style",
    "submission_url",
    "title",
    "version",
};
constexpr std::array<std::string_view, 6> entities_columns = {
    "create_if", "entity_id", "label", "list_name", "repeat", "update_if"
};

struct Rules {
    std::span<const Alias> aliases;
    std::span<const std::string_view> columns;
};

Rules rules_of(SheetKind kind) {
    switch (kind) {
    case SheetKind::survey:
        return {survey_aliases, survey_columns};
    case SheetKind::choices:
        return {choices_aliases, choices_columns};
    case SheetKind::settings:
        return {settings_aliases, settings_columns};
    case SheetKind::entities:
        return {entities_aliases, entities_columns};
    }
    return {};
}

// "Constraint  Message" is "constraint_message".
std::string snake_case(std::string_view text) {
    std::string out;
    for (const char c : without_outer_space(text)) {
        if (is_white_space(c)) {
            if (!out.ends_with('_')) out += '_';
        } else {
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    return out;
}

std::vector<std::string> split(std::string_view text, std::string_view separator) {
    std::vector<std::string> out;
    for (;;) {
        const std::size_t end = text.find(separator);
        out.emplace_back(without_outer_space(text.substr(0, end)));
        if (end == std::string_view::npos) return out;
        text.remove_prefix(end + separator.size());
    }
}

// The old spelling label:English. jr: and other prefixes are not separators; where one of them
// stands, they are put together again.
std::vector<std::string> split_single(std::string_view text) {
    std::vector<std::string> out;
    for (std::string& part : split(text, ":")) {
        if (!out.empty() && (out.back() == "jr" || out.back() == "odk" || out.back() == "orx" ||
                             out.back() == "entities" || out.back() == "muster")) {
            out.back() += ":" + part;
        } else {
            out.push_back(std::move(part));
        }
    }
    return out;
}

// Whoever types a name does not mean the space behind it.
bool is_name_column(const SheetColumn& column, SheetKind kind) {
    return column.key == "type" || column.key == "list_name" ||
           (column.key == "name" && kind == SheetKind::survey);
}

std::string without_space_runs(std::string text) {
    if (!text.contains("  ")) return text;
    const auto rest =
        std::ranges::unique(text, [](char a, char b) { return a == ' ' && b == ' '; });
    text.erase(rest.begin(), rest.end());
    return text;
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
        text.replace(at, what.size(), with);
        at += with.size();
    }
}

} // namespace

SheetColumn read_column(std::string_view written, bool double_colons, SheetKind kind) {
    const Rules rules = rules_of(kind);
    SheetColumn column;
    column.written = written;
    const auto is_known = [&](std::string_view name) {
        return std::ranges::find(rules.columns, name) != rules.columns.end();
    };
    const auto alias_of = [&](std::string_view name) -> std::string_view {
        const auto found = std::ranges::find(rules.aliases, name, &Alias::first);
        return found == rules.aliases.end() ? std::string_view{} : found->second;
    };
    const std::string whole = snake_case(written);
    if (is_known(written)) {
        column.parts = {std::string(written)};
    } else if (is_known(whole)) {
        column.parts = {whole};
    } else if (const std::string_view alias = alias_of(whole); !alias.empty()) {
        column.parts = split(alias, "::");
    } else {
        column.parts =
            double_colons || written.contains("::") ? split(written, "::") : split_single(written);
        const std::string first = snake_case(column.parts.front());
        if (const std::string_view better = alias_of(first); !better.empty()) {
            std::vector<std::string> parts = split(better, "::");
            parts.insert(parts.end(), column.parts.begin() + 1, column.parts.end());
            column.parts = std::move(parts);
        } else if (is_known(first)) {
            column.parts.front() = first;
        } else if (kind != SheetKind::survey && column.parts.size() > 1 &&
                   !written.contains("::")) {
            column.parts = {std::string(written)};
        }
    }
    column.known = is_known(column.parts.front());
    for (const std::string& part : column.parts)
        column.key += (column.key.empty() ? "" : "::") + part;
    return column;
}

std::string tidy(std::string_view text, bool collapse_spaces) {
    std::string out(text);
    if (std::ranges::any_of(out, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
        replace_all(out, "\xC2\xA0", " ");
        replace_all(out, "\xE2\x80\x98", "'");
        replace_all(out, "\xE2\x80\x99", "'");
        replace_all(out, "\xE2\x80\x9C", "\"");
        replace_all(out, "\xE2\x80\x9D", "\"");
    }
    out = without_outer_space(out);
    return collapse_spaces ? without_space_runs(std::move(out)) : out;
}

std::string tidy_cell(const SheetColumn& column, std::string_view text, SheetKind kind) {
    const bool collapses = kind == SheetKind::survey;
    const bool is_title = kind == SheetKind::settings && column.key == "title";
    if (!translated(column, kind) && !is_title) return tidy(text, collapses);
    std::string out(without_outer_space(text));
    return collapses ? without_space_runs(std::move(out)) : out;
}

FormStatus SheetTable::read_header(const Row& row, SheetKind kind) {
    const bool double_colons =
        std::ranges::any_of(row.cells, [](const Cell& cell) { return cell.text.contains("::"); });
    std::map<std::string, std::size_t, std::less<>> seen;
    for (const Cell& cell : row.cells) {
        const std::string written = tidy(cell.text, true);
        if (written.empty()) continue;
        SheetColumn column = read_column(written, double_colons, kind);
        column.number = cell.column;
        const auto [other, is_new] = seen.emplace(column.key, columns_.size());
        if (!is_new && kind == SheetKind::settings && column.key == "id_string") {
            // Many old forms have both names; form_id is the one that holds.
            SheetColumn& first = columns_[other->second];
            if (snake_case(written) == "id_string") continue;
            column_at_[first.number].reset();
            first = std::move(column);
            column_at_.resize(std::max(column_at_.size(), cell.column + 1));
            column_at_[cell.column] = other->second;
            continue;
        }
        if (!is_new) {
            return refuse(
                {name_, row.number, written},
                "The columns " + columns_[other->second].written + " and " + written +
                    " mean the same.",
                "Keep one of them."
            );
        }
        if (column_at_.size() <= cell.column) column_at_.resize(cell.column + 1);
        column_at_[cell.column] = columns_.size();
        columns_.push_back(std::move(column));
    }
    return {};
}

FormResult<SheetTable> SheetTable::read(const Sheet& sheet, SheetKind kind, SheetTexts texts) {
    SheetTable out;
    out.name_ = sheet.name;
    if (sheet.rows.empty()) return out;
    // The header is the first row of the sheet; where that is empty there is none.
    auto row = sheet.rows.begin();
    if (row->number != 1) return out;
    if (auto header = out.read_header(*row, kind); !header) {
        return std::unexpected<FormError>(header.error());
    }
    for (++row; row != sheet.rows.end(); ++row) {
        SheetRow line;
        line.number = row->number;
        for (const Cell& cell : row->cells) {
            if (cell.column >= out.column_at_.size() || !out.column_at_[cell.column]) continue;
            const std::size_t index = *out.column_at_[cell.column];
            const SheetColumn& column = out.columns_[index];
            const bool kept = texts == SheetTexts::to_the_letter && !is_name_column(column, kind);
            std::string text = kept ? cell.text : tidy_cell(column, cell.text, kind);
            if (!text.empty()) line.cells.push_back({index, std::move(text)});
        }
        out.rows_.push_back(std::move(line));
    }
    return out;
}

bool SheetTable::has_column(std::string_view first_part) const {
    return std::ranges::any_of(columns_, [&](const SheetColumn& column) {
        return column.parts.front() == first_part;
    });
}

std::string_view SheetTable::text(const SheetRow& row, std::string_view key) const {
    for (const SheetCell& cell : row.cells) {
        if (columns_[cell.column].key == key) return cell.text;
    }
    return {};
}

Place SheetTable::place(const SheetRow& row, std::string_view key) const {
    Place place{name_, row.number, std::string(key)};
    const auto found = std::ranges::find(columns_, key, &SheetColumn::key);
    if (found != columns_.end()) place.column = found->written;
    return place;
}

std::optional<TranslatedColumn> translated(const SheetColumn& column, SheetKind kind) {
    const std::vector<std::string>& parts = column.parts;
    const auto with_language = [&](std::string what, std::size_t used) {
        std::string language(default_language_name);
        if (parts.size() > used && !parts[used].empty()) language = parts[used];
        return TranslatedColumn{std::move(what), std::move(language)};
    };
    const std::string& first = parts.front();
    if (first == "label") return with_language(first, 1);
    if (first == "media" && parts.size() > 1) return with_language("media::" + parts[1], 2);
    if (kind != SheetKind::survey) return std::nullopt;
    if (first == "hint" || first == "guidance_hint") return with_language(first, 1);
    if (first == "bind" && parts.size() > 1 && parts[1].starts_with("jr:") &&
        (parts[1] == "jr:constraintMsg" || parts[1] == "jr:requiredMsg" ||
         parts[1] == "jr:noAppErrorString")) {
        return with_language("bind::" + parts[1], 2);
    }
    return std::nullopt;
}

} // namespace muster::forms
