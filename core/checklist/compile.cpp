// From a checklist to rules: every expression parsed, every name resolved.
#include "core/base/nearest.hpp"
#include "core/checklist/chance.hpp"
#include "core/checklist/check.hpp"
#include "core/checklist/compiled_rules.hpp"
#include "core/checklist/dependencies.hpp"
#include "core/checklist/limits.hpp"
#include "core/expression/functions.hpp"
#include "core/expression/parser.hpp"

#include <algorithm>
#include <map>

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

// In indexed-repeat(${q}, ${repeat}, n) the names mean all nodes there are, also within the repeat:
// seen from outside of the outermost repeat that the call names.
void widen_indexed(Program& rule, Impl& impl) {
    const auto named = [&](expression::PartIndex part) -> expression::Reference* {
        return std::get_if<expression::Reference>(&rule.parts[part]);
    };
    bool widened = false;
    for (const auto& part : rule.parts) {
        const auto* call = std::get_if<expression::Call>(&part);
        if (call == nullptr || call->function->name != "indexed-repeat") continue;
        std::optional<std::uint32_t> outermost;
        for (std::size_t i = 1; i < call->arguments.size(); i += 2) {
            const auto* repeat = named(call->arguments[i]);
            if (repeat == nullptr) continue;
            const std::uint32_t level = impl.targets[repeat->target].level;
            if (!outermost ||
                impl.shape.levels[level].depth < impl.shape.levels[*outermost].depth) {
                outermost = level;
            }
        }
        if (!outermost) continue;
        for (std::size_t i = 0; i < call->arguments.size(); i += i == 0 ? 1 : 2) {
            auto* reference = named(call->arguments[i]);
            if (reference == nullptr) continue;
            Target target = impl.targets[reference->target];
            target.seen_from = impl.shape.levels[*outermost].parent;
            auto at = std::ranges::find(impl.targets, target);
            if (at == impl.targets.end()) at = impl.targets.insert(at, target);
            reference->target = static_cast<std::uint32_t>(at - impl.targets.begin());
            widened = true;
        }
    }
    if (!widened) return;
    rule.targets.clear();
    for (const auto& part : rule.parts) {
        if (const auto* reference = std::get_if<expression::Reference>(&part)) {
            rule.targets.push_back(reference->target);
        }
    }
    std::ranges::sort(rule.targets);
    rule.targets.erase(std::ranges::unique(rule.targets).begin(), rule.targets.end());
}

// Seen from a rule of this level, which names may stand for several nodes.
void mark_several(Program& rule, const Impl& impl, std::uint32_t level) {
    for (auto& part : rule.parts) {
        auto* reference = std::get_if<expression::Reference>(&part);
        if (reference == nullptr) continue;
        const Target& target = impl.targets[reference->target];
        reference->several =
            target.slot == 0 || target.seen_from || !impl.shape.is_within(level, target.level);
    }
}

class Compiler {
public:
    explicit Compiler(Checklist checklist) : impl_(std::make_unique<Impl>()) {
        impl_->checklist = std::move(checklist);
    }

    Result<std::unique_ptr<const Impl>> run() {
        if (auto status = check(impl_->checklist); !status) return error_of(status);
        if (auto status = check_supported(); !status) return error_of(status);
        number_names();
        if (auto status = check_depth(); !status) return error_of(status);
        impl_->choices = std::make_unique<ChoiceTree>(impl_->checklist);
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
        for (const auto& list : impl_->checklist.choice_lists) {
            if (list.file.empty() || !list.choices.empty()) continue;
            return fail(
                Code::unsupported,
                "The choices of list " + list.name + " stand in " + list.file +
                    ", which was not read.",
                "Import the form together with this file, or write its choices into the list.",
                "choice list " + list.name + ": file"
            );
        }
        return {};
    }

    [[nodiscard]] Status check_depth() const {
        for (const auto& level : impl_->shape.levels) {
            if (level.depth <= limits::repeat_depth_max) continue;
            return fail(
                Code::resource_exhausted,
                "Repeats are nested more than " + std::to_string(limits::repeat_depth_max) +
                    " deep.",
                "Put some of them side by side.",
                "group " + level.repeat->id + ": repeat"
            );
        }
        return {};
    }

