#include "core/audit/explain.hpp"
#include "core/audit/gap.hpp"
#include "tests/core/audit/sample.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster;
using namespace muster::sample;
using audit::DimensionPoints;
using audit::gap_score;
using audit::GapPair;
using audit::GapReference;
using audit::ScoreStatus;
using checklist::Dimension;

namespace {

GapPair pair_of(Dimension dimension, std::int64_t perception, std::int64_t expectation) {
    return {{}, dimension, GapReference::expectation, Rational(perception), Rational(expectation)};
}

constexpr Dimension all_dimensions[] = {
    Dimension::reliability,
    Dimension::assurance,
    Dimension::tangibles,
    Dimension::empathy,
    Dimension::responsiveness
};

} // namespace

TEST_CASE("A gap is perception minus expectation, below zero where service falls short", "[gap]") {
    const auto score = gap_score(
        std::vector{
            pair_of(Dimension::empathy, 3, 5),
            pair_of(Dimension::empathy, 4, 5),
            pair_of(Dimension::assurance, 5, 4)
        },
        {{Dimension::empathy, Rational(60)}, {Dimension::assurance, Rational(40)}}
    );
    REQUIRE(score);
    CHECK(score->pairs == 3);
    CHECK(score->dimensions.at(Dimension::empathy).text() == "-3/2");
    CHECK(score->unweighted->text() == "-1/4");
    CHECK(score->weighted->text() == "-1/2");
    CHECK(score->points_make_100);
}

TEST_CASE("Pairs are taken from answers, on the scale that was asked", "[gap]") {
    auto seen = likert("seen", 5, "1");
    seen.dimension = Dimension::empathy;
    seen.standard = decimal("4.5");
    auto wanted = likert("wanted", 5, "0");
    wanted.expectation_of = "seen";
    auto alone = likert("alone", 7, "1");
    alone.dimension = Dimension::assurance;
    alone.standard = decimal("6");
    const auto list = compiled(checklist_of({seen, wanted, alone}));
    const auto pairs = [&](std::vector<std::pair<std::string, Answer>> answers, GapReference kind) {
        return audit::gap_pairs(
            list.checklist(), score_of(list, sheet_of(std::move(answers))), kind
        );
    };
    const auto expected =
        pairs({{"seen", number(4)}, {"wanted", number(5)}}, GapReference::expectation);
    REQUIRE(expected.size() == 1);
    CHECK(expected[0].question_id == "seen");
    CHECK(expected[0].dimension == Dimension::empathy);
    CHECK(expected[0].perception == Rational(4));
    CHECK(expected[0].reference == Rational(5));
    CHECK(pairs({{"wanted", number(5)}}, GapReference::expectation).empty());
    CHECK(pairs({{"seen", number(4)}, {"wanted", not_applicable()}}, GapReference::expectation)
              .empty());
    const auto standard =
        pairs({{"seen", number(4)}, {"alone", number(7)}}, GapReference::standard);
    REQUIRE(standard.size() == 2);
    CHECK(gap_score(standard, {})->dimensions.at(Dimension::empathy).text() == "-1/2");
    CHECK(gap_score(standard, {})->dimensions.at(Dimension::assurance).text() == "1");
}

namespace {

// Two perceptions with their expectations, and the points that the customer shares over them.
std::vector<Question> survey() {
    std::vector<Question> out;
    for (const auto dimension : {Dimension::empathy, Dimension::assurance}) {
        const std::string name(checklist::name_of(dimension));
        auto wanted = likert(name + "_wanted", 5, "0");
        wanted.expectation_of = name;
        auto seen = likert(name, 5, "1");
        seen.dimension = dimension;
        auto points = of_type(checklist::QuestionType::integer, name + "_points");
        points.dimension = dimension;
        points.measure = checklist::Measure::importance;
        out.insert(out.end(), {wanted, seen, points});
    }
    return out;
}

std::string gaps_told(std::int64_t empathy_points, std::int64_t assurance_points) {
    const auto list = compiled(checklist_of(survey()));
    const auto sheet = sheet_of({
        {"empathy_wanted", number(5)},
        {"empathy", number(3)},
        {"empathy_points", number(empathy_points)},
        {"assurance_wanted", number(4)},
        {"assurance", number(5)},
        {"assurance_points", number(assurance_points)},
    });
    return text_of(*audit::explain(list, sheet, score_of(list, sheet), {}));
}

} // namespace

