#include "sync-server/services/shared.hpp"

#include "core/checklist/checklist_codec.hpp"

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

void Documents::forget() {
    const std::scoped_lock lock(mutex_);
    checklists_.clear();
    provisions_.clear();
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

Result<Documents::Checklist> Documents::checklist(const DocumentHash& hash, Reader& reader) {
    {
        const std::scoped_lock lock(mutex_);
        const auto at = checklists_.find(hash);
        if (at != checklists_.end()) return at->second;
    }
    const auto document = reader.document(hash);
    if (!document) return error_of(document);
    if (!*document || (*document)->kind != sync::DocumentKind::checklist) return Checklist();
    auto decoded = checklist::decode_checklist((*document)->bytes);
    if (!decoded) return error_of(decoded, "checklist " + hash.hex());
    auto compiled = checklist::compile(std::move(*decoded));
    if (!compiled) return error_of(compiled, "checklist " + hash.hex());
    auto ready = std::make_shared<const checklist::Compiled>(std::move(*compiled));
    const std::scoped_lock lock(mutex_);
    if (checklists_.size() >= held_max) checklists_.clear();
    return checklists_.emplace(hash, std::move(ready)).first->second;
}

Result<Documents::Provisions> Documents::provisions(const DocumentHash& hash, Reader& reader) {
    {
        const std::scoped_lock lock(mutex_);
        const auto at = provisions_.find(hash);
        if (at != provisions_.end()) return at->second;
    }
    const auto document = reader.document(hash);
    if (!document) return error_of(document);
    if (!*document || (*document)->kind != sync::DocumentKind::provisions) return Provisions();
    auto decoded = audit::decode_provisions((*document)->bytes);
    if (!decoded) return error_of(decoded, "provisions " + hash.hex());
    auto ready = std::make_shared<const audit::Provisions>(std::move(*decoded));
    const std::scoped_lock lock(mutex_);
    if (provisions_.size() >= held_max) provisions_.clear();
    return provisions_.emplace(hash, std::move(ready)).first->second;
}

} // namespace muster::server
