#include "core/checklist/check.hpp"
#include "core/report/make_parts.hpp"
#include "core/report/multiplicity.hpp"
#include "core/report/stable_order.hpp"
#include "core/report/trend_strata.hpp"
#include "core/report/words.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace muster::report {

namespace {

using checklist::Question;
using checklist::QuestionType;

// One answer option: how it is called and its value on the scale of the answers.
struct Option {
    std::string name;
    std::optional<double> value;
};

std::vector<Option> scale_from(int lowest, int highest) {
    std::vector<Option> out;
    for (int v = lowest; v <= highest; ++v)
        out.push_back({std::to_string(v), static_cast<double>(v)});
    return out;
}

// In the order that cells count them; none for questions without options.
std::vector<Option> options_of(const Making& making, const Question& question) {
    if (question.type == QuestionType::yes_no) return {{"no", 0}, {"yes", 1}};
    if (question.type == QuestionType::likert) {
        return scale_from(1, static_cast<int>(question.scale_points));
    }
    if (question.type == QuestionType::nps) return scale_from(0, 10);
    std::vector<Option> out;
    if (!checklist::is_scorable(question.type)) return out;
    const auto* list = checklist::find_choice_list(making.source.checklist, question.choice_list);
    if (list == nullptr) return out;
    for (const auto& choice : list->choices) {
        const auto label = choice.label.in(making.language);
        std::optional<double> value;
        if (choice.points && question.type == QuestionType::one_choice) {
            value = to_double(*choice.points);
        }
        out.push_back({label.empty() ? choice.name : std::string(label), value});
    }
    return out;
}

// What is told per question: scales, choices and numbers.
bool is_told(QuestionType type) {
    return checklist::is_scorable(type) || checklist::is_number(type);
}

// A number that is no rating, so that it has a mean and no score.
bool is_amount(QuestionType type) {
    return checklist::is_number(type) && !checklist::is_scorable(type);
}

// Mean and sd (n − 1) of the answers that have a value, from their counts: two passes, exact bases.
void describe(const std::vector<Option>& options, const Cell& cell, QuestionRow& row) {
    if (options.empty()) { // a number: the cell adds the answers themselves
        if (cell.n < figure_n_min) return;
        row.mean = mean_of(cell);
        row.sd = std::sqrt(variance_of(cell));
        return;
    }
    std::int64_t n = 0;
    CompensatedSum sum;
    for (std::size_t i = 0; i < options.size(); ++i) {
        row.distribution.emplace_back(options[i].name, cell.option(i));
        if (!options[i].value) continue;
        n += cell.option(i);
        sum.add(*options[i].value * static_cast<double>(cell.option(i)));
    }
    if (n < figure_n_min) return;
    row.mean = sum.value() / static_cast<double>(n);
    CompensatedSum squares;
    for (std::size_t i = 0; i < options.size(); ++i) {
        if (!options[i].value) continue;
        const double distance = *options[i].value - *row.mean;
        squares.add(distance * distance * static_cast<double>(cell.option(i)));
    }
    row.sd = std::sqrt(squares.value() / static_cast<double>(n - 1));
}

void add_trend(const Making& making, const std::string& subject, QuestionRow& row) {
    std::vector<TrendPoint> points;
    for (std::size_t i = 0; i < making.waves.size(); ++i) {
        row.by_wave.push_back(making.rollup.rate(
            subject,
            making.own_in(making.waves[i]),
            [](const Cell& cell) {
                return RateCluster{cell.option(1), cell.option(0) + cell.option(1)};
            }
        ));
        points.push_back({static_cast<double>(i + 1), row.by_wave.back().k, row.by_wave.back().n});
    }
    row.trend = cochran_armitage(points);
}

// Within locations: what they differ by among themselves is no trend.
std::optional<double> trend_p(const Making& making, const std::string& subject) {
    std::vector<std::vector<TrendPoint>> strata(making.source.locations.size());
    for (std::size_t i = 0; i < making.waves.size(); ++i) {
        const auto cells = making.rollup.by_location(subject, making.own_in(making.waves[i]));
        for (std::size_t j = 0; j < cells.size(); ++j) {
            const std::int64_t yes = cells[j].option(1);
            strata[j].push_back({static_cast<double>(i + 1), yes, cells[j].option(0) + yes});
        }
    }
    return stratified_trend(strata).p_value;
}

// A trend needs three waves: with two it would be a step by another name.
constexpr std::int64_t trend_waves_min = 3;

void adjust_trends(const Making& making, Report& report) {
    PValues p_values;
    for (const auto& row : report.questions) {
        const bool several = row.trend.waves >= trend_waves_min && !making.wave;
        p_values.push_back(several ? trend_p(making, question_subject(row.id)) : std::nullopt);
    }
    const auto adjusted = benjamini_hochberg(p_values);
    for (std::size_t i = 0; i < adjusted.size(); ++i) {
        QuestionRow& row = report.questions[i];
        row.trend_p_adjusted = adjusted[i];
        row.trend_stands_out = adjusted[i] && *adjusted[i] < flag_level;
    }
    report.families.push_back(
        {"trends",
         "Is a question answered yes more or less often, wave by wave?",
         tests_in(p_values),
         0}
    );
}

QuestionRow row_of(const Making& making, const std::string& section, const Question& question) {
    const std::string subject = question_subject(question.id);
    const Cell cell = making.rollup.total(subject, making.own());
    QuestionRow row;
    row.id = question.id;
    row.section = section;
    row.dimension =
        question.dimension == checklist::Dimension::none ? "" : dimension_title(question.dimension);
    row.type = checklist::name_of(question.type);
    const auto label = question.label.in(making.language);
    row.label = label.empty() ? question.id : std::string(label);
    row.weight = to_text(normalised(question.weight));
    row.critical = question.critical != checklist::CriticalRule::none;
    row.answered = cell.answered;
    row.not_applicable = cell.not_applicable;
    row.not_observed = cell.not_observed;
    row.blank = cell.unanswered;
    if (!is_amount(question.type)) row.score = making.rollup.score(subject, making.own());
    describe(options_of(making, question), cell, row);
    if (question.type == QuestionType::yes_no && question.weight.unscaled > 0) {
        add_trend(making, subject, row);
    }
    return row;
}

void add_critical(const Making& making, const QuestionRow& row, Report& report) {
    CriticalRow out;
    out.question = row.id;
    out.label = row.label;
    out.rate = making.rollup.rate(question_subject(row.id), making.own(), [](const Cell& cell) {
        return RateCluster{cell.critical_failed, cell.answered};
    });
    out.failed = out.rate.k;
    out.answered = out.rate.n;
    report.criticals.push_back(std::move(out));
}

} // namespace

void make_questions(const Making& making, Report& report) {
    for (const auto& section : making.source.checklist.sections) {
        for (const auto& question : section.questions) {
            if (!is_told(question.type)) continue;
            QuestionRow row = row_of(making, making.section_title(section), question);
            if (row.critical) add_critical(making, row, report);
            report.questions.push_back(std::move(row));
        }
    }
    adjust_trends(making, report);
    sort_stably(report.criticals, [](const auto& a, const auto& b) { return a.failed > b.failed; });
}

} // namespace muster::report
