#include "core/report/tables.hpp"

#include "core/report/table_builder.hpp"
#include "core/report/tables_more.hpp"

namespace muster::report {

namespace {

Table headline(const Report& report) {
    const Summary& s = report.summary;
    TableBuilder out("headline", "Headline figures", "Own locations unless said otherwise.");
    out.column("figure", "Figure").column("value", "Value", ColumnKind::number);
    const auto add = [&](std::string_view name, std::optional<double> value) {
        out.row().add(name).add(value);
    };
    add("Mean of audit scores", s.own_mean_of_audit_scores);
    add("… lower limit",
        report.score.interval ? std::optional(report.score.interval->low) : std::nullopt);
    add("… upper limit",
        report.score.interval ? std::optional(report.score.interval->high) : std::nullopt);
    add("Scored audits", static_cast<double>(report.score.audits));
    add("Locations", static_cast<double>(report.own_locations));
    add("Pooled item score", s.pooled_item_score_own);
    add("Audits, with competitors", static_cast<double>(s.audits));
    add("Scored answers, with competitors", static_cast<double>(s.answers_scored));
    add("Not applicable, with competitors", static_cast<double>(s.na));
    add("Left blank, with competitors", static_cast<double>(s.blank));
    add("Audits with a critical failure, with competitors",
        static_cast<double>(s.critical_fail_audits));
    add("Double audits", static_cast<double>(s.double_audit_pairs));
    add("ICC(1) of double audits", s.double_audit_icc1);
    return out.done();
}

Table findings(const Report& report) {
    TableBuilder out("stands_out", "What stands out and what to read with care");
    out.column("part", "Part").column("kind", "Kind").column("headline", "Headline");
    out.column("text", "Evidence");
    for (const auto& remark : report.stands_out) {
        out.row().add(std::string_view("stands out")).add(remark.kind).add(remark.headline);
        out.add(remark.text);
    }
    for (const auto& remark : report.care) {
        out.row().add(std::string_view("read with care")).add(remark.kind).add(remark.headline);
        out.add(remark.text);
    }
    return out.done();
}

Table waves(const Report& report) {
    TableBuilder out("waves", "Waves");
    out.column("wave", "Wave").column("name", "Name").column("period", "Period");
    out.score_columns("score", "Score")
        .change_columns()
        .rate_columns("critical", "With a critical failure");
    for (const auto& row : report.waves) {
        out.row().add(row.id).add(row.name).add(row.period);
        out.add_score(row.score).add_change(row.change).add_rate(row.critical);
    }
    return out.done();
}

Table dimensions(const Report& report) {
    TableBuilder out("dimensions", "Dimensions");
    out.column("dimension", "Dimension").score_columns("score", "Score").change_columns();
    for (const auto& row : report.dimensions) {
        out.row().add(row.name).add_score(row.score).add_change(row.change);
    }
    return out.done();
}

Table sections(const Report& report) {
    TableBuilder out("sections", "Sections");
    out.column("section", "Section").score_columns("score", "Score").change_columns();
    for (const auto& row : report.sections) {
        out.row().add(row.name).add_score(row.score).add_change(row.change);
    }
    return out.done();
}

Table heat(const Report& report, bool regions) {
    TableBuilder out(
        regions ? "regions" : "location_parts",
        regions ? "Regions by dimension and section" : "Locations by dimension and section",
        "Standing: whether the 95 % interval leaves the network figure out."
    );
    out.column(regions ? "region" : "location", regions ? "Region" : "Location");
    out.column("name", "Name").column("part", "Part").score_columns("score", "Score");
    out.column("network", "Network", ColumnKind::score).column("standing", "Standing");
    for (const auto& row : regions ? report.region_heat : report.location_heat) {
        out.row().add(row.id).add(row.name).add(std::string_view("overall"));
        out.add_score(row.overall.score).add(report.score.value);
        out.add(name_of(row.overall.standing));
        for (std::size_t j = 0; j < row.cells.size(); ++j) {
            out.row().add(row.id).add(row.name).add(report.heat_columns[j].name);
            out.add_score(row.cells[j].score).add(report.heat_columns[j].network.value);
            out.add(name_of(row.cells[j].standing));
        }
    }
    return out.done();
}

Table region_trends(const Report& report) {
    TableBuilder out(
        "region_trends",
        "Dimensions by region, wave by wave",
        "Step: from the wave before; its p-value is corrected for all steps of all rows."
    );
    out.column("region", "Region").column("dimension", "Dimension").column("wave", "Wave");
    out.score_columns("score", "Score");
    out.column("step", "Largest step", ColumnKind::points);
    out.column("step_low", "Step, from", ColumnKind::points);
    out.column("step_high", "Step, to", ColumnKind::points);
    out.column("p", "p, corrected", ColumnKind::p).column("stands_out", "Stands out");
    for (const auto& row : report.region_trends) {
        for (std::size_t i = 0; i < row.waves.size(); ++i) {
            const bool here = row.step_to == i;
            out.row().add(row.region).add(row.dimension_name).add(report.waves[i].id);
            out.add_score(row.waves[i]).add(here ? row.step : std::nullopt);
            out.limits(here ? row.step_interval : std::nullopt);
            out.add(here ? row.p_adjusted : std::nullopt).add_flag(here && row.stands_out);
        }
    }
    return out.done();
}

Table locations(const Report& report) {
    TableBuilder out(
        "locations",
        "Locations",
        "Estimates are shrunk towards the network; the class says whether their 95 % interval "
        "leaves the network centre out."
    );
    out.column("location", "Location").column("name", "Name").column("brand", "Brand");
    out.column("region", "Region").column("format", "Format").column("class", "Class");
    out.column("estimate", "Estimate", ColumnKind::score);
    out.column("estimate_low", "Estimate, from", ColumnKind::score);
    out.column("estimate_high", "Estimate, to", ColumnKind::score);
    out.score_columns("score", "Raw score").rate_columns("critical", "With a critical failure");
    out.column("median_wait_s", "Median wait, s", ColumnKind::seconds);
    for (const auto& row : report.locations) {
        out.row().add(row.id).add(row.name).add(row.brand).add(row.region).add(row.format);
        out.add(name_of(row.standing)).add(row.shrunken).limits(row.shrunken_interval);
        out.add_score(row.score).add_rate(row.critical).add(row.median_wait);
    }
    return out.done();
}

Table questions(const Report& report) {
    TableBuilder out("questions", "Questions");
    out.column("question", "Question").column("section", "Section");
    out.column("dimension", "Dimension").column("type", "Type").column("text", "Text");
    out.column("weight", "Weight").column("critical", "Critical");
    out.column("answered", "Answered", ColumnKind::count);
    out.column("not_applicable", "Not applicable", ColumnKind::count);
    out.column("not_observed", "Not observed", ColumnKind::count);
    out.column("blank", "Left blank", ColumnKind::count);
    out.score_columns("score", "Score");
    out.column("mean", "Mean answer", ColumnKind::number).column("sd", "sd", ColumnKind::number);
    out.column("trend_z", "Trend, z", ColumnKind::number);
    out.column("trend_p", "Trend, p corrected", ColumnKind::p);
    for (const auto& row : report.questions) {
        out.row().add(row.id).add(row.section).add(row.dimension).add(row.type).add(row.label);
        out.add(row.weight).add_flag(row.critical).add(row.answered).add(row.not_applicable);
        out.add(row.not_observed).add(row.blank).add_score(row.score).add(row.mean).add(row.sd);
        out.add(row.trend.z).add(row.trend_p_adjusted);
    }
    return out.done();
}

Table distributions(const Report& report) {
    TableBuilder out("answers", "Answers per option");
    out.column("question", "Question").column("option", "Option");
    out.column("count", "Count", ColumnKind::count);
    for (const auto& row : report.questions) {
        for (const auto& [option, count] : row.distribution) {
            out.row().add(row.id).add(option).add(count);
        }
    }
    return out.done();
}

} // namespace

std::vector<Table> report_tables(const Report& report) {
    std::vector<Table> all{
        headline(report),
        findings(report),
        waves(report),
        dimensions(report),
        sections(report),
        heat(report, true),
        region_trends(report),
        locations(report),
        heat(report, false),
        questions(report),
        distributions(report),
        criticals_table(report),
        provisions_table(report),
        provision_places_table(report, true),
        provision_places_table(report, false),
        measures_table(report),
        waits_table(report),
        brands_table(report),
        gaps_table(report),
        shoppers_table(report),
        readings_table(
            "bias",
            "How answers came about",
            "Signs to read with, not reasons to leave out.",
            report.bias
        ),
        control_table(report),
        wave_trend_table(report),
        funnel_table(report),
        misses_table(report),
        readings_table("weighted", "By design weights", "", report.weighted),
        readings_table(
            "power", "What this sample could have shown", "80 % power, 5 %.", report.power
        ),
        readings_table("loyalty", "Who stays and who is helped at once", "", report.loyalty),
        readings_table("effects", "What actions did", "", report.effects),
        families_table(report),
        flags_table(report)
    };
    std::vector<Table> out;
    for (auto& table : all) {
        if (!table.rows.empty()) out.push_back(std::move(table));
    }
    return out;
}

} // namespace muster::report
