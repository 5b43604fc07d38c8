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

} // namespace muster::authoring::limits
