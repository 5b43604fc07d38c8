#include "core/report/crossed.hpp"
#include "core/report/make_parts.hpp"
#include "core/report/multiplicity.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace muster::report {

namespace {

using Audits = std::vector<const AuditSummary*>;

constexpr std::int64_t flagged_audits_min = 3; // one odd audit is no habit
constexpr double severity_points_min = 3;
// Severity is told under "read with care" only, at the nominal level of one test.
constexpr double severity_level = 0.05;

struct Habit {
    std::int64_t k = 0;
    std::int64_t n = 0;
};

// More often than all other shoppers together? One-sided question, exact test, corrected.
PValues more_than_others(const std::vector<Habit>& habits) {
    Habit all;
    for (const auto& habit : habits) {
        all.k += habit.k;
        all.n += habit.n;
    }
    PValues p_values;
    for (const auto& habit : habits) {
        std::optional<double> p;
        if (habit.n > 0 && all.n > habit.n) {
            const auto test =
                difference_of_proportions(habit.k, habit.n, all.k - habit.k, all.n - habit.n);
            p = *test.difference > 0 ? test.fisher_p : 1.0;
        }
        p_values.push_back(p);
    }
    return benjamini_hochberg(p_values);
}

std::map<std::string, Audits> by_shopper(const Audits& audits) {
    std::map<std::string, Audits> out;
    for (const auto* audit : audits) {
        if (!audit->shopper.empty()) out[audit->shopper].push_back(audit);
    }
    return out;
}

std::optional<double> median_minutes(const Audits& audits) {
    std::vector<std::int64_t> seconds;
    for (const auto* audit : audits) {
        if (audit->duration_s > 0) seconds.push_back(audit->duration_s);
    }
    if (std::ssize(seconds) < figure_n_min) return std::nullopt;
    const auto median = percentile(histogram_of(std::move(seconds)), 500);
    return median ? std::optional(*median / 60) : std::nullopt;
}

std::set<const AuditSummary*> quick_audits(const Audits& audits) {
    std::vector<std::optional<double>> durations;
    for (const auto* audit : audits) {
        durations.push_back(
            audit->duration_s > 0 ? std::optional(static_cast<double>(audit->duration_s))
                                  : std::nullopt
        );
    }
    std::set<const AuditSummary*> out;
    for (const std::size_t index : quickness_of(durations).flagged) {
        out.insert(audits[index]);
    }
    return out;
}

// Scores without what is the place's: shoppers do not visit all of them alike. Place and shopper
// are fitted together, so that a severe shopper does not lower the places they visit in their own
// eyes.
std::vector<ShopperValue> without_places(const Making& making, const Audits& audits) {
    struct Place {
        std::size_t index = 0;
        std::int64_t n = 0;
    };

    std::map<std::pair<std::size_t, std::size_t>, Place> places;
    std::map<std::string, std::size_t> shoppers;
    std::vector<CrossedValue> values;
    std::vector<const AuditSummary*> judged;
    const auto place_of = [&](const AuditSummary& audit) {
        return std::pair(making.rollup.location_of(audit), making.rollup.wave_of(audit));
    };
    for (const auto* audit : audits) {
        if (audit->shopper.empty() || !audit->raw_share) continue;
        Place& place = places.emplace(place_of(*audit), Place{places.size(), 0}).first->second;
        ++place.n;
        const std::size_t shopper = shoppers.emplace(audit->shopper, shoppers.size()).first->second;
        values.push_back({place.index, shopper, 100 * audit->raw_share->to_double()});
        judged.push_back(audit);
    }
    const auto effects = crossed_effects(values);
    std::vector<ShopperValue> out;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (places.at(place_of(*judged[i])).n < 2) continue; // alone there: nothing to compare with
        out.push_back({judged[i]->shopper, values[i].value - effects.places[values[i].place]});
    }
    return out;
}

