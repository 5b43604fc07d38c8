#include "core/report/tables_more.hpp"

#include "core/report/table_builder.hpp"

namespace muster::report {

Table criticals_table(const Report& report) {
    TableBuilder out("criticals", "Critical failures");
    out.column("question", "Question").column("text", "Text").rate_columns("failed", "Failed");
    for (const auto& row : report.criticals) {
        out.row().add(row.question).add(row.label).add_rate(row.rate);
    }
    return out.done();
}

Table provisions_table(const Report& report) {
    TableBuilder out(
        "provisions", "Provisions", "Observed at visits: an indication, not a ruling."
    );
    out.column("provision", "Provision").column("act", "Act").column("citation", "Citation");
    out.column("title", "Title").column("severity", "Severity").rate_columns("met", "Met");
    out.column("concern", "Concern", ColumnKind::count)
        .column("not_met", "Not met", ColumnKind::count);
    out.column("not_tested", "Not tested", ColumnKind::count);
    out.column("not_applicable", "Not applicable", ColumnKind::count);
    out.column("untested_because", "Why untested").column("source", "Source");
    for (const auto& row : report.provisions) {
        out.row().add(row.id).add(row.act).add(row.citation).add(row.title).add(row.severity);
        out.add_rate(row.met).add(row.concern).add(row.not_met).add(row.not_tested);
        out.add(row.not_applicable).add(row.untested_because).add(row.source);
    }
    return out.done();
}

Table provision_places_table(const Report& report, bool regions) {
    TableBuilder out(
        regions ? "provision_regions" : "provision_locations",
        regions ? "Provisions by region" : "Provisions by location",
        "Interval: Clopper-Pearson, 95 %. p: worse than all other locations, corrected."
    );
    out.column(regions ? "region" : "location", regions ? "Region" : "Location");
    out.column("name", "Name").column("provision", "Provision").column("finding", "Finding");
    out.column("met", "Met", ColumnKind::count).column("tested", "Tested", ColumnKind::count);
    out.column("not_tested", "Not tested", ColumnKind::count);
    out.column("not_applicable", "Not applicable", ColumnKind::count);
    out.column("met_low", "Share met, from", ColumnKind::share);
    out.column("met_high", "Share met, to", ColumnKind::share);
    out.column("p", "p, corrected", ColumnKind::p).column("stands_out", "Stands out");
    for (const auto& row : regions ? report.provision_regions : report.provision_locations) {
        for (std::size_t j = 0; j < row.cells.size(); ++j) {
            const MatrixCell& each = row.cells[j];
            out.row().add(row.id).add(row.name).add(report.provisions[j].id);
            out.add(audit::name_of(each.state)).add(each.met).add(each.tested);
            out.add(each.not_tested).add(each.not_applicable).limits(each.interval);
            out.add(each.p_adjusted).add_flag(each.stands_out);
        }
    }
    return out.done();
}

Table measures_table(const Report& report) {
    const Measures& m = report.measures;
    TableBuilder out(
        "measures", "Outcome measures", "NPS asked of a shopper is the shopper’s view."
    );
    out.column("measure", "Measure").column("k", "Count", ColumnKind::count);
    out.column("n", "n", ColumnKind::count).column("value", "Value", ColumnKind::number);
    out.column("low", "From", ColumnKind::number).column("high", "To", ColumnKind::number);
    out.column("method", "Interval");
    const auto rate = [&](std::string_view name, const RateFigure& figure) {
        out.row().add(name).add(figure.k).add(figure.n).add(figure.share).limits(figure.interval);
        out.add(figure.interval ? name_of(figure.method) : name_of(figure.status));
    };
    const auto value = [&](std::string_view name,
                           std::int64_t n,
                           std::optional<double> shown,
                           const std::optional<Interval>& interval,
                           std::string_view method) {
        out.row().add(name).add(std::optional<double>{}).add(n).add(shown).limits(interval);
        out.add(method);
    };
    if (m.has_nps) {
        const auto method = m.nps_interval ? name_of(m.nps_method) : name_of(m.nps.status);
        value("nps", m.nps.n, m.nps.nps, m.nps_interval, method);
        out.row().add(std::string_view("nps_promoters")).add(m.nps.promoters).add(m.nps.n);
        out.add(std::optional<double>{}).limits({}).add(std::string_view(""));
        out.row().add(std::string_view("nps_detractors")).add(m.nps.detractors).add(m.nps.n);
        out.add(std::optional<double>{}).limits({}).add(std::string_view(""));
    }
    if (m.has_csat) {
        rate("csat_top_2", m.csat);
        value("csat_mean", m.csat.n, m.csat_mean, {}, "");
    }
    if (m.has_ces) {
        const auto method = m.ces.interval ? std::string_view("t") : name_of(m.ces.status);
        value("ces_mean", m.ces.n, m.ces.mean, m.ces.interval, method);
        rate("ces_top_3", m.ces_top);
    }
    if (m.has_fcr) rate("fcr", m.fcr);
    return out.done();
}

Table waits_table(const Report& report) {
    TableBuilder out("waits", "Waits", "Percentiles are linear between observed waits.");
    out.column("group", "Group").column("n", "n", ColumnKind::count);
    out.column("mean_s", "Mean, s", ColumnKind::seconds)
        .column("p50_s", "Median, s", ColumnKind::seconds);
    out.column("p90_s", "90th, s", ColumnKind::seconds)
        .column("p95_s", "95th, s", ColumnKind::seconds);
    out.column("longest_s", "Longest, s", ColumnKind::seconds);
    out.rate_columns("within", "Within target");
    for (const auto& row : report.waits) {
        out.row().add(row.name).add(row.waits.n).add(row.waits.mean).add(row.waits.p50);
        out.add(row.waits.p90).add(row.waits.p95).add(row.waits.longest).add_rate(row.attained);
    }
    return out.done();
}

Table brands_table(const Report& report) {
    TableBuilder out(
        "brands", "Own and competitors", "Competitors are shown by brand, never by branch."
    );
    out.column("brand", "Brand").column("kind", "Kind").column("part", "Part");
    out.score_columns("score", "Score");
    for (const auto& row : report.brands) {
        const std::string_view kind = row.own ? "own" : "competitor";
        out.row().add(row.brand).add(kind).add(std::string_view("overall")).add_score(row.score);
        for (std::size_t i = 0; i < row.dimensions.size(); ++i) {
            out.row().add(row.brand).add(kind).add(report.dimensions[i].name);
            out.add_score(row.dimensions[i]);
        }
    }
    return out.done();
}

Table shoppers_table(const Report& report) {
    TableBuilder out(
        "shoppers",
        "Shoppers",
        "Signs for a person to look at, not to be used alone for disciplinary purposes."
    );
    out.column("shopper", "Shopper").column("audits", "Audits", ColumnKind::count);
    out.rate_columns("straight", "One answer throughout");
    out.column("straight_p", "p, corrected", ColumnKind::p);
    out.column("quick", "Very quick", ColumnKind::count);
    out.column("median_minutes", "Median minutes", ColumnKind::number);
    out.column("severity", "Severity", ColumnKind::points);
    out.column("severity_low", "Severity, from", ColumnKind::points);
    out.column("severity_high", "Severity, to", ColumnKind::points);
    out.column("severity_p", "Severity, p corrected", ColumnKind::p);
    out.column("unlike_p", "Unlike the others, p corrected", ColumnKind::p);
    out.column("round_share", "Times ending in 0 or 5", ColumnKind::share);
    out.column("round_p", "Rounding, p corrected", ColumnKind::p).column("look", "Needs a look");
    for (const auto& row : report.shoppers) {
        out.row().add(row.id).add(row.audits).add_rate(row.straight).add(row.straight_p);
        out.add(row.quick).add(row.median_minutes).add(row.severity).limits(row.severity_interval);
        out.add(row.severity_p).add(row.unlike_p).add(row.round_share).add(row.round_p);
        out.add_flag(row.flagged || row.severity_flagged || row.rounding_flagged);
    }
    return out.done();
}

} // namespace muster::report
