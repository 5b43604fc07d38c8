#include "core/report/consistency.hpp"

#include <algorithm>

namespace muster::report {

Consistency cronbach_alpha(const std::vector<std::vector<std::optional<double>>>& respondents) {
    Consistency out;
    std::vector<std::vector<double>> by_item;
    std::vector<double> totals;
    for (const auto& answers : respondents) {
        out.items = std::max(out.items, static_cast<std::int64_t>(std::ssize(answers)));
        by_item.resize(static_cast<std::size_t>(out.items));
        if (answers.empty() ||
            std::any_of(answers.begin(), answers.end(), [](const auto& a) { return !a; })) {
            continue;
        }
        CompensatedSum total;
        for (std::size_t i = 0; i < answers.size(); ++i) {
            by_item[i].push_back(*answers[i]);
            total.add(*answers[i]);
        }
        totals.push_back(total.value());
    }
    out.n = std::ssize(totals);
    if (totals.empty()) return out;
    if (out.items < 2 || out.n < 2) {
        out.status = StatStatus::too_few;
        return out;
    }
    CompensatedSum within;
    for (const auto& values : by_item) {
        within.add(variance_of(values));
    }
    const double total = variance_of(totals);
    if (total <= 0) {
        out.status = StatStatus::no_variation;
        return out;
    }
    out.status = StatStatus::ok;
    const auto k = static_cast<double>(out.items);
    out.alpha = k / (k - 1) * (1 - within.value() / total);
    return out;
}

} // namespace muster::report
