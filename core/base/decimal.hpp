// Exact numbers for everything that is stored, synced, hashed or merged. Decimal is what a person
// typed (unscaled × 10^-scale, at most 15 significant digits); Rational is what scoring computes;
// FixedSum adds fractions in units of 10^-18, so that sums over 10^9 audits commute and never
// round. No floating point in here except the two functions that leave for the edge.
#pragma once

#include "core/base/result.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace muster {

struct Decimal {
    std::int64_t unscaled = 0;
    std::uint8_t scale = 0; // digits after the point, at most 15

    static Decimal integer(std::int64_t value) { return {value, 0}; }

    bool operator==(const Decimal&) const = default;
};

// The shortest spelling with the same value: 1.50 becomes 1.5, 3.00 becomes 3.
Decimal normalised(Decimal value);
std::string to_text(Decimal value);
Result<Decimal> parse_decimal(std::string_view text);
// Numeric order, whatever the scales.
std::strong_ordering compare(Decimal a, Decimal b);
double to_double(Decimal value);
// A double enters state as a decimal of at most 15 digits; NaN and infinities are refused.
Result<Decimal> decimal_from(double value);

// A fraction in lowest terms with a positive denominator; arithmetic refuses to overflow.
class Rational {
public:
    Rational() = default;

    explicit Rational(std::int64_t whole) : numerator_(whole) {}

    static Result<Rational> of(std::int64_t numerator, std::int64_t denominator);
    static Result<Rational> of(Decimal value);

    [[nodiscard]] std::int64_t numerator() const { return numerator_; }

    [[nodiscard]] std::int64_t denominator() const { return denominator_; }

    [[nodiscard]] double to_double() const;
    [[nodiscard]] std::string text() const; // "35/43", or "3" when whole

    friend Result<Rational> add(const Rational& a, const Rational& b);
    friend Result<Rational> subtract(const Rational& a, const Rational& b);
    friend Result<Rational> multiply(const Rational& a, const Rational& b);
    friend Result<Rational> divide(const Rational& a, const Rational& b);
    std::strong_ordering operator<=>(const Rational& other) const;
    bool operator==(const Rational& other) const = default;

private:
    std::int64_t numerator_ = 0;
    std::int64_t denominator_ = 1;
};

Result<Rational> add(const Rational& a, const Rational& b);
Result<Rational> subtract(const Rational& a, const Rational& b);
Result<Rational> multiply(const Rational& a, const Rational& b);
Result<Rational> divide(const Rational& a, const Rational& b);

// A sum of fractions, value = high × 10^-9 + low × 10^-18. Both parts are added on their own and
// never carried, which keeps addition commutative in SQL too; each part of one addend is below 10^9
// in size.
struct FixedSum {
    std::int64_t high = 0;
    std::int64_t low = 0;

    // Rounded half up to 10^-18. The value must lie within ±1 (a share) – checked by assertion.
    static FixedSum of(const Rational& share);

    FixedSum& operator+=(const FixedSum& other);
    FixedSum& operator-=(const FixedSum& other);
    [[nodiscard]] double to_double() const;
    bool operator==(const FixedSum& other) const = default;
};

} // namespace muster
