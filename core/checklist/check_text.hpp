// The parts of check.cpp that look at one text, id or list of languages. Only check.cpp needs them;
// the errors have no place yet, because these functions do not know which field they look at.
#pragma once

#include "core/base/result.hpp"
#include "core/checklist/checklist.hpp"

namespace muster::checklist {

// A letter or _, then letters, digits, _ or -.
Status check_id(std::string_view id);
// Names that stand in lists separated by spaces: choices, provisions, the version.
Status check_name(std::string_view name);
// UTF-8 of limited length without control characters other than tab and line feed.
Status check_written(std::string_view text, std::size_t bytes_max);
// Translations stand in the order of the checklist's languages, and the first language is there.
Status check_text(const LocalText& text, const std::vector<std::string>& languages);
Status check_languages(const std::vector<std::string>& languages);

} // namespace muster::checklist
