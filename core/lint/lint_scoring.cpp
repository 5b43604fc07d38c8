// Weights, points, caps and standards that do not do what they seem to.
#include "core/audit/points.hpp"
#include "core/checklist/check.hpp"
#include "core/checklist/limits.hpp"
#include "core/checklist/range_parameters.hpp"
#include "core/lint/lint_pass.hpp"

#include <algorithm>

namespace muster::lint {

using namespace checklist;

namespace {

// Weights that sum to nearly 100 were probably meant to be percentages, if there are few enough
// questions that it is no chance.
constexpr double near_100_least = 95;
constexpr double near_100_most = 105;
constexpr double mean_weight_least = 2.5;
constexpr std::size_t dominated_questions_min = 4;

bool has_weight(const Question& question) {
    return question.weight.unscaled != 0;
}

bool is_100(Decimal number) {
    return compare(number, Decimal::integer(100)) == 0;
}

std::optional<Rational> total_of(const std::vector<const Question*>& questions) {
    Rational total;
    for (const Question* question : questions) {
        const auto weight = Rational::of(question->weight);
        const auto sum = weight ? add(total, *weight) : weight;
        if (!sum) return std::nullopt; // check_scoring refuses such weights
        total = *sum;
    }
    return total;
}

class Scoring {
public:
    explicit Scoring(LintPass& pass) : pass_(pass) {
        for (const auto& rules : pass.impl.questions) {
            if (!has_weight(*rules.question)) continue;
            (rules.question->bonus ? bonus_ : weighted_).push_back(rules.question);
        }
    }

    void look() {
        for (const auto& rules : pass_.impl.questions)
            look_at(rules);
        sums();
    }

private:
    void look_at(const QuestionRules& rules) {
        const Question& question = *rules.question;
        if (question.critical != CriticalRule::none && !has_weight(question)) {
            pass_.add(
                "critical-without-weight",
                place_of(question, "critical"),
                "A failure counts, but doing it well earns nothing.",
                "Give it a weight, if it is part of the service that is scored."
            );
        }
        if (question.cap_percent && bonus_.empty() && is_100(*question.cap_percent)) {
            pass_.add(
                "cap-without-effect",
                place_of(question, "cap"),
                "No score is above 100 %, so a cap of 100 % changes nothing.",
                "Write a lower cap, or critical: flag."
            );
        }
        if (question.not_observed_counts && !has_weight(question)) {
            pass_.add(
                "not-observed-without-effect",
                place_of(question, "not_observed"),
                "NOT OBSERVED is to count, but the question has no weight.",
                "Write not_observed: yes."
            );
        }
        if (has_weight(question) && question.type == QuestionType::one_choice) points(rules);
        if (question.standard) standard(question);
    }

    void points(const QuestionRules& rules) {
        std::optional<Decimal> first;
        std::size_t scored = 0;
        bool differ = false;
        for (const auto& choice : rules.list->choices) {
            if (!choice.points) continue;
            ++scored;
            differ = differ || (first && compare(*first, *choice.points) != 0);
            first = first ? first : choice.points;
        }
        if (scored == 0 || differ) return;
        pass_.add(
            "all-choices-same-points",
            place_of(*rules.question, "choices"),
            "Whatever is chosen of " + rules.list->name + " earns full marks.",
            "Give the worse choices fewer points, from 0 on, or remove the weight."
        );
    }

    void standard(const Question& question) {
        const auto scale = [&]() -> std::optional<std::pair<Decimal, Decimal>> {
            const QuestionType type = question.type;
            if (type == QuestionType::likert) {
                return std::pair(Decimal::integer(1), Decimal::integer(question.scale_points));
            }
            if (type == QuestionType::nps) {
                return std::pair(Decimal::integer(0), Decimal::integer(limits::nps_max));
            }
            if (type == QuestionType::yes_no) {
                return std::pair(Decimal::integer(0), Decimal::integer(1));
            }
            if (type != QuestionType::range) return std::nullopt;
            const RangeParameters range = range_parameters(question);
            return std::pair(range.start, range.end);
        }();
        if (!scale || (compare(*question.standard, scale->first) >= 0 &&
                       compare(*question.standard, scale->second) <= 0)) {
            return;
        }
        pass_.add(
            "standard-outside-scale",
            place_of(question, "standard"),
            "The standard " + to_text(*question.standard) + " is no point of the scale from " +
                to_text(scale->first) + " to " + to_text(scale->second) + ".",
            "Write the answer that keeps the promise."
        );
    }

    void sums() {
        if (weighted_.empty()) {
            if (bonus_.empty()) return;
            pass_.add(
                "score-without-denominator",
                place_of(*bonus_.front(), "bonus"),
                "Every question with a weight is a bonus, so that there is nothing to divide by.",
                "Make at least one of them an ordinary weight."
            );
            return;
        }
        const auto total = total_of(weighted_);
        if (!total) return;
        adds_up(*total);
        if (weighted_.size() < dominated_questions_min) return;
        for (const Question* question : weighted_) {
            if (2 * to_double(question->weight) <= total->to_double()) continue;
            pass_.add(
                "weight-dominates",
                place_of(*question, "weight"),
                "This question weighs more than all others together (" + to_text(question->weight) +
                    " of " + total->text() + ").",
                "Check the weight."
            );
        }
    }

    void adds_up(const Rational& total) {
        const std::string* declared = find_value(pass_.checklist.settings, "weights_total");
        if (declared != nullptr) {
            const auto wanted = parse_decimal(*declared);
            const auto exact = wanted ? Rational::of(*wanted) : error_of(wanted);
            if (exact && *exact == total) return;
            return off("checklist: settings", total, *declared);
        }
        const double sum = total.to_double();
        const double mean = sum / static_cast<double>(weighted_.size());
        if (sum < near_100_least || sum > near_100_most || total == Rational(100) ||
            mean < mean_weight_least) {
            return;
        }
        off("checklist: sections", total, "100");
    }

    void off(std::string place, const Rational& total, const std::string& wanted) {
        pass_.add(
            "weights-off",
            std::move(place),
            "The weights are " + total.text() + " in all, not " + wanted + ".",
            "Correct them, or write what they are to be under settings: weights_total."
        );
    }

    LintPass& pass_;
    std::vector<const Question*> weighted_; // and no bonus
    std::vector<const Question*> bonus_;
};

} // namespace

void lint_scoring(LintPass& pass) {
    Scoring(pass).look();
}

} // namespace muster::lint
