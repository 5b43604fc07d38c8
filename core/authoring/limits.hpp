// How large the files people write may be. Tests stand at each limit and one past it.
#pragma once

#include <cstddef>

namespace muster::authoring::limits {

inline constexpr std::size_t yaml_bytes_max = 4u << 20;
inline constexpr std::size_t yaml_depth_max = 16;
inline constexpr std::size_t yaml_nodes_max = 400'000;
inline constexpr std::size_t yaml_keys_max = 2'500; // of one mapping

inline constexpr std::size_t csv_bytes_max = 512u << 20;
inline constexpr std::size_t csv_columns_max = 1'000;
inline constexpr std::size_t csv_cell_bytes_max = 1u << 20;

} // namespace muster::authoring::limits
