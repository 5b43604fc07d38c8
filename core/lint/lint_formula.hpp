// A rule as lint reasons about it: and, or and not over atoms, the smallest conditions, each with
// the questions that its truth follows from. An atom is evaluated by the ordinary evaluator, so
// that what lint proves is what an audit does.
#pragma once

#include "core/checklist/checklist.hpp"
#include "core/expression/program.hpp"

#include <memory>

namespace muster::lint {

struct Atom {
    // One question against one constant, the question on the left; a bare ${q} stands as != ''.
    struct Comparison {
        std::uint32_t question = 0;
        expression::Operator op = expression::Operator::equal;
        std::variant<double, std::string> constant;
    };

    // selected(${q}, 'name')
    struct Selection {
        std::uint32_t question = 0;
        std::string name;
    };

    expression::Program program;
    std::optional<std::uint32_t> focus;   // the question that '.' means
    std::vector<std::uint32_t> questions; // sorted, with that of '.' where it is named
    // Its truth follows from these answers alone: neither from the time nor from chance.
    bool pure = true;
    std::optional<Comparison> comparison;
    std::optional<Selection> selection;
};

struct Formula {
    enum class Kind : std::uint8_t { always, never, all, any, negation, atom };

    Kind kind = Kind::always;
    std::vector<Formula> parts;
    std::shared_ptr<const Atom> atom; // Kind::atom only
};

// `focus` is the question that '.' means; none in rules of sections and groups.
Formula formula_of(const expression::Program& program, std::optional<std::uint32_t> focus);

// All comparisons with constants and selections that stand anywhere in a program, such as inside an
// if(). '.' is taken for the focus where no predicate could give it another meaning.
struct Tests {
    std::vector<Atom::Comparison> comparisons;
    std::vector<Atom::Selection> selections;
};

Tests tests_in(const expression::Program& program, std::optional<std::uint32_t> focus);

// The questions that a formula names, sorted.
std::vector<std::uint32_t> questions_in(const Formula& formula);
// Its atoms from left to right.
std::vector<const Atom*> atoms_in(const Formula& formula);

// What a value, such as a calculation, follows from.
Atom value_of_program(const expression::Program& program, std::optional<std::uint32_t> focus);

// Whether one choice passes a filter, as compile() keeps it (QuestionRules::offered), with the
// choice's columns put in for their names. Nothing where a filter is written in another way.
std::optional<expression::Program>
filter_on_choice(const expression::Program& offered, const checklist::Choice& choice);

} // namespace muster::lint
