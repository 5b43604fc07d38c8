#include "core/checklist/evaluation.hpp"
#include "tests/core/checklist/builders.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>

using namespace muster;
using namespace muster::checklist;

namespace {

constexpr std::uint32_t question_count = 10;

std::string id_of(std::uint32_t number) {
    return "q" + std::to_string(number);
}

// Names earlier questions alone, so that there are no circles.
std::string any_rule(std::uint32_t before) {
    const auto name = [&] { return "${" + id_of(*rc::gen::inRange(0u, before)) + "}"; };
    switch (*rc::gen::inRange(0, before == 0 ? 3 : 7)) {
    case 0:
        return "";
    case 1:
        return "once(2) = 2";
    case 2:
        return "now() > '2026-11-22T14:02:10Z' or today() = '2026-11-23'";
    case 3:
        return name() + " > 1";
    case 4:
        return name() + " = " + name();
    case 5:
        return "regex('1', " + name() + ")";
    default:
        return name() + " + " + name() + " < 4";
    }
}

Question any_question(std::uint32_t number) {
    const auto type =
        *rc::gen::element(QuestionType::integer, QuestionType::one_choice, QuestionType::calculate);
    Question out = question(id_of(number), type);
    out.relevant = any_rule(number);
    if (type == QuestionType::calculate) {
        out.calculation = number == 0 ? "1" : "${" + id_of(*rc::gen::inRange(0u, number)) + "} + 1";
        if (*rc::gen::arbitrary<bool>()) out.calculation = "once(" + out.calculation + ")";
        return out;
    }
    // These may name any question.
    out.required = any_rule(question_count);
    out.constraint = any_rule(question_count);
    out.read_only = any_rule(question_count);
    out.evidence = EvidenceKind::photo;
    out.evidence_when = any_rule(question_count);
    if (*rc::gen::arbitrary<bool>()) out.default_value = "${q0} + 1";
    if (type == QuestionType::one_choice && *rc::gen::arbitrary<bool>()) {
        out.choice_filter = "name != ${" + id_of(*rc::gen::inRange(0u, question_count)) + "}";
    }
    if (type == QuestionType::integer && *rc::gen::arbitrary<bool>()) {
        out.calculation = number == 0 ? "2" : "${" + id_of(*rc::gen::inRange(0u, number)) + "} * 2";
        if (*rc::gen::arbitrary<bool>()) out.trigger = "${q0}";
    }
    return out;
}

// Two sections; questions 3 to 5 stand in a group, 5 in a group within.
Checklist any_checklist() {
    std::vector<Question> questions;
    for (std::uint32_t i = 0; i < question_count; ++i)
        questions.push_back(any_question(i));
    for (std::uint32_t i = 3; i < 6; ++i)
        questions[i].group = i == 5 ? 2 : 1;
    Checklist out = checklist_of({questions.begin(), questions.begin() + 6});
    Group outer;
    outer.id = "Outer";
    outer.relevant = any_rule(3);
    outer.read_only = any_rule(question_count);
    Group inner;
    inner.id = "Inner";
    inner.parent = 1;
    inner.relevant = any_rule(5);
    out.groups = {outer, inner};
    out.sections.push_back(
        {"More", english("More"), any_rule(6), {questions.begin() + 6, questions.end()}}
    );
    return out;
}

Answer any_answer() {
    switch (*rc::gen::inRange(0, 4)) {
    case 0:
        return {};
    case 1:
        return choice(*rc::gen::element<std::string>("red", "blue", "pink"));
    default:
        return number(*rc::gen::inRange(0, 4));
    }
}

} // namespace

TEST_CASE(
    "After any changes the statuses are those of an evaluation from nothing", "[evaluation]"
) {
    CHECK(rc::check([] {
        auto compiled = compile(any_checklist());
        RC_PRE(compiled.has_value());
        WallTime now = test_now;
        Evaluation evaluation(*compiled, {}, {now});
        RC_ASSERT((evaluation.status() == compiled->evaluate({}, {now})));
        const int changes = *rc::gen::inRange(1, 12);
        for (int i = 0; i < changes; ++i) {
            if (*rc::gen::inRange(0, 3) == 0) now.utc_ms += *rc::gen::inRange(0, 2'000);
            if (*rc::gen::inRange(0, 8) == 0) {
                now.offset_minutes = *rc::gen::element<std::int16_t>(0, 600, -300);
            }
            const auto before = evaluation.status();
            const std::string id = id_of(*rc::gen::inRange(0u, question_count));
            const auto changed = evaluation.change({id, {}}, any_answer(), {now});
            RC_ASSERT(changed.has_value());
            const auto& after = evaluation.status();
            RC_ASSERT((after == compiled->evaluate(evaluation.sheet(), {now})));
            for (std::uint32_t q = 0; q < question_count; ++q) {
                const bool named =
                    std::ranges::count(changed->fields, q, &Changes::Field::question) == 1;
                RC_ASSERT(named == (after[q] != before[q]));
            }
        }
    }));
}

TEST_CASE("A change of a question that is not there is refused", "[evaluation]") {
    auto compiled = compile(checklist_of({question("q", QuestionType::text)}));
    REQUIRE(compiled);
    Evaluation evaluation(*compiled, {}, {test_now});
    const auto changed = evaluation.change({"nobody", {}}, {}, {test_now});
    REQUIRE_FALSE(changed);
    CHECK(changed.error().code == Code::not_found);
}
