#include "sync-server/auth/certificates.hpp"

namespace muster::server {

Result<audit::Certificate> Certificates::open(const audit::SignedCertificate& certificate) {
    const auto hash = audit::hash_of(certificate);
    {
        const std::scoped_lock lock(mutex_);
        const auto at = held_.find(hash);
        const bool known = at != held_.end() && at->second.signature == certificate.signature;
        if (known) return at->second.certificate;
    }
    auto opened = audit::open_certificate(certificate, tenancy_.id, tenancy_.identity.public_key());
    return opened;
}

void Certificates::forget() {
    const std::scoped_lock lock(mutex_);
    held_.clear();
}

Result<std::optional<audit::Certificate>>
Certificates::find(const CertificateHash& hash, Reader& reader) {
    {
        const std::scoped_lock lock(mutex_);
        const auto at = held_.find(hash);
        if (at != held_.end()) return at->second.certificate;
    }
    auto row = reader.certificate(hash);
    if (!row) return error_of(row);
    if (!*row) return std::nullopt;
    auto opened = open((*row)->certificate);
    if (!opened) return error_of(opened, "certificate " + hash.hex());
    const std::scoped_lock lock(mutex_);
    if (held_.size() >= held_max) held_.clear();
    held_.insert_or_assign(hash, Held{*opened, (*row)->certificate.signature});
    return std::move(*opened);
}

} // namespace muster::server
