#include "core/authoring/limits.hpp"
#include "core/authoring/yaml.hpp"
#include "core/authoring/yaml_tree.hpp"
#include "core/checklist/compiled.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::authoring;
using namespace muster::checklist;

namespace {

constexpr std::string_view head = R"(checklist: demo
version: "1"
title: Demo
sections:
  - id: Main
    questions:
)";

// A checklist around one question, whose first line is line 7 of the file.
std::string around(std::string_view question) {
    return std::string(head) + std::string(question);
}

Error error_in(std::string_view text) {
    const auto checklist = checklist_from_yaml(text, "demo.yaml");
    return checklist ? Error{Code::internal, "it reads", "", ""} : checklist.error();
}

Question read_question(std::string_view text) {
    const auto checklist = checklist_from_yaml(around(text), "demo.yaml");
    INFO((checklist ? "" : checklist.error().text()));
    REQUIRE(checklist);
    return checklist->sections[0].questions[0];
}

} // namespace

TEST_CASE("Every key of a question is read", "[yaml]") {
    const auto checklist = checklist_from_yaml(
        R"(checklist: demo
version: 2026-11
title: {en: Demo, cy: Arddangos}
languages: [en, cy]
choice_lists:
  colours:
    red: Red
    green:
      label: {en: Green, cy: Gwyrdd}
      points: 1.50
sections:
  - id: Main
    title: Main part
    relevant: true()
    questions:
      - id: q1
        type: likert
        scale: 7
        label:
          en: "Was it: good?"
          cy: Oedd e'n dda?
        hint: Think of today.
        relevant: ${q2} = 'red'
        required: yes
        constraint: . > 1
        message: More than 1.
        dimension: empathy
        weight: 2.5
        bonus: yes
        critical: cap
        cap: 50
        measure: ces
        provisions: [cra-2015-s9, eqa-2010-s29-1]
        na: yes
        not_observed: counts
      - {id: q2, type: one_choice, choices: colours, label: Colour, not_observed: true, provisions: p-1}
      - {id: q3, type: stopwatch, label: Wait, target: 1.5 min, required: "${q2} = 'red'", na: no}
)",
        "demo.yaml"
    );
    INFO((checklist ? "" : checklist.error().text()));
    REQUIRE(checklist);
    CHECK(checklist->version == "2026-11");
    CHECK(checklist->title.in("cy") == "Arddangos");
    CHECK(checklist->choice_lists[0].choices[1].label.in("cy") == "Gwyrdd");
    CHECK(checklist->choice_lists[0].choices[1].points == Decimal{15, 1});
    CHECK_FALSE(checklist->choice_lists[0].choices[0].points);
    const Section& section = checklist->sections[0];
    CHECK(section.relevant == "true()");
    const Question& q1 = section.questions[0];
    CHECK(q1.type == QuestionType::likert);
    CHECK(q1.scale_points == 7);
    CHECK(q1.label.in("en") == "Was it: good?");
    CHECK(q1.label.in("cy") == "Oedd e'n dda?");
    CHECK(q1.hint.in("en") == "Think of today.");
    CHECK(q1.relevant == "${q2} = 'red'");
    CHECK(q1.required == "true()");
    CHECK(q1.constraint == ". > 1");
    CHECK(q1.constraint_message.in("en") == "More than 1.");
    CHECK(q1.dimension == Dimension::empathy);
    CHECK(q1.weight == Decimal{25, 1});
    CHECK(q1.bonus);
    CHECK(q1.critical == CriticalRule::cap);
    CHECK(q1.cap_percent == Decimal{50, 0});
    CHECK(q1.measure == Measure::ces);
    CHECK(q1.provisions == std::vector<std::string>{"cra-2015-s9", "eqa-2010-s29-1"});
    CHECK(q1.not_applicable_allowed);
    CHECK(q1.not_observed_allowed);
    CHECK(q1.not_observed_counts);
    const Question& q2 = section.questions[1];
    CHECK(q2.choice_list == "colours");
    CHECK(q2.not_observed_allowed);
    CHECK_FALSE(q2.not_observed_counts);
    CHECK(q2.provisions == std::vector<std::string>{"p-1"});
    const Question& q3 = section.questions[2];
    CHECK(q3.target_ms == 90'000);
    CHECK(q3.required == "${q2} = 'red'");
    CHECK_FALSE(q3.not_applicable_allowed);
}

