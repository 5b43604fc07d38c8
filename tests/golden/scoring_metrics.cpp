// audit_score and servqual are core/audit's: exact, and the same functions that score on a tablet.
#include "core/audit/gap.hpp"
#include "core/report/stable_order.hpp"
#include "tests/golden/metrics.hpp"

#include <algorithm>

namespace muster::golden {

namespace {

using namespace audit;
using checklist::Dimension;

std::string_view name_of(ScoreStatus status) {
    switch (status) {
    case ScoreStatus::ok:
        return "ok";
    case ScoreStatus::no_data:
        return "no_data";
    case ScoreStatus::incomplete:
        return "incomplete";
    case ScoreStatus::invalid_input:
        return "invalid_input";
    }
    return "invalid_input";
}

boost::json::value percent_of(const std::optional<Rational>& share) {
    if (!share) return nullptr;
    return 100 * share->to_double();
}

boost::json::value points_of(const std::optional<Rational>& points) {
    if (!points) return nullptr;
    return points->to_double();
}

checklist::LocalText words(const std::string& text) {
    checklist::LocalText out;
    out.translations.push_back({"en", text});
    return out;
}

// A case as a checklist and the answers to it. Each item is one choice of a list that holds the
// points given and the points to be had, so that any score out of any maximum can be said; ids are
// made up, since an item may be called anything.
struct Audited {
    checklist::Checklist checklist;
    checklist::AnswerSheet sheet;
    std::vector<std::string> sections; // as the case calls them, by place
    bool impossible = false;

    Audited() {
        checklist.id = "vectors";
        checklist.version = "1";
        checklist.title = words("Vectors");
        checklist.languages = {"en"};
        // A checklist without any question is refused; nobody answers this one.
        checklist::Question note;
        note.id = "note";
        note.type = checklist::QuestionType::note;
        note.label = words("Note");
        checklist.sections.push_back({"notes", words("Notes"), "", {note}});
    }

