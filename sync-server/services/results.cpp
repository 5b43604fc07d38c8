#include "sync-server/services/results.hpp"

namespace muster::server {

namespace {

report::VisitFacts facts_of(const ResultInput& input) {
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
    auto result = report::result_of(facts_of(input), input.frozen, **compiled, **provisions);
    if (!result) return error_of(result);
    return Computed{std::move(*result), std::nullopt};
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
    const report::AuditResult& result,
    Transaction& transaction
) {
    const auto old = transaction.result(record.key);
    if (!old) return error_of(old);
    if (*old) {
        if (auto done = take_back(record, **old, transaction); !done) return done;
    }
    for (const auto& [key, cell] : result.cells) {
        if (auto done = transaction.add_to_cell(programme, key, cell); !done) return done;
    }
    return transaction.put_result(
        record.key,
        {programme,
         accepted.submit,
         accepted.op,
         encode_contribution(result.cells),
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
