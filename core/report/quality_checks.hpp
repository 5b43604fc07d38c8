// Checks of how answers came about: one answer throughout, too quick, rounded times (golden vectors
// straightline, duration, digit_pref). Each gives figures and whether a person should look; nothing
// is left out of a report because of them.
#pragma once

#include "core/report/contribution.hpp"
#include "core/report/statistics.hpp"

#include <array>

namespace muster::report {

struct Straightness {
    StatStatus status = StatStatus::no_data;
    std::int64_t n = 0;
    std::int64_t longest_run = 0;
    std::int64_t distinct = 0;
    std::optional<double> max_share;    // share of the commonest answer
    std::optional<double> irv;          // sd of the audit's answers, n − 1
    std::optional<double> acquiescence; // −1 to 1: (mean − midpoint) ÷ half the range
    bool flagged = false;               // one answer throughout, at least straight_items_min items
};

inline constexpr std::int64_t straight_items_min = 8;
Straightness straightness_of(const StraightLine& facts);
// The same from an audit's answers in their order, on a scale from `lowest` to `highest`.
Straightness straightness_of(std::span<const double> answers, double lowest, double highest);

struct Quickness {
    StatStatus status = StatStatus::no_data;
    std::int64_t n = 0;
    std::optional<double> median;     // seconds
    std::optional<double> mad;        // 1.4826 × median absolute deviation of ln seconds
    std::vector<std::size_t> flagged; // index into the durations; robust z below −3
};

inline constexpr std::size_t quick_audits_min = 5;
// Durations of audits on one checklist, in seconds; absent ones are skipped, 0 or less is
// invalid_input.
Quickness quickness_of(std::span<const std::optional<double>> durations);

struct DigitPreference {
    StatStatus status = StatStatus::no_data;
    std::int64_t n = 0;
    std::optional<double> chi_square;
    std::optional<double> p_value; // against uniform last digits, 9 degrees of freedom
    std::optional<double> share_0_or_5;
    std::optional<double> share_0;
};

// `counts[d]`: values whose last digit is d. Below 50 values the chi-square is no test: too_few.
DigitPreference digit_preference(const std::array<std::int64_t, 10>& counts);
// Of whole seconds or minutes; one below 0 or with a fraction is invalid_input.
DigitPreference digit_preference(std::span<const double> values);

} // namespace muster::report
