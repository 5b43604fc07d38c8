// Instances of repeats: each is made and removed by an answer of its own.
#include "core/field/workspace_state.hpp"

namespace muster::field {

using checklist::AnswerState;

checklist::InstanceId Workspace::new_instance_id() {
    checklist::InstanceId id = 0;
    for (const auto byte : impl_->entropy.bytes<8>().data)
        id = id << 8 | byte;
    return id;
}

Result<std::vector<checklist::InstanceId>> Workspace::add_instance(
    const AuditId& audit, const std::string& repeat_id, std::vector<checklist::InstanceId> around
) {
    around.push_back(new_instance_id());
    const FieldAnswer made{{repeat_id, around}, {AnswerState::answered, impl_->clock.now(), {}}};
    if (auto done = answer(audit, {&made, 1}); !done) return error_of(done);
    return around;
}

Status Workspace::remove_instance(const AuditId& audit, const checklist::FieldKey& instance) {
    const auto opened = impl_->open(audit);
    if (!opened) return error_of(opened);
    const auto compiled = impl_->checklist_of(opened->row);
    if (!compiled) return error_of(compiled);
    if ((*compiled)->find_repeat(instance.question_id) == nullptr) {
        return fail(Code::not_found, "This checklist has no repeat " + instance.question_id + ".");
    }
    const FieldAnswer removed{instance, {}};
    return answer(audit, {&removed, 1});
}

} // namespace muster::field