TEST_CASE("Groups stand where their questions stand", "[yaml]") {
    const std::string text = around("      - {id: a, type: yes_no, label: A}\n"
                                    "      - group: till\n"
                                    "        label: At the till\n"
                                    "        relevant: ${a} = 'yes'\n"
                                    "        read_only: yes\n"
                                    "        questions:\n"
                                    "          - {id: b, type: text, label: B}\n"
                                    "          - group: card\n"
                                    "            questions:\n"
                                    "              - {id: c, type: text, label: C}\n"
                                    "          - {id: d, type: text, label: D}\n"
                                    "      - {id: e, type: text, label: E}\n");
    const auto checklist = checklist_from_yaml(text, "demo.yaml");
    INFO((checklist ? "" : checklist.error().text()));
    REQUIRE(checklist);
    REQUIRE(checklist->groups.size() == 2);
    CHECK(checklist->groups[0].id == "till");
    CHECK(checklist->groups[0].label.in("en") == "At the till");
    CHECK(checklist->groups[0].read_only == "true()");
    CHECK(checklist->groups[1].parent == 1);
    std::vector<std::uint32_t> groups;
    for (const auto& question : checklist->sections[0].questions)
        groups.push_back(question.group);
    CHECK(groups == std::vector<std::uint32_t>{0, 1, 2, 1, 0});
    CHECK_THAT(checklist_to_yaml(*checklist), Catch::Contains(R"(      - group: till
        label: At the till
        relevant: ${a} = 'yes'
        read_only: yes
        questions:
          - id: b
            type: text
            label: B
          - group: card
            questions:
              - id: c
)"));
    CHECK(
        error_in(around("      - group: g\n        type: text\n")).message ==
        "A group has no key type."
    );
    const Error rule =
        error_in(around("      - group: g\n        relevant: ${x} = 1\n        questions:\n"
                        "          - {id: a, type: text, label: A}\n"));
    CHECK(rule.context == "demo.yaml, line 8, column 19: group g: relevant: column 1");
}

TEST_CASE("A list whose file was not read is read as written, not published", "[yaml]") {
    const std::string text =
        around("      - group: visits\n"
               "        repeat: yes\n"
               "        repeat_count: 3\n"
               "        questions:\n"
               "          - {id: a, type: one_choice, choices: towns, label: A}\n") +
        "choice_lists:\n  towns: towns.csv\n";
    const auto written = checklist_as_written(text, "demo.yaml");
    REQUIRE(written);
    CHECK(written->groups[0].repeat);
    CHECK(written->groups[0].repeat_count == "3");
    CHECK(written->choice_lists[0].file == "towns.csv");
    const Error error = error_in(text);
    CHECK(error.code == Code::unsupported);
    CHECK(error.context == "demo.yaml, line 13, column 10: choice list towns: file");
}

TEST_CASE("What is left out has no effect", "[yaml]") {
    const Question question = read_question("      - {id: q, type: yes_no, label: Good}\n");
    Question plain;
    plain.id = "q";
    plain.type = QuestionType::yes_no;
    plain.label.translations = {{"en", "Good"}};
    CHECK(question == plain);
    CHECK(read_question("      - {id: q, type: text, label: x, required: no}\n").required.empty());
}

TEST_CASE("A misspelled key is refused with the nearest known one", "[yaml]") {
    const Error error =
        error_in(around("      - id: q\n        type: text\n        lable: Good?\n"));
    CHECK(error.message == "A question has no key lable.");
    CHECK(error.hint == "Did you mean label?");
    CHECK(error.context == "demo.yaml, line 9, column 9");
    CHECK(error_in("checklist: x\ntitel: y\n").hint == "Did you mean title?");
    CHECK(
        error_in(std::string(head.substr(0, head.find("    questions"))) + "    question: []\n")
            .hint == "Did you mean questions?"
    );
    CHECK(error_in("choice_lists: {c: {a: {lable: x}}}\n").message == "A choice has no key lable.");
}

TEST_CASE("A value of the wrong kind names its line and column", "[yaml]") {
    struct Bad {
        std::string_view question;
        std::string_view message;
        std::string_view context;
    };

    const Bad cases[] = {
        {"      - {id: q, label: x}\n", "The question has no type.", "demo.yaml, line 7, column 9"},
        {"      - {id: q, type: yesno, label: x}\n",
         "'yesno' is no type.",
         "demo.yaml, line 7, column 23"},
        {"      - {id: q, type: text, label: [x]}\n",
         "label must be a text, or one text per language.",
         "demo.yaml, line 7, column 36"},
        {"      - {id: q, type: text, label: {en: [x]}}\n",
         "The text in en is missing.",
         "demo.yaml, line 7, column 41"},
        {"      - {id: q, type: yes_no, label: x, weight: heavy}\n",
         "'heavy' is not a number.",
         "demo.yaml, line 7, column 49"},
        {"      - {id: q, type: yes_no, label: x, na: maybe}\n",
         "na is yes or no, not 'maybe'.",
         "demo.yaml, line 7, column 45"},
        {"      - {id: q, type: likert, label: x, scale: 2.5}\n",
         "A scale is a whole number of points.",
         "demo.yaml, line 7, column 48"},
        {"      - {id: q, type: stopwatch, label: x, target: soon}\n",
         "'soon' is no span of time.",
         "demo.yaml, line 7, column 52"},
        {"      - {id: q, type: stopwatch, label: x, target: 1.5 ms}\n",
         "'1.5 ms' is no span of time.",
         "demo.yaml, line 7, column 52"},
        {"      - {id: q, type: stopwatch, label: x, target: 120}\n",
         "'120' is no span of time.",
         "demo.yaml, line 7, column 52"},
        {"      - {id: q, type: yes_no, label: x, provisions: {a: b}}\n",
         "provisions must be a list.",
         "demo.yaml, line 7, column 53"},
        {"      - {id: q, type: yes_no, label: x, provisions: [[a]]}\n",
         "provisions holds texts only.",
         "demo.yaml, line 7, column 54"},
        {"      - {id: q, type: yes_no, label: x, hint: }\n",
         "hint must be a text, or one text per language.",
         "demo.yaml, line 7, column 47"},
        {"      - {id: q, id: r, type: text}\n",
         "The key id is there twice.",
         "demo.yaml, line 7, column 17"},
        {"      - just text\n",
         "A question must be written as key: value.",
         "demo.yaml, line 7, column 9"},
    };
    for (const auto& [question, message, context] : cases) {
        INFO(question);
        const Error error = error_in(around(question));
        CHECK(error.message == message);
        CHECK(error.context == context);
    }
}

TEST_CASE("What publishing would refuse names the line too", "[yaml]") {
    const Error unknown = error_in(around(
        "      - id: first\n        type: text\n        label: x\n        relevant: ${frist} = 1\n"
    ));
    CHECK(unknown.message == "There is no question frist.");
    CHECK(unknown.hint == "Did you mean first?");
    CHECK(unknown.context == "demo.yaml, line 10, column 19: question first: relevant: column 1");
    const Error circle = error_in(
        around("      - {id: a, type: text, label: x, relevant: $"
               "{b} = 1}\n"
               "      - id: b\n        type: text\n        label: x\n        relevant: ${a} = 1\n")
    );
    CHECK(circle.code == Code::invalid_input);
    const Error weight =
        error_in(around("      - id: q\n        type: text\n        label: x\n        weight: 1\n")
        );
    CHECK(weight.context == "demo.yaml, line 10, column 17: question q: weight");
    const Error missing = error_in("checklist: demo\n");
    CHECK(missing.context == "demo.yaml, line 1, column 1: checklist: version");
}

TEST_CASE("What is not a checklist's YAML is refused", "[yaml]") {
    CHECK(error_in("").message == "The file is empty.");
    CHECK(error_in("just text").message == "The checklist must be written as key: value.");
    CHECK(error_in("a: [1, 2").code == Code::invalid_input);
    CHECK_THAT(error_in("a: [1, 2").context, Catch::StartsWith("demo.yaml, line "));
    CHECK(error_in("a: 1\n  b: 2\n").context == "demo.yaml, line 2, column 4");
    CHECK_THAT(error_in("a:\n\t- b\n").hint, Catch::Contains("no tabs"));
    CHECK_THAT(error_in("a: 1\nb: {c: Why ${d}}\n").hint, Catch::Contains("in quotes"));
    CHECK(
        error_in("checklist: a\n---\nchecklist: b\n").message ==
        "The file holds more than one document."
    );
    CHECK(error_in("a: \xFF\n").message == "The text is not UTF-8.");
    CHECK(error_in("a: 1\nb: \xFF\n").context == "demo.yaml, line 2");
    CHECK(error_in(std::string("a: \0", 4)).message == "The text is not UTF-8.");
    CHECK(error_in("? [a]\n: b\n").message == "A key must be a text.");
    CHECK(error_in("{[a]: b}").message == "A key must be a text.");
}

TEST_CASE("Anchors, aliases and tags are refused, however much they would mean", "[yaml]") {
    CHECK(error_in("a: &x 1\n").message == "Anchors (&name) are not read.");
    CHECK(error_in("a: !!python/object x\n").code == Code::invalid_input);
    std::string bomb = "a: &a [x, x]\n";
    for (char c = 'b'; c < 'z'; ++c) {
        const char previous = static_cast<char>(c - 1);
        bomb += std::string(1, c) + ": &" + c + " [*" + previous + ", *" + previous + "]\n";
    }
    CHECK(error_in(bomb).message == "Anchors (&name) are not read.");
}

TEST_CASE("Size, depth, values and keys are limited", "[yaml]") {
    const auto tree_code = [](const std::string& text) {
        const auto tree = read_yaml(text, "t.yaml");
        return tree ? std::string("ok") : std::string(code_name(tree.error().code));
    };
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    CHECK(tree_code(nested(limits::yaml_depth_max)) == "ok");
    CHECK(tree_code(nested(limits::yaml_depth_max + 1)) == "resource_exhausted");
    CHECK(tree_code(nested(100'000)) == "resource_exhausted");

    std::string keys;
    for (std::size_t i = 0; i < limits::yaml_keys_max; ++i)
        keys += "k" + std::to_string(i) + ": 1\n";
    CHECK(tree_code(keys) == "ok");
    CHECK(tree_code(keys + "one_more: 1\n") == "resource_exhausted");

    std::string values = "[";
    for (std::size_t i = 1; i < limits::yaml_nodes_max; ++i)
        values += "a,";
    CHECK(tree_code(values + "]") == "ok");
    CHECK(tree_code(values + "a]") == "resource_exhausted");

    const std::string comment = "a: 1 #" + std::string(limits::yaml_bytes_max - 6, 'x');
    CHECK(tree_code(comment) == "ok");
    CHECK(tree_code(comment + "x") == "resource_exhausted");
}