void add_severity(const Making& making, const Audits& audits, Report& report) {
    const auto values = without_places(making, audits);
    report.severity = shopper_severity(values);
    std::map<std::string, ShopperRow*> rows;
    for (auto& row : report.shoppers) {
        rows[row.id] = &row;
    }
    std::vector<double> differences;
    std::vector<double> variances;
    std::vector<ShopperRow*> judged;
    for (const auto& test : report.severity.rows) {
        ShopperRow& row = *rows.at(test.shopper);
        row.severity_p = test.p_adjusted;
        if (test.n < figure_n_min || !test.interval) continue;
        row.severity = test.difference;
        row.severity_interval = test.interval;
        // Half the interval over 1.96 is near enough to the standard error at these bases.
        const double se = (test.interval->high - test.interval->low) / 2 / 1.96;
        differences.push_back(*test.difference);
        variances.push_back(se * se);
        judged.push_back(&row);
    }
    const auto unlike_p = outlier_p_values(differences, variances);
    const auto unlike = benjamini_hochberg(unlike_p);
    report.families.push_back(
        {"severity", "Does a shopper judge unlike the others?", tests_in(unlike_p), 0}
    );
    for (std::size_t i = 0; i < judged.size(); ++i) {
        ShopperRow& row = *judged[i];
        row.unlike_p = unlike[i];
        row.severity_flagged = unlike[i] && *unlike[i] < severity_level && row.severity_p &&
                               *row.severity_p < flag_level &&
                               std::abs(*row.severity) >= severity_points_min;
    }
}

void add_rounding(const std::map<std::string, Audits>& shoppers, Report& report) {
    std::vector<std::optional<double>> p_values;
    for (auto& row : report.shoppers) {
        std::array<std::int64_t, 10> digits{};
        for (const auto* audit : shoppers.at(row.id)) {
            if (audit->wait_s) ++digits[static_cast<std::size_t>(*audit->wait_s % 10)];
        }
        const auto preference = digit_preference(digits);
        if (preference.n >= figure_n_min) row.round_share = preference.share_0_or_5;
        p_values.push_back(preference.status == StatStatus::ok ? preference.p_value : std::nullopt);
    }
    const auto adjusted = benjamini_hochberg(p_values);
    report.families.push_back(
        {"rounding", "Do a shopper's measured times end in round digits?", tests_in(p_values), 0}
    );
    for (std::size_t i = 0; i < adjusted.size(); ++i) {
        ShopperRow& row = report.shoppers[i];
        row.round_p = adjusted[i];
        row.rounding_flagged =
            adjusted[i] && *adjusted[i] < flag_level && row.round_share && *row.round_share > 0.4;
    }
}

} // namespace

void make_shoppers(const Making& making, Report& report) {
    const Audits audits = making.rollup.audits({.wave = making.wave});
    const auto shoppers = by_shopper(audits);
    const auto quick = quick_audits(audits);
    std::vector<Habit> straight_habits;
    std::vector<Habit> quick_habits;
    for (const auto& [id, own_audits] : shoppers) {
        Habit straight;
        Habit hasty;
        for (const auto* audit : own_audits) {
            const Straightness lines = straightness_of(audit->straight_line);
            if (lines.n >= straight_items_min) ++straight.n;
            if (lines.flagged) ++straight.k;
            ++hasty.n;
            if (quick.contains(audit)) ++hasty.k;
        }
        ShopperRow row;
        row.id = id;
        row.audits = std::ssize(own_audits);
        row.straight = rate_figure(straight.k, straight.n);
        row.quick = hasty.k;
        row.median_minutes = median_minutes(own_audits);
        report.shoppers.push_back(std::move(row));
        straight_habits.push_back(straight);
        quick_habits.push_back(hasty);
    }
    const auto straight_p = more_than_others(straight_habits);
    const auto quick_p = more_than_others(quick_habits);
    report.families.push_back(
        {"straight_lining",
         "Does a shopper give one answer throughout more often than the others?",
         tests_in(straight_p),
         0}
    );
    report.families.push_back(
        {"haste", "Is a shopper far quicker more often than the others?", tests_in(quick_p), 0}
    );
    for (std::size_t i = 0; i < report.shoppers.size(); ++i) {
        ShopperRow& row = report.shoppers[i];
        row.straight_p = straight_p[i];
        row.quick_p = quick_p[i];
        const auto habitual = [](const std::optional<double>& p, std::int64_t k) {
            return p && *p < flag_level && k >= flagged_audits_min;
        };
        row.straight_flagged = habitual(straight_p[i], row.straight.k);
        row.quick_flagged = habitual(quick_p[i], row.quick);
        row.flagged = row.straight_flagged || row.quick_flagged;
    }
    add_severity(making, audits, report);
    add_rounding(shoppers, report);
}

} // namespace muster::report
