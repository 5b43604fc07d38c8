#include "core/report/severity.hpp"

#include "core/report/multiplicity.hpp"

#include <map>

namespace muster::report {

namespace {

struct Anova {
    double between = 0;
    double within = 0;
    double groups = 0;
    double total = 0;
};

Anova anova_of(const std::map<std::string, std::vector<double>>& groups, double grand) {
    CompensatedSum between;
    CompensatedSum within;
    Anova out;
    for (const auto& [shopper, values] : groups) {
        const auto n = static_cast<double>(values.size());
        const double distance = mean_of(values) - grand;
        between.add(n * distance * distance);
        if (values.size() > 1) within.add((n - 1) * variance_of(values));
        out.groups += 1;
        out.total += n;
    }
    out.between = between.value();
    out.within = within.value();
    return out;
}

std::vector<SeverityRow>
each_against_the_others(const std::map<std::string, std::vector<double>>& groups) {
    std::vector<SeverityRow> rows;
    std::vector<std::optional<double>> p_values;
    for (const auto& [shopper, values] : groups) {
        std::vector<double> others;
        for (const auto& [other, other_values] : groups) {
            if (other != shopper) {
                others.insert(others.end(), other_values.begin(), other_values.end());
            }
        }
        const MeanDifference test = welch(values, others);
        rows.push_back(
            {shopper, test.n_a, test.difference, test.interval, test.p_value, std::nullopt}
        );
        p_values.push_back(test.p_value);
    }
    const auto adjusted = benjamini_hochberg(p_values);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].p_adjusted = adjusted[i];
    }
    return rows;
}

} // namespace

Severity shopper_severity(std::span<const ShopperValue> values) {
    Severity out;
    if (values.empty()) return out;
    std::map<std::string, std::vector<double>> groups;
    CompensatedSum sum;
    for (const auto& entry : values) {
        groups[entry.shopper].push_back(entry.value);
        sum.add(entry.value);
    }
    const double grand = sum.value() / static_cast<double>(values.size());
    if (groups.size() == 1) {
        out.status = StatStatus::too_few;
        out.rows = {
            {groups.begin()->first, static_cast<std::int64_t>(values.size()), {}, {}, {}, {}}
        };
        return out;
    }
    out.rows = each_against_the_others(groups);
    const Anova anova = anova_of(groups, grand);
    const double degrees_within = anova.total - anova.groups;
    if (degrees_within <= 0) {
        out.status = StatStatus::too_few;
        return out;
    }
    out.degrees_1 = anova.groups - 1;
    out.degrees_2 = degrees_within;
    if (anova.within <= 0) {
        out.status = StatStatus::no_variation;
        return out;
    }
    out.status = StatStatus::ok;
    out.f = anova.between / *out.degrees_1 / (anova.within / degrees_within);
    out.p_value = fisher_p_upper(*out.f, *out.degrees_1, degrees_within);
    return out;
}

} // namespace muster::report
