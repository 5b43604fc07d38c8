// Judges a whole sheet of answers, and after a change what depends on it alone. Keeps the instances
// of repeats, their order and the statuses of all fields. The sheet is the caller's: it must stay
// where it is, and every change of it be told.
#pragma once

#include "core/checklist/evaluation.hpp"
#include "core/checklist/field_judge.hpp"
#include "core/checklist/instance_book.hpp"

#include <set>

namespace muster::checklist {

class SheetJudge {
public:
    // Without entropy what takes chance is left out.
    SheetJudge(
        const Compiled::Impl& impl,
        const AnswerSheet& sheet,
        WallTime now,
        Entropy* entropy = nullptr
    );

    [[nodiscard]] const FieldStatuses& statuses() const { return statuses_; }

    [[nodiscard]] const InstanceTree& instances() const { return instances_; }

    FieldStatuses take_statuses() { return std::move(statuses_); }

    // The answer to a field was `before` and stands in the sheet as `now` (null: there is none).
    Changes change(const FieldKey& field, const Answer* before, const Answer* now, WallTime at);

private:
    // What is to be judged anew, in the order of evaluation.
    struct Due {
        std::uint32_t place = 0;
        Instance* instance = nullptr;
        auto operator<=>(const Due&) const = default;
    };

    using Field = std::pair<std::uint32_t, Instance*>; // question

    void read_sheet();
    // Whether any instance has come or gone by it.
    bool
    tell(std::uint32_t level, std::span<const InstanceId> ids, const Answer* was, const Answer* is);
    void attach(Instance& instance) const;
    void judge_all();
    [[nodiscard]] Instance* find(std::span<const InstanceId> ids, std::uint32_t level);

    void answer_changed(std::uint32_t question, Instance& instance, const Answer* answer);
    void item_changed(std::uint32_t item, Instance& instance);
    void instances_changed(std::uint32_t level, Instance& around);
    void follow(const std::vector<Follower>& items, Instance& from);
    void touch(const std::vector<Follower>& fields, Instance& from);
    void time_passes(WallTime now);
    void settle();
    void judge_due(std::uint32_t item, const std::vector<Instance*>& instances);

    // Lists of instances
    [[nodiscard]] std::vector<InstanceId>
    wanted(std::uint32_t level, const Instance& around, std::string& problem) const;
    [[nodiscard]] std::size_t count_limit(const Instance& around) const;
    bool set_list(std::uint32_t level, Instance& around, const std::vector<InstanceId>& ids);
    // Gives those whose lists are other ones now; `fresh` are the new instances in them.
    std::vector<Instance*> judge_lists(
        std::uint32_t level, const std::vector<Instance*>& around, std::vector<Instance*>& fresh
    );

    // Statuses
    [[nodiscard]] FieldStatus& status(std::uint32_t question, const Instance& instance);
    void arrange_statuses();
    void renew_repeats();
    Changes renew_fields();

    const Compiled::Impl& impl_;
    const AnswerSheet& sheet_;
    WallTime now_;
    InstanceBook book_;
    InstanceTree instances_;
    FieldJudge judge_;
    FieldStatuses statuses_;

    std::set<Due> due_;
    std::set<Field> touched_;
    bool rearranged_ = false;
    Instance::List removed_; // until everything has settled
};

} // namespace muster::checklist
