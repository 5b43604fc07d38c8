// What is wrong, doubtful or worth a second look in a checklist that compiles: rules with stable
// ids (docs/lint.md explains each one), each finding with a place, a sentence and a remedy. Pure:
// the same checklist, provisions and day give the same findings in the same order.
#pragma once

#include "core/audit/provisions.hpp"
#include "core/checklist/compiled.hpp"

#include <span>

namespace muster::lint {

enum class LintSeverity : std::uint8_t {
    hint,    // worth a second look
    warning, // hardly what the author meant
    error,   // something written here can never work; such a checklist is not published
};

struct LintRule {
    std::string_view id; // "unreachable-question"
    LintSeverity severity = LintSeverity::warning;
    std::string_view about; // one line for lists
};

struct LintFinding {
    const LintRule* rule = nullptr;
    std::string place; // "question REL1: relevant", as the errors of compile() name places
    std::string message;
    std::string remedy;
};

struct LintOptions {
    const audit::Provisions* provisions = nullptr; // null: provisions are not looked up
    Date on;                                       // the day on which they are to be in force
};

// All rules by id.
std::span<const LintRule> lint_rules();
const LintRule* find_lint_rule(std::string_view id);
std::string_view name_of(LintSeverity severity);

// In the order of the document; findings at one place by id.
std::vector<LintFinding> check(const checklist::Compiled& compiled, const LintOptions& options);

// Why there is no compiled checklist, as the one finding of a file.
LintFinding refusal(const Error& refused);

// Neither errors nor warnings; hints do not count.
bool is_clean(std::span<const LintFinding> findings);

} // namespace muster::lint
