#include "core/checklist/chance.hpp"

#include "core/checklist/check.hpp"
#include "core/expression/functions.hpp"
#include "core/expression/value.hpp"

#include <algorithm>

namespace muster::checklist {

bool takes_chance(const expression::Program& rule) {
    return std::ranges::any_of(rule.parts, [](const expression::Part& part) {
        const auto* call = std::get_if<expression::Call>(&part);
        if (call == nullptr) return false;
        const auto name = call->function->name;
        return name == "random" || name == "uuid" ||
               (name == "randomize" && call->arguments.size() == 1);
    });
}

Result<Value> value_from_text(const Question& question, std::string_view text) {
    const QuestionType type = question.type;
    if (is_number(type)) {
        const auto number = decimal_from(expression::text_to_number(text, 0));
        if (!number) return error_of(number, "question " + question.id);
        return Value(*number);
    }
    if (has_choices(type) || type == QuestionType::yes_no || type == QuestionType::acknowledge) {
        Choices out;
        for (const auto word : expression::split_words(text))
            out.names.emplace_back(word);
        return Value(std::move(out));
    }
    if (type == QuestionType::date) {
        const auto date = parse_date(text.substr(0, 10)); // a date-time counts by its day
        if (!date) return error_of(date, "question " + question.id);
        return Value(*date);
    }
    const bool is_text = type == QuestionType::text || type == QuestionType::barcode ||
                         type == QuestionType::hidden || type == QuestionType::calculate;
    if (is_text) return Value(std::string(text));
    return fail(
        Code::unsupported,
        "The answer to a question of type " + std::string(name_of(type)) +
            " is not written from an expression.",
        "Make it a text, a number, a date or a choice.",
        "question " + question.id
    );
}

} // namespace muster::checklist
