// Checklists for the tests of every spelling: any one that can be published, by RapidCheck.
#pragma once

#include "core/checklist/check.hpp"
#include "core/checklist/checklist.hpp"

#include <rapidcheck.h>

#include <set>
#include <string>
#include <vector>

namespace muster::checklist {

// Texts that YAML or a spreadsheet could take for something else.
inline std::string any_text() {
    const auto pieces = *rc::gen::nonEmpty(rc::gen::resize(
        6,
        rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
            "a",
            "word",
            " ",
            ": ",
            " #",
            "- ",
            "?",
            "'",
            "\"",
            "\\",
            "\n",
            "\t",
            "{",
            "}",
            "[",
            "]",
            ",",
            "&x",
            "*x",
            "!t",
            "|",
            ">",
            "%",
            "@",
            "`",
            "yes",
            "null",
            "~",
            "1.5",
            "0x1",
            "2026-11-22",
            "...",
            "---",
            ".",
            "$",
            "\xC3\xBC",
            "\xC2\x85",
            "\xE2\x80\xA8",
            "\xF0\x9F\x98\x80",
            "\xEF\xBB\xBF",
            ":"
        ))
    ));
    std::string out;
    for (const auto& piece : pieces) {
        const bool opens = out.ends_with('$') && piece.starts_with('{');
        out += opens ? "(" : piece; // ${ would name a question
    }
    return out;
}

inline LocalText any_local(bool may_be_missing) {
    if (may_be_missing && *rc::gen::arbitrary<bool>()) return {};
    LocalText out{{{"en", any_text()}}};
    if (*rc::gen::arbitrary<bool>()) out.translations.push_back({"cy", any_text()});
    return out;
}

inline std::string any_rule() {
    return *rc::gen::element<std::string>(
        "", "true()", "1 = 1", "'a: b' != \"c # d\"", "${first} = 'yes'", "not(${first}) and 2 > 1"
    );
}

