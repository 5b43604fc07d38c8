#include "core/audit/fold.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace muster::audit {

namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);

// What the fold knows of one op while it works.
struct Entry {
    const Op* op = nullptr;
    const Certificate* author = nullptr;
    std::size_t prev = none;
    bool chained = false; // every earlier op of its log is here
    OpId grant;           // the GRANT that its log works under
    bool admitted = false;
    bool in_scope = true;
    std::vector<std::size_t> parents; // resolved as written, before skipping what is not admitted
};

// Registers of one family under one name.
using RegisterKey = std::pair<int, std::string_view>;

constexpr int override_family = 14;

// RESOLVE and SET write the same register; decisions and submissions have one of their own.
int family_number(KindNumber kind) {
    const auto known = known_kind(kind);
    if (!known) return 100;
    switch (*known) {
    case Kind::set:
    case Kind::resolve:
        return static_cast<int>(Family::answer);
    case Kind::note:
        return static_cast<int>(Family::note);
    case Kind::evidence:
        return static_cast<int>(Family::evidence);
    case Kind::timer:
        return static_cast<int>(Family::timer);
    case Kind::submit:
        return 10;
    case Kind::accept:
    case Kind::returned:
    case Kind::reject:
    case Kind::exclude:
        return 11;
    case Kind::grant:
    case Kind::handover:
        return 12;
    case Kind::override_finding:
        return override_family;
    case Kind::admit:
    case Kind::refuse:
    case Kind::appeal:
    case Kind::decide:
    case Kind::revoke:
    case Kind::erase:
        return 13;
    }
    return 100;
}

bool is_field_family(int family) {
    return family >= static_cast<int>(Family::answer) && family <= static_cast<int>(Family::timer);
}

RegisterKey key_of(const Op& op) {
    return {family_number(op.header.kind), text_of(op.header.register_name)};
}

class Folder {
public:
    Folder(std::span<const Op> ops, const Authors& authors, const FoldOptions& options)
        : authors_(authors), options_(options) {
        index_ops(ops);
    }

