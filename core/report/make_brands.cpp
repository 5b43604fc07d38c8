#include "core/report/make_parts.hpp"
#include "core/report/multiplicity.hpp"

#include <cmath>
#include <map>
#include <set>

namespace muster::report {

namespace {

// A competitor is never told by branch, and never with fewer audits than this at a branch.
constexpr std::int64_t branch_audits_min = 3;

// Means of one dimension by location, brand by brand. Locations are the units: audits of one say
// little about another branch.
struct BrandMeans {
    std::map<std::string, std::vector<double>> seen;
    std::map<std::string, std::vector<double>> particular; // less the location's other dimensions
};

struct LocationMean {
    double seen = 0;
    double particular = 0;
    std::int64_t n = 0;
};

BrandMeans means_of(const Making& making, const std::vector<ShareOf>& shares, std::size_t which) {
    std::map<std::size_t, LocationMean> sums;
    for (const auto* audit : making.rollup.audits({.wave = making.wave})) {
        double others = 0;
        std::optional<double> own;
        bool complete = true;
        for (std::size_t d = 0; d < shares.size(); ++d) {
            const auto share = shares[d](*audit);
            complete = complete && share;
            if (!share) continue;
            if (d == which) own = *share;
            if (d != which) others += *share / static_cast<double>(shares.size() - 1);
        }
        if (!complete || !own) continue;
        LocationMean& mean = sums[making.rollup.location_of(*audit)];
        mean.seen += 100 * *own;
        mean.particular += 100 * (*own - others);
        ++mean.n;
    }
    BrandMeans out;
    for (const auto& [location, sum] : sums) {
        if (sum.n < branch_audits_min) continue;
        const auto n = static_cast<double>(sum.n);
        const std::string& brand = making.source.locations[location].brand;
        out.seen[brand].push_back(sum.seen / n);
        out.particular[brand].push_back(sum.particular / n);
    }
    return out;
}

// Against all own locations, with the spread between locations pooled over brands: a brand has too
// few branches for a spread of its own.
MeanDifference pooled_difference(
    const std::map<std::string, std::vector<double>>& by_brand,
    const std::string& brand,
    const std::set<std::string>& own
) {
    MeanDifference out;
    CompensatedSum squares;
    double degrees = 0;
    std::vector<double> ours;
    for (const auto& [name, values] : by_brand) {
        if (own.contains(name)) ours.insert(ours.end(), values.begin(), values.end());
        if (own.contains(name) || values.size() < 2) continue;
        squares.add(static_cast<double>(values.size() - 1) * variance_of(values));
        degrees += static_cast<double>(values.size() - 1);
    }
    const auto theirs = by_brand.find(brand);
    if (theirs == by_brand.end() || theirs->second.size() < 2 || ours.size() < 2) return out;
    squares.add(static_cast<double>(ours.size() - 1) * variance_of(ours));
    degrees += static_cast<double>(ours.size() - 1);
    out.n_a = std::ssize(theirs->second);
    out.n_b = std::ssize(ours);
    out.difference = mean_of(theirs->second) - mean_of(ours);
    const double se = std::sqrt(
        squares.value() / degrees *
        (1 / static_cast<double>(out.n_a) + 1 / static_cast<double>(out.n_b))
    );
    if (se <= 0) {
        out.status = StatStatus::no_variation;
        return out;
    }
    out.status = StatStatus::ok;
    out.t = *out.difference / se;
    out.degrees = degrees;
    out.p_value = student_p_two_sided(*out.t, degrees);
    const double half = student_quantile_two_sided(default_confidence, degrees) * se;
    out.interval = Interval{*out.difference - half, *out.difference + half};
    return out;
}

void add_gaps(const Making& making, const std::vector<ShareOf>& shares, Report& report) {
    std::set<std::string> own;
    for (const auto& row : report.brands) {
        if (row.own) own.insert(row.brand);
    }
    PValues p_values;
    std::vector<BrandGap*> gaps;
    for (auto& row : report.brands) {
        if (!row.own) row.gaps.resize(shares.size());
    }
    for (std::size_t d = 0; d < shares.size(); ++d) {
        const BrandMeans means = means_of(making, shares, d);
        for (auto& row : report.brands) {
            if (row.own) continue;
            BrandGap& gap = row.gaps[d];
            const auto seen = pooled_difference(means.seen, row.brand, own);
            gap.difference = seen.difference;
            gap.interval = seen.interval;
            if (shares.size() < 2) continue;
            const auto particular = pooled_difference(means.particular, row.brand, own);
            gap.particular = particular.difference;
            gap.particular_interval = particular.interval;
            p_values.push_back(particular.p_value);
            gaps.push_back(&gap);
        }
    }
    const auto adjusted = benjamini_hochberg(p_values);
    for (std::size_t i = 0; i < gaps.size(); ++i) {
        gaps[i]->p_adjusted = adjusted[i];
        gaps[i]->stands_out = adjusted[i] && *adjusted[i] < flag_level &&
                              std::abs(*gaps[i]->particular) >= worth_saying_points;
    }
    report.families.push_back(
        {"competitors",
         "Is a competitor ahead or behind in one dimension more than in its others?",
         tests_in(p_values),
         0}
    );
}

} // namespace

void make_brands(const Making& making, Report& report) {
    std::map<std::pair<bool, std::string>, std::int64_t> brands; // own ones first; locations
    for (std::size_t i = 0; i < making.source.locations.size(); ++i) {
        const Location& location = making.source.locations[i];
        if (making.rollup.includes(i)) {
            ++brands[{location.kind == LocationKind::competitor, location.brand}];
        }
    }
    std::vector<ShareOf> shares;
    for (const auto& dimension : report.dimensions) {
        shares.push_back(making.share_of(dimension.dimension));
    }
    for (const auto& [key, locations] : brands) {
        const auto& [competitor, brand] = key;
        Slice slice{.wave = making.wave};
        slice.brand = brand;
        slice.kind = competitor ? LocationKind::competitor : LocationKind::own;
        BrandRow row;
        row.brand = brand;
        row.own = !competitor;
        row.locations = locations;
        row.score = making.rollup.score(subject_overall, slice);
        if (row.score.audits == 0) continue;
        for (const auto& share : shares) {
            row.dimensions.push_back(score_of_audits(making.rollup, slice, share));
        }
        report.brands.push_back(std::move(row));
    }
    add_gaps(making, shares, report);
}

} // namespace muster::report
