// The report as a document: every figure computed, nothing laid out. make_report() is a pure
// function of a Source and a Filter; report_json, report_csv, report_html, report_text and the
// workbook only write down what stands here. Values that do not exist are absent. Figures are of
// own locations unless their name says otherwise.
#pragma once

#include "core/report/agreement.hpp"
#include "core/report/causes.hpp"
#include "core/report/control_charts.hpp"
#include "core/report/figures.hpp"
#include "core/report/net_promoter.hpp"
#include "core/report/quality_checks.hpp"
#include "core/report/severity.hpp"
#include "core/report/shrinkage.hpp"
#include "core/report/source.hpp"
#include "core/report/trends.hpp"
#include "core/report/waits.hpp"

namespace muster::report {

// The figures of expected_summary.json, under their names there. Percent and points.
struct Summary {
    struct Nps {
        std::int64_t n = 0;
        std::int64_t promoters = 0;
        std::int64_t detractors = 0;
        std::optional<double> nps;
    };

    struct WaitAll {
        std::int64_t n = 0;
        std::optional<double> p50;
        std::optional<double> p90;
        std::optional<double> p95;
    };

    std::string score_rule;
    std::int64_t audits = 0;         // own and competitors'
    std::int64_t answers_scored = 0; // with a weight above 0
    std::int64_t na = 0;             // answers to questions with a scale
    std::int64_t blank = 0;
    std::int64_t critical_fail_audits = 0;
    std::optional<double> own_mean_of_audit_scores;
    std::optional<double> pooled_item_score_own;
    std::vector<std::pair<std::string, double>> own_score_by_wave;
    std::vector<std::pair<std::string, double>> own_score_by_region;
    std::vector<std::pair<std::string, double>> first_audits; // ten, by the organisation's ref
    std::vector<std::pair<std::string, double>> own_dimension_by_region_wave;
    Nps nps_own;
    WaitAll wait_all; // own and competitors'
    std::int64_t double_audit_pairs = 0;
    std::optional<double> double_audit_icc1;
};

struct WaveRow {
    std::string id;
    std::string name;
    std::string period; // "1 June to 26 July 2026"
    ScoreFigure score;
    RateFigure critical; // audits with a critical failure
    ChangeFigure change; // from the wave before
};

struct DimensionRow {
    checklist::Dimension dimension = checklist::Dimension::none;
    std::string name;
    ScoreFigure score;
    ChangeFigure change; // the last wave in scope from the one before
};

// A region's or location's figure beside the network's: coloured only when the interval leaves the
// network figure out.
enum class Standing : std::uint8_t { cannot_tell, above, far_above, below, far_below, few };
std::string_view name_of(Standing standing);
inline constexpr double far_points = 8;

struct HeatCell {
    ScoreFigure score;
    Standing standing = Standing::cannot_tell;
};

// Columns: the dimensions of the service section, then the other scored sections.
struct HeatColumn {
    std::string name;
    std::string group;
    ScoreFigure network;
};

struct HeatRow {
    std::string id;
    std::string name;
    HeatCell overall;
    std::vector<HeatCell> cells; // one per column
};

// A dimension in one region, wave by wave.
struct RegionTrend {
    std::string region;
    checklist::Dimension dimension = checklist::Dimension::none;
    std::string dimension_name;
    std::vector<ScoreFigure> waves; // one per wave of the report
    // The largest step between neighbouring waves, and its p-value corrected for all steps of all
    // regions and dimensions.
    std::optional<std::size_t> step_to; // wave index
    std::optional<double> step;
    std::optional<Interval> step_interval;
    std::optional<double> p_adjusted;
    bool stands_out = false;
};

struct LocationRow {
    std::string id;
    std::string name;
    std::string brand;
    std::string region;
    std::string format;
    ScoreFigure score;
    // Shrunk towards the network by as much as chance could have moved the location.
    std::optional<double> shrunken;
    std::optional<Interval> shrunken_interval;
    std::optional<double> p_adjusted; // unlike the spread of the others
    bool stands_out = false;
    Standing standing = Standing::few; // from the shrunken interval; few: fewer than two audits
    RateFigure critical;
    std::optional<double> median_wait;
};

struct SectionRow {
    std::string id;
    std::string name;
    bool scored = false;
    ScoreFigure score;
    ChangeFigure change;
};

struct QuestionRow {
    std::string id;
    std::string section;
    std::string dimension;
    std::string type;
    std::string label;
    std::string weight;
    bool critical = false;
    std::int64_t answered = 0;
    std::int64_t not_applicable = 0;
    std::int64_t not_observed = 0;
    std::int64_t blank = 0;
    ScoreFigure score;          // of the question alone, 0 to 100
    std::optional<double> mean; // on the scale of the answers
    std::optional<double> sd;
    std::vector<std::pair<std::string, std::int64_t>> distribution;
    // Yes/no questions with a weight: the share of yes, wave by wave, and whether it moves.
    std::vector<RateFigure> by_wave;
    ProportionTrend trend;
    // Corrected for the number of questions, and for visits to one location being alike.
    std::optional<double> trend_p_adjusted;
    bool trend_stands_out = false;
};

// A competitor against our own locations in one dimension, in points.
struct BrandGap {
    std::optional<double> difference; // brand − own
    std::optional<Interval> interval; // over locations; absent with fewer than two on a side
    // The same less the gap in the brand's other dimensions: what is particular to this one.
    std::optional<double> particular;
    std::optional<Interval> particular_interval;
    std::optional<double> p_adjusted; // of `particular`, for all brands and dimensions
    bool stands_out = false;
};

struct BrandRow {
    std::string brand;
    bool own = false;
    ScoreFigure score;
    std::int64_t locations = 0;
    std::vector<ScoreFigure> dimensions; // in the order of Report::dimensions
    std::vector<BrandGap> gaps;          // the same order; empty for own brands
};

struct ProvisionRow {
    std::string id;
    std::string act;
    std::string citation;
    std::string title;
    std::string severity;
    std::string source;
    std::string untested_because; // "dates unknown", where no visit was judged by it
    RateFigure met;               // own locations, of the visits that tested it
    std::int64_t concern = 0;
    std::int64_t not_met = 0;
    std::int64_t not_tested = 0;
    std::int64_t not_applicable = 0;
    std::vector<RateFigure> by_wave;
};

struct MatrixCell {
    audit::FindingState state = audit::FindingState::not_tested;
    std::int64_t met = 0;
    std::int64_t tested = 0;
    std::int64_t not_tested = 0;
    std::int64_t not_applicable = 0;
    std::optional<Interval> interval; // Clopper-Pearson, of the share met
    std::optional<double> p_adjusted; // worse than all other locations together
    bool stands_out = false;
};

struct MatrixRow {
    std::string id;
    std::string name;
    std::string region;
    std::vector<MatrixCell> cells; // in the order of Report::provisions
};

struct CriticalRow {
    std::string question;
    std::string label;
    std::int64_t failed = 0;
    std::int64_t answered = 0;
    RateFigure rate;
};

struct Measures {
    NetPromoter nps;
    IntervalMethod nps_method = IntervalMethod::none;
    std::optional<Interval> nps_interval;
    RateFigure csat; // the two top boxes
    std::uint32_t csat_scale = 0;
    std::optional<double> csat_mean;
    Mean ces;
    RateFigure ces_top; // the three top boxes
    std::uint32_t ces_scale = 0;
    RateFigure fcr;
    bool has_nps = false;
    bool has_csat = false;
    bool has_ces = false;
    bool has_fcr = false;
};

struct WaitRow {
    std::string name; // region, or "All own locations"
    Waits waits;
    RateFigure attained;
};

struct ShopperRow {
    std::string id;
    std::int64_t audits = 0;
    RateFigure straight;              // audits with one answer throughout
    std::optional<double> straight_p; // adjusted, more than the others
    std::int64_t quick = 0;           // audits far quicker than usual
    std::optional<double> quick_p;    // adjusted, more than the others
    std::optional<double> median_minutes;
    std::optional<double> severity; // points above or below the others, location and wave removed
    std::optional<Interval> severity_interval;
    std::optional<double> severity_p;  // adjusted, against the others
    std::optional<double> unlike_p;    // adjusted, outside the spread of shoppers
    std::optional<double> round_share; // measured times that end in 0 or 5
    std::optional<double> round_p;     // adjusted
    bool straight_flagged = false;
    bool quick_flagged = false;
    bool flagged = false; // straight-lining or haste
    bool severity_flagged = false;
    bool rounding_flagged = false;
};

// What a person should look at; a sentence with its evidence.
struct Remark {
    // "change", "provision", "shopper", "location", "trend", "competitor", and those of care
    std::string kind;
    std::string headline;
    std::string text;
    std::string anchor; // of the part of the report it stands on: "changes"
    bool good = false;
    std::vector<std::string> names; // regions, locations, shoppers that it names
};

// Tests that were corrected together, so that a reader sees how much was looked for.
struct TestFamily {
    std::string name; // "changes"
    std::string asks; // "Did a dimension move in a region from one wave to the next?"
    std::int64_t tests = 0;
    std::int64_t flagged = 0;
};

// Anything that a family of tests flagged: all of it, where "what stands out" shows but the
// strongest of each kind. Records that contradict each other are no matter of chance and stand
// under care.
struct Flag {
    std::string family;
    std::vector<std::string> names; // ids of what it names: region, location, shopper, question …
    std::string about;              // "responsiveness, wave 3"
    std::string unit;               // of effect and interval: "points", "share"; may be empty
    std::optional<double> effect;
    std::optional<Interval> interval;
    std::int64_t n = 0;
    std::optional<double> p_adjusted;
};

// One row of a panel: a figure, its base, its interval and the sentence that reads it.
struct Reading {
    std::string check; // "Straight-lining"
    std::string unit;  // "share", "points", "seconds" …
    std::optional<double> value;
    std::optional<Interval> interval;
    std::int64_t n = 0;
    std::string sentence;
};

// A location against the network, with limits that widen as it has fewer audits.
struct FunnelPoint {
    std::string id;
    std::string name;
    std::int64_t k = 0;
    std::int64_t n = 0;
    RatePoint place; // its share, its limits at 99.7 %, and whether it lies outside
    std::optional<double> shrunken;
};

struct Report {
    Programme programme;
    Filter filter;
    std::string title;
    std::string scope;  // "All four waves · North"
    std::string period; // "1 September 2025 to 26 July 2026"
    std::string generated_at;
    std::string digest;
    std::string language;
    AuditCounts counts;
    std::int64_t own_locations = 0; // with audits in scope
    std::int64_t competitor_audits = 0;

