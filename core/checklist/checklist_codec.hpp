// Checklist documents as bytes (proto/muster/v1/checklist.proto). A published checklist is named by
// the SHA-256 of exactly these bytes; encoding is deterministic for a program version, but nobody
// ever re-encodes a received document to hash it.
#pragma once

#include "core/base/bytes.hpp"
#include "core/checklist/checklist.hpp"

namespace muster::checklist {

Bytes encode_checklist(const Checklist& checklist);
// Refuses bytes that are no checklist, unknown enum numbers, more than limits::questions_max
// questions.
Result<Checklist> decode_checklist(ByteView bytes);

DocumentHash document_hash(ByteView document);

} // namespace muster::checklist
