#include "sync-server/services/push.hpp"

#include "core/base/hash.hpp"
#include "sync-server/services/evidence.hpp"
#include "sync-server/services/held_ops.hpp"
#include "sync-server/services/review.hpp"
#include "sync-server/services/revocation.hpp"
#include "sync-server/services/store_run.hpp"
#include "sync-server/services/visit_recovery.hpp"

#include <algorithm>
#include <set>

namespace muster::server {

namespace {

constexpr std::uint32_t set_aside_rows_max = 1'000;

bool is_fieldwork(audit::KindNumber number) {
    const auto kind = audit::known_kind(number);
    return kind == audit::Kind::set || kind == audit::Kind::note || kind == audit::Kind::evidence ||
           kind == audit::Kind::timer;
}

class AuditPush {
public:
    AuditPush(const CheckedAudit& audit, Transaction& transaction, const Shared& shared)
        : audit_(audit), transaction_(transaction), shared_(shared) {}

    Status run(const CertificateHash& sender, PushOutcome& out) {
        if (auto done = find_record(); !done) return done;
        for (const auto& run : audit_.runs) {
            if (auto done = take(run, sender, out); !done) return done;
        }
        if (changed_) {
            if (auto done = settle_audit(out); !done) return done;
        }
        return answer(out);
    }

private:
    Status find_record() {
        auto found = transaction_.audit(audit_.id);
        if (!found) return error_of(found);
        const bool lost = !*found || (*found)->orphan;
        if (lost && audit_.card) {
            const auto recovered =
                recover_visit(*audit_.card, *audit_.signed_card, transaction_, shared_);
            if (!recovered) return recovered;
            found = transaction_.audit(audit_.id);
            if (!found) return error_of(found);
        }
        if (*found) {
            record_ = **found;
            return {};
        }
        const bool anything = std::ranges::any_of(audit_.runs, [](const CheckedRun& run) {
            return run.verdict == sync::Verdict::stored;
        });
        if (!anything) return {};
        auto orphan = transaction_.add_orphan(audit_.id);
        if (!orphan) return error_of(orphan);
        record_ = *orphan;
        return {};
    }

    Status take(const CheckedRun& run, const CertificateHash& sender, PushOutcome& out) {
        if (run.verdict == sync::Verdict::bad_signature) {
            const auto kept = transaction_.put_set_aside(
                {sha256({audit_.id.bytes(), run.raw}),
                 audit_.id,
                 sender,
                 shared_.clock.now().utc_ms,
                 run.raw,
                 run.text},
                set_aside_rows_max
            );
            if (!kept) return kept;
        }
        if (run.verdict != sync::Verdict::stored) {
            out.verdicts.push_back({audit_.id, run.index, run.verdict, run.text, {}});
            return {};
        }
        const bool was_clean = record_->held_back == 0 && record_->ops > 0;
        const auto stored = store_run(run, *record_, transaction_);
        if (!stored) return error_of(stored);
        const bool good =
            stored->verdict == sync::Verdict::stored || stored->verdict == sync::Verdict::duplicate;
        if (!good) {
            out.verdicts.push_back({audit_.id, run.index, stored->verdict, stored->text, {}});
            return {};
        }
        if (stored->ops_new == 0 && stored->payloads_filled == 0) return {};
        auto awaited = keep_evidence_refs(record_->key, run.rebuilt.ops, run.author, transaction_);
        if (!awaited) return awaited;
        changed_ = true;
        out.ops_stored += stored->ops_new;
        over_limit_.insert(over_limit_.end(), stored->over_limit.begin(), stored->over_limit.end());
        const bool revoked = shared_.certificates.revocations().contains(run.author.key);
        if (revoked) revoked_.insert(run.author.key);
        if (revoked || !is_plain(run, *stored, was_clean)) needs_fold_ = true;
        return {};
    }

    // Answers of the shopper to whom the audit is granted, at the end of his own log: the fold
    // could only say what is known already, so it waits for the submission.
    [[nodiscard]] bool
    is_plain(const CheckedRun& run, const StoredRun& stored, bool was_clean) const {
        const auto& first = run.rebuilt.ops.front().header;
        const bool granted = first.seq == 1 ? record_->grant && run.grant == *record_->grant &&
                                                  record_->granted_to == run.author.person
                                            : was_clean;
        return stored.plain && granted && !record_->submitted && record_->held_back == 0 &&
               record_->missing_payloads == 0 &&
               std::ranges::all_of(run.rebuilt.ops, [&](const audit::Op& op) {
                   return is_fieldwork(op.header.kind) &&
                          audit::may_write(run.author, op.header.kind, run.side) &&
                          op.header.parents.empty();
               });
    }

    // Only one log beside the server's, unforked: no conflict is possible without another one.
    Result<bool> is_single() {
        const auto logs = transaction_.logs(record_->key);
        if (!logs) return error_of(logs);
        std::size_t others = 0;
        for (const auto& log : *logs) {
            const auto by_server = is_by_server(log);
            if (!by_server) return error_of(by_server);
            if (!*by_server) ++others;
        }
        return others <= 1;
    }

