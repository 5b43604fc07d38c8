#include "core/checklist/compiled.hpp"

#include "core/base/nearest.hpp"
#include "core/checklist/answer_nodes.hpp"
#include "core/checklist/check.hpp"
#include "core/checklist/relevance_order.hpp"
#include "core/checklist/value_check.hpp"
#include "core/expression/evaluator.hpp"
#include "core/expression/parser.hpp"

#include <cstdlib>
#include <unordered_map>

namespace muster::checklist {

namespace {

using Rule = std::optional<expression::Program>; // absent: nothing was written

struct QuestionRules {
    const Question* question = nullptr;
    const ChoiceList* list = nullptr;
    std::uint32_t section = 0;
    Rule relevant;
    Rule required;
    Rule constraint;
};

struct SectionRules {
    const Section* section = nullptr;
    Rule relevant;
};

} // namespace

struct Compiled::Impl {
    Checklist checklist; // never moved once the rules point into it
    std::vector<std::string> ids;
    std::unordered_map<std::string, std::uint32_t> index_of;
    std::vector<SectionRules> sections;
    std::vector<QuestionRules> questions;
    std::vector<std::uint32_t> order; // of RelevanceGraph's items
};

namespace {

using Impl = Compiled::Impl;

// ---- compile

class Compiler {
public:
    explicit Compiler(Checklist checklist) : impl_(std::make_unique<Impl>()) {
        impl_->checklist = std::move(checklist);
    }

    Result<std::unique_ptr<const Impl>> run() {
        if (auto status = check(impl_->checklist); !status) return error_of(status);
        number_questions();
        for (const auto& section : impl_->checklist.sections) {
            if (auto status = read_section(section); !status) return error_of(status);
        }
        auto order = relevance_order(graph());
        if (!order) return error_of(order);
        impl_->order = std::move(*order);
        return std::unique_ptr<const Impl>(std::move(impl_));
    }

private:
    void number_questions() {
        for (const auto& section : impl_->checklist.sections) {
            for (const auto& question : section.questions) {
                impl_->index_of.emplace(question.id, static_cast<std::uint32_t>(impl_->ids.size()));
                impl_->ids.push_back(question.id);
            }
        }
        names_.find = [this](std::string_view name) -> std::optional<std::uint32_t> {
            const auto found = impl_->index_of.find(std::string(name));
            if (found == impl_->index_of.end()) return std::nullopt;
            return found->second;
        };
        names_.hint = [this](std::string_view name) {
            const std::vector<std::string_view> known(impl_->ids.begin(), impl_->ids.end());
            return nearest_hint(name, known);
        };
    }

    Status read(Rule& rule, const std::string& text, const std::string& place) {
        if (text.empty()) return {};
        auto program = expression::parse(text, names_);
        if (!program) return error_of(program, place);
        rule = std::move(*program);
        return {};
    }

    Status read_section(const Section& section) {
        const auto number = static_cast<std::uint32_t>(impl_->sections.size());
        SectionRules rules{.section = &section, .relevant = {}};
        const std::string place = "section " + section.id + ": relevant";
        if (auto status = read(rules.relevant, section.relevant, place); !status) return status;
        if (rules.relevant && rules.relevant->uses_focus) {
            return fail(
                Code::invalid_input,
                "A section has no answer, so '.' means nothing in its rule.",
                "Write ${name}.",
                place
            );
        }
        impl_->sections.push_back(std::move(rules));
        for (const auto& question : section.questions) {
            if (auto status = read_question(question, number); !status) return status;
        }
        return {};
    }

    Status read_question(const Question& question, std::uint32_t section) {
        QuestionRules rules;
        rules.question = &question;
        rules.list = find_choice_list(impl_->checklist, question.choice_list);
        rules.section = section;
        const std::string place = "question " + question.id + ": ";
        auto status = read(rules.relevant, question.relevant, place + "relevant");
        if (status) status = read(rules.required, question.required, place + "required");
        if (status) status = read(rules.constraint, question.constraint, place + "constraint");
        impl_->questions.push_back(std::move(rules));
        return status;
    }

    [[nodiscard]] RelevanceGraph graph() const {
        RelevanceGraph out;
        const auto sections = static_cast<std::uint32_t>(impl_->sections.size());
        const auto add = [&](std::string name, const Rule& rule, std::vector<std::uint32_t> needs) {
            if (rule) {
                for (const auto target : rule->targets)
                    needs.push_back(sections + target);
            }
            out.items.push_back({std::move(name), std::move(needs)});
        };
        for (const auto& section : impl_->sections) {
            add("section " + section.section->id, section.relevant, {});
        }
        for (const auto& question : impl_->questions) {
            std::vector<std::uint32_t> needs = {question.section};
            const auto self = static_cast<std::uint32_t>(out.items.size());
            if (question.relevant && question.relevant->uses_focus) needs.push_back(self);
            add(question.question->id, question.relevant, std::move(needs));
        }
        return out;
    }

    std::unique_ptr<Impl> impl_;
    expression::Resolver names_;
};

// ---- evaluate

using FieldStatus = Compiled::FieldStatus;
using Validity = Compiled::Validity;

class SheetEvaluation {
public:
    SheetEvaluation(const Impl& impl, const AnswerSheet& sheet, const Compiled::Moment& at)
        : impl_(impl)
        , now_(at.now)
        , nodes_(sheet, impl.ids)
        , section_relevant_(impl.sections.size(), true)
        , fields_(impl.questions.size()) {}

