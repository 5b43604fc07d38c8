#include "core/report/agreement.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace muster::report {

namespace {

// Counts of answer pairs with their margins; whole numbers in doubles, so that equal is equal.
class PairTable {
public:
    PairTable(std::span<const std::pair<std::size_t, std::size_t>> pairs, std::size_t categories)
        : size_(categories)
        , cells_(categories * categories)
        , rows_(categories)
        , columns_(categories)
        , n_(static_cast<double>(pairs.size())) {
        for (const auto& [a, b] : pairs) {
            cells_[a * size_ + b] += 1;
            rows_[a] += 1;
            columns_[b] += 1;
        }
    }

    // Both raters have put everything into one and the same category.
    [[nodiscard]] bool is_constant() const {
        for (std::size_t i = 0; i < size_; ++i) {
            if (cells_[i * size_ + i] == n_) return true;
        }
        return false;
    }

    [[nodiscard]] double share(std::size_t a, std::size_t b) const {
        return cells_[a * size_ + b] / n_;
    }

    [[nodiscard]] double row(std::size_t a) const { return rows_[a] / n_; }

    [[nodiscard]] double column(std::size_t b) const { return columns_[b] / n_; }

    // 1 − observed ÷ expected disagreement, which is (po − pe) ÷ (1 − pe).
    template <class Distance>
    [[nodiscard]] double kappa(Distance distance) const {
        CompensatedSum observed;
        CompensatedSum expected;
        for (std::size_t a = 0; a < size_; ++a) {
            for (std::size_t b = 0; b < size_; ++b) {
                observed.add(distance(a, b) * share(a, b));
                expected.add(distance(a, b) * row(a) * column(b));
            }
        }
        return 1 - observed.value() / expected.value();
    }

    [[nodiscard]] double agreement() const {
        double same = 0;
        for (std::size_t a = 0; a < size_; ++a) {
            same += cells_[a * size_ + a];
        }
        return same / n_;
    }

    [[nodiscard]] double standard_error(double kappa) const {
        const double rest = 1 - kappa;
        CompensatedSum chance;
        CompensatedSum spread;
        for (std::size_t a = 0; a < size_; ++a) {
            chance.add(row(a) * column(a));
            for (std::size_t b = 0; b < size_; ++b) {
                const double margin =
                    a == b ? 1 - (row(a) + column(a)) * rest : rest * (column(a) + row(b));
                spread.add(share(a, b) * margin * margin);
            }
        }
        const double shift = kappa - chance.value() * rest;
        const double variance = std::max(0.0, spread.value() - shift * shift);
        return std::sqrt(variance / n_) / (1 - chance.value());
    }

private:
    std::size_t size_;
    std::vector<double> cells_;
    std::vector<double> rows_;
    std::vector<double> columns_;
    double n_;
};

double between(std::size_t a, std::size_t b) {
    return a > b ? static_cast<double>(a - b) : static_cast<double>(b - a);
}

} // namespace

Kappa cohen_kappa(
    std::span<const std::pair<std::size_t, std::size_t>> pairs, std::size_t categories
) {
    Kappa out;
    out.n = static_cast<std::int64_t>(pairs.size());
    if (pairs.empty()) return out;
    const bool outside = std::any_of(pairs.begin(), pairs.end(), [&](const auto& pair) {
        return pair.first >= categories || pair.second >= categories;
    });
    if (outside) {
        out.status = StatStatus::invalid_input;
        return out;
    }
    const PairTable table(pairs, categories);
    out.agreement = table.agreement();
    if (table.is_constant()) {
        out.status = StatStatus::no_variation;
        return out;
    }
    out.status = StatStatus::ok;
    // Dividing both distances by the scale's width cancels out.
    out.kappa = table.kappa([](std::size_t a, std::size_t b) { return a == b ? 0.0 : 1.0; });
    out.linear = table.kappa(between);
    out.quadratic =
        table.kappa([](std::size_t a, std::size_t b) { return between(a, b) * between(a, b); });
    out.se = table.standard_error(*out.kappa);
    return out;
}

