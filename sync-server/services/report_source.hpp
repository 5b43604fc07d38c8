// What a report is made from, read from the store: cells, summary rows and documents of one
// programme, in one consistent state, with the digest of the ops they stand on. Making the report
// itself is core/report's business.
#pragma once

#include "core/report/source.hpp"
#include "sync-server/services/shared.hpp"

namespace muster::server {

constexpr std::uint32_t digests_a_page = 1'000;

struct ReportScope {
    std::string programme; // ref
    std::string channel;   // empty: all
};

struct SourceAndDigest {
    report::Source source;
    Bytes32 digest;
};

Result<SourceAndDigest>
report_source(const ReportScope& scope, Reader& reader, const Shared& shared);

// SHA-256 over (audit id, accepted submit, field digest) of every accepted audit, ascending by
// audit id: whoever holds the ops computes the same.
Bytes32 report_digest(std::span<const AcceptedDigest> audits);
Result<Bytes32> report_digest(ProgrammeKey programme, Reader& reader);

struct DigestPage {
    std::vector<AcceptedDigest> audits;
    bool more = false;
    Bytes32 report_digest;
};

Result<DigestPage>
audit_digests(std::string_view programme_ref, const AuditId& after, Reader& reader);

} // namespace muster::server
