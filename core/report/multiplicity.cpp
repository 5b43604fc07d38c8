#include "core/report/multiplicity.hpp"

#include <algorithm>

namespace muster::report {

namespace {

// Where the p-values that are there stand, smallest first.
std::vector<std::size_t> smallest_first(const PValues& p_values) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < p_values.size(); ++i) {
        if (p_values[i]) order.push_back(i);
    }
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return *p_values[a] < *p_values[b];
    });
    return order;
}

} // namespace

std::int64_t tests_in(const PValues& p_values) {
    return std::ranges::count_if(p_values, [](const auto& p) { return p.has_value(); });
}

PValues benjamini_hochberg(const PValues& p_values) {
    const auto order = smallest_first(p_values);
    PValues out(p_values.size());
    const auto m = static_cast<double>(order.size());
    double lowest = 1;
    for (std::size_t rank = order.size(); rank > 0; --rank) {
        const std::size_t index = order[rank - 1];
        lowest = std::min(lowest, *p_values[index] * m / static_cast<double>(rank));
        out[index] = lowest;
    }
    return out;
}

PValues holm(const PValues& p_values) {
    const auto order = smallest_first(p_values);
    PValues out(p_values.size());
    double highest = 0;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        const auto tests_left = static_cast<double>(order.size() - rank);
        highest = std::max(highest, std::min(1.0, *p_values[order[rank]] * tests_left));
        out[order[rank]] = highest;
    }
    return out;
}

} // namespace muster::report
