// Who stays, who comes back and who is helped at once (golden vectors loyalty, fcr). Counts are of
// customers and of contacts in a stated period; satisfaction is another matter and stands apart.
#pragma once

#include "core/report/rates.hpp"

#include <string>
#include <vector>

namespace muster::report {

struct CustomerCounts {
    std::int64_t at_start = 0;
    std::int64_t at_end = 0;
    std::int64_t gained = 0;        // in the period, still there at its end
    std::int64_t buyers = 0;        // with one order or more in the window
    std::int64_t repeat_buyers = 0; // with two or more
};

struct Loyalty {
    StatStatus status = StatStatus::no_data; // of retention
    Proportion retention;                    // (end − gained) of start
    std::optional<double> churn;
    Proportion repeat; // of buyers
};

// More kept than there were, or fewer than none, is invalid_input; the repeat rate stands by
// itself.
Loyalty loyalty(const CustomerCounts& counts, double confidence = default_confidence);

// What one customer is worth, from the margin of a year and the share of customers kept.
struct LifetimeValue {
    std::optional<double> discounted; // margin · r ÷ (1 + i − r), first margin after one year
    std::optional<double> lifetime;   // margin ÷ (1 − r); absent where nobody ever leaves
};

// `retention` and `discount` are shares a year. Retention outside 0 to 1 has no value.
LifetimeValue lifetime_value(double margin_per_year, double retention, double discount);

struct Contact {
    std::string customer;
    std::string topic;
    double day = 0;
    bool resolved = false;
};

struct ContactWindow {
    double days = 7;
    // Contacts less than `days` before it could still be followed by another one.
    std::optional<double> cut_off_day = {};
};

struct FirstContactResolution {
    Proportion resolved;       // of first contacts
    std::int64_t immature = 0; // first contacts too young to tell, left out
};

// A first contact has none of the same customer and topic within the window before it. It is
// resolved where it is marked so and none follows within the window; the same day counts.
FirstContactResolution first_contact_resolution(
    std::vector<Contact> contacts,
    const ContactWindow& window,
    double confidence = default_confidence
);

} // namespace muster::report
