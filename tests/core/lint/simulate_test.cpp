#include "core/authoring/yaml.hpp"
#include "core/expression/regex.hpp"
#include "core/lint/simulate.hpp"
#include "core/lint/simulate_values.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>

using namespace muster;
using namespace muster::lint;

namespace {

// 2026-11-22T12:00Z
constexpr WallTime noon{.utc_ms = 1'795'348'800'000, .offset_minutes = 0};

checklist::Compiled compiled(const std::string& questions, const std::string& lists = {}) {
    const std::string yaml = "checklist: a\nversion: \"1\"\ntitle: A\n" + lists +
                             "sections:\n  - id: Page\n    title: Page\n    questions:\n" +
                             questions;
    auto read = authoring::checklist_from_yaml(yaml, "a.yaml");
    INFO((read ? "" : read.error().text()));
    REQUIRE(read);
    auto out = checklist::compile(std::move(*read));
    REQUIRE(out);
    return std::move(*out);
}

Simulation
simulated(const checklist::Compiled& of, std::uint64_t seed = 1, std::uint32_t runs = 50) {
    const auto out = simulate(of, {.seed = seed, .runs = runs, .now = noon});
    REQUIRE(out);
    return *out;
}

Branch::State state_of(const Simulation& in, const std::string& place, const std::string& outcome) {
    const auto found = std::ranges::find_if(in.branches, [&](const Branch& branch) {
        return branch.place == place && branch.outcome == outcome;
    });
    INFO(place << " " << outcome);
    REQUIRE(found != in.branches.end());
    return found->state;
}

} // namespace

TEST_CASE("The search reaches what random answers hardly would", "[simulate]") {
    const auto of = compiled(
        "      - {id: a, type: integer, label: A}\n"
        "      - {id: b, type: integer, label: B}\n"
        "      - {id: c, type: text, relevant: \"${a} = 1717 and ${b} > 300300\", label: C}\n"
        "      - {id: d, type: text, relevant: \"${c} = 'open sesame'\", label: D}\n"
    );
    const Simulation found = simulated(of);
    CHECK(state_of(found, "question c: relevant", "holds") == Branch::State::covered);
    CHECK(state_of(found, "question d: relevant", "holds") == Branch::State::covered);
    CHECK(found.count(Branch::State::missed) == 0);
}

TEST_CASE("A branch that is out of reach is told apart from one that was missed", "[simulate]") {
    const auto of = compiled(
        "      - {id: a, type: yes_no, label: A}\n"
        "      - {id: b, type: text, relevant: \"${a} = 'yes' and ${a} = 'no'\", label: B}\n"
        "      - {id: c, type: text, relevant: \"string-length(${b2}) = 7777\", label: C}\n"
        "      - {id: b2, type: text, label: B}\n"
    );
    const Simulation found = simulated(of);
    CHECK(state_of(found, "question b: relevant", "holds") == Branch::State::never);
    CHECK(state_of(found, "question c: relevant", "holds") == Branch::State::missed);
}

TEST_CASE(
    "Constraints are met and broken, with the constants and patterns they name", "[simulate]"
) {
    const auto of = compiled(
        "      - {id: post, type: text, constraint: \"regex(., '[A-Z]{2}[0-9]{3}-(red|blue)')\", "
        "label: A}\n"
        "      - {id: day, type: date, constraint: \". <= today()\", label: B}\n"
        "      - {id: n, type: decimal, constraint: \". > 41.5 and . < 41.75\", label: C}\n"
    );
    const Simulation found = simulated(of);
    for (const auto* id : {"post", "day", "n"}) {
        const std::string place = "question " + std::string(id) + ": constraint";
        CHECK(state_of(found, place, "is met") == Branch::State::covered);
        CHECK(state_of(found, place, "is broken") == Branch::State::covered);
    }
}