    // Of a log that this push brought the author is known without reading; one that is refused says
    // nothing, because anybody can write another's id into it.
    Result<bool> is_by_server(const LogRecord& log) {
        const auto pushed = std::ranges::find_if(audit_.runs, [&](const CheckedRun& run) {
            return run.verdict == sync::Verdict::stored && run.writer == log.writer;
        });
        if (pushed != audit_.runs.end()) return pushed->author.has(audit::Role::server);
        const auto author = transaction_.author(log.key);
        if (!author) return error_of(author);
        if (!*author) return false;
        const auto certificate = shared_.certificates.find(**author, transaction_);
        if (!certificate) return error_of(certificate);
        return *certificate && (*certificate)->has(audit::Role::server);
    }

    Status settle_audit(PushOutcome& out) {
        if (!needs_fold_) {
            const auto single = is_single();
            if (!single) return error_of(single);
            needs_fold_ = !*single;
        }
        if (!needs_fold_) {
            record_->stage = audit::Stage::draft;
            if (auto done = refresh_digests(*record_, transaction_); !done) return done;
            return transaction_.update_audit(*record_);
        }
        if (auto done = decide_about_new_ops(); !done) return done;
        auto settled = settle(*record_, transaction_, shared_);
        if (!settled) return error_of(settled);
        if (settled->accepted_now) ++out.accepted;
        if (!settled->problem.empty()) {
            out.problems.push_back("audit " + audit_.id.hex() + ": " + settled->problem);
        }
        add_held_back(settled->audit, out);
        return {};
    }

    // Whatever keeps ops from counting is an op itself, so that every fold sees the same.
    Status decide_about_new_ops() {
        for (const auto& key : revoked_) {
            auto held = hold_revoked(*record_, key, transaction_, shared_);
            if (!held) return held;
        }
        if (over_limit_.empty()) return {};
        return hold_over_limit(*record_, over_limit_, transaction_, shared_);
    }

    // Per run, which of its ops are held back.
    void add_held_back(const audit::Audit& folded, PushOutcome& out) const {
        if (folded.held_back.empty()) return;
        for (const auto& run : audit_.runs) {
            sync::RunVerdict verdict{audit_.id, run.index, sync::Verdict::stored, {}, {}};
            for (const auto& op : run.rebuilt.ops) {
                const auto at = std::ranges::find(folded.held_back, op.id, &audit::HeldBackOp::op);
                if (at == folded.held_back.end()) continue;
                verdict.held_back.push_back({audit_.id, at->op, at->code, at->text});
            }
            if (!verdict.held_back.empty()) out.verdicts.push_back(std::move(verdict));
        }
    }

    // Tips only where the push itself does not make them known.
    Status answer(PushOutcome& out) {
        if (!record_) {
            out.audits.push_back({audit_.id, audit::digest_of({}), {}});
            return {};
        }
        auto tips = tips_of(*record_, audit::Side::field, transaction_);
        if (!tips) return error_of(tips);
        std::vector<audit::Tip> pushed;
        for (const auto& run : audit_.runs) {
            if (run.verdict != sync::Verdict::stored || run.side != audit::Side::field) continue;
            const auto& last = run.rebuilt.ops.back();
            std::erase_if(pushed, [&](const audit::Tip& tip) { return tip.writer == run.writer; });
            pushed.push_back({run.writer, last.header.seq, last.id});
        }
        std::ranges::sort(pushed);
        if (*tips == pushed) tips->clear();
        out.audits.push_back({audit_.id, record_->field_digest, std::move(*tips)});
        return {};
    }

    const CheckedAudit& audit_;
    Transaction& transaction_;
    const Shared& shared_;
    std::optional<AuditRecord> record_;
    bool changed_ = false;
    bool needs_fold_ = false;
    std::vector<OpId> over_limit_; // of this push
    std::set<PublicKey> revoked_;  // keys of this push's runs that were revoked
};

} // namespace

Result<PushOutcome>
apply_push(const CheckedPush& push, Transaction& transaction, const Shared& shared) {
    PushOutcome out;
    for (const auto& certificate : push.new_certificates) {
        if (auto put = transaction.put_certificate(certificate); !put) return error_of(put);
    }
    for (const auto& audit : push.audits) {
        const auto done = AuditPush(audit, transaction, shared).run(push.sender, out);
        if (!done) return error_of(done);
    }
    return out;
}

sync::PushReply sign_push(PushOutcome outcome, const Shared& shared) {
    sync::PushReply reply;
    sync::Receipt receipt{shared.tenancy.id, shared.clock.now().utc_ms, {}};
    for (const auto& each : outcome.audits)
        receipt.digests.push_back({each.audit, each.digest});
    reply.verdicts = std::move(outcome.verdicts);
    reply.audits = std::move(outcome.audits);
    reply.receipt.body = sync::encode(receipt);
    reply.receipt.signature =
        shared.tenancy.identity.sign(sync::receipt_domain, shared.tenancy.id, {reply.receipt.body});
    return reply;
}

} // namespace muster::server