inline Decimal any_decimal() {
    return normalised(
        {*rc::gen::inRange<std::int64_t>(0, 100'000), *rc::gen::inRange<std::uint8_t>(0, 5)}
    );
}

inline void add_scoring(Question& out) {
    out.weight = any_decimal();
    out.bonus = out.weight.unscaled > 0 && *rc::gen::arbitrary<bool>();
    out.dimension = static_cast<Dimension>(*rc::gen::inRange(0, 6));
    out.critical = static_cast<CriticalRule>(*rc::gen::inRange(0, 4));
    if (out.critical == CriticalRule::cap) {
        out.cap_percent = Decimal::integer(*rc::gen::inRange(0, 101));
    }
}

inline NamedValues any_pairs() {
    NamedValues out;
    for (const auto* name : {"a", "body::accept", "null", "label::Cymraeg (cy)"}) {
        if (*rc::gen::arbitrary<bool>()) out.push_back({name, any_text()});
    }
    return out;
}

inline std::vector<Media> any_media() {
    std::vector<Media> out;
    for (int kind = 1; kind <= static_cast<int>(MediaKind::video); ++kind) {
        if (*rc::gen::inRange(0, 4) != 0) continue;
        out.push_back({static_cast<MediaKind>(kind), any_local(false)});
    }
    return out;
}

inline void add_columns(Question& out) {
    out.guidance = any_local(true);
    out.media = any_media();
    out.read_only = any_rule();
    out.default_value = *rc::gen::element<std::string>("", "today()", "yes", "a: b", "~");
    if (out.choice_list.size() > 0 && *rc::gen::arbitrary<bool>()) {
        out.choice_filter = "kind = ${first}";
    }
    out.appearance = *rc::gen::element<std::string>("", "minimal", "w1 no-calendar");
    if (*rc::gen::arbitrary<bool>()) out.parameters = {{"end", "7"}, {"step", "0.5"}};
    out.journey_stage = *rc::gen::element<std::string>("", "At the till", "no");
    out.need = static_cast<Need>(*rc::gen::inRange(0, 3));
    if (is_number(out.type) && *rc::gen::arbitrary<bool>()) out.standard = any_decimal();
    out.segment = *rc::gen::element<std::string>("", "65+", "families");
    if (is_shown(out.type)) out.evidence = static_cast<EvidenceKind>(*rc::gen::inRange(0, 6));
    if (out.evidence != EvidenceKind::none) out.evidence_when = any_rule();
    out.further = any_pairs();
    const auto steps = complaint_steps();
    if (is_scorable(out.type) && *rc::gen::arbitrary<bool>()) {
        out.complaint_steps = {steps[*rc::gen::inRange<std::size_t>(0, steps.size())]};
    }
}

inline Question any_question(std::string id) {
    Question out;
    out.id = std::move(id);
    const auto last = static_cast<int>(question_type_last);
    out.type = static_cast<QuestionType>(*rc::gen::inRange(1, last + 1));
    out.label = any_local(false);
    out.hint = any_local(true);
    out.relevant = any_rule();
    if (out.type == QuestionType::calculate) out.calculation = "1 + 1";
    if (is_answered(out.type)) {
        out.required = any_rule();
        if (!out.required.empty()) out.required_message = any_local(true);
        out.constraint = any_rule();
        if (!out.constraint.empty()) out.constraint_message = any_local(true);
        out.not_applicable_allowed = *rc::gen::arbitrary<bool>();
        out.not_observed_allowed = *rc::gen::arbitrary<bool>();
        out.not_observed_counts = out.not_observed_allowed && *rc::gen::arbitrary<bool>();
    }
    if (out.type == QuestionType::likert) out.scale_points = *rc::gen::inRange(2u, 12u);
    if (has_choices(out.type)) out.choice_list = "list-1";
    if (is_scorable(out.type)) add_scoring(out);
    add_columns(out);
    if (out.type == QuestionType::likert)
        out.measure = *rc::gen::element(Measure::none, Measure::csat);
    if (out.type == QuestionType::stopwatch && *rc::gen::arbitrary<bool>()) {
        out.target_ms = *rc::gen::inRange<std::int64_t>(0, 10'000'000);
    }
    for (const auto& name : *rc::gen::resize(3, rc::gen::arbitrary<std::set<std::uint16_t>>())) {
        out.provisions.push_back(
            name % 2 == 0 ? "p-" + std::to_string(name) : std::to_string(name)
        );
    }
    return out;
}

// Leaves the last question where the one before it stands, or puts it into a group of its own there
// or further out.
inline void add_groups(Checklist& out) {
    auto& questions = out.sections[1].questions;
    Question& last = questions.back();
    if (questions.size() > 1) last.group = questions[questions.size() - 2].group;
    if (last.group != 0 && *rc::gen::arbitrary<bool>())
        last.group = out.groups[last.group - 1].parent;
    if (*rc::gen::arbitrary<bool>()) return;
    Group group;
    group.id = "g" + std::to_string(out.groups.size());
    group.label = any_local(true);
    group.hint = any_local(true);
    group.relevant = any_rule();
    group.read_only = any_rule();
    group.appearance = *rc::gen::element<std::string>("", "field-list");
    group.parent = last.group;
    out.groups.push_back(std::move(group));
    last.group = static_cast<std::uint32_t>(out.groups.size());
}

// Two rows, of which one asks for what was expected of the other.
inline void add_grid(Checklist& out) {
    Group grid;
    grid.id = "grid";
    grid.matrix = true;
    out.groups.push_back(std::move(grid));
    for (const auto* id : {"row-1", "row-2"}) {
        Question row;
        row.id = id;
        row.type = QuestionType::likert;
        row.scale_points = 7;
        row.label = any_local(false);
        row.group = static_cast<std::uint32_t>(out.groups.size());
        out.sections[1].questions.push_back(std::move(row));
    }
    out.sections[1].questions.back().expectation_of = "row-1";
}

inline Checklist any_checklist() {
    Checklist out;
    out.id = "any";
    out.version = *rc::gen::element<std::string>("1", "2026-11", "v2", "1.10", "yes", "~");
    out.languages = {"en", "cy"};
    out.title = any_local(false);
    ChoiceList list{"list-1", {}};
    for (const std::string_view name : {"a", "yes", "1", "\xC3\xBC", "a,b:c"}) {
        Choice choice{std::string(name), any_local(false), std::nullopt};
        if (name == "a") choice.points = Decimal::integer(3);
        if (name == "1") choice.columns = {{"kind", "yes"}, {"null", "~"}};
        if (name == "yes") choice.media = any_media();
        list.choices.push_back(std::move(choice));
    }
    out.choice_lists = {list};
    Question first;
    first.id = "first";
    first.type = QuestionType::yes_no;
    first.label = any_local(false);
    out.sections = {
        {"One", any_local(true), "", {first}}, {"null", any_local(true), any_rule(), {}}
    };
    out.settings = any_pairs();
    const int count = *rc::gen::inRange(0, 5);
    for (int i = 0; i < count; ++i) {
        out.sections[1].questions.push_back(any_question("q" + std::to_string(i)));
        add_groups(out);
    }
    if (*rc::gen::arbitrary<bool>()) add_grid(out);
    return out;
}

} // namespace muster::checklist
