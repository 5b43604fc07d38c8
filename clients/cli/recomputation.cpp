#include "clients/cli/recomputation.hpp"

namespace muster::cli {

namespace {

Result<std::optional<Date>> date_or_none(const std::string& text) {
    if (text.empty()) return std::nullopt;
    auto date = parse_date(text);
    if (!date) return error_of(date);
    return *date;
}

Result<report::VisitFacts> facts_of(const RecomputeInput& input) {
    report::VisitFacts facts;
    facts.audit = input.audit.hex();
    facts.visit_ref = input.visit.ref;
    facts.wave = input.visit.wave;
    facts.location = input.visit.location;
    facts.channel = input.visit.channel;
    facts.scenario = input.visit.scenario;
    facts.shopper = input.visit.shopper;
    facts.pair = input.visit.pair;
    auto start = date_or_none(input.wave.start_date);
    if (!start) return error_of(start);
    auto end = date_or_none(input.wave.end_date);
    if (!end) return error_of(end);
    facts.wave_start = *start;
    facts.wave_end = *end;
    return facts;
}

} // namespace

Result<RecomputedAudit> recompute(const RecomputeInput& input) {
    const audit::Audit folded = audit::fold(input.ops, input.authors);
    if (!folded.accepted) {
        return fail(Code::failed_precondition, "No acceptance of this audit is in force.");
    }
    const audit::Audit frozen =
        audit::fold(input.ops, input.authors, {folded.accepted->field_tips});
    auto facts = facts_of(input);
    if (!facts) return error_of(facts);
    auto result = report::result_of(std::move(*facts), frozen, input.checklist, input.provisions);
    if (!result) return error_of(result);
    return RecomputedAudit{std::move(*result), folded.accepted->submit};
}

} // namespace muster::cli