    std::vector<FieldStatus> run() {
        for (const auto item : impl_.order)
            judge_relevance(item);
        for (std::size_t i = 0; i < fields_.size(); ++i) {
            if (fields_[i].relevant) judge_answer(i);
        }
        return std::move(fields_);
    }

private:
    [[nodiscard]] Result<bool>
    judge(const expression::Program& rule, expression::NodeId current) const {
        const expression::Context context{nodes_, current, now_};
        const auto value = expression::evaluate(rule, context);
        if (!value) return error_of(value);
        return expression::to_boolean(*value, context);
    }

    void judge_relevance(std::uint32_t item) {
        if (item < impl_.sections.size()) {
            // A rule that fails shows its section: the questions must not vanish with their
            // answers.
            const Rule& rule = impl_.sections[item].relevant;
            if (rule) section_relevant_[item] = judge(*rule, {}).value_or(true);
            return;
        }
        const std::size_t i = item - impl_.sections.size();
        const QuestionRules& rules = impl_.questions[i];
        FieldStatus& field = fields_[i];
        field.relevant = section_relevant_[rules.section];
        if (field.relevant && rules.relevant) {
            const auto relevant = judge(*rules.relevant, AnswerNodes::node_of(i));
            if (relevant) {
                field.relevant = *relevant;
            } else {
                fail_rule(field, "relevant", relevant.error());
            }
        }
        nodes_.set_relevant(i, field.relevant);
    }

    static void fail_rule(FieldStatus& field, std::string_view rule, const Error& error) {
        field.validity = Validity::invalid;
        field.message = "The rule '" + std::string(rule) + "' has no result: " + error.message;
    }

    void judge_answer(std::size_t i) {
        const QuestionRules& rules = impl_.questions[i];
        FieldStatus& field = fields_[i];
        if (field.validity != Validity::valid) return;
        if (rules.required) {
            const auto required = judge(*rules.required, AnswerNodes::node_of(i));
            if (!required) return fail_rule(field, "required", required.error());
            field.required = *required;
        }
        const Answer* answer = nodes_.answer(i);
        const AnswerState state = answer == nullptr ? AnswerState::unanswered : answer->state;
        switch (state) {
        case AnswerState::unanswered:
            return judge_missing(field);
        case AnswerState::not_applicable:
            if (rules.question->not_applicable_allowed) return;
            return invalid(field, "This question cannot be marked as not applicable.");
        case AnswerState::not_observed:
            if (rules.question->not_observed_allowed) return;
            return invalid(field, "This question cannot be marked as not observed.");
        case AnswerState::answered:
            return judge_value(i, *answer);
        }
    }

    static void invalid(FieldStatus& field, std::string message) {
        field.validity = Validity::invalid;
        field.message = std::move(message);
    }

    static void judge_missing(FieldStatus& field) {
        if (!field.required) return;
        field.validity = Validity::missing;
        field.message = "This question needs an answer.";
    }

    void judge_value(std::size_t i, const Answer& answer) {
        const QuestionRules& rules = impl_.questions[i];
        FieldStatus& field = fields_[i];
        const auto type = check_value(*rules.question, rules.list, answer.value);
        if (!type) return invalid(field, type.error().message);
        const auto node = AnswerNodes::node_of(i);
        if (nodes_.string_value(node).empty()) return judge_missing(field); // an empty text
        if (!rules.constraint) return;
        const auto met = judge(*rules.constraint, node);
        if (!met) return fail_rule(field, "constraint", met.error());
        if (*met) return;
        const auto& language = impl_.checklist.languages.front();
        const auto message = rules.question->constraint_message.in(language);
        invalid(
            field,
            message.empty() ? "The answer does not keep the rule " + rules.question->constraint
                            : std::string(message)
        );
    }

    const Impl& impl_;
    WallTime now_;
    AnswerNodes nodes_;
    std::vector<bool> section_relevant_;
    std::vector<FieldStatus> fields_;
};

} // namespace

Compiled::Compiled(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}

Compiled::Compiled(Compiled&&) noexcept = default;
Compiled& Compiled::operator=(Compiled&&) noexcept = default;
Compiled::~Compiled() = default;

const Checklist& Compiled::checklist() const {
    return impl_->checklist;
}

const std::vector<std::string>& Compiled::question_ids() const {
    return impl_->ids;
}

std::vector<Compiled::FieldStatus>
Compiled::evaluate(const AnswerSheet& sheet, const Moment& at) const {
    return SheetEvaluation(*impl_, sheet, at).run();
}

Status Compiled::check_type(std::string_view question_id, const Value& value) const {
    const auto found = impl_->index_of.find(std::string(question_id));
    if (found == impl_->index_of.end()) {
        return fail(
            Code::not_found,
            "The checklist has no question " + std::string(question_id) + ".",
            {},
            "checklist " + impl_->checklist.id
        );
    }
    const QuestionRules& rules = impl_->questions[found->second];
    auto status = check_value(*rules.question, rules.list, value);
    if (!status) return error_of(status, "question " + rules.question->id);
    return {};
}

Result<Compiled> compile(Checklist checklist) {
    auto impl = Compiler(std::move(checklist)).run();
    if (!impl) return error_of(impl);
    return Compiled(std::move(*impl));
}

} // namespace muster::checklist
