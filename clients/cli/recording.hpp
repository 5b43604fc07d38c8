// Fieldwork that was recorded in two tables: one row per audit (where, when, who, how long) and one
// row per answer. Read as a whole and checked as a whole; a wrong cell is named by file, line and
// column.
#pragma once

#include "clients/cli/import_tables.hpp"
#include "core/field/workspace.hpp"

#include <map>

namespace muster::cli {

struct RecordedAnswer {
    std::string question_id;
    std::string value; // empty: left blank
    bool not_applicable = false;
    std::string place; // "answers.csv, line 7"
};

struct RecordedAudit {
    std::string ref;
    std::string shopper;
    std::optional<std::int64_t> start_local_ms; // absent: it is typed in now
    std::int64_t duration_s = 0;
    std::string place; // "audits.csv, line 2"
    std::vector<RecordedAnswer> answers;
    // Cells of the table of audits; those whose column is named like a question answer it.
    std::vector<RecordedAnswer> cells;
};

// audits: ref | audit_id | visit, shopper | shopper_id, and optionally start, duration_s and
// answers in columns that are named like their questions. answers: audit_id | ref | visit,
// question_id | question, value, na. Ascending by ref.
Result<std::map<std::string, RecordedAudit, std::less<>>>
read_recording(const std::filesystem::path& audits, const std::filesystem::path& answers);

// The answers of one audit, a list per section page, in the checklist's order. Refuses answers that
// do not fit their question; blanks are left out.
Result<std::vector<std::vector<field::FieldAnswer>>>
pages_of(const RecordedAudit& audit, const checklist::Compiled& checklist);

} // namespace muster::cli
