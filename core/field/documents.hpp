// The immutable documents that audits name by hash, read from the device's store, checked, compiled
// once and kept: visit cards, checklists, provisions.
#pragma once

#include "core/audit/provisions.hpp"
#include "core/audit/visit_card.hpp"
#include "core/checklist/compiled.hpp"
#include "core/field/ledger.hpp"

namespace muster::field {

class Documents {
public:
    explicit Documents(const store::DeviceStore& store) : store_(&store) {}

    [[nodiscard]] Result<std::shared_ptr<const audit::VisitCard>>
    visit_card(const DocumentHash& hash, const Trust& trust);
    [[nodiscard]] Result<std::shared_ptr<const checklist::Compiled>>
    checklist(const DocumentHash& hash);
    [[nodiscard]] Result<std::shared_ptr<const audit::Provisions>>
    provisions(const DocumentHash& hash);

    // As they were received; `what` names the document for a person where it is not here.
    [[nodiscard]] Result<Bytes> bytes_of(const DocumentHash& hash, std::string_view what) const;

private:
    const store::DeviceStore* store_;
    std::unordered_map<DocumentHash, std::shared_ptr<const audit::VisitCard>> cards_;
    std::unordered_map<DocumentHash, std::shared_ptr<const checklist::Compiled>> checklists_;
    std::unordered_map<DocumentHash, std::shared_ptr<const audit::Provisions>> provisions_;
};

} // namespace muster::field
