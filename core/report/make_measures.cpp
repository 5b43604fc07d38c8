#include "core/report/make_parts.hpp"

#include <algorithm>

namespace muster::report {

namespace {

using checklist::Measure;
using checklist::Question;
using checklist::QuestionType;

constexpr std::uint32_t csat_boxes = 2; // "satisfied": the two top boxes
constexpr std::uint32_t ces_boxes = 3;  // of seven

// Answers in the top boxes of a likert question.
Rollup::Count top_boxes(std::uint32_t scale, std::uint32_t boxes) {
    return [scale, boxes](const Cell& cell) {
        RateCluster out;
        for (std::uint32_t i = 0; i < scale; ++i) {
            out.n += cell.option(i);
            if (i + boxes >= scale) out.k += cell.option(i);
        }
        return out;
    };
}

std::vector<Cluster> likert_clusters(const Making& making, const Question& question) {
    // Shares of 0 to 100 become points of the scale: 1 + share · (K − 1).
    auto out = making.rollup.clusters(question_subject(question.id), making.own());
    const double step = (static_cast<double>(question.scale_points) - 1) / 100;
    for (auto& cluster : out) {
        const auto n = static_cast<double>(cluster.n);
        const double sum = n + step * cluster.sum;
        cluster.sum_squares = n + 2 * step * cluster.sum + step * step * cluster.sum_squares;
        cluster.sum = sum;
    }
    return out;
}

void add_nps(const Making& making, const Question& question, Measures& out) {
    const std::string subject = question_subject(question.id);
    std::array<std::int64_t, 11> counts{};
    std::vector<Cluster> clusters;
    for (const Cell& cell : making.rollup.by_location(subject, making.own())) {
        Cluster cluster;
        for (std::size_t v = 0; v < counts.size(); ++v) {
            const std::int64_t times = cell.option(v);
            const double x = v >= 9 ? 1 : v >= 7 ? 0 : -1;
            counts[v] += times;
            cluster.n += times;
            cluster.sum += x * static_cast<double>(times);
            cluster.sum_squares += x * x * static_cast<double>(times);
        }
        clusters.push_back(cluster);
    }
    out.has_nps = true;
    out.nps = net_promoter(counts, default_confidence, design_effect(clusters));
    if (out.nps.n < figure_n_min) {
        out.nps.nps.reset();
        if (out.nps.n > 0) out.nps.status = StatStatus::too_few;
        return;
    }
    const bool adjusted = out.nps.n < 30 || *out.nps.se <= 0;
    out.nps_interval = adjusted ? out.nps.adjusted : out.nps.interval;
    out.nps_method = adjusted ? IntervalMethod::nps_adjusted : IntervalMethod::nps;
}

void add_csat(const Making& making, const Question& question, Measures& out) {
    if (question.type != QuestionType::likert) return;
    out.has_csat = true;
    out.csat_scale = question.scale_points;
    out.csat = making.rollup.rate(
        question_subject(question.id), making.own(), top_boxes(question.scale_points, csat_boxes)
    );
    const auto mean = clustered_mean(likert_clusters(making, question));
    if (mean.mean.n >= figure_n_min) out.csat_mean = mean.mean.mean;
}

void add_ces(const Making& making, const Question& question, Measures& out) {
    if (question.type != QuestionType::likert) return;
    out.has_ces = true;
    out.ces_scale = question.scale_points;
    out.ces_top = making.rollup.rate(
        question_subject(question.id), making.own(), top_boxes(question.scale_points, ces_boxes)
    );
    const auto mean = clustered_mean(likert_clusters(making, question));
    out.ces = mean.mean;
    if (mean.mean.n > 0 && mean.mean.n < figure_n_min) {
        out.ces = {StatStatus::too_few, mean.mean.n, {}, {}, {}, {}};
    }
}

void add_fcr(const Making& making, const Question& question, Measures& out) {
    if (question.type != QuestionType::yes_no) return;
    out.has_fcr = true;
    out.fcr = making.rollup.rate(question_subject(question.id), making.own(), [](const Cell& cell) {
        return RateCluster{cell.option(1), cell.option(0) + cell.option(1)};
    });
}

WaitRow wait_row(
    const Making& making, const Slice& slice, std::optional<std::int64_t> target, std::string name
) {
    WaitRow row;
    row.name = std::move(name);
    row.waits = waits_of(making.rollup.total(subject_wait, slice).waits, target);
    if (row.waits.n > 0 && row.waits.n < figure_n_min) {
        const std::int64_t n = row.waits.n;
        row.waits = {};
        row.waits.status = StatStatus::too_few;
        row.waits.n = n;
    }
    if (!target) return row;
    row.attained = making.rollup.rate(subject_wait, slice, [&](const Cell& cell) {
        RateCluster out;
        for (const auto& [seconds, times] : cell.waits) {
            out.n += times;
            if (seconds <= *target) out.k += times;
        }
        return out;
    });
    return row;
}

void add_waits(const Making& making, Report& report) {
    const auto* question = measuring(making.source.checklist, Measure::wait);
    if (question == nullptr) return;
    report.wait_label = question->label.in(making.language);
    if (question->target_ms) report.wait_target_s = (*question->target_ms + 999) / 1000;
    const auto target = report.wait_target_s;
    report.wait_histogram = making.rollup.total(subject_wait, making.own()).waits;
    if (report.wait_histogram.empty()) return;
    report.waits.push_back(wait_row(making, making.own(), target, "All own locations"));
    const auto regions = making.own_regions();
    for (const auto& region : regions) {
        if (regions.size() < 2) break;
        Slice slice = making.own();
        slice.region = region;
        report.waits.push_back(wait_row(making, slice, target, region));
    }
    for (const std::size_t wave : making.waves) {
        if (making.waves.size() < 2) break;
        report.waits.push_back(
            wait_row(making, making.own_in(wave), target, wave_words(making.source.waves[wave]))
        );
    }
}

} // namespace

void make_measures(const Making& making, Report& report) {
    const auto& list = making.source.checklist;
    Measures& out = report.measures;
    if (const auto* question = measuring(list, Measure::nps)) add_nps(making, *question, out);
    if (const auto* question = measuring(list, Measure::csat)) add_csat(making, *question, out);
    if (const auto* question = measuring(list, Measure::ces)) add_ces(making, *question, out);
    if (const auto* question = measuring(list, Measure::fcr)) add_fcr(making, *question, out);
    add_waits(making, report);
}

} // namespace muster::report
