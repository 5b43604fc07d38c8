#include "core/report/audit_result.hpp"

namespace muster::report {

namespace {

// The answer of the first question of that type, if it was answered with a moment.
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

WallTime start_of_visit(
    const audit::Audit& frozen,
    const checklist::Checklist& checklist,
    const checklist::AnswerSheet& sheet
) {
    return moment_of(checklist::QuestionType::start, checklist, sheet)
        .value_or(frozen.first_write.value_or(WallTime{}));
}

WallTime end_of_visit(
    const audit::Audit& frozen,
    const checklist::Checklist& checklist,
    const checklist::AnswerSheet& sheet
) {
    return moment_of(checklist::QuestionType::end, checklist, sheet)
        .value_or(frozen.last_write.value_or(start_of_visit(frozen, checklist, sheet)));
}

// What all figures of one audit are made of.
struct Judged {
    checklist::AnswerSheet sheet;
    WallTime start;
    WallTime end;
    checklist::FieldStatuses status;
    std::vector<audit::Finding> findings;
};

Judged judge(
    const audit::Audit& frozen,
    const checklist::Compiled& compiled,
    const audit::Provisions& provisions
) {
    Judged out;
    out.sheet = audit::answers_of(frozen);
    out.start = start_of_visit(frozen, compiled.checklist(), out.sheet);
    out.end = end_of_visit(frozen, compiled.checklist(), out.sheet);
    out.status = compiled.evaluate(out.sheet, {out.end});
    out.findings =
        audit::findings(compiled, out.sheet, out.status, provisions, local_date(out.start));
    audit::override_findings(out.findings, frozen);
    return out;
}

} // namespace

Result<AuditResult> result_of(
    VisitFacts visit,
    const audit::Audit& frozen,
    const checklist::Compiled& checklist,
    const audit::Provisions& provisions
) {
    const Judged judged = judge(frozen, checklist, provisions);
    visit.start = judged.start;
    visit.end = judged.end;
    const auto score = audit::score(checklist, judged.sheet, judged.status);
    if (!score) return error_of(score);
    auto cells = contribution(visit, *score, judged.findings, judged.sheet, checklist);
    if (!cells) return error_of(cells);
    auto summary = summarise(visit, *score, judged.sheet, checklist);
    if (!summary) return error_of(summary);
    return AuditResult{std::move(*cells), std::move(*summary)};
}

WallTime end_of_visit(const audit::Audit& frozen, const checklist::Checklist& checklist) {
    return end_of_visit(frozen, checklist, audit::answers_of(frozen));
}

std::vector<audit::Finding> findings_of(
    const audit::Audit& frozen,
    const checklist::Compiled& checklist,
    const audit::Provisions& provisions
) {
    return judge(frozen, checklist, provisions).findings;
}

} // namespace muster::report
