// Closed lists whose values have one stable name each, as YAML, JSON and tables write them.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace muster {

template <class Value, std::size_t N>
using NameTable = std::array<std::pair<Value, std::string_view>, N>;

template <class Value, std::size_t N>
std::string_view name_in(const NameTable<Value, N>& names, Value value) {
    for (const auto& [known, name] : names) {
        if (known == value) return name;
    }
    return "unknown"; // only for a value that no decoder lets in
}

template <class Value, std::size_t N>
std::optional<Value> value_in(const NameTable<Value, N>& names, std::string_view name) {
    for (const auto& [value, known] : names) {
        if (known == name) return value;
    }
    return std::nullopt;
}

} // namespace muster
