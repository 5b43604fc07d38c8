#include "sync-server/services/audit_look.hpp"

#include "core/report/audit_result.hpp"
#include "sync-server/services/results.hpp"
#include "sync-server/services/review_decision.hpp"

namespace muster::server {

namespace {

Status read_visit(Reader& reader, AuditLook& out) {
    auto visit = reader.visit_of(out.opened.record.key);
    if (!visit) return error_of(visit);
    if (!*visit) {
        return fail(
            Code::failed_precondition,
            "The visit of this audit is not known here.",
            "Put the visit again; the same ref brings its audit."
        );
    }
    out.visit = std::move(**visit);
    auto location = reader.location(out.visit.visit.location);
    if (!location) return error_of(location);
    if (*location) out.location = std::move(**location);
    out.location.ref = out.visit.visit.location;
    return {};
}

Status read_documents(Reader& reader, const Shared& shared, AuditLook& out) {
    const auto card = card_of(out.opened.record, shared.tenancy, reader);
    if (!card) return error_of(card);
    if (*card) {
        auto checklist = shared.documents.checklist((*card)->checklist, reader);
        if (!checklist) return error_of(checklist);
        auto provisions = shared.documents.provisions((*card)->provisions, reader);
        if (!provisions) return error_of(provisions);
        out.checklist = std::move(*checklist);
        out.provisions = std::move(*provisions);
    }
    if (out.checklist && out.provisions) return {};
    return fail(
        Code::failed_precondition,
        "A document that the audit pins is not here.",
        "Publish it again; the same file has the same hash."
    );
}

Status judge(const Shared& shared, Reader& reader, AuditLook& out) {
    const auto& folded = out.opened.folded;
    const auto& checklist = *out.checklist;
    out.sheet = audit::answers_of(folded);
    out.status =
        checklist.evaluate(out.sheet, {report::end_of_visit(folded, checklist.checklist())});
    auto score = audit::score(checklist, out.sheet, out.status);
    if (!score) return error_of(score);
    out.score = std::move(*score);
    out.findings = report::findings_of(folded, checklist, *out.provisions);
    if (!out.score.final_share) return {};
    const auto card = card_of(out.opened.record, shared.tenancy, reader);
    if (!card) return error_of(card);
    auto explained = audit::explain(checklist, out.sheet, out.score, (*card)->checklist);
    if (!explained) return error_of(explained);
    out.explanation = std::move(*explained);
    return {};
}

Status add_name(const PersonId& person, Reader& reader, AuditLook& out) {
    if (out.names.contains(person)) return {};
    const auto known = reader.person_by_id(person);
    if (!known) return error_of(known);
    if (*known) out.names.emplace(person, (*known)->name);
    return {};
}

Status read_names(Reader& reader, AuditLook& out) {
    for (const auto& [writer, certificate] : out.opened.loaded.authors) {
        if (auto done = add_name(certificate.person, reader, out); !done) return done;
    }
    for (const auto& op : out.opened.loaded.ops) {
        if (op.header.kind != audit::number_of(audit::Kind::attribution) || !op.payload) continue;
        const auto payload = audit::decode_payload(*op.payload);
        const auto* named = payload ? std::get_if<audit::Attribution>(&payload->body) : nullptr;
        if (named == nullptr) continue;
        if (auto done = add_name(named->person, reader, out); !done) return done;
    }
    return {};
}

} // namespace

Result<AuditLook> look_at_audit(const AuditId& audit, Reader& reader, const Shared& shared) {
    auto opened = open_decided(audit, reader, shared);
    if (!opened) return error_of(opened);
    AuditLook out{std::move(*opened), {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
    if (auto done = read_visit(reader, out); !done) return error_of(done);
    if (auto done = read_documents(reader, shared, out); !done) return error_of(done);
    if (auto done = judge(shared, reader, out); !done) return error_of(done);
    if (auto done = read_names(reader, out); !done) return error_of(done);
    out.hindrances = hindrances_of(out.opened.folded);
    return out;
}

} // namespace muster::server
