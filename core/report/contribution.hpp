// What one accepted audit contributes to a report: a cell per subject, and one summary row for what
// cells cannot give (agreement, medians, severity, straight-lining, verbatims). Pure functions of
// the fold's answers and their score; called inside the server's write transaction, so no JSON and
// few allocations. The same audit always contributes the same bytes.
#pragma once

#include "core/audit/provisions.hpp"
#include "core/audit/score.hpp"
#include "core/report/cells.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace muster::report {

// The visit and the record of it, as the server knows them. The texts are the organisation's refs.
struct VisitFacts {
    std::string audit;     // audit id, hex
    std::string visit_ref; // "A00001"
    std::string wave;
    std::string location;
    std::string channel;
    std::string scenario;
    std::string shopper;
    std::string pair; // joins double audits; empty: none
    WallTime start;
    WallTime end;
    std::optional<Date> wave_start; // inclusive, local; absent: no such limit
    std::optional<Date> wave_end;
};

// Cells in the order overall, sections, dimensions, questions (document order), provisions, wait.
// No zero cells, no key twice. Refuses negative waits.
Result<std::vector<std::pair<CellKey, Cell>>> contribution(
    const VisitFacts& visit,
    const audit::Score& score,
    const std::vector<audit::Finding>& findings,
    const checklist::AnswerSheet& sheet,
    const checklist::Compiled& checklist
);

// The share of one section or dimension in one audit; parts without a share are left out.
struct PartShare {
    std::string name;
    Rational share;
    bool operator==(const PartShare&) const = default;
};

// Facts about the likert answers of one scale, in document order, blanks skipped: the scale most
// likert questions of the checklist have (the shorter one of a tie).
struct StraightLine {
    std::uint32_t scale_points = 0; // 0: the checklist has no likert questions
    std::uint32_t count = 0;        // answers
    std::uint32_t distinct = 0;
    std::uint32_t longest_run = 0;
    std::uint32_t commonest =
        0;                // answers equal to the commonest one; max share = commonest ÷ count
    std::int64_t sum = 0; // Σ v and Σ v²: mean, acquiescence and IRV (sd with n − 1)
    std::int64_t sum_squares = 0;
    bool operator==(const StraightLine&) const = default;
};

struct AuditSummary {
    std::string audit; // hex
    std::string visit_ref;
    std::string wave;
    std::string location;
    std::string channel;
    std::string scenario;
    std::string shopper;
    std::string pair;
    WallTime start;
    std::int64_t duration_s = 0;         // start to end, rounded down
    std::optional<std::int64_t> wait_s;  // of the first question that measures the wait, rounded up
    std::optional<Rational> raw_share;   // 35/43, exact
    std::optional<Rational> final_share; // after critical rules
    bool provisional = false;            // a scored question is unanswered
    std::uint32_t critical_failures = 0;
    std::vector<PartShare> sections;   // checklist order
    std::vector<PartShare> dimensions; // order of checklist::Dimension
    // Dimensions within a section, "Service/reliability": RATER without the legal questions.
    std::vector<PartShare> section_dimensions;
    StraightLine straight_line;
    std::string comment; // text answers in document order, joined by an empty line
    bool outside_wave = false;
    bool operator==(const AuditSummary&) const = default;
};

Result<AuditSummary> summarise(
    const VisitFacts& visit,
    const audit::Score& score,
    const checklist::AnswerSheet& sheet,
    const checklist::Compiled& checklist
);

// Format byte 1, then the fields in the order of the struct: texts with their size in front,
// numbers as zigzag varints, absent values as a 0 byte before which present ones have a 1.
Bytes encode_summary(const AuditSummary& summary);
Result<AuditSummary> decode_summary(ByteView bytes);

} // namespace muster::report
