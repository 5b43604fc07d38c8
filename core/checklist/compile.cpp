// From a checklist to rules: every expression parsed, every name resolved.
#include "core/base/nearest.hpp"
#include "core/checklist/check.hpp"
#include "core/checklist/compiled_rules.hpp"
#include "core/checklist/dependencies.hpp"
#include "core/expression/functions.hpp"
#include "core/expression/parser.hpp"

#include <algorithm>

namespace muster::checklist {

namespace {

using Impl = Compiled::Impl;
using expression::Program;

// instance('list')/root/item[filter]: what the filter leaves, with the item in focus and the
// question as current(). The filter is parsed alone before, so that its errors name its own
// columns.
Program items_that_pass(Program filter, const std::string& list) {
    const auto add = [&](expression::Part part) {
        filter.parts.push_back(std::move(part));
        return static_cast<expression::PartIndex>(filter.parts.size() - 1);
    };
    const auto step = [](std::string name, std::vector<expression::PartIndex> predicates) {
        expression::Step out;
        out.test.kind = expression::NodeTest::Kind::name;
        out.test.local = std::move(name);
        out.predicates = std::move(predicates);
        return out;
    };
    const auto name = add(expression::TextConstant{list});
    const auto instance =
        add(expression::Call{expression::find_function("instance"), {name}, {}, 0});
    const auto predicate = filter.root;
    filter.root = add(expression::Path{
        .start = expression::Path::Start::part,
        .part = instance,
        .steps = {step("root", {}), step("item", {predicate})}
    });
    return filter;
}

class Compiler {
public:
    explicit Compiler(Checklist checklist) : impl_(std::make_unique<Impl>()) {
        impl_->checklist = std::move(checklist);
    }

    Result<std::unique_ptr<const Impl>> run() {
        if (auto status = check(impl_->checklist); !status) return error_of(status);
        if (auto status = check_supported(); !status) return error_of(status);
        number_questions();
        impl_->choices = std::make_unique<ChoiceTree>(impl_->checklist, impl_->ids.size());
        for (const auto& group : impl_->checklist.groups) {
            if (auto status = read_group(group); !status) return error_of(status);
        }
        for (const auto& section : impl_->checklist.sections) {
            if (auto status = read_section(section); !status) return error_of(status);
        }
        if (auto status = order_items(*impl_); !status) return error_of(status);
        return std::unique_ptr<const Impl>(std::move(impl_));
    }

private:
    [[nodiscard]] Status check_supported() const {
        for (const auto& group : impl_->checklist.groups) {
            if (!group.repeat) continue;
            return fail(
                Code::unsupported,
                "Repeats are read but cannot be filled yet: repeat " + group.id + ".",
                "Ask its questions a fixed number of times, in groups of their own.",
                "group " + group.id + ": repeat"
            );
        }
        for (const auto& list : impl_->checklist.choice_lists) {
            if (list.file.empty()) continue;
            return fail(
                Code::unsupported,
                "Choices from a file are read but cannot be offered yet: list " + list.name + ".",
                "Write the choices of " + list.file + " into the list.",
                "choice list " + list.name + ": file"
            );
        }
        return {};
    }

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
            const auto& groups = impl_->checklist.groups;
            if (std::ranges::find(groups, name, &Group::id) != groups.end()) {
                return std::string(name) +
                       " is a group, which has no answer: name one of its questions.";
            }
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

    // A rule of a section or group, which '.' cannot mean.
    Status read_bare(
        Rule& rule, const std::string& text, std::string_view owner, const std::string& place
    ) {
        if (auto status = read(rule, text, place); !status) return status;
        if (!rule || !rule->uses_focus) return {};
        return fail(
            Code::invalid_input,
            "A " + std::string(owner) + " has no answer, so '.' means nothing in its rule.",
            "Write ${name}.",
            place
        );
    }

    Status read_group(const Group& group) {
        GroupRules rules;
        rules.group = &group;
        const std::string place = "group " + group.id + ": ";
        auto status = read_bare(rules.relevant, group.relevant, "group", place + "relevant");
        if (status) {
            status = read_bare(rules.read_only, group.read_only, "group", place + "read_only");
        }
        impl_->groups.push_back(std::move(rules));
        return status;
    }

    Status read_section(const Section& section) {
        const auto number = static_cast<std::uint32_t>(impl_->sections.size());
        SectionRules rules{.section = &section, .relevant = {}};
        const std::string place = "section " + section.id + ": relevant";
        if (auto status = read_bare(rules.relevant, section.relevant, "section", place); !status) {
            return status;
        }
        impl_->sections.push_back(std::move(rules));
        for (const auto& question : section.questions) {
            if (auto status = read_question(question, number); !status) return status;
            for (auto group = question.group; group != 0;
                 group = impl_->checklist.groups[group - 1].parent) {
                impl_->groups[group - 1].section = number;
            }
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
        if (status) status = read(rules.read_only, question.read_only, place + "read_only");
        if (status) status = read(rules.calculation, question.calculation, place + "calculation");
        if (status) {
            status = read(rules.evidence_when, question.evidence_when, place + "evidence_when");
        }
        if (status && is_expression_default(question.default_value)) {
            status = read(rules.default_value, question.default_value, place + "default");
        }
        if (status) status = read_filter(rules, place + "choice_filter");
        if (status) status = read_trigger(question, place + "trigger");
        impl_->questions.push_back(std::move(rules));
        return status;
    }

    Status read_filter(QuestionRules& rules, const std::string& place) {
        if (rules.question->choice_filter.empty()) return {};
        expression::Resolver names = names_;
        names.bare_paths = true;
        auto program = expression::parse(rules.question->choice_filter, names);
        if (!program) return error_of(program, place);
        rules.offered = items_that_pass(std::move(*program), rules.list->name);
        return {};
    }

    // ${a}, or several with commas between.
    Status read_trigger(const Question& question, const std::string& place) {
        std::string_view rest = question.trigger;
        while (!rest.empty()) {
            const auto comma = rest.find(',');
            const auto program = expression::parse(rest.substr(0, comma), names_);
            if (!program) return error_of(program, place);
            if (!std::holds_alternative<expression::Reference>(program->parts[program->root])) {
                return fail(
                    Code::invalid_input,
                    "A trigger is the name of a question.",
                    "Write ${name}, or several with commas between.",
                    place
                );
            }
            rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
        }
        return {};
    }

    std::unique_ptr<Impl> impl_;
    expression::Resolver names_;
};

} // namespace

Result<Compiled> compile(Checklist checklist) {
    auto impl = Compiler(std::move(checklist)).run();
    if (!impl) return error_of(impl);
    return Compiled(std::move(*impl));
}

} // namespace muster::checklist
