#include "core/report/causes.hpp"
#include "core/report/rates.hpp"
#include "core/report/waits.hpp"
#include "tests/golden/metrics.hpp"

#include <cmath>

namespace muster::golden {

namespace {

using namespace report;

std::optional<double> percent(std::optional<double> share) {
    return share ? std::optional(*share * 100) : std::nullopt;
}

std::optional<Interval> percent(const std::optional<Interval>& shares) {
    return shares ? std::optional(Interval{shares->low * 100, shares->high * 100}) : std::nullopt;
}

Values prop_ci(Case& given) {
    const auto k = given.count(given.inputs(), "k");
    const auto n = given.count(given.inputs(), "n");
    const auto p = k && n ? proportion(*k, *n, given.confidence()) : Proportion{};
    return {
        {"status", status_of(p.status)},
        {"p", value_of(p.share)},
        {"wilson_lo", low_of(p.wilson)},
        {"wilson_hi", high_of(p.wilson)},
        {"cp_lo", low_of(p.clopper_pearson)},
        {"cp_hi", high_of(p.clopper_pearson)},
    };
}

Values csat(Case& given) {
    const double scale = given.input("scale_max").value_or(5);
    const auto values = given.values();
    const TopBoxes top =
        top_boxes(values, scale, given.input("boxes").value_or(2), given.confidence());
    return {
        {"status", status_of(top.satisfied.status)},
        {"n", top.satisfied.n},
        {"k", top.satisfied.k},
        {"csat", value_of(percent(top.satisfied.share))},
        {"lo", low_of(percent(top.satisfied.wilson))},
        {"hi", high_of(percent(top.satisfied.wilson))},
        {"mean", value_of(top.mean)},
    };
}

Values diff_prop(Case& given) {
    const auto cell = [&](const char* name) { return given.count(given.inputs(), name); };
    const auto k1 = cell("k1");
    const auto n1 = cell("n1");
    const auto k2 = cell("k2");
    const auto n2 = cell("n2");
    ProportionDifference d;
    if (k1 && n1 && k2 && n2) {
        d = difference_of_proportions(*k1, *n1, *k2, *n2, given.confidence());
    }
    return {
        {"status", status_of(d.status)},
        {"diff", value_of(d.difference)},
        {"newcombe_lo", low_of(d.newcombe)},
        {"newcombe_hi", high_of(d.newcombe)},
        {"z", value_of(d.z)},
        {"p_value", value_of(d.p_value)},
        {"fisher_p", value_of(d.fisher_p)},
    };
}

Values wait_sla(Case& given) {
    const auto histogram = measured_histogram_of(given.values());
    const Waits waits = waits_of(histogram, given.input("target"), given.confidence());
    const bool usable = waits.status == StatStatus::ok;
    const Proportion attained = waits.attained.value_or(Proportion{});
    Values out{
        {"status", status_of(waits.status)},
        {"n", waits.n},
        {"within", attained.k},
        {"attain", value_of(attained.share)},
        {"lo", low_of(attained.wilson)},
        {"hi", high_of(attained.wilson)},
        {"mean", value_of(waits.mean)},
        {"max", value_of(waits.longest)},
    };
    for (const int percentage : {50, 80, 90, 95}) {
        const std::string name = "p" + std::to_string(percentage);
        const int per_mille = percentage * 10;
        out[name + "_t7"] = usable ? value_of(percentile(histogram, per_mille)) : nullptr;
        out[name + "_t1"] = usable ? value_of(observed_percentile(histogram, per_mille)) : nullptr;
    }
    return out;
}

Values pareto_of(Case& given) {
    std::vector<Cause> causes;
    for (const auto& row : given.data()) {
        if (const auto count = given.number(row, "count")) {
            causes.push_back({Case::text(row, "cause"), *count});
        }
    }
    const Pareto found = pareto(causes, given.input("cut").value_or(vital_cut));
    boost::json::array order;
    boost::json::array shares;
    boost::json::array cumulative;
    boost::json::array vital;
    for (const auto& row : found.rows) {
        order.push_back(boost::json::value(row.name));
        shares.push_back(value_of(row.share));
        cumulative.push_back(value_of(row.cumulative));
        if (row.vital) vital.push_back(boost::json::value(row.name));
    }
    return {
        {"status", status_of(found.status)},
        {"total", found.total},
        {"order", order},
        {"share", shares},
        {"cum", cumulative},
        {"vital", vital},
    };
}

} // namespace

Metrics rate_metrics() {
    return {
        {"prop_ci", prop_ci},
        {"csat", csat},
        {"diff_prop", diff_prop},
        {"wait_sla", wait_sla},
        {"pareto", pareto_of},
    };
}

} // namespace muster::golden
