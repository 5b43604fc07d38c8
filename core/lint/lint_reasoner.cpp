#include "core/lint/lint_reasoner.hpp"

#include "core/expression/evaluator.hpp"
#include "core/lint/written_rules.hpp"

#include <algorithm>

namespace muster::lint {

using checklist::AnswerNodes;
using Impl = checklist::Compiled::Impl;

namespace {

// One goal may look at so many questions and try so many cases, all goals together at so many; what
// is beyond counts as possible.
constexpr std::size_t questions_max = 48;
constexpr std::size_t steps_of_goal_max = 20'000;
constexpr std::size_t steps_max = 2'000'000;

enum class Truth : std::uint8_t { no, yes, open };

Truth negated(Truth truth) {
    return truth == Truth::open ? truth : truth == Truth::yes ? Truth::no : Truth::yes;
}

Truth truth_of(bool value) {
    return value ? Truth::yes : Truth::no;
}

} // namespace

// One goal.
class Reasoner::Search {
public:
    Search(Reasoner& reasoner, const Goal& goal)
        : reasoner_(reasoner)
        , impl_(reasoner.impl_)
        , goal_(goal)
        , instances_(reasoner.shape_)
        , nodes_(instances_, impl_.checklist, impl_.ids, reasoner.targets_, *impl_.choices)
        , steps_left_(std::min(steps_of_goal_max, reasoner.steps_left_)) {}

    Reach run() {
        for (const auto& wanted : goal_.rules)
            add_clause({wanted.formula, wanted.holds, std::nullopt});
        for (const auto& [question, answers] : goal_.only)
            add_question(question);
        for (const auto question : goal_.answered)
            add_question(question);
        if (!goal_.alone) close();
        give_domains();
        const std::size_t before = steps_left_;
        Reach out;
        out.never = !possible();
        for (const auto& [question, variable] : variables_) {
            if (!out.never) out.answers[question] = variable.text.value_or("");
        }
        reasoner_.steps_left_ -= before - steps_left_;
        return out;
    }

private:
    // A rule that must come out in one way, or only while a question has an answer.
    struct Clause {
        FormulaPtr formula;
        bool holds = true;
        std::optional<std::uint32_t> guard;
    };

    struct Variable {
        Domain domain;
        std::shared_ptr<const Atom> calculation; // its value follows from other questions
        bool vague = false;                      // nobody knows what it can be
        std::optional<std::string> text;         // while a case is tried
        std::vector<FormulaPtr> relevance;       // of a calculation
    };

    // ---- what plays a part

    void add_clause(Clause clause) {
        for (const auto question : questions_in(*clause.formula))
            add_question(question);
        clauses_.push_back(std::move(clause));
    }

    void add_question(std::uint32_t question) {
        if (variables_.emplace(question, Variable{}).second) waiting_.push_back(question);
    }

    // Leaving rules out only makes more seem possible.
    void close() {
        for (std::size_t i = 0; i < waiting_.size(); ++i) {
            const auto question = waiting_[i];
            const checklist::QuestionRules& rules = impl_.questions[question];
            Variable& variable = variables_[question];
            if (waiting_.size() > questions_max) {
                variable.vague = variable.vague || rules.is_calculated();
                continue;
            }
            Goal seen;
            reasoner_.want_question(seen, question);
            if (rules.is_calculated()) {
                variable.calculation = reasoner_.calculation(question);
                for (const auto source : variable.calculation->questions)
                    add_question(source);
                for (const auto& wanted : seen.rules) {
                    for (const auto source : questions_in(*wanted.formula))
                        add_question(source);
                    variables_[question].relevance.push_back(wanted.formula);
                }
                continue;
            }
            for (const auto& wanted : seen.rules)
                add_clause({wanted.formula, true, question});
            if (rules.constraint && goal_.unbound != question) {
                add_clause({reasoner_.formula(*rules.constraint, question), true, question});
            }
        }
    }

