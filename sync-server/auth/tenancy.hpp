// Whose server this is: the tenant, the server identity that signs certificates, greetings and
// receipts, and the writer under which this process makes ops of its own. The writer is new at
// every process start, so that a server restored from a backup can never fork its own earlier logs.
#pragma once

#include "core/audit/authority.hpp"
#include "core/base/clock.hpp"

namespace muster::server {

struct Tenancy {
    TenantId id;
    std::string organisation;
    std::string authority_pem; // TLS trust, told to devices under the identity's signature
    SigningKey identity;
};

struct ServerWriter {
    SigningKey key;
    Bytes16 salt;
    WriterId id;
    audit::SignedCertificate certificate;
    CertificateHash certificate_hash;
};

ServerWriter make_server_writer(const Tenancy& tenancy, const Clock& clock, Entropy& entropy);

} // namespace muster::server
