#include "core/authoring/checklist_columns.hpp"
#include "core/authoring/checklist_diff.hpp"
#include "core/authoring/yaml.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::authoring;

namespace {

checklist::Checklist read(const std::string& questions, const std::string& lists = {}) {
    auto out = checklist_from_yaml(
        "checklist: a\nversion: \"1\"\ntitle: A\n" + lists +
            "sections:\n  - id: Page\n    title: Page\n    questions:\n" + questions,
        "a.yaml"
    );
    INFO((out ? "" : out.error().text()));
    REQUIRE(out);
    return *out;
}

std::string one(const std::string& id, const std::string& more = "weight: 1") {
    return "      - {id: " + id + ", type: yes_no, label: " + id + ", " + more + "}\n";
}

std::vector<std::string> told(const std::vector<Change>& changes) {
    std::vector<std::string> out;
    for (const auto& change : changes) {
        out.push_back(
            std::string(name_of(change.kind)) + " " + change.place +
            (change.column.empty() ? "" : ": " + change.column)
        );
    }
    return out;
}

using Told = std::vector<std::string>;

} // namespace

TEST_CASE("A checklist does not differ from itself", "[diff]") {
    const auto a = read(one("a") + one("b"));
    CHECK(diff(a, a).empty());
}

TEST_CASE("Only what left its place among the others has moved", "[diff]") {
    const auto before = read(one("a") + one("b") + one("c") + one("d"));
    const auto after = read(one("d") + one("a") + one("b") + one("c"));
    CHECK(told(diff(before, after)) == Told{"moved question d"});
    CHECK(scores_comparable(diff(before, after)));
}

TEST_CASE("Weights, points and scored questions change what a score means; words may", "[diff]") {
    const auto before = read(one("a") + one("b"));
    const auto weighted = diff(before, read(one("a", "weight: 2") + one("b")));
    CHECK(told(weighted) == Told{"changed question a: weight"});
    CHECK_FALSE(scores_comparable(weighted));
    CHECK_FALSE(scores_comparable(diff(before, read(one("a")))));
    CHECK_FALSE(scores_comparable(diff(before, read(one("a") + one("b") + one("c")))));
    CHECK(scores_comparable(diff(before, read(one("a") + one("b") + one("c", "na: yes")))));

    const auto reworded = diff(before, read(one("a", "weight: 1, hint: Look closely.") + one("b")));
    CHECK(scores_comparable(reworded));
    REQUIRE(reworded.size() == 1);
    CHECK(reworded[0].wording);
    CHECK(reworded[0].after == "Look closely.");

    const std::string list = "choice_lists:\n  l:\n    x: {label: X, points: 2}\n";
    const std::string asked =
        "      - {id: q, type: one_choice, choices: l, weight: 1, label: Q}\n";
    const auto scored = read(asked, list + "    y: {label: Y, points: 1}\n");
    const auto other = read(asked, list + "    y: {label: Y, points: 0}\n");
    CHECK(told(diff(scored, other)) == Told{"changed choice list l: y: points"});
    CHECK_FALSE(scores_comparable(diff(scored, other)));
}

TEST_CASE("A diff there is a diff back", "[diff]") {
    const auto before = read(one("a") + one("b") + one("c"));
    const auto after = read(one("c") + one("b", "weight: 3, na: yes"));
    const auto there = diff(before, after);
    const auto back = diff(after, before);
    CHECK(there.size() == back.size());
    CHECK(scores_comparable(there) == scores_comparable(back));
}

TEST_CASE("Columns tell two questions apart wherever they differ", "[diff]") {
    // Whatever can be written is compared: a question with every key set shows every key.
    const auto full = read(
        "      - {id: p, type: likert, scale: 5, label: P}\n"
        "      - id: q\n        type: likert\n        scale: 5\n        label: Q\n        hint: H\n"
        "        guidance: G\n        relevant: ${p} = 1\n        required: yes\n"
        "        required_message: R\n        read_only: ${p} = 2\n        default: 3\n"
        "        constraint: . > 1\n        message: M\n        dimension: empathy\n"
        "        provisions: [p1]\n        measure: csat\n        standard: 4\n"
        "        need: desired\n        journey_stage: J\n        segment: S\n"
        "        evidence: photo\n        evidence_when: . = 1\n        expectation_of: p\n"
        "        na: yes\n        not_observed: yes\n        media: {image: a.png}\n"
        "        appearance: big\n        parameters: {a: b}\n        further: {c: d}\n"
    );
    const auto columns = columns_of(full.sections[0].questions[1]);
    CHECK(columns.size() == 28);
    for (const auto& column : columns) {
        INFO(column.name);
        CHECK_FALSE(column.value.empty());
    }
}
