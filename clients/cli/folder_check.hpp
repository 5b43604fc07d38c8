// Checks a server's database without a server and without its code: every page's own
// authentication, SQLite's structure, and from the rows every document, certificate, op header,
// chain, epoch key, commitment and run signature, up to the digests that devices compare.
// Read-only; stops at nothing, so that one damage does not hide another.
#pragma once

#include "core/audit/authority.hpp"
#include "core/sqlite/database.hpp"

#include <functional>
#include <map>

namespace muster::cli {

// Where stored data is not what was written.
struct Damage {
    std::string where; // "page 17 (bytes 65536 to 69631)", "audit 3f… writer 9a… op 12"
    std::string what;
};

// One programme's share of what was found.
struct ProgrammeCounts {
    std::string ref;
    std::uint64_t audits = 0;
    std::uint64_t writers = 0;
};

struct FolderCounts {
    std::uint64_t pages = 0;
    std::uint64_t documents = 0;
    std::uint64_t certificates = 0;
    std::uint64_t audits = 0;
    std::uint64_t writers = 0;
    std::uint64_t logs = 0;
    std::uint64_t ops = 0;
    std::uint64_t payloads = 0;
    std::uint64_t epochs = 0;
    std::uint64_t signatures = 0;
    std::vector<ProgrammeCounts> programmes; // by ref
    std::uint64_t set_aside = 0; // runs whose signature failed when they came; they touch no audit
};

struct FolderFindings {
    FolderCounts counts;
    std::vector<Damage> damages;

    void damaged(std::string where, std::string what) {
        damages.push_back({std::move(where), std::move(what)});
    }
};

struct FolderAuthority {
    TenantId tenant;
    PublicKey identity;
};

using OnShare = std::function<void(double share, std::string_view step)>;

// The parts, in order; each adds to `findings`. An error means that the check itself could not go
// on.
Status
check_pages(const sqlite::Database& database, FolderFindings& findings, const OnShare& on_share);
Status check_structure(const sqlite::Database& database, FolderFindings& findings);
Status check_documents(
    const sqlite::Database& database, const FolderAuthority& authority, FolderFindings& findings
);

// Certificates by their row, those that the server identity has signed.
using CertificateRows = std::map<std::int64_t, audit::Certificate>;
Result<CertificateRows> check_certificates(
    const sqlite::Database& database, const FolderAuthority& authority, FolderFindings& findings
);
Status check_logs(
    const sqlite::Database& database,
    const FolderAuthority& authority,
    const CertificateRows& certificates,
    FolderFindings& findings,
    const OnShare& on_share
);

} // namespace muster::cli
