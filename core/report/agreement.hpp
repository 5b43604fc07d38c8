// Whether several shoppers who saw the same give the same answer (golden vectors kappa2, fleiss,
// kripp, icc). A coefficient belongs to these raters and to how common each answer is: it is always
// shown beside the plain share that agrees, with its interval, and without an adjective.
#pragma once

#include "core/report/statistics.hpp"

#include <cstdint>
#include <utility>

namespace muster::report {

// Cohen's kappa of two raters. Categories are positions on the declared scale, from 0, also those
// that nobody used; a pair outside it is invalid_input. Linear and quadratic weights are for
// ordered scales. All pairs in one category: no_variation, and only the agreement exists.
struct Kappa {
    StatStatus status = StatStatus::no_data;
    std::int64_t n = 0;
    std::optional<double> agreement; // share of pairs with the same answer
    std::optional<double> kappa;
    std::optional<double> linear;
    std::optional<double> quadratic;
    std::optional<double> se; // of kappa, large sample (Fleiss, Cohen and Everitt 1969)
};

Kappa cohen_kappa(
    std::span<const std::pair<std::size_t, std::size_t>> pairs, std::size_t categories
);

struct FleissKappa {
    StatStatus status = StatStatus::no_data;
    std::int64_t units = 0;
    std::optional<double> raters; // per unit
    std::optional<double> agreement;
    std::optional<double> chance;
    std::optional<double> kappa;
};

// `counts[u][c]`: raters who put unit u into category c. Another number of raters in some unit is
// unsupported: Krippendorff's alpha covers that.
FleissKappa fleiss_kappa(const std::vector<std::vector<std::int64_t>>& counts);

// Any number of raters, any of them missing. Only values of units with at least two count.
struct KrippendorffAlpha {
    StatStatus status = StatStatus::no_data;
    std::int64_t pairable = 0; // values
    std::optional<double> nominal;
    std::optional<double> ordinal;
    std::optional<double> interval;
};

KrippendorffAlpha krippendorff_alpha(const std::vector<std::vector<double>>& units);

// Shares of the variance that lie between units (Shrout and Fleiss 1979, McGraw and Wong 1996).
// Double audits by whoever was there are icc1; the two-way forms need the same raters in the same
// order in each unit; the k forms are of the mean of k ratings. Negative values are kept.
struct Intraclass {
    StatStatus status = StatStatus::no_data;
    std::int64_t units = 0;
    std::optional<std::int64_t> raters;
    std::optional<double> icc1;
    std::optional<Interval> icc1_interval;
    std::optional<double> icc_a1; // two-way, absolute agreement
    std::optional<double> icc_c1; // two-way, consistency
    std::optional<double> icc1k;
    std::optional<double> icc_ak;
    std::optional<double> icc_ck;
};

// `units[u][r]`, complete: another number of ratings than in the first unit is unsupported.
Intraclass
intraclass(const std::vector<std::vector<double>>& units, double confidence = default_confidence);

} // namespace muster::report
