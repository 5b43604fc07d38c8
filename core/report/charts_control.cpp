#include "core/report/charts.hpp"
#include "core/report/svg.hpp"
#include "core/report/words.hpp"

#include <algorithm>
#include <cmath>

namespace muster::report {

namespace {

// Points of a rate with limits that step with n: x in the chart's own order.
struct Dot {
    double x = 0;
    RatePoint point;
    std::string label;
};

double highest_of(const std::vector<Dot>& dots) {
    double out = 0;
    for (const auto& dot : dots) {
        out = std::max(out, dot.point.share.value_or(0));
        if (dot.point.limits) out = std::max(out, std::min(1.0, dot.point.limits->high));
    }
    return out;
}

void draw_share_axis(Svg& svg, const Axis& y, const Ticks& ticks, double left, double right) {
    for (double at = ticks.from; at <= ticks.to + ticks.step / 2; at += ticks.step) {
        svg.line("grid", left, y.at(at / 100), right, y.at(at / 100));
        svg.text("end q", left - 6, y.at(at / 100) + 4, fixed(at, 0) + " %");
    }
}

// Limits as a line through all points, in their order.
std::string limit_path(const std::vector<Dot>& dots, const Axis& y, double Interval::* side) {
    std::string d;
    for (const auto& dot : dots) {
        if (!dot.point.limits) continue;
        d +=
            (d.empty() ? "M" : "L") + number(dot.x) + " " + number(y.at((*dot.point.limits).*side));
    }
    return d;
}

void draw_dots(Svg& svg, const std::vector<Dot>& dots, const Axis& y) {
    for (const auto& dot : dots) {
        if (!dot.point.share) continue;
        const bool outside = dot.point.outside.value_or(false);
        const double at = y.at(*dot.point.share);
        svg.circle("f own", dot.x, at, outside ? 5 : 3.5);
        if (!outside) continue;
        // Above or below the point, away from the centre line.
        const bool high = dot.point.limits && *dot.point.share > dot.point.limits->high;
        svg.text("mid k s11", dot.x, high ? at - 9 : at + 17, (high ? "▲ " : "▼ ") + dot.label);
    }
}

std::string outside_words(const std::vector<Dot>& dots) {
    std::vector<std::string> names;
    for (const auto& dot : dots) {
        if (dot.point.outside.value_or(false)) names.push_back(dot.label);
    }
    if (names.empty()) return "None lies outside its limits.";
    return list_words(names) + (names.size() == 1 ? " lies" : " lie") + " outside.";
}

} // namespace

std::string critical_chart(const Report& report) {
    const auto& points = report.critical_chart.points;
    if (points.size() < 2 || !report.critical_chart.centre) return "";
    Svg svg("critical-control", 420, 220);
    const double left = 46;
    const double right = 410;
    std::vector<Dot> dots;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double step = (right - left) / static_cast<double>(points.size());
        dots.push_back(
            {left + step * (static_cast<double>(i) + 0.5), points[i], report.waves[i].name}
        );
    }
    const Ticks ticks = ticks_for(0, 100 * highest_of(dots), 4, 0, 100);
    const Axis y{0, ticks.to / 100, 180, 20};
    draw_share_axis(svg, y, ticks, left, right);
    const double centre = y.at(*report.critical_chart.centre);
    svg.line("net", left, centre, right, centre);
    svg.path("s thin soft", limit_path(dots, y, &Interval::low));
    svg.path("s thin soft", limit_path(dots, y, &Interval::high));
    draw_dots(svg, dots, y);
    for (std::size_t i = 0; i < dots.size(); ++i) {
        svg.text("mid q", dots[i].x, 198, capitalised(dots[i].label));
        svg.text("mid q s11", dots[i].x, 212, "n = " + thousands(report.waves[i].critical.n));
    }
    svg.describe(
        "Audits with a critical failure, wave by wave, with control limits",
        "Centre " + percent_words(*report.critical_chart.centre) + ". " + outside_words(dots)
    );
    return svg.done();
}

std::string funnel_chart(const Report& report) {
    if (report.funnel.size() < 3 || !report.funnel_centre) return "";
    double most = 0;
    for (const auto& row : report.funnel) {
        most = std::max(most, static_cast<double>(row.n));
    }
    const Ticks counts = ticks_for(0, most, 5, 0, 1e9);
    Svg svg("funnel", 420, 240);
    const Axis x{0, counts.to, 46, 400};
    std::vector<Dot> dots;
    for (const auto& row : report.funnel) {
        dots.push_back({x.at(static_cast<double>(row.n)), row.place, row.id});
    }
    const Ticks ticks = ticks_for(0, 100 * std::min(1.0, highest_of(dots)), 4, 0, 100);
    const Axis y{0, ticks.to / 100, 190, 20};
    draw_share_axis(svg, y, ticks, 46, 410);
    svg.line("net", 46, y.at(*report.funnel_centre), 410, y.at(*report.funnel_centre));
    // The limits of every n, not only of those that occur.
    std::vector<Dot> curve;
    const double p = *report.funnel_centre;
    for (double n = 1; n <= counts.to; n += std::max(1.0, counts.to / 60)) {
        const double half = 3 * std::sqrt(p * (1 - p) / n);
        Dot dot{x.at(n), {}, ""};
        dot.point.limits =
            Interval{std::max(0.0, p - half), std::min(ticks.to / 100, std::min(1.0, p + half))};
        curve.push_back(std::move(dot));
    }
    svg.path("s thin soft", limit_path(curve, y, &Interval::low));
    svg.path("s thin soft", limit_path(curve, y, &Interval::high));
    draw_dots(svg, dots, y);
    for (double at = counts.from; at <= counts.to + counts.step / 2; at += counts.step) {
        svg.text("mid q", x.at(at), 208, fixed(at, 0));
    }
    svg.text("mid q", 228, 228, "audits of the location");
    svg.describe(
        "Locations by audits with a critical failure, with limits that widen for few audits",
        "Network " + percent_words(p) + ". " + outside_words(dots)
    );
    return svg.done();
}

std::string misses_chart(const Report& report) {
    std::vector<CauseRow> rows = report.misses.rows;
    std::erase_if(rows, [](const CauseRow& row) { return row.count <= 0; });
    constexpr std::size_t rows_max = 12;
    if (rows.size() < 2) return "";
    const bool cut = rows.size() > rows_max;
    if (cut) rows.resize(rows_max);
    constexpr double row_height = 22;
    Svg svg("misses", 420, 30 + row_height * static_cast<double>(rows.size()));
    const Axis x{0, rows.front().count, 0, 190};
    std::vector<std::string> vital;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const double top = 6 + row_height * static_cast<double>(i);
        svg.fitted(rows[i].vital ? "end k" : "end q", 92, top + 14, rows[i].name, 88);
        svg.rect(rows[i].vital ? "f own" : "band", 100, top + 3, x.at(rows[i].count), 15, 2);
        svg.text("", 106 + x.at(rows[i].count), top + 15, fixed(rows[i].count, 0));
        svg.text("end q", 412, top + 15, percent_words(*rows[i].cumulative));
        if (rows[i].vital) vital.push_back(rows[i].name);
    }
    svg.text("end q s11", 412, 22 + row_height * static_cast<double>(rows.size()), "cumulative");
    svg.describe(
        "Questions answered no, most often first",
        list_words(vital) + (vital.size() == 1 ? " makes" : " make") + " up four fifths of " +
            fixed(report.misses.total, 0) + " noes."
    );
    return svg.done();
}

} // namespace muster::report
