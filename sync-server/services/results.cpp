#include "sync-server/services/results.hpp"

#include "core/audit/score.hpp"

namespace muster::server {

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

report::VisitFacts facts_of(
    const ResultInput& input,
    const checklist::Checklist& checklist,
    const checklist::AnswerSheet& sheet
) {
    const auto& visit = input.visit.visit;
    report::VisitFacts facts;
    facts.audit = input.audit.hex();
    facts.visit_ref = visit.ref;
    facts.wave = visit.wave;
    facts.location = visit.location;
    facts.channel = visit.channel;
    facts.scenario = visit.scenario;
    facts.shopper = visit.shopper_ref;
    facts.pair = visit.pair;
    facts.start = moment_of(checklist::QuestionType::start, checklist, sheet)
                      .value_or(input.frozen.first_write.value_or(WallTime{}));
    facts.end = moment_of(checklist::QuestionType::end, checklist, sheet)
                    .value_or(input.frozen.last_write.value_or(facts.start));
    facts.wave_start = input.visit.wave_start;
    facts.wave_end = input.visit.wave_end;
    return facts;
}

Status take_back(const AuditRecord& record, const ResultRow& row, Transaction& transaction) {
    const auto old = decode_contribution(row.contribution);
    if (!old) return error_of(old, "audit " + record.id.hex());
    for (const auto& [key, cell] : *old) {
        const auto done = transaction.subtract_from_cell(row.programme, key, cell);
        if (!done) return done;
    }
    return {};
}

} // namespace

Result<Computed> compute_result(const ResultInput& input, Documents& documents, Reader& reader) {
    const auto compiled = documents.checklist(input.card.checklist, reader);
    if (!compiled) return error_of(compiled);
    if (!*compiled) return Computed{std::nullopt, input.card.checklist};
    const auto provisions = documents.provisions(input.card.provisions, reader);
    if (!provisions) return error_of(provisions);
    if (!*provisions) return Computed{std::nullopt, input.card.provisions};
    const auto sheet = audit::answers_of(input.frozen);
    const auto facts = facts_of(input, (*compiled)->checklist(), sheet);
    const auto status = (*compiled)->evaluate(sheet, {facts.end});
    const auto score = audit::score(**compiled, sheet, status);
    if (!score) return error_of(score);
    const auto findings =
        audit::findings(**compiled, sheet, status, **provisions, local_date(facts.start));
    auto contribution = report::contribution(facts, *score, findings, sheet, **compiled);
    if (!contribution) return error_of(contribution);
    auto summary = report::summarise(facts, *score, sheet, **compiled);
    if (!summary) return error_of(summary);
    return Computed{AuditResult{std::move(*contribution), std::move(*summary)}, std::nullopt};
}

Result<std::optional<audit::VisitCard>>
card_of(const AuditRecord& record, const Tenancy& tenancy, Reader& reader) {
    if (!record.card) return std::nullopt;
    const auto document = reader.document(*record.card);
    if (!document) return error_of(document);
    if (!*document) return std::nullopt;
    const auto signed_card = audit::decode_signed_visit_card((*document)->bytes);
    if (!signed_card) return error_of(signed_card);
    auto card = audit::read_visit_card(signed_card->body, tenancy.id);
    if (!card) return error_of(card);
    return std::move(*card);
}

Status apply_result(
    const AuditRecord& record,
    ProgrammeKey programme,
    const audit::Decision& accepted,
    const AuditResult& result,
    Transaction& transaction
) {
    const auto old = transaction.result(record.key);
    if (!old) return error_of(old);
    if (*old) {
        if (auto done = take_back(record, **old, transaction); !done) return done;
    }
    for (const auto& [key, cell] : result.contribution) {
        if (auto done = transaction.add_to_cell(programme, key, cell); !done) return done;
    }
    return transaction.put_result(
        record.key,
        {programme,
         accepted.submit,
         accepted.op,
         encode_contribution(result.contribution),
         report::encode_summary(result.summary)}
    );
}

Status withdraw_result(const AuditRecord& record, Transaction& transaction) {
    const auto old = transaction.result(record.key);
    if (!old) return error_of(old);
    if (!*old) return {};
    if (auto done = take_back(record, **old, transaction); !done) return done;
    return transaction.remove_result(record.key);
}

} // namespace muster::server
