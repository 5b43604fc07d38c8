#include "core/report/tables.hpp"

#include <utility>

namespace muster::report {

namespace {

TableCell cell(const std::string& text) {
    return text;
}

TableCell cell(std::string_view text) {
    return std::string(text);
}

TableCell cell(std::int64_t count) {
    return count;
}

TableCell cell(const std::optional<double>& value) {
    if (!value) return std::monostate{};
    return *value;
}

TableCell flag(bool value) {
    return std::string(value ? "yes" : "");
}

// Builds a table column by column and row by row; every row() starts a new one.
class Builder {
public:
    Builder(std::string name, std::string title, std::string note = "") {
        table_.name = std::move(name);
        table_.title = std::move(title);
        table_.note = std::move(note);
    }

    Builder& column(std::string key, std::string title, ColumnKind kind = ColumnKind::text) {
        table_.columns.push_back({std::move(key), std::move(title), kind});
        return *this;
    }

    // value, limits, n and method of a score under a common prefix.
    Builder& score_columns(const std::string& prefix, const std::string& title) {
        column(prefix, title, ColumnKind::score);
        column(prefix + "_low", title + ", from", ColumnKind::score);
        column(prefix + "_high", title + ", to", ColumnKind::score);
        column(prefix + "_n", title + ", n", ColumnKind::count);
        return column(prefix + "_method", title + ", interval");
    }

    Builder& rate_columns(const std::string& prefix, const std::string& title) {
        column(prefix + "_k", title + ", count", ColumnKind::count);
        column(prefix + "_n", title + ", of", ColumnKind::count);
        column(prefix, title, ColumnKind::share);
        column(prefix + "_low", title + ", from", ColumnKind::share);
        column(prefix + "_high", title + ", to", ColumnKind::share);
        return column(prefix + "_method", title + ", interval");
    }

    Builder& change_columns() {
        column("change", "Change", ColumnKind::points);
        column("change_low", "Change, from", ColumnKind::points);
        return column("change_high", "Change, to", ColumnKind::points);
    }

    Builder& row() {
        table_.rows.emplace_back();
        return *this;
    }

    template <class T>
    Builder& add(const T& value) {
        table_.rows.back().push_back(cell(value));
        return *this;
    }

    Builder& add_flag(bool value) {
        table_.rows.back().push_back(flag(value));
        return *this;
    }

    Builder& add_score(const ScoreFigure& figure) {
        add(figure.value);
        limits(figure.interval);
        add(figure.audits);
        return add(figure.interval ? name_of(figure.method) : name_of(figure.status));
    }

    Builder& add_rate(const RateFigure& figure) {
        add(figure.k);
        add(figure.n);
        add(figure.share);
        limits(figure.interval);
        return add(figure.interval ? name_of(figure.method) : name_of(figure.status));
    }

    Builder& add_change(const ChangeFigure& figure) {
        add(figure.difference);
        return limits(figure.interval);
    }

    Builder& limits(const std::optional<Interval>& interval) {
        add(interval ? std::optional(interval->low) : std::nullopt);
        return add(interval ? std::optional(interval->high) : std::nullopt);
    }

    Table done() { return std::move(table_); }

private:
    Table table_;
};

Table headline(const Report& report) {
    const Summary& s = report.summary;
    Builder out("headline", "Headline figures", "Own locations unless said otherwise.");
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
    Builder out("stands_out", "What stands out and what to read with care");
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
    Builder out("waves", "Waves");
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
    Builder out("dimensions", "Dimensions");
    out.column("dimension", "Dimension").score_columns("score", "Score").change_columns();
    for (const auto& row : report.dimensions) {
        out.row().add(row.name).add_score(row.score).add_change(row.change);
    }
    return out.done();
}

Table sections(const Report& report) {
    Builder out("sections", "Sections");
    out.column("section", "Section").score_columns("score", "Score").change_columns();
    for (const auto& row : report.sections) {
        out.row().add(row.name).add_score(row.score).add_change(row.change);
    }
    return out.done();
}

Table heat(const Report& report, bool regions) {
    Builder out(
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
    Builder out(
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
    Builder out(
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
    Builder out("questions", "Questions");
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
    Builder out("answers", "Answers per option");
    out.column("question", "Question").column("option", "Option");
    out.column("count", "Count", ColumnKind::count);
    for (const auto& row : report.questions) {
        for (const auto& [option, count] : row.distribution) {
            out.row().add(row.id).add(option).add(count);
        }
    }
    return out.done();
}

Table criticals(const Report& report) {
    Builder out("criticals", "Critical failures");
    out.column("question", "Question").column("text", "Text").rate_columns("failed", "Failed");
    for (const auto& row : report.criticals) {
        out.row().add(row.question).add(row.label).add_rate(row.rate);
    }
    return out.done();
}

Table provisions(const Report& report) {
    Builder out("provisions", "Provisions", "Observed at visits: an indication, not a ruling.");
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

Table provision_places(const Report& report, bool regions) {
    Builder out(
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

Table measures(const Report& report) {
    const Measures& m = report.measures;
    Builder out("measures", "Outcome measures", "NPS asked of a shopper is the shopper’s view.");
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

Table waits(const Report& report) {
    Builder out("waits", "Waits", "Percentiles are linear between observed waits.");
    out.column("group", "Group").column("n", "n", ColumnKind::count);
    out.column("mean_s", "Mean, s", ColumnKind::seconds)
        .column("p50_s", "Median, s", ColumnKind::seconds);
    out.column("p90_s", "90th, s", ColumnKind::seconds)
        .column("p95_s", "95th, s", ColumnKind::seconds);
    out.column("longest_s", "Longest, s", ColumnKind::seconds);
    out.rate_columns("within", "Within target");
    for (const auto& row : report.waits) {
        out.row().add(row.name).add(row.waits.n).add(row.waits.mean).add(row.waits.p50);
        out.add(row.waits.p90).add(row.waits.p95);
        out.add(
            row.waits.longest ? std::optional(static_cast<double>(*row.waits.longest))
                              : std::nullopt
        );
        out.add_rate(row.attained);
    }
    return out.done();
}

Table brands(const Report& report) {
    Builder out(
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

Table shoppers(const Report& report) {
    Builder out(
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
        criticals(report),
        provisions(report),
        provision_places(report, true),
        provision_places(report, false),
        measures(report),
        waits(report),
        brands(report),
        shoppers(report)
    };
    std::vector<Table> out;
    for (auto& table : all) {
        if (!table.rows.empty()) out.push_back(std::move(table));
    }
    return out;
}

} // namespace muster::report
