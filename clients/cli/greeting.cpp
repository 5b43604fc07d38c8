#include "clients/cli/greeting.hpp"

#include <fmt/format.h>

namespace muster::cli {

Result<sync::Greeting> greet(native::HttpsClient& server, Entropy& entropy) {
    const Bytes32 nonce = entropy.bytes<32>();
    auto reply =
        server.call_connect("muster.v1.EnrolmentService/Greet", sync::encode_greet_request(nonce));
    if (!reply) return error_of(reply);
    auto signed_body = sync::decode_signed(*reply);
    if (!signed_body) return error_of(signed_body);
    auto greeting = sync::decode_greeting(signed_body->body);
    if (!greeting) return greeting;
    if (!verify(
            greeting->identity,
            signed_body->signature,
            sync::greeting_domain,
            TenantId{},
            {signed_body->body, nonce.bytes()}
        )) {
        return fail(
            Code::unauthenticated,
            "Untrusted server: its greeting is not signed by the identity it claims.",
            "Nothing was sent. Check the address, and tell whoever runs the server."
        );
    }
    if (greeting->protocol_min > sync::protocol_max ||
        greeting->protocol_max < sync::protocol_min) {
        return fail(
            Code::unsupported,
            fmt::format(
                "The server speaks protocol {} to {}, this program {} to {}.",
                greeting->protocol_min,
                greeting->protocol_max,
                sync::protocol_min,
                sync::protocol_max
            ),
            "Use a muster of the server's version."
        );
    }
    return greeting;
}

Status check_fingerprint(const sync::Greeting& greeting, const Bytes16& fingerprint) {
    const Bytes16 shown = sync::fingerprint_of(greeting.identity);
    if (shown == fingerprint) return {};
    return fail(
        Code::unauthenticated,
        fmt::format(
            "Untrusted server: its identity is {}, the link names {}.",
            sync::fingerprint_text(shown),
            sync::fingerprint_text(fingerprint)
        ),
        "Nothing was sent. Check the link; if it is right, somebody stands between you and the "
        "server."
    );
}

Status connect_verified(
    native::HttpsClient& server, const sync::EnrolmentLink& link, const sync::Greeting& greeting
) {
    const native::Trust trust = greeting.authority_pem.empty()
                                    ? native::Trust::system_roots()
                                    : native::Trust::pinned(greeting.authority_pem);
    auto connected = server.connect(link.host, link.port, trust);
    if (connected || connected.error().code != Code::unauthenticated) return connected;
    return fail(
        Code::unauthenticated,
        "Untrusted server: its TLS certificate is not by the authority that the server identity "
        "names. " +
            connected.error().message,
        "The code was not sent. Check the address; somebody may stand between you and the server."
    );
}

native::Trust trust_in(const std::string& authority_pem) {
    return authority_pem.empty() ? native::Trust::system_roots()
                                 : native::Trust::pinned_or_system(authority_pem);
}

} // namespace muster::cli
