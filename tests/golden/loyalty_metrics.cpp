#include "core/report/loyalty.hpp"
#include "tests/golden/metrics.hpp"

namespace muster::golden {

namespace {

using namespace report;

Values loyalty_of(Case& given) {
    const auto cell = [&](const char* name) {
        return given.count(given.inputs(), name).value_or(0);
    };
    const Loyalty kept = loyalty(
        {cell("start"), cell("end"), cell("new"), cell("buyers"), cell("repeat_buyers")},
        given.confidence()
    );
    const auto order = given.input("avg_order");
    const auto orders = given.input("orders_per_year");
    const auto margin = given.input("margin");
    const auto retention = given.input("retention");
    const auto discount = given.input("discount");
    LifetimeValue worth;
    if (order && orders && margin && retention) {
        worth = lifetime_value(*order * *orders * *margin, *retention, discount.value_or(0));
    }
    return {
        {"status", status_of(kept.status)},
        {"retention_rate", value_of(kept.retention.share)},
        {"churn_rate", value_of(kept.churn)},
        {"repeat_rate", value_of(kept.repeat.share)},
        {"clv_margin", value_of(worth.discounted)},
        {"clv_life", value_of(worth.lifetime)},
    };
}

Values fcr(Case& given) {
    std::vector<Contact> contacts;
    for (const auto& row : given.data()) {
        const auto day = given.number(row, "day");
        if (!day) continue;
        contacts.push_back(
            {Case::text(row, "customer"),
             Case::text(row, "topic"),
             *day,
             given.number(row, "resolved").value_or(0) > 0}
        );
    }
    const ContactWindow window{given.input("window_days").value_or(7), given.input("cutoff_day")};
    const auto found = first_contact_resolution(std::move(contacts), window, given.confidence());
    return {
        {"status", status_of(found.resolved.status)},
        {"first_contacts", found.resolved.n},
        {"resolved_first", found.resolved.k},
        {"fcr", value_of(found.resolved.share)},
        {"lo", low_of(found.resolved.wilson)},
        {"hi", high_of(found.resolved.wilson)},
    };
}

} // namespace

Metrics loyalty_metrics() {
    return {{"loyalty", loyalty_of}, {"fcr", fcr}};
}

} // namespace muster::golden
