// What a report is made from: the server's facts about the programme, the cells and the audit rows
// of its accepted audits. Texts are the organisation's own and may hold anything; they are escaped
// where they are written. Waves stand in the order of time.
#pragma once

#include "core/audit/provisions.hpp"
#include "core/report/contribution.hpp"
#include "core/report/loyalty.hpp"

#include <string>

namespace muster::report {

struct Wave {
    std::string id; // the organisation's ref, "1"
    std::string name;
    std::optional<Date> start;
    std::optional<Date> end;
};

enum class LocationKind : std::uint8_t { own, competitor };

struct Location {
    std::string id; // "L17"
    std::string name;
    std::string brand;
    LocationKind kind = LocationKind::own;
    std::string region;
    std::string format;
};

// What the method statement says about the programme; empty texts are left out of it.
struct Programme {
    std::string id;
    std::string name;
    std::string objectives;
    std::string method;     // how visits were planned and made
    std::string acceptance; // "automatically on submission", "after review"
};

struct AuditCounts {
    std::int64_t accepted = 0;
    std::int64_t waiting = 0;      // submitted, neither accepted nor rejected
    std::int64_t outside_wave = 0; // accepted, dated outside their wave
    std::int64_t incomplete = 0;   // accepted, a scored question unanswered
};

// A part of the customers that own locations serve, for design weights.
struct Segment {
    std::string region;
    std::string format;
    double population_share = 0;
};

// What was done at some locations, so that its effect can be measured against the others.
struct Action {
    std::string name;
    std::vector<std::string> locations;
    std::string first_wave; // the first wave that it can show in
};

struct Source {
    Programme programme;
    std::vector<Wave> waves;
    std::vector<Location> locations;
    checklist::Checklist checklist;
    audit::Provisions provisions;
    std::vector<std::pair<CellKey, Cell>> cells;
    std::vector<AuditSummary> audits;
    AuditCounts counts;
    std::string digest;                      // hex, of the ops that the cells stand on
    std::string generated_at;                // as it is to be printed: "22 November 2026, 14:02"
    std::vector<Segment> segments;           // empty: audits are not weighted
    std::vector<Action> actions;             // empty: no effect is measured
    std::optional<CustomerCounts> customers; // absent: no retention is told
    std::vector<Contact> contacts;           // empty: no first contact resolution is told
    std::string language;                    // BCP 47, of the checklist's texts; empty: its default
};

// Absent: all. `programme` guards against a report on another programme than was asked for.
struct Filter {
    std::optional<std::string> programme = {};
    std::optional<std::string> wave = {};
    std::optional<std::string> region = {};
    std::optional<std::string> location = {};
};

} // namespace muster::report
