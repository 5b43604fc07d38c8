// Numbers: XPath 1.0 section 4.4, and what ODK adds (int, abs, min, max, round to places,
// trigonometry, powers and logarithms).
#include "core/expression/functions.hpp"
#include "core/expression/limits.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace muster::expression {

namespace {

constexpr std::size_t many = limits::arguments_max;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Result<Value> number(Arguments& arguments) {
    const auto value = arguments.value_or_focus(0);
    if (!value) return value;
    return Value(to_number(*value, arguments.context()));
}

template <double (*Body)(double)>
Result<Value> of_number(Arguments& arguments) {
    const auto value = arguments.number(0);
    if (!value) return error_of(value);
    return Value(Body(*value));
}

double absolute(double value) {
    return std::fabs(value);
}

double truncated(double value) {
    return std::trunc(value);
}

double rounded_down(double value) {
    return std::floor(value);
}

double rounded_up(double value) {
    return std::ceil(value);
}

// To the nearest integer, halves away from zero as ODK's engines have it (XPath 1.0 has them toward
// positive infinity); not floor(x + 0.5), which is wrong for 0.49999999999999994 and for large odd
// numbers.
double rounded(double value) {
    return std::round(value);
}

// Rounds the decimal spelling, so that round(1.005, 2) is 1.01, as a person expects.
double rounded_to(double value, int places) {
    if (!std::isfinite(value)) return value;
    const std::string text = number_to_text(value);
    const std::size_t point = text.find('.');
    const auto digits_behind =
        point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
    if (places >= digits_behind) return value;
    if (places < 0) {
        const double unit = std::pow(10.0, -places);
        return rounded(value / unit) * unit;
    }
    const double unit = std::pow(10.0, places);
    double scaled = value * unit;
    // A half that is spelled out may lie a hair below in binary.
    const bool half = text.substr(point + 1 + static_cast<std::size_t>(places)) == "5";
    if (half) scaled = std::round(scaled * 2) / 2;
    return rounded(scaled) / unit;
}

Result<Value> round(Arguments& arguments) {
    const auto value = arguments.number(0);
    if (!value) return error_of(value);
    if (arguments.size() == 1) return Value(rounded(*value));
    const auto places = arguments.number(1);
    if (!places) return error_of(places);
    if (std::isnan(*places)) return Value(nan);
    const double within = std::fmin(std::fmax(std::trunc(*places), -300), 300);
    return Value(rounded_to(*value, static_cast<int>(within)));
}

// All numbers of the arguments, each node of a node-set being one.
Result<std::vector<double>> numbers(Arguments& arguments) {
    std::vector<double> out;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto value = arguments.value(i);
        if (!value) return error_of(value);
        const auto* nodes = std::get_if<NodeSet>(&*value);
        if (nodes == nullptr) {
            out.push_back(to_number(*value, arguments.context()));
            continue;
        }
        for (const auto node : *nodes) {
            out.push_back(to_number(NodeSet{node}, arguments.context()));
        }
    }
    return out;
}

// NaN where there is none, or where one is NaN: an empty answer has no least value.
template <bool Least>
Result<Value> extreme(Arguments& arguments) {
    const auto all = numbers(arguments);
    if (!all) return error_of(all);
    double best = nan;
    for (const double value : *all) {
        if (std::isnan(value)) return Value(nan);
        if (std::isnan(best) || (Least ? value < best : value > best)) best = value;
    }
    return Value(best);
}

Result<Value> sum(Arguments& arguments) {
    const auto nodes = arguments.nodes(0);
    if (!nodes) return error_of(nodes);
    double total = 0;
    for (const auto node : *nodes)
        total += to_number(NodeSet{node}, arguments.context());
    return Value(total);
}

// Of two numbers: pow() and atan2().
template <double (*Body)(double, double)>
Result<Value> of_two_numbers(Arguments& arguments) {
    const auto first = arguments.number(0);
    if (!first) return error_of(first);
    const auto second = arguments.number(1);
    if (!second) return error_of(second);
    return Value(Body(*first, *second));
}

Result<Value> pi(Arguments&) {
    return Value(std::numbers::pi);
}

double sine(double value) {
    return std::sin(value);
}

double cosine(double value) {
    return std::cos(value);
}

double tangent(double value) {
    return std::tan(value);
}

double arc_sine(double value) {
    return std::asin(value);
}

double arc_cosine(double value) {
    return std::acos(value);
}

double arc_tangent(double value) {
    return std::atan(value);
}

double arc_tangent_2(double y, double x) {
    return std::atan2(y, x);
}

double power(double base, double exponent) {
    return std::pow(base, exponent);
}

double root(double value) {
    return std::sqrt(value);
}

double exponential(double value) {
    return std::exp(value);
}

double ten_to_the(double value) {
    return std::pow(10.0, value);
}

double logarithm(double value) {
    return std::log(value);
}

double logarithm_10(double value) {
    return std::log10(value);
}

constexpr std::array<Function, 23> functions = {{
    {"number", 0, 1, number},
    {"abs", 1, 1, of_number<absolute>},
    {"int", 1, 1, of_number<truncated>},
    {"floor", 1, 1, of_number<rounded_down>},
    {"ceiling", 1, 1, of_number<rounded_up>},
    {"round", 1, 2, round},
    {"min", 1, many, extreme<true>},
    {"max", 1, many, extreme<false>},
    {"sum", 1, 1, sum},
    {"pi", 0, 0, pi},
    {"sin", 1, 1, of_number<sine>},
    {"cos", 1, 1, of_number<cosine>},
    {"tan", 1, 1, of_number<tangent>},
    {"asin", 1, 1, of_number<arc_sine>},
    {"acos", 1, 1, of_number<arc_cosine>},
    {"atan", 1, 1, of_number<arc_tangent>},
    {"atan2", 2, 2, of_two_numbers<arc_tangent_2>},
    {"pow", 2, 2, of_two_numbers<power>},
    {"sqrt", 1, 1, of_number<root>},
    {"exp", 1, 1, of_number<exponential>},
    {"exp10", 1, 1, of_number<ten_to_the>},
    {"log", 1, 1, of_number<logarithm>},
    {"log10", 1, 1, of_number<logarithm_10>},
}};

} // namespace

std::span<const Function> number_functions() {
    return functions;
}

} // namespace muster::expression
