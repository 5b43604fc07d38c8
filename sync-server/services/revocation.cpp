#include "sync-server/services/revocation.hpp"

#include "sync-server/services/decisions.hpp"
#include "sync-server/services/review.hpp"

#include <algorithm>
#include <set>

namespace muster::server {

namespace {

Result<PublicKey> key_to_revoke(
    const CertificateHash& hash, const Caller& caller, Reader& reader, const Shared& shared
) {
    const auto certificate = shared.certificates.find(hash, reader);
    if (!certificate) return error_of(certificate);
    if (!*certificate || (*certificate)->has(audit::Role::server)) {
        return fail(
            Code::not_found, "There is no such device.", "See them with: muster device list"
        );
    }
    if ((*certificate)->key == caller.certificate.key) {
        return fail(
            Code::failed_precondition,
            "This is the device that you are using.",
            "Revoke it from another one."
        );
    }
    return (*certificate)->key;
}

// Every audit in which the key wrote, under any of its certificates.
Result<std::set<AuditId>> audits_of(const PublicKey& key, Reader& reader, const Shared& shared) {
    const auto devices = reader.devices();
    if (!devices) return error_of(devices);
    std::set<AuditId> out;
    for (const auto& device : *devices) {
        const auto certificate = shared.certificates.find(device.certificate.hash, reader);
        if (!certificate) return error_of(certificate);
        if (!*certificate || (*certificate)->key != key) continue;
        const auto audits = reader.audits_signed_by(device.certificate.hash);
        if (!audits) return error_of(audits);
        out.insert(audits->begin(), audits->end());
    }
    return out;
}

bool says_so(const LoadedAudit& loaded, const PublicKey& key) {
    return std::ranges::any_of(loaded.ops, [&](const audit::Op& op) {
        if (op.header.kind != audit::number_of(audit::Kind::revoke) || !op.payload) return false;
        const auto payload = audit::decode_payload(*op.payload);
        const auto* said = payload ? std::get_if<audit::Revocation>(&payload->body) : nullptr;
        return said != nullptr && said->key == key;
    });
}

std::vector<audit::Tip> tips_by(const LoadedAudit& loaded, const PublicKey& key) {
    std::vector<audit::Tip> out;
    for (const auto& tip : loaded.field_tips) {
        const auto author = loaded.authors.find(tip.writer);
        if (author != loaded.authors.end() && author->second.key == key) out.push_back(tip);
    }
    return out;
}

Status append_revocation(
    AuditRecord& record,
    const PublicKey& key,
    std::vector<audit::Tip> tips,
    const std::optional<PersonId>& by,
    const std::string& reason,
    Transaction& transaction,
    const Shared& shared
) {
    audit::NewOp entry;
    entry.kind = audit::Kind::revoke;
    entry.register_name = copy(key.bytes());
    entry.payload = audit::encode_payload({audit::Revocation{key, std::move(tips)}, std::nullopt});
    const auto op = append_decision(record, std::move(entry), by, reason, transaction, shared);
    return op ? Status() : error_of(op);
}

} // namespace

Result<std::uint32_t> revoke_device(
    const RevocationRequest& request,
    const Caller& caller,
    Transaction& transaction,
    const Shared& shared
) {
    if (auto good = check_decision_reason(request.reason); !good) return error_of(good);
    const auto key = key_to_revoke(request.certificate, caller, transaction, shared);
    if (!key) return error_of(key);
    const auto audits = audits_of(*key, transaction, shared);
    if (!audits) return error_of(audits);
    RevokedKey revoked{*key, shared.clock.now().utc_ms, caller.person(), {}};
    std::vector<DecidedAudit> touched;
    for (const auto& id : *audits) {
        auto opened = open_decided(id, transaction, shared);
        if (!opened) return error_of(opened);
        if (says_so(opened->loaded, *key)) continue;
        revoked.reach[id] = tips_by(opened->loaded, *key);
        touched.push_back(std::move(*opened));
    }
    // First of all outside the database: should the rest fail, the key is revoked all the same.
    if (auto written = shared.certificates.revocations().add(revoked); !written) {
        return error_of(written);
    }
    for (auto& opened : touched) {
        auto done = append_revocation(
            opened.record,
            *key,
            revoked.reach[opened.record.id],
            caller.person(),
            request.reason,
            transaction,
            shared
        );
        if (!done) return error_of(done);
        const auto settled = settle(opened.record, transaction, shared);
        if (!settled) return error_of(settled);
    }
    return static_cast<std::uint32_t>(touched.size());
}

Status hold_revoked(
    AuditRecord& record, const PublicKey& key, Transaction& transaction, const Shared& shared
) {
    const auto loaded = load_audit(record, transaction, shared.certificates);
    if (!loaded) return error_of(loaded);
    if (says_so(*loaded, key)) return {};
    auto tips = shared.certificates.revocations().reach_of(key, record.id);
    return append_revocation(record, key, std::move(tips), std::nullopt, {}, transaction, shared);
}

Result<std::uint32_t> renew_revocations(Transaction& transaction, const Shared& shared) {
    std::uint32_t count = 0;
    for (const auto& key : shared.certificates.revocations().keys()) {
        const auto audits = audits_of(key, transaction, shared);
        if (!audits) return error_of(audits);
        for (const auto& id : *audits) {
            auto opened = open_decided(id, transaction, shared);
            if (!opened) return error_of(opened);
            if (says_so(opened->loaded, key)) continue;
            auto held = hold_revoked(opened->record, key, transaction, shared);
            if (!held) return error_of(held);
            const auto settled = settle(opened->record, transaction, shared);
            if (!settled) return error_of(settled);
            ++count;
        }
    }
    return count;
}

} // namespace muster::server
