#include "core/lint/simulate_fill.hpp"

#include "core/checklist/check.hpp"

#include <algorithm>

namespace muster::lint {

using namespace checklist;

namespace {

constexpr int passes_max = 8;    // what appears may make more appear
constexpr int repairs_max = 2;   // later answers may break what was valid before
constexpr int random_tries = 10; // before every answer is tried in turn
constexpr std::size_t sweep_max = 300;

bool has_values(QuestionType type) {
    return is_answered(type) && (type < QuestionType::image || type > QuestionType::file);
}

} // namespace

bool Filled::is_valid() const {
    const auto invalid = [](const FieldStatus& field) {
        return field.validity == Validity::invalid;
    };
    return std::ranges::none_of(status.single, invalid) &&
           std::ranges::none_of(status.repeats, [&](const RepeatStatus& repeat) {
               return std::ranges::any_of(repeat.instances, [&](const InstanceStatus& instance) {
                   return std::ranges::any_of(instance.fields, invalid);
               });
           });
}

// One audit while it is filled.
class Filler::Form {
public:
    Form(Filler& filler, const Wishes& wishes, Manner manner)
        : filler_(filler)
        , wishes_(wishes)
        , manner_(manner)
        , evaluation_(filler.compiled_, recorded(), filler.at_) {}

    Filled run() {
        for (int pass = 0; pass < passes_max && from_the_top(); ++pass) {
        }
        for (int repair = 0; repair < repairs_max && !mend(); ++repair)
            from_the_top();
        return {evaluation_.sheet(), evaluation_.status()};
    }

private:
    // A question, in one instance of each repeat around it.
    struct Field {
        std::uint32_t question = 0;
        std::vector<InstanceId> instances;
        auto operator<=>(const Field&) const = default;
    };

    // What a device writes by itself.
    [[nodiscard]] AnswerSheet recorded() const {
        AnswerSheet out;
        for (const auto& rules : filler_.impl_.questions) {
            const QuestionType type = rules.question->type;
            Answer answer{AnswerState::answered, std::string(name_of(type)), ""};
            if (type == QuestionType::start || type == QuestionType::end) {
                answer.value = filler_.at_.now;
            } else if (type == QuestionType::today) {
                answer.value = to_text(local_date(filler_.at_.now));
            } else if (type < QuestionType::today) {
                continue;
            }
            out.answers[{rules.question->id, {}}] = std::move(answer);
        }
        return out;
    }

    [[nodiscard]] const FieldStatus& status_of(const Field& field) const {
        static const FieldStatus not_there = [] {
            FieldStatus out;
            out.relevant = false;
            return out;
        }();
        const auto* found = evaluation_.status().find(field.question, field.instances);
        return found == nullptr ? not_there : *found;
    }

    [[nodiscard]] const QuestionRules& rules_of(const Field& field) const {
        return filler_.impl_.questions[field.question];
    }

    // Whether anything was asked that had not been before.
    bool from_the_top() {
        bool any = make_instances();
        for (std::uint32_t i = 0; i < filler_.impl_.questions.size(); ++i) {
            std::vector<Field> fields;
            for (const auto& view : evaluation_.status().of(i))
                fields.push_back({i, *view.instances});
            for (const auto& field : fields) {
                const FieldStatus& status = status_of(field);
                if (!status.relevant || status.read_only || rules_of(field).is_calculated() ||
                    !has_values(rules_of(field).question->type) || !asked_.insert(field).second) {
                    continue;
                }
                any = true;
                ask(field);
            }
        }
        return any;
    }

    // Repeats that nothing counts get instances as a shopper adds them, once in each place.
    bool make_instances() {
        bool any = false;
        const auto& levels = filler_.impl_.shape.levels;
        for (std::uint32_t level = 1; level < levels.size(); ++level) {
            if (!levels[level].repeat->repeat_count.empty()) continue;
            std::vector<std::vector<InstanceId>> places;
            if (levels[level].parent == 0) {
                places.emplace_back();
            } else {
                const auto& around = evaluation_.status().repeats[levels[level].parent - 1];
                for (const auto& instance : around.instances)
                    places.push_back(instance.ids);
            }
            for (auto& place : places) {
                if (!made_.emplace(level, place).second) continue;
                any = true;
                const std::size_t count =
                    manner_ == Manner::random ? 1 + roll(filler_.dice_, 2) : std::size_t{1};
                for (std::size_t i = 0; i < count; ++i)
                    make_instance(levels[level].repeat->id, place, i + 1);
            }
        }
        return any;
    }

    void make_instance(const std::string& repeat, std::vector<InstanceId> ids, InstanceId id) {
        ids.push_back(id);
        const Answer moment{AnswerState::answered, filler_.at_.now, ""};
        (void)evaluation_.change({repeat, std::move(ids)}, moment, filler_.at_);
    }

