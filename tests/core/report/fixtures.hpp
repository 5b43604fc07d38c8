// Small sources for tests of the report: one question of each kind that matters, and audits that
// name only what a test is about. Everything passes the real score, findings and contribution.
#pragma once

#include "tests/core/report/programme.hpp"

namespace muster::fixtures {

struct Visit {
    std::string location = "L1";
    std::string wave = "1";
    std::string shopper = "S1";
    int rel = 4;               // answer to a likert question of five points
    int res = 4;               // the same, responsiveness
    std::string legal = "yes"; // yes, no or na
    int nps = 9;
    std::optional<int> wait = {};
    std::string comment = {};
    std::string pair = {};
};

inline checklist::Question
scored(std::string id, checklist::QuestionType type, checklist::Dimension dimension, int weight) {
    checklist::Question out;
    out.id = std::move(id);
    out.type = type;
    if (type == checklist::QuestionType::likert) out.scale_points = 5;
    out.label = programme::english("Text of " + out.id);
    out.dimension = dimension;
    out.weight = Decimal::integer(weight);
    out.not_applicable_allowed = true;
    return out;
}

inline checklist::Checklist checklist_of() {
    using checklist::Dimension;
    using checklist::QuestionType;
    checklist::Checklist out;
    out.id = "small";
    out.version = "1";
    out.title = programme::english("Small checklist");
    out.languages = {"en"};
    auto legal = scored("LEG", QuestionType::yes_no, Dimension::none, 2);
    legal.provisions = {"act-s1"};
    legal.critical = checklist::CriticalRule::flag;
    auto nps = scored("NPS", QuestionType::nps, Dimension::none, 0);
    nps.measure = checklist::Measure::nps;
    checklist::Question wait = scored("WAIT", QuestionType::stopwatch, Dimension::none, 0);
    wait.measure = checklist::Measure::wait;
    wait.target_ms = 120'000;
    out.sections = {
        {"Service",
         programme::english("Service"),
         "",
         {scored("REL", QuestionType::likert, Dimension::reliability, 1),
          scored("RES", QuestionType::likert, Dimension::responsiveness, 1)}},
        {"Legal", programme::english("Legal"), "", {legal}},
        {"Outcome",
         programme::english("Outcome"),
         "",
         {nps, wait, scored("COMMENT", QuestionType::text, Dimension::none, 0)}}
    };
    return out;
}

inline checklist::AnswerSheet sheet_of(const Visit& visit) {
    checklist::AnswerSheet out;
    const auto put = [&](const char* id, checklist::Value value) {
        out.answers[{id, {}}] = {checklist::AnswerState::answered, std::move(value), ""};
    };
    put("REL", Decimal::integer(visit.rel));
    put("RES", Decimal::integer(visit.res));
    if (visit.legal == "na") {
        out.answers[{"LEG", {}}] = {checklist::AnswerState::not_applicable, {}, ""};
    } else {
        put("LEG", checklist::Choices{{visit.legal}});
    }
    put("NPS", Decimal::integer(visit.nps));
    if (visit.wait) put("WAIT", checklist::Duration{*visit.wait * 1000});
    if (!visit.comment.empty()) put("COMMENT", visit.comment);
    return out;
}

// Locations are those that the visits name, "L…" own and "C…" competitors; waves likewise.
inline report::Source source_of(
    const std::vector<Visit>& visits, const std::string& decoration = "", int locations_min = 1
) {
    const auto compiled = checklist::compile(checklist_of()).value();
    report::Source out;
    out.programme = {"small", "Small programme" + decoration, "", "", ""};
    out.checklist = compiled.checklist();
    audit::Provision provision;
    provision.id = "act-s1";
    provision.act = "Example Act" + decoration;
    provision.citation = "s. 1";
    provision.short_title = "A duty" + decoration;
    provision.severity = audit::Severity::critical;
    provision.in_force_from = Date{2014, 1, 1};
    out.provisions.provisions = {provision};
    out.digest = "00ff";
    out.generated_at = "22 November 2026";
    std::map<std::string, bool> known;
    const auto add_location = [&](const std::string& id) {
        if (!known.emplace("l" + id, true).second) return;
        const bool own = id[0] != 'C';
        out.locations.push_back(
            {id,
             "Branch " + id + decoration,
             own ? "Own" + decoration : "Rival",
             own ? report::LocationKind::own : report::LocationKind::competitor,
             (id.back() % 2 == 0 ? "East" : "West") + decoration,
             "high street"}
        );
    };
    for (int i = 1; i < locations_min; ++i) {
        add_location("L" + std::to_string(i));
    }
    std::map<report::CellKey, report::Cell> cells;
    std::size_t place = 0;
    for (const auto& visit : visits) {
        add_location(visit.location);
        if (known.emplace("w" + visit.wave, true).second) {
            out.waves.push_back(
                {visit.wave, "wave " + visit.wave, Date{2026, 1, 1}, Date{2026, 12, 31}}
            );
        }
        report::VisitFacts facts;
        facts.visit_ref = "V" + std::to_string(1000 + place) + decoration;
        facts.audit = facts.visit_ref;
        facts.wave = visit.wave;
        facts.location = visit.location;
        facts.channel = "store";
        facts.shopper = visit.shopper + decoration;
        facts.pair = visit.pair;
        // Noon, one day apart: no visit overlaps another.
        facts.start.utc_ms =
            (20'000 + static_cast<std::int64_t>(place++) % 300) * 86'400'000 + 43'200'000;
        facts.end = facts.start;
        facts.end.utc_ms += 600'000;
        const auto sheet = sheet_of(visit);
        const auto status = compiled.evaluate(sheet, {facts.end});
        const auto score = audit::score(compiled, sheet, status).value();
        const auto findings =
            audit::findings(compiled, sheet, status, out.provisions, local_date(facts.start));
        for (auto& [key, cell] :
             report::contribution(facts, score, findings, sheet, compiled).value()) {
            cells[key] += cell;
        }
        out.audits.push_back(report::summarise(facts, score, sheet, compiled).value());
        ++out.counts.accepted;
    }
    if (out.waves.empty())
        out.waves.push_back({"1", "wave 1", Date{2026, 1, 1}, Date{2026, 12, 31}});
    if (out.locations.empty()) add_location("L1");
    for (auto& [key, cell] : cells) {
        out.cells.emplace_back(key, cell);
    }
    return out;
}

} // namespace muster::fixtures
