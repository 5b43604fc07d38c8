// One log of a server's database, rebuilt from its rows: each op's header must hash to its id, hang
// on the op before it, hold the payload it committed to, and be reached by a signature of its
// author.
#pragma once

#include "clients/cli/folder_check.hpp"
#include "core/audit/run.hpp"
#include "core/audit/tips.hpp"

#include <set>

namespace muster::cli {

using LogPosition = std::pair<std::uint64_t, std::int64_t>; // seq and branch

struct LogEpoch {
    std::optional<Bytes32> key;
    LogPosition first;
};

struct LogRow {
    std::int64_t log = 0;
    std::int64_t audit = 0;
    AuditId audit_id;
    audit::Side side = audit::Side::field;
    WriterId writer;
    Bytes16 writer_salt;
};

// What a log adds to its audit.
struct SideState {
    std::vector<audit::Tip> tips;
    std::vector<OpId> missing;
};

class LogChecker {
public:
    LogChecker(
        const sqlite::Database& database,
        const FolderAuthority& authority,
        const CertificateRows& certificates,
        FolderFindings& findings
    )
        : database_(database)
        , authority_(authority)
        , certificates_(certificates)
        , findings_(findings) {}

    Status prepare();
    Result<SideState> check(const LogRow& log);

private:
    Status read_epoch_keys(const LogRow& log);
    Status read_salts(const LogRow& log);
    Status read_ops(const LogRow& log);
    Status read_signatures(const LogRow& log);
    Status check_tips(const LogRow& log, SideState& state);
    void check_op(const LogRow& log, const LogPosition& at, audit::Op op, const OpId& stored_id);
    [[nodiscard]] bool find_salt(const LogPosition& at, audit::Op& op, Bytes& scratch);
    [[nodiscard]] std::string place(const LogRow& log, const LogPosition& at) const;

    const sqlite::Database& database_;
    const FolderAuthority& authority_;
    const CertificateRows& certificates_;
    FolderFindings& findings_;
    sqlite::Statement ops_;
    sqlite::Statement keys_;
    sqlite::Statement salts_query_;
    sqlite::Statement signatures_;
    sqlite::Statement tips_;

    // Of the log at hand.
    std::map<LogPosition, Bytes32> epoch_keys_;
    std::map<LogPosition, Bytes32> salts_;
    std::map<LogPosition, OpId> ids_;
    std::map<LogPosition, LogPosition> prev_;
    std::map<LogPosition, LogEpoch> epochs_; // the epoch that each op belongs to
    std::set<LogPosition> signed_;
    std::vector<OpId> missing_;
    Bytes scratch_;
};

} // namespace muster::cli
