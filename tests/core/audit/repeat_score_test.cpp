#include "core/audit/explain.hpp"
#include "core/audit/gap.hpp"
#include "tests/core/audit/sample.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster;
using namespace muster::sample;
using audit::ScoreStatus;

namespace {

// `once` outside, `served` in the repeat counter.
Checklist counters(Question served) {
    served.group = 1;
    Checklist out = checklist_of({yes_no("once", "2"), std::move(served)});
    checklist::Group repeat;
    repeat.id = "counter";
    repeat.label.translations.push_back({"en", "Counter"});
    repeat.repeat = true;
    out.groups = {repeat};
    return out;
}

// `once` is yes; one instance for each answer, without an answer where it is unanswered.
AnswerSheet sheet_with(const std::vector<Answer>& answers) {
    AnswerSheet out = sheet_of({{"once", yes()}});
    for (std::size_t i = 0; i < answers.size(); ++i) {
        out.answers[{"counter", {i + 1}}] =
            answered(WallTime{static_cast<std::int64_t>(i), 0, TimeQuality::device});
        if (answers[i].state != AnswerState::unanswered) {
            out.answers[{"served", {i + 1}}] = answers[i];
        }
    }
    return out;
}

audit::Score score_with(Question served, const std::vector<Answer>& answers) {
    return score_of(compiled(counters(std::move(served))), sheet_with(answers));
}

Rational share(std::int64_t numerator, std::int64_t denominator) {
    return *Rational::of(numerator, denominator);
}

} // namespace

TEST_CASE("A question of a repeat counts once, with the mean of its instances", "[scoring]") {
    const auto score = score_with(likert("served", 5), {number(5), number(2), number(2)});
    CHECK(score.status == ScoreStatus::ok);
    CHECK(score.questions[1].fraction == share(1, 2)); // (4 + 1 + 1) ÷ 12
    CHECK(score.raw.possible == Rational(3));
    CHECK(score.raw.share == share(5, 6)); // (2·1 + 1·1/2) ÷ 3
    CHECK(score.raw.scored == 2);
    REQUIRE(score.questions[1].instances.size() == 3);
    CHECK(score.questions[1].instances[1].fraction == share(1, 4));
}

TEST_CASE(
    "A critical question without weight that is not answered leaves the score open", "[scoring]"
) {
    auto grave = yes_no("grave", "0");
    grave.critical = checklist::CriticalRule::zero;
    const auto list = compiled(checklist_of({yes_no("a"), grave}));
    CHECK(score_of(list, sheet_of({{"a", yes()}})).status == ScoreStatus::incomplete);
    CHECK(score_of(list, sheet_of({{"a", yes()}, {"grave", yes()}})).status == ScoreStatus::ok);
}

TEST_CASE("A repeat without instances is out of everything", "[scoring]") {
    const auto score = score_with(likert("served", 5), {});
    CHECK(score.status == ScoreStatus::ok);
    CHECK_FALSE(score.questions[1].relevant);
    CHECK(score.raw.share == Rational(1));
    CHECK(score.raw.possible == Rational(2));
}

TEST_CASE("A blank in one instance makes the score provisional", "[scoring]") {
    const auto score = score_with(likert("served", 5), {number(3), Answer{}});
    CHECK(score.status == ScoreStatus::incomplete);
    CHECK(score.raw.unanswered == 1);
    CHECK(score.questions[1].fraction == share(1, 2));
    CHECK(score.raw.share == share(5, 6));
}

TEST_CASE(
    "A critical question fails if any instance fails, and counts as one failure", "[scoring]"
) {
    Question served = yes_no("served");
    served.critical = checklist::CriticalRule::zero;
    const auto score = score_with(served, {yes(), no(), no()});
    CHECK(score.critical_failures == 1);
    CHECK(score.final_share == Rational(0));
    CHECK(score.raw.share == share(7, 9)); // (2 + 1/3) ÷ 3
    CHECK(score_with(served, {yes(), yes()}).critical_failures == 0);
}

TEST_CASE("An instance that is not applicable leaves the mean", "[scoring]") {
    Question served = likert("served", 5);
    served.not_applicable_allowed = true;
    const auto score = score_with(served, {not_applicable(), number(2)});
    CHECK(score.questions[1].fraction == share(1, 4));
    CHECK(score.raw.not_applicable == 0);
    const auto none = score_with(served, {not_applicable(), not_applicable()});
    CHECK(none.raw.not_applicable == 1);
    CHECK(none.raw.possible == Rational(2));
}

TEST_CASE("The explanation of a repeated question shows its instances", "[scoring]") {
    const auto made = compiled(counters(likert("served", 5)));
    const auto sheet = sheet_with({number(5), number(3)});
    const auto told = audit::explain(made, sheet, score_of(made, sheet), DocumentHash());
    REQUIRE(told);
    const auto text = audit::text_of(*told);
    CHECK_THAT(text, Catch::Contains("weight 1 × 3/4, the mean of its instances"));
    CHECK_THAT(text, Catch::Contains("instance 2 = 1/2"));
}

TEST_CASE("Each instance is held against the standard by itself", "[scoring]") {
    Question served = likert("served", 5);
    served.standard = decimal("4");
    served.dimension = checklist::Dimension::empathy;
    served.not_observed_allowed = served.not_observed_counts = true;
    const auto made = compiled(counters(served));
    const auto pairs = audit::gap_pairs(
        made.checklist(),
        score_of(made, sheet_with({number(5), not_observed(), number(2)})),
        audit::GapReference::standard
    );
    REQUIRE(pairs.size() == 2);
    CHECK(pairs[0].perception == Rational(5));
    CHECK(pairs[1].perception == Rational(2));
}

TEST_CASE("The worst instance decides what was found of a provision", "[scoring]") {
    Question served = yes_no("served");
    served.provisions = {"act-s1"};
    const auto made = compiled(counters(served));
    audit::Provision provision;
    provision.id = "act-s1";
    provision.in_force_from = Date{2020, 1, 1};
    const auto found = [&](const std::vector<Answer>& answers) {
        const auto sheet = sheet_with(answers);
        return audit::findings(
            made, sheet, status_of(made, sheet), {{provision}}, Date{2026, 3, 1}
        );
    };
    const auto failed = found({yes(), no(), no()});
    REQUIRE(failed.size() == 1);
    CHECK(failed[0].state == audit::FindingState::not_met);
    CHECK(failed[0].question_ids == std::vector<std::string>{"served"});
    CHECK(found({yes(), yes()})[0].state == audit::FindingState::met);
    CHECK(found({yes(), Answer{}})[0].reason == "not all of its questions were answered");
    REQUIRE(found({}).size() == 1);
    CHECK(found({})[0].state == audit::FindingState::not_tested);
}

TEST_CASE("The mean over instances is exact, whatever their number", "[scoring]") {
    CHECK(rc::check([] {
        std::vector<Answer> answers;
        std::int64_t points = 0;
        const int count = *rc::gen::inRange(1, 40);
        for (int i = 0; i < count; ++i) {
            const int value = *rc::gen::inRange(1, 8);
            answers.push_back(number(value));
            points += value - 1;
        }
        const auto score = score_with(likert("served", 7, "1.5"), answers);
        const auto mean = *Rational::of(points, 6LL * count);
        RC_ASSERT(score.questions[1].fraction == mean);
        // (2 + 3/2 · mean) ÷ 7/2
        const auto expected =
            *divide(*add(Rational(2), *multiply(*Rational::of(3, 2), mean)), *Rational::of(7, 2));
        RC_ASSERT(score.raw.share == expected);
    }));
}
