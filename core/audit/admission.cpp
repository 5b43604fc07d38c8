#include "core/audit/admission.hpp"

#include <algorithm>

namespace muster::audit {

namespace {

std::optional<Payload> decision_in(const OpEntry& entry) {
    if (!entry.op->payload) return std::nullopt;
    auto payload = decode_payload(*entry.op->payload);
    return payload ? std::optional(std::move(*payload)) : std::nullopt;
}

Objection objection(std::string_view code, std::string_view text) {
    return {std::string(code), std::string(text)};
}

} // namespace

Admission::Admission(const OpGraph& graph) : graph_(graph) {
    for (std::size_t i = 0; i < graph_.entries().size(); ++i) {
        const auto* author = graph_.entries()[i].author;
        if (author != nullptr && author->has(Role::server)) collect(i);
    }
    settle_rulings();
}

// A grant is named by its hash, so it holds even behind a gap of the server's log.
void Admission::collect(std::size_t at) {
    const auto& entry = graph_.entries()[at];
    const auto kind = known_kind(entry.op->header.kind);
    const bool decides = kind == Kind::grant || kind == Kind::handover || kind == Kind::revoke ||
                         kind == Kind::admit || kind == Kind::refuse;
    if (!decides) return;
    const auto payload = decision_in(entry);
    if (!payload) return;
    if (const auto* granted = std::get_if<Granted>(&payload->body)) {
        grants_[at] = {granted->person, false, {}, {}};
    } else if (const auto* handed = std::get_if<HandedOver>(&payload->body)) {
        grants_[at] = {handed->grant.person, true, reach_of(handed->tips), ancestors_of(at)};
    } else if (const auto* revoked = std::get_if<Revocation>(&payload->body)) {
        stopped_.push_back({revoked->key, reach_of(revoked->tips)});
    } else if (const auto* ruling = std::get_if<Ruling>(&payload->body)) {
        for (const auto& op : ruling->ops)
            rulings_[op].push_back(at);
    }
}

Admission::Reached Admission::reach_of(const std::vector<Tip>& tips) const {
    Reached reached;
    for (const auto& tip : tips)
        graph_.reach(tip.op, reached);
    return reached;
}

// Through parents, which decisions name in full.
Admission::Reached Admission::ancestors_of(std::size_t at) const {
    Reached seen;
    auto open = graph_.entries()[at].parents;
    while (!open.empty()) {
        const auto each = open.back();
        open.pop_back();
        if (!seen.insert(each).second) continue;
        const auto& further = graph_.entries()[each].parents;
        open.insert(open.end(), further.begin(), further.end());
    }
    return seen;
}

void Admission::settle_rulings() {
    for (const auto& [subject, rulings] : rulings_) {
        Reached overruled;
        if (rulings.size() > 1) {
            for (const auto at : rulings)
                overruled.merge(ancestors_of(at));
        }
        for (const auto at : rulings) {
            if (overruled.contains(at)) continue;
            const auto& entry = graph_.entries()[at];
            const bool admits = entry.op->header.kind == number_of(Kind::admit);
            const auto payload = decision_in(entry);
            const auto& code = std::get<Ruling>(payload->body).code;
            auto [known, fresh] = in_force_.try_emplace(subject, admits, code);
            if (!fresh && known->second.first && !admits) known->second = {false, code};
        }
    }
}

std::optional<Objection> Admission::objection_to(std::size_t at) const {
    if (auto lasting = lasting_objection(at)) return lasting;
    if (graph_.entries()[at].author->has(Role::server)) return std::nullopt;
    if (const auto* ruling = ruling_on(at)) {
        if (ruling->first) return std::nullopt;
        if (ruling->second == "over_limit") {
            return objection("over_limit", "More entries came than an audit may hold.");
        }
        return objection("refused", "The office does not count this entry.");
    }
    return standing_objection(at);
}

// What nobody can admit.
std::optional<Objection> Admission::lasting_objection(std::size_t at) const {
    const auto& entry = graph_.entries()[at];
    const auto& header = entry.op->header;
    if (!known_kind(header.kind)) {
        return objection("unknown_kind", "Written by a newer version of Muster.");
    }
    if (entry.author == nullptr) {
        return objection("unknown_author", "The author's certificate is not known here.");
    }
    if (!may_write(*entry.author, header.kind, header.side)) {
        return objection("not_allowed", "The author's role does not allow this entry.");
    }
    if (!entry.chained) {
        return objection("missing_prev", "An earlier entry of this log is not here yet.");
    }
    return std::nullopt;
}

// What stands until a person admits the op.
std::optional<Objection> Admission::standing_objection(std::size_t at) const {
    const auto& entry = graph_.entries()[at];
    if (is_revoked(at)) {
        return objection("revoked", "Written on a device that was revoked before this came.");
    }
    if (entry.author->has(Role::shopper) && !works_under_grant(entry)) {
        return objection("no_grant", "This visit was not assigned to its author.");
    }
    if (was_handed_over(at)) {
        return objection("handed_over", "The visit was handed over before this came.");
    }
    return std::nullopt;
}

// The first header of the log names a GRANT or HANDOVER of this audit to this person.
bool Admission::works_under_grant(const OpEntry& entry) const {
    const auto at = grants_.find(graph_.find(entry.grant));
    return at != grants_.end() && at->second.person == entry.author->person;
}

bool Admission::was_handed_over(std::size_t at) const {
    const auto grant = graph_.find(graph_.entries()[at].grant);
    if (grant == no_entry) return false;
    return std::ranges::any_of(grants_, [&](const auto& each) {
        const auto& held = each.second;
        return held.hands_over && held.earlier.contains(grant) && !held.kept.contains(at);
    });
}

bool Admission::is_revoked(std::size_t at) const {
    const auto& key = graph_.entries()[at].author->key;
    return std::ranges::any_of(stopped_, [&](const Stopped& stopped) {
        return stopped.key == key && !stopped.kept.contains(at);
    });
}

const std::pair<bool, std::string>* Admission::ruling_on(std::size_t at) const {
    const auto found = in_force_.find(graph_.entries()[at].op->id);
    return found == in_force_.end() ? nullptr : &found->second;
}

} // namespace muster::audit
