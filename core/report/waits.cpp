#include "core/report/waits.hpp"

#include <algorithm>

namespace muster::report {

namespace {

// The value at a rank, counted from 0.
std::int64_t value_at(const Histogram& histogram, std::int64_t rank) {
    for (const auto& [value, count] : histogram) {
        if (rank < count) return value;
        rank -= count;
    }
    return histogram.back().first;
}

} // namespace

std::int64_t size_of(const Histogram& histogram) {
    std::int64_t n = 0;
    for (const auto& entry : histogram) {
        n += entry.second;
    }
    return n;
}

Histogram histogram_of(std::vector<std::int64_t> values) {
    std::sort(values.begin(), values.end());
    Histogram out;
    for (const std::int64_t value : values) {
        if (!out.empty() && out.back().first == value) {
            ++out.back().second;
        } else {
            out.emplace_back(value, 1);
        }
    }
    return out;
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
    const std::int64_t n = size_of(histogram);
    if (n == 0) return std::nullopt;
    const std::int64_t position = (n - 1) * per_mille;
    const auto below = static_cast<double>(value_at(histogram, position / 1000));
    const std::int64_t rest = position % 1000;
    if (rest == 0) return below;
    const auto above = static_cast<double>(value_at(histogram, position / 1000 + 1));
    return below + static_cast<double>(rest) / 1000 * (above - below);
}

std::optional<std::int64_t> observed_percentile(const Histogram& histogram, int per_mille) {
    const std::int64_t n = size_of(histogram);
    if (n == 0) return std::nullopt;
    const std::int64_t rank = (n * per_mille + 999) / 1000; // ⌈n·q⌉, counted from 1
    return value_at(histogram, std::max<std::int64_t>(rank, 1) - 1);
}

Waits waits_of(const Histogram& histogram, std::optional<std::int64_t> target) {
    Waits out;
    out.n = size_of(histogram);
    if (out.n == 0) return out;
    out.status = StatStatus::ok;
    CompensatedSum sum;
    std::int64_t within = 0;
    for (const auto& [value, count] : histogram) {
        sum.add(static_cast<double>(value) * static_cast<double>(count));
        if (target && value <= *target) within += count;
    }
    out.mean = sum.value() / static_cast<double>(out.n);
    out.p50 = percentile(histogram, 500);
    out.p90 = percentile(histogram, 900);
    out.p95 = percentile(histogram, 950);
    out.within_95 = observed_percentile(histogram, 950);
    out.longest = histogram.back().first;
    if (target) out.attained = proportion(within, out.n);
    return out;
}

} // namespace muster::report
