// Consecutive ops of one log as they travel, with one signature over the last op's id. A run
// carries what cannot be derived; the receiver rebuilds the headers and checks the last id against
// the signature. Encoding is columnar (proto Run), so that compression sees like beside like.
#pragma once

#include "core/audit/authority.hpp"

namespace muster::audit {

struct RunEntry {
    KindNumber kind = 0;
    WallTime wall;
    Bytes register_name;
    Bytes payload;                     // empty with `commitment`
    std::vector<OpId> parents;         // explicit ones only
    std::optional<Bytes32> salt;       // the payload travels with its own salt
    std::optional<Bytes32> commitment; // the payload does not travel
    std::optional<Bytes16> server_nonce;
    bool operator==(const RunEntry&) const = default;
};

struct RunEpoch {
    std::size_t starts = 0; // index of the op that starts it, plus 1; 0: it started before the run
    std::optional<Bytes32> key; // absent: this reader may not have it
    Bytes32 key_hash;           // always known where the epoch starts here
    bool operator==(const RunEpoch&) const = default;
};

struct Run {
    Side side = Side::field;
    WriterId writer;
    CertificateHash certificate;
    Bytes16 writer_salt;
    std::uint64_t first_seq = 1;
    Bytes prev_hint; // first 8 bytes of the op id before the run; empty at seq 1
    OpId grant;      // zero, or the GRANT of the log, in the run that starts it
    std::vector<RunEntry> entries;
    std::vector<RunEpoch> epochs;
    Signature signature;
    bool operator==(const Run&) const = default;
};

Bytes encode_run(const Run& run);
// Refuses what is malformed or over the limits of op.hpp; checks no signature.
Result<Run> decode_run(ByteView bytes);

// An epoch as a holder of its ops knows it.
struct EpochKey {
    OpId first; // op that starts the epoch
    Bytes32 key;
    bool operator==(const EpochKey&) const = default;
};

// Where a run continues: the op before it and that op's epoch.
struct RunStart {
    OpId prev;                             // zero at seq 1
    std::optional<EpochKey> epoch;         // of `prev`; absent where its key is not held
    std::size_t epoch_ops = 0;             // ops of that epoch up to and with `prev`
    OpId epoch_first;                      // where its key is not held: the op that starts it
    std::optional<Bytes32> epoch_key_hash; // and the hash that op carries, to check a supplied key
};

struct Rebuilt {
    std::vector<Op> ops;
    std::vector<EpochKey> epochs;                // keys that travelled, to be kept
    std::vector<std::pair<OpId, Bytes32>> salts; // of ops that came with their own
    std::optional<EpochKey> open_epoch;          // of the last op
    std::size_t open_epoch_ops = 0;
};

// Headers and ids of a run's ops; refuses a payload without salt or epoch key, and a key that does
// not match the hash in its epoch's first op. The signature is not checked here.
Result<Rebuilt> rebuild(Run run, const AuditId& audit, const RunStart& start);

// Domain "muster/run/1", over the last op's id.
Signature sign_run(const SigningKey& key, const TenantId& tenant, const OpId& last);
bool run_signature_holds(
    const PublicKey& key, const Signature& signature, const TenantId& tenant, const OpId& last
);

// What a sender knows of a stretch of one log. `ops` are consecutive; `signature` is over the last.
struct Stretch {
    std::span<const Op> ops;
    CertificateHash certificate;
    Bytes16 writer_salt;
    std::span<const EpochKey> epochs;                // keys that the reader may have
    std::span<const std::pair<OpId, Bytes32>> salts; // for ops outside those epochs
    std::optional<EpochKey> epoch_before;            // of the op before the first one; travels
                                                     // too, since the reader may lack it
    Signature signature;
};

// Ops whose payload is absent, or without key and salt, travel as commitment alone.
Run make_run(const Stretch& stretch);

} // namespace muster::audit
