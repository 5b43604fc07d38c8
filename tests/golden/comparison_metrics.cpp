#include "core/report/multiplicity.hpp"
#include "core/report/severity.hpp"
#include "core/report/shrinkage.hpp"
#include "tests/golden/metrics.hpp"

#include <algorithm>

namespace muster::golden {

namespace {

using namespace report;

Values bh(Case& given) {
    PValues p_values;
    for (const auto& row : given.data()) {
        p_values.push_back(given.number(row, "value"));
    }
    const bool none =
        std::none_of(p_values.begin(), p_values.end(), [](auto& p) { return p.has_value(); });
    const bool impossible = std::any_of(p_values.begin(), p_values.end(), [](auto& p) {
        return p && (*p < 0 || *p > 1);
    });
    const auto status = impossible ? StatStatus::invalid_input
                        : none     ? StatStatus::no_data
                                   : StatStatus::ok;
    if (impossible) p_values.assign(p_values.size(), std::nullopt);
    return {
        {"status", status_of(status)},
        {"bh", array_of(benjamini_hochberg(p_values))},
        {"holm", array_of(holm(p_values))},
    };
}

Values eb_normal(Case& given) {
    std::vector<double> means;
    std::vector<double> variances;
    std::vector<std::size_t> places; // of the usable rows among all
    for (std::size_t i = 0; i < given.data().size(); ++i) {
        const auto mean = given.number(given.data()[i], "mean");
        const auto variance = given.number(given.data()[i], "var");
        if (!mean || !variance) continue;
        means.push_back(*mean);
        variances.push_back(*variance);
        places.push_back(i);
    }
    const Shrinkage found = shrink_normal(means, variances);
    std::vector<std::optional<double>> shrunk(given.data().size());
    for (std::size_t i = 0; i < found.shrunk.size(); ++i) {
        shrunk[places[i]] = found.shrunk[i];
    }
    return {
        {"status", status_of(found.status)},
        {"k", found.k},
        {"tau2", value_of(found.tau2)},
        {"mu", value_of(found.mu)},
        {"i2", value_of(found.i2)},
        {"shrunk", array_of(shrunk)},
    };
}

Values eb_prop(Case& given) {
    std::vector<RateCount> units;
    for (const auto& row : given.data()) {
        const auto k = given.count(row, "k");
        const auto n = given.count(row, "n");
        units.push_back(k && n ? RateCount{*k, *n} : RateCount{});
    }
    const RateShrinkage found = shrink_rates(units);
    return {
        {"status", status_of(found.status)},
        {"k", found.units},
        {"mu", value_of(found.mu)},
        {"tau2", value_of(found.tau2)},
        {"m", value_of(found.prior_count)},
        {"shrunk", array_of(found.shrunk)},
    };
}

Values severity(Case& given) {
    std::vector<ShopperValue> values;
    for (const auto& row : given.data()) {
        if (const auto value = given.number(row, "value")) {
            values.push_back({Case::text(row, "shopper"), *value});
        }
    }
    const Severity found = shopper_severity(values);
    boost::json::array shoppers;
    boost::json::array difference;
    boost::json::array p_raw;
    boost::json::array p_bh;
    for (const auto& row : found.rows) {
        shoppers.push_back(boost::json::value(row.shopper));
        if (found.rows.size() < 2) continue; // nobody to compare with
        difference.push_back(value_of(row.difference));
        p_raw.push_back(value_of(row.p_value));
        p_bh.push_back(value_of(row.p_adjusted));
    }
    return {
        {"status", status_of(found.status)},
        {"f", value_of(found.f)},
        {"df1", value_of(found.degrees_1)},
        {"df2", value_of(found.degrees_2)},
        {"p_value", value_of(found.p_value)},
        {"shoppers", shoppers},
        {"diff", difference},
        {"p_raw", p_raw},
        {"p_bh", p_bh},
    };
}

} // namespace

Metrics comparison_metrics() {
    return {{"bh", bh}, {"eb_normal", eb_normal}, {"eb_prop", eb_prop}, {"severity", severity}};
}

} // namespace muster::golden
