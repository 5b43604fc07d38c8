// Evidence at an audit's questions: photos, recordings, files. Ops say what was captured and where
// it belongs; the bytes are kept and sent by themselves, in chunks, named by their hash. Each piece
// has a register of its own, so that what two tablets attach to one question stands side by side.
#pragma once

#include "core/audit/fold.hpp"

namespace muster::audit {

// Chunks have this size but for the last one.
constexpr std::size_t evidence_chunk_bytes = std::size_t{256} * 1024;

constexpr std::uint32_t chunks_of(std::uint64_t size_bytes) {
    return static_cast<std::uint32_t>(
        (size_bytes + evidence_chunk_bytes - 1) / evidence_chunk_bytes
    );
}

// The first 16 bytes of the id, then the register of the field.
Bytes evidence_register_of(const EvidenceId& id, const checklist::FieldKey& field);

struct AttachedEvidence {
    checklist::FieldKey field;
    Evidence evidence;
    OpId op;
    WriterId writer;
    PersonId person;
    WallTime attached;
    bool operator==(const AttachedEvidence&) const = default;
};

// All that is attached and was not taken back, in the order of registers. What cannot be read is
// left out; it stays visible among the audit's fields.
std::vector<AttachedEvidence> evidence_of(const Audit& audit);

} // namespace muster::audit
