#include "core/report/charts.hpp"
#include "core/report/findings_look.hpp"
#include "core/report/svg.hpp"
#include "core/report/words.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace muster::report {

namespace {

// One dimension in one region: a small line of waves with intervals, the step that stands out
// marked by its size.
void draw_small_trend(Svg& svg, const RegionTrend& trend, const Axis& y, double x, double width) {
    const auto count = static_cast<double>(trend.waves.size());
    const double step = (width - 24) / std::max(1.0, count);
    const auto x_of = [&](std::size_t i) { return x + 12 + step * (static_cast<double>(i) + 0.5); };
    const std::string_view colour = trend.stands_out ? (*trend.step < 0 ? "bad" : "good") : "soft";
    std::string points;
    for (std::size_t i = 0; i < trend.waves.size(); ++i) {
        const ScoreFigure& figure = trend.waves[i];
        if (!figure.value) continue;
        points += fmt::format(
            "{}{} {}", points.empty() ? "M" : "L", number(x_of(i)), number(y.at(*figure.value))
        );
        svg.line(
            fmt::format("s thin {}", colour),
            x_of(i),
            y.at(figure.interval->low),
            x_of(i),
            y.at(figure.interval->high)
        );
        svg.circle(fmt::format("f {}", colour), x_of(i), y.at(*figure.value), 3);
    }
    if (points.empty()) return;
    svg.path(fmt::format("s thin {}", colour), points);
    if (!trend.stands_out) return;
    const std::size_t to = *trend.step_to;
    const bool fell = *trend.step < 0;
    svg.text(
        fmt::format("mid on s11 {}", colour),
        std::clamp(x_of(to), x + 26, x + width - 26),
        fell ? y.px_to + 8 : y.px_from - 2,
        std::string(fell ? "▼ " : "▲ ") + with_sign(*trend.step, 1)
    );
}

// Bins up to the 99th percentile; what is longer stands in the last one. With a target the bins are
// a whole part of it, so that no bar stands on both sides.
double bin_width(double longest, std::optional<std::int64_t> target) {
    constexpr double bins_max = 11;
    if (target && *target > 0) {
        const auto span = static_cast<double>(*target);
        for (const double parts : {6.0, 5.0, 4.0, 3.0, 2.0, 1.0}) {
            const double bin = span / parts;
            if (bin == std::floor(bin) && longest / bin <= bins_max) return bin;
        }
        return span * std::ceil(longest / span / bins_max);
    }
    return std::max(1.0, ticks_for(0, std::max(longest, 10.0), 10, 0, 1e9).step);
}

void draw_finding(
    Svg& svg, const MatrixCell& cell, double x, double y, double width, double height
) {
    const FindingLook look = look_of(cell.state);
    svg.rect("box", x + 1.5, y + 1.5, width - 3, height - 3, 4);
    svg.rect(std::string(look.css) + "-t", x + 1.5, y + 1.5, width - 3, height - 3, 4);
    const auto classes = fmt::format("mid on s11 {}", look.css);
    const double middle = x + width / 2;
    svg.text(classes, middle, y + 17, std::string(look.glyph) + " " + std::string(look.word));
    if (cell.tested > 0) svg.text("mid s11", middle, y + 31, count_words(cell.met, cell.tested));
}

} // namespace

std::string region_trend_chart(const Report& report) {
    if (report.waves.size() < 2 || report.region_trends.empty()) return "";
    double low = 100;
    double high = 0;
    std::vector<std::string> regions;
    std::string words;
    for (const auto& trend : report.region_trends) {
        if (regions.empty() || regions.back() != trend.region) regions.push_back(trend.region);
        for (const auto& figure : trend.waves) {
            if (!figure.interval) continue;
            low = std::min(low, figure.interval->low);
            high = std::max(high, figure.interval->high);
        }
        if (!trend.stands_out) continue;
        words += trend.region + ", " + trend.dimension_name + ": " + with_sign(*trend.step, 1) +
                 " points in " + report.waves[*trend.step_to].name + ", " +
                 signed_interval_words(*trend.step_interval, 1) + ". ";
    }
    if (low > high) return "";
    const auto columns = report.dimensions.size();
    const double label = 100;
    const double width = (680 - label) / static_cast<double>(columns);
    const double row_height = 62;
    const double head = 24;
    const auto rows = static_cast<double>(regions.size());
    Svg svg("region-trends", 680, head + row_height * rows + 20);
    for (std::size_t j = 0; j < columns; ++j) {
        const double x = label + width * static_cast<double>(j);
        svg.fitted("mid", x + width / 2, 14, report.dimensions[j].name, width - 4);
        svg.fitted(
            "mid q s11",
            x + width / 2,
            head + row_height * rows + 14,
            capitalised(report.waves.front().name) + " to " + report.waves.back().name,
            width - 4
        );
    }
    for (std::size_t i = 0; i < report.region_trends.size(); ++i) {
        const std::size_t row = i / columns;
        const double top = head + row_height * static_cast<double>(row);
        const double x = label + width * static_cast<double>(i % columns);
        if (i % columns == 0) {
            svg.fitted("k", 0, top + row_height / 2 + 4, regions[row], label - 8);
        }
        svg.rect("box", x + 1.5, top + 1.5, width - 3, row_height - 3, 4);
        const Axis y{low, high, top + row_height - 8, top + 8};
        draw_small_trend(svg, report.region_trends[i], y, x, width);
    }
    svg.describe(
        "Dimensions by region, wave by wave",
        words.empty() ? "No step stands out after correction for all of them." : words
    );
    return svg.done();
}

