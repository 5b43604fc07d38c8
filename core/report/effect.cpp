#include "core/report/effect.hpp"

namespace muster::report {

namespace {

std::vector<double> changes_of(std::span<const BeforeAfter> locations) {
    std::vector<double> out;
    for (const auto& location : locations) {
        out.push_back(location.after - location.before);
    }
    return out;
}

std::optional<double> drift_of(std::span<const BeforeAfter> locations) {
    std::vector<double> out;
    for (const auto& location : locations) {
        if (location.before_shrunken) out.push_back(*location.before_shrunken - location.before);
    }
    if (out.empty()) return std::nullopt;
    return mean_of(out);
}

} // namespace

ActionEffect action_effect(
    std::span<const BeforeAfter> treated, std::span<const BeforeAfter> control, double confidence
) {
    ActionEffect out;
    out.treated = std::ssize(treated);
    out.control = std::ssize(control);
    const auto at = changes_of(treated);
    const auto elsewhere = changes_of(control);
    if (!at.empty()) out.treated_change = mean_of(at);
    if (!elsewhere.empty()) out.control_change = mean_of(elsewhere);
    const MeanDifference test = welch(at, elsewhere, confidence);
    out.status = test.status;
    out.effect = test.difference;
    out.interval = test.interval;
    out.p_value = test.p_value;
    const auto drift = drift_of(treated);
    const auto drift_elsewhere = drift_of(control);
    if (drift && drift_elsewhere) out.by_chance = *drift - *drift_elsewhere;
    return out;
}

} // namespace muster::report
