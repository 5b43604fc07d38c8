#include "core/report/exports.hpp"

#include <boost/json.hpp>
#include <fmt/core.h>

#include <cmath>

namespace muster::report {

namespace {

namespace json = boost::json;

json::value value_of(const std::optional<double>& number) {
    return number ? json::value(*number) : json::value(nullptr);
}

json::object pairs_object(const std::vector<std::pair<std::string, double>>& pairs) {
    json::object out;
    for (const auto& [key, number] : pairs) {
        out[key] = number;
    }
    return out;
}

json::array strings(const std::vector<std::string>& texts) {
    json::array out;
    for (const auto& text : texts) {
        out.emplace_back(text);
    }
    return out;
}

json::object summary_object(const Summary& summary) {
    json::object out;
    out["score_rule"] = summary.score_rule;
    out["audits"] = summary.audits;
    out["answers_scored"] = summary.answers_scored;
    out["na"] = summary.na;
    out["blank"] = summary.blank;
    out["critical_fail_audits"] = summary.critical_fail_audits;
    out["own_mean_of_audit_scores"] = value_of(summary.own_mean_of_audit_scores);
    out["pooled_item_score_own"] = value_of(summary.pooled_item_score_own);
    out["own_score_by_wave"] = pairs_object(summary.own_score_by_wave);
    out["own_score_by_region"] = pairs_object(summary.own_score_by_region);
    out["first_audits"] = pairs_object(summary.first_audits);
    out["own_dimension_by_region_wave"] = pairs_object(summary.own_dimension_by_region_wave);
    out["nps_own"] = {
        {"n", summary.nps_own.n},
        {"promoters", summary.nps_own.promoters},
        {"detractors", summary.nps_own.detractors},
        {"nps", value_of(summary.nps_own.nps)}
    };
    out["wait_all"] = {
        {"n", summary.wait_all.n},
        {"p50", value_of(summary.wait_all.p50)},
        {"p90", value_of(summary.wait_all.p90)},
        {"p95", value_of(summary.wait_all.p95)}
    };
    out["double_audits"] = {
        {"pairs", summary.double_audit_pairs}, {"icc1", value_of(summary.double_audit_icc1)}
    };
    return out;
}

json::object score_object(const ScoreFigure& figure) {
    json::object out;
    out["status"] = name_of(figure.status);
    out["value"] = value_of(figure.value);
    out["low"] = value_of(figure.interval ? std::optional(figure.interval->low) : std::nullopt);
    out["high"] = value_of(figure.interval ? std::optional(figure.interval->high) : std::nullopt);
    out["level"] = default_confidence;
    out["method"] = name_of(figure.method);
    out["audits"] = figure.audits;
    out["locations"] = figure.locations;
    return out;
}

json::array remarks(const std::vector<Remark>& list) {
    json::array out;
    for (const auto& remark : list) {
        out.push_back(
            {{"kind", remark.kind},
             {"headline", remark.headline},
             {"text", remark.text},
             {"about", remark.anchor},
             {"good", remark.good},
             {"names", strings(remark.names)}}
        );
    }
    return out;
}

json::array flags(const std::vector<Flag>& list) {
    json::array out;
    for (const auto& flag : list) {
        json::object one{
            {"family", flag.family}, {"names", strings(flag.names)}, {"about", flag.about}
        };
        one["unit"] = flag.unit;
        one["effect"] = value_of(flag.effect);
        one["low"] = value_of(flag.interval ? std::optional(flag.interval->low) : std::nullopt);
        one["high"] = value_of(flag.interval ? std::optional(flag.interval->high) : std::nullopt);
        one["n"] = flag.n;
        one["p_adjusted"] = value_of(flag.p_adjusted);
        out.push_back(std::move(one));
    }
    return out;
}

json::value cell_value(const TableCell& cell) {
    if (const auto* text = std::get_if<std::string>(&cell)) return json::value(*text);
    if (const auto* count = std::get_if<std::int64_t>(&cell)) return json::value(*count);
    if (const auto* number = std::get_if<double>(&cell)) return json::value(*number);
    return nullptr;
}

json::object table_object(const Table& table) {
    json::array rows;
    for (const auto& row : table.rows) {
        json::object out;
        for (std::size_t i = 0; i < row.size(); ++i) {
            out[table.columns[i].key] = cell_value(row[i]);
        }
        rows.push_back(std::move(out));
    }
    json::object out;
    out["title"] = table.title;
    out["note"] = table.note;
    out["rows"] = std::move(rows);
    return out;
}

json::value filter_value(const std::optional<std::string>& part) {
    return part ? json::value(*part) : json::value(nullptr);
}

// Two spaces of indentation, tables' rows one a line. fmt writes a double as the shortest text that
// reads back to the same bits; boost would write 8.03E1.
class Writer {
public:
    void write(const json::value& value, std::size_t depth) {
        switch (value.kind()) {
        case json::kind::object:
            write_object(value.get_object(), depth);
            return;
        case json::kind::array:
            write_array(value.get_array(), depth);
            return;
        case json::kind::double_:
            out_ += std::isfinite(value.get_double()) ? fmt::format("{}", value.get_double())
                                                      : std::string("null");
            return;
        case json::kind::null:
        case json::kind::bool_:
        case json::kind::int64:
        case json::kind::uint64:
        case json::kind::string:
            out_ += json::serialize(value);
            return;
        }
    }

