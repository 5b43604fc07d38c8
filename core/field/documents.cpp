#include "core/field/documents.hpp"

#include "core/checklist/checklist_codec.hpp"

namespace muster::field {

Result<Bytes> Documents::bytes_of(const DocumentHash& hash, std::string_view what) const {
    const auto row = store_->document(hash);
    if (!row) return error_of(row);
    if (!*row) {
        return fail(
            Code::failed_precondition,
            "The " + std::string(what) + " of this visit is not on this tablet yet.",
            "Sync once while there is a network; then it works offline."
        );
    }
    return (*row)->bytes;
}

Result<std::shared_ptr<const audit::VisitCard>>
Documents::visit_card(const DocumentHash& hash, const Trust& trust) {
    if (const auto at = cards_.find(hash); at != cards_.end()) return at->second;
    const auto bytes = bytes_of(hash, "brief");
    if (!bytes) return error_of(bytes);
    const auto signed_card = audit::decode_signed_visit_card(*bytes);
    if (!signed_card) return error_of(signed_card);
    auto card = audit::open_visit_card(*signed_card, trust.tenant, trust.identity);
    if (!card) return error_of(card);
    auto kept = std::make_shared<const audit::VisitCard>(std::move(*card));
    cards_.emplace(hash, kept);
    return kept;
}

Result<std::shared_ptr<const checklist::Compiled>> Documents::checklist(const DocumentHash& hash) {
    if (const auto at = checklists_.find(hash); at != checklists_.end()) return at->second;
    const auto bytes = bytes_of(hash, "checklist");
    if (!bytes) return error_of(bytes);
    auto decoded = checklist::decode_checklist(*bytes);
    if (!decoded) return error_of(decoded);
    auto compiled = checklist::compile(std::move(*decoded));
    if (!compiled) return error_of(compiled);
    auto kept = std::make_shared<const checklist::Compiled>(std::move(*compiled));
    checklists_.emplace(hash, kept);
    return kept;
}

Result<std::shared_ptr<const audit::Provisions>> Documents::provisions(const DocumentHash& hash) {
    if (const auto at = provisions_.find(hash); at != provisions_.end()) return at->second;
    const auto bytes = bytes_of(hash, "list of provisions");
    if (!bytes) return error_of(bytes);
    auto decoded = audit::decode_provisions(*bytes);
    if (!decoded) return error_of(decoded);
    auto kept = std::make_shared<const audit::Provisions>(std::move(*decoded));
    provisions_.emplace(hash, kept);
    return kept;
}

} // namespace muster::field
