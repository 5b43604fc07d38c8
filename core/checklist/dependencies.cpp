#include "core/checklist/dependencies.hpp"

#include "core/checklist/path_reach.hpp"
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

bool means_own_value(const Rule& rule) {
    return rule && reach_of(*rule).own_value;
}

// What must be known before an item is judged.
struct Need {
    std::uint32_t item = 0;
    std::uint32_t shared = 0; // as in Follower
    bool follows = true;      // a change of what is needed asks for judging anew
};

using Needs = std::vector<Need>;

// Whose values a rule of a level looks at.
class Lookup {
public:
    explicit Lookup(const Impl& impl) : impl_(impl) {}

    [[nodiscard]] Needs needs(const Rule& rule, std::uint32_t level) const {
        Needs out;
        if (!rule) return out;
        for (const auto number : rule->targets) {
            const Target& target = impl_.targets[number];
            out.push_back(need(target, target.seen_from.value_or(level), level));
        }
        const PathReach reach = reach_of(*rule);
        if (reach.names.empty() && !reach.reaches_all) return out;
        for (std::uint32_t i = 0; i < impl_.targets.size(); ++i) {
            const Target& target = impl_.targets[i];
            if (reach.reaches_all || std::ranges::count(reach.names, name_of(target)) > 0) {
                out.push_back(need(target, 0, level));
            }
        }
        return out;
    }

private:
    [[nodiscard]] std::string_view name_of(const Target& target) const {
        const Level& level = impl_.shape.levels[target.level];
        return target.slot == 0 ? level.repeat->id : impl_.ids[level.slots[target.slot].index];
    }

    [[nodiscard]] Need need(const Target& target, std::uint32_t from, std::uint32_t level) const {
        const Shape& shape = impl_.shape;
        const Level& there = shape.levels[target.level];
        const bool all = target.slot == 0;
        const std::uint32_t shared = shape.shared(from, all ? there.parent : target.level);
        return {
            all ? impl_.group_item(there.group) : impl_.value_item[there.slots[target.slot].index],
            shape.shared(shared, level)
        };
    }

    const Impl& impl_;
};

// Items with what they need, and on which level each stands.
struct Graph {
    RelevanceGraph order;
    std::vector<Needs> needs;
    std::vector<std::uint32_t> levels;
};

class GraphBuilder {
public:
    explicit GraphBuilder(const Impl& impl) : impl_(impl), lookup_(impl) {}

    Graph build() {
        for (const auto& rules : impl_.sections) {
            const std::string name = "section " + rules.section->id;
            add(name, name + ": relevant", rules.relevant, 0, {});
        }
        for (std::uint32_t i = 0; i < impl_.groups.size(); ++i)
            add_group(i);
        for (std::uint32_t i = 0; i < impl_.questions.size(); ++i) {
            const QuestionRules& rules = impl_.questions[i];
            const Question& question = *rules.question;
            Needs needs = {around(rules.section, question.group)};
            if (means_own_value(rules.relevant)) needs.push_back(value_of(i));
            add(question.id,
                "question " + question.id + ": relevant",
                rules.relevant,
                level_of(i),
                std::move(needs));
        }
        for (const auto i : impl_.calculated)
            add_calculation(i);
        for (std::uint32_t level = 1; level < impl_.shape.levels.size(); ++level)
            add_instances(level);
        return std::move(out_);
    }

private:
    [[nodiscard]] std::uint32_t level_of(std::uint32_t question) const {
        return impl_.shape.questions[question].level;
    }

    [[nodiscard]] Need value_of(std::uint32_t question) const {
        return {impl_.value_item[question], level_of(question)};
    }

    [[nodiscard]] Need around(std::uint32_t section, std::uint32_t group) const {
        if (group == 0) return {section, 0};
        return {impl_.group_item(group - 1), impl_.shape.groups[group - 1].level};
    }

    void add_group(std::uint32_t number) {
        const GroupRules& rules = impl_.groups[number];
        const std::string name = "group " + rules.group->id;
        const std::uint32_t level = impl_.shape.groups[number].level;
        Needs needs = {around(rules.section, rules.group->parent)};
        // Its rule is judged in each instance; those that are new are judged whole.
        if (rules.group->repeat) needs.push_back({impl_.instances_item(level), 0, false});
        add(name, name + ": relevant", rules.relevant, level, std::move(needs));
    }

    void add_calculation(std::uint32_t question) {
        const QuestionRules& rules = impl_.questions[question];
        const std::string& id = rules.question->id;
        const std::uint32_t level = level_of(question);
        Needs needs = {{impl_.question_item(question), level}};
        if (means_own_value(rules.calculation)) needs.push_back(value_of(question));
        add("calculation " + id,
            "question " + id + ": calculation",
            rules.calculation,
            level,
            std::move(needs));
        out_.order.items.back().calculates = true;
    }

    void add_instances(std::uint32_t level) {
        const Level& there = impl_.shape.levels[level];
        const std::string name = "repeat " + there.repeat->id;
        Needs needs = {around(impl_.groups[there.group].section, there.repeat->parent)};
        // How many there may be depends on how many there are around them.
        if (there.parent != 0) {
            const Level& parent = impl_.shape.levels[there.parent];
            needs.push_back({impl_.instances_item(there.parent), parent.parent});
        }
        add(name,
            "group " + there.repeat->id + ": repeat_count",
            impl_.groups[there.group].repeat_count,
            there.parent,
            std::move(needs));
    }

