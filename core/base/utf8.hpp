// Text in checklists, answers and CSV files is UTF-8. These functions find where it is not, and
// walk it by code points, because XPath counts characters, not bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster {

// Offset of the first byte that is not part of well-formed UTF-8 (RFC 3629: no surrogates, no
// overlong forms), or nothing.
std::optional<std::size_t> first_bad_utf8(std::string_view text);

// Reads the code point at `at` and moves behind it. A byte that is not well-formed comes back as
// U+FFFD and moves on by one, so that walking always ends.
char32_t next_code_point(std::string_view text, std::size_t& at);

std::size_t count_code_points(std::string_view text);

void append_utf8(std::string& out, char32_t code_point);

} // namespace muster
