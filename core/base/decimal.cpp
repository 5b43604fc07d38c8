#include "core/base/decimal.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <numeric>

namespace muster {

namespace {

// Products of two int64 fit; both our compilers have it, wasm included.
__extension__ using Wide = __int128;

constexpr int digits_max = 15;

Wide gcd(Wide a, Wide b) {
    while (b != 0) {
        const Wide rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

Wide power_of_ten(unsigned exponent) {
    Wide out = 1;
    for (unsigned i = 0; i < exponent; ++i)
        out *= 10;
    return out;
}

Result<Rational> lowest_terms(Wide numerator, Wide denominator);

bool fits(Wide value) {
    return value >= std::numeric_limits<std::int64_t>::min() &&
           value <= std::numeric_limits<std::int64_t>::max();
}

} // namespace

Decimal normalised(Decimal value) {
    while (value.scale > 0 && value.unscaled % 10 == 0) {
        value.unscaled /= 10;
        --value.scale;
    }
    return value;
}

std::string to_text(Decimal value) {
    value = normalised(value);
    const bool negative = value.unscaled < 0;
    // Through unsigned, so that the smallest int64 has a size too.
    const auto size = negative ? 0 - static_cast<std::uint64_t>(value.unscaled)
                               : static_cast<std::uint64_t>(value.unscaled);
    std::string digits = std::to_string(size);
    if (value.scale > 0) {
        if (digits.size() <= value.scale) digits.insert(0, value.scale + 1u - digits.size(), '0');
        digits.insert(digits.size() - value.scale, ".");
    }
    return negative ? "-" + digits : digits;
}

Result<Decimal> parse_decimal(std::string_view text) {
    const auto bad = [&](std::string why) {
        return fail(
            Code::invalid_input, "'" + std::string(text) + "' is not a number.", std::move(why)
        );
    };
    std::size_t at = 0;
    const bool negative = !text.empty() && text[0] == '-';
    if (negative || (!text.empty() && text[0] == '+')) ++at;
    Decimal out;
    int digits = 0;
    int significant = 0;
    bool point = false;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9') return bad("Write numbers as -12.5.");
        ++digits;
        if (significant > 0 || c != '0') ++significant;
        if (significant > digits_max || (point && out.scale == digits_max)) {
            return bad("At most 15 digits are kept.");
        }
        out.unscaled = out.unscaled * 10 + (c - '0');
        if (point) ++out.scale;
    }
    if (digits == 0) return bad("Write numbers as -12.5.");
    if (negative) out.unscaled = -out.unscaled;
    return normalised(out);
}

std::strong_ordering compare(Decimal a, Decimal b) {
    const Wide left = Wide(a.unscaled) * power_of_ten(b.scale);
    const Wide right = Wide(b.unscaled) * power_of_ten(a.scale);
    return left < right   ? std::strong_ordering::less
           : left > right ? std::strong_ordering::greater
                          : std::strong_ordering::equal;
}

double to_double(Decimal value) {
    // Through the decimal spelling: correctly rounded, unlike a division by a power of ten.
    return std::strtod(to_text(value).c_str(), nullptr);
}

Result<Decimal> decimal_from(double value) {
    if (!std::isfinite(value)) {
        return fail(Code::invalid_input, "Not a number: a calculation has no result.");
    }
    if (std::fabs(value) >= 1e15) {
        return fail(Code::invalid_input, "The number has more than 15 digits.");
    }
    char spelled[64];
    // 15 significant digits, of which at most 15 stand after the point.
    const double size = std::fabs(value);
    const int before = size >= 1 ? static_cast<int>(std::floor(std::log10(size))) + 1 : 1;
    const int after = before >= digits_max ? 0 : digits_max - before;
    std::snprintf(spelled, sizeof spelled, "%.*f", after, value);
    std::string text = spelled;
    if (text.find('.') != std::string::npos) {
        while (text.back() == '0')
            text.pop_back();
        if (text.back() == '.') text.pop_back();
    }
    if (text == "-0") text = "0";
    return parse_decimal(text);
}

namespace {

Result<Rational> lowest_terms(Wide numerator, Wide denominator) {
    if (denominator == 0) return fail(Code::invalid_input, "Division by zero.");
    if (denominator < 0) {
        numerator = -numerator;
        denominator = -denominator;
    }
    const Wide common = gcd(numerator, denominator);
    if (common > 1) {
        numerator /= common;
        denominator /= common;
    }
    if (!fits(numerator) || !fits(denominator)) {
        return fail(Code::resource_exhausted, "A score's fraction has too many digits.");
    }
    return Rational::of(
        static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator)
    );
}

} // namespace

Result<Rational> Rational::of(std::int64_t numerator, std::int64_t denominator) {
    if (denominator > 0 && std::gcd(numerator, denominator) == 1) {
        Rational out;
        out.numerator_ = numerator;
        out.denominator_ = denominator;
        return out;
    }
    return lowest_terms(numerator, denominator);
}

Result<Rational> Rational::of(Decimal value) {
    return lowest_terms(value.unscaled, power_of_ten(value.scale));
}

double Rational::to_double() const {
    return static_cast<double>(numerator_) / static_cast<double>(denominator_);
}

std::string Rational::text() const {
    return denominator_ == 1 ? std::to_string(numerator_)
                             : std::to_string(numerator_) + "/" + std::to_string(denominator_);
}

Result<Rational> add(const Rational& a, const Rational& b) {
    return lowest_terms(
        Wide(a.numerator_) * b.denominator_ + Wide(b.numerator_) * a.denominator_,
        Wide(a.denominator_) * b.denominator_
    );
}

Result<Rational> subtract(const Rational& a, const Rational& b) {
    return lowest_terms(
        Wide(a.numerator_) * b.denominator_ - Wide(b.numerator_) * a.denominator_,
        Wide(a.denominator_) * b.denominator_
    );
}

Result<Rational> multiply(const Rational& a, const Rational& b) {
    return lowest_terms(Wide(a.numerator_) * b.numerator_, Wide(a.denominator_) * b.denominator_);
}

Result<Rational> divide(const Rational& a, const Rational& b) {
    return lowest_terms(Wide(a.numerator_) * b.denominator_, Wide(a.denominator_) * b.numerator_);
}

std::strong_ordering Rational::operator<=>(const Rational& other) const {
    const Wide left = Wide(numerator_) * other.denominator_;
    const Wide right = Wide(other.numerator_) * denominator_;
    return left < right   ? std::strong_ordering::less
           : left > right ? std::strong_ordering::greater
                          : std::strong_ordering::equal;
}

FixedSum FixedSum::of(const Rational& share) {
    if (share.numerator() > share.denominator() || share.numerator() < -share.denominator()) {
        std::abort(); // a bug: only shares are summed
    }
    constexpr std::int64_t billion = 1'000'000'000;
    Wide rest = share.numerator();
    const Wide denominator = share.denominator();
    const Wide high = rest * billion / denominator;
    rest = rest * billion - high * denominator;
    // Half up by magnitude; rest keeps the sign of the share.
    const Wide twice = rest * billion * 2;
    const Wide low = (twice + (rest < 0 ? -denominator : denominator)) / (denominator * 2);
    return {static_cast<std::int64_t>(high), static_cast<std::int64_t>(low)};
}

FixedSum& FixedSum::operator+=(const FixedSum& other) {
    high += other.high;
    low += other.low;
    return *this;
}

FixedSum& FixedSum::operator-=(const FixedSum& other) {
    high -= other.high;
    low -= other.low;
    return *this;
}

double FixedSum::to_double() const {
    return static_cast<double>(high) * 1e-9 + static_cast<double>(low) * 1e-18;
}

} // namespace muster