    void
    add(std::string name, std::string place, const Rule& rule, std::uint32_t level, Needs needs) {
        const Needs more = lookup_.needs(rule, level);
        needs.insert(needs.end(), more.begin(), more.end());
        RelevanceGraph::Item item{std::move(name), std::move(place), {}};
        for (const auto& need : needs)
            item.needs.push_back(need.item);
        out_.order.items.push_back(std::move(item));
        out_.needs.push_back(std::move(needs));
        out_.levels.push_back(level);
    }

    const Impl& impl_;
    Lookup lookup_;
    Graph out_;
};

// All rules of a question that nothing else depends on, its groups' among them.
template <class Note>
void each_own_rule(const Impl& impl, std::uint32_t question, Note note) {
    const QuestionRules& rules = impl.questions[question];
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
}

// The questions whose own rules, which nothing else depends on, name a value.
void note_fields(Impl& impl) {
    const Lookup lookup(impl);
    for (std::uint32_t i = 0; i < impl.questions.size(); ++i) {
        const std::uint32_t level = impl.shape.questions[i].level;
        bool timed = false;
        each_own_rule(impl, i, [&](const Rule& rule) {
            timed = timed || asks_the_time(rule);
            for (const auto& need : lookup.needs(rule, level))
                impl.fields_after[need.item].push_back({i, need.shared});
        });
        impl.fields_after[impl.question_item(i)].push_back({i, level});
        if (impl.questions[i].is_calculated()) {
            impl.fields_after[impl.value_item[i]].push_back({i, level});
        }
        if (timed) impl.timed_fields.push_back(i);
    }
}

template <class Note>
void each_item_rule(const Impl& impl, Note note) {
    for (std::uint32_t i = 0; i < impl.sections.size(); ++i)
        note(i, impl.sections[i].relevant);
    for (std::uint32_t i = 0; i < impl.groups.size(); ++i)
        note(impl.group_item(i), impl.groups[i].relevant);
    for (std::uint32_t i = 0; i < impl.questions.size(); ++i)
        note(impl.question_item(i), impl.questions[i].relevant);
    for (const auto i : impl.calculated)
        note(impl.value_item[i], impl.questions[i].calculation);
    for (std::uint32_t level = 1; level < impl.shape.levels.size(); ++level) {
        const auto group = impl.shape.levels[level].group;
        note(impl.instances_item(level), impl.groups[group].repeat_count);
    }
}

void note_timed_items(Impl& impl) {
    each_item_rule(impl, [&](std::uint32_t item, const Rule& rule) {
        if (asks_the_time(rule)) impl.timed_items.push_back(item);
    });
}

void sort_out(std::vector<Follower>& followers) {
    std::ranges::sort(followers);
    followers.erase(std::ranges::unique(followers).begin(), followers.end());
}

// Rules in the repeat of `level` that ask where an instance stands.
void note_lookers(Impl& impl, std::uint32_t level, RepeatFollowers& out) {
    const Shape& shape = impl.shape;
    const std::uint32_t around = shape.levels[level].parent;
    const auto looks = [](const Rule& rule) { return rule && reach_of(*rule).looks_around; };
    each_item_rule(impl, [&](std::uint32_t item, const Rule& rule) {
        if (shape.is_within(impl.level_of[item], level) && looks(rule)) {
            out.items.push_back({item, around});
        }
    });
    for (std::uint32_t i = 0; i < impl.questions.size(); ++i) {
        if (!shape.is_within(shape.questions[i].level, level)) continue;
        each_own_rule(impl, i, [&](const Rule& rule) {
            if (looks(rule)) out.fields.push_back({i, around});
        });
    }
}

void note_instances(Impl& impl) {
    const Shape& shape = impl.shape;
    impl.after_instances.resize(shape.levels.size());
    for (std::uint32_t level = 1; level < shape.levels.size(); ++level) {
        RepeatFollowers& out = impl.after_instances[level];
        const auto from_outside = [&](const std::vector<Follower>& from, auto& to) {
            for (const auto& each : from) {
                if (shape.levels[each.shared].depth < shape.levels[level].depth) to.push_back(each);
            }
        };
        for (std::uint32_t item = 0; item < impl.level_of.size(); ++item) {
            if (!shape.is_within(impl.level_of[item], level)) continue;
            from_outside(impl.items_after[item], out.items);
            from_outside(impl.fields_after[item], out.fields);
        }
        note_lookers(impl, level, out);
        sort_out(out.items);
        sort_out(out.fields);
    }
}

} // namespace

Status order_items(Impl& impl) {
    number_calculations(impl);
    Graph graph = GraphBuilder(impl).build();
    auto order = relevance_order(graph.order);
    if (!order) return error_of(order);
    impl.order = std::move(*order);
    impl.level_of = std::move(graph.levels);
    const std::size_t count = impl.order.size();
    impl.place_in_order.resize(count);
    for (std::uint32_t place = 0; place < count; ++place)
        impl.place_in_order[impl.order[place]] = place;
    impl.items_of.resize(impl.shape.levels.size());
    impl.items_after.resize(count);
    impl.fields_after.resize(count);
    for (std::uint32_t item = 0; item < count; ++item) {
        impl.items_of[impl.level_of[item]].push_back(item);
        for (const auto& need : graph.needs[item]) {
            if (need.follows) impl.items_after[need.item].push_back({item, need.shared});
        }
    }
    note_fields(impl);
    note_timed_items(impl);
    for (std::uint32_t item = 0; item < count; ++item) {
        sort_out(impl.items_after[item]);
        sort_out(impl.fields_after[item]);
    }
    note_instances(impl);
    return {};
}

} // namespace muster::checklist
