// The parts of make_report(), each filling its own fields of the Report; only make_report.cpp calls
// them, in the order in which they stand here. A part reads the Making and what earlier parts
// wrote, and nothing else.
#pragma once

#include "core/report/model.hpp"
#include "core/report/rollup.hpp"

namespace muster::report {

// Flags are raised at this level, after correction within each family of tests, so that all
// families together stay near five in a hundred reports on data without any effect.
inline constexpr double flag_level = 0.01;
// Smaller differences of scores are not worth a sentence, however certain (points).
inline constexpr double worth_saying_points = 3;

struct Making {
    const Source& source;
    Rollup rollup;
    std::optional<std::size_t> wave; // of the filter
    std::vector<std::size_t> waves;  // of the trend, in order of time
    std::string service_section;     // empty: dimensions of the whole checklist
    std::string language;

    [[nodiscard]] Slice own() const { return {.wave = wave, .kind = LocationKind::own}; }

    [[nodiscard]] Slice own_in(std::size_t of_wave) const {
        return {.wave = of_wave, .kind = LocationKind::own};
    }

    // The share of a dimension in one audit, from the service section where there is one.
    [[nodiscard]] ShareOf share_of(checklist::Dimension dimension) const;
    [[nodiscard]] std::vector<std::string> own_regions() const; // with audits in scope, sorted
    [[nodiscard]] std::string section_title(const checklist::Section& section) const;
};

// The wave within a sentence: "wave 3" where its name is but a number, else as people named it.
std::string wave_words(const Wave& wave);
std::string dimension_title(checklist::Dimension dimension);
// Whether answers have a place on a scale: choices only where some have points.
bool has_scale(const checklist::Checklist& list, const checklist::Question& question);
const checklist::Question* measuring(const checklist::Checklist& list, checklist::Measure measure);

void make_summary(const Making& making, Report& report);
void make_scores(const Making& making, Report& report);    // score, waves, dimensions, sections
void make_changes(const Making& making, Report& report);   // dimensions by region, wave by wave
void make_heat(const Making& making, Report& report);      // regions and locations by part
void make_locations(const Making& making, Report& report); // three classes
void make_questions(const Making& making, Report& report); // questions, criticals
void make_brands(const Making& making, Report& report);
void make_compliance(const Making& making, Report& report);
void make_measures(const Making& making, Report& report); // NPS, CSAT, CES, FCR, waits
void make_shoppers(const Making& making, Report& report);
void make_control(const Making& making, Report& report); // charts, funnel, misses
void make_bias(const Making& making, Report& report);    // how answers came about
void make_sample(const Making& making, Report& report);  // design weights, power
void make_given(const Making& making, Report& report);   // loyalty, effects of actions
void make_stands_out(const Making& making, Report& report);
void make_care(const Making& making, Report& report);
void make_flags(Report& report); // all that was flagged, and out of how many tests
void make_method(const Making& making, Report& report);

} // namespace muster::report
