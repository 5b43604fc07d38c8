#include "clients/cli/pulled_audits.hpp"

#include <fmt/format.h>

namespace muster::cli {

namespace {

std::unexpected<Error> bad_run(const AuditId& audit, const audit::Run& run, std::string what) {
    return fail(
        Code::data_loss,
        std::move(what),
        "Do not rely on this audit. Ask whoever runs the server to run muster verify on its "
        "folder.",
        fmt::format(
            "audit {}, writer {}, ops from {}", audit.hex(), run.writer.hex(), run.first_seq
        )
    );
}

} // namespace

Status PulledAudits::take(const sync::PullReply& reply) {
    for (const audit::SignedCertificate& certificate : reply.certificates) {
        auto opened = audit::open_certificate(certificate, tenant_, identity_);
        if (!opened) return error_of(opened, "certificate " + audit::hash_of(certificate).hex());
        certificates_.insert_or_assign(audit::hash_of(certificate), std::move(*opened));
    }
    for (const sync::AuditRuns& audit : reply.audits) {
        for (const Bytes& run : audit.runs) {
            if (auto done = take_run(audit.audit, run); !done) return done;
        }
    }
    return {};
}

Result<audit::RunStart>
PulledAudits::start_of(const PulledAudit& audit, const audit::Run& run) const {
    audit::RunStart start;
    if (run.first_seq == 1) return start;
    for (const audit::Op& op : audit.ops) {
        const bool before = op.header.writer == run.writer && op.header.side == run.side &&
                            op.header.seq + 1 == run.first_seq &&
                            same(op.id.bytes().first(run.prev_hint.size()), run.prev_hint);
        if (!before) continue;
        const auto at = positions_.find(op.id);
        if (at == positions_.end()) break; // not where a run ended
        start.prev = op.id;
        start.epoch_ops = at->second.ops;
        start.epoch_first = at->second.epoch.first;
        start.epoch_key_hash = at->second.key_hash;
        if (at->second.key_is_held) start.epoch = at->second.epoch;
        return start;
    }
    return fail(Code::data_loss, "The op before the run is not there.");
}

void PulledAudits::remember(const audit::Rebuilt& rebuilt, const audit::RunStart& start) {
    Position position;
    position.epoch.first = start.epoch_first;
    position.key_hash = start.epoch_key_hash;
    for (const audit::Op& op : rebuilt.ops) {
        if (!op.header.epoch_key_hash) continue;
        position.epoch.first = op.id;
        position.key_hash = op.header.epoch_key_hash;
    }
    position.ops = rebuilt.open_epoch_ops;
    if (rebuilt.open_epoch) {
        position.epoch = *rebuilt.open_epoch;
        position.key_is_held = true;
    }
    positions_[rebuilt.ops.back().id] = position;
}

Status PulledAudits::take_run(const AuditId& id, ByteView bytes) {
    auto run = audit::decode_run(bytes);
    if (!run) return error_of(run, "audit " + id.hex());
    const auto author = certificates_.find(run->certificate);
    if (author == certificates_.end()) {
        return bad_run(id, *run, "The run came without its author's certificate.");
    }
    if (audit::writer_id_of(author->second.key.value, run->writer_salt) != run->writer) {
        return bad_run(id, *run, "The run's author does not own its log.");
    }
    PulledAudit& audit = audits_[id];
    auto start = start_of(audit, *run);
    if (!start) return bad_run(id, *run, start.error().message);
    const audit::Run facts = *run; // for messages and signature; rebuild() takes the run
    auto rebuilt = audit::rebuild(std::move(*run), id, *start);
    if (!rebuilt) return bad_run(id, facts, rebuilt.error().message);
    if (!audit::run_signature_holds(
            author->second.key, facts.signature, tenant_, rebuilt->ops.back().id
        )) {
        return bad_run(id, facts, "The run's signature is not valid.");
    }
    ++audit.signatures;
    remember(*rebuilt, *start);
    audit.authors.insert_or_assign(facts.writer, author->second);
    std::ranges::move(rebuilt->ops, std::back_inserter(audit.ops));
    return {};
}

namespace {

// Logs of one writer on the two sides are logs of their own.
std::vector<audit::Op> side_of(const std::vector<audit::Op>& ops, audit::Side side) {
    std::vector<audit::Op> out;
    for (const audit::Op& op : ops) {
        if (op.header.side == side) out.push_back(op);
    }
    return out;
}

} // namespace

std::vector<audit::Tip> PulledAudits::tips(const AuditId& id) const {
    const auto audit = audits_.find(id);
    if (audit == audits_.end()) return {};
    auto tips = audit::tips_of(side_of(audit->second.ops, audit::Side::field));
    std::ranges::move(
        audit::tips_of(side_of(audit->second.ops, audit::Side::desk)), std::back_inserter(tips)
    );
    return tips;
}

Digest16 PulledAudits::field_digest(const AuditId& id) const {
    const auto audit = audits_.find(id);
    if (audit == audits_.end()) return audit::digest_of({});
    const std::vector<audit::Op> field = side_of(audit->second.ops, audit::Side::field);
    std::vector<OpId> missing;
    for (const audit::Op& op : field) {
        if (!op.payload) missing.push_back(op.id);
    }
    return audit::digest_of(audit::tips_of(field), std::move(missing));
}

} // namespace muster::cli
