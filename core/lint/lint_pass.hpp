// What the files of check() share: the checklist, its rules, the reasoner, and the findings so far.
// Each pass looks for one family of rules. Only lint*.cpp need it.
#pragma once

#include "core/lint/lint.hpp"
#include "core/lint/lint_reasoner.hpp"
#include "core/lint/written_rules.hpp"

#include <set>

namespace muster::lint {

struct LintPass {
    const checklist::Compiled& compiled;
    const LintOptions& options;
    const checklist::Checklist& checklist;
    const checklist::Compiled::Impl& impl;
    std::vector<WrittenRule> rules;
    Reasoner reasoner;
    std::vector<LintFinding> findings;
    // Rules of the checklist in which something was found that explains why they never hold.
    std::set<const expression::Program*> explained;

    // By number: what lint_reach found that nobody ever sees, with all that stands in it. Nothing
    // else is found in these.
    struct {
        std::set<std::uint32_t> sections;
        std::set<std::uint32_t> groups;
        std::set<std::uint32_t> questions;
    } unseen;

    LintPass(const checklist::Compiled& compiled, const LintOptions& options);

    void add(std::string_view rule, std::string place, std::string message, std::string remedy);

    [[nodiscard]] bool never(const Goal& goal) { return reasoner.reach(goal).never; }
};

// "question REL1: label"
std::string place_of(const checklist::Question& question, std::string_view key = {});

void lint_comparisons(LintPass& pass); // before lint_reach, whose findings they may explain
void lint_reach(LintPass& pass);
void lint_answers(LintPass& pass);
void lint_choices(LintPass& pass);
void lint_texts(LintPass& pass);
void lint_scoring(LintPass& pass);
void lint_method(LintPass& pass);
void lint_use(LintPass& pass);
void lint_provisions(LintPass& pass);

} // namespace muster::lint