    std::string take() { return std::move(out_); }

private:
    static constexpr std::size_t row_depth = 4; // a row of tables.NAME.rows

    void new_line(std::size_t depth) {
        if (depth > row_depth) {
            out_ += ' ';
            return;
        }
        out_ += '\n';
        out_.append(2 * depth, ' ');
    }

    void write_object(const json::object& object, std::size_t depth) {
        out_ += '{';
        bool first = true;
        for (const auto& member : object) {
            if (!first) out_ += ',';
            if (!first || depth + 1 <= row_depth) new_line(depth + 1);
            first = false;
            out_ += json::serialize(member.key());
            out_ += ": ";
            write(member.value(), depth + 1);
        }
        if (!first && depth + 1 <= row_depth) new_line(depth);
        out_ += '}';
    }

    void write_array(const json::array& array, std::size_t depth) {
        out_ += '[';
        bool first = true;
        for (const auto& element : array) {
            if (!first) out_ += ',';
            if (!first || depth + 1 <= row_depth) new_line(depth + 1);
            first = false;
            write(element, depth + 1);
        }
        if (!first && depth + 1 <= row_depth) new_line(depth);
        out_ += ']';
    }

    std::string out_;
};

} // namespace

std::string report_json(const Report& report) {
    json::object out;
    out["schema"] = "muster.report/1";
    out["programme"] = {{"id", report.programme.id}, {"name", report.programme.name}};
    out["filter"] = {
        {"programme", filter_value(report.filter.programme)},
        {"wave", filter_value(report.filter.wave)},
        {"region", filter_value(report.filter.region)},
        {"location", filter_value(report.filter.location)}
    };
    out["scope"] = report.scope;
    out["period"] = report.period;
    out["generated_at"] = report.generated_at;
    out["digest"] = report.digest;
    out["language"] = report.language;
    out["counts"] = {
        {"accepted", report.counts.accepted},
        {"waiting", report.counts.waiting},
        {"outside_wave", report.counts.outside_wave},
        {"incomplete", report.counts.incomplete}
    };
    out["summary"] = summary_object(report.summary);
    out["lead"] = {{"title", report.lead_title}, {"text", report.lead_text}};
    out["score"] = score_object(report.score);
    out["stands_out"] = remarks(report.stands_out);
    out["also_found"] = report.also_found;
    out["read_with_care"] = remarks(report.care);
    out["flags"] = flags(report.flags);
    json::object tables;
    for (const auto& table : report_tables(report)) {
        tables[table.name] = table_object(table);
    }
    out["tables"] = std::move(tables);
    out["method"] = strings(report.method);
    Writer writer;
    writer.write(out, 0);
    return writer.take() + "\n";
}

} // namespace muster::report
