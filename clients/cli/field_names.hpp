// Fields in repeats as people write them: order[2].item is the item of the second order, and
// order[2].topping[1].gram lies in a repeat within. Instances that do not exist yet, but are the
// next ones, are made on the way.
#pragma once

#include "core/field/workspace.hpp"

namespace muster::cli {

// "REL1", "order[2].item".
std::string field_name(
    const checklist::Compiled& checklist,
    const checklist::FieldStatuses& status,
    const checklist::FieldKey& field
);

class FieldNames {
public:
    enum class Missing : std::uint8_t { refuse, make };

    // All must outlive it.
    FieldNames(field::Workspace& workspace, const field::AuditPage& page, WallTime now)
        : workspace_(workspace), page_(page), now_(now) {}

    // Refuses names that the checklist does not have, and instances beyond the next one.
    Result<checklist::FieldKey> field(std::string_view text, Missing missing = Missing::make);
    // "order[2]", which must be there.
    Result<checklist::FieldKey> instance(std::string_view text);

    // The instances to be made, outer ones first.
    [[nodiscard]] const std::vector<field::FieldAnswer>& made() const { return made_; }

private:
    using Ids = std::vector<checklist::InstanceId>;

    Result<Ids> walk(
        std::string_view path, const std::vector<const checklist::Group*>& repeats, Missing missing
    );
    Status step(std::string_view part, const checklist::Group& repeat, Missing missing, Ids& ids);
    [[nodiscard]] std::vector<checklist::InstanceId>
    list(const checklist::Group& repeat, const Ids& around) const;
    void make(const checklist::Group& repeat, Ids& ids);

    field::Workspace& workspace_;
    const field::AuditPage& page_;
    WallTime now_;
    std::vector<field::FieldAnswer> made_;
};

} // namespace muster::cli
