#include "clients/cli/recomputation.hpp"

#include "core/audit/score.hpp"

namespace muster::cli {

namespace {

std::optional<WallTime> moment_of(
    checklist::QuestionType type,
    const checklist::Checklist& checklist,
    const checklist::AnswerSheet& sheet
) {
    for (const auto& section : checklist.sections) {
        for (const auto& question : section.questions) {
            if (question.type != type) continue;
            const auto* answer = sheet.find(question.id);
            if (answer == nullptr || answer->state != checklist::AnswerState::answered) continue;
            if (const auto* time = std::get_if<WallTime>(&answer->value)) return *time;
        }
    }
    return std::nullopt;
}

Result<std::optional<Date>> date_or_none(const std::string& text) {
    if (text.empty()) return std::nullopt;
    auto date = parse_date(text);
    if (!date) return error_of(date);
    return *date;
}

Result<report::VisitFacts> facts_of(
    const RecomputeInput& input, const audit::Audit& frozen, const checklist::AnswerSheet& sheet
) {
    const auto& checklist = input.checklist.checklist();
    report::VisitFacts facts;
    facts.audit = input.audit.hex();
    facts.visit_ref = input.visit.ref;
    facts.wave = input.visit.wave;
    facts.location = input.visit.location;
    facts.channel = input.visit.channel;
    facts.scenario = input.visit.scenario;
    facts.shopper = input.visit.shopper;
    facts.pair = input.visit.pair;
    facts.start = moment_of(checklist::QuestionType::start, checklist, sheet)
                      .value_or(frozen.first_write.value_or(WallTime{}));
    facts.end = moment_of(checklist::QuestionType::end, checklist, sheet)
                    .value_or(frozen.last_write.value_or(facts.start));
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
    const checklist::AnswerSheet sheet = audit::answers_of(frozen);
    auto facts = facts_of(input, frozen, sheet);
    if (!facts) return error_of(facts);
    const auto status = input.checklist.evaluate(sheet, {facts->end});
    auto score = audit::score(input.checklist, sheet, status);
    if (!score) return error_of(score);
    const auto findings =
        audit::findings(input.checklist, sheet, status, input.provisions, local_date(facts->start));
    auto cells = report::contribution(*facts, *score, findings, sheet, input.checklist);
    if (!cells) return error_of(cells);
    auto summary = report::summarise(*facts, *score, sheet, input.checklist);
    if (!summary) return error_of(summary);
    return RecomputedAudit{std::move(*cells), std::move(*summary), folded.accepted->submit};
}

} // namespace muster::cli
