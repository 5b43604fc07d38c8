// The ops of one audit as the fold reads them: each with its predecessor, its author and its
// parents, admitted or held back, and from that the heads of every register. Everything depends on
// the set of ops alone, never on the order in which they came. Of fold.cpp only.
#pragma once

#include "core/audit/fold.hpp"

#include <unordered_map>
#include <unordered_set>

namespace muster::audit {

inline constexpr std::size_t no_entry = static_cast<std::size_t>(-1);

struct OpEntry {
    const Op* op = nullptr;
    const Certificate* author = nullptr;
    std::size_t prev = no_entry;
    bool chained = false; // every earlier op of its log is here
    OpId grant;           // the GRANT that its log works under
    bool admitted = false;
    bool in_scope = true;
    std::vector<std::size_t> parents; // resolved as written, before skipping what is not admitted
};

// Registers compete with those of their family under the same name. The first four are Family's.
enum class RegisterFamily : std::uint8_t {
    answer = 1,
    note = 2,
    evidence = 3,
    timer = 4,
    submission = 5,
    decision = 6,
    grant = 7,
    finding_override = 8,
    further = 9, // appeals, erasures, attributions
    unknown = 10,
    ruling = 11, // ADMIT and REFUSE
    revocation = 12,
};

RegisterFamily family_of(KindNumber kind);
// Whether it is one of those that a shopper fills in.
bool is_field_family(RegisterFamily family);

using RegisterKey = std::pair<RegisterFamily, std::string_view>;
using Heads = std::map<RegisterKey, std::vector<std::size_t>>;

class OpGraph {
public:
    // All three must outlive it.
    OpGraph(std::span<const Op> ops, const Authors& authors, const FoldOptions& options);

    // By log, then seq, then id; each op once.
    [[nodiscard]] const std::vector<OpEntry>& entries() const { return entries_; }

    [[nodiscard]] std::size_t find(const OpId& id) const;
    // Adds the entry of this op and all before it in its log.
    void reach(const OpId& tip, std::unordered_set<std::size_t>& reached) const;

    // Admitted, and reached by the tips where the fold is frozen.
    [[nodiscard]] bool counts(std::size_t at) const {
        return entries_[at].admitted && entries_[at].in_scope;
    }

    // The entries of these families that count and that no other one supersedes.
    [[nodiscard]] Heads heads_of(bool (*wanted)(RegisterFamily)) const;

    [[nodiscard]] const std::vector<HeldBackOp>& held_back() const { return held_back_; }

    // Ascending.
    [[nodiscard]] const std::vector<OpId>& missing_payloads() const { return missing_payloads_; }

    // An unknown critical kind is among the ops.
    [[nodiscard]] bool upgrade_needed() const { return upgrade_needed_; }

private:
    void index_ops(std::span<const Op> ops);
    void chain(OpEntry& entry);
    void resolve_implied_parents();
    void fill_from_branch(std::size_t at, std::map<RegisterKey, std::size_t>& latest) const;
    void admit();
    void limit_to(const std::vector<Tip>& tips);

    [[nodiscard]] Phase phase_at(std::size_t at) const { return phase_of(*entries_[at].author); }

    void add_superseded(std::size_t from, std::unordered_set<std::size_t>& superseded) const;

    const Authors& authors_;
    std::vector<OpEntry> entries_;
    std::unordered_map<OpId, std::size_t> by_id_;
    std::vector<HeldBackOp> held_back_;
    std::vector<OpId> missing_payloads_;
    bool upgrade_needed_ = false;
};

} // namespace muster::audit
