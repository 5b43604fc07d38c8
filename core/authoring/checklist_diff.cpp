#include "core/authoring/checklist_diff.hpp"

#include "core/authoring/checklist_columns.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace muster::authoring {

using namespace checklist;

namespace {

// Columns of a scored question that decide what its answer earns, and when it counts.
constexpr std::array<std::string_view, 14> scoring_columns = {
    "type",
    "scale",
    "choices",
    "choice_filter",
    "relevant",
    "constraint",
    "weight",
    "bonus",
    "dimension",
    "critical",
    "cap",
    "na",
    "not_observed",
    "calculation",
};
constexpr std::array<std::string_view, 4> wording_columns = {"label", "hint", "guidance", "media"};

template <class Names>
bool is_in(const Names& names, std::string_view column) {
    // "label.cy" is a label.
    return std::ranges::find(names, column.substr(0, column.find('.'))) != names.end();
}

bool is_scored(const Question& question) {
    return question.weight.unscaled != 0 || question.critical != CriticalRule::none;
}

struct PlacedQuestion {
    const Question* question = nullptr;
    std::string where; // "section Shop, group till"
    std::size_t order = 0;
};

using Questions = std::map<std::string, PlacedQuestion>;

std::vector<const Question*> in_order(const Checklist& checklist) {
    std::vector<const Question*> out;
    for (const auto& section : checklist.sections) {
        for (const auto& question : section.questions)
            out.push_back(&question);
    }
    return out;
}

Questions questions_of(const Checklist& checklist) {
    Questions out;
    std::size_t order = 0;
    for (const auto& section : checklist.sections) {
        for (const auto& question : section.questions) {
            std::string where = "section " + section.id;
            if (question.group != 0) {
                where += ", group " + checklist.groups[question.group - 1].id;
            }
            out[question.id] = {&question, std::move(where), order++};
        }
    }
    return out;
}

// The lists whose points decide about a score.
std::set<std::string> scored_lists(const Checklist& checklist) {
    std::set<std::string> out;
    for (const Question* question : in_order(checklist)) {
        if (is_scored(*question)) out.insert(question->choice_list);
    }
    return out;
}

// Of parts that are in both, those that no longer stand in the order of the others: all but a
// longest row that kept its order.
std::set<std::string> out_of_order(const std::vector<std::pair<std::string, std::size_t>>& parts) {
    std::vector<std::size_t> length(parts.size(), 1);
    std::vector<std::size_t> previous(parts.size(), parts.size());
    std::size_t last = parts.size();
    for (std::size_t i = 0; i < parts.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (parts[j].second < parts[i].second && length[j] + 1 > length[i]) {
                length[i] = length[j] + 1;
                previous[i] = j;
            }
        }
        if (last == parts.size() || length[i] > length[last]) last = i;
    }
    std::set<std::string> out;
    for (const auto& [id, place] : parts)
        out.insert(id);
    for (auto at = last; at != parts.size(); at = previous[at])
        out.erase(parts[at].first);
    return out;
}

class Comparison {
public:
    Comparison(const Checklist& before, const Checklist& after) : before_(before), after_(after) {
        scored_lists_ = scored_lists(before);
        scored_lists_.merge(scored_lists(after));
    }

    std::vector<Change> run() {
        columns("checklist", columns_of(before_), columns_of(after_), nullptr);
        lists();
        parts(before_.sections, after_.sections, "section ", &Section::id);
        parts(before_.groups, after_.groups, "group ", &Group::id);
        questions();
        return std::move(out_);
    }

private:
    void add(Change change) { out_.push_back(std::move(change)); }

    // `scored` decides whether a changed column changes what a score means.
    void columns(
        const std::string& place,
        const NamedValues& before,
        const NamedValues& after,
        const Question* scored
    ) {
        const auto compare =
            [&](const std::string& column, const std::string* old, const std::string* now) {
                Change change{
                    .kind = Change::Kind::changed,
                    .place = place,
                    .column = column,
                    .before = old == nullptr ? "" : *old,
                    .after = now == nullptr ? "" : *now
                };
                if (scored != nullptr) {
                    change.scores = is_in(scoring_columns, column);
                    change.wording = is_in(wording_columns, column);
                }
                add(std::move(change));
            };
        for (const auto& [column, value] : before) {
            const std::string* now = find_value(after, column);
            if (now == nullptr || *now != value) compare(column, &value, now);
        }
        for (const auto& [column, value] : after) {
            if (find_value(before, column) == nullptr) compare(column, nullptr, &value);
        }
    }

    void lists() {
        for (const auto& old : before_.choice_lists) {
            const auto* now = find_choice_list(after_, old.name);
            const std::string place = "choice list " + old.name;
            if (now == nullptr) {
                add(
                    {.kind = Change::Kind::removed,
                     .place = place,
                     .column = {},
                     .before = {},
                     .after = {}}
                );
            } else {
                choices(place, old, *now);
            }
        }
        for (const auto& now : after_.choice_lists) {
            if (find_choice_list(before_, now.name) != nullptr) continue;
            add(
                {.kind = Change::Kind::added,
                 .place = "choice list " + now.name,
                 .column = {},
                 .before = {},
                 .after = {}}
            );
        }
    }