    void number_names() {
        for (const auto& section : impl_->checklist.sections) {
            for (const auto& question : section.questions) {
                impl_->index_of.emplace(question.id, static_cast<std::uint32_t>(impl_->ids.size()));
                impl_->ids.push_back(question.id);
            }
        }
        impl_->shape = shape_of(impl_->checklist);
        impl_->targets = targets_of(impl_->shape);
        for (std::uint32_t level = 1; level < impl_->shape.levels.size(); ++level)
            impl_->level_of_repeat.emplace(impl_->shape.levels[level].repeat->id, level);
        names_.find = [this](std::string_view name) -> std::optional<std::uint32_t> {
            const std::string key(name);
            const auto found = impl_->index_of.find(key);
            if (found != impl_->index_of.end()) return found->second;
            const auto repeat = impl_->level_of_repeat.find(key);
            if (repeat == impl_->level_of_repeat.end()) return std::nullopt;
            return static_cast<std::uint32_t>(impl_->ids.size()) + repeat->second - 1;
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

    static Status no_chance(const std::string& place) {
        return fail(
            Code::invalid_input,
            "The rule takes chance, so it would have another result at every look.",
            "Take chance in a default or a calculation, which is kept as an answer, and name that "
            "here; randomize() keeps its order with a seed.",
            place
        );
    }

    Status read(
        Rule& rule, const std::string& text, const std::string& place, bool may_take_chance = false
    ) {
        if (text.empty()) return {};
        auto program = expression::parse(text, names_);
        if (!program) return error_of(program, place);
        if (!may_take_chance && takes_chance(*program)) return no_chance(place);
        widen_indexed(*program, *impl_);
        mark_several(*program, *impl_, level_);
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
        // What stands in a repeat has a place among its instances: position(..) means something.
        const auto level = impl_->shape.groups[impl_->groups.size()].level;
        level_ = level;
        const auto rule = [&](Rule& into, const std::string& text, const std::string& column) {
            return level == 0 ? read_bare(into, text, "group", place + column)
                              : read(into, text, place + column);
        };
        auto status = rule(rules.relevant, group.relevant, "relevant");
        if (status) status = rule(rules.read_only, group.read_only, "read_only");
        if (status && group.repeat) {
            level_ = impl_->shape.levels[level].parent;
            status =
                read_bare(rules.repeat_count, group.repeat_count, "repeat", place + "repeat_count");
        }
        impl_->groups.push_back(std::move(rules));
        return status;
    }

    Status read_section(const Section& section) {
        const auto number = static_cast<std::uint32_t>(impl_->sections.size());
        SectionRules rules{.section = &section, .relevant = {}};
        level_ = 0;
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
        level_ = impl_->shape.questions[impl_->questions.size()].level;
        const std::string place = "question " + question.id + ": ";
        auto status = read(rules.relevant, question.relevant, place + "relevant");
        if (status) status = read(rules.required, question.required, place + "required");
        if (status) status = read(rules.constraint, question.constraint, place + "constraint");
        if (status) status = read(rules.read_only, question.read_only, place + "read_only");
        if (status)
            status = read(rules.calculation, question.calculation, place + "calculation", true);
        if (status) {
            status = read(rules.evidence_when, question.evidence_when, place + "evidence_when");
        }
        if (status && is_expression_default(question.default_value)) {
            status = read(rules.default_value, question.default_value, place + "default", true);
        }
        rules.calculates_by_chance = rules.calculation && takes_chance(*rules.calculation);
        rules.defaults_by_chance = rules.default_value && takes_chance(*rules.default_value);
        if (status) status = read_filter(rules, place + "choice_filter");
        if (status) status = read_trigger(rules, place + "trigger");
        impl_->questions.push_back(std::move(rules));
        return status;
    }

    Status read_filter(QuestionRules& rules, const std::string& place) {
        if (rules.question->choice_filter.empty()) return {};
        expression::Resolver names = names_;
        names.bare_paths = true;
        auto program = expression::parse(rules.question->choice_filter, names);
        if (!program) return error_of(program, place);
        if (takes_chance(*program)) return no_chance(place);
        widen_indexed(*program, *impl_);
        mark_several(*program, *impl_, level_);
        if (auto demand = demand_of(*program)) {
            auto& index = indexes_[{rules.list, demand->column}];
            if (!index) index = std::make_shared<const ColumnIndex>(*rules.list, demand->column);
            rules.narrowing = Narrowing{std::move(*demand), program->root, index};
        }
        rules.offered = items_that_pass(std::move(*program), rules.list->name);
        return {};
    }

    // ${a}, or several with commas between.
    Status read_trigger(QuestionRules& rules, const std::string& place) {
        std::string_view rest = rules.question->trigger;
        while (!rest.empty()) {
            const auto comma = rest.find(',');
            const auto program = expression::parse(rest.substr(0, comma), names_);
            if (!program) return error_of(program, place);
            const auto* named = std::get_if<expression::Reference>(&program->parts[program->root]);
            if (named == nullptr || named->target >= impl_->ids.size()) {
                return fail(
                    Code::invalid_input,
                    "A trigger is the name of a question.",
                    "Write ${name}, or several with commas between.",
                    place
                );
            }
            rules.triggers.push_back(named->target);
            rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
        }
        return {};
    }

    std::unique_ptr<Impl> impl_;
    expression::Resolver names_;
    std::uint32_t level_ = 0; // of the rule that is read
    std::map<std::pair<const ChoiceList*, std::string>, std::shared_ptr<const ColumnIndex>>
        indexes_;
};

} // namespace

Result<Compiled> compile(Checklist checklist) {
    auto impl = Compiler(std::move(checklist)).run();
    if (!impl) return error_of(impl);
    return Compiled(std::move(*impl));
}

} // namespace muster::checklist
