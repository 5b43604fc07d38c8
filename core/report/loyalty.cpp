#include "core/report/loyalty.hpp"

#include <algorithm>
#include <tuple>

namespace muster::report {

Loyalty loyalty(const CustomerCounts& counts, double confidence) {
    Loyalty out;
    out.repeat = proportion(counts.repeat_buyers, counts.buyers, confidence);
    const std::int64_t kept = counts.at_end - counts.gained;
    const bool possible = counts.at_end >= 0 && counts.gained >= 0;
    if (counts.at_start == 0 && possible) {
        out.retention.status = StatStatus::no_data;
    } else {
        out.retention = proportion(possible ? kept : -1, counts.at_start, confidence);
    }
    out.status = out.retention.status;
    if (out.retention.share) out.churn = 1 - *out.retention.share;
    return out;
}

LifetimeValue lifetime_value(double margin_per_year, double retention, double discount) {
    LifetimeValue out;
    if (retention < 0 || retention > 1 || discount < 0) return out;
    if (1 + discount > retention) {
        out.discounted = margin_per_year * retention / (1 + discount - retention);
    }
    if (retention < 1) out.lifetime = margin_per_year / (1 - retention);
    return out;
}

FirstContactResolution first_contact_resolution(
    std::vector<Contact> contacts, const ContactWindow& window, double confidence
) {
    const auto pair_of = [](const Contact& contact) {
        return std::tie(contact.customer, contact.topic);
    };
    std::sort(contacts.begin(), contacts.end(), [&](const Contact& a, const Contact& b) {
        return std::tuple_cat(pair_of(a), std::tie(a.day)) <
               std::tuple_cat(pair_of(b), std::tie(b.day));
    });
    const auto follows = [&](std::size_t before, std::size_t after) {
        return after < contacts.size() && pair_of(contacts[before]) == pair_of(contacts[after]) &&
               contacts[after].day - contacts[before].day <= window.days;
    };
    FirstContactResolution out;
    std::int64_t first = 0;
    std::int64_t resolved = 0;
    for (std::size_t i = 0; i < contacts.size(); ++i) {
        if (i > 0 && follows(i - 1, i)) continue;
        if (window.cut_off_day && *window.cut_off_day - contacts[i].day < window.days) {
            ++out.immature;
            continue;
        }
        ++first;
        resolved += contacts[i].resolved && !follows(i, i + 1) ? 1 : 0;
    }
    out.resolved = proportion(resolved, first, confidence);
    return out;
}

} // namespace muster::report
