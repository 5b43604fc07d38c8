#include "core/audit/provisions.hpp"
#include "tests/core/audit/sample.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>

using namespace muster;
using namespace muster::sample;
using audit::Finding;
using audit::FindingState;
using audit::Provision;
using audit::Provisions;
using audit::Severity;

namespace {

constexpr Date visit_date{2026, 3, 1};

Provision provision(std::string id, std::optional<Date> from = Date{2015, 10, 1}) {
    Provision out;
    out.id = std::move(id);
    out.act = "Some Act";
    out.severity = Severity::major;
    out.in_force_from = from;
    return out;
}

Question naming(Question question, std::vector<std::string> provisions) {
    question.provisions = std::move(provisions);
    return question;
}

std::vector<Finding> findings_of(
    std::vector<Question> questions,
    const AnswerSheet& sheet,
    Provisions provisions = {{provision("p")}},
    Date date = visit_date
) {
    const auto made = compiled(checklist_of(std::move(questions)));
    return audit::findings(made, sheet, status_of(made, sheet), provisions, date);
}

Finding
one(std::vector<Question> questions,
    const AnswerSheet& sheet,
    const Provisions& provisions = {{provision("p")}},
    Date date = visit_date) {
    const auto all = findings_of(std::move(questions), sheet, provisions, date);
    REQUIRE(all.size() == 1);
    CHECK(all[0].provision_id == "p");
    return all[0];
}

} // namespace

TEST_CASE("A yes meets a provision and a no does not", "[findings]") {
    const std::vector<Question> questions = {naming(yes_no("a"), {"p"})};
    const auto met = one(questions, sheet_of({{"a", yes()}}));
    CHECK(met.state == FindingState::met);
    CHECK(met.severity == Severity::major);
    CHECK(met.question_ids == std::vector<std::string>{"a"});
    CHECK(met.reason.empty());
    const auto failed = one(questions, sheet_of({{"a", no()}}));
    CHECK(failed.state == FindingState::not_met);
    CHECK(failed.reason == "no marks: a");
}

TEST_CASE("An answer between the worst and the best is a concern", "[findings]") {
    const std::vector<Question> questions = {naming(likert("a", 5), {"p"})};
    const auto state = [&](std::int64_t v) {
        return one(questions, sheet_of({{"a", number(v)}})).state;
    };
    CHECK(state(1) == FindingState::not_met);
    CHECK(state(2) == FindingState::concern);
    CHECK(state(4) == FindingState::concern);
    CHECK(state(5) == FindingState::met);
}

TEST_CASE("The worst answer to a provision decides, and is named", "[findings]") {
    const std::vector<Question> questions = {
        naming(yes_no("a"), {"p"}), naming(likert("b", 5), {"p"}), naming(yes_no("c", "0"), {"p"})
    };
    const auto concern = one(questions, sheet_of({{"a", yes()}, {"b", number(3)}, {"c", yes()}}));
    CHECK(concern.state == FindingState::concern);
    CHECK(concern.question_ids == std::vector<std::string>{"b"});
    const auto failed = one(questions, sheet_of({{"a", yes()}, {"b", number(3)}, {"c", no()}}));
    CHECK(failed.state == FindingState::not_met);
    CHECK(failed.question_ids == std::vector<std::string>{"c"});
}

TEST_CASE("Without an answer a provision is not tested, or not applicable", "[findings]") {
    const std::vector<Question> questions = {
        naming(yes_no("a"), {"p"}), naming(yes_no("b"), {"p"})
    };
    const auto state = [&](const Answer& a, const Answer& b) {
        return one(questions, sheet_of({{"a", a}, {"b", b}})).state;
    };
    CHECK(state(not_applicable(), not_applicable()) == FindingState::not_applicable);
    CHECK(state(not_applicable(), Answer{}) == FindingState::not_tested);
    CHECK(state(not_observed(), not_applicable()) == FindingState::not_tested);
    CHECK(state(Answer{}, Answer{}) == FindingState::not_tested);
    CHECK(state(not_applicable(), yes()) == FindingState::met);
    const auto partly = one(questions, sheet_of({{"a", yes()}}));
    CHECK(partly.state == FindingState::met);
    CHECK(partly.reason == "not all of its questions were answered");
    const auto open = one(questions, sheet_of({{"b", not_observed()}}));
    CHECK(open.reason == "not answered, not observed or not valid: a, b");
}

TEST_CASE("A question that is not relevant tests nothing", "[findings]") {
    auto hidden = naming(yes_no("b"), {"p"});
    hidden.relevant = "${a} = 'yes'";
    const auto finding = one({yes_no("a"), hidden}, sheet_of({{"a", no()}, {"b", no()}}));
    CHECK(finding.state == FindingState::not_tested);
    CHECK(finding.reason == "not asked at this visit");
    CHECK(finding.question_ids.empty());
}

TEST_CASE("An answer without points tests nothing", "[findings]") {
    const auto text = naming(of_type(QuestionType::text, "a"), {"p"});
    const auto finding = one({text}, sheet_of({{"a", answered(std::string("it was fine"))}}));
    CHECK(finding.state == FindingState::not_tested);
}

TEST_CASE("A provision is judged as in force on the date of the visit", "[findings]") {
    auto bounded = provision("p", Date{2026, 3, 1});
    bounded.in_force_to = Date{2026, 3, 2};
    const auto on = [&](Date date) {
        return one({naming(yes_no("a"), {"p"})}, sheet_of({{"a", no()}}), {{bounded}}, date);
    };
    CHECK(on({2026, 2, 28}).state == FindingState::not_tested);
    CHECK(on({2026, 2, 28}).reason == "not in force on 2026-02-28");
    CHECK(on({2026, 3, 1}).state == FindingState::not_met);
    CHECK(on({2026, 3, 2}).state == FindingState::not_met);
    CHECK(on({2026, 3, 3}).reason == "not in force on 2026-03-03");
    CHECK(on({2026, 3, 3}).question_ids.empty());
}

