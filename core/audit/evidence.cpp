#include "core/audit/evidence.hpp"

#include <algorithm>

namespace muster::audit {

namespace {

constexpr std::size_t id_bytes = 16;

} // namespace

Bytes evidence_register_of(const EvidenceId& id, const checklist::FieldKey& field) {
    const auto start = id.bytes().first(id_bytes);
    Bytes out(start.begin(), start.end());
    const auto name = register_of(field.question_id, field.instances);
    out.insert(out.end(), name.begin(), name.end());
    return out;
}

std::vector<AttachedEvidence> evidence_of(const Audit& audit) {
    std::vector<AttachedEvidence> out;
    for (const auto& field : audit.fields) {
        if (field.family != Family::evidence || field.register_name.size() < id_bytes) continue;
        // Taken back on one tablet and attached anew on another: it is there.
        const auto attached = std::ranges::find_if(field.heads, [](const Head& head) {
            return head.payload && std::holds_alternative<Evidence>(head.payload->body);
        });
        if (attached == field.heads.end()) continue;
        const Head& head = *attached;
        const auto* evidence = std::get_if<Evidence>(&head.payload->body);
        auto parts = parse_register(ByteView(field.register_name).subspan(id_bytes));
        if (!parts) continue;
        checklist::FieldKey key{std::move(parts->question_id), std::move(parts->instances)};
        // A register that names other bytes than its payload is nobody's honest work.
        if (evidence_register_of(evidence->id, key) != field.register_name) continue;
        out.push_back({std::move(key), *evidence, head.op, head.writer, head.person, head.wall});
    }
    return out;
}

} // namespace muster::audit
