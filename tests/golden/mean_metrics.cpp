#include "core/report/means.hpp"
#include "core/report/net_promoter.hpp"
#include "core/report/weighting.hpp"
#include "tests/golden/metrics.hpp"

#include <cmath>

namespace muster::golden {

namespace {

using namespace report;

Values mean_ci(Case& given) {
    const Mean mean = mean_of_values(given.values(), given.confidence());
    return {
        {"status", status_of(mean.status)},
        {"n", mean.n},
        {"mean", value_of(mean.mean)},
        {"sd", value_of(mean.sd)},
        {"se", value_of(mean.se)},
        {"lo", low_of(mean.interval)},
        {"hi", high_of(mean.interval)},
    };
}

Values nps(Case& given) {
    const NetPromoter score = net_promoter(given.values(), given.confidence());
    return {
        {"status", status_of(score.status)},
        {"n", score.n},
        {"promoters", score.promoters},
        {"passives", score.passives},
        {"detractors", score.detractors},
        {"nps", value_of(score.nps)},
        {"se", value_of(score.se)},
        {"lo", low_of(score.interval)},
        {"hi", high_of(score.interval)},
        {"aw_center", value_of(score.adjusted_centre)},
        {"aw_lo", low_of(score.adjusted)},
        {"aw_hi", high_of(score.adjusted)},
    };
}

Values welch_of(Case& given) {
    std::vector<double> a;
    std::vector<double> b;
    for (const auto& row : given.data()) {
        const auto value = given.number(row, "value");
        if (value) (Case::text(row, "group") == "a" ? a : b).push_back(*value);
    }
    const MeanDifference test = welch(a, b, given.confidence());
    return {
        {"status", status_of(test.status)},
        {"n_a", test.n_a},
        {"n_b", test.n_b},
        {"diff", value_of(test.difference)},
        {"t", value_of(test.t)},
        {"df", value_of(test.degrees)},
        {"p_value", value_of(test.p_value)},
        {"lo", low_of(test.interval)},
        {"hi", high_of(test.interval)},
    };
}

Values weighted_mean_of(Case& given) {
    std::vector<Weighted> observations;
    for (const auto& row : given.data()) {
        const auto y = given.number(row, "y");
        const auto w = given.number(row, "w");
        if (y && w) observations.push_back({*y, *w, Case::text(row, "stratum")});
    }
    const WeightedMean mean = weighted_mean(observations, given.confidence());
    return {
        {"status", status_of(mean.status)},
        {"n", mean.n},
        {"mean", value_of(mean.mean)},
        {"se", value_of(mean.se)},
        {"se_strat", value_of(mean.se_stratified)},
        {"n_eff", value_of(mean.n_effective)},
        {"deff_kish", value_of(mean.design_effect)},
        {"lo", low_of(mean.interval)},
        {"hi", high_of(mean.interval)},
    };
}

} // namespace

Metrics mean_metrics() {
    return {
        {"mean_ci", mean_ci},
        {"nps", nps},
        {"welch", welch_of},
        {"weighted_mean", weighted_mean_of},
    };
}

} // namespace muster::golden
