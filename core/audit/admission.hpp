// Which ops of an audit count. Whatever decides about ops is itself an op: grants and hand-overs
// say under what a log works, REVOKE stops a key, ADMIT and REFUSE are a person's word on single
// ops. Reads headers, certificates and the server's decisions only, so that erasing what people
// wrote changes nothing here. Of op_graph.cpp only.
#pragma once

#include "core/audit/op_graph.hpp"

namespace muster::audit {

// Why an op does not count.
struct Objection {
    std::string code;
    std::string text; // for a person
};

class Admission {
public:
    // Of a graph whose logs are chained and whose parents are resolved; it must outlive this.
    explicit Admission(const OpGraph& graph);

    // Nothing: the op counts.
    [[nodiscard]] std::optional<Objection> objection_to(std::size_t at) const;

private:
    using Reached = std::unordered_set<std::size_t>;

    struct GrantHeld {
        PersonId person;
        bool hands_over = false;
        Reached kept;    // of a hand-over: what was written before and counts
        Reached earlier; // of a hand-over: the grants that it descends from
    };

    struct Stopped {
        PublicKey key;
        Reached kept;
    };

    void collect(std::size_t at);
    [[nodiscard]] Reached reach_of(const std::vector<Tip>& tips) const;
    [[nodiscard]] Reached ancestors_of(std::size_t at) const;

    [[nodiscard]] std::optional<Objection> lasting_objection(std::size_t at) const;
    [[nodiscard]] std::optional<Objection> standing_objection(std::size_t at) const;
    [[nodiscard]] bool works_under_grant(const OpEntry& entry) const;
    [[nodiscard]] bool was_handed_over(std::size_t at) const;
    [[nodiscard]] bool is_revoked(std::size_t at) const;
    // The ruling in force on this op; of several at once the refusal.
    [[nodiscard]] const std::pair<bool, std::string>* ruling_on(std::size_t at) const;
    void settle_rulings();

    const OpGraph& graph_;
    std::map<std::size_t, GrantHeld> grants_; // by entry
    std::vector<Stopped> stopped_;
    std::unordered_map<OpId, std::vector<std::size_t>> rulings_;      // by subject
    std::unordered_map<OpId, std::pair<bool, std::string>> in_force_; // admitted?, code
};

} // namespace muster::audit
