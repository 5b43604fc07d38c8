// Audits as they come from a server, rebuilt from their signed runs: nothing is believed but the
// server identity's key. Each run must continue its log, hold together and carry a signature of an
// author whose certificate the identity has signed. Keeps everything in memory.
#pragma once

#include "core/audit/fold.hpp"
#include "core/audit/run.hpp"
#include "core/sync/messages.hpp"

#include <map>

namespace muster::cli {

struct PulledAudit {
    std::vector<audit::Op> ops;
    audit::Authors authors;
    std::uint64_t signatures = 0; // checked and valid
};

class PulledAudits {
public:
    PulledAudits(const TenantId& tenant, const PublicKey& identity)
        : tenant_(tenant), identity_(identity) {}

    // Refuses a certificate or run that does not verify, naming it.
    Status take(const sync::PullReply& reply);

    // What is held of the audit, to ask for the rest.
    [[nodiscard]] std::vector<audit::Tip> tips(const AuditId& audit) const;
    // Digest of its field side.
    [[nodiscard]] Digest16 field_digest(const AuditId& audit) const;

    [[nodiscard]] const std::map<AuditId, PulledAudit>& audits() const { return audits_; }

private:
    // An op's epoch, from which the next run of its log goes on.
    struct Position {
        audit::EpochKey epoch;
        bool key_is_held = false;
        std::size_t ops = 0;
        std::optional<Bytes32> key_hash;
    };

    Status take_run(const AuditId& audit, ByteView bytes);
    [[nodiscard]] Result<audit::RunStart>
    start_of(const PulledAudit& audit, const audit::Run& run) const;
    void remember(const audit::Rebuilt& rebuilt, const audit::RunStart& start);

    TenantId tenant_;
    PublicKey identity_;
    std::map<CertificateHash, audit::Certificate> certificates_;
    std::map<AuditId, PulledAudit> audits_;
    std::map<OpId, Position> positions_; // of the last op of each run
};

} // namespace muster::cli
