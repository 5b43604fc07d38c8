// The reasoner says never exactly where trying every answer finds none.
#include "core/authoring/yaml.hpp"
#include "core/checklist/compiled.hpp"
#include "core/lint/lint_reasoner.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster;
using namespace muster::lint;
using namespace muster::checklist;

namespace {

int drawn(int from, int to) {
    return *rc::gen::inRange(from, to + 1);
}

std::string one_of(const std::vector<std::string>& words) {
    return words[static_cast<std::size_t>(drawn(0, static_cast<int>(words.size()) - 1))];
}

// A condition on the first `known` of the questions a, b, c, m, d and e.
std::string condition(int known) {
    const std::string op = one_of({"=", "!=", "<", "<=", ">", ">="});
    switch (drawn(0, known - 1)) {
    case 0:
        return "${a} " + one_of({"=", "!="}) + " '" + one_of({"yes", "no", ""}) + "'";
    case 1:
        return "${b} " + op + " " + std::to_string(drawn(0, 4));
    case 2:
        return one_of({"${c} = 'x'", "${c} != 'y'", "'z' = ${c}", "${c}", "selected(${c}, 'x')"});
    case 3:
        return one_of(
            {"selected(${m}, 'p')", "selected(${m}, 'q')", "count-selected(${m}) = 2", "${m} = ''"}
        );
    case 4:
        return "${d} " + op + " " + std::to_string(drawn(0, 5));
    default:
        return "${e} " + op + " " + std::to_string(drawn(0, 4));
    }
}

std::string rule(int known, int depth) {
    switch (depth == 0 ? 3 : drawn(0, 3)) {
    case 0:
        return "(" + rule(known, depth - 1) + " and " + rule(known, depth - 1) + ")";
    case 1:
        return "(" + rule(known, depth - 1) + " or " + rule(known, depth - 1) + ")";
    case 2:
        return "not(" + rule(known, depth - 1) + ")";
    default:
        return condition(known);
    }
}

std::string sometimes(const std::string& key, const std::string& text) {
    return drawn(0, 1) == 0 ? "" : ", " + key + ": \"" + text + "\"";
}

Compiled random_checklist() {
    const std::string yaml = "checklist: t\nversion: \"1\"\ntitle: T\n"
                             "choice_lists: {l: {x: X, y: Y, z: Z}, n: {p: P, q: Q}}\nsections:\n"
                             "  - id: S\n    questions:\n"
                             "      - {id: a, type: yes_no, label: A}\n"
                             "      - {id: b, type: likert, scale: 3, label: B" +
                             sometimes("relevant", rule(1, 1)) +
                             "}\n"
                             "      - {id: c, type: one_choice, choices: l, label: C" +
                             sometimes("relevant", rule(2, 1)) +
                             "}\n"
                             "      - {id: m, type: many_choices, choices: n, label: M" +
                             sometimes("constraint", rule(3, 1)) +
                             "}\n"
                             "      - {id: d, type: integer, label: D" +
                             sometimes("relevant", rule(4, 1)) +
                             sometimes("constraint", ". > " + std::to_string(drawn(0, 4))) +
                             "}\n"
                             "      - {id: e, type: calculate, calculation: \"if(${a} = 'yes', "
                             "${b}, count-selected(${m}))\"}\n"
                             "      - {id: t, type: text, label: T, relevant: \"" +
                             rule(6, 3) + "\"}\n";
    auto read = authoring::checklist_from_yaml(yaml, "t.yaml");
    INFO(yaml);
    INFO((read ? "" : read.error().text()));
    REQUIRE(read);
    RC_LOG() << yaml;
    auto compiled = compile(std::move(*read));
    REQUIRE(compiled);
    return std::move(*compiled);
}

using Tried = std::vector<std::optional<Value>>;

// Calls `look` with every sheet of answers whose relevant ones are valid.
template <class Look>
void every_sheet(const Compiled& compiled, Look look) {
    const auto names = [](const std::vector<std::vector<std::string>>& all) {
        Tried out = {std::nullopt};
        for (const auto& each : all)
            out.emplace_back(Choices{each});
        return out;
    };
    const auto numbers = [](int from, int to) {
        Tried out = {std::nullopt};
        for (int i = from; i <= to; ++i)
            out.emplace_back(Decimal::integer(i));
        return out;
    };
    const std::vector<std::pair<std::string, Tried>> questions = {
        {"a", names({{"yes"}, {"no"}})},
        {"b", numbers(1, 3)},
        {"c", names({{"x"}, {"y"}, {"z"}})},
        {"m", names({{"p"}, {"q"}, {"p", "q"}})},
        {"d", numbers(-1, 6)},
    };
    std::vector<std::size_t> at(questions.size(), 0);
    while (true) {
        AnswerSheet sheet;
        for (std::size_t i = 0; i < at.size(); ++i) {
            const auto& value = questions[i].second[at[i]];
            if (value) {
                sheet.answers[{questions[i].first, {}}] = {AnswerState::answered, *value, ""};
            }
        }
        const auto status = compiled.evaluate(sheet, {});
        bool valid = true;
        for (const auto& field : status)
            valid = valid && field.validity == Compiled::Validity::valid;
        if (valid && look(status)) return;
        std::size_t next = 0;
        while (next < at.size() && ++at[next] == questions[next].second.size())
            at[next++] = 0;
        if (next == at.size()) return;
    }
}

} // namespace

