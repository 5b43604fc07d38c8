#include "core/audit/score.hpp"
#include "tests/core/audit/sample.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <cmath>

using namespace muster;
using namespace muster::sample;
using audit::Score;
using audit::ScoreStatus;
using checklist::CriticalRule;
using checklist::Dimension;

namespace {

Rational ratio(std::int64_t numerator, std::int64_t denominator) {
    return Rational::of(numerator, denominator).value();
}

Question critical(Question question, CriticalRule rule, std::string_view cap = "") {
    question.critical = rule;
    if (!cap.empty()) question.cap_percent = decimal(cap);
    return question;
}

Score score_of(std::vector<Question> questions, const AnswerSheet& sheet) {
    return sample::score_of(compiled(checklist_of(std::move(questions))), sheet);
}

} // namespace

TEST_CASE("A not-applicable answer leaves numerator and denominator", "[scoring]") {
    const auto score = score_of(
        {yes_no("a"), yes_no("b", "5"), yes_no("c", "2")},
        sheet_of({{"a", yes()}, {"b", not_applicable()}, {"c", no()}})
    );
    CHECK(score.status == ScoreStatus::ok);
    CHECK(score.raw.earned == Rational(1));
    CHECK(score.raw.possible == Rational(3));
    CHECK(score.raw.share == ratio(1, 3));
    CHECK(score.raw.not_applicable == 1);
    CHECK(score.raw.scored == 2);
}

TEST_CASE("The lowest answer of a scale earns nothing and the highest everything", "[scoring]") {
    for (const std::int64_t v : {1, 2, 5}) {
        const auto score = score_of({likert("a", 5)}, sheet_of({{"a", number(v)}}));
        CHECK(score.raw.share == ratio(v - 1, 4));
    }
}

TEST_CASE("An unanswered question makes the score provisional, not lower", "[scoring]") {
    const auto score = score_of({yes_no("a"), yes_no("b")}, sheet_of({{"a", yes()}}));
    CHECK(score.status == ScoreStatus::incomplete);
    CHECK(score.raw.share == Rational(1));
    CHECK(score.raw.unanswered == 1);
}

TEST_CASE("An unanswered question without weight leaves the score complete", "[scoring]") {
    const auto score = score_of({yes_no("a"), yes_no("b", "0")}, sheet_of({{"a", yes()}}));
    CHECK(score.status == ScoreStatus::ok);
    CHECK(score.raw.unanswered == 0);
}

TEST_CASE("Not observed counts against the score only if the question says so", "[scoring]") {
    auto counted = yes_no("b");
    counted.not_observed_allowed = true;
    counted.not_observed_counts = true;
    const auto sheet = sheet_of({{"a", yes()}, {"b", not_observed()}});
    const auto without = score_of({yes_no("a"), yes_no("b")}, sheet);
    const auto with = score_of({yes_no("a"), counted}, sheet);
    CHECK(without.raw.share == Rational(1));
    CHECK(without.raw.scored == 1);
    CHECK(with.raw.share == ratio(1, 2));
    CHECK(with.raw.scored == 2);
    CHECK(with.raw.not_observed == 1);
    CHECK(with.questions[1].scored);
    CHECK_FALSE(with.questions[1].fraction);
    CHECK(with.status == ScoreStatus::ok);
}

TEST_CASE("A bonus question adds to the earned points only", "[scoring]") {
    auto bonus = yes_no("b", "0.5");
    bonus.bonus = true;
    const auto sheet = sheet_of({{"a", yes()}, {"b", yes()}});
    CHECK(score_of({yes_no("a"), bonus}, sheet).raw.share == ratio(3, 2));
    const auto missed = sheet_of({{"a", yes()}, {"b", no()}});
    CHECK(score_of({yes_no("a"), bonus}, missed).raw.share == Rational(1));
    // Bonus points alone have nothing to be a share of.
    CHECK(score_of({bonus}, sheet_of({{"b", yes()}})).status == ScoreStatus::no_data);
}

