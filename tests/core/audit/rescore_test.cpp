#include "core/audit/rescore.hpp"
#include "tests/core/audit/sample.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster;
using namespace muster::sample;
using audit::rescore;

namespace {

audit::Rescore
rescored(std::vector<Question> given, std::vector<Question> other, const AnswerSheet& sheet) {
    const auto before = compiled(checklist_of(std::move(given)));
    const auto after = compiled(checklist_of(std::move(other)));
    return *rescore(before, after, sheet, {});
}

} // namespace

TEST_CASE("Answers scored under another version keep the score that was given", "[rescore]") {
    const auto out = rescored(
        {yes_no("a"), yes_no("b")},
        {yes_no("a", "3"), yes_no("b")},
        sheet_of({{"a", yes()}, {"b", no()}})
    );
    CHECK(out.given.final_share->text() == "1/2");
    CHECK(out.other.final_share->text() == "3/4");
    CHECK(out.left_out.empty());
}

TEST_CASE("Answers that the other version does not ask for are left out by name", "[rescore]") {
    const auto out = rescored(
        {yes_no("gone"), likert("scale", 5, "1"), yes_no("kept"), yes_no("blank")},
        {yes_no("kept"), yes_no("scale"), yes_no("new")},
        sheet_of({{"gone", no()}, {"scale", number(2)}, {"kept", yes()}})
    );
    CHECK(out.left_out == std::vector<std::string>{"gone", "scale"});
    CHECK(out.other.final_share->text() == "1");
    CHECK(out.other.status == audit::ScoreStatus::incomplete); // `scale` and `new` are open now
}

TEST_CASE("Under its own version an audit keeps its score", "[rescore]") {
    CHECK(rc::check([](const std::vector<std::uint8_t>& drawn) {
        std::vector<Question> questions = {yes_no("first")};
        AnswerSheet sheet;
        for (std::size_t i = 0; i < drawn.size() && i < 20; ++i) {
            const auto id = "q" + std::to_string(i);
            questions.push_back(yes_no(id, std::to_string(drawn[i] % 5)));
            if (drawn[i] % 3 != 0) sheet.answers[{id, {}}] = drawn[i] % 3 == 1 ? yes() : no();
        }
        const auto out = rescored(questions, questions, sheet);
        RC_ASSERT(out.given == out.other);
        RC_ASSERT(out.left_out.empty());
    }));
}
