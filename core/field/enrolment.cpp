#include "core/field/workspace_state.hpp"

namespace muster::field {

struct Enrolment::Impl {
    enum class Stage { greet, enrol, done };

    Workspace::Impl& workspace;
    sync::EnrolmentLink link;
    std::string device_label;
    Stage stage = Stage::greet;
    Bytes32 nonce;
    std::optional<sync::Greeting> greeting;
    std::optional<SigningKey> key;

    Status receive_greeting(ByteView reply);
    Status receive_certificate(ByteView reply);
};

Enrolment::Enrolment(Workspace& workspace, sync::EnrolmentLink link, std::string device_label)
    : impl_(std::make_unique<Impl>(*workspace.impl_, std::move(link), std::move(device_label))) {
    impl_->nonce = impl_->workspace.entropy.bytes<32>();
}

Enrolment::Enrolment(Enrolment&&) noexcept = default;
Enrolment::~Enrolment() = default;

const sync::Greeting* Enrolment::greeting() const {
    return impl_->greeting ? &*impl_->greeting : nullptr;
}

std::optional<sync::Call> Enrolment::next() {
    switch (impl_->stage) {
    case Impl::Stage::greet:
        return sync::Call{
            "muster.v1.EnrolmentService/Greet",
            sync::encode_greet_request(impl_->nonce),
            {},
            "Asking the server who it is"
        };
    case Impl::Stage::enrol: {
        if (!impl_->key) impl_->key = SigningKey::make(impl_->workspace.entropy);
        sync::EnrolRequest request;
        request.code = impl_->link.code;
        request.key = impl_->key->public_key();
        request.challenge = impl_->greeting->challenge;
        request.challenge_signature = impl_->key->sign(
            sync::challenge_domain, impl_->greeting->tenant, {impl_->greeting->challenge}
        );
        request.device_label = impl_->device_label;
        return sync::Call{
            "muster.v1.EnrolmentService/Enrol", sync::encode(request), {}, "Enrolling this device"
        };
    }
    case Impl::Stage::done:
        break;
    }
    return std::nullopt;
}

Status Enrolment::receive(ByteView reply) {
    switch (impl_->stage) {
    case Impl::Stage::greet:
        return impl_->receive_greeting(reply);
    case Impl::Stage::enrol:
        return impl_->receive_certificate(reply);
    case Impl::Stage::done:
        break;
    }
    return fail(Code::failed_precondition, "This device is enrolled already.");
}

Status Enrolment::Impl::receive_greeting(ByteView reply) {
    const auto said = sync::decode_signed(reply);
    if (!said) return error_of(said);
    auto read = sync::decode_greeting(said->body);
    if (!read) return error_of(read);
    const bool genuine =
        sync::fingerprint_of(read->identity) == link.fingerprint &&
        verify(
            read->identity, said->signature, sync::greeting_domain, {}, {said->body, nonce.bytes()}
        );
    if (!genuine) {
        return fail(
            Code::permission_denied,
            "This is not the server that the enrolment link names.",
            "Nothing was sent. Check the link with the office; somebody may be in between."
        );
    }
    if (workspace.profile && (workspace.profile->tenant != read->tenant ||
                              workspace.profile->server_identity != read->identity)) {
        return fail(
            Code::failed_precondition,
            "This vault belongs to another organisation.",
            "Enrol into a new vault."
        );
    }
    greeting = std::move(*read);
    stage = Stage::enrol;
    return {};
}

Status Enrolment::Impl::receive_certificate(ByteView reply) {
    const auto enrolled = sync::decode_enrol_reply(reply);
    if (!enrolled) return error_of(enrolled);
    const auto opened =
        audit::open_certificate(enrolled->certificate, greeting->tenant, greeting->identity);
    if (!opened) return error_of(opened);
    if (opened->key != key->public_key()) {
        return fail(Code::invalid_input, "The server answered with another device's certificate.");
    }
    if (workspace.profile && workspace.profile->person != opened->person) {
        return fail(
            Code::failed_precondition,
            "This vault belongs to another person.",
            "Enrol into a new vault."
        );
    }
    Profile profile;
    profile.tenant = greeting->tenant;
    profile.person = opened->person;
    profile.device = opened->device;
    profile.person_name = enrolled->person_name;
    profile.organisation = greeting->organisation;
    profile.host = link.host;
    profile.port = link.port;
    profile.server_identity = greeting->identity;
    profile.authority_pem = greeting->authority_pem;
    profile.roles = opened->roles;
    auto transaction = workspace.store.begin();
    if (!transaction) return error_of(transaction);
    // What the earlier key wrote and nobody signed yet could never leave without that key.
    if (workspace.author) {
        auto closed =
            workspace.ledger.sign_tips(*transaction, *workspace.author, workspace.trust());
        if (!closed) return error_of(closed);
    }
    // Fresh random bytes with every enrolment: a new installation is a new writer.
    const auto writer_salt = workspace.entropy.bytes<16>();
    auto stored =
        workspace.store_profile(*transaction, profile, *key, enrolled->certificate, writer_salt);
    if (!stored) return error_of(stored);
    if (auto done = transaction->commit(); !done) return error_of(done);
    stage = Stage::done;
    return workspace.load_profile();
}

} // namespace muster::field
