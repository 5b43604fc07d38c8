// Finds what a person probably meant, for hints: "Did you mean weight?".
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace muster {

// The candidate with the fewest single-character changes from `word`, if these are at most two or a
// third of its length; empty otherwise. Ties go to the earlier candidate.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

// "Did you mean weight?", or "Known are: a, b, c." where nothing is near.
std::string nearest_hint(std::string_view word, std::span<const std::string_view> candidates);

} // namespace muster
