#include "core/audit/explain.hpp"

#include "core/audit/explain_service.hpp"

#include <algorithm>

namespace muster::audit {

namespace {

using checklist::AnswerState;
using checklist::CriticalRule;
using checklist::Question;

// A question of the checklist with what the score says of it.
struct Line {
    const checklist::Section* section = nullptr;
    const Question* question = nullptr;
    const QuestionScore* score = nullptr;
};

std::vector<Line> lines_of(const checklist::Checklist& checklist, const Score& score) {
    std::vector<Line> out;
    std::size_t index = 0;
    for (const auto& section : checklist.sections) {
        for (const auto& question : section.questions) {
            if (index == score.questions.size()) return out;
            out.push_back({&section, &question, &score.questions[index++]});
        }
    }
    return out;
}

Result<Rational> weight_of(const Question& question) {
    return Rational::of(question.weight);
}

// Why a question with a weight is not in the sum; empty where it is.
std::string_view reason_left_out(const Line& line) {
    if (!line.score->relevant) return "left out: not relevant in this audit";
    if (line.score->scored) return {};
    switch (line.score->state) {
    case AnswerState::unanswered:
        return "left out: no answer, so the score is provisional";
    case AnswerState::not_applicable:
        return "left out: not applicable";
    case AnswerState::not_observed:
        return "left out: not observed";
    case AnswerState::answered:
        return "left out: the answer has no points";
    }
    return {};
}

std::string_view state_text(AnswerState state) {
    switch (state) {
    case AnswerState::unanswered:
        return "no answer";
    case AnswerState::not_applicable:
        return "not applicable";
    case AnswerState::not_observed:
        return "not observed";
    case AnswerState::answered:
        return "the answer has no points";
    }
    return {};
}

// A question of a repeat, instance by instance: its share is their mean.
std::vector<Explanation> instances_of(const QuestionScore& score) {
    std::vector<Explanation> out;
    for (const auto& instance : score.instances) {
        Explanation one{"instance " + std::to_string(out.size() + 1), {}, instance.fraction, {}};
        one.formula = !instance.relevant         ? "not relevant"
                      : !instance.fraction       ? std::string(state_text(instance.state))
                      : instance.critical_failed ? "critical and below its best"
                                                 : "share of its points";
        out.push_back(std::move(one));
    }
    return out;
}

// What a question adds to the numerator.
Result<Explanation> term_of(const Line& line) {
    Explanation out{"question " + line.question->id, {}, {}, instances_of(*line.score)};
    if (const auto reason = reason_left_out(line); !reason.empty()) {
        out.formula = reason;
        return out;
    }
    const auto weight = weight_of(*line.question);
    if (!weight) return error_of(weight);
    // Not observed and yet counted: it earns nothing.
    const auto share = line.score->fraction.value_or(Rational(0));
    const auto earned = multiply(*weight, share);
    if (!earned) return error_of(earned);
    out.formula = "weight " + weight->text() + " × " + share.text();
    if (line.score->state == AnswerState::not_observed) out.formula += ", not observed but counted";
    if (!out.terms.empty()) out.formula += ", the mean of its instances";
    if (line.question->bonus) out.formula += ", bonus: not in the sum of weights";
    out.value = *earned;
    return out;
}

template <class Keep>
Result<Explanation>
part_of(std::string what, const std::vector<Line>& lines, const PartScore& part, Keep keep) {
    Explanation out{std::move(what), {}, part.share, {}};
    out.formula = "earned " + part.earned.text() + " ÷ weights " + part.possible.text();
    if (!part.share) out.formula += ": nothing to divide by";
    for (const auto& line : lines) {
        if (line.question->weight.unscaled == 0 || !keep(line)) continue;
        auto term = term_of(line);
        if (!term) return error_of(term);
        out.terms.push_back(std::move(*term));
    }
    return out;
}

std::string rule_text(const Question& question) {
    switch (question.critical) {
    case CriticalRule::none:
        return {};
    case CriticalRule::flag:
        return "critical and below its best: flagged, the score stays";
    case CriticalRule::zero:
        return "critical and below its best: the final score is 0";
    case CriticalRule::cap:
        return "critical and below its best: the final score is at most " +
               to_text(question.cap_percent.value_or(Decimal{})) + " %";
    }
    return {};
}

std::string final_formula(const Score& score) {
    if (score.status == ScoreStatus::invalid_input) return "no score: " + score.problem;
    if (!score.final_share) return "no score: no question with a weight was answered";
    if (score.final_share == score.raw.share) return "the raw score";
    return "the raw score " + score.raw.share->text() + " after the critical rules";
}

// How high the critical questions that would still fail let the score rise.
Result<Rational> ceiling_of(const std::vector<Line>& failing) {
    Rational out = Rational(1'000'000); // no ceiling: bonus questions may lift a score above 1
    for (const auto& line : failing) {
        if (line.question->critical == CriticalRule::zero) return Rational(0);
        if (line.question->critical != CriticalRule::cap) continue;
        const auto percent = Rational::of(line.question->cap_percent.value_or(Decimal{}));
        if (!percent) return error_of(percent);
        const auto cap = divide(*percent, Rational(100));
        if (!cap) return error_of(cap);
        out = std::min(out, *cap);
    }
    return out;
}

// What is missing of each answer that was given, in earned points.
struct Gain {
    std::size_t line = 0;
    Rational missing;
    bool forced = false; // its critical rule holds the score below the mark
};

Result<std::vector<Gain>> gains_of(const std::vector<Line>& lines, const Rational& mark) {
    std::vector<Gain> out;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto& [section, question, score] = lines[i];
        // One that nobody could observe may count all the same, with nothing earned.
        const bool counted = score->relevant && score->scored;
        if (!counted && !score->critical_failed) continue;
        const auto weight = weight_of(*question);
        if (!weight) return error_of(weight);
        const auto rest =
            subtract(Rational(1), score->fraction.value_or(Rational(counted ? 0 : 1)));
        if (!rest) return error_of(rest);
        const auto missing = multiply(*weight, *rest);
        if (!missing) return error_of(missing);
        Gain gain{i, *missing, false};
        if (score->critical_failed) {
            const auto ceiling = ceiling_of({lines[i]});
            if (!ceiling) return error_of(ceiling);
            gain.forced = *ceiling < mark;
        }
        if (gain.forced || gain.missing > Rational(0)) out.push_back(gain);
    }
    return out;
}

} // namespace

