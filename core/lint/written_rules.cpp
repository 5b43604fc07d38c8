#include "core/lint/written_rules.hpp"

namespace muster::lint {

using checklist::Rule;
using Impl = checklist::Compiled::Impl;

std::string_view name_of(RuleKind kind) {
    switch (kind) {
    case RuleKind::relevant:
        return "relevant";
    case RuleKind::required:
        return "required";
    case RuleKind::constraint:
        return "constraint";
    case RuleKind::read_only:
        return "read_only";
    case RuleKind::calculation:
        return "calculation";
    case RuleKind::choice_filter:
        return "choice_filter";
    case RuleKind::default_value:
        return "default";
    case RuleKind::evidence_when:
        return "evidence_when";
    case RuleKind::repeat_count:
        return "repeat_count";
    }
    return "rule";
}

std::string owner_text(const Impl& impl, RuleOwner owner, std::uint32_t number) {
    switch (owner) {
    case RuleOwner::section:
        return "section " + impl.sections[number].section->id;
    case RuleOwner::group:
        return "group " + impl.groups[number].group->id;
    case RuleOwner::question:
        return "question " + impl.ids[number];
    }
    return {};
}

std::vector<std::uint32_t> groups_around(const Impl& impl, std::uint32_t group_from_1) {
    std::vector<std::uint32_t> out;
    for (auto group = group_from_1; group != 0; group = impl.groups[group - 1].group->parent)
        out.push_back(group - 1);
    return out;
}

std::vector<WrittenRule> written_rules(const checklist::Compiled& compiled) {
    const Impl& impl = compiled.rules();
    std::vector<WrittenRule> out;
    const auto add = [&](RuleOwner owner, std::uint32_t number, RuleKind kind, const Rule& rule) {
        if (!rule) return;
        std::string place = owner_text(impl, owner, number) + ": " + std::string(name_of(kind));
        out.push_back({owner, kind, number, &*rule, std::move(place)});
    };
    for (std::uint32_t i = 0; i < impl.sections.size(); ++i)
        add(RuleOwner::section, i, RuleKind::relevant, impl.sections[i].relevant);
    for (std::uint32_t i = 0; i < impl.groups.size(); ++i) {
        add(RuleOwner::group, i, RuleKind::relevant, impl.groups[i].relevant);
        add(RuleOwner::group, i, RuleKind::read_only, impl.groups[i].read_only);
        add(RuleOwner::group, i, RuleKind::repeat_count, impl.groups[i].repeat_count);
    }
    for (std::uint32_t i = 0; i < impl.questions.size(); ++i) {
        const checklist::QuestionRules& rules = impl.questions[i];
        add(RuleOwner::question, i, RuleKind::relevant, rules.relevant);
        add(RuleOwner::question, i, RuleKind::required, rules.required);
        add(RuleOwner::question, i, RuleKind::constraint, rules.constraint);
        add(RuleOwner::question, i, RuleKind::read_only, rules.read_only);
        add(RuleOwner::question, i, RuleKind::calculation, rules.calculation);
        add(RuleOwner::question, i, RuleKind::choice_filter, rules.offered);
        add(RuleOwner::question, i, RuleKind::default_value, rules.default_value);
        add(RuleOwner::question, i, RuleKind::evidence_when, rules.evidence_when);
    }
    return out;
}

} // namespace muster::lint
