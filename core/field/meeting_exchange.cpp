#include "core/field/meeting_state.hpp"

#include <algorithm>

namespace muster::field {

Result<std::optional<sync::Call>> Meeting::Impl::pull() {
    sync::PullRequest request;
    pulling.clear();
    while (!to_pull.empty() && request.audits.size() < pull_audits) {
        const auto id = *to_pull.begin();
        to_pull.erase(to_pull.begin());
        const auto row = workspace.store.audit(id);
        if (!row) return error_of(row);
        if (!*row) continue;
        auto have = workspace.ledger.field_tips((*row)->audit);
        if (!have) return error_of(have);
        // Nothing to pull where every tip of the server's is held here.
        const auto theirs = unpack_tips((*row)->server_tips);
        const auto lacks = workspace.ledger.lacks((*row)->audit, theirs);
        if (!lacks) return error_of(lacks);
        if (!*lacks) continue;
        // Behind a fork the server may know none of the tips here, but what both hold below them.
        const auto known = workspace.ledger.known_to_server((*row)->audit, theirs);
        if (!known) return error_of(known);
        for (const auto& tip : *known) {
            if (std::ranges::find(*have, tip) == have->end()) have->push_back(tip);
        }
        pulling.push_back(id);
        request.audits.push_back({id, std::move(*have)});
    }
    if (request.audits.empty()) return std::optional<sync::Call>();
    return std::optional(sync::Call{
        "muster.v1.SyncService/Pull",
        sync::encode(request),
        workspace.token,
        "Getting changes of " + std::to_string(request.audits.size()) + " visits"
    });
}

Status Meeting::Impl::receive_pull(ByteView reply) {
    const auto pulled = sync::decode_pull_reply(reply);
    if (!pulled) return error_of(pulled);
    const auto trust = workspace.trust();
    for (const auto& certificate : pulled->certificates) {
        if (auto kept = workspace.ledger.keep_certificate(certificate, trust); !kept) {
            remark("A certificate was set aside: " + kept.error().message);
        }
    }
    std::size_t fresh = 0;
    bool other_hand = false;
    auto transaction = workspace.store.begin();
    if (!transaction) return error_of(transaction);
    for (const auto& audit : pulled->audits) {
        for (const auto& run : audit.runs) {
            auto taken = workspace.ledger.take_in(*transaction, audit.audit, run, trust);
            // One rotten run blocks no other: it is set aside and said.
            if (taken) {
                fresh += taken->fresh;
                other_hand =
                    other_hand || (taken->fresh > 0 && taken->writer == workspace.author->writer);
            } else if (taken.error().code == Code::resource_exhausted ||
                       taken.error().code == Code::internal) {
                return error_of(taken);
            } else {
                remark("A run of entries was set aside: " + taken.error().message);
            }
        }
    }
    std::optional<Bytes16> new_writer;
    if (other_hand) {
        auto started = start_new_logs(*transaction, new_writer);
        if (!started) return started;
    }
    if (auto done = transaction->commit(); !done) return error_of(done);
    if (new_writer) workspace.use_writer(*new_writer);
    outcome.ops_received += fresh;
    work_done += pulling.size();
    if (pulled->more && fresh > 0) to_pull.insert(pulling.begin(), pulling.end());
    return {};
}

Result<std::optional<sync::Call>> Meeting::Impl::push(std::vector<Sent>& pushing) {
    sync::PushRequest request;
    std::size_t ops = 0;
    std::size_t bytes = 0;
    std::set<CertificateHash> certificates;
    std::vector<std::pair<std::int64_t, std::uint64_t>> sent;
    const auto trust = workspace.trust();
    for (auto at = to_push.begin(); at != to_push.end() && ops < limits.push_ops_max &&
                                    bytes < limits.push_bytes_max &&
                                    request.audits.size() < sync::limits::push_audits_max;) {
        const auto id = *at;
        // What the server has more is fetched first: only then its tips tell what it lacks.
        if (to_pull.contains(id)) {
            ++at;
            continue;
        }
        const auto row = workspace.store.audit(id);
        if (!row) return error_of(row);
        auto cut = workspace.ledger.cut(
            **row,
            unpack_tips((*row)->server_tips),
            lacking[id],
            *workspace.author,
            trust,
            limits.push_ops_max - ops,
            limits.push_bytes_max - bytes
        );
        if (!cut) return error_of(cut);
        // An audit that does not fit beside the others waits for the next push.
        if (!request.audits.empty() && (ops + cut->ops > limits.push_ops_max ||
                                        bytes + cut->bytes > limits.push_bytes_max || cut->more)) {
            break;
        }
        at = to_push.erase(at);
        lacking.erase(id);
        if (cut->runs.empty()) continue;
        sync::AuditRuns runs{id, std::move(cut->runs), std::nullopt};
        if (cards_missing_at_server.contains(id) && (*row)->visit_card) {
            const auto document = workspace.store.document(*(*row)->visit_card);
            if (!document) return error_of(document);
            if (*document) {
                auto card = audit::decode_signed_visit_card((*document)->bytes);
                if (card) runs.visit_card = std::move(*card);
            }
        }
        auto tips = workspace.ledger.field_tips((*row)->audit);
        if (!tips) return error_of(tips);
        pushing.push_back({id, std::move(*tips), (*row)->digest, std::move(cut->ends), cut->more});
        ops += cut->ops;
        bytes += cut->bytes;
        certificates.insert(cut->certificates.begin(), cut->certificates.end());
        sent.insert(sent.end(), cut->sent.begin(), cut->sent.end());
        request.audits.push_back(std::move(runs));
        if (pushing.back().cut_short) break;
    }
    if (request.audits.empty()) return std::optional<sync::Call>();
    for (const auto& hash : certificates) {
        auto certificate = workspace.ledger.certificate(hash);
        if (!certificate) return error_of(certificate);
        if (*certificate) request.certificates.push_back(std::move(**certificate));
    }
    // SENT is durable before the first byte leaves.
    auto transaction = workspace.store.begin();
    if (!transaction) return error_of(transaction);
    for (const auto& [log, seq] : sent) {
        if (auto done = workspace.store.put_sent(*transaction, log, seq); !done) {
            return error_of(done);
        }
    }
    if (auto done = transaction->commit(); !done) return error_of(done);
    outcome.ops_sent += ops;
    return std::optional(sync::Call{
        "muster.v1.SyncService/Push",
        sync::encode(request),
        workspace.token,
        "Sending " + std::to_string(pushing.size()) + " of " +
            std::to_string(pushing.size() + to_push.size()) + " audits"
    });
}

Status
Meeting::Impl::check_receipt(const sync::PushReply& reply, const std::vector<Sent>& pushing) {
    const bool genuine = verify(
        workspace.profile->server_identity,
        reply.receipt.signature,
        sync::receipt_domain,
        workspace.profile->tenant,
        {reply.receipt.body}
    );
    const auto receipt = sync::decode_receipt(reply.receipt.body);
    bool covers = genuine && receipt && receipt->tenant == workspace.profile->tenant &&
                  receipt->digests.size() == pushing.size() &&
                  reply.audits.size() == pushing.size();
    for (std::size_t i = 0; covers && i < pushing.size(); ++i) {
        covers = receipt->digests[i].audit == pushing[i].audit &&
                 reply.audits[i].audit == pushing[i].audit &&
                 receipt->digests[i].digest == reply.audits[i].digest;
    }
    if (covers) return {};
    return fail(
        Code::data_loss,
        "The server's receipt is not genuine or does not cover what was sent.",
        "Everything is still on this tablet. Ask the office before the next try."
    );
}

Status Meeting::Impl::receive_push(ByteView bytes, const std::vector<Sent>& pushing) {
    const auto reply = sync::decode_push_reply(bytes);
    if (!reply) return error_of(reply);
    if (auto good = check_receipt(*reply, pushing); !good) return error_of(good);
    auto transaction = workspace.store.begin();
    if (!transaction) return error_of(transaction);
    auto kept = workspace.store.put_receipt(
        *transaction, reply->receipt.body, reply->receipt.signature.bytes()
    );
    if (!kept) return error_of(kept);
    bool other_hand = false;
    for (std::size_t i = 0; i < pushing.size(); ++i) {
        const bool stored = std::ranges::none_of(reply->verdicts, [&](const auto& verdict) {
            return verdict.audit == pushing[i].audit && verdict.verdict != sync::Verdict::stored &&
                   verdict.verdict != sync::Verdict::duplicate;
        });
        const auto noted = note_push(*transaction, pushing[i], reply->audits[i], stored);
        if (!noted) return error_of(noted);
        other_hand = other_hand || *noted;
        const auto verified = was_verified(pushing[i].audit);
        if (!verified) return error_of(verified);
        ask_again = ask_again || *verified;
    }
    std::optional<Bytes16> new_writer;
    if (other_hand) {
        auto started = start_new_logs(*transaction, new_writer);
        if (!started) return started;
    }
    for (const auto& verdict : reply->verdicts) {
        for (const auto& held : verdict.held_back) {
            const store::HeldBackRow row{held.audit, held.op, held.code, held.text};
            auto stored = workspace.store.put_held_back(*transaction, row);
            if (!stored) return error_of(stored);
            outcome.held_back.push_back(held);
        }
    }
    if (auto done = transaction->commit(); !done) return error_of(done);
    if (new_writer) workspace.use_writer(*new_writer);
    note_verdicts(*reply);
    outcome.audits_sent += static_cast<std::uint32_t>(pushing.size());
    work_done += pushing.size();
    return {};
}

// HELD is what the server's signed word says it holds, nothing less.
Result<bool> Meeting::Impl::note_push(
    sqlite::Transaction& transaction, const Sent& sent, const sync::AuditTips& said, bool all_stored
) {
    const auto row = workspace.store.audit(sent.audit);
    if (!row) return error_of(row);
    // The server leaves out tips that the push itself makes known.
    const bool same_ops = said.digest == sent.digest;
    const bool only_pushed = said.digest == audit::digest_of(sent.ends);
    const bool readable = (*row)->scope_state != static_cast<int>(sync::ScopeState::revoked);
    const auto& theirs = same_ops ? sent.tips : only_pushed ? sent.ends : said.tips;
    auto known = theirs;
    // What may not be read cannot be compared either; that it was taken has to do.
    if (!readable && all_stored) known.insert(known.end(), sent.ends.begin(), sent.ends.end());
    auto done = workspace.store.put_server_tips(
        transaction, (*row)->audit, pack_tips(known), workspace.clock.now().utc_ms
    );
    if (!done) return error_of(done);
    cards_missing_at_server.erase(sent.audit);
    if (!same_ops && readable) to_pull.insert(sent.audit);
    // A push that changed nothing at the server would change nothing the next time either.
    const bool moved = said.digest != audit::digest_of(unpack_tips((*row)->server_tips));
    if (sent.cut_short && moved) to_push.insert(sent.audit);
    return notice_other_hand(sent.audit, (*row)->audit, theirs);
}

void Meeting::Impl::note_verdicts(const sync::PushReply& reply) {
    for (const auto& verdict : reply.verdicts) {
        switch (verdict.verdict) {
        case sync::Verdict::stored:
        case sync::Verdict::duplicate:
            break;
        case sync::Verdict::missing_prev:
            break; // the next Hello finds what is missing
        case sync::Verdict::bad_signature:
        case sync::Verdict::malformed:
        case sync::Verdict::unknown_certificate:
        case sync::Verdict::over_limit:
            remark(
                "The server did not take a part of an audit (" +
                std::string(sync::name_of(verdict.verdict)) +
                (verdict.text.empty() ? ")." : "): " + verdict.text) + " It stays on this tablet."
            );
        }
    }
}

} // namespace muster::field
