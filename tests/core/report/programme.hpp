// Makes a report Source from a folder laid out like core/library/demo/programme, by the same score,
// findings, contribution and summary as the server's push transaction: what the folder says is
// answered question by question, nothing is taken from its expected figures.
#pragma once

#include "core/audit/score.hpp"
#include "core/authoring/csv.hpp"
#include "core/report/model.hpp"
#include "tests/core/report/files.hpp"

namespace muster::programme {

inline authoring::CsvTable table(const std::string& folder, const std::string& name) {
    auto out = authoring::read_csv(files::read_file(folder + "/" + name + ".csv"), name + ".csv");
    if (!out) throw std::runtime_error(out.error().text());
    return std::move(*out);
}

inline checklist::LocalText english(std::string_view text) {
    return {{{"en", std::string(text)}}};
}

inline checklist::Question question_of(const authoring::CsvRow& row) {
    checklist::Question out;
    out.id = row.cell("question_id");
    out.label = english(row.cell("text"));
    const auto type = row.cell("type");
    if (type.starts_with("likert")) {
        out.type = checklist::QuestionType::likert;
        out.scale_points = static_cast<std::uint32_t>(std::stoul(std::string(row.cell("max"))));
    } else if (type == "nps") {
        out.type = checklist::QuestionType::nps;
    } else {
        out.type = checklist::QuestionType::yes_no;
    }
    out.dimension =
        checklist::dimension_from(row.cell("dimension")).value_or(checklist::Dimension::none);
    out.weight = parse_decimal(row.cell("weight")).value();
    if (row.cell("critical") == "1") out.critical = checklist::CriticalRule::flag;
    if (!row.cell("provision_id").empty()) out.provisions.emplace_back(row.cell("provision_id"));
    out.not_applicable_allowed = true;
    if (out.id == "NPS") out.measure = checklist::Measure::nps;
    if (out.id == "CSAT") out.measure = checklist::Measure::csat;
    if (out.id == "CES") out.measure = checklist::Measure::ces;
    if (out.id == "FCR") out.measure = checklist::Measure::fcr;
    return out;
}

// The questions of questions.csv, a stopwatch with a target of two minutes, and a comment.
inline checklist::Checklist checklist_of(const std::string& folder) {
    checklist::Checklist out;
    out.id = "sample";
    out.version = "1";
    out.title = english("Branch visit");
    out.languages = {"en"};
    const auto rows = table(folder, "questions");
    for (std::size_t i = 0; i < rows.rows_count(); ++i) {
        const auto row = rows.row(i);
        const std::string section(row.cell("section"));
        if (out.sections.empty() || out.sections.back().id != section) {
            out.sections.push_back({section, english(section), "", {}});
        }
        out.sections.back().questions.push_back(question_of(row));
    }
    checklist::Question wait;
    wait.id = "WAIT";
    wait.type = checklist::QuestionType::stopwatch;
    wait.label = english("Seconds until someone attended to me");
    wait.measure = checklist::Measure::wait;
    wait.target_ms = 120'000;
    wait.weight = Decimal::integer(0);
    checklist::Question comment;
    comment.id = "COMMENT";
    comment.type = checklist::QuestionType::text;
    comment.label = english("Comment");
    out.sections.push_back({"Visit", english("Visit"), "", {wait, comment}});
    return out;
}

inline checklist::Answer
answer_of(const checklist::Question& question, std::string_view value, bool na) {
    checklist::Answer out;
    if (na) {
        out.state = checklist::AnswerState::not_applicable;
        return out;
    }
    if (value.empty()) return out;
    out.state = checklist::AnswerState::answered;
    if (question.type == checklist::QuestionType::yes_no) {
        out.value = checklist::Choices{{value == "1" ? "yes" : "no"}};
    } else {
        out.value = parse_decimal(value).value();
    }
    return out;
}

inline audit::Provisions provisions_of(const checklist::Checklist& list) {
    audit::Provisions out;
    for (const auto& section : list.sections) {
        for (const auto& question : section.questions) {
            for (const auto& id : question.provisions) {
                audit::Provision provision;
                provision.id = id;
                provision.act = "Act of " + id;
                provision.citation = "s. 1";
                provision.short_title = "Duty of " + question.id;
                provision.severity = question.critical == checklist::CriticalRule::none
                                         ? audit::Severity::major
                                         : audit::Severity::critical;
                provision.in_force_from = Date{2014, 6, 13};
                out.provisions.push_back(std::move(provision));
            }
        }
    }
    std::sort(out.provisions.begin(), out.provisions.end(), [](const auto& a, const auto& b) {
        return a.id < b.id;
    });
    return out;
}

class Loader {
public:
    explicit Loader(
        const std::string& folder,
        std::optional<checklist::Checklist> list = {},
        std::optional<audit::Provisions> provisions = {}
    )
        : folder_(folder)
        , compiled_(checklist::compile(list ? *list : checklist_of(folder)).value()) {
        source_.programme = {"demo", "Branch service", "", "", "automatically on submission"};
        source_.checklist = compiled_.checklist();
        source_.provisions = provisions ? *provisions : provisions_of(source_.checklist);
        source_.digest = "7c1e04b95ad2e610";
        source_.generated_at = "22 November 2026, 14:02";
    }

