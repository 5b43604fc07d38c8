#include "core/report/make_parts.hpp"
#include "core/report/stable_order.hpp"

namespace muster::report {

namespace {

// The wave scores as a series, and critical failures as a p-chart.
void add_waves(const Making& making, Report& report) {
    std::vector<ChartCount> counts;
    std::vector<SeriesPoint> series;
    for (std::size_t i = 0; i < report.waves.size(); ++i) {
        const WaveRow& row = report.waves[i];
        counts.push_back({row.critical.k, row.critical.n});
        if (row.score.value) series.push_back({static_cast<double>(i + 1), *row.score.value});
    }
    if (making.wave) return; // one wave was asked for
    report.critical_chart = rate_chart(counts);
    report.wave_trend = mann_kendall(std::move(series));
}

void add_funnel(Report& report) {
    std::vector<ChartCount> counts;
    std::vector<RateCount> rates;
    for (const auto& row : report.locations) {
        counts.push_back({row.critical.k, row.critical.n});
        rates.push_back({row.critical.k, row.critical.n});
    }
    const RateChart chart = rate_chart(counts);
    if (chart.status != StatStatus::ok) return;
    const RateShrinkage shrinkage = shrink_rates(rates);
    report.funnel_centre = chart.centre;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const LocationRow& row = report.locations[i];
        report.funnel.push_back(
            {row.id, row.name, counts[i].k, counts[i].n, chart.points[i], shrinkage.shrunk[i]}
        );
    }
    sort_stably(report.funnel, [](const auto& a, const auto& b) { return a.n < b.n; });
}

// Each "no" to a scored question is one mention of what went wrong.
void add_misses(const Making& making, Report& report) {
    std::vector<Cause> causes;
    for (const auto& section : making.source.checklist.sections) {
        for (const auto& question : section.questions) {
            if (question.type != checklist::QuestionType::yes_no || question.weight.unscaled <= 0) {
                continue;
            }
            const Cell cell = making.rollup.total(question_subject(question.id), making.own());
            causes.push_back({question.id, static_cast<double>(cell.option(0))});
        }
    }
    report.misses = pareto(causes);
}

} // namespace

void make_control(const Making& making, Report& report) {
    add_waves(making, report);
    add_funnel(report);
    add_misses(making, report);
}

} // namespace muster::report