TEST_CASE(
    "A failed critical question zeroes, caps or flags, and the raw score stays", "[scoring]"
) {
    const auto sheet = sheet_of({{"a", yes()}, {"b", no()}});
    const auto final_share = [&](CriticalRule rule, std::string_view cap = "") {
        const auto score = score_of({yes_no("a", "3"), critical(yes_no("b"), rule, cap)}, sheet);
        CHECK(score.raw.share == ratio(3, 4));
        CHECK(score.critical_failures == 1);
        CHECK(score.questions[1].critical_failed);
        return score.final_share;
    };
    CHECK(final_share(CriticalRule::flag) == ratio(3, 4));
    CHECK(final_share(CriticalRule::zero) == Rational(0));
    CHECK(final_share(CriticalRule::cap, "62.5") == ratio(5, 8));
    CHECK(final_share(CriticalRule::cap, "80") == ratio(3, 4)); // a cap never lifts
}

TEST_CASE("The strictest of several critical rules decides", "[scoring]") {
    const auto sheet = sheet_of({{"a", yes()}, {"b", no()}, {"c", no()}, {"d", no()}});
    const std::vector<Question> capped = {
        yes_no("a", "9"),
        critical(yes_no("b"), CriticalRule::cap, "60"),
        critical(yes_no("c"), CriticalRule::cap, "40")
    };
    CHECK(score_of(capped, sheet).final_share == ratio(2, 5));
    auto zeroed = capped;
    zeroed.push_back(critical(yes_no("d"), CriticalRule::zero));
    const auto score = score_of(zeroed, sheet);
    CHECK(score.final_share == Rational(0));
    CHECK(score.critical_failures == 3);
}

TEST_CASE("Only an answer can fail a critical question", "[scoring]") {
    auto counted = critical(yes_no("b"), CriticalRule::zero);
    counted.not_observed_allowed = true;
    counted.not_observed_counts = true;
    for (const auto& answer : {not_applicable(), not_observed(), Answer{}}) {
        const auto score =
            score_of({yes_no("a"), counted}, sheet_of({{"a", yes()}, {"b", answer}}));
        CHECK(score.critical_failures == 0);
        CHECK(score.final_share == score.raw.share);
    }
}

TEST_CASE("A question that is not relevant is out of every count", "[scoring]") {
    auto dependent = yes_no("b", "4");
    dependent.relevant = "${a} = 'no'";
    dependent.critical = CriticalRule::zero;
    const auto score = score_of({yes_no("a"), dependent}, sheet_of({{"a", yes()}, {"b", no()}}));
    CHECK(score.status == ScoreStatus::ok);
    CHECK(score.raw.share == Rational(1));
    CHECK(score.raw.scored == 1);
    CHECK(score.critical_failures == 0);
    CHECK_FALSE(score.questions[1].relevant);
    CHECK_FALSE(score.questions[1].fraction);
}

TEST_CASE("A question without weight shows its fraction and counts nowhere", "[scoring]") {
    const auto score = score_of(
        {yes_no("a"), likert("csat", 5, "0"), of_type(QuestionType::nps, "nps")},
        sheet_of({{"a", yes()}, {"csat", number(4)}, {"nps", number(7)}})
    );
    CHECK(score.raw.scored == 1);
    CHECK(score.questions[1].fraction == ratio(3, 4));
    CHECK(score.questions[2].fraction == ratio(7, 10));
    CHECK_FALSE(score.questions[2].scored);
}