    Summary summary;
    ScoreFigure score;
    ChangeFigure change;
    RateFigure critical;
    std::vector<WaveRow> waves;
    ProcessLimits limits;
    std::string service_section; // where dimensions are taken from; empty: the whole checklist
    std::vector<DimensionRow> dimensions;
    std::vector<HeatColumn> heat_columns;
    std::vector<HeatRow> region_heat;
    std::vector<HeatRow> location_heat;
    std::vector<RegionTrend> region_trends;
    Shrinkage shrinkage;
    std::vector<LocationRow> locations; // best first
    std::vector<SectionRow> sections;
    std::vector<QuestionRow> questions;
    std::vector<BrandRow> brands;
    std::vector<ProvisionRow> provisions;       // most serious first
    std::vector<MatrixRow> provision_locations; // most serious first
    std::vector<MatrixRow> provision_regions;
    std::vector<CriticalRow> criticals;
    Measures measures;
    std::optional<std::int64_t> wait_target_s;
    std::string wait_label;
    std::vector<WaitRow> waits; // all first, then regions, then waves
    Histogram wait_histogram;
    std::vector<ShopperRow> shoppers;
    Severity severity;
    Intraclass agreement;           // of double audits
    std::vector<Remark> stands_out; // at most five
    std::size_t also_found = 0;     // flagged, without a sentence of their own
    std::vector<Remark> care;
    std::vector<std::string> method;
    std::vector<TestFamily> families;
    std::vector<Flag> flags;
    std::vector<Reading> bias;       // how answers came about
    std::vector<Reading> weighted;   // by design weights; empty without segments
    std::vector<Reading> power;      // what this sample could have shown
    RateChart critical_chart;        // of audits with a critical failure, wave by wave
    MonotoneTrend wave_trend;        // of the wave scores
    std::vector<FunnelPoint> funnel; // audits with a critical failure, by location
    std::optional<double> funnel_centre;
    Pareto misses; // questions answered no, or below the top of their scale where that is critical
    std::vector<Reading> loyalty; // where customer counts or contacts are given
    std::vector<Reading> effects; // of actions, against control locations

    std::string lead_title;
    std::string lead_text;
};

// Refuses a programme, wave, region or location that the source does not have, naming it.
Result<Report> make_report(const Source& source, const Filter& filter);

} // namespace muster::report