    Audit run() {
        resolve_implied_parents();
        admit();
        limit_to_frozen();
        build_fields();
        build_revisions();
        build_decisions();
        build_overrides();
        settle_stage();
        return std::move(audit_);
    }

private:
    // Unique ops in a canonical order: by log, then seq, then id. Everything after depends on the
    // set of ops alone.
    void index_ops(std::span<const Op> ops) {
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
            Entry entry;
            entry.op = op;
            const auto author = authors_.find(op->header.writer);
            if (author != authors_.end()) entry.author = &author->second;
            entries_.push_back(std::move(entry));
        }
        for (auto& entry : entries_)
            chain(entry);
    }

    // Predecessors stand before their successors, because entries are sorted by log and seq.
    void chain(Entry& entry) {
        const auto& header = entry.op->header;
        entry.prev = find(header.prev);
        if (header.seq == 1) {
            entry.chained = header.prev.is_zero();
            entry.grant = header.grant;
            return;
        }
        if (entry.prev == none) return;
        const auto& before = entries_[entry.prev];
        const auto& earlier = before.op->header;
        entry.chained = before.chained && earlier.seq + 1 == header.seq &&
                        earlier.writer == header.writer && earlier.side == header.side;
        entry.grant = before.grant;
    }

    std::size_t find(const OpId& id) const {
        const auto at = by_id_.find(id);
        return at == by_id_.end() ? none : at->second;
    }

    // Empty parents mean: the latest write of this register on my prev branch. Entries of a log
    // come in order of seq, so on an unforked log one map per log is enough; behind a fork the
    // branch is walked.
    void resolve_implied_parents() {
        std::map<RegisterKey, std::size_t> latest;
        std::size_t before = none;
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            auto& entry = entries_[i];
            const auto& header = entry.op->header;
            const bool continues = before != none && entry.prev == before;
            if (!continues) latest.clear();
            if (!continues && entry.prev != none) fill_from_branch(entry.prev, latest);
            const auto key = key_of(*entry.op);
            if (header.parents.empty()) {
                if (const auto at = latest.find(key); at != latest.end()) {
                    entry.parents.push_back(at->second);
                }
            } else {
                for (const auto& parent : header.parents) {
                    const auto at = find(parent);
                    if (at != none && key_of(*entries_[at].op) == key) entry.parents.push_back(at);
                }
            }
            latest[key] = i;
            before = i;
        }
    }

    void fill_from_branch(std::size_t at, std::map<RegisterKey, std::size_t>& latest) const {
        for (; at != none; at = entries_[at].prev)
            latest.try_emplace(key_of(*entries_[at].op), at);
    }

    // Reads headers, certificates and grants only, so that an erasure cannot change it.
    void admit() {
        for (auto& entry : entries_) {
            const auto& header = entry.op->header;
            if (!known_kind(header.kind)) {
                hold_back(entry, "unknown_kind", "Written by a newer version of Muster.");
                if ((header.kind & critical_kind_bit) != 0) audit_.upgrade_needed = true;
            } else if (entry.author == nullptr) {
                hold_back(entry, "unknown_author", "The author's certificate is not known here.");
            } else if (!may_write(*entry.author, header.kind, header.side)) {
                hold_back(entry, "not_allowed", "The author's role does not allow this entry.");
            } else if (!entry.chained) {
                hold_back(entry, "missing_prev", "An earlier entry of this log is not here yet.");
            } else if (entry.author->has(Role::shopper) && !works_under_grant(entry)) {
                hold_back(entry, "no_grant", "This visit was not assigned to its author.");
            } else {
                entry.admitted = true;
            }
            if (!entry.op->payload) audit_.missing_payloads.push_back(entry.op->id);
        }
        std::ranges::sort(audit_.missing_payloads);
        std::ranges::sort(audit_.held_back, {}, &HeldBackOp::op);
    }

    void hold_back(const Entry& entry, std::string code, std::string text) {
        audit_.held_back.push_back(
            {entry.op->id, entry.op->header.writer, std::move(code), std::move(text)}
        );
    }

    // The first header of the log names a GRANT of this audit to this person, by the server.
    bool works_under_grant(const Entry& entry) {
        const auto key = std::pair(entry.author->person, entry.grant);
        const auto [cached, fresh] = grants_checked_.try_emplace(key, false);
        const auto at = find(entry.grant);
        if (!fresh || at == none) return cached->second;
        const auto& op = *entries_[at].op;
        const auto* author = entries_[at].author;
        const bool is_grant = op.header.kind == number_of(Kind::grant) && author != nullptr &&
                              author->has(Role::server) &&
                              op.header.audit == entry.op->header.audit;
        if (is_grant && op.payload) {
            const auto payload = decode_payload(*op.payload);
            const auto* granted = payload ? std::get_if<Granted>(&payload->body) : nullptr;
            cached->second = granted != nullptr && granted->person == entry.author->person;
        }
        return cached->second;
    }

    // A frozen fold sees of the shoppers' and reviewers' entries only what the tips reach.
    void limit_to_frozen() {
        if (!options_.frozen) return;
        std::unordered_set<std::size_t> reached;
        for (const auto& tip : *options_.frozen) {
            for (auto at = find(tip.op); at != none && reached.insert(at).second;) {
                at = entries_[at].prev;
            }
        }
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            const int family = family_number(entries_[i].op->header.kind);
            entries_[i].in_scope = !is_field_family(family) || reached.contains(i);
        }
    }

    bool counts(std::size_t at) const { return entries_[at].admitted && entries_[at].in_scope; }

    Phase phase_at(std::size_t at) const { return phase_of(*entries_[at].author); }

    // Parents lead through ops that do not count to the nearest ones that do, and never upward in
    // phase. Only ops that count may supersede.
    void add_superseded(std::size_t from, std::unordered_set<std::size_t>& superseded) const {
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

    std::map<RegisterKey, std::vector<std::size_t>> heads_of(bool (*wanted)(int)) const {
        std::unordered_set<std::size_t> superseded;
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            if (counts(i) && wanted(family_number(entries_[i].op->header.kind))) {
                add_superseded(i, superseded);
            }
        }
        std::map<RegisterKey, std::vector<std::size_t>> heads;
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            const auto key = key_of(*entries_[i].op);
            if (counts(i) && wanted(key.first) && !superseded.contains(i)) heads[key].push_back(i);
        }
        return heads;
    }

    void build_fields() {
        for (auto& [key, heads] : heads_of(is_field_family)) {
            Field field;
            field.family = static_cast<Family>(key.first);
            field.register_name = to_bytes(key.second);
            for (const auto at : heads)
                field.heads.push_back(head_at(at));
            // Phase, then wall time, then id; a clock alone decides nothing, the conflict shows.
            std::ranges::sort(field.heads, [](const Head& a, const Head& b) {
                return std::tie(a.phase, a.wall.utc_ms, a.op) >
                       std::tie(b.phase, b.wall.utc_ms, b.op);
            });
            if (field.heads.size() > 1) ++audit_.conflicts;
            audit_.fields.push_back(std::move(field));
        }
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            const auto& header = entries_[i].op->header;
            if (!counts(i) || !is_field_family(family_number(header.kind))) continue;
            if (!audit_.first_write || header.wall < *audit_.first_write) {
                audit_.first_write = header.wall;
            }
            if (!audit_.last_write || *audit_.last_write < header.wall) {
                audit_.last_write = header.wall;
            }
        }
    }

    Head head_at(std::size_t at) const {
        const auto& entry = entries_[at];
        Head head;
        head.op = entry.op->id;
        head.writer = entry.op->header.writer;
        head.person = entry.author->person;
        head.phase = phase_of(*entry.author);
        head.wall = entry.op->header.wall;
        if (entry.op->payload) {
            auto payload = decode_payload(*entry.op->payload);
            if (payload) head.payload = std::move(*payload);
        }
        return head;
    }

    void build_revisions() {
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            const auto& entry = entries_[i];
            if (entry.op->header.kind != number_of(Kind::submit) || !entry.admitted) continue;
            Revision revision;
            revision.submit = entry.op->id;
            revision.writer = entry.op->header.writer;
            revision.person = entry.author->person;
            revision.wall = entry.op->header.wall;
            const auto payload = entry.op->payload
                                     ? decode_payload(*entry.op->payload)
                                     : Result<Payload>(fail(Code::data_loss, "No payload."));
            if (payload) {
                if (const auto* said = std::get_if<Submission>(&payload->body)) {
                    revision.tips = said->tips;
                }
            }
            judge_cover(revision);
            audit_.revisions.push_back(std::move(revision));
        }
        std::ranges::sort(audit_.revisions, {}, &Revision::submit);
    }

    void judge_cover(Revision& revision) const {
        std::unordered_set<std::size_t> reached;
        revision.complete = !revision.tips.empty();
        for (const auto& tip : revision.tips) {
            if (find(tip.op) == none) revision.complete = false;
            for (auto at = find(tip.op); at != none && reached.insert(at).second;) {
                at = entries_[at].prev;
            }
        }
        revision.covers_all = true;
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            const bool matters = entries_[i].admitted &&
                                 is_field_family(family_number(entries_[i].op->header.kind)) &&
                                 entries_[i].op->header.side == Side::field;
            if (matters && !reached.contains(i)) revision.covers_all = false;
        }
    }

    void build_decisions() {
        const auto heads = heads_of([](int family) { return family == 11; });
        for (const auto& [key, ops] : heads) {
            for (const auto at : ops) {
                if (auto decision = decision_at(at))
                    audit_.decisions.push_back(std::move(*decision));
            }
        }
        std::ranges::sort(audit_.decisions, {}, &Decision::op);
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            const auto& op = *entries_[i].op;
            if (op.header.kind != number_of(Kind::grant) || !entries_[i].admitted || !op.payload) {
                continue;
            }
            const auto payload = decode_payload(*op.payload);
            const auto* granted = payload ? std::get_if<Granted>(&payload->body) : nullptr;
            const bool later =
                !audit_.granted_to || latest_grant_ < std::pair(op.header.wall.utc_ms, op.id);
            if (granted != nullptr && later) {
                audit_.granted_to = granted->person;
                audit_.grant = op.id;
                latest_grant_ = {op.header.wall.utc_ms, op.id};
            }
        }
    }

    // Of several at once, which only several servers can write, the most serious one holds: an
    // override must never hide a worse one.
    void build_overrides() {
        const auto heads = heads_of([](int family) { return family == override_family; });
        for (const auto& [key, ops] : heads) {
            std::optional<ProvisionOverride> worst;
            for (const auto at : ops) {
                auto each = override_at(at);
                if (!each) continue;
                if (!worst || rank(each->state) > rank(worst->state)) worst = std::move(each);
            }
            if (worst) audit_.overrides.push_back(std::move(*worst));
        }
    }

    static int rank(FindingState state) {
        return state == FindingState::not_met   ? 4
               : state == FindingState::concern ? 3
               : state == FindingState::met     ? 2
                                                : 1;
    }

    // Nothing where it is withdrawn, or its payload is not here.
    std::optional<ProvisionOverride> override_at(std::size_t at) const {
        const auto& op = *entries_[at].op;
        const auto payload = op.payload ? decode_payload(*op.payload)
                                        : Result<Payload>(fail(Code::data_loss, "No payload."));
        const auto* said = payload ? std::get_if<FindingOverride>(&payload->body) : nullptr;
        if (said == nullptr || !said->state) return std::nullopt;
        return ProvisionOverride{
            op.id,
            std::string(text_of(op.header.register_name)),
            said->person,
            *said->state,
            said->reason,
            op.header.wall
        };
    }

    std::optional<Decision> decision_at(std::size_t at) const {
        const auto& op = *entries_[at].op;
        Decision decision;
        decision.op = op.id;
        decision.kind = *known_kind(op.header.kind);
        if (!op.payload) return decision;
        const auto payload = decode_payload(*op.payload);
        if (!payload) return decision;
        if (const auto* accepted = std::get_if<Accepted>(&payload->body)) {
            decision.submit = accepted->submit;
            decision.field_tips = accepted->field_tips;
        } else if (const auto* returned = std::get_if<Returned>(&payload->body)) {
            decision.submit = returned->submit;
            decision.comments = returned->comments;
        } else if (const auto* rejected = std::get_if<Rejected>(&payload->body)) {
            decision.text = rejected->reason;
        } else if (const auto* excluded = std::get_if<Excluded>(&payload->body)) {
            decision.text = excluded->reason;
        }
        return decision;
    }

    // Among concurrent decisions the more restrictive wins.
    static int severity(Kind kind) {
        return kind == Kind::exclude    ? 4
               : kind == Kind::reject   ? 3
               : kind == Kind::returned ? 2
                                        : 1;
    }

    void settle_stage() {
        const Decision* decision = nullptr;
        for (const auto& candidate : audit_.decisions) {
            if (decision == nullptr || severity(candidate.kind) > severity(decision->kind)) {
                decision = &candidate;
            }
        }
        const auto open = open_submission();
        if (decision != nullptr && decision->kind == Kind::accept) audit_.accepted = *decision;
        if (open) {
            audit_.open_submit = open;
            audit_.stage = Stage::submitted;
        } else if (decision != nullptr) {
            audit_.stage = decision->kind == Kind::accept     ? Stage::accepted
                           : decision->kind == Kind::returned ? Stage::returned
                           : decision->kind == Kind::reject   ? Stage::rejected
                                                              : Stage::excluded;
        } else {
            audit_.stage = audit_.fields.empty() ? Stage::planned : Stage::draft;
        }
    }

    // The head submission that no decision names and none that was decided supersedes.
    std::optional<OpId> open_submission() const {
        std::unordered_set<OpId> decided;
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            if (entries_[i].admitted && family_number(entries_[i].op->header.kind) == 11) {
                if (const auto decision = decision_at(i)) decided.insert(decision->submit);
            }
        }
        std::optional<OpId> open;
        for (const auto& [key, ops] : heads_of([](int family) { return family == 10; })) {
            for (const auto at : ops) {
                const auto& id = entries_[at].op->id;
                if (!decided.contains(id) && (!open || *open < id)) open = id;
            }
        }
        return open;
    }

    const Authors& authors_;
    const FoldOptions& options_;
    std::vector<Entry> entries_;
    std::unordered_map<OpId, std::size_t> by_id_;
    std::map<std::pair<PersonId, OpId>, bool> grants_checked_;
    std::pair<std::int64_t, OpId> latest_grant_;
    Audit audit_;
};

} // namespace

