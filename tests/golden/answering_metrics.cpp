#include "core/report/quality_checks.hpp"
#include "tests/golden/metrics.hpp"

#include <algorithm>
#include <cmath>

namespace muster::golden {

namespace {

using namespace report;

Values straightline(Case& given) {
    const Straightness found = straightness_of(
        given.values(), given.input("scale_min").value_or(1), given.input("scale_max").value_or(5)
    );
    return {
        {"status", status_of(found.status)},
        {"n", found.n},
        {"longest_run", found.longest_run},
        {"max_share", value_of(found.max_share)},
        {"irv", value_of(found.irv)},
        {"distinct", found.distinct},
        {"acquiescence", value_of(found.acquiescence)},
    };
}

Values duration(Case& given) {
    std::vector<std::optional<double>> seconds;
    std::vector<double> places;
    for (std::size_t i = 0; i < given.data().size(); ++i) {
        const Row& row = given.data()[i];
        seconds.push_back(given.number(row, "value"));
        places.push_back(given.number(row, "idx").value_or(static_cast<double>(i + 1)));
    }
    const Quickness found = quickness_of(seconds);
    boost::json::array flagged;
    for (const std::size_t index : found.flagged) {
        flagged.push_back(places[index]);
    }
    return {
        {"status", status_of(found.status)},
        {"n", found.n},
        {"median", value_of(found.median)},
        {"mad", value_of(found.mad)},
        {"flagged", flagged},
    };
}

Values digit_pref(Case& given) {
    const DigitPreference found = digit_preference(given.values());
    return {
        {"status", status_of(found.status)},
        {"n", found.n},
        {"chisq", value_of(found.chi_square)},
        {"df", found.chi_square ? boost::json::value(9) : nullptr},
        {"p_value", value_of(found.p_value)},
        {"share_0_or_5", value_of(found.share_0_or_5)},
        {"share_0", value_of(found.share_0)},
    };
}

} // namespace

Metrics answering_metrics() {
    return {{"straightline", straightline}, {"duration", duration}, {"digit_pref", digit_pref}};
}

} // namespace muster::golden