    void choices(const std::string& list, const ChoiceList& before, const ChoiceList& after) {
        const bool scored = scored_lists_.contains(before.name);
        const auto find = [](const ChoiceList& in, const std::string& name) -> const Choice* {
            const auto found = std::ranges::find(in.choices, name, &Choice::name);
            return found == in.choices.end() ? nullptr : &*found;
        };
        for (const auto& old : before.choices) {
            const std::string place = list + ": " + old.name;
            if (const auto* now = find(after, old.name)) {
                const std::size_t from = out_.size();
                columns(place, columns_of(old), columns_of(*now), nullptr);
                for (std::size_t i = from; i < out_.size(); ++i)
                    out_[i].scores = scored && out_[i].column == "points";
                continue;
            }
            add(
                {.kind = Change::Kind::removed,
                 .place = place,
                 .column = {},
                 .before = std::string(old.label.in("")),
                 .after = {},
                 .scores = scored}
            );
        }
        for (const auto& now : after.choices) {
            if (find(before, now.name) != nullptr) continue;
            add(
                {.kind = Change::Kind::added,
                 .place = list + ": " + now.name,
                 .column = {},
                 .before = {},
                 .after = std::string(now.label.in("")),
                 .scores = scored}
            );
        }
    }

    // Sections and groups: a rule of theirs decides which questions count.
    template <class Part>
    void parts(
        const std::vector<Part>& before,
        const std::vector<Part>& after,
        const std::string& noun,
        std::string Part::* id
    ) {
        for (const auto& old : before) {
            const auto now = std::ranges::find(after, old.*id, id);
            if (now == after.end()) {
                add(
                    {.kind = Change::Kind::removed,
                     .place = noun + old.*id,
                     .column = {},
                     .before = {},
                     .after = {}}
                );
                continue;
            }
            const std::size_t from = out_.size();
            columns(noun + old.*id, columns_of(old), columns_of(*now), nullptr);
            for (std::size_t i = from; i < out_.size(); ++i)
                out_[i].scores = out_[i].column == "relevant";
        }
        for (const auto& now : after) {
            if (std::ranges::find(before, now.*id, id) != before.end()) continue;
            add(
                {.kind = Change::Kind::added,
                 .place = noun + now.*id,
                 .column = {},
                 .before = {},
                 .after = {}}
            );
        }
    }

    void questions() {
        const Questions before = questions_of(before_);
        const Questions after = questions_of(after_);
        std::vector<std::pair<std::string, std::size_t>> kept;
        for (const Question* question : in_order(before_)) {
            const auto now = after.find(question->id);
            if (now != after.end()) kept.emplace_back(question->id, now->second.order);
        }
        const auto moved = out_of_order(kept);
        for (const Question* old : in_order(before_)) {
            const auto now = after.find(old->id);
            const std::string place = "question " + old->id;
            if (now == after.end()) {
                add(
                    {.kind = Change::Kind::removed,
                     .place = place,
                     .column = {},
                     .before = std::string(old->label.in("")),
                     .after = {},
                     .scores = is_scored(*old)}
                );
                continue;
            }
            const std::string& was = before.at(old->id).where;
            const bool scored = is_scored(*old) || is_scored(*now->second.question);
            const bool elsewhere = was != now->second.where;
            if (elsewhere || moved.contains(old->id)) {
                add(
                    {.kind = Change::Kind::moved,
                     .place = place,
                     .column = {},
                     .before = was,
                     .after = now->second.where,
                     .scores = scored && elsewhere}
                );
            }
            columns(
                place, columns_of(*old), columns_of(*now->second.question), scored ? old : nullptr
            );
        }
        for (const Question* now : in_order(after_)) {
            if (before.contains(now->id)) continue;
            add(
                {.kind = Change::Kind::added,
                 .place = "question " + now->id,
                 .column = {},
                 .before = {},
                 .after = std::string(now->label.in("")),
                 .scores = is_scored(*now)}
            );
        }
    }

    const Checklist& before_;
    const Checklist& after_;
    std::set<std::string> scored_lists_;
    std::vector<Change> out_;
};

} // namespace

std::string_view name_of(Change::Kind kind) {
    switch (kind) {
    case Change::Kind::added:
        return "added";
    case Change::Kind::removed:
        return "removed";
    case Change::Kind::moved:
        return "moved";
    case Change::Kind::changed:
        return "changed";
    }
    return "unknown";
}

std::vector<Change> diff(const Checklist& before, const Checklist& after) {
    return Comparison(before, after).run();
}

bool scores_comparable(const std::vector<Change>& changes) {
    return std::ranges::none_of(changes, &Change::scores);
}

} // namespace muster::authoring
