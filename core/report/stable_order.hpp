// std::stable_sort of libstdc++ 12 calls a function that C++23 deprecates, which our warnings
// refuse; this sorts by (less, place) instead. For lists as long as a report has rows.
#pragma once

#include <algorithm>
#include <numeric>
#include <vector>

namespace muster::report {

template <class T, class Less>
void sort_stably(std::vector<T>& items, Less less) {
    std::vector<std::size_t> order(items.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        if (less(items[a], items[b])) return true;
        if (less(items[b], items[a])) return false;
        return a < b;
    });
    std::vector<T> out;
    out.reserve(items.size());
    for (const std::size_t index : order) {
        out.push_back(std::move(items[index]));
    }
    items = std::move(out);
}

} // namespace muster::report
