// The part of a push that writes: stores what check_push found good, renews tips and digests, and
// lets review settle each audit it touched. One transaction; each run wholly or not at all. A
// duplicate is a success. The receipt is signed by the caller after the commit, never before.
#pragma once

#include "sync-server/services/push_check.hpp"

namespace muster::server {

struct PushOutcome {
    std::vector<sync::RunVerdict>
        verdicts;                        // other than stored and duplicate, or with held-back ops
    std::vector<sync::AuditTips> audits; // in the order of the request
    std::uint32_t ops_stored = 0;        // new ones
    std::uint32_t accepted = 0;
    std::vector<std::string> problems; // accepted audits that count in no report, and why
};

Result<PushOutcome>
apply_push(const CheckedPush& push, Transaction& transaction, const Shared& shared);

// The reply with its receipt. Call it when apply_push's transaction is committed.
sync::PushReply sign_push(PushOutcome outcome, const Shared& shared);

} // namespace muster::server
