#include "sync-server/services/shared.hpp"

#include "core/checklist/checklist_codec.hpp"

namespace muster::server {

void Documents::forget() {
    const std::scoped_lock lock(mutex_);
    checklists_.clear();
    provisions_.clear();
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
