// How large an expression, a pattern or a result may be. Every limit is refused one past it with
// Code::resource_exhausted and a message that names the number; tests stand at each.
#pragma once

#include <cstddef>

namespace muster::expression::limits {

inline constexpr std::size_t expression_bytes_max = 10'000;
inline constexpr std::size_t expression_depth_max = 64;   // parentheses, calls, predicates
inline constexpr std::size_t arguments_max = 250;         // of one function call
inline constexpr std::size_t result_bytes_max = 1u << 20; // a text that an expression builds
inline constexpr std::size_t nodes_max = 1'000'000;       // looked at while one expression runs

inline constexpr std::size_t regex_bytes_max = 1'000;
inline constexpr std::size_t regex_depth_max = 32;         // groups inside each other
inline constexpr std::size_t regex_states_max = 2'000;     // once {m,n} is written out
inline constexpr std::size_t regex_steps_max = 20'000'000; // states × characters of one match

} // namespace muster::expression::limits
