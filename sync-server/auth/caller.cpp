#include "sync-server/auth/caller.hpp"

#include "core/base/hash.hpp"

#include <algorithm>

namespace muster::server {

namespace {

// A person who is known here keeps only the roles that he still has. Nobody is known to a server
// whose database was lost; then the certificate alone speaks, so that people and tablets can bring
// back what they hold.
Result<std::vector<audit::Role>> roles_now(const audit::Certificate& certificate, Reader& reader) {
    auto person = reader.person_by_id(certificate.person);
    if (!person) return error_of(person);
    if (!*person) return certificate.roles;
    std::vector<audit::Role> roles;
    for (const auto role : certificate.roles) {
        if (std::ranges::find((*person)->roles, role) != (*person)->roles.end()) {
            roles.push_back(role);
        }
    }
    return roles;
}

Result<Caller>
caller_of(const CertificateHash& hash, audit::Certificate certificate, Reader& reader) {
    if (certificate.has(audit::Role::server)) {
        return fail(Code::permission_denied, "A server's certificate cannot call the server.");
    }
    auto roles = roles_now(certificate, reader);
    if (!roles) return error_of(roles);
    return Caller{hash, std::move(certificate), std::move(*roles), false};
}

} // namespace

bool Caller::has(audit::Role role) const {
    return std::ranges::find(roles, role) != roles.end();
}

bool Caller::has_desk_role() const {
    return has(audit::Role::quality_manager) || has(audit::Role::compliance_officer) ||
           has(audit::Role::administrator);
}

Result<Caller> prove(
    const Proven& proof,
    const Tenancy& tenancy,
    const Sessions& sessions,
    Reader& reader,
    const Clock& clock
) {
    auto certificate =
        audit::open_certificate(proof.certificate, tenancy.id, tenancy.identity.public_key());
    if (!certificate) return error_of(certificate);
    auto caller = caller_of(audit::hash_of(proof.certificate), std::move(*certificate), reader);
    if (!caller) return error_of(caller);
    if (auto fresh = sessions.check_challenge(proof.challenge, clock); !fresh) {
        return error_of(fresh);
    }
    const bool answered = verify(
        caller->certificate.key,
        proof.challenge_signature,
        sync::challenge_domain,
        tenancy.id,
        {proof.challenge}
    );
    if (!answered) {
        return fail(
            Code::unauthenticated,
            "The challenge was not answered with the certificate's key.",
            "Enrol this device again if its key was lost."
        );
    }
    const auto now = clock.now().utc_ms;
    const auto& valid = caller->certificate;
    if (now < valid.not_before_ms || now > valid.not_after_ms) {
        return fail(
            Code::unauthenticated,
            "This device's certificate is not valid at the present date.",
            "Ask an administrator for a new enrolment code. What is on the device stays there."
        );
    }
    return caller;
}

Result<Caller> identify(
    std::string_view token,
    Certificates& certificates,
    const Sessions& sessions,
    Reader& reader,
    const Clock& clock
) {
    const auto hash = sessions.check_token(token, clock);
    if (!hash) return error_of(hash);
    auto certificate = certificates.find(*hash, reader);
    if (!certificate) return error_of(certificate);
    if (!*certificate) {
        return fail(
            Code::unauthenticated, "The server does not hold your certificate.", "Say hello again."
        );
    }
    auto caller = caller_of(*hash, std::move(**certificate), reader);
    if (caller) {
        caller->revoked = certificates.revocations().contains(caller->certificate.key);
    }
    return caller;
}

Result<Caller> identify_browser(const PersonId& person, const Tenancy& tenancy, Reader& reader) {
    auto known = reader.person_by_id(person);
    if (!known) return error_of(known);
    if (!*known) {
        return fail(Code::unauthenticated, "You are not known here any more.", "Sign in again.");
    }
    Caller out;
    out.certificate.tenant = tenancy.id;
    out.certificate.person = person;
    out.certificate.roles = (*known)->roles;
    out.roles = (*known)->roles;
    out.by_browser = true;
    return out;
}

std::unexpected<Error> refused_as_revoked() {
    return fail(
        Code::permission_denied,
        "This device was revoked.",
        "It can still send what it holds. Ask the office for a new enrolment."
    );
}

Result<std::optional<ActivityRow>>
authorise(const CallFacts& call, const Caller& caller, const Tenancy& tenancy, const Clock& clock) {
    if (caller.revoked && call.method != "muster.v1.SyncService/Push") return refused_as_revoked();
    if (auto allowed = may_call(call.method, caller.roles); !allowed) return error_of(allowed);
    if (caller.by_browser && call.method.starts_with("muster.v1.SyncService/")) {
        return fail(Code::permission_denied, "A browser's session does not sync.");
    }
    if (rule_of(call.method)->proof != Proof::signature) return std::nullopt;
    const auto body_hash = sha256(call.body);
    if (caller.by_browser) {
        return ActivityRow{
            clock.now().utc_ms,
            caller.person(),
            CertificateHash{},
            std::string(call.method),
            body_hash,
            sha256(view(call.token)),
            Signature{}
        };
    }
    const auto bytes = from_base64url(call.signature);
    const auto signature =
        bytes ? Signature::from(*bytes) : Result<Signature>(std::unexpected<Error>(bytes.error()));
    const bool holds = signature && verify(
                                        caller.certificate.key,
                                        *signature,
                                        sync::call_domain,
                                        tenancy.id,
                                        {view(call.method), view(call.token), body_hash.bytes()}
                                    );
    if (!holds) {
        return fail(
            Code::unauthenticated,
            "The call is not signed with your key.",
            "Send the header Muster-Signature; docs/api.md says over what."
        );
    }
    return ActivityRow{
        clock.now().utc_ms,
        caller.person(),
        caller.certificate_hash,
        std::string(call.method),
        body_hash,
        sha256(view(call.token)),
        *signature
    };
}

} // namespace muster::server