TEST_CASE("The points that a customer shares weigh the gaps of that customer", "[gap]") {
    using Catch::Contains;
    const auto told = gaps_told(75, 25);
    CHECK_THAT(told, Contains("gap to expectation = -1/2"));
    CHECK_THAT(told, Contains("weighted by importance = -5/4  (Σ points × gap ÷ Σ points)\n"));
    CHECK_THAT(told, Contains("dimension empathy = -150  (75 points × -2)"));
    CHECK_THAT(told, Contains("dimension assurance = 25  (25 points × 1)"));
    CHECK_THAT(
        gaps_told(30, 10), Contains("= -5/4  (Σ points × gap ÷ Σ points; the points do not")
    );
    const auto none = gaps_told(-1, 101);
    CHECK_THAT(none, Contains("gap to expectation = -1/2"));
    CHECK_THAT(none, Contains("weighted by importance  (The points of empathy are below zero.)"));
}

TEST_CASE("Points for a dimension without answers leave the others as they are", "[gap]") {
    const auto list = compiled(checklist_of(survey()));
    const auto sheet = sheet_of({
        {"empathy_wanted", number(5)},
        {"empathy", number(3)},
        {"empathy_points", number(10)},
        {"assurance_points", number(90)},
    });
    const auto told = text_of(*audit::explain(list, sheet, score_of(list, sheet), {}));
    CHECK_THAT(told, Catch::Contains("weighted by importance = -2  "));
    CHECK_THAT(told, Catch::Contains("dimension assurance  (90 points, left out"));
}

TEST_CASE("What somebody expects is held against no standard", "[gap]") {
    auto questions = survey();
    for (auto& each : questions) {
        if (each.type == checklist::QuestionType::likert) each.standard = decimal("4");
    }
    const auto list = compiled(checklist_of(questions));
    const auto sheet = sheet_of({{"empathy_wanted", number(5)}, {"empathy", number(3)}});
    const auto pairs =
        audit::gap_pairs(list.checklist(), score_of(list, sheet), GapReference::standard);
    REQUIRE(pairs.size() == 1);
    CHECK(pairs[0].question_id == "empathy");
}

TEST_CASE("Gaps to a standard never mix with gaps to expectations", "[gap]") {
    auto standard = pair_of(Dimension::empathy, 3, 5);
    standard.reference_kind = GapReference::standard;
    const auto mixed = gap_score(std::vector{pair_of(Dimension::empathy, 3, 5), standard}, {});
    REQUIRE_FALSE(mixed);
    CHECK_FALSE(mixed.error().hint.empty());
    CHECK(gap_score(std::vector{standard}, {})->reference_kind == GapReference::standard);
}

TEST_CASE("Without a pair there is no gap, and without points none is weighted", "[gap]") {
    CHECK(gap_score({}, {})->status == ScoreStatus::no_data);
    const auto none = gap_score(std::vector{pair_of(Dimension::none, 1, 5)}, {});
    CHECK(none->status == ScoreStatus::no_data);
    const auto elsewhere = gap_score(
        std::vector{pair_of(Dimension::empathy, 3, 5)}, {{Dimension::assurance, Rational(100)}}
    );
    CHECK(elsewhere->unweighted->text() == "-2");
    CHECK_FALSE(elsewhere->weighted);
    CHECK_FALSE(gap_score({}, {{Dimension::empathy, Rational(-1)}}));
}

TEST_CASE("The order of the answers does not change a gap", "[gap]") {
    CHECK(rc::check([](std::vector<std::pair<std::uint8_t, std::uint8_t>> answers) {
        std::vector<GapPair> pairs;
        for (const auto& [perception, expectation] : answers)
            pairs.push_back(pair_of(all_dimensions[perception % 5], perception, expectation));
        const auto forward = gap_score(pairs, {});
        std::ranges::reverse(pairs);
        const auto backward = gap_score(pairs, {});
        RC_ASSERT(forward->dimensions == backward->dimensions);
        RC_ASSERT(forward->unweighted == backward->unweighted);
    }));
}
