#include "core/audit/complaint.hpp"
#include "core/audit/explain.hpp"
#include "tests/core/audit/sample.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster;
using namespace muster::sample;
using audit::complaint_scores;
using audit::ComplaintScore;
using audit::StepState;
using checklist::ComplaintModel;
using checklist::ComplaintStep;

namespace {

Question step(std::string id, ComplaintStep shown) {
    Question out = yes_no(std::move(id));
    out.complaint_steps = {shown};
    return out;
}

std::vector<ComplaintScore>
scores_of(std::vector<Question> questions, std::vector<std::pair<std::string, Answer>> answers) {
    const auto list = compiled(checklist_of(std::move(questions)));
    return complaint_scores(list.checklist(), score_of(list, sheet_of(std::move(answers))));
}

std::vector<Question> four_a() {
    return {
        step("acknowledge", ComplaintStep::four_a_acknowledge),
        step("apologise", ComplaintStep::four_a_apologise),
        step("act", ComplaintStep::four_a_act),
        step("assure", ComplaintStep::four_a_assure)
    };
}

std::string text(const std::optional<Rational>& value) {
    return value ? value->text() : "none";
}

} // namespace

TEST_CASE(
    "Coverage counts the steps that were met, sequence those before the first miss", "[complaint]"
) {
    const auto scores = scores_of(
        four_a(), {{"acknowledge", yes()}, {"apologise", no()}, {"act", yes()}, {"assure", yes()}}
    );
    REQUIRE(scores.size() == 1);
    CHECK(scores[0].model == ComplaintModel::four_a);
    CHECK(text(scores[0].coverage) == "3/4");
    CHECK(text(scores[0].sequence) == "1/4");
    CHECK(text(scores[0].recovery) == "none"); // nobody asked about the remedy
    CHECK_FALSE(scores[0].is_provisional());
}

TEST_CASE("A step that could not be seen neither counts nor breaks the sequence", "[complaint]") {
    const auto scores = scores_of(
        four_a(),
        {{"acknowledge", yes()}, {"apologise", not_applicable()}, {"act", yes()}, {"assure", no()}}
    );
    CHECK(text(scores[0].coverage) == "2/3");
    CHECK(text(scores[0].sequence) == "2/3");
}

TEST_CASE(
    "A step without an answer makes the figures provisional and ends the sequence", "[complaint]"
) {
    const auto scores =
        scores_of(four_a(), {{"acknowledge", yes()}, {"act", yes()}, {"assure", yes()}});
    CHECK(scores[0].is_provisional());
    CHECK(text(scores[0].coverage) == "1");
    CHECK(text(scores[0].sequence) == "1/3");
}

TEST_CASE("A step of several parts is met when all of them are", "[complaint]") {
    const std::vector<Question> parts = {
        step("action", ComplaintStep::four_a_act),
        step("owner", ComplaintStep::four_a_act),
        step("time", ComplaintStep::four_a_act)
    };
    const auto state = [&](Answer time) {
        return scores_of(parts, {{"action", yes()}, {"owner", yes()}, {"time", std::move(time)}})[0]
            .steps[0];
    };
    CHECK(state(yes()).state == StepState::met);
    CHECK(state(no()).state == StepState::not_met);
    CHECK(state(not_applicable()).state == StepState::met);
    CHECK(state(yes()).question_ids == std::vector<std::string>{"action", "owner", "time"});
}

TEST_CASE("Recovery is the coverage where the remedy came on time", "[complaint]") {
    auto questions = four_a();
    questions.push_back(step("remedy", ComplaintStep::remedy_on_time));
    const auto recovery = [&](std::vector<std::pair<std::string, Answer>> more) {
        std::vector<std::pair<std::string, Answer>> answers = {
            {"acknowledge", yes()}, {"apologise", no()}, {"act", yes()}, {"assure", yes()}
        };
        answers.insert(answers.end(), more.begin(), more.end());
        return text(scores_of(questions, std::move(answers))[0].recovery);
    };
    CHECK(recovery({{"remedy", yes()}}) == "3/4");
    CHECK(recovery({{"remedy", no()}}) == "0");
    CHECK(recovery({{"remedy", not_applicable()}}) == "none");
    CHECK(recovery({}) == "none");
}

