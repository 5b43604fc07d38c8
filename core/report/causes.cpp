#include "core/report/causes.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace muster::report {

Pareto pareto(std::span<const Cause> causes, double cut) {
    Pareto out;
    std::map<std::string, double> counts;
    for (const auto& cause : causes) {
        if (cause.count < 0) {
            out.status = StatStatus::invalid_input;
            return out;
        }
        counts[cause.name] += cause.count;
        out.total += cause.count;
    }
    for (const auto& [name, count] : counts) {
        out.rows.push_back({name, count, {}, {}, false});
    }
    std::sort(out.rows.begin(), out.rows.end(), [](const CauseRow& a, const CauseRow& b) {
        return std::tie(b.count, a.name) < std::tie(a.count, b.name);
    });
    if (out.total <= 0) return out;
    out.status = StatStatus::ok;
    constexpr double dust = 1e-12; // of 0.8 × 15, which is not 12 in doubles
    double before = 0;
    for (auto& row : out.rows) {
        row.vital = before < out.total * (cut - dust);
        before += row.count;
        row.share = row.count / out.total;
        row.cumulative = before / out.total;
    }
    return out;
}

} // namespace muster::report
