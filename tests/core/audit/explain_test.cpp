#include "core/audit/explain.hpp"
#include "tests/core/audit/sample.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster;
using namespace muster::sample;
using audit::explain;
using audit::Explanation;
using audit::smallest_improvement;
using checklist::CriticalRule;

namespace {

const DocumentHash document = [] {
    DocumentHash hash;
    hash.value.data.fill(7);
    return hash;
}();

struct Told {
    checklist::Compiled list;
    AnswerSheet sheet;
    audit::Score score;

    Told(std::vector<Question> questions, AnswerSheet answers)
        : list(compiled(checklist_of(std::move(questions))))
        , sheet(std::move(answers))
        , score(sample::score_of(list, sheet)) {}

    [[nodiscard]] Explanation tree() const { return *explain(list, sheet, score, document); }
};

const Explanation& part(const Explanation& tree, std::string_view what) {
    const auto found = std::ranges::find(tree.terms, what, &Explanation::what);
    REQUIRE(found != tree.terms.end());
    return *found;
}

// Adds a part up again from its terms alone.
Rational sum_of(const Explanation& explanation) {
    Rational out;
    for (const auto& term : explanation.terms) {
        if (term.value) out = *add(out, *term.value);
    }
    return out;
}

Question critical(Question question, CriticalRule rule, std::string_view cap = "") {
    question.critical = rule;
    if (!cap.empty()) question.cap_percent = decimal(cap);
    return question;
}

} // namespace

TEST_CASE("An explanation names every term, weight and exclusion", "[explain]") {
    const Told told(
        {yes_no("a", "3"), yes_no("b"), yes_no("c", "2")},
        sheet_of({{"a", yes()}, {"b", not_applicable()}, {"c", no()}})
    );
    CHECK(text_of(told.tree())
              .starts_with(
                  "final score = 3/5  (the raw score)\n"
                  "  checklist  (" +
                  document.hex() +
                  ")\n"
                  "  raw score = 3/5  (earned 3 ÷ weights 5)\n"
                  "    question a = 3  (weight 3 × 1)\n"
                  "    question b  (left out: not applicable)\n"
                  "    question c = 0  (weight 2 × 0)\n"
              ));
}

TEST_CASE("A critical failure stands in the explanation with what it does", "[explain]") {
    const Told told(
        {critical(yes_no("a"), CriticalRule::cap, "40"), yes_no("b", "9")},
        sheet_of({{"a", no()}, {"b", yes()}})
    );
    const auto tree = told.tree();
    CHECK(tree.value->text() == "2/5");
    CHECK(tree.formula == "the raw score 9/10 after the critical rules");
    CHECK(
        part(tree, "question a").formula ==
        "critical and below its best: the final score is at most 40 %"
    );
}

TEST_CASE("An audit without answers explains that it has no score", "[explain]") {
    const Told told({yes_no("a")}, {});
    const auto tree = told.tree();
    CHECK_FALSE(tree.value);
    CHECK(tree.formula == "no score: no question with a weight was answered");
    CHECK(
        part(tree, "raw score").terms.front().formula ==
        "left out: no answer, so the score is provisional"
    );
}

TEST_CASE("Terms add up to every part of the score", "[explain]") {
    CHECK(rc::check([](const std::vector<std::pair<std::uint8_t, std::uint8_t>>& drawn) {
        std::vector<Question> questions;
        AnswerSheet sheet;
        for (std::size_t i = 0; i < drawn.size() && i < 30; ++i) {
            const auto id = "q" + std::to_string(i);
            questions.push_back(yes_no(id, std::to_string(drawn[i].first % 7)));
            if (drawn[i].second % 4 == 0) continue;
            sheet.answers[{id, {}}] = drawn[i].second % 4 == 1   ? yes()
                                      : drawn[i].second % 4 == 2 ? no()
                                                                 : not_applicable();
        }
        if (questions.empty()) questions.push_back(yes_no("only"));
        const Told told(questions, sheet);
        for (const auto& term : told.tree().terms) {
            if (term.value && !term.terms.empty()) {
                const auto& possible = term.what == "raw score"
                                           ? told.score.raw.possible
                                           : told.score.sections.begin()->second.possible;
                RC_ASSERT(*divide(sum_of(term), possible) == *term.value);
            }
        }
    }));
}

TEST_CASE("The smallest improvement takes the fewest answers", "[explain]") {
    const std::vector<Question> questions = {
        yes_no("a", "1"), yes_no("b", "5"), yes_no("c", "3"), yes_no("d", "1")
    };
    const auto sheet = sheet_of({{"a", no()}, {"b", no()}, {"c", no()}, {"d", yes()}});
    const Told told(questions, sheet);
    const auto mark = [](std::int64_t percent) { return *Rational::of(percent, 100); };
    CHECK(
        (*smallest_improvement(told.list, told.score, mark(60)))->question_ids ==
        std::vector<std::string>{"b"}
    );
    CHECK(
        (*smallest_improvement(told.list, told.score, mark(80)))->question_ids ==
        std::vector<std::string>{"b", "c"}
    );
    CHECK((*smallest_improvement(told.list, told.score, mark(10)))->question_ids.empty());
    CHECK_FALSE(*smallest_improvement(told.list, told.score, mark(101)));
}

TEST_CASE("A critical rule that holds the score down has to be mended first", "[explain]") {
    const Told told(
        {critical(yes_no("a", "1"), CriticalRule::zero), yes_no("b", "5"), yes_no("c", "4")},
        sheet_of({{"a", no()}, {"b", no()}, {"c", yes()}})
    );
    const auto improved = *smallest_improvement(told.list, told.score, *Rational::of(1, 2));
    REQUIRE(improved);
    CHECK(improved->question_ids == std::vector<std::string>{"a"});
    CHECK(improved->reached.text() == "1/2");
    const auto more = *smallest_improvement(told.list, told.score, *Rational::of(9, 10));
    CHECK(more->question_ids == std::vector<std::string>{"a", "b"});
}
