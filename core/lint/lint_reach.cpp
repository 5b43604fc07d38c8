// What can never be seen, and rules of relevance that hide nothing.
#include "core/lint/lint_pass.hpp"

namespace muster::lint {

namespace {

class Relevance {
public:
    explicit Relevance(LintPass& pass) : pass_(pass) {}

    void sections() {
        for (std::uint32_t i = 0; i < pass_.impl.sections.size(); ++i) {
            Goal seen;
            pass_.reasoner.want_section(seen, i);
            const auto& rule = pass_.impl.sections[i].relevant;
            if (!look_at({RuleOwner::section, i}, rule, {}, seen)) pass_.unseen.sections.insert(i);
        }
    }

    void groups() {
        for (std::uint32_t i = 0; i < pass_.impl.groups.size(); ++i) {
            const checklist::GroupRules& rules = pass_.impl.groups[i];
            const std::uint32_t parent = rules.group->parent;
            if (pass_.unseen.sections.contains(rules.section) ||
                (parent != 0 && pass_.unseen.groups.contains(parent - 1))) {
                pass_.unseen.groups.insert(i);
                continue;
            }
            Goal around;
            if (parent == 0) {
                pass_.reasoner.want_section(around, rules.section);
            } else {
                pass_.reasoner.want_group(around, parent - 1);
            }
            Goal seen;
            pass_.reasoner.want_group(seen, i);
            if (!look_at({RuleOwner::group, i}, rules.relevant, around, seen)) {
                pass_.unseen.groups.insert(i);
            }
        }
    }

    void questions() {
        for (std::uint32_t i = 0; i < pass_.impl.questions.size(); ++i) {
            const checklist::QuestionRules& rules = pass_.impl.questions[i];
            const std::uint32_t group = rules.question->group;
            if (pass_.unseen.sections.contains(rules.section) ||
                (group != 0 && pass_.unseen.groups.contains(group - 1))) {
                pass_.unseen.questions.insert(i);
                continue;
            }
            Goal around;
            if (group == 0) {
                pass_.reasoner.want_section(around, rules.section);
            } else {
                pass_.reasoner.want_group(around, group - 1);
            }
            Goal seen;
            pass_.reasoner.want_question(seen, i);
            if (!look_at({RuleOwner::question, i}, rules.relevant, around, seen)) {
                pass_.unseen.questions.insert(i);
            }
        }
    }

private:
    struct Owner {
        RuleOwner kind;
        std::uint32_t number;
    };

    // Whether it can be seen. `around` is what shows the parts that it stands in, `seen` it itself.
    bool
    look_at(const Owner& owner, const checklist::Rule& rule, const Goal& around, const Goal& seen) {
        const std::string name = owner_text(pass_.impl, owner.kind, owner.number);
        if (!rule) return true;
        const auto focus =
            owner.kind == RuleOwner::question ? std::optional(owner.number) : std::nullopt;
        Goal alone;
        alone.alone = true;
        pass_.reasoner.want(alone, *rule, focus);
        if (pass_.never(alone)) {
            if (!pass_.explained.contains(&*rule)) contradiction(name);
            return false;
        }
        if (pass_.never(seen)) {
            unreachable(owner.kind, name);
            return false;
        }
        Goal hidden = around;
        pass_.reasoner.want(hidden, *rule, focus, false);
        if (pass_.never(hidden)) without_effect(name);
        return true;
    }

    void contradiction(const std::string& name) {
        pass_.add(
            "contradiction",
            name + ": relevant",
            "The rule can never hold, whatever is answered.",
            "Look for conditions that exclude each other; perhaps 'or' was meant instead of 'and'."
        );
    }

    void unreachable(RuleOwner kind, const std::string& name) {
        const std::string word(name.substr(0, name.find(' ')));
        pass_.add(
            kind == RuleOwner::section ? "unreachable-section"
            : kind == RuleOwner::group ? "unreachable-group"
                                       : "unreachable-question",
            name + ": relevant",
            "This " + word +
                " can never be seen: when its rule holds, what it stands in or what it "
                "asks about is hidden.",
            "Follow the rules of the questions that it names, and of the section and groups around."
        );
    }

    void without_effect(const std::string& name) {
        pass_.add(
            "rule-without-effect",
            name + ": relevant",
            "The rule always holds, so it hides nothing.",
            "Remove it, or correct it."
        );
    }

    LintPass& pass_;
};

} // namespace

void lint_reach(LintPass& pass) {
    Relevance relevance(pass);
    relevance.sections();
    relevance.groups();
    relevance.questions();
}

} // namespace muster::lint
