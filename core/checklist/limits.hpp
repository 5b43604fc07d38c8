// How large a checklist, an expression or an answer may be. Every limit is refused one past it with
// Code::resource_exhausted or invalid_input and a message that names the number; tests stand at
// each.
#pragma once

#include <cstddef>
#include <cstdint>

namespace muster::checklist::limits {

inline constexpr std::size_t document_bytes_max = 8u << 20;
inline constexpr std::size_t questions_max = 2'000;
inline constexpr std::size_t sections_max = 500;
inline constexpr std::size_t choice_lists_max = 1'000;
inline constexpr std::size_t choices_max = 2'000; // in one list
inline constexpr std::size_t languages_max = 50;
inline constexpr std::size_t provisions_max = 50; // of one question
inline constexpr std::size_t id_bytes_max = 64;
inline constexpr std::size_t text_bytes_max = 20'000;    // a label, a hint, a message
inline constexpr std::size_t answer_bytes_max = 100'000; // a text answer
inline constexpr std::uint32_t scale_points_min = 2;
inline constexpr std::uint32_t scale_points_max = 11;
inline constexpr int nps_max = 10;

inline constexpr std::int64_t duration_ms_max = 31LL * 24 * 3'600'000; // a stopwatch left running

inline constexpr std::size_t expression_bytes_max = 10'000;
inline constexpr std::size_t expression_depth_max = 64;   // parentheses and calls inside each other
inline constexpr std::size_t arguments_max = 250;         // of one function call
inline constexpr std::size_t result_bytes_max = 1u << 20; // a text that an expression builds

inline constexpr std::size_t regex_bytes_max = 1'000;
inline constexpr std::size_t regex_depth_max = 32;         // groups inside each other
inline constexpr std::size_t regex_states_max = 2'000;     // once {m,n} is written out
inline constexpr std::size_t regex_steps_max = 20'000'000; // states × characters of one match

} // namespace muster::checklist::limits