    void give_domains() {
        std::vector<const Atom*> atoms;
        for (const auto& clause : clauses_) {
            const auto more = atoms_in(*clause.formula);
            atoms.insert(atoms.end(), more.begin(), more.end());
        }
        for (auto& [question, variable] : variables_) {
            const auto& complete = reasoner_.complete_[question];
            const auto only = goal_.only.find(question);
            if (only != goal_.only.end()) {
                variable.domain = {only->second, {}, true};
            } else if (complete) {
                variable.domain = *complete;
            } else {
                variable.domain = sampled_domain(impl_.questions[question], question, atoms);
            }
        }
        for (auto& [question, variable] : variables_) {
            // What is worked out has no answer; looked at alone, it could be anything.
            const bool unknown = goal_.alone && impl_.questions[question].is_calculated();
            variable.vague = variable.vague || unknown || is_vague(variable);
        }
    }

    // A calculation from what has only samples could give anything.
    bool is_vague(const Variable& variable) {
        if (!variable.calculation) return false;
        if (!variable.calculation->pure) return true;
        return std::ranges::any_of(variable.calculation->questions, [&](std::uint32_t source) {
            const Variable& other = variables_.at(source);
            return other.calculation ? other.vague || is_vague(other) : !other.domain.complete;
        });
    }

    // ---- what is the case

    bool is_decidable(const Atom& atom) {
        return atom.pure && std::ranges::all_of(atom.questions, [&](std::uint32_t question) {
                   const Variable& variable = variables_.at(question);
                   if (variable.vague) return false;
                   if (variable.calculation) return true;
                   return stands_for_all(impl_.questions[question], variable.domain, atom);
               });
    }

    std::optional<expression::Value> value_of(const Atom& atom, expression::NodeId current) {
        const expression::Context context{nodes_, current, {}};
        auto value = expression::evaluate(atom.program, context);
        if (!value) return std::nullopt;
        return std::move(*value);
    }

    Truth truth(const Atom& atom) {
        if (!is_decidable(atom)) return Truth::open;
        for (const auto question : atom.questions) {
            if (!settle(question)) return Truth::open;
        }
        const auto current =
            atom.focus ? node_of(*atom.focus) : nodes_.node_of(instances_.root(), 0);
        const auto value = value_of(atom, current);
        if (!value) return Truth::open;
        return truth_of(expression::to_boolean(*value, {nodes_, current, {}}));
    }

    Truth truth(const Formula& formula) {
        switch (formula.kind) {
        case Formula::Kind::always:
            return Truth::yes;
        case Formula::Kind::never:
            return Truth::no;
        case Formula::Kind::negation:
            return negated(truth(formula.parts.front()));
        case Formula::Kind::atom:
            return truth(*formula.atom);
        case Formula::Kind::all:
        case Formula::Kind::any:
            break;
        }
        const Truth decides = truth_of(formula.kind == Formula::Kind::any);
        bool open = false;
        for (const auto& part : formula.parts) {
            const Truth one = truth(part);
            if (one == decides) return one;
            open = open || one == Truth::open;
        }
        return open ? Truth::open : negated(decides);
    }

    // Whether the clause is kept.
    Truth truth(const Clause& clause) {
        if (clause.guard) {
            const auto& text = variables_.at(*clause.guard).text;
            if (text && text->empty()) return Truth::yes;
        }
        const Truth formula = truth(*clause.formula);
        const Truth kept = clause.holds ? formula : negated(formula);
        if (!clause.guard || kept == Truth::yes) return kept;
        return variables_.at(*clause.guard).text ? kept : Truth::open;
    }

    // ---- trying cases

    [[nodiscard]] expression::NodeId node_of(std::uint32_t question) const {
        return nodes_.node_of(instances_.root(), reasoner_.shape_.questions[question].slot);
    }

    checklist::Cell& cell(std::uint32_t question) {
        return instances_.root().cells[reasoner_.shape_.questions[question].slot];
    }

    void assign(std::uint32_t question, std::string text) {
        cell(question).known.calculated = text;
        variables_.at(question).text = std::move(text);
        assigned_.push_back(question);
    }

    void take_back(std::size_t assigned) {
        while (assigned_.size() > assigned) {
            cell(assigned_.back()).known.calculated.reset();
            variables_.at(assigned_.back()).text.reset();
            assigned_.pop_back();
        }
    }

