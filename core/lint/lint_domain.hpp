// What the answer to a question can be, written as in expressions. Where a type has few values
// these are all of them; where it has many, one stands for each way in which the comparisons with
// constants that are looked at can come out.
#pragma once

#include "core/checklist/compiled_rules.hpp"
#include "core/lint/lint_formula.hpp"

namespace muster::lint {

struct Domain {
    std::vector<std::string> values; // without the empty text, which every question can have
    std::vector<std::string> asked;  // names that the sets of many choices are made of
    bool complete = false;           // nothing else can be answered
};

// All values of a type that has few; nothing for the others.
std::optional<Domain> complete_domain(const checklist::QuestionRules& rules);

// Values that stand for all others in these atoms, as far as stands_for_all() says so.
Domain sampled_domain(
    const checklist::QuestionRules& rules,
    std::uint32_t question,
    const std::vector<const Atom*>& atoms
);

// Whether a domain tells everything that an atom about this question can come out as.
bool stands_for_all(const checklist::QuestionRules& rules, const Domain& domain, const Atom& atom);

} // namespace muster::lint