FleissKappa fleiss_kappa(const std::vector<std::vector<std::int64_t>>& counts) {
    FleissKappa out;
    out.units = static_cast<std::int64_t>(counts.size());
    if (counts.empty()) return out;
    std::optional<std::int64_t> raters;
    std::vector<std::int64_t> totals;
    CompensatedSum same;
    for (const auto& unit : counts) {
        std::int64_t in_unit = 0;
        std::int64_t squares = 0;
        totals.resize(std::max(totals.size(), unit.size()));
        for (std::size_t c = 0; c < unit.size(); ++c) {
            if (unit[c] < 0) {
                out.status = StatStatus::invalid_input;
                return out;
            }
            in_unit += unit[c];
            squares += unit[c] * unit[c];
            totals[c] += unit[c];
        }
        if (raters.value_or(in_unit) != in_unit) {
            out.status = StatStatus::unsupported;
            return out;
        }
        raters = in_unit;
        same.add(static_cast<double>(squares - in_unit));
    }
    const auto n = static_cast<double>(*raters);
    const auto units = static_cast<double>(out.units);
    if (*raters == 0) return out;
    out.raters = n;
    if (*raters == 1) {
        out.status = StatStatus::too_few;
        return out;
    }
    out.agreement = same.value() / (units * n * (n - 1));
    CompensatedSum chance;
    for (const std::int64_t total : totals) {
        const double share = static_cast<double>(total) / (units * n);
        chance.add(share * share);
    }
    out.chance = chance.value();
    if (std::ranges::count(totals, 0) + 1 == std::ssize(totals)) { // all in one category
        out.status = StatStatus::no_variation;
        return out;
    }
    out.status = StatStatus::ok;
    out.kappa = (*out.agreement - *out.chance) / (1 - *out.chance);
    return out;
}

namespace {

// Distinct pairable values in order, how often each occurs, and how many occur below it.
struct Occurrences {
    std::vector<double> values;
    std::vector<double> counts;
    std::vector<double> below;

    [[nodiscard]] std::size_t position(double value) const {
        return static_cast<std::size_t>(
            std::lower_bound(values.begin(), values.end(), value) - values.begin()
        );
    }
};

Occurrences occurrences_of(const std::vector<std::vector<double>>& units) {
    std::map<double, double> counts;
    for (const auto& unit : units) {
        for (const double value : unit) {
            counts[value] += 1;
        }
    }
    Occurrences out;
    double below = 0;
    for (const auto& [value, count] : counts) {
        out.values.push_back(value);
        out.counts.push_back(count);
        out.below.push_back(below);
        below += count;
    }
    return out;
}

// `distance(c, k)` of two positions among the distinct values.
template <class Distance>
double alpha_of(
    const std::vector<std::vector<double>>& units,
    const Occurrences& all,
    double n,
    Distance distance
) {
    CompensatedSum observed;
    for (const auto& unit : units) {
        const double pairs_weight = 2 / (static_cast<double>(unit.size()) - 1);
        for (std::size_t i = 0; i < unit.size(); ++i) {
            for (std::size_t j = i + 1; j < unit.size(); ++j) {
                observed.add(pairs_weight * distance(all.position(unit[i]), all.position(unit[j])));
            }
        }
    }
    CompensatedSum expected;
    for (std::size_t c = 0; c < all.values.size(); ++c) {
        for (std::size_t k = c + 1; k < all.values.size(); ++k) {
            expected.add(2 * all.counts[c] * all.counts[k] * distance(c, k));
        }
    }
    return 1 - (n - 1) * observed.value() / expected.value();
}

} // namespace

KrippendorffAlpha krippendorff_alpha(const std::vector<std::vector<double>>& units) {
    std::vector<std::vector<double>> pairable;
    KrippendorffAlpha out;
    for (const auto& unit : units) {
        if (unit.size() < 2) continue;
        pairable.push_back(unit);
        out.pairable += std::ssize(unit);
    }
    if (pairable.empty()) return out;
    const Occurrences all = occurrences_of(pairable);
    if (all.values.size() == 1) {
        out.status = StatStatus::no_variation;
        return out;
    }
    out.status = StatStatus::ok;
    const auto n = static_cast<double>(out.pairable);
    out.nominal =
        alpha_of(pairable, all, n, [](std::size_t c, std::size_t k) { return c == k ? 0.0 : 1.0; });
    out.interval = alpha_of(pairable, all, n, [&](std::size_t c, std::size_t k) {
        const double d = all.values[c] - all.values[k];
        return d * d;
    });
    out.ordinal = alpha_of(pairable, all, n, [&](std::size_t c, std::size_t k) {
        // Values from one to the other, half of those at both ends.
        const double middle_c = all.below[c] + all.counts[c] / 2;
        const double middle_k = all.below[k] + all.counts[k] / 2;
        return (middle_c - middle_k) * (middle_c - middle_k);
    });
    return out;
}

} // namespace muster::report
