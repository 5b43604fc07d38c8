#include "sync-server/services/enrolment.hpp"

#include "core/base/hash.hpp"

namespace muster::server {

namespace {

constexpr std::size_t code_bytes = 10; // 80 random bits, 16 characters
constexpr std::size_t label_bytes_max = 200;

Bytes32 hash_of_code(ByteView code) {
    return sha256({view("ec1"), code});
}

std::string in_groups(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i > 0 && i % 4 == 0) out.push_back('-');
        out.push_back(text[i]);
    }
    return out;
}

std::unexpected<Error> no_such_code() {
    return fail(
        Code::unauthenticated,
        "This enrolment code is not valid.",
        "Check it letter by letter, or ask the office for a new one."
    );
}

// The row of a code that may be exchanged, by its own words otherwise.
Result<EnrolmentCodeRow>
usable_code(const std::string& typed, Reader& reader, const Shared& shared) {
    const auto code = from_base32(typed);
    if (!code || code->size() != code_bytes) return no_such_code();
    auto row = reader.enrolment_code(hash_of_code(*code));
    if (!row) return error_of(row);
    if (!*row) return no_such_code();
    if (!(*row)->used_by && (*row)->expires_utc_ms < shared.clock.now().utc_ms) {
        return fail(
            Code::unauthenticated,
            "This enrolment code has expired.",
            "Ask the office for a new one."
        );
    }
    return **row;
}

// A used code answers only the key that used it, with the certificate of that time.
Result<audit::SignedCertificate> certificate_again(
    const EnrolmentCodeRow& row, const PublicKey& key, Reader& reader, const Shared& shared
) {
    const auto used = shared.certificates.find(*row.used_by, reader);
    if (!used) return error_of(used);
    if (!*used || (*used)->key != key) {
        return fail(
            Code::unauthenticated,
            "This enrolment code was used before.",
            "Each code enrols one device. Ask the office for a new one."
        );
    }
    auto stored = reader.certificate(*row.used_by);
    if (!stored) return error_of(stored);
    return (*stored)->certificate;
}

audit::SignedCertificate certify(const Person& person, const PublicKey& key, const Shared& shared) {
    const auto now = shared.clock.now().utc_ms;
    audit::Certificate certificate;
    certificate.tenant = shared.tenancy.id;
    certificate.person = person.id;
    certificate.device = DeviceId{shared.entropy.bytes<16>()};
    certificate.key = key;
    certificate.roles = person.roles;
    // From yesterday: the device's clock may be behind ours.
    certificate.not_before_ms = now - std::int64_t{24} * 3'600'000;
    certificate.not_after_ms = now + certificate_lifetime_ms;
    return audit::sign_certificate(certificate, shared.tenancy.identity);
}

} // namespace

sync::SignedBytes greet(const Bytes32& nonce, const Shared& shared) {
    const auto& tenancy = shared.tenancy;
    sync::Greeting greeting{
        tenancy.id,
        tenancy.identity.public_key(),
        tenancy.organisation,
        tenancy.authority_pem,
        shared.sessions.make_challenge(shared.clock, shared.entropy),
        shared.clock.now().utc_ms,
        sync::protocol_min,
        sync::protocol_max
    };
    sync::SignedBytes out;
    out.body = sync::encode(greeting);
    // The tenant is what the caller learns here, so the signature cannot be bound to it yet.
    out.signature =
        tenancy.identity.sign(sync::greeting_domain, TenantId{}, {out.body, nonce.bytes()});
    return out;
}

Result<sync::EnrolReply>
enrol(const sync::EnrolRequest& request, Transaction& transaction, const Shared& shared) {
    if (request.device_label.size() > label_bytes_max) {
        return fail(Code::invalid_input, "The device's name is longer than 200 bytes.");
    }
    if (auto fresh = shared.sessions.check_challenge(request.challenge, shared.clock); !fresh) {
        return error_of(fresh);
    }
    const bool answered = verify(
        request.key,
        request.challenge_signature,
        sync::challenge_domain,
        shared.tenancy.id,
        {request.challenge}
    );
    if (!answered) {
        return fail(Code::unauthenticated, "The challenge was not answered with the device's key.");
    }
    const auto code = usable_code(request.code, transaction, shared);
    if (!code) return error_of(code);
    const auto person = transaction.person_by_id(code->person);
    if (!person) return error_of(person);
    if (!*person) return fail(Code::not_found, "The person of this code does not exist any more.");
    if (code->used_by) {
        auto again = certificate_again(*code, request.key, transaction, shared);
        if (!again) return error_of(again);
        return sync::EnrolReply{std::move(*again), (*person)->name};
    }
    auto certificate = certify(**person, request.key, shared);
    const auto hash = audit::hash_of(certificate);
    const auto put = transaction.put_certificate(
        {hash, certificate, request.device_label, shared.clock.now().utc_ms}
    );
    if (!put) return error_of(put);
    const auto used = transaction.use_enrolment_code(code->code_hash, hash);
    if (!used) return error_of(used);
    return sync::EnrolReply{std::move(certificate), (*person)->name};
}

Result<NewCode> make_code(
    const Person& person, std::uint32_t valid_hours, Transaction& transaction, const Shared& shared
) {
    const std::uint32_t hours = valid_hours == 0 ? code_hours_default : valid_hours;
    if (hours > code_hours_max) {
        return fail(
            Code::invalid_input,
            "An enrolment code is valid for at most " + std::to_string(code_hours_max) + " hours."
        );
    }
    const auto code = shared.entropy.bytes<code_bytes>();
    const auto expires = shared.clock.now().utc_ms + std::int64_t{hours} * 3'600'000;
    const auto put = transaction.put_enrolment_code(
        {hash_of_code(code.bytes()), person.id, expires, std::nullopt}
    );
    if (!put) return error_of(put);
    return NewCode{person.ref, in_groups(to_base32(code.bytes())), expires};
}

} // namespace muster::server
