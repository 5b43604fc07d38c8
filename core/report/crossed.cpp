#include "core/report/crossed.hpp"

#include <algorithm>
#include <cmath>

namespace muster::report {

namespace {

constexpr int rounds_max = 200;
constexpr double settled = 1e-9; // of a point

// The mean of value − `other` for each group, and by how much the groups moved at most.
template <class Group, class Other>
double refit(
    std::span<const CrossedValue> values, std::vector<double>& effects, Group group, Other other
) {
    std::vector<double> sums(effects.size());
    std::vector<double> counts(effects.size());
    for (const auto& each : values) {
        sums[group(each)] += each.value - other(each);
        counts[group(each)] += 1;
    }
    double moved = 0;
    for (std::size_t i = 0; i < effects.size(); ++i) {
        if (counts[i] == 0) continue;
        const double fitted = sums[i] / counts[i];
        moved = std::max(moved, std::abs(fitted - effects[i]));
        effects[i] = fitted;
    }
    return moved;
}

} // namespace

CrossedEffects crossed_effects(std::span<const CrossedValue> values) {
    CrossedEffects out;
    for (const auto& each : values) {
        if (each.place >= out.places.size()) out.places.resize(each.place + 1);
        if (each.shopper >= out.shoppers.size()) out.shoppers.resize(each.shopper + 1);
    }
    const auto place = [](const CrossedValue& each) { return each.place; };
    const auto shopper = [](const CrossedValue& each) { return each.shopper; };
    for (int round = 0; round < rounds_max; ++round) {
        const double moved = refit(values, out.places, place, [&](const CrossedValue& each) {
            return out.shoppers[each.shopper];
        });
        refit(values, out.shoppers, shopper, [&](const CrossedValue& each) {
            return out.places[each.place];
        });
        if (moved < settled) break;
    }
    if (values.empty()) return out;
    double centre = 0;
    for (const auto& each : values) {
        centre += out.shoppers[each.shopper] / static_cast<double>(values.size());
    }
    for (double& effect : out.shoppers) {
        effect -= centre;
    }
    for (double& effect : out.places) {
        effect += centre;
    }
    return out;
}

} // namespace muster::report
