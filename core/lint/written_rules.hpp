// Every expression of a compiled checklist in one list, each with where it was written and whose it
// is: what lint, simulate and diff go through. Points into the checklist, which must outlive it.
#pragma once

#include "core/checklist/compiled_rules.hpp"

#include <string>
#include <vector>

namespace muster::lint {

enum class RuleKind : std::uint8_t {
    relevant,
    required,
    constraint,
    read_only,
    calculation,
    choice_filter,
    default_value,
    evidence_when,
    repeat_count,
};

enum class RuleOwner : std::uint8_t { section, group, question };

struct WrittenRule {
    RuleOwner owner = RuleOwner::question;
    RuleKind kind = RuleKind::relevant;
    std::uint32_t number = 0; // of the section, group or question, counted from 0
    const expression::Program* program = nullptr;
    std::string place; // "question REL1: relevant", as errors of compile() say it
};

// In document order: sections, then groups, then questions.
std::vector<WrittenRule> written_rules(const checklist::Compiled& compiled);

// The key of YAML that a rule stands under ("evidence_when").
std::string_view name_of(RuleKind kind);

// "section Shop", "group till", "question REL1"
std::string
owner_text(const checklist::Compiled::Impl& impl, RuleOwner owner, std::uint32_t number);

// The groups around a question or group from the innermost one on; group numbers count from 0.
std::vector<std::uint32_t>
groups_around(const checklist::Compiled::Impl& impl, std::uint32_t group_from_1);

} // namespace muster::lint