std::string provision_region_chart(const Report& report) {
    std::vector<std::size_t> tested;
    for (std::size_t i = 0; i < report.provisions.size(); ++i) {
        if (report.provisions[i].met.n > 0) tested.push_back(i);
    }
    if (tested.empty() || report.provision_regions.empty()) return "";
    const double label = 220;
    const double all = 96;
    const double width = std::clamp(
        (680 - label - all) / static_cast<double>(report.provision_regions.size()), 72.0, 110.0
    );
    const double row_height = 40;
    const double head = 26;
    const auto x_of = [&](std::size_t j) { return label + all + width * static_cast<double>(j); };
    Svg svg(
        "provision-regions",
        x_of(report.provision_regions.size()),
        head + row_height * static_cast<double>(tested.size()) + 2
    );
    std::string words;
    svg.text("mid k", label + all / 2, 15, "All");
    for (std::size_t j = 0; j < report.provision_regions.size(); ++j) {
        svg.fitted("mid", x_of(j) + width / 2, 15, report.provision_regions[j].name, width - 4);
    }
    double y = head;
    for (const std::size_t i : tested) {
        const ProvisionRow& row = report.provisions[i];
        svg.fitted("k", 0, y + 17, row.title, label - 34);
        svg.fitted("q s11", 0, y + 31, row.citation + ", " + row.act, label - 24);
        svg.text("mid k", label + all / 2, y + 17, count_words(row.met.k, row.met.n));
        if (row.met.interval) {
            svg.text(
                "mid q s11", label + all / 2, y + 31, percent_interval_words(*row.met.interval)
            );
        }
        words += row.title + ": met at " + count_words(row.met.k, row.met.n) + " visits. ";
        for (std::size_t j = 0; j < report.provision_regions.size(); ++j) {
            draw_finding(svg, report.provision_regions[j].cells[i], x_of(j), y, width, row_height);
        }
        y += row_height;
    }
    svg.describe("Provisions by region: finding and how often it was met", words);
    return svg.done();
}

std::string wait_chart(const Report& report) {
    const std::int64_t n = size_of(report.wait_histogram);
    if (n < figure_n_min) return "";
    const double longest = std::max(
        observed_percentile(report.wait_histogram, 990).value_or(1),
        static_cast<double>(report.wait_target_s.value_or(0))
    );
    const double bin = bin_width(longest, report.wait_target_s);
    const auto bins = static_cast<std::size_t>(std::max(1.0, std::ceil(longest / bin))) + 1;
    std::vector<std::int64_t> counts(bins);
    for (const auto& [seconds, times] : report.wait_histogram) {
        // A wait of exactly the bin's end belongs to it, as it attains a target there.
        const double place = std::max(0.0, (static_cast<double>(seconds) - 1) / bin);
        counts[std::min(bins - 1, static_cast<std::size_t>(place))] += times;
    }
    const auto most = static_cast<double>(*std::max_element(counts.begin(), counts.end()));
    Svg svg("waits", 350, 206);
    const double width = 330 / static_cast<double>(bins);
    const auto x_of = [&](double seconds) { return 10 + width * seconds / bin; };
    const Axis y{0, most, 160, 36};
    for (std::size_t i = 0; i < bins; ++i) {
        const double x = 10 + width * static_cast<double>(i);
        const double top = y.at(static_cast<double>(counts[i]));
        const bool late = report.wait_target_s && bin * static_cast<double>(i) >=
                                                      static_cast<double>(*report.wait_target_s);
        svg.rect(late ? "b2" : "f own", x + 1, top, width - 2, 160 - top, 2);
        if (counts[i] > 0 && width > 22) {
            svg.text("mid q s11", x + width / 2, top - 4, thousands(counts[i]));
        }
    }
    svg.line("axis", 10, 160, 340, 160);
    const std::size_t label_every = bins > 8 ? 2 : 1;
    for (std::size_t i = 0; i < bins; i += label_every) {
        const double seconds = bin * static_cast<double>(i);
        svg.text("mid q", x_of(seconds), 176, fixed(seconds, 0));
    }
    svg.text("mid q", 175, 196, "seconds; the last bar holds all longer waits");
    std::string words = "n = " + thousands(n) + ". ";
    const WaitRow& all = report.waits.front();
    if (report.wait_target_s) {
        const double x = x_of(static_cast<double>(*report.wait_target_s));
        svg.line("net", x, 6, x, 160);
        const std::string target = "target " + std::to_string(*report.wait_target_s) + " s";
        svg.text("k s11", x + 4, 14, target);
        words += "Within the target of " + std::to_string(*report.wait_target_s) +
                 " s: " + count_words(all.attained.k, all.attained.n) + ". ";
    }
    words += "Median " + fixed(all.waits.p50, 0) + " s, 90th percentile " +
             fixed(all.waits.p90, 0) + " s, 95th " + fixed(all.waits.p95, 0) + " s.";
    svg.describe("Waits in seconds", words);
    return svg.done();
}

} // namespace muster::report
