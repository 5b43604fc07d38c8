#include "sync-server/services/hello.hpp"

#include "sync-server/services/audit_ops.hpp"

#include <algorithm>
#include <map>

namespace muster::server {

namespace {

AuditId last_id() {
    AuditId id;
    id.value.data.fill(0xff);
    return id;
}

Result<std::optional<CertificateRow>> unknown_certificate(
    const audit::SignedCertificate& certificate,
    const Caller& caller,
    Reader& reader,
    const Shared& shared
) {
    const auto known = reader.certificate(caller.certificate_hash);
    if (!known) return error_of(known);
    if (*known) return std::nullopt;
    return CertificateRow{caller.certificate_hash, certificate, {}, shared.clock.now().utc_ms};
}

Result<Caller> caller_of(const sync::HelloRequest& request, Reader& reader, const Shared& shared) {
    if (!request.token.empty()) {
        return identify(request.token, shared.certificates, shared.sessions, reader, shared.clock);
    }
    auto caller = prove(
        {request.certificate, request.challenge, request.challenge_signature},
        shared.tenancy,
        shared.sessions,
        reader,
        shared.clock
    );
    if (caller) {
        caller->revoked = shared.certificates.revocations().contains(caller->certificate.key);
    }
    return caller;
}

Status check_request(const sync::HelloRequest& request, const Shared& shared) {
    if (request.tenant != shared.tenancy.id) {
        return fail(
            Code::failed_precondition,
            "This server belongs to another organisation.",
            "Check the server's address. Nothing was sent."
        );
    }
    if (request.protocol_max < sync::protocol_min || request.protocol_min > sync::protocol_max) {
        return fail(
            Code::unsupported,
            "The app and the server speak different versions of the protocol.",
            "Update the older of the two; what is on the device is safe and can be exported."
        );
    }
    if (request.digests.size() > shared.limits.hello_audits_max) {
        return fail(
            Code::resource_exhausted,
            "More than " + std::to_string(shared.limits.hello_audits_max) + " audits in one page.",
            "Send them in pages."
        );
    }
    return {};
}

sync::ScopeState state_of(const AuditRecord& record, const Caller& caller) {
    if (caller.revoked) return sync::ScopeState::revoked;
    const bool mine = record.granted_to && *record.granted_to == caller.person();
    if (record.granted_to && !mine && !caller.has_desk_role()) return sync::ScopeState::revoked;
    switch (record.stage) {
    case audit::Stage::planned:
    case audit::Stage::draft:
        return sync::ScopeState::assigned;
    case audit::Stage::submitted:
        return sync::ScopeState::review;
    case audit::Stage::returned:
        return sync::ScopeState::returned;
    case audit::Stage::accepted:
    case audit::Stage::rejected:
    case audit::Stage::excluded:
        return sync::ScopeState::closed;
    }
    return sync::ScopeState::assigned;
}

// Payloads that somebody may still hold whose header came through other hands.
Result<std::vector<OpId>> lacking_in(const AuditRecord& record, Reader& reader) {
    std::vector<OpId> out;
    if (record.missing_payloads == 0) return out;
    const auto logs = reader.logs(record.key);
    if (!logs) return error_of(logs);
    for (const auto& log : *logs) {
        if (log.side != audit::Side::field) continue;
        const auto ops = reader.ops(log, 1, UINT64_MAX);
        if (!ops) return error_of(ops);
        for (const auto& each : *ops) {
            if (each.op.payload) continue;
            if (out.size() == hello_lacking_max) return out;
            out.push_back(each.op.id);
        }
    }
    return out;
}

Result<sync::ScopeDifference>
difference_of(const AuditRecord& record, const Caller& caller, Reader& reader) {
    auto tips = tips_of(record, audit::Side::field, reader);
    if (!tips) return error_of(tips);
    auto lacking = lacking_in(record, reader);
    if (!lacking) return error_of(lacking);
    return sync::ScopeDifference{
        record.id,
        state_of(record, caller),
        record.field_digest,
        record.card.value_or(DocumentHash{}),
        std::move(*tips),
        std::move(*lacking)
    };
}

// What the device may and must compare: what is granted to the person, and what the device lists.
class Comparison {
public:
    Comparison(
        const sync::HelloRequest& request,
        const Caller& caller,
        Reader& reader,
        const Shared& shared
    )
        : request_(request), caller_(caller), reader_(reader), shared_(shared) {}

