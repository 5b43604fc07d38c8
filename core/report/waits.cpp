#include "core/report/waits.hpp"

#include <algorithm>

namespace muster::report {

namespace {

template <class Value>
using Counts = std::vector<std::pair<Value, std::int64_t>>;

template <class Value>
std::int64_t total(const Counts<Value>& histogram) {
    std::int64_t n = 0;
    for (const auto& entry : histogram) {
        n += entry.second;
    }
    return n;
}

template <class Value>
Counts<Value> counted_up(std::vector<Value> values) {
    std::sort(values.begin(), values.end());
    Counts<Value> out;
    for (const Value value : values) {
        if (!out.empty() && out.back().first == value) {
            ++out.back().second;
        } else {
            out.emplace_back(value, 1);
        }
    }
    return out;
}

// The value at a rank, counted from 0.
template <class Value>
double value_at(const Counts<Value>& histogram, std::int64_t rank) {
    for (const auto& [value, count] : histogram) {
        if (rank < count) return static_cast<double>(value);
        rank -= count;
    }
    return static_cast<double>(histogram.back().first);
}

template <class Value>
std::optional<double> type_7(const Counts<Value>& histogram, int per_mille) {
    const std::int64_t n = total(histogram);
    if (n == 0) return std::nullopt;
    const std::int64_t position = (n - 1) * per_mille;
    const double below = value_at(histogram, position / 1000);
    const std::int64_t rest = position % 1000;
    if (rest == 0) return below;
    const double above = value_at(histogram, position / 1000 + 1);
    return below + static_cast<double>(rest) / 1000 * (above - below);
}

template <class Value>
std::optional<double> type_1(const Counts<Value>& histogram, int per_mille) {
    const std::int64_t n = total(histogram);
    if (n == 0) return std::nullopt;
    const std::int64_t rank = (n * per_mille + 999) / 1000; // ⌈n·q⌉, counted from 1
    return value_at(histogram, std::max<std::int64_t>(rank, 1) - 1);
}

template <class Value>
Waits describe(const Counts<Value>& histogram, std::optional<Value> target, double confidence) {
    Waits out;
    out.n = total(histogram);
    if (out.n == 0) return out;
    if (histogram.front().first < 0) {
        out.status = StatStatus::invalid_input;
        return out;
    }
    out.status = StatStatus::ok;
    CompensatedSum sum;
    std::int64_t within = 0;
    for (const auto& [value, count] : histogram) {
        sum.add(static_cast<double>(value) * static_cast<double>(count));
        if (target && value <= *target) within += count;
    }
    out.mean = sum.value() / static_cast<double>(out.n);
    out.p50 = type_7(histogram, 500);
    out.p90 = type_7(histogram, 900);
    out.p95 = type_7(histogram, 950);
    out.within_95 = type_1(histogram, 950);
    out.longest = static_cast<double>(histogram.back().first);
    if (target) out.attained = proportion(within, out.n, confidence);
    return out;
}

} // namespace

std::int64_t size_of(const Histogram& histogram) {
    return total(histogram);
}

Histogram histogram_of(std::vector<std::int64_t> values) {
    return counted_up(std::move(values));
}

MeasuredHistogram measured_histogram_of(std::vector<double> values) {
    return counted_up(std::move(values));
}

void add_to(Histogram& histogram, const Histogram& other) {
    Histogram out;
    auto a = histogram.begin();
    auto b = other.begin();
    while (a != histogram.end() || b != other.end()) {
        if (b == other.end() || (a != histogram.end() && a->first < b->first)) {
            out.push_back(*a++);
        } else if (a == histogram.end() || b->first < a->first) {
            out.push_back(*b++);
        } else {
            out.emplace_back(a->first, a->second + b->second);
            ++a;
            ++b;
        }
    }
    histogram = std::move(out);
}

std::optional<double> percentile(const Histogram& histogram, int per_mille) {
    return type_7(histogram, per_mille);
}

std::optional<double> percentile(const MeasuredHistogram& histogram, int per_mille) {
    return type_7(histogram, per_mille);
}

std::optional<double> observed_percentile(const Histogram& histogram, int per_mille) {
    return type_1(histogram, per_mille);
}

std::optional<double> observed_percentile(const MeasuredHistogram& histogram, int per_mille) {
    return type_1(histogram, per_mille);
}

Waits waits_of(const Histogram& histogram, std::optional<std::int64_t> target) {
    return describe(histogram, target, default_confidence);
}

Waits waits_of(
    const MeasuredHistogram& histogram, std::optional<double> target, double confidence
) {
    return describe(histogram, target, confidence);
}

} // namespace muster::report
