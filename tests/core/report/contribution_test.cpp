#include "core/report/contribution.hpp"
#include "tests/core/report/sample.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster;
using namespace muster::sample;

TEST_CASE(
    "An audit contributes to the whole, its parts, its questions and its provisions",
    "[contribution]"
) {
    auto legal = yes_no("legal", "2");
    legal.provisions = {"p-1"};
    legal.critical = checklist::CriticalRule::flag;
    auto service = likert("service", 5);
    service.dimension = checklist::Dimension::empathy;
    const auto made = compiled(checklist_of({service, legal, wait_question()}));
    audit::Provision provision;
    provision.id = "p-1";
    provision.in_force_from = Date{2020, 1, 1};
    const auto cells = contributed(
        made,
        sheet_of({{"service", number(4)}, {"legal", no()}, {"wait", waited(120'001)}}),
        {{provision}}
    );
    std::vector<std::string> subjects;
    for (const auto& [key, cell] : cells) {
        subjects.push_back(key.subject);
        CHECK(key.wave_id == "2");
        CHECK(key.location_id == "L07");
        CHECK(key.channel == "store");
        CHECK_FALSE(report::is_zero(cell));
    }
    CHECK(
        subjects ==
        std::vector<std::string>{
            "overall",
            "section:S1",
            "dimension:empathy",
            "question:service",
            "question:legal",
            "question:wait",
            "provision:p-1",
            "wait"
        }
    );
    const auto& overall = cell_of(cells, "overall");
    CHECK(overall.audits == 1);
    CHECK(overall.n == 1);
    CHECK(overall.scored == 2);
    CHECK(overall.critical_failed == 1);
    CHECK(overall.sum == report::ExactSum::of(Rational::of(1, 4).value())); // 0.75 / 3
    CHECK(overall.earned == report::ExactSum::of(Rational::of(3, 4).value()));
    CHECK(overall.possible == report::ExactSum::of(Rational(3)));
    const auto& service_cell = cell_of(cells, "question:service");
    CHECK(service_cell.options == std::vector<std::int64_t>{0, 0, 0, 1});
    CHECK(service_cell.option(3) == 1);
    CHECK(service_cell.option(4) == 0);
    CHECK(cell_of(cells, "question:legal").options == std::vector<std::int64_t>{1});
    CHECK(cell_of(cells, "question:legal").critical_failed == 1);
    CHECK(cell_of(cells, "provision:p-1").findings == std::array<std::int64_t, 5>{0, 0, 1, 0, 0});
    // 120.001 s misses a target of 120 s on the stopwatch and in the histogram alike.
    const auto& wait = cell_of(cells, "wait");
    CHECK(wait.waits == std::vector<std::pair<std::int64_t, std::int64_t>>{{121, 1}});
    CHECK(wait.n == 1);
    CHECK(wait.sum == report::ExactSum{});
}

TEST_CASE(
    "Each state of a question is counted, and an irrelevant one leaves no cell", "[contribution]"
) {
    auto hidden = yes_no("hidden");
    hidden.relevant = "${na} = 'yes'";
    auto counted = yes_no("counted", "2");
    counted.not_observed_allowed = true;
    counted.not_observed_counts = true;
    const auto made = compiled(checklist_of(
        {yes_no("na"),
         counted,
         yes_no("open"),
         hidden,
         of_type(QuestionType::text, "remark"),
         choice(QuestionType::one_choice, "how", "l"),
         choice(QuestionType::many_choices, "which", "l")},
        {list_of("l", {{"x", "0"}, {"y", "2"}, {"z", "4"}, {"none", ""}})}
    ));
    const auto cells = contributed(
        made,
        sheet_of(
            {{"na", not_applicable()},
             {"counted", not_observed()},
             {"hidden", yes()},
             {"remark", answered(std::string("fine"))},
             {"how", chosen({"none"})},
             {"which", chosen({"x", "z"})}}
        )
    );
    CHECK(cell_of(cells, "question:na").not_applicable == 1);
    CHECK(cell_of(cells, "question:counted").not_observed == 1);
    CHECK(cell_of(cells, "question:counted").scored == 1);
    CHECK(cell_of(cells, "question:counted").possible == report::ExactSum::of(Rational(2)));
    CHECK(cell_of(cells, "question:counted").n == 0);
    CHECK(cell_of(cells, "question:open").unanswered == 1);
    CHECK_FALSE(has_cell(cells, "question:hidden"));
    CHECK_FALSE(has_cell(cells, "question:remark"));
    CHECK(cell_of(cells, "question:how").answered == 1);
    CHECK(cell_of(cells, "question:how").n == 0); // a choice without points
    CHECK(cell_of(cells, "question:how").option(3) == 1);
    CHECK(cell_of(cells, "question:which").options == std::vector<std::int64_t>{1, 0, 1});
    CHECK(cell_of(cells, "overall").provisional == 1);
    CHECK_FALSE(has_cell(cells, "wait"));
}

TEST_CASE("An audit without a score is counted and has no share", "[contribution]") {
    const auto made = compiled(checklist_of({yes_no("a")}));
    const auto cells = contributed(made, sheet_of({{"a", not_applicable()}}));
    const auto& overall = cell_of(cells, "overall");
    CHECK(overall.audits == 1);
    CHECK(overall.answered == 0);
    CHECK(overall.n == 0);
    CHECK_FALSE(summarised(made, sheet_of({{"a", not_applicable()}})).raw_share);
}

TEST_CASE("A score above its maximum adds like any other", "[contribution]") {
    auto bonus = yes_no("bonus", "5");
    bonus.bonus = true;
    const auto made = compiled(checklist_of({yes_no("a", "2"), bonus}));
    const auto cells = contributed(made, sheet_of({{"a", yes()}, {"bonus", yes()}}));
    CHECK(cell_of(cells, "overall").sum.to_double() == 3.5);
    CHECK(cell_of(cells, "overall").sum_squares.to_double() == 12.25);
    CHECK(cell_of(cells, "question:bonus").possible == report::ExactSum{});
    CHECK(cell_of(cells, "question:bonus").earned == report::ExactSum::of(Rational(5)));
}

TEST_CASE("A negative wait and a score of another checklist are refused", "[contribution]") {
    const auto made = compiled(checklist_of({yes_no("a"), wait_question()}));
    const auto sheet = sheet_of({{"a", yes()}, {"wait", waited(-1)}});
    const auto judged = judge(made, sheet, {}, {2026, 3, 1});
    const auto cells = report::contribution(visit(), judged.score, {}, sheet, made);
    REQUIRE_FALSE(cells);
    CHECK(cells.error().context == "question wait");
    CHECK_FALSE(report::summarise(visit(), judged.score, sheet, made));
    const auto other = compiled(checklist_of({yes_no("b")}));
    CHECK(
        report::contribution(visit(), judged.score, {}, sheet, other).error().code == Code::internal
    );
}

TEST_CASE("The summary row holds what cells cannot give", "[contribution]") {
    auto empathy = likert("e", 5, "2");
    empathy.dimension = checklist::Dimension::empathy;
    auto failing = yes_no("c");
    failing.critical = checklist::CriticalRule::zero;
    auto checklist = checklist_of(
        {likert("b", 5), empathy, likert("f", 5), likert("g", 5), likert("h", 7), failing}
    );
    checklist.sections.push_back(
        {"S2",
         {{{"en", "Two"}}},
         "",
         {wait_question(),
          of_type(QuestionType::text, "remark"),
          of_type(QuestionType::text, "more")}}
    );
    const auto made = compiled(std::move(checklist));
    const auto sheet = sheet_of(
        {{"b", number(5)},
         {"e", number(5)},
         {"f", not_applicable()},
         {"g", number(4)},
         {"h", number(7)},
         {"c", no()},
         {"wait", waited(119'001)},
         {"remark", answered(std::string("Told one price, charged another."))},
         {"more", answered(std::string("Twice."))}}
    );
    auto facts = visit();
    const auto summary = summarised(made, sheet, facts);
    CHECK(summary.visit_ref == "A00001");
    CHECK(summary.duration_s == 947);
    CHECK(summary.wait_s == 120);
    CHECK(summary.raw_share == Rational::of(19, 24).value()); // (1 + 2 + 3/4 + 1 + 0) / 6
    CHECK(summary.final_share == Rational(0));
    CHECK(summary.critical_failures == 1);
    CHECK_FALSE(summary.provisional);
    CHECK(summary.comment == "Told one price, charged another.\n\nTwice.");
    REQUIRE(summary.sections.size() == 1);
    CHECK(summary.sections[0].name == "S1");
    REQUIRE(summary.dimensions.size() == 1);
    CHECK(summary.dimensions[0].name == "empathy");
    REQUIRE(summary.section_dimensions.size() == 1);
    CHECK(summary.section_dimensions[0].name == "S1/empathy");
    // The five-point answers are 5, 5, (N/A), 4: the run goes over the blank.
    const auto& line = summary.straight_line;
    CHECK(line.scale_points == 5);
    CHECK(line.count == 3);
    CHECK(line.distinct == 2);
    CHECK(line.longest_run == 2);
    CHECK(line.commonest == 2);
    CHECK(line.sum == 14);
    CHECK(line.sum_squares == 66);
}

TEST_CASE("An audit outside its wave is flagged by its local date", "[contribution]") {
    const auto made = compiled(checklist_of({yes_no("a")}));
    auto facts = visit();
    facts.start = {
        days_since_epoch({2026, 3, 1}) * 86'400'000 - 1'800'000, 60, TimeQuality::device
    };
    const auto flagged = [&](std::optional<Date> from, std::optional<Date> to) {
        facts.wave_start = from;
        facts.wave_end = to;
        return summarised(made, sheet_of({{"a", yes()}}), facts).outside_wave;
    };
    CHECK_FALSE(flagged({}, {})); // 2026-02-28 23:30 UTC is 1 March there
    CHECK_FALSE(flagged(Date{2026, 3, 1}, Date{2026, 3, 1}));
    CHECK(flagged(Date{2026, 3, 2}, {}));
    CHECK(flagged({}, Date{2026, 2, 28}));
}

TEST_CASE("A summary row survives its bytes, and a damaged one is refused", "[contribution]") {
    const auto made = compiled(checklist_of({likert("a", 5), yes_no("b"), wait_question()}));
    CHECK(rc::check([&] {
        AnswerSheet sheet;
        if (*rc::gen::arbitrary<bool>()) sheet.answers[{"a", {}}] = number(*rc::gen::inRange(1, 6));
        if (*rc::gen::arbitrary<bool>()) sheet.answers[{"b", {}}] = yes();
        if (*rc::gen::arbitrary<bool>()) {
            sheet.answers[{"wait", {}}] = waited(*rc::gen::inRange(0, 1'000'000));
        }
        auto facts = visit();
        facts.scenario = *rc::gen::arbitrary<std::string>();
        facts.start.utc_ms = *rc::gen::arbitrary<std::int32_t>();
        facts.start.offset_minutes = *rc::gen::inRange<std::int16_t>(-720, 841);
        auto summary = summarised(made, sheet, facts);
        summary.comment = *rc::gen::arbitrary<std::string>();
        const auto bytes = report::encode_summary(summary);
        const auto back = report::decode_summary(bytes);
        RC_ASSERT(back.has_value());
        RC_ASSERT(*back == summary);
        const auto cut = *rc::gen::inRange<std::size_t>(0, bytes.size());
        RC_ASSERT(!report::decode_summary(ByteView(bytes).first(cut)));
        auto changed = bytes;
        changed[cut] ^= *rc::gen::inRange<std::uint8_t>(1, 255);
        const auto other = report::decode_summary(changed);
        if (other) RC_ASSERT(report::encode_summary(*other) == changed);
    }));
}
