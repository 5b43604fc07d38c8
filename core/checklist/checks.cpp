#include "core/checklist/checks.hpp"

#include "core/checklist/check_text.hpp"
#include "core/checklist/limits.hpp"
#include "core/expression/limits.hpp"

#include <set>

namespace muster::checklist {

void Checks::written(std::string_view name, std::string_view text, std::size_t bytes_max) {
    field(name, check_written(text, bytes_max));
}

void Checks::expression(std::string_view name, std::string_view text) {
    written(name, text, expression::limits::expression_bytes_max);
}

void Checks::media(const std::vector<Media>& media, const std::vector<std::string>& languages) {
    auto last = MediaKind{};
    for (const auto& item : media) {
        require(
            "media",
            item.kind > last,
            "The " + std::string(name_of(item.kind)) + " is there twice or out of order.",
            "Name each once, in the order image, big_image, audio, video."
        );
        require("media", !item.files.translations.empty(), "No file is named.", "Name one.");
        field("media", check_text(item.files, languages));
        last = item.kind;
    }
}

void Checks::pairs(std::string_view name, const NamedValues& values) {
    require(
        name,
        values.size() <= limits::columns_max,
        "There are " + std::to_string(values.size()) + " entries, " +
            std::to_string(limits::columns_max) + " are allowed."
    );
    std::set<std::string_view> seen;
    for (const auto& [key, value] : values) {
        require(name, !key.empty(), "An entry has no name.", "Name it, or remove it.");
        require(name, !value.empty(), key + " has no value.", "Write one, or remove the entry.");
        written(name, key, limits::column_name_bytes_max);
        written(name, value, limits::text_bytes_max);
        require(name, seen.insert(key).second, key + " is there twice.", "Remove one of them.");
    }
}

} // namespace muster::checklist
