#include "core/audit/fold.hpp"

#include "core/audit/op_graph.hpp"

#include <algorithm>
#include <tuple>

namespace muster::audit {

namespace {

class Folder {
public:
    explicit Folder(const OpGraph& graph) : graph_(graph), entries_(graph.entries()) {}

    Audit run() {
        audit_.held_back = graph_.held_back();
        audit_.missing_payloads = graph_.missing_payloads();
        audit_.upgrade_needed = graph_.upgrade_needed();
        build_attributions();
        build_fields();
        build_revisions();
        build_decisions();
        build_grant();
        build_overrides();
        settle_stage();
        return std::move(audit_);
    }

private:
    void build_fields() {
        for (auto& [key, heads] : graph_.heads_of(is_field_family)) {
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
            if (!graph_.counts(i) || !is_field_family(family_of(header.kind))) continue;
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
        const auto named = attributed_.find(head.op);
        head.person = named == attributed_.end() ? entry.author->person : named->second;
        head.device = entry.author->device;
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
            if (graph_.find(tip.op) == no_entry) revision.complete = false;
            graph_.reach(tip.op, reached);
        }
        revision.covers_all = true;
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            if (is_fieldwork(i) && !reached.contains(i)) revision.covers_all = false;
        }
    }

    void build_decisions() {
        const auto heads = graph_.heads_of([](RegisterFamily family) {
            return family == RegisterFamily::decision;
        });
        for (const auto& [key, ops] : heads) {
            for (const auto at : ops) {
                if (auto decision = decision_at(at))
                    audit_.decisions.push_back(std::move(*decision));
            }
        }
        std::ranges::sort(audit_.decisions, {}, &Decision::op);
    }

    // The head among grants and hand-overs; of several at once, which only a restored server makes,
    // the latest.
    void build_grant() {
        const auto heads =
            graph_.heads_of([](RegisterFamily family) { return family == RegisterFamily::grant; });
        std::pair<std::int64_t, OpId> latest;
        for (const auto& [key, ops] : heads) {
            for (const auto at : ops) {
                const auto& op = *entries_[at].op;
                const std::pair when(op.header.wall.utc_ms, op.id);
                const auto payload = op.payload ? decode_payload(*op.payload)
                                                : Result<Payload>(fail(Code::data_loss, ""));
                if (!payload || (audit_.granted_to && when < latest)) continue;
                const auto* granted = std::get_if<Granted>(&payload->body);
                const auto* handed = std::get_if<HandedOver>(&payload->body);
                if (granted == nullptr && handed == nullptr) continue;
                const auto& grant = granted != nullptr ? *granted : handed->grant;
                audit_.granted_to = grant.person;
                audit_.grant = op.id;
                audit_.visit_card = grant.visit_card;
                latest = when;
            }
        }
    }

    void build_attributions() {
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            const auto& op = *entries_[i].op;
            const bool names = op.header.kind == number_of(Kind::attribution);
            if (!names || !entries_[i].admitted || !op.payload) continue;
            const auto payload = decode_payload(*op.payload);
            const auto* said = payload ? std::get_if<Attribution>(&payload->body) : nullptr;
            if (said != nullptr) attributed_.emplace(said->op, said->person);
        }
    }

    // What shoppers wrote and the acceptance in force does not reach: it reopens review.
    void count_late() {
        if (!audit_.accepted) return;
        std::unordered_set<std::size_t> reached;
        for (const auto& tip : audit_.accepted->field_tips)
            graph_.reach(tip.op, reached);
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            if (is_fieldwork(i) && !reached.contains(i)) ++audit_.late;
        }
    }

    // An entry that counts and that the office did not write.
    [[nodiscard]] bool is_fieldwork(std::size_t at) const {
        const auto& entry = entries_[at];
        return entry.admitted && entry.op->header.side == Side::field &&
               is_field_family(family_of(entry.op->header.kind)) &&
               phase_of(*entry.author) == Phase::fieldwork;
    }

    // Of several at once, which only several servers can write, the most serious one holds: an
    // override must never hide a worse one.
    void build_overrides() {
        const auto heads = graph_.heads_of([](RegisterFamily family) {
            return family == RegisterFamily::finding_override;
        });
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
            decision.submit = rejected->submit;
            decision.text = rejected->reason;
        } else if (const auto* excluded = std::get_if<Excluded>(&payload->body)) {
            decision.submit = excluded->submit;
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
        count_late();
        if (open || audit_.late > 0) {
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
            if (entries_[i].admitted &&
                family_of(entries_[i].op->header.kind) == RegisterFamily::decision) {
                if (const auto decision = decision_at(i)) decided.insert(decision->submit);
            }
        }
        std::optional<OpId> open;
        for (const auto& [key, ops] : graph_.heads_of([](RegisterFamily family) {
                 return family == RegisterFamily::submission;
             })) {
            for (const auto at : ops) {
                const auto& id = entries_[at].op->id;
                if (!decided.contains(id) && (!open || *open < id)) open = id;
            }
        }
        return open;
    }

    const OpGraph& graph_;
    const std::vector<OpEntry>& entries_;
    std::map<OpId, PersonId> attributed_; // who stands behind a decision
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
    return Folder(OpGraph(ops, authors, options)).run();
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