TEST_CASE("A provision without dates, or unknown, is never counted", "[findings]") {
    const std::vector<Question> questions = {naming(yes_no("a"), {"p"})};
    const auto sheet = sheet_of({{"a", no()}});
    const auto undated = one(questions, sheet, {{provision("p", std::nullopt)}});
    CHECK(undated.state == FindingState::not_tested);
    CHECK(undated.reason == "dates unknown");
    CHECK(undated.severity == Severity::major);
    const auto unknown = one(questions, sheet, {});
    CHECK(unknown.state == FindingState::not_tested);
    CHECK(unknown.reason == "provision unknown");
}

TEST_CASE(
    "There is one finding per provision, sorted, whatever the questions' order", "[findings]"
) {
    const auto all = findings_of(
        {naming(yes_no("x"), {"c", "a"}), naming(yes_no("y"), {"b", "a"}), yes_no("z")},
        sheet_of({{"x", no()}, {"y", no()}}),
        {{provision("a"), provision("b"), provision("c")}}
    );
    REQUIRE(all.size() == 3);
    CHECK(all[0].provision_id == "a");
    CHECK(all[0].question_ids == std::vector<std::string>{"x", "y"});
    CHECK(all[1].provision_id == "b");
    CHECK(all[2].provision_id == "c");
}

namespace {

Provision any_provision(std::string id) {
    const auto text = [] { return *rc::gen::arbitrary<std::string>(); };
    const auto ascii = [&] {
        auto out = text();
        std::erase_if(out, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
        return out;
    };
    Provision out = provision(std::move(id), std::nullopt);
    out.act = ascii();
    out.citation = ascii();
    out.duty = ascii();
    out.note = ascii();
    out.severity = *rc::gen::element(Severity::minor, Severity::major, Severity::critical);
    const auto day = *rc::gen::inRange<std::int64_t>(0, 30'000);
    if (*rc::gen::arbitrary<bool>()) out.in_force_from = date_from_days(day);
    if (out.in_force_from && *rc::gen::arbitrary<bool>()) {
        out.in_force_to = date_from_days(day + *rc::gen::inRange<std::int64_t>(0, 5'000));
    }
    return out;
}

} // namespace

TEST_CASE("Provisions survive their bytes, and the same ones give the same bytes", "[provisions]") {
    CHECK(rc::check([] {
        Provisions provisions;
        const auto count = *rc::gen::inRange(0, 20);
        for (int i = 0; i < count; ++i) {
            provisions.provisions.push_back(any_provision("p" + std::to_string(100 + i)));
        }
        const auto bytes = audit::encode_provisions(provisions);
        const auto back = audit::decode_provisions(bytes);
        RC_ASSERT(back.has_value());
        RC_ASSERT(*back == provisions);
        RC_ASSERT(audit::encode_provisions(*back) == bytes);
    }));
}

TEST_CASE("Bytes that are no provisions document are refused", "[provisions]") {
    const auto bytes = audit::encode_provisions({{provision("a"), provision("b")}});
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const auto cut = audit::decode_provisions(ByteView(bytes).first(size));
        // A cut between two provisions is a shorter document; the hash that names it tells them
        // apart.
        if (cut) CHECK(cut->provisions.size() < 2);
    }
    CHECK(audit::decode_provisions(to_bytes("hello")).error().code == Code::invalid_input);
    auto newer = bytes;
    newer[1] = 2; // format, the first field
    CHECK(audit::decode_provisions(newer).error().code == Code::unsupported);
    auto severe = provision("a");
    severe.severity = static_cast<Severity>(4);
    const auto unknown = audit::decode_provisions(audit::encode_provisions({{severe}}));
    CHECK(unknown.error().context == "provision a");
}

TEST_CASE("Provisions are refused unsorted, twice, or with dates that contradict", "[provisions]") {
    const auto refused = [](const Provisions& provisions) {
        const auto back = audit::decode_provisions(audit::encode_provisions(provisions));
        REQUIRE_FALSE(back);
        return back.error().message;
    };
    CHECK(refused({{provision("b"), provision("a")}}) == "Provisions are not sorted by id.");
    CHECK(refused({{provision("a"), provision("a")}}) == "It is there twice.");
    CHECK(refused({{provision("")}}) == "Provision 1 has no id.");
    auto reversed = provision("a");
    reversed.in_force_to = Date{2015, 9, 30};
    refused({{reversed}});
    auto endless = provision("a", std::nullopt);
    endless.in_force_to = Date{2015, 9, 30};
    refused({{endless}});
    Provisions many;
    for (std::size_t i = 0; i <= audit::provisions_max; ++i) {
        many.provisions.push_back(provision("p" + std::to_string(100'000 + i)));
    }
    CHECK(audit::check_provisions(many).error().code == Code::resource_exhausted);
    many.provisions.pop_back();
    CHECK(audit::check_provisions(many));
}

TEST_CASE(
    "A checklist that names an unknown provision is refused with the question", "[provisions]"
) {
    const auto checklist = checklist_of({yes_no("a"), naming(yes_no("b"), {"p", "q"})});
    const auto status = audit::check_named(checklist, {{provision("p")}});
    REQUIRE_FALSE(status);
    CHECK(status.error().context == "question b");
    CHECK(status.error().message == "There is no provision 'q'.");
    CHECK(audit::check_named(checklist, {{provision("p"), provision("q")}}));
}
