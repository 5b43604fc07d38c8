#include "core/field/meeting_state.hpp"

#include <algorithm>

namespace muster::field {

sync::Call Meeting::Impl::greet() {
    nonce = workspace.entropy.bytes<32>();
    return {
        "muster.v1.EnrolmentService/Greet",
        sync::encode_greet_request(nonce),
        {},
        "Asking the server who it is"
    };
}

Status Meeting::Impl::receive_greeting(ByteView reply) {
    ++greetings;
    const auto said = sync::decode_signed(reply);
    if (!said) return error_of(said);
    const auto greeting = sync::decode_greeting(said->body);
    if (!greeting) return error_of(greeting);
    const auto& profile = *workspace.profile;
    const bool genuine = greeting->identity == profile.server_identity &&
                         greeting->tenant == profile.tenant &&
                         verify(
                             profile.server_identity,
                             said->signature,
                             sync::greeting_domain,
                             {},
                             {said->body, nonce.bytes()}
                         );
    if (!genuine) {
        return fail(
            Code::permission_denied,
            "This is not the server that this tablet belongs to.",
            "Nothing was sent. Ask the office whether the server has moved."
        );
    }
    challenge = greeting->challenge;
    stage = Stage::hello;
    return {};
}

Result<std::optional<sync::Call>> Meeting::Impl::hello() {
    if (workspace.token.empty() && challenge.empty()) {
        stage = Stage::greet;
        return std::optional(greet());
    }
    const auto rows = workspace.store.audits();
    if (!rows) return error_of(rows);
    page.clear();
    for (const auto& row : *rows) {
        if (page_after && !(*page_after < row.id)) continue;
        if (page.size() == limits.hello_audits_max) break;
        page.push_back({row.id, row.digest});
    }
    page_more = !page.empty() && page.back().audit < rows->back().id;
    sync::HelloRequest request;
    request.tenant = workspace.profile->tenant;
    request.certificate = workspace.author->certificate;
    if (!workspace.token.empty()) {
        request.token = workspace.token;
    } else {
        request.challenge = challenge;
        request.challenge_signature =
            workspace.author->key.sign(sync::challenge_domain, request.tenant, {challenge});
    }
    request.device_time = workspace.clock.now();
    request.monotonic_ms = workspace.clock.monotonic_ms();
    request.digests = page;
    request.more = page_more;
    request.after = page_after;
    nonce = workspace.entropy.bytes<32>();
    request.nonce = nonce;
    return std::optional(sync::Call{
        "muster.v1.SyncService/Hello", sync::encode(request), {}, "Comparing with the server"
    });
}

Status Meeting::Impl::receive_hello(ByteView reply) {
    const auto said = sync::decode_signed(reply);
    if (!said) return error_of(said);
    const bool genuine = verify(
        workspace.profile->server_identity,
        said->signature,
        sync::hello_domain,
        workspace.profile->tenant,
        {said->body, nonce.bytes()}
    );
    if (!genuine) {
        return fail(
            Code::permission_denied,
            "The server's answer is not signed by the server that this tablet belongs to.",
            "Nothing was sent. Ask the office."
        );
    }
    const auto state = sync::decode_hello_state(said->body);
    if (!state) return error_of(state);
    workspace.token = state->token;
    limits = state->limits;
    auto transaction = workspace.store.begin();
    if (!transaction) return error_of(transaction);
    bool other_hand = false;
    for (const auto& difference : state->differences) {
        const auto noted = note_difference(*transaction, difference);
        if (!noted) return error_of(noted);
        other_hand = other_hand || *noted;
    }
    std::optional<Bytes16> new_writer;
    if (other_hand) {
        auto started = start_new_logs(*transaction, new_writer);
        if (!started) return started;
    }
    if (auto noted = note_agreement(*transaction, *state); !noted) return error_of(noted);
    if (auto noted = note_revocation(*transaction, *state); !noted) return error_of(noted);
    if (auto noted = note_wanted(*transaction, state->evidence_wanted); !noted) {
        return error_of(noted);
    }
    for (const auto& held : state->held_back) {
        const store::HeldBackRow row{held.audit, held.op, held.code, held.text};
        auto kept = workspace.store.put_held_back(*transaction, row);
        if (!kept) return error_of(kept);
        outcome.held_back.push_back(held);
    }
    if (auto done = transaction->commit(); !done) return error_of(done);
    if (new_writer) workspace.use_writer(*new_writer);
    if (page_more) {
        page_after = page.back().audit;
        return {};
    }
    page_after.reset();
    ++rounds;
    work_total = work_done + 2 + to_pull.size() + to_push.size();
    // A device that was revoked gets nothing; it only brings.
    if (!state->device_revoked) {
        if (auto listed = want_documents(); !listed) return error_of(listed);
    }
    stage = Stage::fetch;
    return {};
}

Status
Meeting::Impl::note_revocation(sqlite::Transaction& transaction, const sync::HelloState& state) {
    outcome.device_revoked = state.device_revoked;
    if (!state.device_revoked) return {};
    remark("This device was revoked. It sends what it holds, which stays here too, and the office "
           "decides whether it counts. Nothing new comes to it.");
    const auto when = std::to_string(state.server_utc_ms);
    const auto known = workspace.store.setting(setting_revoked);
    if (!known) return error_of(known);
    if (*known) return {};
    return workspace.store.put_setting(transaction, setting_revoked, view(when));
}

// The server holds something else than this tablet: what it lacks is pushed, what it has more
// pulled.
Result<bool> Meeting::Impl::note_difference(
    sqlite::Transaction& transaction, const sync::ScopeDifference& difference
) {
    const auto number = workspace.store.put_audit(transaction, difference.audit);
    if (!number) return error_of(number);
    // What is revoked may be pushed but no longer read: its card stays the one that is held here.
    const bool revoked = difference.state == sync::ScopeState::revoked;
    if (difference.visit_card.is_zero()) cards_missing_at_server.insert(difference.audit);
    auto done = workspace.store.put_scope(
        transaction,
        *number,
        static_cast<int>(difference.state),
        difference.visit_card.is_zero() || revoked ? std::nullopt
                                                   : std::optional(difference.visit_card)
    );
    if (!done) return error_of(done);
    done = workspace.store.put_server_tips(
        transaction, *number, pack_tips(difference.tips), workspace.clock.now().utc_ms
    );
    if (!done) return error_of(done);
    done = workspace.ledger.refresh_digest(transaction, *number);
    if (!done) return error_of(done);
    to_push.insert(difference.audit);
    if (!difference.lacking.empty()) lacking[difference.audit] = difference.lacking;
    if (!revoked) to_pull.insert(difference.audit);
    return notice_other_hand(difference.audit, *number, difference.tips);
}

Status
Meeting::Impl::note_agreement(sqlite::Transaction& transaction, const sync::HelloState& state) {
    std::set<AuditId> different;
    for (const auto& difference : state.differences)
        different.insert(difference.audit);
    for (const auto& each : page) {
        if (different.contains(each.audit)) continue;
        to_pull.erase(each.audit);
        to_push.erase(each.audit);
        const auto row = workspace.store.audit(each.audit);
        if (!row) return error_of(row);
        const bool known = audit::digest_of(unpack_tips((*row)->server_tips)) == (*row)->digest;
        if ((*row)->server_said && known) continue;
        const auto tips = workspace.ledger.field_tips((*row)->audit);
        if (!tips) return error_of(tips);
        auto done = workspace.store.put_server_tips(
            transaction, (*row)->audit, pack_tips(*tips), workspace.clock.now().utc_ms
        );
        if (!done) return error_of(done);
    }
    return {};
}

// Cards first; once they are here, the checklists and provisions that they pin.
Status Meeting::Impl::want_documents() {
    const auto rows = workspace.store.audits();
    if (!rows) return error_of(rows);
    const auto want = [&](const DocumentHash& hash) -> Status {
        const auto held = workspace.store.has_document(hash);
        if (!held) return error_of(held);
        if (!*held && !unavailable.contains(hash)) wanted.insert(hash);
        return {};
    };
    for (const auto& row : *rows) {
        if (!row.visit_card) continue;
        if (auto done = want(*row.visit_card); !done) return error_of(done);
        if (wanted.contains(*row.visit_card) || unavailable.contains(*row.visit_card)) continue;
        const auto card = workspace.card_of(row);
        if (!card) {
            remark("The brief of a visit could not be read: " + card.error().text());
            continue;
        }
        if (auto done = want((*card)->checklist); !done) return error_of(done);
        if (auto done = want((*card)->provisions); !done) return error_of(done);
    }
    return {};
}

Result<std::optional<sync::Call>> Meeting::Impl::fetch() {
    if (wanted.empty()) return std::optional<sync::Call>();
    sync::FetchRequest request;
    for (const auto& hash : wanted) {
        if (request.hashes.size() == sync::limits::fetch_hashes_max) break;
        request.hashes.push_back(hash);
    }
    return std::optional(sync::Call{
        "muster.v1.SyncService/Fetch",
        sync::encode(request),
        workspace.token,
        "Getting " + std::to_string(wanted.size()) + " briefs and checklists"
    });
}

Status Meeting::Impl::receive_documents(ByteView reply) {
    const auto fetched = sync::decode_fetch_reply(reply);
    if (!fetched) return error_of(fetched);
    auto transaction = workspace.store.begin();
    if (!transaction) return error_of(transaction);
    for (const auto& document : fetched->documents) {
        if (!wanted.contains(document.hash) || !sync::hash_holds(document)) {
            remark("The server sent a document that was not asked for or not what it claims.");
            continue;
        }
        const store::DocumentRow row{
            document.hash, static_cast<int>(document.kind), document.bytes
        };
        if (auto kept = workspace.store.put_document(*transaction, row); !kept) {
            return error_of(kept);
        }
        wanted.erase(document.hash);
        ++outcome.documents_received;
    }
    if (auto done = transaction->commit(); !done) return error_of(done);
    if (fetched->documents.empty()) {
        // It has none of what is still wanted; asking again would not help.
        remark("The server does not have " + std::to_string(wanted.size()) + " documents.");
        unavailable.insert(wanted.begin(), wanted.end());
        wanted.clear();
    }
    ++work_done;
    return wanted.empty() ? want_documents() : Status();
}

} // namespace muster::field