    report::Source load() {
        read_waves();
        read_locations();
        read_segments();
        read_answers();
        const auto rows = table(folder_, "audits");
        for (std::size_t i = 0; i < rows.rows_count(); ++i) {
            add_audit(rows.row(i));
        }
        for (auto& [key, cell] : cells_) {
            source_.cells.emplace_back(key, cell);
        }
        return std::move(source_);
    }

private:
    void read_waves() {
        const auto rows = table(folder_, "waves");
        for (std::size_t i = 0; i < rows.rows_count(); ++i) {
            const auto row = rows.row(i);
            const std::string id(row.cell("wave"));
            source_.waves.push_back(
                {id, id, parse_date(row.cell("start")).value(), parse_date(row.cell("end")).value()}
            );
        }
    }

    void read_locations() {
        const auto rows = table(folder_, "locations");
        for (std::size_t i = 0; i < rows.rows_count(); ++i) {
            const auto row = rows.row(i);
            source_.locations.push_back(
                {std::string(row.cell("location_id")),
                 std::string(row.cell("name")),
                 std::string(row.cell("brand")),
                 row.cell("kind") == "own" ? report::LocationKind::own
                                           : report::LocationKind::competitor,
                 std::string(row.cell("region")),
                 std::string(row.cell("format"))}
            );
        }
    }

    void read_segments() {
        const auto rows = table(folder_, "segments");
        for (std::size_t i = 0; i < rows.rows_count(); ++i) {
            const auto row = rows.row(i);
            const auto share = parse_decimal(row.cell("population_share"));
            source_.segments.push_back(
                {std::string(row.cell("region")),
                 std::string(row.cell("format")),
                 to_double(share.value())}
            );
        }
    }

    void read_answers() {
        const auto rows = table(folder_, "answers");
        for (std::size_t i = 0; i < rows.rows_count(); ++i) {
            const auto row = rows.row(i);
            const std::string id(row.cell("question_id"));
            const auto* question = checklist::find_question(source_.checklist, id);
            sheets_[std::string(row.cell("audit_id"))].answers[{id, {}}] =
                answer_of(*question, row.cell("value"), row.cell("na") == "1");
        }
    }

    report::VisitFacts facts_of(const authoring::CsvRow& row) const {
        report::VisitFacts out;
        out.audit = row.cell("audit_id");
        out.visit_ref = row.cell("audit_id");
        out.wave = row.cell("wave");
        out.location = row.cell("location_id");
        out.channel = row.cell("channel");
        out.scenario = row.cell("scenario");
        out.shopper = row.cell("shopper_id");
        out.pair = row.cell("pair_id");
        out.start.utc_ms = parse_local_date_time(row.cell("start")).value();
        out.end = out.start;
        out.end.utc_ms += 1000 * std::stoll(std::string(row.cell("duration_s")));
        for (const auto& wave : source_.waves) {
            if (wave.id != out.wave) continue;
            out.wave_start = wave.start;
            out.wave_end = wave.end;
        }
        return out;
    }

    void add_audit(const authoring::CsvRow& row) {
        const auto facts = facts_of(row);
        auto& sheet = sheets_[facts.audit];
        const std::string wait_id = id_of(checklist::QuestionType::stopwatch);
        const std::string comment_id = id_of(checklist::QuestionType::text);
        if (!row.cell("wait_s").empty()) {
            const std::int64_t seconds = std::stoll(std::string(row.cell("wait_s")));
            sheet.answers[{wait_id, {}}] = {
                checklist::AnswerState::answered, checklist::Duration{seconds * 1000}, ""
            };
        }
        if (!row.cell("comment").empty()) {
            sheet.answers[{comment_id, {}}] = {
                checklist::AnswerState::answered, std::string(row.cell("comment")), ""
            };
        }
        const auto status = compiled_.evaluate(sheet, {facts.end});
        const auto score = audit::score(compiled_, sheet, status).value();
        const auto findings =
            audit::findings(compiled_, sheet, status, source_.provisions, local_date(facts.start));
        for (auto& [key, cell] :
             report::contribution(facts, score, findings, sheet, compiled_).value()) {
            cells_[key] += cell;
        }
        source_.audits.push_back(report::summarise(facts, score, sheet, compiled_).value());
        ++source_.counts.accepted;
        source_.counts.outside_wave += source_.audits.back().outside_wave ? 1 : 0;
        source_.counts.incomplete += source_.audits.back().provisional ? 1 : 0;
    }

    std::string id_of(checklist::QuestionType type) const {
        for (const auto& section : source_.checklist.sections) {
            for (const auto& question : section.questions) {
                if (question.type == type) return question.id;
            }
        }
        return "";
    }

    std::string folder_;
    checklist::Compiled compiled_;
    report::Source source_;
    std::map<std::string, checklist::AnswerSheet> sheets_;
    std::map<report::CellKey, report::Cell> cells_;
};

inline std::string source_path(const std::string& name) {
    const char* folder = std::getenv("MUSTER_SOURCE");
    if (folder == nullptr) throw std::runtime_error("MUSTER_SOURCE is not set; run by ctest");
    return std::string(folder) + "/" + name;
}

} // namespace muster::programme
