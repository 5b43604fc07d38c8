#include "core/report/quality_checks.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace muster::report {

namespace {

constexpr double consistency = 1.4826; // makes the MAD of normal data its standard deviation
constexpr double quick_z = -3;

} // namespace

Straightness straightness_of(const StraightLine& facts) {
    Straightness out;
    out.n = facts.count;
    out.longest_run = facts.longest_run;
    out.distinct = facts.distinct;
    if (facts.count == 0 || facts.scale_points < 2) return out;
    out.status = StatStatus::ok;
    const auto n = static_cast<double>(facts.count);
    const auto sum = static_cast<double>(facts.sum);
    out.max_share = static_cast<double>(facts.commonest) / n;
    const double middle = (1 + static_cast<double>(facts.scale_points)) / 2;
    out.acquiescence = (sum / n - middle) / ((static_cast<double>(facts.scale_points) - 1) / 2);
    if (facts.count > 1) {
        // Whole numbers, so that all the same is exactly 0.
        const std::int64_t spread =
            static_cast<std::int64_t>(facts.count) * facts.sum_squares - facts.sum * facts.sum;
        out.irv = std::sqrt(static_cast<double>(spread) / (n * (n - 1)));
    }
    out.flagged = facts.count >= straight_items_min && facts.commonest == facts.count;
    return out;
}

Straightness straightness_of(std::span<const double> answers, double lowest, double highest) {
    Straightness out;
    out.n = std::ssize(answers);
    if (answers.empty() || highest <= lowest) return out;
    std::map<double, std::int64_t> counts;
    std::int64_t run = 0;
    std::int64_t commonest = 0;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (answers[i] < lowest || answers[i] > highest) {
            return without_value<Straightness>(StatStatus::invalid_input);
        }
        run = i > 0 && answers[i] == answers[i - 1] ? run + 1 : 1;
        out.longest_run = std::max(out.longest_run, run);
        commonest = std::max(commonest, ++counts[answers[i]]);
    }
    out.status = StatStatus::ok;
    out.distinct = std::ssize(counts);
    out.max_share = static_cast<double>(commonest) / static_cast<double>(out.n);
    out.acquiescence = (mean_of(answers) - (lowest + highest) / 2) / ((highest - lowest) / 2);
    if (out.n > 1) out.irv = std::sqrt(variance_of(answers));
    out.flagged = out.n >= straight_items_min && commonest == out.n;
    return out;
}

Quickness quickness_of(std::span<const std::optional<double>> durations) {
    std::vector<double> seconds;
    std::vector<double> logs;
    for (const auto& duration : durations) {
        if (!duration) continue;
        if (*duration <= 0) return without_value<Quickness>(StatStatus::invalid_input);
        seconds.push_back(*duration);
        logs.push_back(std::log(*duration));
    }
    Quickness out;
    out.n = static_cast<std::int64_t>(seconds.size());
    if (seconds.empty()) return out;
    out.median = median_of(seconds);
    const double centre = median_of(logs);
    std::vector<double> deviations;
    for (const double log : logs) {
        deviations.push_back(std::abs(log - centre));
    }
    out.mad = consistency * median_of(deviations);
    if (seconds.size() < quick_audits_min) {
        out.status = StatStatus::too_few;
        return out;
    }
    if (*out.mad <= 0) {
        out.status = StatStatus::no_variation;
        return out;
    }
    out.status = StatStatus::ok;
    for (std::size_t i = 0; i < durations.size(); ++i) {
        if (!durations[i]) continue;
        if ((std::log(*durations[i]) - centre) / *out.mad < quick_z) out.flagged.push_back(i);
    }
    return out;
}

DigitPreference digit_preference(const std::array<std::int64_t, 10>& counts) {
    DigitPreference out;
    for (const std::int64_t count : counts) {
        out.n += count;
    }
    if (out.n == 0) return out;
    const auto n = static_cast<double>(out.n);
    const double expected = n / 10;
    CompensatedSum chi_square;
    for (const std::int64_t count : counts) {
        const double distance = static_cast<double>(count) - expected;
        chi_square.add(distance * distance / expected);
    }
    out.status = expected < 5 ? StatStatus::too_few : StatStatus::ok;
    out.chi_square = chi_square.value();
    out.p_value = chi_square_p_upper(*out.chi_square, 9);
    out.share_0 = static_cast<double>(counts[0]) / n;
    out.share_0_or_5 = static_cast<double>(counts[0] + counts[5]) / n;
    return out;
}

DigitPreference digit_preference(std::span<const double> values) {
    std::array<std::int64_t, 10> counts{};
    for (const double value : values) {
        if (value < 0 || value != std::round(value)) {
            return without_value<DigitPreference>(StatStatus::invalid_input);
        }
        ++counts[static_cast<std::size_t>(std::fmod(value, 10))];
    }
    return digit_preference(counts);
}

} // namespace muster::report
