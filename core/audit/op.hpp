// An op: one thing that one writer did to one audit. Its header is a fixed binary layout
// (docs/op_format.md) and its identity is the hash of that header; the payload hangs on it by a
// salted commitment, so that it can be destroyed and the chain still verifies. Plain data and pure
// functions; making ops is log.hpp's business, meaning is fold.hpp's.
#pragma once

#include "core/base/hash.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"

#include <optional>
#include <vector>

namespace muster::audit {

enum class Side : std::uint8_t { field = 1, desk = 2 };

// Numbers, not an enum, in headers: unknown kinds are stored and relayed.
using KindNumber = std::uint16_t;

enum class Kind : KindNumber {
    set = 1,
    note = 2,
    evidence = 3,
    timer = 4,
    submit = 5,
    resolve = 6,
    grant = 32,
    returned = 33,
    accept = 34,
    reject = 35,
    exclude = 36,
    admit = 37,
    refuse = 38,
    appeal = 39,
    decide = 40,
    handover = 41,
    revoke = 42,
    erase = 43,
    override_finding = 44,
    attribution = 45, // who stands behind a field-side decision; on the desk side only
};

// The kind behind a number, or nothing where this program does not know it.
std::optional<Kind> known_kind(KindNumber number);

inline KindNumber number_of(Kind kind) {
    return static_cast<KindNumber>(kind);
}

std::string_view name_of(Kind kind);

// A kind with this bit changes what an audit means: a program that does not know it says "upgrade
// needed" instead of showing a fold without it.
constexpr KindNumber critical_kind_bit = 0x8000;

struct OpHeader {
    std::uint8_t version = 1;
    Side side = Side::field;
    KindNumber kind = 0;
    AuditId audit;
    WriterId writer;
    std::uint64_t seq = 0;                 // 1 for the first op of a log
    OpId prev;                             // zero at seq 1
    OpId grant;                            // at seq 1: the GRANT this log works under, or zero
    WallTime wall;                         // never decides anything alone
    std::optional<Bytes32> epoch_key_hash; // this op starts an epoch: SHA-256 of its key
    Bytes32 commitment;                    // SHA-256("pl1" ‖ salt ‖ payload)
    std::optional<Bytes16> server_nonce;
    Bytes register_name;       // question id and instance ids only; see register_of
    std::vector<OpId> parents; // ascending; empty: my previous write of this register

    bool operator==(const OpHeader&) const = default;
};

struct Op {
    OpHeader header;
    OpId id;
    std::optional<Bytes> payload; // absent: not held here, or erased

    bool operator==(const Op&) const = default;
};

// The header's bytes as docs/op_format.md lays them out. Appends, so that a buffer can be reused.
void encode_header(const OpHeader& header, Bytes& out);
Result<OpHeader> decode_header(ByteView bytes);

// SHA-256("op1" ‖ header).
OpId op_id_of(ByteView header);

// HMAC-SHA-256(epoch key, header without commitment ‖ payload): bound to its op, so that equal
// payloads never show as equal.
Bytes32 salt_of(const Bytes32& epoch_key, ByteView header, ByteView payload);
// SHA-256("pl1" ‖ salt ‖ payload).
Bytes32 commitment_of(const Bytes32& salt, ByteView payload);
Bytes32 epoch_key_hash_of(const Bytes32& epoch_key);

// Sets commitment and id of an op whose header is otherwise complete. `buffer` is scratch space
// that callers in a loop reuse. The payload must be there for the first two.
Bytes32 finish(Op& op, const Bytes32& epoch_key, Bytes& buffer); // gives the salt
void finish_with_salt(Op& op, const Bytes32& salt, Bytes& buffer);
void finish_with_commitment(Op& op, Bytes& buffer); // the header's commitment stands already

// first 16 B of SHA-256("au1" ‖ tenant ‖ visit ‖ attempt as 4 bytes little-endian)
AuditId audit_id_of(const TenantId& tenant, const VisitId& visit, std::uint32_t attempt);
// first 16 B of SHA-256("wr1" ‖ public key ‖ 16 fresh random bytes)
WriterId writer_id_of(const Fixed<32>& public_key, const Bytes16& writer_salt);

// A register names a field: the question id, then for each repeat around it one zero byte and the
// eight bytes of the random instance id, little-endian.
Bytes register_of(std::string_view question_id, std::span<const std::uint64_t> instances = {});

struct RegisterParts {
    std::string question_id;
    std::vector<std::uint64_t> instances;
};

Result<RegisterParts> parse_register(ByteView register_name);

namespace limits {
constexpr std::uint64_t evidence_bytes_max = std::uint64_t{32} * 1024 * 1024;
constexpr std::size_t op_payload_bytes_max = 64 * 1024; // refused at the tap
// Start of an evidence's id, question id and eight nested repeats; see also evidence_register_of.
constexpr std::size_t register_bytes_max = 16 + 64 + 8 * 9;
constexpr std::size_t parents_max = 64;
constexpr std::size_t audit_ops_max = 20'000;
constexpr std::size_t epoch_ops_max = 64;
constexpr std::size_t forks_per_writer_max = 8;
// A run stays below 64 KiB plus one op by format, so that no limit ever has to split it.
constexpr std::size_t run_payload_bytes_max = 64 * 1024;
constexpr std::size_t run_ops_max = 1'024;
} // namespace limits

} // namespace muster::audit