    Status run(sync::HelloState& out) {
        const auto after = request_.after.value_or(AuditId{});
        const bool more = request_.more && !request_.digests.empty();
        const auto until = more ? request_.digests.back().audit : last_id();
        // A device that was revoked hears of what it lists, to bring it, and of nothing else.
        Result<std::vector<AuditRecord>> granted = std::vector<AuditRecord>();
        if (!caller_.revoked) {
            granted = reader_.audits_granted_to(caller_.person(), after, until);
        }
        if (!granted) return error_of(granted);
        std::map<AuditId, AuditRecord> scope;
        for (auto& record : *granted)
            scope.emplace(record.id, std::move(record));
        for (const auto& listed : request_.digests) {
            if (auto done = add_listed(listed, scope, out); !done) return done;
        }
        for (const auto& [id, record] : scope) {
            if (auto done = add_granted(record, out); !done) return done;
        }
        return {};
    }

private:
    Status add_listed(
        const sync::AuditDigest& listed,
        std::map<AuditId, AuditRecord>& scope,
        sync::HelloState& out
    ) {
        if (scope.contains(listed.audit)) {
            listed_.emplace(listed.audit, listed.digest);
            return {};
        }
        auto record = reader_.audit(listed.audit);
        if (!record) return error_of(record);
        if (*record) {
            listed_.emplace(listed.audit, listed.digest);
            scope.emplace(listed.audit, std::move(**record));
            return {};
        }
        // Nothing of it is here: the device sends all that it has, its visit card included.
        const auto nothing = audit::digest_of({});
        if (listed.digest == nothing || full(out)) return {};
        out.differences.push_back(
            {listed.audit,
             caller_.revoked ? sync::ScopeState::revoked : sync::ScopeState::assigned,
             nothing,
             DocumentHash{},
             {}}
        );
        return {};
    }

    Status add_granted(const AuditRecord& record, sync::HelloState& out) {
        if (record.held_back > 0) {
            if (auto done = add_held_back(record, out); !done) return done;
        }
        const auto at = listed_.find(record.id);
        const bool same = at != listed_.end() && at->second == record.field_digest;
        if (same || full(out)) return {};
        auto difference = difference_of(record, caller_, reader_);
        if (!difference) return error_of(difference);
        out.differences.push_back(std::move(*difference));
        return {};
    }

    Status add_held_back(const AuditRecord& record, sync::HelloState& out) {
        const auto loaded = load_audit(record, reader_, shared_.certificates);
        if (!loaded) return error_of(loaded);
        const auto folded = audit::fold(loaded->ops, loaded->authors);
        for (const auto& held : folded.held_back) {
            const auto author = loaded->authors.find(held.writer);
            const bool own =
                author != loaded->authors.end() && author->second.person == caller_.person();
            if (own) out.held_back.push_back({record.id, held.op, held.code, held.text});
        }
        return {};
    }

    static bool full(const sync::HelloState& out) {
        return out.differences.size() >= hello_differences_max;
    }

    const sync::HelloRequest& request_;
    const Caller& caller_;
    Reader& reader_;
    const Shared& shared_;
    std::map<AuditId, Digest16> listed_;
};

} // namespace

Result<HelloOutcome>
hello(const sync::HelloRequest& request, Reader& reader, const Shared& shared) {
    if (auto good = check_request(request, shared); !good) return error_of(good);
    const auto caller = caller_of(request, reader, shared);
    if (!caller) return error_of(caller);
    sync::HelloState state;
    state.protocol = std::min(request.protocol_max, sync::protocol_max);
    state.server_utc_ms = shared.clock.now().utc_ms;
    state.token = shared.sessions.make_token(caller->certificate_hash, shared.clock);
    state.token_expires_in_ms = token_lifetime_ms;
    state.limits = shared.limits;
    state.server_nonce = shared.entropy.bytes<16>();
    state.device_revoked = caller->revoked;
    if (auto done = Comparison(request, *caller, reader, shared).run(state); !done) {
        return error_of(done);
    }
    if (!request.more) {
        auto wanted = reader.unsent_evidence(caller->person(), sync::limits::evidence_wanted_max);
        if (!wanted) return error_of(wanted);
        state.evidence_wanted = std::move(*wanted);
    }
    HelloOutcome out;
    if (request.token.empty()) {
        auto row = unknown_certificate(request.certificate, *caller, reader, shared);
        if (!row) return error_of(row);
        out.new_certificate = std::move(*row);
    }
    out.reply.body = sync::encode(state);
    out.reply.signature = shared.tenancy.identity.sign(
        sync::hello_domain, shared.tenancy.id, {out.reply.body, request.nonce.bytes()}
    );
    return out;
}

Result<OpenOutcome>
open_session(const sync::OpenRequest& request, Reader& reader, const Shared& shared) {
    const auto caller = prove(
        {request.certificate, request.challenge, request.challenge_signature},
        shared.tenancy,
        shared.sessions,
        reader,
        shared.clock
    );
    if (!caller) return error_of(caller);
    if (shared.certificates.revocations().contains(caller->certificate.key)) {
        return refused_as_revoked();
    }
    auto row = unknown_certificate(request.certificate, *caller, reader, shared);
    if (!row) return error_of(row);
    return OpenOutcome{
        {shared.sessions.make_token(caller->certificate_hash, shared.clock), token_lifetime_ms},
        std::move(*row)
    };
}

} // namespace muster::server
