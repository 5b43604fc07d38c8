// How large a spreadsheet, an XForm or a form may be. A workbook's parts are capped one by one and
// together, because a zip of some kilobytes can hold gigabytes. Tests stand at each limit and one
// past it.
#pragma once

#include <cstddef>

namespace muster::forms::limits {

inline constexpr std::size_t workbook_bytes_max = 32u << 20;
inline constexpr std::size_t workbook_entries_max = 2'000;
inline constexpr std::size_t workbook_part_bytes_max = 128u << 20;
inline constexpr std::size_t workbook_total_bytes_max = 192u << 20;
inline constexpr std::size_t workbook_ratio_max = 400;       // of a part above ratio_free
inline constexpr std::size_t workbook_ratio_free = 4u << 20; // smaller parts may be denser
inline constexpr std::size_t workbook_cells_max = 4'000'000;
inline constexpr std::size_t workbook_columns_max = 1'000; // that hold something
inline constexpr std::size_t workbook_cell_bytes_max = 1u << 20;
inline constexpr std::size_t xform_bytes_max = 64u << 20;
inline constexpr std::size_t xml_bytes_max = 128u << 20;
inline constexpr std::size_t xml_depth_max = 200;
inline constexpr std::size_t form_items_max = 50'000;
inline constexpr std::size_t form_depth_max = 64;

} // namespace muster::forms::limits
