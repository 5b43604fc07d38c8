// Whether answers exist under which rules hold: a search over what each question can be answered,
// cut off as soon as one rule cannot hold any more. It says never only where every case was tried;
// what it cannot decide (dates against today, patterns, sums of numbers) counts as possible.
#pragma once

#include "core/checklist/answer_nodes.hpp"
#include "core/checklist/compiled_rules.hpp"
#include "core/lint/lint_domain.hpp"

#include <map>
#include <set>

namespace muster::lint {

using FormulaPtr = std::shared_ptr<const Formula>;

// What is to be the case, all at once.
struct Goal {
    struct Wanted {
        FormulaPtr formula;
        bool holds = true;
    };

    std::vector<Wanted> rules;
    std::set<std::uint32_t> answered;                       // these have an answer,
    std::map<std::uint32_t, std::vector<std::string>> only; // these one of the answers named here
    std::optional<std::uint32_t> unbound; // the constraint of this question plays no part
    bool alone =
        false; // these rules and nothing else: no relevance of what they name, no constraint
};

struct Reach {
    bool never = false;
    // Where not never: answers under which, as far as could be decided, all is the case. They are
    // written as in expressions; the empty text is no answer.
    std::map<std::uint32_t, std::string> answers;
};

class Reasoner {
public:
    explicit Reasoner(const checklist::Compiled& compiled);

    // A question has an answer only while it is relevant and only one that meets its constraint, so
    // these rules of the questions that a goal names, and of those that these name, play a part.
    [[nodiscard]] Reach reach(const Goal& goal);

    // The formula of a rule of the checklist, read once.
    FormulaPtr formula(const expression::Program& rule, std::optional<std::uint32_t> focus);

    // What it takes to see a section, a group (counted from 0), a question.
    void want_section(Goal& goal, std::uint32_t section);
    void want_group(Goal& goal, std::uint32_t group);
    void want_question(Goal& goal, std::uint32_t question);
    void want(
        Goal& goal,
        const expression::Program& rule,
        std::optional<std::uint32_t> focus,
        bool holds = true
    );

    // The answers of a type with few, else nothing.
    [[nodiscard]] const std::optional<Domain>& complete(std::uint32_t question) const {
        return complete_[question];
    }

private:
    class Search;

    std::shared_ptr<const Atom> calculation(std::uint32_t question);

    const checklist::Compiled::Impl& impl_;
    checklist::Shape shape_; // one instance speaks for all of its repeat
    std::vector<checklist::Target> targets_;
    std::vector<std::optional<Domain>> complete_; // by question
    std::map<std::pair<const expression::Program*, std::uint64_t>, FormulaPtr> formulas_;
    std::map<std::uint32_t, std::shared_ptr<const Atom>> calculations_;
    std::size_t steps_left_;
};

} // namespace muster::lint
