#include "core/report/statistics.hpp"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>

namespace muster::report {

namespace {

// Extreme arguments give 0 or infinity instead of an exception: a p-value of 1e-400 is 0.
using Quiet = boost::math::policies::policy<
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::underflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::promote_double<false>>;
using Normal = boost::math::normal_distribution<double, Quiet>;
using StudentsT = boost::math::students_t_distribution<double, Quiet>;
using FisherF = boost::math::fisher_f_distribution<double, Quiet>;
using ChiSquared = boost::math::chi_squared_distribution<double, Quiet>;

bool all_the_same(std::span<const double> values) {
    return std::all_of(values.begin(), values.end(), [&](double value) {
        return value == values.front();
    });
}

} // namespace

std::string_view name_of(StatStatus status) {
    switch (status) {
    case StatStatus::ok:
        return "ok";
    case StatStatus::no_data:
        return "no_data";
    case StatStatus::too_few:
        return "too_few";
    case StatStatus::no_variation:
        return "no_variation";
    case StatStatus::invalid_input:
        return "invalid_input";
    case StatStatus::incomplete:
        return "incomplete";
    case StatStatus::unsupported:
        return "unsupported";
    }
    return "unsupported";
}

void CompensatedSum::add(double value) {
    const double total = sum_ + value;
    if (std::abs(sum_) >= std::abs(value)) {
        compensation_ += (sum_ - total) + value;
    } else {
        compensation_ += (value - total) + sum_;
    }
    sum_ = total;
}

double sum_of(std::span<const double> values) {
    CompensatedSum sum;
    for (const double value : values) {
        sum.add(value);
    }
    return sum.value();
}

double mean_of(std::span<const double> values) {
    if (all_the_same(values)) return values.front();
    return sum_of(values) / static_cast<double>(values.size());
}

double variance_of(std::span<const double> values) {
    if (all_the_same(values)) return 0;
    const double mean = mean_of(values);
    CompensatedSum squares;
    for (const double value : values) {
        squares.add((value - mean) * (value - mean));
    }
    return squares.value() / static_cast<double>(values.size() - 1);
}

double median_of(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double normal_quantile_two_sided(double confidence) {
    return boost::math::quantile(boost::math::complement(Normal(), (1 - confidence) / 2));
}

double student_quantile_two_sided(double confidence, double degrees) {
    return boost::math::quantile(boost::math::complement(StudentsT(degrees), (1 - confidence) / 2));
}

double fisher_quantile_upper(double p, double degrees_1, double degrees_2) {
    return boost::math::quantile(boost::math::complement(FisherF(degrees_1, degrees_2), p));
}

double normal_p_two_sided(double z) {
    return 2 * boost::math::cdf(boost::math::complement(Normal(), std::abs(z)));
}

double student_p_two_sided(double t, double degrees) {
    return 2 * boost::math::cdf(boost::math::complement(StudentsT(degrees), std::abs(t)));
}

double fisher_p_upper(double f, double degrees_1, double degrees_2) {
    return boost::math::cdf(boost::math::complement(FisherF(degrees_1, degrees_2), f));
}

double chi_square_p_upper(double x, double degrees) {
    return boost::math::cdf(boost::math::complement(ChiSquared(degrees), x));
}

} // namespace muster::report
