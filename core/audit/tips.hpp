// What somebody holds of an audit, in sixteen bytes: its tips and their digest. A tip is an op
// without a successor in its log; two tips of one writer mean a fork. There is no cursor and no
// acknowledged sequence anywhere: whoever meets compares digests, then tips.
#pragma once

#include "core/audit/op.hpp"

namespace muster::audit {

struct Tip {
    WriterId writer;
    std::uint64_t seq = 0;
    OpId op;
    auto operator<=>(const Tip&) const = default;
};

// The tips of one side's ops, ascending. Any order of ops, duplicates allowed.
std::vector<Tip> tips_of(std::span<const Op> ops);

// First 16 bytes of SHA-256 over the sorted (writer, seq as 8 bytes little-endian, op id) of the
// tips, then the sorted ids of ops whose payload is missing without an ERASE. No tips and nothing
// missing gives the digest of the empty string, the same as an audit nobody holds.
Digest16 digest_of(std::vector<Tip> tips, std::vector<OpId> missing_payloads = {});

} // namespace muster::audit
