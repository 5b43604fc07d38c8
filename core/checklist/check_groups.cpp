// Groups stand in the order of their first questions, and their questions side by side: then the
// flat lists of questions and groups say the same as a tree, and one tree has one spelling.
#include "core/checklist/check.hpp"
#include "core/checklist/check_text.hpp"
#include "core/checklist/checks.hpp"
#include "core/checklist/limits.hpp"

namespace muster::checklist {

namespace {

Status check_group(const Group& group, std::size_t number, const Checklist& checklist) {
    Checks checks("group " + group.id);
    checks.field("id", check_id(group.id));
    checks.field("label", check_text(group.label, checklist.languages));
    checks.field("hint", check_text(group.hint, checklist.languages));
    checks.expression("relevant", group.relevant);
    checks.expression("read_only", group.read_only);
    checks.expression("repeat_count", group.repeat_count);
    checks.written("appearance", group.appearance, limits::text_bytes_max);
    checks.require(
        "repeat_count",
        group.repeat || group.repeat_count.empty(),
        "Only a repeat has a count.",
        "Write repeat: yes, or remove the count."
    );
    checks.require(
        "group", group.parent < number, "The group stands in a group that begins after it."
    );
    return checks.status();
}

// The rows of a grid share its columns.
Status check_matrix(const Group& group, std::size_t number, const Checklist& checklist) {
    Checks checks("group " + group.id);
    const Question* first = nullptr;
    for (const auto& section : checklist.sections) {
        for (const auto& question : section.questions) {
            if (question.group != number) continue;
            if (first == nullptr) first = &question;
            checks.require(
                "matrix",
                is_scorable(question.type) && question.type != QuestionType::many_choices &&
                    question.type == first->type && question.scale_points == first->scale_points &&
                    question.choice_list == first->choice_list,
                "The question " + question.id + " does not fit into the grid.",
                "All rows have one type and one scale or choice list: likert, yes_no, nps or "
                "one_choice."
            );
        }
    }
    for (const auto& inner : checklist.groups) {
        checks.require(
            "matrix",
            inner.parent != number,
            "The group " + inner.id + " stands in a grid.",
            "A grid has questions only."
        );
    }
    return checks.status();
}

// Walks the questions in their order and opens and closes groups on the way.
class Walk {
public:
    explicit Walk(const Checklist& checklist) : checklist_(checklist) {}

    Status run() {
        for (const auto& section : checklist_.sections) {
            open_.clear();
            for (const auto& question : section.questions) {
                if (question.group > checklist_.groups.size()) {
                    return bad(
                        "question " + question.id + ": group",
                        "The question stands in a group that is not there.",
                        {}
                    );
                }
                if (auto status = enter(question.group); !status) return status;
            }
        }
        if (opened_ == checklist_.groups.size()) return {};
        const std::string& id = checklist_.groups[opened_].id;
        return bad(
            "group " + id + ": questions",
            "The group " + id + " has no questions.",
            "Give it some, or remove it."
        );
    }

private:
    static Status bad(std::string place, std::string message, std::string hint) {
        return fail(Code::invalid_input, std::move(message), std::move(hint), std::move(place));
    }

    // The groups around a question become those that are open.
    Status enter(std::uint32_t innermost) {
        std::vector<std::uint32_t> around;
        for (auto group = innermost; group != 0; group = checklist_.groups[group - 1].parent)
            around.insert(around.begin(), group);
        std::size_t same = 0;
        while (same < open_.size() && same < around.size() && open_[same] == around[same])
            ++same;
        open_.resize(same);
        for (; same < around.size(); ++same) {
            const Group& group = checklist_.groups[around[same] - 1];
            const std::string place = "group " + group.id + ": questions";
            if (around[same] <= opened_) {
                return bad(
                    place,
                    "The questions of group " + group.id + " do not stand side by side.",
                    "Move them together, into one section."
                );
            }
            if (around[same] != opened_ + 1) {
                return bad(
                    place,
                    "The groups do not stand in the order of their questions.",
                    "Put group " + group.id + " where its first question stands."
                );
            }
            ++opened_;
            open_.push_back(around[same]);
        }
        if (open_.size() <= limits::group_depth_max) return {};
        return fail(
            Code::resource_exhausted,
            "Groups are nested more than " + std::to_string(limits::group_depth_max) + " deep.",
            "Put some of them side by side.",
            "group " + checklist_.groups[open_.back() - 1].id
        );
    }

    const Checklist& checklist_;
    std::vector<std::uint32_t> open_; // outermost first
    std::size_t opened_ = 0;          // so many groups have begun
};

} // namespace

Status check_groups(const Checklist& checklist) {
    for (std::size_t i = 0; i < checklist.groups.size(); ++i) {
        if (auto status = check_group(checklist.groups[i], i + 1, checklist); !status) {
            return status;
        }
        if (!checklist.groups[i].matrix) continue;
        if (auto status = check_matrix(checklist.groups[i], i + 1, checklist); !status) {
            return status;
        }
    }
    return Walk(checklist).run();
}

} // namespace muster::checklist