TEST_CASE(
    "LADDER's own step is its remedy, and models never lend each other answers", "[complaint]"
) {
    auto apology = step("sorry", ComplaintStep::four_a_apologise);
    apology.complaint_steps.push_back(ComplaintStep::ladder_apologise);
    const auto scores = scores_of(
        {step("acknowledge", ComplaintStep::four_a_acknowledge),
         apology,
         step("listen", ComplaintStep::ladder_listen),
         step("deliver", ComplaintStep::ladder_deliver)},
        {{"acknowledge", no()}, {"sorry", yes()}, {"listen", yes()}, {"deliver", yes()}}
    );
    REQUIRE(scores.size() == 2);
    CHECK(text(scores[0].coverage) == "1/2");
    CHECK(text(scores[0].sequence) == "0");
    CHECK_FALSE(scores[0].remedy);
    CHECK(scores[1].model == ComplaintModel::ladder);
    CHECK(text(scores[1].coverage) == "1");
    CHECK(text(scores[1].recovery) == "1");
}

TEST_CASE("Whatever is answered, a sequence is never above its coverage", "[complaint]") {
    CHECK(rc::check([](const std::vector<std::uint8_t>& drawn) {
        const std::vector<Answer> kinds = {yes(), no(), not_applicable(), {}};
        std::vector<Question> questions;
        AnswerSheet sheet;
        for (const auto shown : checklist::complaint_steps()) {
            const std::string id = "q" + std::to_string(questions.size());
            const auto kind = questions.size() < drawn.size() ? drawn[questions.size()] % 4u : 3u;
            questions.push_back(step(id, shown));
            if (kind != 3) sheet.answers[{id, {}}] = kinds[kind];
        }
        const auto list = compiled(checklist_of(questions));
        for (const auto& each : complaint_scores(list.checklist(), score_of(list, sheet))) {
            RC_ASSERT(each.met <= each.seen);
            RC_ASSERT(each.in_sequence <= each.met);
            RC_ASSERT(each.coverage.has_value() == (each.seen > 0));
            const auto most = each.coverage.value_or(Rational(0));
            if (each.recovery) RC_ASSERT(*each.recovery <= most);
        }
    }));
}

TEST_CASE(
    "A step that nobody observed is not seen, even where the score counts it", "[complaint]"
) {
    auto questions = four_a();
    for (auto& each : questions)
        each.not_observed_allowed = each.not_observed_counts = true;
    const auto scores =
        scores_of(questions, {{"acknowledge", not_observed()}, {"apologise", yes()}});
    CHECK(scores[0].steps[0].state == StepState::not_seen);
    CHECK(text(scores[0].coverage) == "1");
}

TEST_CASE("A remedy that did not come is no recovery, whatever else was seen", "[complaint]") {
    const auto scores = scores_of(
        {step("act", ComplaintStep::four_a_act), step("remedy", ComplaintStep::remedy_on_time)},
        {{"act", not_applicable()}, {"remedy", no()}}
    );
    CHECK(text(scores[0].coverage) == "none");
    CHECK(text(scores[0].recovery) == "0");
}

TEST_CASE("An explanation tells each step, the order and the recovery", "[complaint]") {
    const auto list = compiled(checklist_of(four_a()));
    const auto sheet = sheet_of({{"acknowledge", yes()}, {"act", no()}});
    const auto text = text_of(*audit::explain(list, sheet, score_of(list, sheet), {}));
    CHECK(
        text.find(
            "  complaint handling four_a = 1/2  (coverage: 1 met ÷ 2 seen, provisional: a step "
            "has no answer)\n"
            "    step four_a.acknowledge  (met: acknowledge)\n"
            "    step four_a.apologise  (open: apologise)\n"
            "    step four_a.act  (not met: act)\n"
            "    step four_a.assure  (open: assure)\n"
            "    in sequence = 1/2  (1 met before the first that was not ÷ 2 seen)\n"
            "    recovery  (no question asks whether the remedy came on time)\n"
        ) != std::string::npos
    );
}
