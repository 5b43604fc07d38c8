#include "core/checklist/evaluation.hpp"
#include "tests/core/checklist/builders.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>

using namespace muster;
using namespace muster::checklist;

namespace {

// head · outer { oa ob inner { ia ib } oc } · counted { ca cb } · tail
struct Asked {
    const char* id;
    std::uint32_t group;
    std::size_t depth;
};

constexpr Asked asked[] = {
    {"head", 0, 0},
    {"oa", 1, 1},
    {"ob", 1, 1},
    {"ia", 2, 2},
    {"ib", 2, 2},
    {"oc", 1, 1},
    {"ca", 3, 1},
    {"cb", 3, 1},
    {"tail", 0, 0},
};
constexpr std::size_t asked_count = std::size(asked);

std::string any_name(std::size_t before) {
    return "${" + std::string(asked[*rc::gen::inRange<std::size_t>(0, before)].id) + "}";
}

// Looks at earlier questions alone, so that there are no circles.
std::string any_rule(std::size_t before) {
    if (before == 0) return *rc::gen::element<std::string>("", "position(..) > 1");
    switch (*rc::gen::inRange(0, 12)) {
    case 0:
        return "position(..) > 1";
    case 1:
        return "position(../..) + position(..) < 4";
    case 2:
        return "sum(" + any_name(before) + ") > 3";
    case 3:
        return "count(" + any_name(before) + ") != 2";
    case 4:
        return any_name(before) + " > 1";
    case 5:
        return "indexed-repeat(${oa}, ${outer}, 2) > 1"; // a circle where it stands before oa
    case 6:
        return "count(${outer}) > 1";
    case 7:
        return "../oa > 0";
    case 8:
        return "${outer}[position() = 2]/oa = 1";
    case 9:
        return "count(${inner}) > 1";
    case 10:
        return "now() > '2026-11-22T14:02:10Z'";
    default:
        return "";
    }
}

Question any_question(std::size_t number) {
    const bool counts = *rc::gen::inRange(0, 3) == 0;
    Question out =
        question(asked[number].id, counts ? QuestionType::calculate : QuestionType::integer);
    out.group = asked[number].group;
    if (*rc::gen::arbitrary<bool>()) out.relevant = any_rule(number);
    if (counts) {
        const auto rule = any_rule(number);
        out.calculation = rule.empty() ? "position(..)" : "number(" + rule + ") + 1";
        return out;
    }
    out.required = any_rule(asked_count);
    out.constraint = any_rule(asked_count);
    if (*rc::gen::arbitrary<bool>()) out.default_value = any_name(asked_count) + " + 1";
    return out;
}

Group repeat(std::string id, std::uint32_t parent) {
    Group out;
    out.id = std::move(id);
    out.label = english("Repeat");
    out.parent = parent;
    out.repeat = true;
    out.read_only = any_rule(asked_count);
    if (*rc::gen::inRange(0, 3) == 0) out.relevant = "position(.) != 2";
    return out;
}

Checklist any_checklist() {
    std::vector<Question> questions;
    for (std::size_t i = 0; i < asked_count; ++i)
        questions.push_back(any_question(i));
    Checklist out = checklist_of(std::move(questions));
    out.groups = {repeat("outer", 0), repeat("inner", 1), repeat("counted", 0)};
    out.groups[2].repeat_count =
        *rc::gen::element<std::string>("${head}", "count(${outer})", "sum(${ia})", "2");
    if (*rc::gen::inRange(0, 4) == 0) out.groups[1].repeat_count = "${oa}";
    return out;
}

std::vector<InstanceId> any_ids(std::size_t depth) {
    std::vector<InstanceId> out(depth);
    for (auto& id : out)
        id = *rc::gen::inRange<InstanceId>(1, 5);
    return out;
}

struct Step {
    FieldKey field;
    Answer answer;
};

Step any_step() {
    if (*rc::gen::inRange(0, 3) == 0) { // an instance comes, goes, or comes back
        const bool inner = *rc::gen::arbitrary<bool>();
        Answer answer;
        if (*rc::gen::inRange(0, 3) != 0) answer = answered(WallTime{*rc::gen::inRange(0, 4), 0});
        return {{inner ? "inner" : "outer", any_ids(inner ? 2 : 1)}, answer};
    }
    const Asked& one = asked[*rc::gen::inRange<std::size_t>(0, asked_count)];
    Answer answer;
    if (*rc::gen::inRange(0, 4) != 0) answer = number(*rc::gen::inRange(0, 4));
    return {{one.id, any_ids(one.depth)}, answer};
}

bool holds(const Changes& changes, std::uint32_t question, const std::vector<InstanceId>& ids) {
    return std::ranges::count(changes.fields, Changes::Field{question, ids}) == 1;
}

} // namespace

TEST_CASE(
    "With repeats too, a change gives what an evaluation from nothing gives", "[evaluation]"
) {
    CHECK(rc::check([] {
        auto compiled = compile(any_checklist());
        RC_PRE(compiled.has_value());
        WallTime now = test_now;
        Evaluation evaluation(*compiled, {}, {now});
        const int changes = *rc::gen::inRange(1, 25);
        for (int i = 0; i < changes; ++i) {
            if (*rc::gen::inRange(0, 6) == 0) now.utc_ms += *rc::gen::inRange(0, 2'000);
            if (*rc::gen::inRange(0, 20) == 0) now.offset_minutes = 60;
            const FieldStatuses before = evaluation.status();
            Step step = any_step();
            const auto changed = evaluation.change(step.field, step.answer, {now});
            RC_ASSERT(changed.has_value());
            const FieldStatuses& after = evaluation.status();
            RC_ASSERT((after == compiled->evaluate(evaluation.sheet(), {now})));
            for (std::uint32_t q = 0; q < asked_count; ++q) {
                for (const auto& field : after.of(q)) {
                    const auto* known = before.find(q, *field.instances);
                    const bool other = known == nullptr || *known != *field.status;
                    RC_ASSERT(holds(*changed, q, *field.instances) == other);
                }
            }
        }
    }));
}

TEST_CASE(
    "Two tablets that hold the same answers hold the same instances in the same order",
    "[evaluation]"
) {
    CHECK(rc::check([] {
        auto compiled = compile(any_checklist());
        RC_PRE(compiled.has_value());
        // Each field is written once, so that any order of writing ends in the same sheet.
        std::map<FieldKey, Answer> steps;
        const int count = *rc::gen::inRange(1, 15);
        for (int i = 0; i < count; ++i) {
            Step step = any_step();
            steps[step.field] = step.answer;
        }
        std::vector<std::pair<FieldKey, Answer>> order(steps.begin(), steps.end());
        Evaluation one(*compiled, {}, {test_now});
        for (const auto& [field, answer] : order)
            RC_ASSERT(one.change(field, answer, {test_now}).has_value());
        for (std::size_t i = order.size(); i > 1; --i)
            std::swap(order[i - 1], order[*rc::gen::inRange<std::size_t>(0, i)]);
        Evaluation other(*compiled, {}, {test_now});
        for (const auto& [field, answer] : order)
            RC_ASSERT(other.change(field, answer, {test_now}).has_value());
        RC_ASSERT((one.status() == other.status()));
    }));
}
