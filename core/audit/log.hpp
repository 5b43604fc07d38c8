// Writing: appends ops to one log, the chain of one writer in one audit on one side. Opens a new
// epoch every 64 ops. Holds no ops itself; whoever keeps the log keeps its LogState beside it, in
// the same transaction.
#pragma once

#include "core/audit/run.hpp"

namespace muster::audit {

struct LogState {
    AuditId audit;
    Side side = Side::field;
    WriterId writer;
    OpId grant;
    std::uint64_t seq = 0; // of the last op; 0: none yet
    OpId last;             // its id
    std::optional<EpochKey> epoch;
    std::size_t epoch_ops = 0;
    bool operator==(const LogState&) const = default;
};

struct NewOp {
    Kind kind = Kind::set;
    Bytes register_name;
    Bytes payload;
    WallTime wall;
    std::vector<OpId> parents; // where the heads shown differ from my own last write
};

// Refuses a payload above 64 KiB and a log above 20,000 ops; the state is changed only on success.
Result<Op> append(LogState& log, NewOp entry, Entropy& entropy);

} // namespace muster::audit
