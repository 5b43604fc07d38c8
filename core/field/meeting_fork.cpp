// What a meeting does about a log of this tablet that another hand wrote on: a copy of it, or this
// very tablet before it was restored. Nothing is lost by it: both branches are kept on both sides.
// From then on this tablet writes logs of its own, so that it forks no more.
#include "core/field/meeting_state.hpp"

#include <algorithm>

namespace muster::field {

Result<bool> Meeting::Impl::notice_other_hand(
    const AuditId& audit, std::int64_t number, std::span<const audit::Tip> tips
) {
    bool other_hand = false;
    for (const auto& tip : tips) {
        const bool current = tip.writer == workspace.author->writer;
        if (!current && !workspace.ledger.is_of_key(tip.writer, *workspace.author)) continue;
        const auto held = workspace.ledger.holds(number, tip);
        if (!held) return error_of(held);
        if (*held) continue;
        to_search.emplace(audit, tip.writer);
        other_hand = other_hand || current;
    }
    return other_hand;
}

Status Meeting::Impl::start_new_logs(
    sqlite::Transaction& transaction, std::optional<Bytes16>& writer_salt
) {
    auto salt = workspace.renew_writer(transaction, Renewal::Cause::elsewhere);
    if (!salt) return error_of(salt);
    writer_salt = *salt;
    remark(
        std::string(reason_text(Renewal::Cause::elsewhere)) +
        " Nothing was lost. What differs shows as a conflict. If nobody restored a backup, tell "
        "the office that this tablet may have been copied."
    );
    return {};
}

// Newest first, and ever further apart: a few ids find the branching point to within a factor of
// two of its distance, and what is sent twice is a duplicate.
Result<sync::HaveLog> Meeting::Impl::ids_to_search(const AuditId& audit, const WriterId& writer) {
    sync::HaveLog out{audit, writer, {}};
    const auto row = workspace.store.audit(audit);
    if (!row) return error_of(row);
    if (!*row) return out;
    const auto logs = workspace.ledger.logs((*row)->audit, audit);
    if (!logs) return error_of(logs);
    const auto log =
        std::ranges::find(*logs, writer, [](const LoadedLog& each) { return each.row.writer; });
    if (log == logs->end()) return out;
    std::size_t distance = 1;
    std::size_t until_next = 0;
    for (std::size_t at = log->ops.empty() ? none : log->ops.size() - 1; at != none;
         at = index_of(*log, log->ops[at].header.prev)) {
        if (until_next > 0) {
            --until_next;
            continue;
        }
        out.ids.push_back(log->ops[at].id);
        if (out.ids.size() == sync::limits::have_ids_max) break;
        until_next = distance - 1;
        distance *= 2;
    }
    return out;
}

Result<std::optional<sync::Call>> Meeting::Impl::search() {
    sync::HaveRequest request;
    while (!to_search.empty() && request.logs.size() < sync::limits::have_logs_max) {
        const auto [audit, writer] = *to_search.begin();
        to_search.erase(to_search.begin());
        // What is revoked may not be read.
        if (!to_pull.contains(audit)) continue;
        auto log = ids_to_search(audit, writer);
        if (!log) return error_of(log);
        if (!log->ids.empty()) request.logs.push_back(std::move(*log));
    }
    if (request.logs.empty()) return std::optional<sync::Call>();
    searching = request.logs;
    return std::optional(sync::Call{
        "muster.v1.SyncService/Have",
        sync::encode(request),
        workspace.token,
        "Looking for where two tablets' entries part"
    });
}

Status Meeting::Impl::receive_search(ByteView bytes) {
    const auto reply = sync::decode_have_reply(bytes);
    if (!reply) return error_of(reply);
    if (reply->before_held.size() != searching.size()) {
        return fail(Code::invalid_input, "The server answered another question than was asked.");
    }
    auto transaction = workspace.store.begin();
    if (!transaction) return error_of(transaction);
    for (std::size_t i = 0; i < searching.size(); ++i) {
        const auto& log = searching[i];
        const auto before = reply->before_held[i];
        if (before >= log.ids.size()) continue;
        auto noted = note_common_op(*transaction, log.audit, log.ids[before]);
        if (!noted) return noted;
    }
    return transaction->commit();
}

// The server's word that it holds this op, beside its tips: what is below need not travel again.
Status Meeting::Impl::note_common_op(
    sqlite::Transaction& transaction, const AuditId& audit, const OpId& id
) {
    const auto row = workspace.store.audit(audit);
    if (!row) return error_of(row);
    const auto ops = workspace.ledger.ops(audit);
    if (!ops) return error_of(ops);
    const auto op = std::ranges::find(*ops, id, &audit::Op::id);
    auto tips = unpack_tips((*row)->server_tips);
    tips.push_back({op->header.writer, op->header.seq, id});
    return workspace.store.put_server_tips(
        transaction, (*row)->audit, pack_tips(tips), workspace.clock.now().utc_ms
    );
}

} // namespace muster::field