    void add(Case& given, const Row& row);

private:
    checklist::Section& section_of(const std::string& name) {
        const auto found = std::find(sections.begin(), sections.end(), name);
        const auto place = static_cast<std::size_t>(found - sections.begin());
        if (found == sections.end()) {
            sections.push_back(name);
            const std::string id = "s" + std::to_string(place);
            checklist.sections.push_back({id, words(name), "", {}});
        }
        return checklist.sections[place + 1]; // behind the note
    }
};

void Audited::add(Case& given, const Row& row) {
    const auto weight = parse_decimal(Case::text(row, "weight"));
    const auto most = parse_decimal(Case::text(row, "max"));
    const auto got = given.number(row, "score");
    const auto out_of = given.number(row, "max");
    const bool off_scale = got && out_of && (*got < 0 || *got > *out_of);
    if (!weight || !most || weight->unscaled < 0 || most->unscaled <= 0 || off_scale) {
        impossible = true;
        return;
    }
    checklist::Section& section = section_of(Case::text(row, "section"));
    checklist::Question question;
    question.id = "q" + std::to_string(checklist.choice_lists.size());
    question.type = checklist::QuestionType::one_choice;
    question.label = words(Case::text(row, "item"));
    question.weight = *weight;
    question.choice_list = "l" + std::to_string(checklist.choice_lists.size());
    question.dimension =
        checklist::dimension_from(Case::text(row, "dimension")).value_or(Dimension::none);
    if (given.number(row, "critical").value_or(0) > 0) {
        const auto cap = given.input("cap");
        const bool zero = Case::text(given.inputs(), "critical_policy") == "zero";
        question.critical = zero  ? checklist::CriticalRule::zero
                            : cap ? checklist::CriticalRule::cap
                                  : checklist::CriticalRule::flag;
        if (!zero && cap) question.cap_percent = *decimal_from(*cap);
    }
    checklist::ChoiceList list{question.choice_list, {}};
    list.choices.resize(2);
    list.choices[0].name = "full";
    list.choices[0].label = words("All that could be had");
    list.choices[0].points = *most;
    list.choices[1].name = "given";
    list.choices[1].label = words("What was given");
    list.choices[1].points = got ? *decimal_from(*got) : *most;
    checklist.choice_lists.push_back(std::move(list));
    checklist::Answer answer;
    if (given.number(row, "na").value_or(0) > 0) {
        answer.state = checklist::AnswerState::not_applicable;
    } else if (got) {
        answer = {checklist::AnswerState::answered, checklist::Choices{{"given"}}, ""};
    }
    sheet.answers[{question.id, {}}] = answer;
    section.questions.push_back(std::move(question));
}

Values parts_of(const Score& score, const std::vector<std::string>& sections) {
    Values by_section;
    for (std::size_t i = 0; i < sections.size(); ++i) {
        const auto found = score.sections.find("s" + std::to_string(i));
        by_section[sections[i]] =
            found == score.sections.end() ? nullptr : percent_of(found->second.share);
    }
    Values by_dimension;
    for (const auto& [dimension, part] : score.dimensions) {
        by_dimension[checklist::name_of(dimension)] = percent_of(part.share);
    }
    return {{"sections", by_section}, {"dimensions", by_dimension}};
}

Values audit_score(Case& given) {
    Audited audited;
    for (const auto& row : given.data()) {
        audited.add(given, row);
    }
    auto compiled = checklist::compile(std::move(audited.checklist));
    if (audited.impossible || !compiled) return {{"status", "invalid_input"}};
    // No rule of these checklists asks for the time.
    const auto status = compiled->evaluate(audited.sheet, {WallTime{0, 0, TimeQuality::device}});
    const auto score = audit::score(*compiled, audited.sheet, status);
    if (!score) return {{"status", "invalid_input"}};
    std::int64_t answered = 0;
    std::int64_t not_applicable = 0;
    std::int64_t missing = 0;
    for (const auto& question : score->questions) {
        if (question.question_id == "note") continue;
        answered += question.fraction ? 1 : 0;
        not_applicable += question.state == checklist::AnswerState::not_applicable ? 1 : 0;
        missing += question.state == checklist::AnswerState::unanswered ? 1 : 0;
    }
    Values out = parts_of(*score, audited.sections);
    out["status"] = name_of(score->status);
    out["raw"] = percent_of(score->raw.share);
    out["final"] = percent_of(score->final_share);
    out["critical_fail"] = score->critical_failures > 0 ? 1 : 0;
    out["answered"] = answered;
    out["na"] = not_applicable;
    out["missing"] = missing;
    return out;
}

constexpr std::array dimensions{
    Dimension::reliability,
    Dimension::assurance,
    Dimension::tangibles,
    Dimension::empathy,
    Dimension::responsiveness
};

std::optional<Rational> exact(const std::string& cell) {
    const auto decimal = parse_decimal(cell);
    if (!decimal) return std::nullopt;
    const auto rational = Rational::of(*decimal);
    return rational ? std::optional(*rational) : std::nullopt;
}

Values servqual(Case& given) {
    DimensionPoints points;
    for (const auto dimension : dimensions) {
        const auto name = "pts_" + std::string(checklist::name_of(dimension));
        if (const auto value = exact(Case::text(given.inputs(), name))) points[dimension] = *value;
    }
    std::vector<GapPair> pairs;
    for (const auto& row : given.data()) {
        const auto expected = exact(Case::text(row, "expect"));
        const auto perceived = exact(Case::text(row, "perceive"));
        const auto dimension = checklist::dimension_from(Case::text(row, "dimension"));
        if (!expected || !perceived || !dimension) continue;
        pairs.push_back(
            {Case::text(row, "item"), *dimension, GapReference::expectation, *perceived, *expected}
        );
    }
    const auto gap = gap_score(pairs, points);
    if (!gap) return {{"status", "invalid_input"}};
    Values by_dimension;
    for (const auto dimension : dimensions) {
        const auto found = gap->dimensions.find(dimension);
        by_dimension[checklist::name_of(dimension)] =
            found == gap->dimensions.end() ? nullptr : points_of(found->second);
    }
    return {
        {"status", name_of(gap->status)},
        {"pairs", gap->pairs},
        {"unweighted", points_of(gap->unweighted)},
        {"weighted", points_of(gap->weighted)},
        {"dims", by_dimension},
    };
}

} // namespace

Metrics scoring_metrics() {
    return {{"audit_score", audit_score}, {"servqual", servqual}};
}

} // namespace muster::golden
