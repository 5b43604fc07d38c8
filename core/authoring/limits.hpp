// How large the files people write may be. Tests stand at each limit and one past it.
#pragma once

#include <cstddef>

namespace muster::authoring::limits {

inline constexpr std::size_t yaml_bytes_max = 16u << 20;
inline constexpr std::size_t yaml_depth_max = 64; // a group in a group takes two
inline constexpr std::size_t yaml_nodes_max = 1'000'000;
inline constexpr std::size_t yaml_keys_max = 100'000; // of one mapping: the choices of a list

inline constexpr std::size_t csv_bytes_max = 512u << 20;
inline constexpr std::size_t csv_columns_max = 1'000;
inline constexpr std::size_t csv_cell_bytes_max = 1u << 20;

// Forms that come from elsewhere. A workbook's parts are capped one by one and together, because a
// zip of some kilobytes can hold gigabytes.
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

} // namespace muster::authoring::limits
