#include "core/report/make_parts.hpp"
#include "core/report/power.hpp"
#include "core/report/weighting.hpp"
#include "core/report/words.hpp"

#include <cmath>
#include <map>

namespace muster::report {

namespace {

using SegmentKey = std::pair<std::string, std::string>; // region and format

struct ScoredVisit {
    SegmentKey segment;
    double score = 0;
};

std::vector<ScoredVisit> scored_visits(const Making& making) {
    std::vector<ScoredVisit> out;
    for (const auto* audit : making.rollup.audits(making.own())) {
        if (!audit->raw_share) continue;
        const auto& location = making.source.locations[making.rollup.location_of(*audit)];
        out.push_back({{location.region, location.format}, 100 * audit->raw_share->to_double()});
    }
    return out;
}

// Each audit counts for its segment's share of the customers divided by its share of the audits.
void add_weighted(const Making& making, Report& report) {
    if (making.source.segments.empty()) return;
    const auto visits = scored_visits(making);
    std::map<SegmentKey, double> counts;
    for (const auto& visit : visits) {
        counts[visit.segment] += 1;
    }
    std::map<SegmentKey, double> shares;
    double covered = 0;
    double all = 0;
    for (const auto& segment : making.source.segments) {
        const SegmentKey key(segment.region, segment.format);
        shares[key] += segment.population_share;
        all += segment.population_share;
        if (counts.contains(key)) covered += segment.population_share;
    }
    std::vector<Weighted> observations;
    for (const auto& visit : visits) {
        const double weight = shares[visit.segment] / counts[visit.segment];
        observations.push_back(
            {visit.score, weight, visit.segment.first + "/" + visit.segment.second}
        );
    }
    const WeightedMean mean = weighted_mean(observations);
    if (!mean.mean || all <= 0 || mean.n < figure_n_min) return;
    report.weighted.push_back(
        {"Score by design weights",
         "points",
         mean.mean,
         mean.interval,
         mean.n,
         "Weighted to the customers of each region and format the score is " +
             fixed(*mean.mean, 1) + "; every visit counting alike it is " +
             fixed(report.score.value, 1) + "."}
    );
    report.weighted.push_back(
        {"Audits it is worth",
         "audits",
         mean.n_effective,
         {},
         mean.n,
         "Weighting costs precision: " + thousands(mean.n) + " audits tell as much as " +
             fixed(*mean.n_effective, 0) + " of equal weight (design effect " +
             fixed(*mean.design_effect, 2) + ")."}
    );
    const double missing = 1 - covered / all;
    report.weighted.push_back(
        {"Customers not covered",
         "share",
         missing,
         {},
         mean.n,
         missing < 1e-9 ? std::string("Every segment has audits.")
                        : percent_words(missing) +
                              " of the customers are in segments without an audit; weights cannot "
                              "stand in for them."}
    );
}

void add_score_power(Report& report) {
    if (!report.change.interval || report.own_locations < 2) return;
    const double half = (report.change.interval->high - report.change.interval->low) / 2;
    const auto degrees = static_cast<double>(report.own_locations - 1);
    const double least =
        detectable_difference(half / student_quantile_two_sided(default_confidence, degrees));
    report.power.push_back(
        {"Change of the score between two waves",
         "points",
         least,
         {},
         report.change.audits_to,
         "A true change of less than " + fixed(least, 1) +
             " points would be missed more often than one time in five; not seeing one does not "
             "mean that there is none."}
    );
}

void add_rate_power(Report& report) {
    if (!report.critical.share || !report.critical.interval || report.waves.empty()) return;
    const double p = *report.critical.share;
    const std::int64_t n = report.waves.back().critical.n;
    if (const auto least = detectable_rate_difference(p, static_cast<double>(n))) {
        report.power.push_back(
            {"Change of a rate between two waves",
             "share",
             least,
             {},
             n,
             "With " + thousands(n) + " visits a wave and a rate near " + percent_words(p) +
                 ", a change of less than " + fixed(100 * *least, 1) +
                 " percentage points would be missed more often than one time in five."}
        );
    }
    constexpr double half = 0.05;
    if (const auto needed = audits_needed(p, half)) {
        report.power.push_back(
            {"Visits for a rate within 5 percentage points",
             "audits",
             static_cast<double>(*needed),
             {},
             report.critical.n,
             "A rate near " + percent_words(p) + " is known within 5 percentage points from " +
                 thousands(*needed) + " visits on, if visits are unrelated."}
        );
    }
}

} // namespace

void make_sample(const Making& making, Report& report) {
    add_weighted(making, report);
    add_score_power(report);
    add_rate_power(report);
}

} // namespace muster::report