TEST_CASE("Sections and dimensions use the formula of the whole", "[scoring]") {
    auto a = yes_no("a", "2");
    a.dimension = Dimension::empathy;
    auto b = likert("b", 5);
    b.dimension = Dimension::empathy;
    auto c = yes_no("c");
    c.dimension = Dimension::tangibles;
    auto checklist = checklist_of({a, b});
    checklist.sections.push_back({"S2", {{{"en", "Two"}}}, "", {c}});
    checklist.sections.push_back(
        {"S3", {{{"en", "Three"}}}, "", {of_type(QuestionType::text, "remark")}}
    );
    const auto score = sample::score_of(
        compiled(std::move(checklist)),
        sheet_of({{"a", yes()}, {"b", number(2)}, {"c", not_applicable()}})
    );
    CHECK(score.sections.at("S1").share == ratio(3, 4)); // (2 + 1/4) / 3
    CHECK_FALSE(score.sections.at("S2").share);
    CHECK(score.sections.count("S3") == 0); // nothing to score there
    CHECK(score.dimensions.at(Dimension::empathy).share == ratio(3, 4));
    CHECK_FALSE(score.dimensions.at(Dimension::tangibles).share);
    CHECK(score.dimensions.count(Dimension::none) == 0);
    CHECK(score.section_dimensions.at({"S1", Dimension::empathy}).share == ratio(3, 4));
}

TEST_CASE("Choices earn their points of the best that can be had", "[scoring]") {
    const auto lists = std::vector{
        list_of("how", {{"bad", "0"}, {"fair", "2.5"}, {"good", "10"}, {"unknown", ""}}),
        list_of("parts", {{"action", "1"}, {"owner", "1"}, {"time", "2"}, {"none", ""}})
    };
    const auto made = compiled(checklist_of(
        {choice(QuestionType::one_choice, "one", "how"),
         choice(QuestionType::many_choices, "many", "parts")},
        lists
    ));
    const auto score = sample::score_of(
        made, sheet_of({{"one", chosen({"fair"})}, {"many", chosen({"action", "time"})}})
    );
    CHECK(score.questions[0].fraction == ratio(1, 4));
    CHECK(score.questions[1].fraction == ratio(3, 4));
    CHECK(score.raw.share == ratio(1, 2));

    // A choice without points is out of the score, like N/A; among many it adds nothing.
    const auto open = sample::score_of(
        made, sheet_of({{"one", chosen({"unknown"})}, {"many", chosen({"none"})}})
    );
    CHECK_FALSE(open.questions[0].fraction);
    CHECK(open.raw.not_applicable == 1);
    CHECK(open.questions[1].fraction == Rational(0));
}

TEST_CASE("A stopwatch shows whether its target was attained, and is not scored", "[scoring]") {
    auto wait = of_type(QuestionType::stopwatch, "wait");
    wait.target_ms = 120'000;
    for (const auto& [ms, share] :
         {std::pair{0, 1}, std::pair{120'000, 1}, std::pair{120'001, 0}}) {
        const auto sheet = sheet_of({{"wait", answered(checklist::Duration{ms})}});
        const auto score = score_of({wait}, sheet);
        CHECK(score.questions[0].fraction == Rational(share));
        CHECK(score.status == ScoreStatus::no_data);
    }
    wait.target_ms.reset();
    const auto sheet = sheet_of({{"wait", answered(checklist::Duration{1})}});
    CHECK_FALSE(score_of({wait}, sheet).questions[0].fraction);
}

TEST_CASE("An answer outside its question's domain is named and gives no share", "[scoring]") {
    auto elsewhere = yes_no("b");
    auto checklist = checklist_of({likert("a", 5)});
    checklist.sections.push_back({"S2", {{{"en", "Two"}}}, "", {elsewhere}});
    const auto score = sample::score_of(
        compiled(std::move(checklist)), sheet_of({{"a", number(6)}, {"b", yes()}})
    );
    CHECK(score.status == ScoreStatus::invalid_input);
    CHECK(score.problem.find("question a") != std::string::npos);
    CHECK_FALSE(score.raw.share);
    CHECK_FALSE(score.final_share);
    CHECK_FALSE(score.sections.at("S1").share);
    CHECK(score.sections.at("S2").share == Rational(1)); // untouched by it
}

