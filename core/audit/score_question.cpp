#include "core/audit/score_question.hpp"

namespace muster::audit {

namespace {

using checklist::Answer;
using checklist::AnswerState;
using checklist::CriticalRule;
using checklist::Question;

// One field.
struct FieldReading {
    AnswerState state = AnswerState::unanswered; // as parts count it
    std::optional<std::int64_t> points;
    bool counts = false;
    std::string problem;
};

FieldReading read_field(
    const Question& question, const PointScale* scale, const Answer* answer, InstanceScore& shown
) {
    FieldReading out;
    if (answer != nullptr) out.state = answer->state;
    shown.state = out.state;
    if (scale == nullptr) return out;
    if (out.state == AnswerState::not_observed) out.counts = question.not_observed_counts;
    if (out.state != AnswerState::answered) return out;
    const auto points = points_of(question, *scale, answer->value);
    if (!points) {
        out.problem = points.error().text();
        return out;
    }
    if (!*points) { // a choice without points: out of the score like N/A
        out.state = AnswerState::not_applicable;
        return out;
    }
    out.points = **points;
    out.counts = true;
    const auto fraction = Rational::of(**points, scale->maximum);
    if (fraction) shown.fraction = *fraction; // points are at most the maximum, which is above 0
    shown.critical_failed = question.critical != CriticalRule::none && **points < scale->maximum;
    return out;
}

// Which state speaks for several fields: a blank makes the question provisional, an answer brings
// it into the score.
int rank_of(AnswerState state) {
    switch (state) {
    case AnswerState::not_applicable:
        return 0;
    case AnswerState::not_observed:
        return 1;
    case AnswerState::answered:
        return 2;
    case AnswerState::unanswered:
        return 3;
    }
    return 3;
}

// The same for what is shown: answered, as soon as one field is.
int shown_rank_of(AnswerState state) {
    return state == AnswerState::answered ? 4 : rank_of(state);
}

} // namespace

Reading read_question(
    const Question& question,
    const PointScale* scale,
    const std::vector<checklist::FieldView>& fields,
    const checklist::AnswerSheet& sheet,
    QuestionScore& shown
) {
    Reading out;
    bool first = true;
    bool any_points = false;
    shown.relevant = false;
    for (const auto& field : fields) {
        InstanceScore one;
        one.ids = *field.instances;
        one.relevant = field.status->relevant;
        if (one.relevant) {
            const auto* answer = sheet.find({question.id, one.ids});
            auto read = read_field(question, scale, answer, one);
            if (first || rank_of(read.state) > rank_of(out.state)) out.state = read.state;
            if (first || shown_rank_of(one.state) > shown_rank_of(shown.state)) {
                shown.state = one.state;
            }
            if (out.problem.empty()) out.problem = std::move(read.problem);
            out.points += read.points.value_or(0);
            out.counted += read.counts ? 1 : 0;
            any_points = any_points || read.points.has_value();
            shown.relevant = true;
            shown.critical_failed = shown.critical_failed || one.critical_failed;
            first = false;
        }
        if (!one.ids.empty()) shown.instances.push_back(std::move(one));
    }
    if (any_points) {
        const auto mean = Rational::of(out.points, scale->maximum * out.counted);
        if (mean) shown.fraction = *mean;
    }
    return out;
}

std::vector<const Answer*>
answers_given(const QuestionScore& score, const checklist::AnswerSheet& sheet) {
    std::vector<const Answer*> out;
    const auto take = [&](const auto& part, const std::vector<checklist::InstanceId>& ids) {
        if (!part.relevant || part.state != AnswerState::answered) return;
        if (const auto* answer = sheet.find({score.question_id, ids})) out.push_back(answer);
    };
    for (const auto& instance : score.instances)
        take(instance, instance.ids);
    if (score.instances.empty()) take(score, {});
    return out;
}

} // namespace muster::audit
