// The branches of a checklist: what each filled audit covers of them, and what it would take to
// cover one.
#pragma once

#include "core/lint/lint_reasoner.hpp"
#include "core/lint/simulate.hpp"
#include "core/lint/simulate_fill.hpp"
#include "core/lint/written_rules.hpp"

namespace muster::lint {

class Branches {
public:
    explicit Branches(const checklist::Compiled& compiled);

    void observe(const Filled& filled, const audit::Score& score, WallTime now);

    [[nodiscard]] const std::vector<Branch>& all() const { return branches_; }

    // Wishes that lead to a branch as far as the reasoner sees; nothing, and the branch is marked,
    // where it is out of reach.
    std::optional<Filler::Wishes> way_to(std::size_t branch);

    // The questions that its rule itself names, with its own where that has an answer to judge.
    [[nodiscard]] std::vector<std::uint32_t> named(std::size_t branch);
    // All questions that decide whether a branch is taken.
    [[nodiscard]] std::vector<std::uint32_t> deciding(std::size_t branch);

private:
    enum class What : std::uint8_t { rule, filter, answer, state, critical };

    // What stands behind a branch.
    struct Source {
        What what = What::rule;
        std::uint32_t question = 0;        // of all but rules
        const WrittenRule* rule = nullptr; // of rule and filter
        bool holds = true;
        std::string answer;
        checklist::AnswerState state = checklist::AnswerState::answered;
    };

    void add(std::string place, std::string outcome, Source source);
    void add_rule(const WrittenRule& rule);
    void add_question(std::uint32_t question);

    void cover(std::size_t branch) { branches_[branch].state = Branch::State::covered; }

    [[nodiscard]] bool is_taken(const Source& source, const Filled& filled) const;
    Goal goal_of(const Source& source);

    const checklist::Compiled& compiled_;
    const checklist::Compiled::Impl& impl_;
    std::vector<WrittenRule> rules_;
    Reasoner reasoner_;
    std::vector<Branch> branches_;
    std::vector<Source> sources_; // by branch
};

} // namespace muster::lint