    // Asks again where an answer is invalid or missing now. Whether there was nothing to mend.
    bool mend() {
        bool good = true;
        for (const auto& field : std::vector<Field>(asked_.begin(), asked_.end())) {
            const auto wish = wishes_.answers.find(field.question);
            const bool left_open = wish != wishes_.answers.end() && wish->second.empty();
            const bool wished = wishes_.may_be_invalid.contains(field.question) || left_open;
            if (wished || status_of(field).validity == Validity::valid) continue;
            good = false;
            ask_freely(field);
        }
        return good;
    }

    bool give(const Field& field, Answer answer) {
        const FieldKey key{filler_.impl_.ids[field.question], field.instances};
        const auto changed = evaluation_.change(key, std::move(answer), filler_.at_);
        return changed && status_of(field).validity == Validity::valid;
    }

    bool give(const Field& field, const std::string& text) {
        auto value = value_from(rules_of(field), text);
        if (!value) return false;
        return give(field, Answer{AnswerState::answered, std::move(*value), ""});
    }

    void ask(const Field& field) {
        const auto state = wishes_.states.find(field.question);
        if (state != wishes_.states.end() && give(field, Answer{state->second, {}, ""})) return;
        const auto wish = wishes_.answers.find(field.question);
        if (wish == wishes_.answers.end()) return ask_freely(field);
        if (wish->second.empty()) return;
        if (give(field, wish->second) || wishes_.may_be_invalid.contains(field.question)) return;
        ask_freely(field);
    }

    void ask_freely(const Field& field) {
        const auto& pool = filler_.pools_[field.question];
        if (manner_ == Manner::random) {
            if (chance(field)) return;
            for (int i = 0; i < random_tries && !pool.empty(); ++i) {
                if (give(field, drawn(field))) return;
            }
        }
        const std::size_t count = std::min(pool.size(), sweep_max);
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t at = manner_ == Manner::worst ? pool.size() - 1 - i : i;
            if (give(field, pool[at])) return;
        }
        if (all_offered(field)) return;
        give(field, Answer{});
        for (const auto state : {AnswerState::not_applicable, AnswerState::not_observed}) {
            if (status_of(field).validity == Validity::valid) return;
            if (is_allowed(field, state)) give(field, Answer{state, {}, ""});
        }
    }

    [[nodiscard]] bool is_allowed(const Field& field, AnswerState state) const {
        const Question& question = *rules_of(field).question;
        return state == AnswerState::not_applicable ? question.not_applicable_allowed
                                                    : question.not_observed_allowed;
    }

    // Now and then a question stays without a value.
    bool chance(const Field& field) {
        const std::size_t rolled = roll(filler_.dice_, 100);
        if (rolled < 6 && is_allowed(field, AnswerState::not_applicable)) {
            return give(field, Answer{AnswerState::not_applicable, {}, ""});
        }
        if (rolled >= 6 && rolled < 12 && is_allowed(field, AnswerState::not_observed)) {
            return give(field, Answer{AnswerState::not_observed, {}, ""});
        }
        if (rolled >= 12 && rolled < 20 && !status_of(field).required) {
            give(field, Answer{});
            return true;
        }
        const std::string proposed = status_of(field).default_text;
        return rolled >= 60 && !proposed.empty() && give(field, proposed);
    }

    std::string drawn(const Field& field) {
        const auto& offered = status_of(field).offered;
        const QuestionRules& rules = rules_of(field);
        if (offered && !offered->empty() && rules.question->type == QuestionType::one_choice) {
            return rules.list->choices[(*offered)[roll(filler_.dice_, offered->size())]].name;
        }
        const auto& pool = filler_.pools_[field.question];
        return pool[roll(filler_.dice_, pool.size())];
    }

    // Where a filter leaves a few choices that no set or ranking was prepared for.
    bool all_offered(const Field& field) {
        const auto& offered = status_of(field).offered;
        const QuestionRules& rules = rules_of(field);
        if (!offered || offered->empty()) return false;
        Choices all;
        for (const auto choice : *offered)
            all.names.push_back(rules.list->choices[choice].name);
        if (rules.question->type != QuestionType::rank) all.names.resize(1);
        return give(field, Answer{AnswerState::answered, std::move(all), ""});
    }

    Filler& filler_;
    const Wishes& wishes_;
    Manner manner_;
    Evaluation evaluation_;
    std::set<Field> asked_;
    std::set<std::pair<std::uint32_t, std::vector<InstanceId>>> made_; // by level and place
};

Filler::Filler(const Compiled& compiled, WallTime now, Dice& dice)
    : compiled_(compiled)
    , impl_(compiled.rules())
    , at_{now}
    , dice_(dice)
    , pools_(answers_to_try(compiled, now, dice)) {}

Filled Filler::fill(const Wishes& wishes, Manner manner) {
    return Form(*this, wishes, manner).run();
}

} // namespace muster::lint