TEST_CASE("The range of scores is reached by valid answers", "[simulate]") {
    const auto of = compiled(
        "      - {id: a, type: yes_no, weight: 1, required: yes, label: A}\n"
        "      - {id: b, type: likert, scale: 5, weight: 1, required: yes, constraint: \". < 5\", "
        "message: M, label: B}\n"
        "      - {id: c, type: yes_no, weight: 2, required: yes, critical: cap, cap: 10, label: "
        "C}\n"
    );
    const Simulation found = simulated(of);
    REQUIRE(found.raw.highest);
    REQUIRE(found.raw.lowest);
    CHECK(found.raw.lowest->share == Rational(0));
    CHECK(found.raw.highest->share == *Rational::of(15, 16)); // (1 + 3/4 + 2) ÷ 4
    for (const auto* range : {&found.raw, &found.final}) {
        for (const auto* end : {&range->lowest, &range->highest}) {
            const auto status = of.evaluate((*end)->answers, {noon});
            CHECK(std::ranges::all_of(status.single, [](const auto& field) {
                return field.validity == checklist::Compiled::Validity::valid;
            }));
            const auto score = audit::score(of, (*end)->answers, status);
            REQUIRE(score);
            CHECK((range == &found.raw ? score->raw.share : score->final_share) == (*end)->share);
        }
    }
}

TEST_CASE("The same seed gives the same result, another one other scores", "[simulate]") {
    const auto of = compiled(
        "      - {id: a, type: likert, scale: 7, weight: 1, na: yes, label: A}\n"
        "      - {id: b, type: nps, weight: 3, label: B}\n"
        "      - {id: c, type: likert, scale: 11, weight: 2, relevant: \"${b} > 4\", label: C}\n"
    );
    const Simulation one = simulated(of, 7);
    const Simulation two = simulated(of, 7);
    CHECK(one.histogram == two.histogram);
    CHECK(one.incomplete == two.incomplete);
    CHECK(one.raw.lowest->answers == two.raw.lowest->answers);
    CHECK(simulated(of, 8).histogram != one.histogram);
}

TEST_CASE("Filters, choices and critical rules are branches too", "[simulate]") {
    const auto of = compiled(
        "      - {id: county, type: one_choice, choices: county, label: A}\n"
        "      - {id: town, type: one_choice, choices: town, choice_filter: \"county = "
        "${county}\", label: B}\n"
        "      - {id: c, type: yes_no, weight: 1, critical: flag, not_observed: yes, label: C}\n",
        "choice_lists:\n"
        "  county: {kent: Kent, essex: Essex}\n"
        "  town:\n"
        "    dover: {label: Dover, columns: {county: kent}}\n"
        "    leeds: {label: Leeds, columns: {county: york}}\n"
    );
    const Simulation found = simulated(of);
    CHECK(
        state_of(found, "question town: choice_filter", "lets a choice through") ==
        Branch::State::covered
    );
    CHECK(state_of(found, "question town", "answered dover") == Branch::State::covered);
    CHECK(state_of(found, "question town", "answered leeds") == Branch::State::never);
    CHECK(state_of(found, "question c: critical", "fails") == Branch::State::covered);
    CHECK(state_of(found, "question c", "not observed") == Branch::State::covered);
}

TEST_CASE("A text drawn for a pattern matches it", "[simulate]") {
    CHECK(rc::check("of ordinary patterns", [](std::uint64_t seed) {
        static const std::vector<std::string> patterns = {
            "[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}",
            "\\d{4}-\\d{2}-\\d{2}",
            "^(yes|no|maybe)$",
            "(a|b)+c*d?",
            "[^0-9]{3}",
            "\\w+@\\w+\\.(co\\.uk|com)",
            "(?:ab){2,3}",
            "\\+44 ?[0-9]{10}",
        };
        Dice dice(seed);
        for (const auto& pattern : patterns) {
            const auto regex = expression::Regex::compile(pattern);
            RC_ASSERT(regex.has_value());
            const std::string text = text_matching(pattern, dice);
            RC_LOG() << pattern << " -> " << text;
            RC_ASSERT(*regex->matches(text));
        }
    }));
}

TEST_CASE("Repeats are filled in every instance, and their rules are branches", "[simulate]") {
    const auto of =
        compiled("      - group: items\n        repeat: yes\n        questions:\n"
                 "          - {id: item, type: text, required: yes, label: A}\n"
                 "          - {id: priced, type: yes_no, weight: 1, required: yes, label: B}\n"
                 "          - {id: why, type: text, relevant: \"${priced} = 'no'\", label: C}\n"
                 "          - {id: n, type: integer, constraint: \". > 5\", label: D}\n");
    const Simulation found = simulated(of);
    CHECK(found.count(Branch::State::missed) == 0);
    CHECK(state_of(found, "question why: relevant", "holds") == Branch::State::covered);
    CHECK(state_of(found, "question n: constraint", "is broken") == Branch::State::covered);
    REQUIRE(found.raw.highest);
    CHECK(found.raw.lowest->share == Rational(0));
    CHECK(found.raw.highest->share == Rational(1));
}
