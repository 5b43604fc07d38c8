#include "core/authoring/yaml_fields.hpp"

#include "core/base/nearest.hpp"

#include <algorithm>

namespace muster::authoring {

using namespace checklist;
using Kind = YamlNode::Kind;

void YamlFields::bad(YamlPlace place, std::string message, std::string hint) {
    if (!status_) return;
    status_ = fail(
        Code::invalid_input, std::move(message), std::move(hint), place_text(file_name_, place)
    );
}

std::optional<YamlPlace> ChecklistPlaces::find(std::string_view context) const {
    const std::size_t first = context.find(": ");
    const std::size_t second = first == std::string::npos ? first : context.find(": ", first + 2);
    for (const std::size_t end : {second, first}) {
        const auto found = places_.find(context.substr(0, end));
        if (found != places_.end()) return found->second;
    }
    return std::nullopt;
}

Status YamlFields::placed(Error error) const {
    const std::string& context = error.context;
    if (const auto place = places_.find(context)) {
        error.context = place_text(file_name_, *place) + ": " + context;
    } else {
        error.context = std::string(file_name_) + (context.empty() ? "" : ": ") + context;
    }
    return std::unexpected<Error>(std::move(error));
}

void YamlFields::remember(const std::string& what, const YamlNode& node) {
    places_.remember(what, node.place);
    for (const auto& entry : node.entries)
        places_.remember(what + ": " + entry.key, entry.value.place);
}

bool YamlFields::mapping(const YamlNode& node, Keys keys, std::string_view what) {
    if (node.kind != Kind::mapping) {
        bad(node.place, std::string(what) + " must be written as key: value.");
        return false;
    }
    for (const auto& entry : node.entries) {
        if (std::ranges::find(keys, entry.key) != keys.end()) continue;
        bad(entry.place,
            std::string(what) + " has no key " + entry.key + ".",
            nearest_hint(entry.key, keys));
        return false;
    }
    return true;
}

std::string YamlFields::text(const YamlNode& node, std::string_view key) {
    const YamlNode* value = node.find(key);
    if (value == nullptr) return {};
    if (value->kind == Kind::text) return value->text;
    bad(value->place,
        std::string(key) + " must be a text.",
        value->kind == Kind::nothing ? "Write it behind the colon, or remove the key." : "");
    return {};
}

std::span<const YamlNode> YamlFields::items(const YamlNode& node, std::string_view key) {
    const YamlNode* value = node.find(key);
    if (value == nullptr) return {};
    if (value->kind == Kind::sequence) return value->items;
    bad(value->place, std::string(key) + " must be a list.", "Begin each entry with '- '.");
    return {};
}

std::vector<std::string> YamlFields::texts(const YamlNode& node, std::string_view key) {
    const YamlNode* value = node.find(key);
    if (value == nullptr) return {};
    if (value->kind == Kind::text) return {value->text};
    std::vector<std::string> out;
    for (const auto& item : items(node, key)) {
        if (item.kind != Kind::text) bad(item.place, std::string(key) + " holds texts only.");
        out.push_back(item.text);
    }
    return out;
}

bool YamlFields::yes_or_no(const YamlNode& node, std::string_view key) {
    const std::string word = text(node, key);
    if (word == "yes" || word == "true") return true;
    if (!word.empty() && word != "no" && word != "false") {
        bad(node.find(key)->place,
            std::string(key) + " is yes or no, not '" + word + "'.",
            "Write yes or no in small letters, without quotes.");
    }
    return false;
}

std::string YamlFields::condition(const YamlNode& node, std::string_view key) {
    std::string rule = text(node, key);
    if (rule == "yes" || rule == "true") return "true()";
    if (rule == "no" || rule == "false") return {};
    return rule;
}

std::optional<Decimal> YamlFields::decimal(const YamlNode& node, std::string_view key) {
    const YamlNode* value = node.find(key);
    if (value == nullptr) return std::nullopt;
    const auto number = parse_decimal(text(node, key));
    if (number) return *number;
    bad(value->place, number.error().message, number.error().hint);
    return std::nullopt;
}

LocalText YamlFields::local_text(const YamlNode& node, std::string_view key) {
    const YamlNode* value = node.find(key);
    return value == nullptr ? LocalText() : translations(*value, key);
}

LocalText YamlFields::translations(const YamlNode& value, std::string_view key) {
    LocalText out;
    if (value.kind == Kind::text) {
        out.translations.push_back({language_, value.text});
        return out;
    }
    if (value.kind != Kind::mapping) {
        bad(value.place,
            std::string(key) + " must be a text, or one text per language.",
            "Write " + std::string(key) + ": … or {en: …, cy: …}.");
    }
    for (const auto& entry : value.entries) {
        if (entry.value.kind != Kind::text) {
            bad(entry.value.place, "The text in " + entry.key + " is missing.");
        }
        out.translations.push_back({entry.key, entry.value.text});
    }
    return out;
}

std::vector<Media> YamlFields::media(const YamlNode& node) {
    static constexpr std::string_view kinds[] = {"image", "big_image", "audio", "video"};
    std::vector<Media> out;
    const YamlNode* value = node.find("media");
    if (value == nullptr || !mapping(*value, kinds, "Media")) return out;
    for (const auto& kind : kinds) {
        if (value->find(kind) == nullptr) continue;
        out.push_back({media_kind_from(kind).value_or(MediaKind::image), local_text(*value, kind)});
    }
    return out;
}

std::vector<ComplaintStep> YamlFields::steps(const YamlNode& node) {
    static constexpr std::string_view key = "complaint_steps";
    std::vector<ComplaintStep> out;
    for (const auto& word : texts(node, key)) {
        if (const auto step = complaint_step_from(word)) {
            out.push_back(*step);
            continue;
        }
        std::vector<std::string_view> known;
        for (const auto step : complaint_steps())
            known.push_back(name_of(step));
        no_such_word(node.find(key)->place, word, "step of handling a complaint", known);
    }
    std::ranges::sort(out);
    return out;
}

NamedValues YamlFields::pairs(const YamlNode& node, std::string_view key) {
    NamedValues out;
    const YamlNode* value = node.find(key);
    if (value == nullptr) return out;
    if (value->kind != Kind::mapping) {
        bad(value->place, std::string(key) + " must be written as name: value.");
        return out;
    }
    for (const auto& entry : value->entries)
        out.push_back({entry.key, text(*value, entry.key)});
    return out;
}

void YamlFields::no_such_word(
    YamlPlace place, const std::string& given, std::string_view key, Keys known
) {
    bad(place, "'" + given + "' is no " + std::string(key) + ".", nearest_hint(given, known));
}

} // namespace muster::authoring
