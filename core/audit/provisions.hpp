// Provisions of law that a visit can test, and what was observed of each: met, concern, not met,
// not tested, not applicable. A finding is an observation at a visit, never a ruling. Provisions
// are judged as in force on the visit's local date; unknown dates are never scored. Knows no
// scores: the same answers give the same findings whatever the weights.
#pragma once

#include "core/audit/finding.hpp"
#include "core/checklist/compiled.hpp"

namespace muster::audit {

struct Provision {
    std::string id; // "eqa-2010-s20-5"
    std::string act;
    std::string citation;
    std::string short_title;
    std::string duty;
    std::string observable;
    std::string example_question;
    Severity severity = Severity::minor;
    std::string regulator;
    std::string extent;
    std::string channels; // "store|phone"
    std::string status;   // "in_force", "not_in_force", "repealed", as the source had it
    std::optional<Date> in_force_from; // absent: unknown
    std::optional<Date> in_force_to;   // last day in force; absent: still in force
    std::string note;
    std::string confidence;
    std::string source;
    bool operator==(const Provision&) const = default;
};

// The document that a visit card pins by hash.
struct Provisions {
    std::vector<Provision> provisions; // sorted by id
    [[nodiscard]] const Provision* find(std::string_view id) const;
    bool operator==(const Provisions&) const = default;
};

// What reading a table and decoding a document both ask: ids there, unique and sorted, dates in
// order, at most provisions_max of them. The error's context names the provision.
inline constexpr std::size_t provisions_max = 10'000;
Status check_provisions(const Provisions& provisions);

// Deterministic: the same provisions always give the same bytes (proto/muster/v1/provisions.proto).
Bytes encode_provisions(const Provisions& provisions);
// Refuses bytes that are no provisions document, a newer format, unknown severities, broken dates,
// and what check_provisions refuses.
Result<Provisions> decode_provisions(ByteView bytes);

// Refuses a checklist that names a provision which the document does not have; names the question.
Status check_named(const checklist::Checklist& checklist, const Provisions& provisions);

// One finding per provision that the checklist names, sorted by provision id. `visit_date` is
// local. The worst answer decides: none of the points is not_met, some of them is a concern, all of
// them in every answer is met. Without an answer: not_applicable if at least one question was N/A
// and none was left open (unanswered, not observed, or answered without points), else not_tested. A
// provision that is unknown, without in_force_from, or out of force on that date is not_tested
// whatever was answered.
std::vector<Finding> findings(
    const checklist::Compiled& checklist,
    const checklist::AnswerSheet& sheet,
    const checklist::FieldStatuses& status,
    const Provisions& provisions,
    Date visit_date
);

} // namespace muster::audit
