#include "core/lint/lint_pass.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_map>

namespace muster::lint {

using enum LintSeverity;

namespace {

constexpr std::array<LintRule, 45> rules = {{
    {"all-choices-same-points", warning, "every scored choice of a weighted question earns the same"
    },
    {"answer-unused", hint, "an answer enters no score, no report and no rule"},
    {"calculation-unused", hint, "nothing reads the result of a calculation"},
    {"cap-without-effect", warning, "a cap that no score can exceed"},
    {"choice-list-unused", warning, "no question offers a choice list"},
    {"choice-never-offered", warning, "a filter never lets a choice through"},
    {"comparison-out-of-range", warning, "a rule compares with a number that nobody can answer"},
    {"complaint-steps-missing", warning, "a complaint model is asked for in part"},
    {"constraint-never-met", error, "no answer meets a constraint"},
    {"constraint-refuses-default", error, "the default breaks the constraint"},
    {"constraint-without-message", warning, "a constraint does not say what to do"},
    {"contradiction", error, "a rule can never hold, whatever is answered"},
    {"critical-without-weight", hint, "a critical question can only lose points"},
    {"default-impossible", error, "the default is no answer to its question"},
    {"dimension-without-questions", hint, "some RATER dimensions are measured, others are not"},
    {"duplicate-label", warning, "the same words twice"},
    {"evidence-impossible", error, "evidence is asked for when the question cannot be seen"},
    {"expectation-after-perception", hint, "what is expected is asked after what was perceived"},
    {"expectation-missing", hint, "some perceptions of a dimension have expectations, others none"},
    {"forward-reference", hint, "a question shows or hides another one that stands before it"},
    {"gap-never-formed", warning, "expectation and perception are never asked together"},
    {"label-missing", warning, "a page or a grid has no heading"},
    {"missing-translation", warning, "a text is not there in all languages"},
    {"no-choice-offered", error, "a filter never lets any choice through"},
    {"not-observed-without-effect", hint, "NOT OBSERVED counts in a question without weight"},
    {"provision-dates-unknown", hint, "nobody knows from when a provision is in force"},
    {"provision-not-in-force", warning, "a provision is not in force yet"},
    {"provision-repealed", error, "a provision is no longer in force"},
    {"provision-unknown", error, "a provision is not in the table"},
    {"provision-untestable", warning, "a question without points can never test its provision"},
    {"read-only-without-value", error, "nobody may answer, and nothing else gives a value"},
    {"refused", error, "the file cannot be read as a checklist, or breaks a rule of the language"},
    {"required-never-relevant", warning, "required only when it cannot be seen"},
    {"rule-without-effect", hint, "a rule that always holds"},
    {"score-without-denominator", error, "all weights are bonuses, so that there is no score"},
    {"section-empty", warning, "a page without questions"},
    {"standard-outside-scale", error, "the standard is no value of the scale"},
    {"unknown-choice", error, "a rule compares with a choice that does not exist"},
    {"unknown-reference", error, "a text names a question that does not exist"},
    {"unreachable-group", error, "a group can never be seen"},
    {"unreachable-question", error, "a question can never be seen"},
    {"unreachable-score", warning, "no answer earns full marks"},
    {"unreachable-section", error, "a section can never be seen"},
    {"weight-dominates", hint, "one question weighs more than all others together"},
    {"weights-off", warning, "the weights do not add up"},
}};
static_assert(std::ranges::is_sorted(rules, {}, &LintRule::id));

// Where the parts of a checklist stand in the document.
std::unordered_map<std::string, std::size_t> order_of(const LintPass& pass) {
    std::unordered_map<std::string, std::size_t> out;
    const auto add = [&](std::string owner) { out.emplace(std::move(owner), out.size()); };
    add("checklist");
    for (const auto& list : pass.checklist.choice_lists)
        add("choice list " + list.name);
    std::uint32_t number = 0;
    for (std::uint32_t i = 0; i < pass.impl.sections.size(); ++i) {
        add(owner_text(pass.impl, RuleOwner::section, i));
        for (const auto& question : pass.checklist.sections[i].questions) {
            auto groups = groups_around(pass.impl, question.group);
            std::ranges::reverse(groups);
            for (const auto group : groups)
                add(owner_text(pass.impl, RuleOwner::group, group));
            add(owner_text(pass.impl, RuleOwner::question, number++));
        }
    }
    return out;
}

} // namespace

std::span<const LintRule> lint_rules() {
    return rules;
}

const LintRule* find_lint_rule(std::string_view id) {
    const auto found = std::ranges::find(rules, id, &LintRule::id);
    return found == rules.end() ? nullptr : &*found;
}

std::string_view name_of(LintSeverity severity) {
    switch (severity) {
    case hint:
        return "hint";
    case warning:
        return "warning";
    case error:
        return "error";
    }
    return "unknown";
}

std::string place_of(const checklist::Question& question, std::string_view key) {
    return "question " + question.id + (key.empty() ? "" : ": ") + std::string(key);
}

LintPass::LintPass(const checklist::Compiled& list, const LintOptions& asked)
    : compiled(list)
    , options(asked)
    , checklist(list.checklist())
    , impl(list.rules())
    , rules(written_rules(list))
    , reasoner(list) {}

void LintPass::add(
    std::string_view rule, std::string place, std::string message, std::string remedy
) {
    findings.push_back(
        {find_lint_rule(rule), std::move(place), std::move(message), std::move(remedy)}
    );
}

std::vector<LintFinding> check(const checklist::Compiled& compiled, const LintOptions& options) {
    LintPass pass(compiled, options);
    lint_comparisons(pass);
    lint_reach(pass);
    lint_answers(pass);
    lint_choices(pass);
    lint_texts(pass);
    lint_scoring(pass);
    lint_method(pass);
    lint_use(pass);
    lint_provisions(pass);
    const auto order = order_of(pass);
    const auto key = [&](const LintFinding& finding) {
        const auto owner = order.find(finding.place.substr(0, finding.place.find(": ")));
        const std::size_t rank = owner == order.end() ? 0 : owner->second;
        return std::tuple<std::size_t, std::string_view, std::string_view, std::string_view>(
            rank, finding.rule->id, finding.place, finding.message
        );
    };
    std::sort(
        pass.findings.begin(),
        pass.findings.end(),
        [&](const LintFinding& a, const LintFinding& b) { return key(a) < key(b); }
    );
    return std::move(pass.findings);
}

LintFinding refusal(const Error& refused) {
    return {find_lint_rule("refused"), refused.context, refused.message, refused.hint};
}

bool is_clean(std::span<const LintFinding> findings) {
    return std::ranges::all_of(findings, [](const LintFinding& finding) {
        return finding.rule->severity == hint;
    });
}

} // namespace muster::lint
