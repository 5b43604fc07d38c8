// Evaluates expressions against three questions, for tables of (expression, expected):
// ${a} is answered 5, ${t} with the text "Grüße  an alle", ${m} with the choices red and blue,
// ${d} with 2026-11-20, ${yes} with yes; ${e} is unanswered; '.' is ${a}.
#pragma once

#include "core/checklist/answer_nodes.hpp"
#include "core/expression/evaluator.hpp"
#include "core/expression/parser.hpp"
#include "tests/core/checklist/builders.hpp"

#include <algorithm>

namespace muster::expression {

struct ExpressionBench {
    std::vector<std::string> ids = {"a", "t", "m", "d", "yes", "e"};
    checklist::AnswerSheet sheet = checklist::sheet_of({
        {"a", checklist::number(5)},
        {"t",
         checklist::answered(std::string("Gr\xC3\xBC\xC3\x9F"
                                         "e  an alle"))},
        {"m", checklist::answered(checklist::Choices{{"red", "blue"}})},
        {"d", checklist::answered(Date{2026, 11, 20})},
        {"yes", checklist::choice("yes")},
    });
    checklist::Checklist questions;
    checklist::Shape shape;
    std::vector<checklist::Target> targets;
    checklist::ChoiceTree no_choices{questions};
    checklist::InstanceTree instances;
    checklist::AnswerNodes nodes;
    Context context;

    ExpressionBench()
        : questions(checklist_of(ids))
        , shape(checklist::shape_of(questions))
        , targets(checklist::targets_of(shape))
        , instances(shape)
        , nodes(instances, questions, ids, targets, no_choices)
        , context{
              nodes, nodes.node_of(instances.root(), shape.questions[0].slot), checklist::test_now
          } {
        for (std::size_t i = 0; i < ids.size(); ++i)
            instances.root().cells[shape.questions[i].slot].answer = sheet.find(ids[i]);
    }

    static checklist::Checklist checklist_of(const std::vector<std::string>& ids) {
        std::vector<checklist::Question> out;
        for (const auto& id : ids)
            out.push_back(checklist::question(id, checklist::QuestionType::text));
        auto made = checklist::checklist_of(std::move(out));
        made.choice_lists.clear();
        return made;
    }

    [[nodiscard]] Resolver names() const {
        return {
            [this](std::string_view name) -> std::optional<std::uint32_t> {
                const auto found = std::ranges::find(ids, name);
                if (found == ids.end()) return std::nullopt;
                return static_cast<std::uint32_t>(found - ids.begin());
            },
            [](std::string_view) { return std::string("No such name."); },
            {}
        };
    }

    [[nodiscard]] Result<Value> value(std::string_view expression) const {
        const auto program = parse(expression, names());
        if (!program) return error_of(program);
        return evaluate(*program, context);
    }

    // "number 5", "text abc", "true", "false", "nodes 1" or "error: …".
    [[nodiscard]] std::string shown(std::string_view expression) const {
        const auto result = value(expression);
        if (!result) return "error: " + result.error().message;
        if (const auto* boolean = std::get_if<bool>(&*result)) return *boolean ? "true" : "false";
        if (const auto* text = std::get_if<std::string>(&*result)) return "text " + *text;
        if (const auto* set = std::get_if<NodeSet>(&*result)) {
            return "nodes " + std::to_string(set->size());
        }
        return "number " + number_to_text(std::get<double>(*result));
    }

    [[nodiscard]] Error error(std::string_view expression) const {
        const auto result = value(expression);
        return result ? Error{Code::internal, "no error", "", ""} : result.error();
    }
};

} // namespace muster::expression
