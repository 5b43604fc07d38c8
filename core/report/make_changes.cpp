#include "core/report/crossed.hpp"
#include "core/report/make_parts.hpp"
#include "core/report/multiplicity.hpp"
#include "core/report/stable_order.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace muster::report {

namespace {

// What was seen at one visit; the two audits of a double audit are one visit and count once.
struct Visit {
    std::size_t wave = 0;
    std::string region;
    double raw = 0;
    double fair = 0; // less what the shopper gives everywhere
};

using Audits = std::vector<const AuditSummary*>;

// The audits with what each shopper gives everywhere taken out of their values.
std::vector<double>
fair_values(const Making& making, const Audits& audits, const std::vector<double>& raw) {
    std::map<std::string, std::size_t> shoppers;
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> places;
    std::vector<CrossedValue> values;
    for (std::size_t i = 0; i < audits.size(); ++i) {
        const std::pair place(
            making.rollup.location_of(*audits[i]), making.rollup.wave_of(*audits[i])
        );
        values.push_back(
            {places.emplace(place, places.size()).first->second,
             shoppers.emplace(audits[i]->shopper, shoppers.size()).first->second,
             raw[i]}
        );
    }
    const auto effects = crossed_effects(values);
    std::vector<double> out;
    for (const auto& each : values) {
        out.push_back(each.value - effects.shoppers[each.shopper]);
    }
    return out;
}

std::vector<Visit> visits_of(const Making& making, const ShareOf& share) {
    Audits audits;
    std::vector<double> raw;
    for (const auto* audit : making.rollup.audits({.kind = LocationKind::own})) {
        const auto value = share(*audit);
        if (!value) continue;
        audits.push_back(audit);
        raw.push_back(100 * *value);
    }
    const auto fair = fair_values(making, audits, raw);

    struct Sum {
        Visit visit;
        double count = 0;
    };

    std::vector<Sum> sums;
    std::map<std::string, std::size_t> pairs;
    for (std::size_t i = 0; i < audits.size(); ++i) {
        std::size_t at = sums.size();
        if (!audits[i]->pair.empty()) at = pairs.emplace(audits[i]->pair, at).first->second;
        if (at == sums.size()) {
            const auto& location = making.source.locations[making.rollup.location_of(*audits[i])];
            sums.push_back({{making.rollup.wave_of(*audits[i]), location.region, 0, 0}, 0});
        }
        sums[at].visit.raw += raw[i];
        sums[at].visit.fair += fair[i];
        sums[at].count += 1;
    }
    std::vector<Visit> out;
    for (auto& sum : sums) {
        sum.visit.raw /= sum.count;
        sum.visit.fair /= sum.count;
        out.push_back(std::move(sum.visit));
    }
    return out;
}

// One step of one region's dimension: by what was seen, and with shoppers evened out. Both must
// tell, so the larger p counts: a step that a change of shoppers explains is none.
struct Step {
    std::size_t trend = 0;
    std::size_t to = 0;
    MeanDifference seen;
    std::optional<double> p_value;
};

std::optional<Step> step_of(
    const std::vector<Visit>& visits, const RegionTrend& trend, std::size_t from, std::size_t to
) {
    std::vector<double> raw[2];
    std::vector<double> fair[2];
    for (const auto& visit : visits) {
        if (visit.region != trend.region || (visit.wave != from && visit.wave != to)) continue;
        const std::size_t side = visit.wave == to ? 0 : 1;
        raw[side].push_back(visit.raw);
        fair[side].push_back(visit.fair);
    }
    if (std::ssize(raw[0]) < figure_n_min || std::ssize(raw[1]) < figure_n_min) {
        return std::nullopt;
    }
    Step out{0, 0, welch(raw[0], raw[1]), std::nullopt};
    const auto even = welch(fair[0], fair[1]);
    if (out.seen.p_value && even.p_value) {
        out.p_value = std::max(*out.seen.p_value, *even.p_value);
    }
    return out;
}

// The largest step is the one that is least likely by chance. Its size is that of the figures
// shown; its interval is as wide as visits make it.
void put(const Step& step, std::optional<double> adjusted, RegionTrend& trend) {
    if (!adjusted || (trend.p_adjusted && *trend.p_adjusted <= *adjusted)) return;
    const auto& now = trend.waves[step.to];
    const auto& before = trend.waves[step.to - 1];
    if (!now.value || !before.value || !step.seen.interval) return;
    trend.step_to = step.to;
    trend.step = *now.value - *before.value;
    const double half = (step.seen.interval->high - step.seen.interval->low) / 2;
    trend.step_interval = Interval{*trend.step - half, *trend.step + half};
    trend.p_adjusted = adjusted;
    trend.stands_out = *adjusted < flag_level && std::abs(*trend.step) >= worth_saying_points;
}

} // namespace

// Every step of every region and dimension is one test; all are corrected together.
void make_changes(const Making& making, Report& report) {
    std::vector<Step> steps;
    PValues p_values;
    const auto regions = making.own_regions();
    for (const auto& dimension : report.dimensions) {
        const ShareOf share = making.share_of(dimension.dimension);
        const auto visits = visits_of(making, share);
        for (const auto& region : regions) {
            RegionTrend trend;
            trend.region = region;
            trend.dimension = dimension.dimension;
            trend.dimension_name = dimension.name;
            for (std::size_t i = 0; i < making.waves.size(); ++i) {
                Slice slice = making.own_in(making.waves[i]);
                slice.region = region;
                trend.waves.push_back(score_of_audits(making.rollup, slice, share));
                if (i == 0 || (making.wave && *making.wave != making.waves[i])) continue;
                auto step = step_of(visits, trend, making.waves[i - 1], making.waves[i]);
                if (!step) continue;
                step->trend = report.region_trends.size();
                step->to = i;
                p_values.push_back(step->p_value);
                steps.push_back(*step);
            }
            report.region_trends.push_back(std::move(trend));
        }
    }
    const auto adjusted = benjamini_hochberg(p_values);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        put(steps[i], adjusted[i], report.region_trends[steps[i].trend]);
    }
    sort_stably(report.region_trends, [](const auto& a, const auto& b) {
        return a.region < b.region;
    });
    report.families.push_back(
        {"changes",
         "Did a dimension move in a region from one wave to the next?",
         tests_in(p_values),
         0}
    );
}

} // namespace muster::report
