// What only audits of service have: steps of handling a complaint, expectations, grids.
#include "core/checklist/compiled.hpp"
#include "tests/core/checklist/builders.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::checklist;

namespace {

using Step = ComplaintStep;

std::string refused_at(std::vector<Question> questions) {
    const auto compiled = compile(checklist_of(std::move(questions)));
    return compiled ? "accepted" : compiled.error().context;
}

std::string refused_at(const Checklist& checklist) {
    const auto compiled = compile(checklist);
    return compiled ? "accepted" : compiled.error().context;
}

Checklist grid_of(std::vector<Question> rows) {
    for (auto& row : rows)
        row.group = 1;
    Checklist out = checklist_of(std::move(rows));
    Group grid;
    grid.id = "grid";
    grid.matrix = true;
    out.groups = {grid};
    return out;
}

} // namespace

TEST_CASE("Every step of handling a complaint has a name and belongs to one model", "[complaint]") {
    std::size_t in_models = 0;
    for (const auto model :
         {ComplaintModel::four_a, ComplaintModel::ladder, ComplaintModel::iso_10002}) {
        for (const auto step : steps_of(model)) {
            CHECK(model_of(step) == model);
            CHECK(name_of(step).starts_with(std::string(name_of(model)) + "."));
            ++in_models;
        }
    }
    CHECK(in_models == complaint_steps().size() - 1); // the remedy is everybody's
    CHECK_FALSE(model_of(Step::remedy_on_time));
    for (const auto step : complaint_steps())
        CHECK(complaint_step_from(name_of(step)) == step);
    CHECK(steps_of(ComplaintModel::four_a).size() == 4);
    CHECK(steps_of(ComplaintModel::ladder).size() == 6);
}

TEST_CASE("One answer shows one step, or the apology that two models share", "[complaint]") {
    const auto with_steps = [](QuestionType type, std::vector<Step> steps) {
        Question one = question("q", type);
        one.complaint_steps = std::move(steps);
        return refused_at({one});
    };
    const std::string place = "question q: complaint_steps";
    CHECK(with_steps(QuestionType::yes_no, {Step::four_a_act}) == "accepted");
    CHECK(
        with_steps(QuestionType::yes_no, {Step::four_a_apologise, Step::ladder_apologise}) ==
        "accepted"
    );
    CHECK(with_steps(QuestionType::yes_no, {Step::four_a_act, Step::ladder_deliver}) == place);
    CHECK(with_steps(QuestionType::yes_no, {Step::four_a_act, Step::four_a_act}) == place);
    CHECK(
        with_steps(QuestionType::yes_no, {Step::ladder_apologise, Step::four_a_apologise}) == place
    );
    CHECK(with_steps(QuestionType::text, {Step::four_a_act}) == place);
}

TEST_CASE("An expectation is asked on the scale of what it is held against", "[expectation]") {
    const auto expected = [](auto change) {
        Question seen = question("seen", QuestionType::likert);
        Question wanted = question("wanted", QuestionType::likert);
        wanted.expectation_of = "seen";
        change(seen, wanted);
        return refused_at({seen, wanted});
    };
    CHECK(expected([](Question&, Question&) {}) == "accepted");
    CHECK(expected([](Question&, Question& wanted) {
              wanted.scale_points = 7;
          }) == "question wanted: expectation_of");
    CHECK(expected([](Question& seen, Question&) {
              seen.type = QuestionType::nps, seen.scale_points = 0;
          }) == "question wanted: expectation_of");
    CHECK(expected([](Question&, Question& wanted) {
              wanted.expectation_of = "wanted";
          }) == "question wanted: expectation_of");
    CHECK(expected([](Question&, Question& wanted) {
              wanted.expectation_of = "nobody";
          }) == "question wanted: expectation_of");
    CHECK(expected([](Question&, Question& wanted) {
              wanted.weight = {1, 0};
          }) == "question wanted: weight");
}

TEST_CASE("Points of importance are a number for one dimension, asked for once", "[importance]") {
    const auto asked = [](auto change) {
        std::vector<Question> points = {
            question("a", QuestionType::integer), question("b", QuestionType::range)
        };
        for (auto& each : points)
            each.measure = Measure::importance;
        points[0].dimension = Dimension::empathy;
        points[1].dimension = Dimension::assurance;
        change(points[0]);
        return refused_at(points);
    };
    CHECK(asked([](Question&) {}) == "accepted");
    CHECK(asked([](Question& a) { a.type = QuestionType::text; }) == "question a: measure");
    CHECK(asked([](Question& a) { a.type = QuestionType::nps; }) == "question a: measure");
    CHECK(asked([](Question& a) { a.dimension = Dimension::none; }) == "question a: measure");
    CHECK(asked([](Question& a) { a.dimension = Dimension::assurance; }) == "question a: measure");
}

TEST_CASE("The rows of a grid share one scale", "[matrix]") {
    const auto likert = [](std::string id, std::uint32_t points) {
        Question row = question(std::move(id), QuestionType::likert);
        row.scale_points = points;
        return row;
    };
    CHECK(refused_at(grid_of({likert("a", 5), likert("b", 5)})) == "accepted");
    CHECK(refused_at(grid_of({likert("a", 5), likert("b", 7)})) == "group grid: matrix");
    CHECK(
        refused_at(grid_of({likert("a", 5), question("b", QuestionType::yes_no)})) ==
        "group grid: matrix"
    );
    CHECK(refused_at(grid_of({question("a", QuestionType::text)})) == "group grid: matrix");
    Checklist nested = grid_of({likert("a", 5), likert("b", 5)});
    nested.groups.push_back({});
    nested.groups[1].id = "inner";
    nested.groups[1].parent = 1;
    nested.sections[0].questions[1].group = 2;
    CHECK(refused_at(nested) == "group grid: matrix");
}
