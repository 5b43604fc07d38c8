#include "core/checklist/check_text.hpp"

#include "core/base/utf8.hpp"
#include "core/checklist/limits.hpp"

#include <algorithm>
#include <set>

namespace muster::checklist {

namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::unexpected<Error> bad(std::string message, std::string hint = {}) {
    return fail(Code::invalid_input, std::move(message), std::move(hint));
}

} // namespace

Status check_id(std::string_view id) {
    const bool starts = !id.empty() && (is_letter(id.front()) || id.front() == '_');
    const bool goes_on = std::ranges::all_of(id, [](char c) {
        return is_letter(c) || is_digit(c) || c == '_' || c == '-';
    });
    if (starts && goes_on && id.size() <= limits::id_bytes_max) return {};
    return bad(
        "'" + std::string(id) + "' is no id.",
        "An id is a letter followed by letters, digits, _ or -, at most " +
            std::to_string(limits::id_bytes_max) + " together."
    );
}

Status check_name(std::string_view name) {
    const bool plain = std::ranges::all_of(name, [](char c) {
        return static_cast<unsigned char>(c) > 0x20 && c != 0x7F;
    });
    if (!name.empty() && plain && name.size() <= limits::id_bytes_max && !first_bad_utf8(name)) {
        return {};
    }
    return bad(
        "'" + std::string(name) + "' is no name.",
        "A name has 1 to " + std::to_string(limits::id_bytes_max) + " bytes and no spaces."
    );
}

Status check_written(std::string_view text, std::size_t bytes_max) {
    if (text.size() > bytes_max) {
        return fail(
            Code::resource_exhausted,
            "The text has " + std::to_string(text.size()) + " bytes, " + std::to_string(bytes_max) +
                " are allowed."
        );
    }
    if (first_bad_utf8(text)) return bad("The text is not UTF-8.", "Save the file as UTF-8.");
    const bool control = std::ranges::any_of(text, [](char c) {
        const bool low = static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
        return low || c == 0x7F;
    });
    if (control) return bad("The text holds a control character.", "Remove it.");
    return {};
}

Status check_text(const LocalText& text, const std::vector<std::string>& languages) {
    auto next = languages.begin();
    for (const auto& translation : text.translations) {
        const auto found = std::find(next, languages.end(), translation.language);
        if (found == languages.end()) {
            const bool known =
                std::ranges::find(languages, translation.language) != languages.end();
            return bad(
                "A text is in the language '" + translation.language + "'" +
                    (known ? " twice or out of order." : ", which the checklist does not have."),
                "Write each language once, in the order of 'languages'."
            );
        }
        if (translation.text.empty()) {
            return bad(
                "The text in '" + translation.language + "' is empty.",
                "Leave the language out: the first one is shown instead."
            );
        }
        if (auto status = check_written(translation.text, limits::text_bytes_max); !status) {
            return status;
        }
        next = found + 1;
    }
    if (!text.translations.empty() && text.translations.front().language != languages.front()) {
        return bad(
            "The text is missing in '" + languages.front() + "'.",
            "The first language is shown where others are missing, so it must be there."
        );
    }
    return {};
}

Status check_languages(const std::vector<std::string>& languages) {
    if (languages.empty() || languages.size() > limits::languages_max) {
        return bad(
            "A checklist has 1 to " + std::to_string(limits::languages_max) + " languages.",
            "Write languages: [en]."
        );
    }
    std::set<std::string_view> seen;
    for (const auto& language : languages) {
        const bool tag = !language.empty() && language.size() <= 35 &&
                         is_letter(language.front()) && std::ranges::all_of(language, [](char c) {
                             return is_letter(c) || is_digit(c) || c == '-';
                         });
        if (!tag) return bad("'" + language + "' is no language.", "Write a tag such as en or cy.");
        if (!seen.insert(language).second)
            return bad("The language '" + language + "' is there twice.");
    }
    return {};
}

} // namespace muster::checklist
