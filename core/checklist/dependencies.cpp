#include "core/checklist/dependencies.hpp"

#include "core/checklist/relevance_order.hpp"
#include "core/expression/functions.hpp"

#include <algorithm>

namespace muster::checklist {

namespace {

using Impl = Compiled::Impl;

bool asks_the_time(const Rule& rule) {
    return rule && std::ranges::any_of(rule->parts, [](const expression::Part& part) {
               const auto* call = std::get_if<expression::Call>(&part);
               return call != nullptr &&
                      (call->function->name == "now" || call->function->name == "today");
           });
}

void number_calculations(Impl& impl) {
    for (std::uint32_t i = 0; i < impl.questions.size(); ++i) {
        impl.value_item.push_back(impl.question_item(i));
        if (!impl.questions[i].is_calculated()) continue;
        impl.value_item.back() = impl.calculation_item(impl.calculated.size());
        impl.calculated.push_back(i);
    }
}

class Graph {
public:
    explicit Graph(const Impl& impl) : impl_(impl) {}

    RelevanceGraph build() {
        for (const auto& rules : impl_.sections) {
            const std::string name = "section " + rules.section->id;
            add(name, name + ": relevant", rules.relevant, {});
        }
        for (const auto& rules : impl_.groups) {
            const std::string name = "group " + rules.group->id;
            add(name,
                name + ": relevant",
                rules.relevant,
                around(rules.section, rules.group->parent));
        }
        for (std::uint32_t i = 0; i < impl_.questions.size(); ++i) {
            const QuestionRules& rules = impl_.questions[i];
            const Question& question = *rules.question;
            auto needs = around(rules.section, question.group);
            if (rules.relevant && rules.relevant->uses_focus) needs.push_back(impl_.value_item[i]);
            add(question.id, "question " + question.id + ": relevant", rules.relevant, needs);
        }
        for (const auto i : impl_.calculated) {
            const QuestionRules& rules = impl_.questions[i];
            const std::string& id = rules.question->id;
            std::vector<std::uint32_t> needs = {impl_.question_item(i)};
            if (rules.calculation->uses_focus) needs.push_back(impl_.value_item[i]);
            add("calculation " + id, "question " + id + ": calculation", rules.calculation, needs);
            out_.items.back().calculates = true;
        }
        return std::move(out_);
    }

private:
    [[nodiscard]] std::vector<std::uint32_t>
    around(std::uint32_t section, std::uint32_t group) const {
        if (group != 0) return {impl_.group_item(group - 1)};
        return {section};
    }

    void
    add(std::string name, std::string place, const Rule& rule, std::vector<std::uint32_t> needs) {
        if (rule) {
            for (const auto target : rule->targets)
                needs.push_back(impl_.value_item[target]);
        }
        out_.items.push_back({std::move(name), std::move(place), std::move(needs)});
    }

    const Impl& impl_;
    RelevanceGraph out_;
};

// The questions whose own rules, which nothing else depends on, name a value.
void note_fields(Impl& impl) {
    for (std::uint32_t i = 0; i < impl.questions.size(); ++i) {
        const QuestionRules& rules = impl.questions[i];
        bool timed = false;
        const auto note = [&](const Rule& rule) {
            timed = timed || asks_the_time(rule);
            if (!rule) return;
            for (const auto target : rule->targets)
                impl.fields_after[impl.value_item[target]].push_back(i);
        };
        for (const Rule* rule :
             {&rules.required,
              &rules.constraint,
              &rules.read_only,
              &rules.offered,
              &rules.default_value,
              &rules.evidence_when}) {
            note(*rule);
        }
        if (!rules.is_calculated()) note(rules.calculation);
        for (auto group = rules.question->group; group != 0;
             group = impl.groups[group - 1].group->parent) {
            note(impl.groups[group - 1].read_only);
        }
        impl.fields_after[impl.question_item(i)].push_back(i);
        if (rules.is_calculated()) impl.fields_after[impl.value_item[i]].push_back(i);
        if (timed) impl.timed_fields.push_back(i);
    }
    for (auto& fields : impl.fields_after) {
        std::ranges::sort(fields);
        fields.erase(std::ranges::unique(fields).begin(), fields.end());
    }
}

void note_timed_items(Impl& impl) {
    const auto note = [&](std::uint32_t item, const Rule& rule) {
        if (asks_the_time(rule)) impl.timed_items.push_back(item);
    };
    for (std::uint32_t i = 0; i < impl.sections.size(); ++i)
        note(i, impl.sections[i].relevant);
    for (std::uint32_t i = 0; i < impl.groups.size(); ++i)
        note(impl.group_item(i), impl.groups[i].relevant);
    for (std::uint32_t i = 0; i < impl.questions.size(); ++i)
        note(impl.question_item(i), impl.questions[i].relevant);
    for (const auto i : impl.calculated)
        note(impl.value_item[i], impl.questions[i].calculation);
}

} // namespace

Status order_items(Impl& impl) {
    number_calculations(impl);
    const RelevanceGraph graph = Graph(impl).build();
    auto order = relevance_order(graph);
    if (!order) return error_of(order);
    impl.order = std::move(*order);
    const std::size_t count = graph.items.size();
    impl.place_in_order.resize(count);
    for (std::uint32_t place = 0; place < count; ++place)
        impl.place_in_order[impl.order[place]] = place;
    impl.items_after.resize(count);
    impl.fields_after.resize(count);
    for (std::uint32_t item = 0; item < count; ++item) {
        for (const auto need : graph.items[item].needs)
            impl.items_after[need].push_back(item);
    }
    note_fields(impl);
    note_timed_items(impl);
    return {};
}

} // namespace muster::checklist
