#include "core/report/contribution.hpp"

#include "core/checklist/check.hpp"

#include <algorithm>
#include <array>

namespace muster::report {

namespace {

using checklist::AnswerState;
using checklist::Measure;
using checklist::Question;
using checklist::QuestionType;
using Cells = std::vector<std::pair<CellKey, Cell>>;

// A score above this many times its maximum is no score, and its square would not fit a sum.
constexpr std::int64_t share_max = 1'000'000;

Result<ExactSum> share_sum(const Rational& share) {
    if (share > Rational(share_max)) {
        return fail(
            Code::invalid_input,
            "A score is more than a million times its maximum.",
            "Lower the weights of the bonus questions."
        );
    }
    return ExactSum::of(share);
}

Result<Cell> part_cell(const audit::PartScore& part) {
    Cell cell;
    cell.audits = 1;
    cell.scored = part.scored;
    cell.not_applicable = part.not_applicable;
    cell.not_observed = part.not_observed;
    cell.unanswered = part.unanswered;
    if (!part.share) return cell;
    const auto sum = share_sum(*part.share);
    if (!sum) return error_of(sum);
    cell.answered = 1;
    cell.n = 1;
    cell.sum = *sum;
    cell.sum_squares = ExactSum::square_of(*part.share);
    cell.earned = ExactSum::of(part.earned);
    cell.possible = ExactSum::of(part.possible);
    cell.provisional = part.unanswered > 0 ? 1 : 0;
    return cell;
}

// Types whose answers can be counted or averaged.
bool has_cell(QuestionType type) {
    return checklist::is_scorable(type) || checklist::is_number(type) ||
           type == QuestionType::stopwatch;
}

void count_option(Cell& cell, std::size_t index) {
    if (cell.options.size() <= index) cell.options.resize(index + 1);
    ++cell.options[index];
}

// Only values that a scale accepts are counted; `score` has judged that already.
void count_number(
    Cell& cell, const checklist::Value& value, std::int64_t lowest, std::int64_t highest
) {
    const auto* number = std::get_if<Decimal>(&value);
    if (number == nullptr) return;
    const Decimal whole = normalised(*number);
    if (whole.scale != 0 || whole.unscaled < lowest || whole.unscaled > highest) return;
    count_option(cell, static_cast<std::size_t>(whole.unscaled - lowest));
}

void count_choices(Cell& cell, const checklist::Value& value, const checklist::ChoiceList* list) {
    const auto* chosen = std::get_if<checklist::Choices>(&value);
    if (chosen == nullptr || list == nullptr) return;
    for (std::size_t i = 0; i < list->choices.size(); ++i) {
        const auto& names = chosen->names;
        if (std::find(names.begin(), names.end(), list->choices[i].name) != names.end()) {
            count_option(cell, i);
        }
    }
}

void count_options(
    Cell& cell,
    const Question& question,
    const checklist::Value& value,
    const checklist::Checklist& checklist
) {
    if (question.type == QuestionType::yes_no) {
        const auto* chosen = std::get_if<checklist::Choices>(&value);
        if (chosen == nullptr || chosen->names.size() != 1) return;
        if (chosen->names[0] == "no") count_option(cell, 0);
        if (chosen->names[0] == "yes") count_option(cell, 1);
    } else if (question.type == QuestionType::likert) {
        count_number(cell, value, 1, question.scale_points);
    } else if (question.type == QuestionType::nps) {
        count_number(cell, value, 0, 10);
    } else if (checklist::is_scorable(question.type)) {
        count_choices(cell, value, checklist::find_choice_list(checklist, question.choice_list));
    }
}

// Whole seconds, a started one counted; absent for questions that measure no time.
Result<std::optional<std::int64_t>>
seconds_of(const Question& question, const checklist::Answer& answer) {
    const auto* measured = std::get_if<checklist::Duration>(&answer.value);
    if (question.type != QuestionType::stopwatch || answer.state != AnswerState::answered ||
        measured == nullptr) {
        return std::optional<std::int64_t>{};
    }
    if (measured->ms < 0) {
        return fail(
            Code::invalid_input, "A measured time is negative.", {}, "question " + question.id
        );
    }
    return std::optional(measured->ms / 1'000 + (measured->ms % 1'000 > 0 ? 1 : 0));
}

Status add_fraction(Cell& cell, const Question& question, const audit::QuestionScore& shown) {
    if (shown.fraction) { // of a repeat the mean: an audit is one case, however often it asked
        cell.n = 1;
        cell.sum = ExactSum::of(*shown.fraction);
        cell.sum_squares = ExactSum::square_of(*shown.fraction);
    }
    if (!shown.scored) return {};
    const auto weight = Rational::of(question.weight);
    if (!weight) return error_of(weight);
    cell.scored = 1;
    if (!question.bonus) cell.possible = ExactSum::of(*weight);
    if (shown.fraction) { // not observed, yet counted: earns nothing
        const auto earned = multiply(*weight, *shown.fraction);
        if (!earned) return error_of(earned);
        cell.earned = ExactSum::of(*earned);
    }
    return {};
}

// A number that has no scale adds itself, so that a survey's means are exact. Larger ones would not
// leave room for the squares of 10^9 audits and are only counted as answered.
Status add_number(Cell& cell, const Question& question, const checklist::Value& value) {
    constexpr std::int64_t number_max = 1'000'000;
    const auto* number = std::get_if<Decimal>(&value);
    const bool numeric =
        question.type == QuestionType::integer || question.type == QuestionType::decimal ||
        question.type == QuestionType::range || question.type == QuestionType::counter;
    if (number == nullptr || !numeric) return {};
    const auto exact = Rational::of(*number);
    if (!exact) return error_of(exact);
    if (*exact > Rational(number_max) || *exact < Rational(-number_max)) return {};
    ++cell.n;
    cell.sum += ExactSum::of(*exact);
    cell.sum_squares += ExactSum::square_of(*exact);
    return {};
}

void count_wait(Cell& cell, std::int64_t seconds) {
    const auto at = std::ranges::lower_bound(cell.waits, std::pair(seconds, std::int64_t{0}));
    if (at != cell.waits.end() && at->first == seconds) {
        ++at->second;
    } else {
        cell.waits.insert(at, {seconds, 1});
    }
}

class Contribution {
public:
    Contribution(const VisitFacts& visit, const checklist::Checklist& checklist)
        : visit_(visit), checklist_(checklist) {}