TEST_CASE("A checklist that cannot be scored is refused, naming the question", "[scoring]") {
    const auto refused = [](Checklist checklist) {
        const auto status = audit::check_scoring(checklist);
        REQUIRE_FALSE(status);
        CHECK(status.error().code == Code::invalid_input);
        CHECK(status.error().context == "question bad");
        return status.error().message;
    };
    CHECK(refused(checklist_of({yes_no("bad", "-1")})).find("negative") != std::string::npos);
    refused(checklist_of({of_type(QuestionType::text, "bad", "1")}));
    refused(checklist_of({critical(of_type(QuestionType::text, "bad"), CriticalRule::flag)}));
    refused(checklist_of({critical(yes_no("bad"), CriticalRule::cap)}));
    refused(checklist_of({critical(yes_no("bad"), CriticalRule::cap, "100.5")}));
    refused(checklist_of({of_type(QuestionType::stopwatch, "bad", "1")}));
    const auto one = choice(QuestionType::one_choice, "bad", "l");
    refused(checklist_of({one}, {list_of("l", {{"x", "-1"}, {"y", "1"}})}));
    refused(checklist_of({one}, {list_of("l", {{"x", "0"}})}));
    refused(checklist_of({one}, {list_of("l", {{"x", "0.000000000000001"}, {"y", "999999999"}})}));
    // A list whose points together, or over every instance of a repeat, pass 64 bits.
    refused(checklist_of({one}, {list_of("l", {{"x", "1"}, {"y", "999999999999999"}})}));
    std::vector<std::pair<std::string, std::string>> many;
    for (int i = 0; i < 20'000; ++i)
        many.emplace_back("c" + std::to_string(i), i == 0 ? "1" : "999999999999999");
    refused(checklist_of(
        {choice(QuestionType::many_choices, "bad", "l")}, {list_of("l", std::move(many))}
    ));
    // Sums beyond 64 bits: found at publish, by weights alone, whatever will be answered.
    refused(checklist_of({yes_no("a", "0.00000000001"), yes_no("bad", "99999999999")}));
    CHECK(audit::check_scoring(checklist_of({yes_no("a", "0.125"), likert("b", 11, "999.999")})));
}

TEST_CASE("Evaluation of another checklist is refused", "[scoring]") {
    const auto made = compiled(checklist_of({yes_no("a")}));
    CHECK(audit::score(made, {}, {}).error().code == Code::internal);
}

TEST_CASE("Scores of long checklists with mixed scales and weights are exact", "[scoring]") {
    CHECK(rc::check([] {
        const auto scales = *rc::gen::container<std::vector<std::uint32_t>>(
            500, rc::gen::inRange<std::uint32_t>(2, 12)
        );
        const auto weights = *rc::gen::container<std::vector<std::int64_t>>(
            500, rc::gen::inRange<std::int64_t>(0, 100'000)
        );
        std::vector<Question> questions;
        AnswerSheet sheet;
        double earned = 0;
        double possible = 0;
        for (std::size_t i = 0; i < scales.size(); ++i) {
            const auto id = "q" + std::to_string(i);
            auto& question = questions.emplace_back(likert(id, scales[i]));
            question.weight = {weights[i], 3};
            const auto v = *rc::gen::inRange<std::int64_t>(0, scales[i] + 2);
            if (v == 0) continue;
            sheet.answers[{id, {}}] = v > scales[i] ? not_applicable() : number(v);
            if (v > scales[i]) continue;
            const auto weight = static_cast<double>(weights[i]) / 1'000;
            earned += weight * static_cast<double>(v - 1) / (scales[i] - 1);
            possible += weight;
        }
        const auto score = score_of(std::move(questions), sheet);
        RC_ASSERT(score.raw.share.has_value() == (possible > 0));
        if (!score.raw.share) return;
        RC_ASSERT(std::abs(score.raw.share->to_double() - earned / possible) < 1e-12);
        RC_ASSERT(divide(score.raw.earned, score.raw.possible).value() == *score.raw.share);
    }));
}
