#include "core/report/table_builder.hpp"
#include "core/report/tables_more.hpp"
#include "core/report/words.hpp"

namespace muster::report {

Table families_table(const Report& report) {
    TableBuilder out(
        "tests",
        "How much was looked for",
        "Tests of one family are corrected together (Benjamini-Hochberg, 1 %)."
    );
    out.column("family", "Family").column("asks", "Question");
    out.column("tests", "Tests", ColumnKind::count).column("flagged", "Flagged", ColumnKind::count);
    for (const auto& row : report.families) {
        out.row().add(row.name).add(row.asks).add(row.tests).add(row.flagged);
    }
    return out.done();
}

Table flags_table(const Report& report) {
    TableBuilder out("flags", "Everything that was flagged", "For a person to look at.");
    out.column("family", "Family").column("names", "Names").column("about", "About");
    out.column("effect", "Effect", ColumnKind::number).column("unit", "Unit");
    out.column("effect_low", "Effect, from", ColumnKind::number);
    out.column("effect_high", "Effect, to", ColumnKind::number);
    out.column("n", "n", ColumnKind::count).column("p", "p, corrected", ColumnKind::p);
    for (const auto& flag : report.flags) {
        std::string names;
        for (const auto& name : flag.names) {
            names += (names.empty() ? "" : " · ") + name;
        }
        out.row().add(flag.family).add(names).add(flag.about).add(flag.effect).add(flag.unit);
        out.limits(flag.interval).add(flag.n).add(flag.p_adjusted);
    }
    return out.done();
}

Table readings_table(
    std::string name, std::string title, std::string note, const std::vector<Reading>& readings
) {
    TableBuilder out(std::move(name), std::move(title), std::move(note));
    out.column("check", "Check").column("value", "Value", ColumnKind::number);
    out.column("unit", "Unit").column("low", "From", ColumnKind::number);
    out.column("high", "To", ColumnKind::number).column("n", "n", ColumnKind::count);
    out.column("reading", "Reading");
    for (const auto& row : readings) {
        out.row().add(row.check).add(row.value).add(row.unit).limits(row.interval).add(row.n);
        out.add(row.sentence);
    }
    return out.done();
}

Table gaps_table(const Report& report) {
    TableBuilder out(
        "competitor_gaps",
        "Competitors against own locations",
        "Gap: competitor minus own, with locations as the units. Particular: the same less the gap "
        "in the brand’s other dimensions; its p-value is corrected for all brands and dimensions."
    );
    out.column("brand", "Brand").column("dimension", "Dimension");
    out.column("gap", "Gap", ColumnKind::points).column("gap_low", "Gap, from", ColumnKind::points);
    out.column("gap_high", "Gap, to", ColumnKind::points);
    out.column("particular", "Particular", ColumnKind::points);
    out.column("particular_low", "Particular, from", ColumnKind::points);
    out.column("particular_high", "Particular, to", ColumnKind::points);
    out.column("p", "p, corrected", ColumnKind::p).column("stands_out", "Stands out");
    for (const auto& row : report.brands) {
        for (std::size_t d = 0; d < row.gaps.size(); ++d) {
            const BrandGap& gap = row.gaps[d];
            out.row().add(row.brand).add(report.dimensions[d].name);
            out.add(gap.difference).limits(gap.interval);
            out.add(gap.particular).limits(gap.particular_interval);
            out.add(gap.p_adjusted).add_flag(gap.stands_out);
        }
    }
    return out.done();
}

namespace {

void add_point(TableBuilder& out, const RatePoint& point) {
    out.add(point.share).limits(point.limits).add_flag(point.outside.value_or(false));
}

} // namespace

Table control_table(const Report& report) {
    TableBuilder out(
        "control_chart",
        "Audits with a critical failure, wave by wave",
        "p-chart: limits are three standard deviations around the centre; below ten waves they are "
        "provisional."
    );
    out.column("wave", "Wave").column("n", "n", ColumnKind::count);
    out.column("centre", "Centre", ColumnKind::share).column("share", "Share", ColumnKind::share);
    out.column("limit_low", "Limit, from", ColumnKind::share);
    out.column("limit_high", "Limit, to", ColumnKind::share).column("outside", "Outside");
    for (std::size_t i = 0; i < report.critical_chart.points.size(); ++i) {
        out.row().add(report.waves[i].id).add(report.waves[i].critical.n);
        out.add(report.critical_chart.centre);
        add_point(out, report.critical_chart.points[i]);
    }
    return out.done();
}

Table wave_trend_table(const Report& report) {
    const MonotoneTrend& trend = report.wave_trend;
    std::vector<Reading> readings;
    if (trend.status == StatStatus::ok) {
        Reading row{"Trend of the score", "points a wave", trend.sen_slope, {}, trend.n, {}};
        const auto p = trend.exact_p ? trend.exact_p : trend.p_value;
        row.sentence = "Mann-Kendall: " + p_words(*p) + " for no trend.";
        if (trend.least_p && *trend.least_p >= 0.05) {
            row.sentence += " " + capitalised(number_words(trend.n)) +
                            " waves cannot prove a monotone trend at 5 %.";
        }
        readings.push_back(std::move(row));
    }
    return readings_table("wave_trend", "Trend over waves", "Sen’s slope.", readings);
}

Table funnel_table(const Report& report) {
    TableBuilder out(
        "funnel",
        "Audits with a critical failure, by location",
        "Funnel: limits at three standard deviations around the network’s rate, wider for fewer "
        "audits. Estimate: drawn towards the network by as much as chance could have moved it."
    );
    out.column("location", "Location").column("name", "Name");
    out.column("k", "Count", ColumnKind::count).column("n", "Of", ColumnKind::count);
    out.column("share", "Share", ColumnKind::share);
    out.column("limit_low", "Limit, from", ColumnKind::share);
    out.column("limit_high", "Limit, to", ColumnKind::share).column("outside", "Outside");
    out.column("estimate", "Estimate", ColumnKind::share);
    for (const auto& row : report.funnel) {
        out.row().add(row.id).add(row.name).add(row.k).add(row.n);
        add_point(out, row.place);
        out.add(row.shrunken);
    }
    return out.done();
}

Table misses_table(const Report& report) {
    TableBuilder out(
        "misses",
        "What was answered no",
        "Pareto: the vital few make up four fifths of all noes. An audit may hold several."
    );
    out.column("question", "Question").column("count", "Count", ColumnKind::number);
    out.column("share", "Share", ColumnKind::share);
    out.column("cumulative", "Cumulative", ColumnKind::share).column("vital", "Vital few");
    for (const auto& row : report.misses.rows) {
        out.row().add(row.name).add(std::optional(row.count)).add(row.share).add(row.cumulative);
        out.add_flag(row.vital);
    }
    return out.done();
}

} // namespace muster::report
