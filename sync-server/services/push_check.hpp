// The part of a push that needs no write: decoding, rebuilding headers, verifying signatures. Runs
// on the thread of the connection with a Reader, so that the writer only writes. What is wrong with
// one run is that run's verdict and never touches another; only a request over the limits is
// refused as a whole.
#pragma once

#include "sync-server/services/shared.hpp"

#include <map>

namespace muster::server {

struct CheckedRun {
    std::uint32_t index = 0;                       // among the audit's runs in the request
    sync::Verdict verdict = sync::Verdict::stored; // `stored`: good, to be written
    std::string text;
    audit::Side side = audit::Side::field;
    WriterId writer;
    Bytes16 writer_salt;
    CertificateHash certificate;
    audit::Certificate author;
    Signature signature;
    OpId grant; // of the op that starts the log, where it is in this run
    audit::Rebuilt rebuilt;
    Bytes raw; // of a run whose signature failed
};

struct CheckedAudit {
    AuditId id;
    std::optional<audit::SignedVisitCard> signed_card;
    std::optional<audit::VisitCard> card; // opened, and of this audit
    std::vector<CheckedRun> runs;
};

struct CheckedPush {
    CertificateHash sender;
    std::vector<CheckedAudit> audits;
    std::vector<CertificateRow> new_certificates;
};

Result<CheckedPush> check_push(
    const sync::PushRequest& request, const Caller& caller, Reader& reader, const Shared& shared
);

} // namespace muster::server
