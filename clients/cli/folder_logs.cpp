// The logs of a server's database, all of them, and the digests that follow from their tips.
#include "clients/cli/folder_check.hpp"
#include "clients/cli/log_checker.hpp"

#include <fmt/format.h>

namespace muster::cli {

namespace {

struct AuditRow {
    AuditId id;
    Bytes field_digest;
    Bytes desk_digest;
    std::string programme; // empty: an orphan, whose visit is not known
};

Result<std::map<std::int64_t, AuditRow>> audit_rows(const sqlite::Database& database) {
    std::map<std::int64_t, AuditRow> audits;
    auto rows = database.prepare(
        "SELECT audits.audit, audits.id, field_digest, desk_digest, programmes.ref FROM audits "
        "LEFT JOIN visits ON visits.visit = audits.visit "
        "LEFT JOIN programmes ON programmes.programme = visits.programme"
    );
    if (!rows) return error_of(rows);
    for (;;) {
        auto row = rows->step();
        if (!row) return error_of(row);
        if (!*row) return audits;
        auto id = rows->id<AuditId>(1);
        if (!id) return error_of(id);
        audits[rows->integer(0)] = {
            *id, copy(rows->blob(2)), copy(rows->blob(3)), std::string(rows->text(4))
        };
    }
}

Result<std::vector<LogRow>> log_rows(
    const sqlite::Database& database,
    const std::map<std::int64_t, AuditRow>& audits,
    FolderFindings& findings
) {
    std::vector<LogRow> logs;
    auto rows = database.prepare(
        "SELECT log, audit, side, writer, writer_salt FROM logs ORDER BY audit, log"
    );
    if (!rows) return error_of(rows);
    for (;;) {
        auto row = rows->step();
        if (!row) return error_of(row);
        if (!*row) return logs;
        const auto audit = audits.find(rows->integer(1));
        auto writer = rows->id<WriterId>(3);
        auto salt = Bytes16::from(rows->blob(4));
        if (audit == audits.end() || !writer || !salt) {
            findings.damaged(
                fmt::format("log {}", rows->integer(0)), "Its row is not as it was written."
            );
            continue;
        }
        const auto side = rows->integer(2) == 2 ? audit::Side::desk : audit::Side::field;
        logs.push_back({rows->integer(0), audit->first, audit->second.id, side, *writer, *salt});
    }
}

using AuditRows = std::map<std::int64_t, AuditRow>;
using Sides = std::map<std::pair<std::int64_t, audit::Side>, SideState>;

void check_digests(const AuditRows& audits, Sides& sides, FolderFindings& findings) {
    for (const auto& [key, row] : audits) {
        for (const auto side : {audit::Side::field, audit::Side::desk}) {
            const SideState& state = sides[{key, side}];
            const Bytes& stored = side == audit::Side::field ? row.field_digest : row.desk_digest;
            if (same(audit::digest_of(state.tips, state.missing).bytes(), stored)) continue;
            findings.damaged(
                fmt::format("audit {}", row.id.hex()),
                fmt::format(
                    "Its {} digest is not that of its ops.",
                    side == audit::Side::field ? "field" : "desk"
                )
            );
        }
    }
}

void count_programmes(
    const AuditRows& audits, const std::vector<LogRow>& logs, FolderFindings& findings
) {
    std::map<std::string, std::set<WriterId>> writers;
    std::map<std::string, std::uint64_t> counts;
    for (const auto& [key, row] : audits) {
        if (!row.programme.empty()) ++counts[row.programme];
    }
    std::set<WriterId> all;
    for (const LogRow& log : logs) {
        all.insert(log.writer);
        writers[audits.at(log.audit).programme].insert(log.writer);
    }
    findings.counts.audits = audits.size();
    findings.counts.logs = logs.size();
    findings.counts.writers = all.size();
    for (const auto& [ref, count] : counts) {
        findings.counts.programmes.push_back({ref, count, writers[ref].size()});
    }
}

Status count_set_aside(const sqlite::Database& database, FolderFindings& findings) {
    auto count = database.integer("SELECT count(*) FROM set_aside");
    if (!count) return error_of(count);
    findings.counts.set_aside = static_cast<std::uint64_t>(*count);
    return {};
}

} // namespace

Status check_logs(
    const sqlite::Database& database,
    const FolderAuthority& authority,
    const CertificateRows& certificates,
    FolderFindings& findings,
    const OnShare& on_share
) {
    auto audits = audit_rows(database);
    if (!audits) return error_of(audits);
    auto logs = log_rows(database, *audits, findings);
    if (!logs) return error_of(logs);
    count_programmes(*audits, *logs, findings);
    LogChecker checker(database, authority, certificates, findings);
    if (auto done = checker.prepare(); !done) return done;
    Sides sides;
    std::size_t done_count = 0;
    for (const LogRow& log : *logs) {
        on_share(
            static_cast<double>(done_count++) / static_cast<double>(logs->size()),
            "Checking signatures"
        );
        auto state = checker.check(log);
        if (!state) {
            findings.damaged(
                fmt::format("audit {}, writer {}", log.audit_id.hex(), log.writer.hex()),
                state.error().message
            );
            continue;
        }
        SideState& side = sides[{log.audit, log.side}];
        side.tips.insert(side.tips.end(), state->tips.begin(), state->tips.end());
        side.missing.insert(side.missing.end(), state->missing.begin(), state->missing.end());
    }
    check_digests(*audits, sides, findings);
    return count_set_aside(database, findings);
}

} // namespace muster::cli