TEST_CASE("Never is said exactly where no valid answers show a question", "[lint]") {
    CHECK(rc::check("never is no sheet", [] {
        const Compiled compiled = random_checklist();
        const std::uint32_t target = compiled.rules().index_of.at("t");
        bool seen = false;
        bool hidden = false;
        every_sheet(compiled, [&](const FieldStatuses& status) {
            seen = seen || status[target].relevant;
            hidden = hidden || !status[target].relevant;
            return seen && hidden;
        });
        Reasoner reasoner(compiled);
        Goal shown;
        reasoner.want_question(shown, target);
        RC_ASSERT(reasoner.reach(shown).never == !seen);
        Goal not_shown;
        reasoner.want(not_shown, *compiled.rules().questions[target].relevant, target, false);
        RC_ASSERT(reasoner.reach(not_shown).never == !hidden);
        RC_TAG(seen ? (hidden ? "sometimes" : "always") : "never");
    }));
}

TEST_CASE("What the reasoner proposes is such a sheet", "[lint]") {
    CHECK(rc::check("the answers show the question", [] {
        const Compiled compiled = random_checklist();
        const std::uint32_t target = compiled.rules().index_of.at("t");
        Reasoner reasoner(compiled);
        Goal shown;
        reasoner.want_question(shown, target);
        const Reach reach = reasoner.reach(shown);
        RC_PRE(!reach.never);
        AnswerSheet sheet;
        for (const auto& [question, text] : reach.answers) {
            const std::string& id = compiled.rules().ids[question];
            if (text.empty() || id == "t" || id == "e") continue;
            Value value = Choices{{text}};
            if (id == "b" || id == "d") value = *parse_decimal(text);
            if (text == "p q") value = Choices{{"p", "q"}};
            sheet.answers[{id, {}}] = {AnswerState::answered, value, ""};
        }
        RC_ASSERT(compiled.evaluate(sheet, {})[target].relevant);
    }));
}

TEST_CASE("What cannot be decided counts as possible", "[lint]") {
    for (const std::string rule :
         {"${day} > today()",
          "regex(${text}, 'a') and regex(${text}, 'b')",
          "${n} + ${k} = 17 and ${n} + ${k} = 18",
          "string-length(${text}) = -1",
          "once(${text}) = 'x'"}) {
        const auto read = authoring::checklist_from_yaml(
            "checklist: t\nversion: \"1\"\ntitle: T\nsections:\n  - id: S\n    questions:\n"
            "      - {id: day, type: date, label: A}\n"
            "      - {id: text, type: text, label: B}\n"
            "      - {id: n, type: integer, label: C}\n"
            "      - {id: k, type: integer, label: D}\n"
            "      - {id: t, type: text, label: E, relevant: \"" +
                rule + "\"}\n",
            "t.yaml"
        );
        INFO(rule);
        REQUIRE(read);
        const auto compiled = compile(*read);
        REQUIRE(compiled);
        Reasoner reasoner(*compiled);
        Goal shown;
        reasoner.want_question(shown, 4);
        CHECK_FALSE(reasoner.reach(shown).never);
    }
}
