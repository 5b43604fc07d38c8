#include "core/lint/simulate_values.hpp"

#include "core/audit/points.hpp"
#include "core/checklist/answer_nodes.hpp"
#include "core/checklist/check.hpp"
#include "core/checklist/value_check.hpp"
#include "core/expression/functions.hpp"
#include "core/lint/lint_domain.hpp"
#include "core/lint/written_rules.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace muster::lint {

using namespace checklist;

namespace {

std::optional<Value> time_from(std::string_view text) {
    // "14:02" and "14:02:09", as expressions write a time of day
    const bool shaped = text.size() >= 5 && text[2] == ':';
    if (!shaped) return std::nullopt;
    std::int32_t parts[3] = {0, 0, 0};
    for (std::size_t i = 0; i < 3 && 3 * i + 1 < text.size(); ++i) {
        const char tens = text[3 * i];
        const char ones = text[3 * i + 1];
        if (tens < '0' || tens > '9' || ones < '0' || ones > '9') return std::nullopt;
        parts[i] = (tens - '0') * 10 + (ones - '0');
    }
    return TimeOfDay{((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 1'000};
}

// That of the list, as an answer has them.
void in_order(Choices& chosen, const ChoiceList& list) {
    const auto place = [&](const std::string& name) {
        return std::ranges::find(list.choices, name, &Choice::name);
    };
    std::ranges::sort(chosen.names, {}, place);
}

std::optional<Value> unchecked(const QuestionRules& rules, std::string_view text) {
    const QuestionType type = rules.question->type;
    if (type == QuestionType::yes_no || type == QuestionType::one_choice ||
        type == QuestionType::acknowledge) {
        return Choices{{std::string(text)}};
    }
    if (type == QuestionType::many_choices || type == QuestionType::rank) {
        Choices out;
        for (const auto word : expression::split_words(text))
            out.names.emplace_back(word);
        if (type == QuestionType::many_choices && rules.list != nullptr) in_order(out, *rules.list);
        return out;
    }
    if (is_number(type) || type == QuestionType::stopwatch) {
        const auto number = parse_decimal(text);
        if (!number) return std::nullopt;
        if (is_number(type)) return *number;
        return Duration{static_cast<std::int64_t>(to_double(*number) * 1'000 + 0.5)};
    }
    if (type == QuestionType::date) {
        const auto date = parse_date(text);
        if (!date) return std::nullopt;
        return *date;
    }
    if (type == QuestionType::time) return time_from(text);
    if (type == QuestionType::date_time || type == QuestionType::start ||
        type == QuestionType::end) {
        const auto local = parse_local_date_time(text.substr(0, 19));
        if (!local) return std::nullopt;
        return WallTime{*local, 0};
    }
    return std::string(text);
}

class Pool {
public:
    Pool(const Compiled& compiled, WallTime now, Dice& dice)
        : compiled_(compiled), impl_(compiled.rules()), now_(now), dice_(dice) {
        for (const auto& rule : written_rules(compiled))
            note(rule);
    }

    std::vector<std::string> of(std::uint32_t number) {
        const QuestionRules& rules = impl_.questions[number];
        std::vector<std::string> out;
        if (const auto domain = complete_domain(rules)) {
            out = domain->values;
        } else {
            std::vector<const Atom*> atoms;
            for (const auto& atom : atoms_[number])
                atoms.push_back(&atom);
            out = sampled_domain(rules, number, atoms).values;
            ordinary(rules, out);
        }
        for (const auto& pattern : patterns_[number]) {
            for (int i = 0; i < 4; ++i)
                out.push_back(text_matching(pattern, dice_));
        }
        std::erase_if(out, [&](const std::string& text) { return !value_from(rules, text); });
        std::set<std::string> seen;
        std::erase_if(out, [&](const std::string& text) { return !seen.insert(text).second; });
        best_first(rules, out);
        return out;
    }

private:
    // The constants that a rule compares answers with, wherever in it they stand.
    void note(const WrittenRule& rule) {
        const auto focus =
            rule.owner == RuleOwner::question ? std::optional(rule.number) : std::nullopt;
        const Tests tests = tests_in(*rule.program, focus);
        for (const auto& comparison : tests.comparisons) {
            Atom atom;
            atom.questions = {comparison.question};
            atom.comparison = comparison;
            atoms_[comparison.question].push_back(std::move(atom));
        }
        for (const auto& selection : tests.selections) {
            Atom atom;
            atom.questions = {selection.question};
            atom.selection = selection;
            atoms_[selection.question].push_back(std::move(atom));
        }
        for (const auto& part : rule.program->parts) {
            const auto* call = std::get_if<expression::Call>(&part);
            if (call == nullptr || call->function->name != "regex") continue;
            const auto& of = rule.program->parts[call->arguments[0]];
            const auto* pattern =
                std::get_if<expression::TextConstant>(&rule.program->parts[call->arguments[1]]);
            if (pattern == nullptr) continue;
            const auto* reference = std::get_if<expression::Reference>(&of);
            if (reference != nullptr) {
                const auto named = impl_.question_of(reference->target);
                if (named) patterns_[*named].push_back(pattern->value);
            } else if (focus) {
                patterns_[*focus].push_back(pattern->value);
            }
        }
    }

    void ordinary(const QuestionRules& rules, std::vector<std::string>& out) {
        const QuestionType type = rules.question->type;
        if (is_number(type) || type == QuestionType::stopwatch) {
            for (const auto* text :
                 {"0", "1", "2", "3", "5", "10", "20", "45", "100", "1000", "0.5"})
                out.emplace_back(text);
        } else if (type == QuestionType::date || type == QuestionType::date_time) {
            const bool moment = type == QuestionType::date_time;
            const auto today = days_since_epoch(local_date(now_));
            for (const int days : {0, -1, 1, -7, 7, -30, 30, -100, 100, -400, 400}) {
                out.push_back(to_text(date_from_days(today + days)) + (moment ? "T10:15:00" : ""));
            }
        } else if (type == QuestionType::time) {
            for (const auto* text : {"00:00:00", "08:30:00", "12:00:00", "17:45:00", "23:59:59"})
                out.emplace_back(text);
        } else if (type == QuestionType::geopoint) {
            out = {"51.5 -0.12 20 5", "53.8 -1.55 60 8"};
        } else if (type == QuestionType::geotrace) {
            out = {"51 0; 52 0; 52 1"};
        } else if (type == QuestionType::geoshape) {
            out = {"51 0; 52 0; 52 1; 51 0"};
        } else if (rules.list != nullptr) {
            choices(rules, out);
        } else {
            for (const auto* text :
                 {"a", "Seven words that say what somebody saw", "12345", "AB1 2CD"})
                out.emplace_back(text);
            out.emplace_back(std::string(300, 'x'));
        }
    }

    // Of a list that is too long to try every set or ranking.
    void choices(const QuestionRules& rules, std::vector<std::string>& out) {
        std::vector<std::string> names;
        for (const auto& choice : rules.list->choices)
            names.push_back(choice.name);
        if (rules.question->type == QuestionType::rank) {
            for (int i = 0; i < 6; ++i) {
                for (std::size_t j = names.size(); j > 1; --j)
                    std::swap(names[j - 1], names[roll(dice_, j)]);
                out.push_back(joined(names));
            }
            return;
        }
        out.insert(out.end(), names.begin(), names.end());
        out.push_back(joined(names));
        for (int i = 0; i < 8; ++i) {
            std::vector<std::string> some;
            for (const auto& name : names) {
                if (roll(dice_, 3) == 0) some.push_back(name);
            }
            if (!some.empty()) out.push_back(joined(some));
        }
    }

    static std::string joined(const std::vector<std::string>& names) {
        std::string out;
        for (const auto& name : names)
            out += (out.empty() ? "" : " ") + name;
        return out;
    }

    void best_first(const QuestionRules& rules, std::vector<std::string>& out) {
        const auto scale = audit::point_scale(compiled_.checklist(), *rules.question);
        if (!scale || !*scale) return;
        std::vector<std::pair<std::int64_t, std::string>> ranked;
        for (auto& text : out) {
            const auto points =
                audit::points_of(*rules.question, **scale, *value_from(rules, text));
            ranked.emplace_back(points ? -points->value_or(0) : 0, std::move(text));
        }
        std::ranges::sort(ranked);
        out.clear();
        for (auto& [points, text] : ranked)
            out.push_back(std::move(text));
    }

    const Compiled& compiled_;
    const Compiled::Impl& impl_;
    WallTime now_;
    Dice& dice_;
    std::map<std::uint32_t, std::vector<Atom>> atoms_;
    std::map<std::uint32_t, std::vector<std::string>> patterns_;
};

} // namespace

std::optional<Value> value_from(const QuestionRules& rules, std::string_view text) {
    auto value = unchecked(rules, text);
    if (!value || !check_value(*rules.question, rules.list, *value)) return std::nullopt;
    return value;
}

std::vector<std::vector<std::string>>
answers_to_try(const Compiled& compiled, WallTime now, Dice& dice) {
    Pool pool(compiled, now, dice);
    std::vector<std::vector<std::string>> out;
    for (std::uint32_t i = 0; i < compiled.rules().questions.size(); ++i)
        out.push_back(pool.of(i));
    return out;
}

} // namespace muster::lint
