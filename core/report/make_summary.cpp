#include "core/report/make_parts.hpp"
#include "core/report/words.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace muster::report {

namespace {

using checklist::Dimension;
using checklist::QuestionType;

constexpr std::size_t first_audits_count = 10;
constexpr double percent = 100;

std::optional<double> mean_percent(const Cell& cell) {
    return cell.n > 0 ? std::optional(percent * mean_of(cell)) : std::nullopt;
}

// How a value becomes a fraction, for each kind of question that has a weight; and which sections
// have none.
std::string score_rule_of(const checklist::Checklist& list) {
    std::set<std::uint32_t> scales;
    std::set<QuestionType> types;
    std::vector<std::string> unweighted;
    for (const auto& section : list.sections) {
        bool scale = false;
        bool weighted = false;
        for (const auto& question : section.questions) {
            if (!has_scale(list, question)) continue;
            scale = true;
            if (question.weight.unscaled <= 0) continue;
            weighted = true;
            types.insert(question.type);
            if (question.type == QuestionType::likert) scales.insert(question.scale_points);
        }
        if (scale && !weighted) unweighted.push_back(section.id);
    }
    if (types.empty()) return "no question has a weight";
    std::vector<std::string> fractions;
    for (const std::uint32_t points : scales) {
        fractions.push_back(
            "(v-1)/" + std::to_string(points - 1) + " for likert" + std::to_string(points)
        );
    }
    if (types.contains(QuestionType::yes_no)) fractions.emplace_back("v for yesno");
    if (types.contains(QuestionType::nps)) fractions.emplace_back("v/10 for nps");
    if (types.contains(QuestionType::one_choice) || types.contains(QuestionType::many_choices)) {
        fractions.emplace_back("points/maximum for choices");
    }
    std::string out = "100*sum(w*f)/sum(w), f=";
    for (std::size_t i = 0; i < fractions.size(); ++i) {
        out += (i > 0 ? ", " : "") + fractions[i];
    }
    out += "; N/A and blank out";
    if (unweighted.size() == 1) out += "; section " + unweighted[0] + " has weight 0";
    if (unweighted.size() > 1) out += "; sections " + list_words(unweighted) + " have weight 0";
    return out;
}

void count_answers(const Making& making, Summary& out) {
    const Slice everything{.wave = making.wave};
    const Cell overall = making.rollup.total(subject_overall, everything);
    out.audits = overall.audits;
    out.answers_scored = overall.scored;
    out.critical_fail_audits = overall.critical_failed;
    for (const auto& section : making.source.checklist.sections) {
        for (const auto& question : section.questions) {
            if (!has_scale(making.source.checklist, question)) continue;
            const Cell cell = making.rollup.total(question_subject(question.id), everything);
            out.na += cell.not_applicable;
            out.blank += cell.unanswered;
        }
    }
}

void own_scores(const Making& making, Summary& out) {
    const Cell own = making.rollup.total(subject_overall, making.own());
    out.own_mean_of_audit_scores = mean_percent(own);
    if (own.possible.units > 0) {
        out.pooled_item_score_own = percent * own.earned.to_double() / own.possible.to_double();
    }
    for (const std::size_t wave : making.waves) {
        if (making.wave && *making.wave != wave) continue;
        const Cell cell = making.rollup.total(subject_overall, making.own_in(wave));
        if (const auto mean = mean_percent(cell)) {
            out.own_score_by_wave.emplace_back(making.source.waves[wave].id, *mean);
        }
    }
    for (const auto& region : making.own_regions()) {
        Slice slice = making.own();
        slice.region = region;
        if (const auto mean = mean_percent(making.rollup.total(subject_overall, slice))) {
            out.own_score_by_region.emplace_back(region, *mean);
        }
    }
}

void dimensions_by_region_wave(const Making& making, Summary& out) {
    constexpr std::array all{
        Dimension::assurance,
        Dimension::empathy,
        Dimension::reliability,
        Dimension::responsiveness,
        Dimension::tangibles
    };
    for (const auto& region : making.own_regions()) {
        for (const Dimension dimension : all) {
            const ShareOf share = making.share_of(dimension);
            for (const std::size_t wave : making.waves) {
                if (making.wave && *making.wave != wave) continue;
                Slice slice = making.own_in(wave);
                slice.region = region;
                const auto values = values_of_audits(making.rollup, slice, share);
                if (values.empty()) continue;
                out.own_dimension_by_region_wave.emplace_back(
                    region + "|" + std::string(checklist::name_of(dimension)) + "|" +
                        making.source.waves[wave].id,
                    sum_of(values) / static_cast<double>(values.size())
                );
            }
        }
    }
}

void first_audits(const std::vector<const AuditSummary*>& audits, Summary& out) {
    std::vector<const AuditSummary*> sorted = audits;
    std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) {
        return a->visit_ref < b->visit_ref;
    });
    sorted.resize(std::min(sorted.size(), first_audits_count));
    for (const auto* audit : sorted) {
        if (audit->raw_share) {
            out.first_audits.emplace_back(
                audit->visit_ref, percent * audit->raw_share->to_double()
            );
        }
    }
}

Intraclass double_audits(const std::vector<const AuditSummary*>& audits) {
    std::map<std::string, std::vector<double>> pairs;
    for (const auto* audit : audits) {
        if (audit->pair.empty() || !audit->raw_share) continue;
        pairs[audit->pair].push_back(percent * audit->raw_share->to_double());
    }
    std::vector<std::vector<double>> units;
    for (auto& [name, scores] : pairs) {
        if (scores.size() == 2) units.push_back(std::move(scores));
    }
    return intraclass(units);
}

void own_nps(const Making& making, Summary& out) {
    const auto* question = measuring(making.source.checklist, checklist::Measure::nps);
    if (question == nullptr) return;
    const Cell cell = making.rollup.total(question_subject(question->id), making.own());
    std::array<std::int64_t, 11> counts{};
    for (std::size_t i = 0; i < counts.size(); ++i) {
        counts[i] = cell.option(i);
    }
    const NetPromoter nps = net_promoter(counts);
    out.nps_own = {nps.n, nps.promoters, nps.detractors, nps.nps};
}

} // namespace

void make_summary(const Making& making, Report& report) {
    Summary& out = report.summary;
    out.score_rule = score_rule_of(making.source.checklist);
    count_answers(making, out);
    own_scores(making, out);
    dimensions_by_region_wave(making, out);
    own_nps(making, out);
    const auto audits = making.rollup.audits({.wave = making.wave});
    first_audits(audits, out);
    const Histogram waits = making.rollup.total(subject_wait, {.wave = making.wave}).waits;
    out.wait_all = {
        size_of(waits), percentile(waits, 500), percentile(waits, 900), percentile(waits, 950)
    };
    report.agreement = double_audits(audits);
    out.double_audit_pairs = report.agreement.units;
    out.double_audit_icc1 = report.agreement.icc1;
}

} // namespace muster::report