std::string_view name_of(Stage stage) {
    switch (stage) {
    case Stage::planned:
        return "planned";
    case Stage::draft:
        return "draft";
    case Stage::submitted:
        return "submitted";
    case Stage::returned:
        return "returned";
    case Stage::accepted:
        return "accepted";
    case Stage::rejected:
        return "rejected";
    case Stage::excluded:
        return "excluded";
    }
    return "unknown";
}

const Field* Audit::find(Family family, ByteView register_name) const {
    for (const auto& field : fields) {
        if (field.family == family && same(field.register_name, register_name)) return &field;
    }
    return nullptr;
}

Audit fold(std::span<const Op> ops, const Authors& authors, const FoldOptions& options) {
    return Folder(ops, authors, options).run();
}

void override_findings(std::vector<Finding>& findings, const Audit& audit) {
    for (const auto& each : audit.overrides) {
        const auto at = std::ranges::find(findings, each.provision_id, &Finding::provision_id);
        if (at == findings.end()) continue;
        at->override_by = Override{at->state, each.reason, each.person};
        at->state = each.state;
    }
}

checklist::AnswerSheet answers_of(const Audit& audit) {
    checklist::AnswerSheet sheet;
    for (const auto& field : audit.fields) {
        if (field.family != Family::answer || !field.heads.front().payload) continue;
        auto answer = answer_in(*field.heads.front().payload);
        auto parts = parse_register(field.register_name);
        if (!answer || !parts) continue;
        sheet.answers.insert_or_assign(
            checklist::FieldKey{std::move(parts->question_id), std::move(parts->instances)},
            std::move(*answer)
        );
    }
    return sheet;
}

} // namespace muster::audit
