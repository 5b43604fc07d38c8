#include "core/checklist/sheet_judge.hpp"

#include <algorithm>
#include <tuple>

namespace muster::checklist {

SheetJudge::SheetJudge(
    const Compiled::Impl& impl, const AnswerSheet& sheet, WallTime now, Entropy* entropy
)
    : impl_(impl)
    , sheet_(sheet)
    , now_(now)
    , book_(impl.shape.levels.size())
    , instances_(impl.shape)
    , judge_(impl, instances_, now, entropy) {
    read_sheet();
    attach(instances_.root());
    judge_all();
}

// ---- what the sheet says

void SheetJudge::read_sheet() {
    if (impl_.shape.levels.size() == 1) return;
    for (const auto& [field, answer] : sheet_.answers) {
        const auto repeat = impl_.level_of_repeat.find(field.question_id);
        const auto question = impl_.index_of.find(field.question_id);
        const bool is_repeat = repeat != impl_.level_of_repeat.end();
        if (!is_repeat && question == impl_.index_of.end()) continue;
        const std::uint32_t level =
            is_repeat ? repeat->second : impl_.shape.questions[question->second].level;
        if (field.instances.size() != impl_.shape.levels[level].depth) continue;
        if (is_repeat) book_.note_instance(level, field.instances, &answer);
        tell(
            is_repeat ? impl_.shape.levels[level].parent : level, field.instances, nullptr, &answer
        );
    }
}

// An answer tells of all instances around it.
bool SheetJudge::tell(
    std::uint32_t level, std::span<const InstanceId> ids, const Answer* was, const Answer* is
) {
    bool changes = false;
    for (; level != 0; level = impl_.shape.levels[level].parent) {
        const auto around = ids.first(impl_.shape.levels[level].depth);
        if (book_.note_field(level, around, was, is)) changes = true;
    }
    return changes;
}

void SheetJudge::attach(Instance& instance) const {
    const Level& level = impl_.shape.levels[instance.level];
    FieldKey key{{}, instance.ids};
    for (const auto question : level.questions) {
        key.question_id = impl_.ids[question];
        instance.cells[impl_.shape.questions[question].slot].answer = sheet_.find(key);
    }
}

Instance* SheetJudge::find(std::span<const InstanceId> ids, std::uint32_t level) {
    Instance* at = &instances_.root();
    for (std::size_t i = 0; at->level != level; ++i) {
        const auto& list = at->inner[impl_.shape.toward(at->level, level)];
        const auto found = std::ranges::find_if(list, [&](const auto& each) {
            return each->ids.back() == ids[i];
        });
        if (found == list.end()) return nullptr;
        at = found->get();
    }
    return at;
}

// ---- everything

void SheetJudge::judge_all() {
    for (const auto item : impl_.order) {
        if (item >= impl_.instances_item(1)) {
            const auto level = item - impl_.instances_item(1) + 1;
            std::vector<Instance*> fresh;
            judge_lists(level, instances_.of_level(impl_.level_of[item]), fresh);
            continue;
        }
        for (Instance* instance : instances_.of_level(impl_.level_of[item]))
            judge_.judge_item(item, *instance);
    }
    statuses_.single.resize(impl_.questions.size());
    for (const auto& place : impl_.shape.questions) {
        if (impl_.shape.levels.size() == 1) break;
        statuses_.places.push_back({place.level, place.row});
        statuses_.single[statuses_.places.size() - 1].relevant = place.level == 0;
    }
    for (std::size_t level = 1; level < impl_.shape.levels.size(); ++level)
        statuses_.repeats.emplace_back().group_id = impl_.shape.levels[level].repeat->id;
    arrange_statuses();
    for (std::uint32_t i = 0; i < impl_.questions.size(); ++i) {
        for (const Instance* instance : instances_.of_level(impl_.shape.questions[i].level))
            status(i, *instance) = judge_.judge_field(i, *instance);
    }
    renew_repeats();
    removed_.clear();
}

// ---- a change

Changes
SheetJudge::change(const FieldKey& field, const Answer* before, const Answer* now, WallTime at) {
    const auto& levels = impl_.shape.levels;
    const auto repeat = impl_.level_of_repeat.find(field.question_id);
    std::uint32_t level = 0; // the innermost that may have another list
    if (repeat != impl_.level_of_repeat.end()) {
        level = repeat->second;
        book_.note_instance(level, field.instances, now);
        tell(levels[level].parent, field.instances, before, now);
    } else {
        const std::uint32_t question = impl_.index_of.find(field.question_id)->second;
        const std::uint32_t own = impl_.shape.questions[question].level;
        if (tell(own, field.instances, before, now)) level = own;
        Instance* instance = find(field.instances, own);
        if (instance != nullptr) answer_changed(question, *instance, now);
    }
    for (; level != 0; level = levels[level].parent) {
        Instance* around = find(field.instances, levels[level].parent);
        const auto place = impl_.place_in_order[impl_.instances_item(level)];
        if (around != nullptr) due_.insert({place, around});
    }
    time_passes(at);
    settle();
    return renew_fields();
}

void SheetJudge::answer_changed(std::uint32_t question, Instance& instance, const Answer* answer) {
    instance.cells[impl_.shape.questions[question].slot].answer = answer;
    const auto value = impl_.value_item[question];
    // Its own rules may look at the answer by once().
    due_.insert({impl_.place_in_order[impl_.question_item(question)], &instance});
    due_.insert({impl_.place_in_order[value], &instance});
    touched_.insert({question, &instance});
    item_changed(value, instance);
}

void SheetJudge::follow(const std::vector<Follower>& items, Instance& from) {
    std::vector<Instance*> there;
    for (const auto& each : items) {
        there.clear();
        auto& around = from.around(each.shared);
        instances_.within(around, impl_.level_of[each.number], there);
        for (Instance* instance : there)
            due_.insert({impl_.place_in_order[each.number], instance});
    }
}

void SheetJudge::touch(const std::vector<Follower>& fields, Instance& from) {
    std::vector<Instance*> there;
    for (const auto& each : fields) {
        there.clear();
        auto& around = from.around(each.shared);
        instances_.within(around, impl_.shape.questions[each.number].level, there);
        for (Instance* instance : there)
            touched_.insert({each.number, instance});
    }
}

void SheetJudge::item_changed(std::uint32_t item, Instance& instance) {
    follow(impl_.items_after[item], instance);
    touch(impl_.fields_after[item], instance);
}

void SheetJudge::instances_changed(std::uint32_t level, Instance& around) {
    rearranged_ = true;
    item_changed(impl_.instances_item(level), around);
    follow(impl_.after_instances[level].items, around);
    touch(impl_.after_instances[level].fields, around);
}

void SheetJudge::time_passes(WallTime now) {
    const bool moved = now.offset_minutes != now_.offset_minutes;
    const bool later = now != now_;
    now_ = now;
    judge_.set_now(now);
    if (!later) return;
    const auto item_due = [&](std::uint32_t item) {
        for (Instance* instance : instances_.of_level(impl_.level_of[item]))
            due_.insert({impl_.place_in_order[item], instance});
    };
    const auto field_due = [&](std::uint32_t question) {
        for (Instance* instance : instances_.of_level(impl_.shape.questions[question].level))
            touched_.insert({question, instance});
    };
    if (!moved) {
        std::ranges::for_each(impl_.timed_items, item_due);
        std::ranges::for_each(impl_.timed_fields, field_due);
        return;
    }
    // Every date without a zone means another day.
    std::ranges::for_each(impl_.order, item_due);
    for (std::uint32_t i = 0; i < impl_.questions.size(); ++i)
        field_due(i);
}

void SheetJudge::settle() {
    std::vector<Instance*> instances;
    while (!due_.empty()) {
        const std::uint32_t place = due_.begin()->place;
        instances.clear();
        while (!due_.empty() && due_.begin()->place == place) {
            Instance* instance = due_.begin()->instance;
            if (instance->is_there) instances.push_back(instance);
            due_.erase(due_.begin());
        }
        judge_due(impl_.order[place], instances);
    }
}

void SheetJudge::judge_due(std::uint32_t item, const std::vector<Instance*>& instances) {
    if (item < impl_.instances_item(1)) {
        for (Instance* instance : instances) {
            if (judge_.judge_item(item, *instance)) item_changed(item, *instance);
        }
        return;
    }
    const auto level = item - impl_.instances_item(1) + 1;
    std::vector<Instance*> fresh;
    for (Instance* around : judge_lists(level, instances, fresh))
        instances_changed(level, *around);
    for (Instance* instance : fresh) {
        for (const auto each : impl_.items_of[level])
            due_.insert({impl_.place_in_order[each], instance});
        for (const auto question : impl_.shape.levels[level].questions)
            touched_.insert({question, instance});
    }
}

// ---- statuses

FieldStatus& SheetJudge::status(std::uint32_t question, const Instance& instance) {
    if (instance.level == 0) return statuses_.single[question];
    auto& row = statuses_.repeats[instance.level - 1].instances[*instance.status_row];
    return row.fields[impl_.shape.questions[question].row];
}

// Rows follow the instances; those of new ones are blank.
void SheetJudge::arrange_statuses() {
    for (std::uint32_t level = 1; level < impl_.shape.levels.size(); ++level) {
        auto& rows = statuses_.repeats[level - 1].instances;
        const auto& instances = instances_.of_level(level);
        std::vector<InstanceStatus> arranged(instances.size());
        for (std::uint32_t i = 0; i < instances.size(); ++i) {
            Instance& instance = *instances[i];
            if (instance.status_row) {
                arranged[i] = std::move(rows[*instance.status_row]);
            } else {
                arranged[i].ids = instance.ids;
                arranged[i].fields.resize(impl_.shape.levels[level].questions.size());
            }
            instance.status_row = i;
        }
        rows = std::move(arranged);
    }
}

void SheetJudge::renew_repeats() {
    for (std::uint32_t level = 1; level < impl_.shape.levels.size(); ++level) {
        const Level& there = impl_.shape.levels[level];
        RepeatStatus& repeat = statuses_.repeats[level - 1];
        for (const Instance* instance : instances_.of_level(level))
            repeat.instances[*instance->status_row].relevant = instance->cells[0].known.relevant;
        repeat.problem.clear();
        for (const Instance* around : instances_.of_level(there.parent)) {
            repeat.problem = around->problems[there.place];
            if (!repeat.problem.empty()) break;
        }
    }
}

Changes SheetJudge::renew_fields() {
    Changes out;
    out.instances = rearranged_;
    std::set<Instance*> fresh;
    if (rearranged_) {
        for (std::uint32_t level = 1; level < impl_.shape.levels.size(); ++level) {
            for (Instance* instance : instances_.of_level(level)) {
                if (!instance->status_row) fresh.insert(instance);
            }
        }
        arrange_statuses();
    }
    renew_repeats();
    std::vector<std::tuple<std::uint32_t, std::uint32_t, Instance*>> order;
    for (const auto& [question, instance] : touched_) {
        if (instance->is_there) order.emplace_back(question, instance->row, instance);
    }
    std::ranges::sort(order);
    for (const auto& [question, row, instance] : order) {
        FieldStatus now = judge_.judge_field(question, *instance);
        FieldStatus& known = status(question, *instance);
        if (now == known && !fresh.contains(instance)) continue;
        known = std::move(now);
        out.fields.push_back({question, instance->ids});
    }
    touched_.clear();
    rearranged_ = false;
    removed_.clear();
    return out;
}

} // namespace muster::checklist
