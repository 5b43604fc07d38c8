// What a ledger knows of its own extent: tips, digests, and how much of it the server has.
#include "core/field/ledger.hpp"

#include <algorithm>
#include <unordered_set>

namespace muster::field {

namespace {

constexpr auto field_side = static_cast<std::uint8_t>(audit::Side::field);

} // namespace

Bytes pack_tips(const std::vector<audit::Tip>& tips) {
    Bytes out;
    for (const auto& tip : tips) {
        out.insert(out.end(), tip.writer.bytes().begin(), tip.writer.bytes().end());
        for (unsigned shift = 0; shift < 64; shift += 8) {
            out.push_back(static_cast<std::uint8_t>(tip.seq >> shift));
        }
        out.insert(out.end(), tip.op.bytes().begin(), tip.op.bytes().end());
    }
    return out;
}

std::vector<audit::Tip> unpack_tips(ByteView bytes) {
    constexpr std::size_t size = 56;
    std::vector<audit::Tip> tips;
    for (std::size_t at = 0; at + size <= bytes.size(); at += size) {
        audit::Tip tip;
        tip.writer = *WriterId::from(bytes.subspan(at, 16));
        for (std::size_t i = 8; i > 0; --i)
            tip.seq = tip.seq << 8 | bytes[at + 16 + i - 1];
        tip.op = *OpId::from(bytes.subspan(at + 24, 32));
        tips.push_back(tip);
    }
    return tips;
}

std::unordered_set<OpId> ops_reached(const LoadedLog& log, std::span<const audit::Tip> tips) {
    std::unordered_set<OpId> reached;
    for (const auto& tip : tips) {
        for (auto at = index_of(log, tip.op); at != none;) {
            if (!reached.insert(log.ops[at].id).second) break;
            at = index_of(log, log.ops[at].header.prev);
        }
    }
    return reached;
}

Result<std::vector<audit::Tip>> Ledger::field_tips(std::int64_t audit) const {
    const auto rows = store_->tips(audit);
    if (!rows) return error_of(rows);
    std::vector<audit::Tip> tips;
    for (const auto& row : *rows) {
        if (row.side == static_cast<std::uint8_t>(audit::Side::field)) {
            tips.push_back({row.writer, row.seq, row.op});
        }
    }
    std::ranges::sort(tips);
    return tips;
}

Status Ledger::refresh_digest(sqlite::Transaction& transaction, std::int64_t audit) {
    auto tips = field_tips(audit);
    if (!tips) return error_of(tips);
    return store_->put_digest(transaction, audit, audit::digest_of(std::move(*tips)));
}

Result<bool> Ledger::holds(std::int64_t audit, const audit::Tip& tip) const {
    return store_->holds(audit, {tip.writer, field_side, tip.seq, tip.op});
}

Result<bool> Ledger::lacks(std::int64_t audit, std::span<const audit::Tip> theirs) const {
    for (const auto& tip : theirs) {
        const auto held = holds(audit, tip);
        if (!held) return error_of(held);
        if (!*held) return true;
    }
    return false;
}

Result<std::vector<audit::Tip>>
Ledger::known_to_server(std::int64_t audit, std::span<const audit::Tip> theirs) const {
    std::vector<audit::Tip> known;
    for (const auto& tip : theirs) {
        const auto held = holds(audit, tip);
        if (!held) return error_of(held);
        if (*held) known.push_back(tip);
    }
    return known;
}

Result<Ledger::Share> Ledger::share_of(
    const store::AuditRow& audit, std::span<const audit::Tip> theirs, const PersonId& person
) const {
    const auto mine = field_tips(audit.audit);
    if (!mine) return error_of(mine);
    const auto known = known_to_server(audit.audit, theirs);
    if (!known) return error_of(known);
    Share share;
    bool forked = false;
    for (std::size_t i = 0; i < mine->size(); ++i) {
        const auto& tip = (*mine)[i];
        if (!is_by(tip.writer, person)) continue;
        forked = forked || (i > 0 && (*mine)[i - 1].writer == tip.writer);
        share.ops += tip.seq;
        std::uint64_t there = 0;
        for (const auto& each : *known) {
            if (each.writer == tip.writer) there = std::max(there, each.seq);
        }
        share.on_server += there;
    }
    // Of a log without branches a tip's seq is its length; of a forked one branches overlap.
    return forked ? counted_share(audit, *known, person) : share;
}

Result<Ledger::Share> Ledger::counted_share(
    const store::AuditRow& audit, std::span<const audit::Tip> known, const PersonId& person
) const {
    const auto loaded = logs(audit.audit, audit.id);
    if (!loaded) return error_of(loaded);
    Share share;
    for (const auto& log : *loaded) {
        if (log.row.side != field_side || !is_by(log.row.writer, person)) continue;
        share.ops += log.ops.size();
        share.on_server += ops_reached(log, known).size();
    }
    return share;
}

bool Ledger::is_by(const WriterId& writer, const PersonId& person) const {
    if (!authors_) return false;
    const auto at = authors_->find(writer);
    return at != authors_->end() && at->second.person == person;
}

} // namespace muster::field
