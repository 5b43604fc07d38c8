#include "core/audit/op_graph.hpp"

#include "core/audit/admission.hpp"

#include <algorithm>
#include <tuple>

namespace muster::audit {

namespace {

RegisterKey key_of(const Op& op) {
    return {family_of(op.header.kind), text_of(op.header.register_name)};
}

} // namespace

// RESOLVE and SET write the same register; decisions and submissions have one of their own.
RegisterFamily family_of(KindNumber kind) {
    const auto known = known_kind(kind);
    if (!known) return RegisterFamily::unknown;
    switch (*known) {
    case Kind::set:
    case Kind::resolve:
        return RegisterFamily::answer;
    case Kind::note:
        return RegisterFamily::note;
    case Kind::evidence:
        return RegisterFamily::evidence;
    case Kind::timer:
        return RegisterFamily::timer;
    case Kind::submit:
        return RegisterFamily::submission;
    case Kind::accept:
    case Kind::returned:
    case Kind::reject:
    case Kind::exclude:
        return RegisterFamily::decision;
    case Kind::grant:
    case Kind::handover:
        return RegisterFamily::grant;
    case Kind::override_finding:
        return RegisterFamily::finding_override;
    case Kind::admit:
    case Kind::refuse:
        return RegisterFamily::ruling;
    case Kind::revoke:
        return RegisterFamily::revocation;
    case Kind::appeal:
    case Kind::decide:
    case Kind::erase:
    case Kind::attribution:
        return RegisterFamily::further;
    }
    return RegisterFamily::unknown;
}

bool is_field_family(RegisterFamily family) {
    return family <= RegisterFamily::timer;
}

OpGraph::OpGraph(std::span<const Op> ops, const Authors& authors, const FoldOptions& options)
    : authors_(authors) {
    index_ops(ops);
    resolve_implied_parents();
    admit();
    if (options.frozen) limit_to(*options.frozen);
}

// Unique ops in a canonical order: by log, then seq, then id. Everything after depends on the
// set of ops alone.
void OpGraph::index_ops(std::span<const Op> ops) {
    std::vector<const Op*> sorted;
    sorted.reserve(ops.size());
    for (const auto& op : ops)
        sorted.push_back(&op);
    std::ranges::sort(sorted, [](const Op* a, const Op* b) {
        const auto left = std::tie(a->header.side, a->header.writer, a->header.seq, a->id);
        const auto right = std::tie(b->header.side, b->header.writer, b->header.seq, b->id);
        // Of two copies, the one that has its payload comes first and is kept.
        return left != right ? left < right : a->payload.has_value() > b->payload.has_value();
    });
    entries_.reserve(sorted.size());
    for (const auto* op : sorted) {
        if (!by_id_.try_emplace(op->id, entries_.size()).second) continue;
        OpEntry entry;
        entry.op = op;
        const auto author = authors_.find(op->header.writer);
        if (author != authors_.end()) entry.author = &author->second;
        entries_.push_back(std::move(entry));
    }
    for (auto& entry : entries_)
        chain(entry);
}

// Predecessors stand before their successors, because entries are sorted by log and seq.
void OpGraph::chain(OpEntry& entry) {
    const auto& header = entry.op->header;
    entry.prev = find(header.prev);
    if (header.seq == 1) {
        entry.chained = header.prev.is_zero();
        entry.grant = header.grant;
        return;
    }
    if (entry.prev == no_entry) return;
    const auto& before = entries_[entry.prev];
    const auto& earlier = before.op->header;
    entry.chained = before.chained && earlier.seq + 1 == header.seq &&
                    earlier.writer == header.writer && earlier.side == header.side;
    entry.grant = before.grant;
}

std::size_t OpGraph::find(const OpId& id) const {
    const auto at = by_id_.find(id);
    return at == by_id_.end() ? no_entry : at->second;
}

void OpGraph::reach(const OpId& tip, std::unordered_set<std::size_t>& reached) const {
    for (auto at = find(tip); at != no_entry && reached.insert(at).second;)
        at = entries_[at].prev;
}

// Empty parents mean: the latest write of this register on my prev branch. Entries of a log
// come in order of seq, so on an unforked log one map per log is enough; behind a fork the
// branch is walked.
void OpGraph::resolve_implied_parents() {
    std::map<RegisterKey, std::size_t> latest;
    std::size_t before = no_entry;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        auto& entry = entries_[i];
        const auto& header = entry.op->header;
        const bool continues = before != no_entry && entry.prev == before;
        if (!continues) latest.clear();
        if (!continues && entry.prev != no_entry) fill_from_branch(entry.prev, latest);
        const auto key = key_of(*entry.op);
        if (header.parents.empty()) {
            if (const auto at = latest.find(key); at != latest.end()) {
                entry.parents.push_back(at->second);
            }
        } else {
            for (const auto& parent : header.parents) {
                const auto at = find(parent);
                if (at != no_entry && key_of(*entries_[at].op) == key) entry.parents.push_back(at);
            }
        }
        latest[key] = i;
        before = i;
    }
}

void OpGraph::fill_from_branch(std::size_t at, std::map<RegisterKey, std::size_t>& latest) const {
    for (; at != no_entry; at = entries_[at].prev)
        latest.try_emplace(key_of(*entries_[at].op), at);
}

void OpGraph::admit() {
    const Admission admission(*this);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        auto& entry = entries_[i];
        const auto& op = *entry.op;
        auto objection = admission.objection_to(i);
        entry.admitted = !objection;
        if (objection) {
            held_back_.push_back(
                {op.id, op.header.writer, std::move(objection->code), std::move(objection->text)}
            );
        }
        const bool unknown = !known_kind(op.header.kind);
        if (unknown && (op.header.kind & critical_kind_bit) != 0) upgrade_needed_ = true;
        if (!op.payload) missing_payloads_.push_back(op.id);
    }
    std::ranges::sort(missing_payloads_);
    std::ranges::sort(held_back_, {}, &HeldBackOp::op);
}

// A frozen fold sees of the shoppers' and reviewers' entries only what the tips reach.
void OpGraph::limit_to(const std::vector<Tip>& tips) {
    std::unordered_set<std::size_t> reached;
    for (const auto& tip : tips)
        reach(tip.op, reached);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const bool free = !is_field_family(family_of(entries_[i].op->header.kind));
        entries_[i].in_scope = free || reached.contains(i);
    }
}

// Parents lead through ops that do not count to the nearest ones that do, and never upward in
// phase. Only ops that count may supersede.
void OpGraph::add_superseded(std::size_t from, std::unordered_set<std::size_t>& superseded) const {
    std::vector<std::size_t> open = entries_[from].parents;
    std::unordered_set<std::size_t> seen;
    while (!open.empty()) {
        const auto at = open.back();
        open.pop_back();
        if (!seen.insert(at).second) continue;
        if (counts(at)) {
            if (phase_at(at) <= phase_at(from)) superseded.insert(at);
        } else {
            const auto& further = entries_[at].parents;
            open.insert(open.end(), further.begin(), further.end());
        }
    }
}

Heads OpGraph::heads_of(bool (*wanted)(RegisterFamily)) const {
    std::unordered_set<std::size_t> superseded;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (counts(i) && wanted(family_of(entries_[i].op->header.kind))) {
            add_superseded(i, superseded);
        }
    }
    Heads heads;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const auto key = key_of(*entries_[i].op);
        if (counts(i) && wanted(key.first) && !superseded.contains(i)) heads[key].push_back(i);
    }
    return heads;
}

} // namespace muster::audit
