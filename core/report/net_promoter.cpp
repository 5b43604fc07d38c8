#include "core/report/net_promoter.hpp"

#include <algorithm>
#include <cmath>

namespace muster::report {

NetPromoter
net_promoter(const std::array<std::int64_t, 11>& counts, double confidence, double deff) {
    NetPromoter out;
    for (std::size_t value = 0; value < counts.size(); ++value) {
        auto& group = value >= 9 ? out.promoters : value >= 7 ? out.passives : out.detractors;
        group += counts[value];
        out.n += counts[value];
    }
    if (out.n == 0) return out;
    const auto base = static_cast<double>(out.n);
    const auto up = static_cast<double>(out.promoters);
    const auto down = static_cast<double>(out.detractors);
    const double z = normal_quantile_two_sided(confidence);
    const auto limits = [](double centre, double half) {
        return Interval{std::max(-100.0, centre - half), std::min(100.0, centre + half)};
    };
    // Agresti and Coull's idea for three classes: three more answers, half of them passive.
    const double adjusted_base = base + 3;
    const double adjusted_up = (up + 0.75) / adjusted_base;
    const double adjusted_down = (down + 0.75) / adjusted_base;
    const double adjusted = adjusted_up - adjusted_down;
    out.adjusted_centre = 100 * adjusted;
    out.adjusted = limits(
        100 * adjusted,
        100 * z *
            std::sqrt(deff * (adjusted_up + adjusted_down - adjusted * adjusted) / adjusted_base)
    );
    const double share = (up - down) / base;
    out.nps = 100 * share;
    if (out.n == 1) {
        out.status = StatStatus::too_few;
        return out;
    }
    out.status = StatStatus::ok;
    const double variance = std::max(0.0, (up + down) / base - share * share);
    out.se = 100 * std::sqrt(deff * variance / (base - 1));
    out.interval = limits(*out.nps, z * *out.se);
    return out;
}

NetPromoter net_promoter(std::span<const double> answers, double confidence) {
    std::array<std::int64_t, 11> counts{};
    for (const double answer : answers) {
        if (answer < 0 || answer > 10 || answer != std::round(answer)) {
            return without_value<NetPromoter>(StatStatus::invalid_input);
        }
        ++counts[static_cast<std::size_t>(answer)];
    }
    return net_promoter(counts, confidence);
}

} // namespace muster::report
