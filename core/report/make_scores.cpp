#include "core/report/make_parts.hpp"
#include "core/report/words.hpp"

#include <algorithm>
#include <set>

namespace muster::report {

namespace {

using checklist::Dimension;

constexpr std::array dimension_order{
    Dimension::reliability,
    Dimension::assurance,
    Dimension::tangibles,
    Dimension::empathy,
    Dimension::responsiveness
};

RateCluster critical_audits(const Cell& cell) {
    return {cell.critical_failed, cell.audits};
}

std::vector<ClusterPair>
pairs_of(const std::vector<Cluster>& from, const std::vector<Cluster>& to) {
    std::vector<ClusterPair> out;
    for (std::size_t i = 0; i < from.size(); ++i) {
        out.push_back({from[i], to[i]});
    }
    return out;
}

// The last wave in scope and the one before it; absent with a single wave.
struct LastStep {
    std::size_t from = 0;
    std::size_t to = 0;
};

std::optional<LastStep> last_step(const Making& making) {
    if (making.waves.size() < 2) return std::nullopt;
    return LastStep{making.waves[making.waves.size() - 2], making.waves.back()};
}

ChangeFigure change_of(const Making& making, std::string_view subject, const LastStep& step) {
    const auto& waves = making.source.waves;
    return change_figure(
        pairs_of(
            making.rollup.clusters(subject, making.own_in(step.from)),
            making.rollup.clusters(subject, making.own_in(step.to))
        ),
        wave_words(waves[step.from]),
        wave_words(waves[step.to])
    );
}

void add_waves(const Making& making, Report& report) {
    std::vector<std::optional<double>> values;
    for (std::size_t i = 0; i < making.waves.size(); ++i) {
        const std::size_t wave = making.waves[i];
        const Slice slice = making.own_in(wave);
        const auto& facts = making.source.waves[wave];
        WaveRow row;
        row.id = facts.id;
        row.name = wave_words(facts);
        row.period = period_words(facts.start, facts.end);
        row.score = making.rollup.score(subject_overall, slice);
        row.critical = making.rollup.rate(subject_overall, slice, critical_audits);
        if (i > 0) row.change = change_of(making, subject_overall, {making.waves[i - 1], wave});
        values.push_back(row.score.value);
        report.waves.push_back(std::move(row));
    }
    report.limits = process_limits(values);
    if (!report.waves.empty()) report.change = report.waves.back().change;
}

void add_dimensions(const Making& making, Report& report) {
    const auto step = last_step(making);
    for (const Dimension dimension : dimension_order) {
        const ShareOf share = making.share_of(dimension);
        DimensionRow row;
        row.dimension = dimension;
        row.name = dimension_title(dimension);
        row.score = score_of_audits(making.rollup, making.own(), share);
        if (row.score.audits == 0) continue;
        if (step) {
            row.change = change_figure(
                pairs_of(
                    clusters_of_audits(making.rollup, making.own_in(step->from), share),
                    clusters_of_audits(making.rollup, making.own_in(step->to), share)
                ),
                wave_words(making.source.waves[step->from]),
                wave_words(making.source.waves[step->to])
            );
        }
        report.dimensions.push_back(std::move(row));
    }
}

void add_sections(const Making& making, Report& report) {
    const auto step = last_step(making);
    for (const auto& section : making.source.checklist.sections) {
        SectionRow row;
        row.id = section.id;
        row.name = making.section_title(section);
        row.scored = std::any_of(
            section.questions.begin(),
            section.questions.end(),
            [&](const auto& question) {
                return question.weight.unscaled > 0 && has_scale(making.source.checklist, question);
            }
        );
        if (!row.scored) continue;
        const std::string subject = section_subject(section.id);
        row.score = making.rollup.score(subject, making.own());
        if (step) row.change = change_of(making, subject, *step);
        report.sections.push_back(std::move(row));
    }
}

} // namespace

void make_scores(const Making& making, Report& report) {
    report.score = making.rollup.score(subject_overall, making.own());
    report.critical = making.rollup.rate(subject_overall, making.own(), critical_audits);
    add_waves(making, report);
    add_dimensions(making, report);
    add_sections(making, report);
}

} // namespace muster::report