Result<Explanation> explain(
    const checklist::Compiled& checklist,
    const checklist::AnswerSheet& sheet,
    const Score& score,
    const DocumentHash& document
) {
    const auto lines = lines_of(checklist.checklist(), score);
    Explanation out{"final score", final_formula(score), score.final_share, {}};
    out.terms.push_back({"checklist", document.hex(), {}, {}});
    auto raw = part_of("raw score", lines, score.raw, [](const Line&) { return true; });
    if (!raw) return raw;
    out.terms.push_back(std::move(*raw));
    for (const auto& line : lines) {
        if (!line.score->critical_failed) continue;
        out.terms.push_back(
            {"question " + line.question->id, rule_text(*line.question), line.score->fraction, {}}
        );
    }
    for (const auto& section : checklist.checklist().sections) {
        const auto part = score.sections.find(section.id);
        if (part == score.sections.end()) continue;
        auto told = part_of("section " + section.id, lines, part->second, [&](const Line& line) {
            return line.section == &section;
        });
        if (!told) return told;
        out.terms.push_back(std::move(*told));
    }
    for (const auto& [dimension, part] : score.dimensions) {
        auto told = part_of(
            "dimension " + std::string(name_of(dimension)),
            lines,
            part,
            [&](const Line& line) { return line.question->dimension == dimension; }
        );
        if (!told) return told;
        out.terms.push_back(std::move(*told));
    }
    explain_complaints(checklist.checklist(), score, out);
    for (const auto reference : {GapReference::expectation, GapReference::standard}) {
        auto told = explain_gap(checklist.checklist(), sheet, score, reference, out);
        if (!told) return error_of(told);
    }
    return out;
}

std::string text_of(const Explanation& explanation) {
    std::string out;
    const auto write = [&](const auto& self, const Explanation& each, std::size_t depth) -> void {
        out += std::string(depth * 2, ' ') + each.what;
        if (each.value) out += " = " + each.value->text();
        out += "  (" + each.formula + ")\n";
        for (const auto& term : each.terms)
            self(self, term, depth + 1);
    };
    write(write, explanation, 0);
    return out;
}

Result<std::optional<Improvement>> smallest_improvement(
    const checklist::Compiled& checklist, const Score& score, const Rational& mark
) {
    if (!score.final_share || score.raw.possible == Rational(0)) {
        return std::optional<Improvement>();
    }
    if (*score.final_share >= mark) return std::optional(Improvement{{}, *score.final_share});
    const auto lines = lines_of(checklist.checklist(), score);
    auto gains = gains_of(lines, mark);
    if (!gains) return error_of(gains);
    // What a rule demands comes first; then the largest steps, which makes the number least.
    std::ranges::sort(*gains, [](const Gain& a, const Gain& b) {
        if (a.forced != b.forced) return a.forced;
        if (a.missing != b.missing) return b.missing < a.missing;
        return a.line < b.line;
    });
    std::vector<std::size_t> chosen;
    Rational earned = score.raw.earned;
    const auto reached = [&]() -> Result<Rational> {
        std::vector<Line> failing;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const bool mended = std::ranges::find(chosen, i) != chosen.end();
            if (lines[i].score->critical_failed && !mended) failing.push_back(lines[i]);
        }
        const auto ceiling = ceiling_of(failing);
        if (!ceiling) return error_of(ceiling);
        const auto share = divide(earned, score.raw.possible);
        if (!share) return error_of(share);
        return std::min(*share, *ceiling);
    };
    for (const auto& gain : *gains) {
        chosen.push_back(gain.line);
        const auto more = add(earned, gain.missing);
        if (!more) return error_of(more);
        earned = *more;
        const auto now = reached();
        if (!now) return error_of(now);
        if (*now < mark) continue;
        std::ranges::sort(chosen);
        Improvement out{{}, *now};
        for (const auto line : chosen)
            out.question_ids.push_back(lines[line].question->id);
        return std::optional(std::move(out));
    }
    return std::optional<Improvement>();
}

} // namespace muster::audit