    Status add_parts(const audit::Score& score);
    Status add_questions(const audit::Score& score, const checklist::AnswerSheet& sheet);
    void add_findings(const std::vector<audit::Finding>& findings);
    void add_wait();

    void reserve(std::size_t cells) { out_.reserve(cells); }

    Cells take() { return std::move(out_); }

private:
    void put(std::string subject, Cell cell);
    Status add_question(
        const Question& question,
        const audit::QuestionScore& shown,
        const std::vector<const checklist::Answer*>& answers
    );

    const VisitFacts& visit_;
    const checklist::Checklist& checklist_;
    Cell wait_;
    Cells out_;
};

void Contribution::put(std::string subject, Cell cell) {
    out_.emplace_back(
        CellKey{visit_.wave, visit_.location, visit_.channel, std::move(subject)}, std::move(cell)
    );
}

Status Contribution::add_parts(const audit::Score& score) {
    auto overall = part_cell(score.raw);
    if (!overall) return error_of(overall);
    overall->critical_failed = score.critical_failures > 0 ? 1 : 0;
    put(std::string(subject_overall), std::move(*overall));
    for (const auto& section : checklist_.sections) {
        const auto part = score.sections.find(section.id);
        if (part == score.sections.end()) continue;
        auto cell = part_cell(part->second);
        if (!cell) return error_of(cell);
        put(section_subject(section.id), std::move(*cell));
    }
    for (const auto& [dimension, part] : score.dimensions) {
        auto cell = part_cell(part);
        if (!cell) return error_of(cell);
        put(dimension_subject(dimension), std::move(*cell));
    }
    return {};
}

Status Contribution::add_question(
    const Question& question,
    const audit::QuestionScore& shown,
    const std::vector<const checklist::Answer*>& answers
) {
    Cell cell;
    cell.audits = 1;
    switch (shown.state) {
    case AnswerState::unanswered:
        cell.unanswered = 1;
        break;
    case AnswerState::not_applicable:
        cell.not_applicable = 1;
        break;
    case AnswerState::not_observed:
        cell.not_observed = 1;
        break;
    case AnswerState::answered:
        cell.answered = 1;
        break;
    }
    if (auto status = add_fraction(cell, question, shown); !status) return status;
    cell.critical_failed = shown.critical_failed ? 1 : 0;
    for (const auto* answer : answers) {
        count_options(cell, question, answer->value, checklist_);
        if (auto status = add_number(cell, question, answer->value); !status) return status;
        const auto seconds = seconds_of(question, *answer);
        if (!seconds) return error_of(seconds);
        if (*seconds) count_wait(cell, **seconds);
    }
    if (question.measure == Measure::wait && !cell.waits.empty()) {
        Cell waited;
        waited.answered = static_cast<std::int64_t>(answers.size());
        waited.n = cell.n;
        waited.sum = cell.sum;
        waited.sum_squares = cell.sum_squares;
        waited.waits = cell.waits;
        wait_ += waited;
    }
    put(question_subject(question.id), std::move(cell));
    return {};
}

Status Contribution::add_questions(const audit::Score& score, const checklist::AnswerSheet& sheet) {
    std::size_t index = 0;
    for (const auto& section : checklist_.sections) {
        for (const auto& question : section.questions) {
            if (index >= score.questions.size() ||
                score.questions[index].question_id != question.id) {
                return fail(Code::internal, "The score is of another checklist.");
            }
            const auto& shown = score.questions[index++];
            if (!shown.relevant || !has_cell(question.type)) continue;
            auto status = add_question(question, shown, audit::answers_given(shown, sheet));
            if (!status) return status;
        }
    }
    return {};
}

void Contribution::add_findings(const std::vector<audit::Finding>& findings) {
    for (const auto& finding : findings) {
        Cell cell;
        cell.audits = 1;
        cell.findings[static_cast<std::size_t>(finding.state) - 1] = 1;
        put(provision_subject(finding.provision_id), std::move(cell));
    }
}

void Contribution::add_wait() {
    if (is_zero(wait_)) return;
    wait_.audits = 1;
    put(std::string(subject_wait), std::move(wait_));
}

} // namespace

Result<std::vector<std::pair<CellKey, Cell>>> contribution(
    const VisitFacts& visit,
    const audit::Score& score,
    const std::vector<audit::Finding>& findings,
    const checklist::AnswerSheet& sheet,
    const checklist::Compiled& checklist
) {
    Contribution out(visit, checklist.checklist());
    out.reserve(
        2 + score.sections.size() + score.dimensions.size() + score.questions.size() +
        findings.size()
    );
    if (auto status = out.add_parts(score); !status) return error_of(status);
    if (auto status = out.add_questions(score, sheet); !status) return error_of(status);
    out.add_findings(findings);
    out.add_wait();
    return out.take();
}

} // namespace muster::report
