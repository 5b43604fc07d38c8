// How large a checklist, an expression or an answer may be. Every limit is refused one past it with
// Code::resource_exhausted or invalid_input and a message that names the number; tests stand at
// each.
#pragma once

#include <cstddef>
#include <cstdint>

namespace muster::checklist::limits {

inline constexpr std::size_t document_bytes_max = 8u << 20;
inline constexpr std::size_t questions_max = 20'000;
inline constexpr std::size_t sections_max = 2'000;
inline constexpr std::size_t choice_lists_max = 5'000;
inline constexpr std::size_t choices_max = 100'000; // in one list
inline constexpr std::size_t languages_max = 50;
inline constexpr std::size_t provisions_max = 50; // of one question
inline constexpr std::size_t groups_max = 10'000;
inline constexpr std::size_t group_depth_max = 16; // groups in groups
inline constexpr std::size_t repeat_depth_max = 8; // repeats in repeats; an op names no more
inline constexpr std::size_t columns_max = 200;    // of one row by name; settings, parameters
inline constexpr std::size_t column_name_bytes_max = 256;
inline constexpr std::size_t id_bytes_max = 64;
inline constexpr std::size_t text_bytes_max = 20'000;    // a label, a hint, a column
inline constexpr std::size_t answer_bytes_max = 100'000; // a text answer
inline constexpr std::uint32_t scale_points_min = 2;
inline constexpr std::uint32_t scale_points_max = 11;
inline constexpr int nps_max = 10;
// That a count may ask for, in one repeat; of repeats in repeats, all together.
inline constexpr std::size_t counted_instances_max = 10'000;

inline constexpr std::int64_t duration_ms_max = 31LL * 24 * 3'600'000; // a stopwatch left running

} // namespace muster::checklist::limits
