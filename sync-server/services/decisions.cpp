#include "sync-server/services/decisions.hpp"

#include "core/base/utf8.hpp"
#include "sync-server/services/server_log.hpp"

#include <algorithm>
#include <map>
#include <unordered_set>

namespace muster::server {

Status check_decision_reason(const std::string& reason) {
    if (reason.empty() || first_bad_utf8(reason)) {
        return fail(Code::invalid_input, "A decision needs a reason.", "Say why.");
    }
    if (reason.size() <= limits::decision_reason_bytes_max) return {};
    return fail(
        Code::invalid_input,
        "The reason is longer than " + std::to_string(limits::decision_reason_bytes_max) + " bytes."
    );
}

Result<DecidedAudit> open_decided(const AuditId& audit, Reader& reader, const Shared& shared) {
    auto record = reader.audit(audit);
    if (!record) return error_of(record);
    if (!*record) return fail(Code::not_found, "There is no such audit.");
    auto loaded = load_audit(**record, reader, shared.certificates);
    if (!loaded) return error_of(loaded);
    auto folded = audit::fold(loaded->ops, loaded->authors);
    return DecidedAudit{std::move(**record), std::move(*loaded), std::move(folded)};
}

// Where no parent is written out, it is the one before in the same log.
std::vector<OpId> heads_among(const LoadedAudit& loaded, std::span<const audit::Kind> kinds) {
    std::unordered_set<OpId> followed;
    std::map<WriterId, OpId> latest; // ops come by log, then seq
    std::vector<OpId> all;
    for (const auto& op : loaded.ops) {
        const auto kind = audit::known_kind(op.header.kind);
        if (!kind || std::ranges::find(kinds, *kind) == kinds.end()) continue;
        all.push_back(op.id);
        followed.insert(op.header.parents.begin(), op.header.parents.end());
        auto& before = latest[op.header.writer];
        if (op.header.parents.empty()) followed.insert(before);
        before = op.id;
    }
    std::erase_if(all, [&](const OpId& id) { return followed.contains(id); });
    return all;
}

Result<audit::Op> append_decision(
    AuditRecord& record,
    audit::NewOp entry,
    const std::optional<PersonId>& by,
    const std::string& reason,
    Transaction& transaction,
    const Shared& shared
) {
    entry.wall = shared.clock.now();
    auto op = append_server_op(record, audit::Side::field, std::move(entry), transaction, shared);
    if (!op || !by) return op;
    audit::NewOp named;
    named.kind = audit::Kind::attribution;
    named.wall = op->header.wall;
    named.payload = audit::encode_payload({audit::Attribution{op->id, *by, reason}, std::nullopt});
    const auto put =
        append_server_op(record, audit::Side::desk, std::move(named), transaction, shared);
    if (!put) return error_of(put);
    return op;
}

} // namespace muster::server
