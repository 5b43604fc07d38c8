// Evidence travels last, when all ops are there: the server says which chunks it lacks, gets them,
// two under way at a time, and then looks whether the whole has the hash that names it. A link that
// breaks costs the chunks under way and nothing else.
#include "core/field/meeting_state.hpp"

#include <algorithm>

namespace muster::field {

namespace {

constexpr int seals_max = 2;

std::string kilobytes(std::uint64_t bytes) {
    return std::to_string((bytes + 1'023) / 1'024) + " kB";
}

// The piece cannot be sent now, and the next one may be.
bool is_about_this_piece(Code code) {
    switch (code) {
    case Code::invalid_input:
    case Code::not_found:
    case Code::already_exists:
    case Code::permission_denied:
    case Code::failed_precondition:
    case Code::resource_exhausted:
    case Code::unsupported:
        return true;
    case Code::unauthenticated:
    case Code::unavailable:
    case Code::data_loss:
    case Code::internal:
        return false;
    }
    return false;
}

} // namespace

Status Meeting::Impl::list_evidence() {
    evidence_listed = true;
    auto rows = workspace.store.unverified_evidence();
    if (!rows) return error_of(rows);
    evidence_waiting.assign(rows->begin(), rows->end());
    work_total += evidence_waiting.size();
    return {};
}

Result<AuditId> Meeting::Impl::audit_of(std::int64_t number) const {
    const auto rows = workspace.store.audits();
    if (!rows) return error_of(rows);
    const auto row = std::ranges::find(*rows, number, &store::AuditRow::audit);
    if (row != rows->end()) return row->id;
    return fail(Code::data_loss, "Evidence on this tablet belongs to no visit.");
}

Result<std::optional<sync::Call>> Meeting::Impl::evidence(EvidenceStep& step) {
    if (!evidence_listed) {
        if (auto listed = list_evidence(); !listed) return error_of(listed);
    }
    if (!sending) {
        if (evidence_waiting.empty()) return std::optional<sync::Call>();
        const auto row = evidence_waiting.front();
        evidence_waiting.pop_front();
        const auto audit = audit_of(row.audit);
        if (!audit) return error_of(audit);
        sending = Sending{row, *audit};
        step = EvidenceStep::ask;
        return evidence_call("Chunks");
    }
    if (!sending->missing.empty()) return chunk_call(step);
    if (sending->under_way > 0) return std::optional<sync::Call>();
    step = EvidenceStep::seal;
    return evidence_call("SealEvidence");
}

std::optional<sync::Call> Meeting::Impl::evidence_call(std::string_view method) const {
    const sync::ChunksRequest request{sending->audit, sending->row.id, sending->row.size_bytes};
    return sync::Call{
        "muster.v1.SyncService/" + std::string(method),
        sync::encode(request),
        workspace.token,
        "Sending a file of " + kilobytes(sending->row.size_bytes)
    };
}

Result<std::optional<sync::Call>> Meeting::Impl::chunk_call(EvidenceStep& step) {
    const auto number = sending->missing.front();
    auto bytes = workspace.store.evidence_chunk(sending->row.evidence, number);
    if (!bytes) return error_of(bytes);
    if (bytes->empty()) {
        return fail(
            Code::data_loss,
            "A part of a file on this tablet is missing.",
            {},
            sending->row.id.hex()
        );
    }
    sending->missing.pop_front();
    ++sending->under_way;
    step = EvidenceStep::put;
    const auto chunks = audit::chunks_of(sending->row.size_bytes);
    return std::optional(sync::Call{
        "muster.v1.SyncService/PutChunk",
        sync::encode(
            sync::PutChunkRequest{sending->audit, sending->row.id, number, std::move(*bytes)}
        ),
        workspace.token,
        "Sending a file of " + kilobytes(sending->row.size_bytes) + ", part " +
            std::to_string(number + 1) + " of " + std::to_string(chunks)
    });
}

Status Meeting::Impl::receive_evidence(EvidenceStep step, ByteView reply) {
    if (!sending) return {}; // given up while this was under way
    switch (step) {
    case EvidenceStep::put:
        --sending->under_way;
        return note_evidence(sending->row.chunks_on_server + 1, false);
    case EvidenceStep::ask:
    case EvidenceStep::seal:
        break;
    }
    const auto said = sync::decode_chunks_reply(reply);
    if (!said) return error_of(said);
    if (said->verified) {
        ++outcome.evidence_sent;
        const auto noted = note_evidence(audit::chunks_of(sending->row.size_bytes), true);
        end_evidence();
        return noted;
    }
    if (step == EvidenceStep::seal && ++sending->seals >= seals_max) {
        remark("A file did not arrive as it is here. It stays here and is tried again.");
        end_evidence();
        return {};
    }
    const auto chunks = audit::chunks_of(sending->row.size_bytes);
    const bool possible =
        std::ranges::all_of(said->missing, [&](std::uint32_t number) { return number < chunks; });
    if (!possible)
        return fail(Code::invalid_input, "The server asked for a part that is not there.");
    sending->missing.assign(said->missing.begin(), said->missing.end());
    return note_evidence(chunks - static_cast<std::uint32_t>(said->missing.size()), false);
}

Status Meeting::Impl::note_evidence(std::uint32_t chunks_on_server, bool verified) {
    sending->row.chunks_on_server = chunks_on_server;
    auto transaction = workspace.store.begin();
    if (!transaction) return error_of(transaction);
    std::optional<std::int64_t> when;
    if (verified) when = workspace.clock.now().utc_ms;
    auto noted = workspace.store.put_evidence_progress(
        *transaction, sending->row.evidence, chunks_on_server, when
    );
    if (!noted) return noted;
    return transaction->commit();
}

// What the server has not verified is sent, whatever it said of it before: it may have been
// restored.
Status
Meeting::Impl::note_wanted(sqlite::Transaction& transaction, std::span<const EvidenceId> ids) {
    for (const auto& id : ids) {
        const auto row = workspace.store.evidence(id);
        if (!row) return error_of(row);
        if (!*row || !(*row)->verified) continue;
        auto noted =
            workspace.store.put_evidence_progress(transaction, (*row)->evidence, 0, std::nullopt);
        if (!noted) return noted;
    }
    return {};
}

// A server that lacked ops of an audit was perhaps restored, and may lack files that it had
// verified.
Result<bool> Meeting::Impl::was_verified(const AuditId& audit) const {
    const auto row = workspace.store.audit(audit);
    if (!row) return error_of(row);
    if (!*row) return false;
    const auto held = workspace.store.evidence_of((*row)->audit);
    if (!held) return error_of(held);
    return std::ranges::any_of(*held, [](const store::EvidenceRow& each) {
        return each.verified.has_value();
    });
}

void Meeting::Impl::end_evidence() {
    sending.reset();
    ++work_done;
}

bool Meeting::Impl::gives_up_piece(const Awaited& call, const Error& error) {
    if (call.stage != Stage::evidence || !is_about_this_piece(error.code)) return false;
    if (sending) {
        remark("A file stays on this tablet until the next sync: " + error.message);
        end_evidence();
    }
    return true;
}

} // namespace muster::field