    // Whether the question has a value in this case; that of a calculation is worked out.
    bool settle(std::uint32_t question) {
        Variable& variable = variables_.at(question);
        if (variable.text) return true;
        if (!variable.calculation || variable.vague) return false;
        for (const auto& rule : variable.relevance) {
            const Truth seen = truth(*rule);
            if (seen == Truth::open) return false;
            if (seen == Truth::yes) continue;
            assign(question, "");
            return true;
        }
        for (const auto source : variable.calculation->questions) {
            if (!settle(source)) return false;
        }
        const auto current = node_of(question);
        const auto value = value_of(*variable.calculation, current);
        if (!value) return false;
        assign(question, expression::to_text(*value, {nodes_, current, {}}));
        return true;
    }

    // A question whose answer would bring the formula nearer to being decided.
    std::optional<std::uint32_t> open_question(const Formula& formula) {
        if (truth(formula) != Truth::open) return std::nullopt;
        if (formula.atom) {
            if (!is_decidable(*formula.atom)) return std::nullopt;
            for (const auto question : formula.atom->questions) {
                if (const auto found = open_question(question)) return found;
            }
        }
        for (const auto& part : formula.parts) {
            if (const auto found = open_question(part)) return found;
        }
        return std::nullopt;
    }

    std::optional<std::uint32_t> open_question(std::uint32_t question) {
        const Variable& variable = variables_.at(question);
        if (variable.text) return std::nullopt;
        if (!variable.calculation) return question;
        for (const auto& rule : variable.relevance) {
            if (const auto found = open_question(*rule)) return found;
        }
        for (const auto source : variable.calculation->questions) {
            if (const auto found = open_question(source)) return found;
        }
        return std::nullopt;
    }

    bool needs_answer(std::uint32_t question) {
        return goal_.only.contains(question) || goal_.answered.contains(question);
    }

    // True too where the search gave up or met what cannot be decided.
    bool possible() {
        if (steps_left_ == 0) return true;
        --steps_left_;
        const std::size_t assigned = assigned_.size();
        std::optional<std::uint32_t> next;
        for (const auto& clause : clauses_) {
            const Truth kept = truth(clause);
            if (kept == Truth::no) {
                take_back(assigned);
                return false;
            }
            if (kept == Truth::yes || next) continue;
            if (clause.guard && !variables_.at(*clause.guard).text) {
                next = clause.guard;
            } else {
                next = open_question(*clause.formula);
            }
        }
        for (const auto& [question, variable] : variables_) {
            if (!next && !variable.text && needs_answer(question)) next = question;
        }
        if (!next) return true;
        const Domain& domain = variables_.at(*next).domain;
        for (const auto& text : domain.values) {
            assign(*next, text);
            if (possible()) return true;
            take_back(assigned);
        }
        if (!needs_answer(*next)) {
            assign(*next, "");
            if (possible()) return true;
        }
        take_back(assigned);
        return false;
    }

    Reasoner& reasoner_;
    const Impl& impl_;
    const Goal& goal_;
    std::vector<Clause> clauses_;
    std::map<std::uint32_t, Variable> variables_;
    std::vector<std::uint32_t> waiting_;
    checklist::InstanceTree instances_;
    AnswerNodes nodes_;
    std::vector<std::uint32_t> assigned_;
    std::size_t steps_left_;
};

Reasoner::Reasoner(const checklist::Compiled& compiled)
    : impl_(compiled.rules())
    , shape_(shape_of(impl_.checklist, checklist::Repeats::as_groups))
    , targets_(targets_of(shape_))
    , steps_left_(steps_max) {
    for (const auto& rules : impl_.questions)
        complete_.push_back(complete_domain(rules));
}

Reach Reasoner::reach(const Goal& goal) {
    return Search(*this, goal).run();
}

FormulaPtr Reasoner::formula(const expression::Program& rule, std::optional<std::uint32_t> focus) {
    auto& known = formulas_[{&rule, focus ? *focus : ~std::uint64_t{0}}];
    if (!known) known = std::make_shared<const Formula>(formula_of(rule, focus));
    return known;
}

std::shared_ptr<const Atom> Reasoner::calculation(std::uint32_t question) {
    auto& known = calculations_[question];
    if (!known) {
        known = std::make_shared<const Atom>(
            value_of_program(*impl_.questions[question].calculation, question)
        );
    }
    return known;
}

} // namespace muster::lint
