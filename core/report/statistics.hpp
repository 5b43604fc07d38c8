// The vocabulary of all metrics in this room: a status, an interval, a compensated sum, and the
// quantiles they stand on. A metric returns values and a status; a value that does not exist is
// absent, never 0, NaN or 100. The formulas and their undefined cases are pinned by the vectors in
// tests/data/golden, which two statistics packages computed independently.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace muster::report {

enum class StatStatus : unsigned char {
    ok,
    no_data,       // no usable observation
    too_few,       // the value needs more observations
    no_variation,  // 0 ÷ 0: all the same
    invalid_input, // impossible numbers
    incomplete,    // some applicable items unanswered: provisional
    unsupported,   // the method does not cover the design
};

// "ok", "no_data" and so on: stable, for JSON and tables.
std::string_view name_of(StatStatus status);

// A metric without any value, for the reason that `status` says.
template <class Metric>
Metric without_value(StatStatus status) {
    Metric out;
    out.status = status;
    return out;
}

struct Interval {
    double low = 0;
    double high = 0;
    bool operator==(const Interval&) const = default;
};

inline constexpr double default_confidence = 0.95;

// Neumaier's compensated sum: the rounding error of every addition is kept and added at the end.
class CompensatedSum {
public:
    void add(double value);

    [[nodiscard]] double value() const { return sum_ + compensation_; }

private:
    double sum_ = 0;
    double compensation_ = 0;
};

double sum_of(std::span<const double> values);
// Mean, and variance with n − 1 in two passes. Values that are all the same have exactly that mean
// and variance 0, whatever rounding would have left. Of at least one and two values.
double mean_of(std::span<const double> values);
double variance_of(std::span<const double> values);
// Of the middle two where their number is even. Of at least one value.
double median_of(std::vector<double> values);

// z with P(|Z| <= z) = confidence, and the same for Student's t.
double normal_quantile_two_sided(double confidence);
double student_quantile_two_sided(double confidence, double degrees);
// f with P(F >= f) = p.
double fisher_quantile_upper(double p, double degrees_1, double degrees_2);
// P(|Z| >= |z|), P(|T| >= |t|), P(F >= f) and P(X² >= x).
double normal_p_two_sided(double z);
double student_p_two_sided(double t, double degrees);
double fisher_p_upper(double f, double degrees_1, double degrees_2);
double chi_square_p_upper(double x, double degrees);

} // namespace muster::report
