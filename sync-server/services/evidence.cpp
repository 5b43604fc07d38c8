#include "sync-server/services/evidence.hpp"

#include "core/audit/evidence.hpp"
#include "core/base/hash.hpp"

#include <algorithm>

namespace muster::server {

namespace {

// What the caller's own ops attach to this audit under that id.
Result<EvidenceRef>
own_ref(const AuditId& audit, const EvidenceId& evidence, const Caller& caller, Reader& reader) {
    const auto record = reader.audit(audit);
    if (!record) return error_of(record);
    if (*record) {
        const auto refs = reader.evidence_refs((*record)->key);
        if (!refs) return error_of(refs);
        for (const auto& ref : *refs) {
            if (ref.id == evidence && ref.person == caller.person()) return ref;
        }
    }
    return fail(
        Code::not_found,
        "No entry of yours attaches this file to this visit.",
        "Send the entries first."
    );
}

std::vector<std::uint32_t> missing_of(std::uint64_t size_bytes, const std::optional<Upload>& sent) {
    std::vector<std::uint32_t> out;
    for (std::uint32_t i = 0; i < audit::chunks_of(size_bytes); ++i) {
        if (!sent || !std::ranges::binary_search(sent->chunks, i)) out.push_back(i);
    }
    return out;
}

Result<bool> is_whole(const Upload& upload, const EvidenceId& id, Reader& reader) {
    Sha256 hash;
    for (const auto number : upload.chunks) {
        const auto bytes = reader.upload_chunk(upload.key, number);
        if (!bytes) return error_of(bytes);
        hash.add(*bytes);
    }
    return hash.finish() == id.value;
}

Status check_size(const EvidenceRef& ref, std::uint64_t size_bytes) {
    if (ref.size_bytes == size_bytes) return {};
    return fail(
        Code::invalid_input, "The file has another size than the entry that attaches it says."
    );
}

std::uint64_t size_of_chunk(std::uint64_t size_bytes, std::uint32_t number) {
    const auto before = number * audit::evidence_chunk_bytes;
    return before >= size_bytes ? 0 : std::min(size_bytes - before, audit::evidence_chunk_bytes);
}

bool may_read(const AuditRecord& record, std::span<const EvidenceRef> refs, const Caller& caller) {
    if (caller.has_desk_role() || record.granted_to == caller.person()) return true;
    return std::ranges::find(refs, caller.person(), &EvidenceRef::person) != refs.end();
}

std::unexpected<Error> no_such_evidence() {
    return fail(
        Code::not_found,
        "There is no such file at this visit, or it has not arrived whole.",
        "Sync the tablet that captured it."
    );
}

} // namespace

Status keep_evidence_refs(
    AuditKey audit,
    std::span<const audit::Op> ops,
    const audit::Certificate& author,
    Transaction& transaction
) {
    for (const auto& op : ops) {
        if (op.header.kind != audit::number_of(audit::Kind::evidence) || !op.payload) continue;
        const auto payload = audit::decode_payload(*op.payload);
        const auto* evidence = payload ? std::get_if<audit::Evidence>(&payload->body) : nullptr;
        if (evidence == nullptr) continue; // taken back, or of a form that is not known here
        const EvidenceRef ref{evidence->id, author.person, evidence->size_bytes};
        if (auto kept = transaction.put_evidence_ref(audit, ref); !kept) return kept;
    }
    return {};
}

Result<sync::ChunksReply>
missing_chunks(const sync::ChunksRequest& request, const Caller& caller, Reader& reader) {
    const auto ref = own_ref(request.audit, request.evidence, caller, reader);
    if (!ref) return error_of(ref);
    if (auto good = check_size(*ref, request.size_bytes); !good) return error_of(good);
    const auto sent = reader.upload(caller.person(), request.evidence);
    if (!sent) return error_of(sent);
    if (*sent && (*sent)->verified) return sync::ChunksReply{true, {}};
    return sync::ChunksReply{false, missing_of(ref->size_bytes, *sent)};
}

Status
put_chunk(const sync::PutChunkRequest& request, const Caller& caller, Transaction& transaction) {
    const auto ref = own_ref(request.audit, request.evidence, caller, transaction);
    if (!ref) return error_of(ref);
    if (request.bytes.size() != size_of_chunk(ref->size_bytes, request.number)) {
        return fail(Code::invalid_input, "A part of a file has an impossible size.");
    }
    const auto sent = transaction.upload(caller.person(), request.evidence);
    if (!sent) return error_of(sent);
    if (*sent && (*sent)->verified) return {};
    Result<UploadKey> upload = *sent ? (*sent)->key : UploadKey{};
    if (!*sent) {
        upload = transaction.add_upload(caller.person(), request.evidence, ref->size_bytes);
    }
    if (!upload) return error_of(upload);
    return transaction.put_upload_chunk(*upload, request.number, request.bytes);
}

Result<sync::ChunksReply> seal_evidence(
    const sync::ChunksRequest& request,
    const Caller& caller,
    Transaction& transaction,
    const Clock& clock
) {
    auto state = missing_chunks(request, caller, transaction);
    if (!state || state->verified || !state->missing.empty()) return state;
    const auto sent = transaction.upload(caller.person(), request.evidence);
    if (!sent) return error_of(sent);
    const auto whole = is_whole(**sent, request.evidence, transaction);
    if (!whole) return error_of(whole);
    if (!*whole) {
        if (auto done = transaction.drop_upload_chunks((*sent)->key); !done) return error_of(done);
        return sync::ChunksReply{false, missing_of(request.size_bytes, std::nullopt)};
    }
    auto kept = transaction.keep_upload((*sent)->key, request.evidence, clock.now().utc_ms);
    if (!kept) return error_of(kept);
    return sync::ChunksReply{true, {}};
}

Result<sync::GetChunkReply>
get_chunk(const sync::GetChunkRequest& request, const Caller& caller, Reader& reader) {
    if (caller.revoked) return refused_as_revoked();
    const auto record = reader.audit(request.audit);
    if (!record) return error_of(record);
    if (!*record) return no_such_evidence();
    auto refs = reader.evidence_refs((*record)->key);
    if (!refs) return error_of(refs);
    std::erase_if(*refs, [&](const EvidenceRef& ref) { return ref.id != request.evidence; });
    if (refs->empty() || !may_read(**record, *refs, caller)) return no_such_evidence();
    const auto evidence = reader.verified_evidence(request.evidence);
    if (!evidence) return error_of(evidence);
    if (!*evidence) return no_such_evidence();
    auto bytes = reader.upload_chunk((*evidence)->upload, request.number);
    if (!bytes) return error_of(bytes);
    return sync::GetChunkReply{(*evidence)->size_bytes, std::move(*bytes)};
}

} // namespace muster::server
