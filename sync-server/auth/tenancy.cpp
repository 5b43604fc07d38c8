#include "sync-server/auth/tenancy.hpp"

namespace muster::server {

ServerWriter make_server_writer(const Tenancy& tenancy, const Clock& clock, Entropy& entropy) {
    auto key = SigningKey::make(entropy);
    const auto salt = entropy.bytes<16>();
    audit::Certificate certificate;
    certificate.tenant = tenancy.id;
    certificate.device = DeviceId{entropy.bytes<16>()};
    certificate.key = key.public_key();
    certificate.roles = {audit::Role::server};
    certificate.not_before_ms = clock.now().utc_ms;
    // A writer lives as long as its process; expiry gates meetings, which it never has.
    certificate.not_after_ms = certificate.not_before_ms;
    auto certified = audit::sign_certificate(certificate, tenancy.identity);
    const auto id = audit::writer_id_of(key.public_key().value, salt);
    const auto hash = audit::hash_of(certified);
    return {std::move(key), salt, id, std::move(certified), hash};
}

} // namespace muster::server
