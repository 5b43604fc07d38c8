#include "sync-server/services/pull.hpp"

#include "sync-server/services/log_runs.hpp"

#include <algorithm>
#include <set>

namespace muster::server {

namespace {

bool may_read(const AuditRecord& record, const Caller& caller) {
    if (caller.revoked) return false;
    if (caller.has_desk_role()) return true;
    return record.granted_to && *record.granted_to == caller.person();
}

class Pull {
public:
    Pull(
        const sync::PullRequest& request, const Caller& caller, Reader& reader, const Shared& shared
    )
        : request_(request)
        , caller_(caller)
        , reader_(reader)
        , shared_(shared)
        , bytes_max_(
              request.max_bytes == 0
                  ? sync::limits::pull_bytes_max
                  : std::min<std::size_t>(request.max_bytes, sync::limits::pull_bytes_max)
          ) {}

    Result<sync::PullReply> run() {
        for (const auto& audit : request_.audits) {
            if (out_.more) break;
            if (auto done = add(audit); !done) return error_of(done);
        }
        if (auto done = add_certificates(); !done) return error_of(done);
        return std::move(out_);
    }

private:
    Status add(const sync::PullAudit& wanted) {
        const auto record = reader_.audit(wanted.audit);
        if (!record) return error_of(record);
        if (!*record || !may_read(**record, caller_)) return {};
        const auto logs = reader_.logs((*record)->key);
        if (!logs) return error_of(logs);
        sync::AuditRuns runs;
        runs.audit = wanted.audit;
        for (const auto& log : *logs) {
            if (log.side == audit::Side::desk && !caller_.has_desk_role()) continue;
            const auto payloads = payloads_for(log, **record, *logs);
            if (!payloads) return error_of(payloads);
            auto behind = runs_behind(log, wanted.have, *payloads, reader_);
            if (!behind) return error_of(behind);
            for (auto& run : *behind)
                add_run(std::move(run), runs);
        }
        if (!runs.runs.empty()) out_.audits.push_back(std::move(runs));
        return {};
    }

    // What another shopper wrote is his, unless the visit was handed over with its answers: then
    // only headers go, which is what chains and digests need.
    Result<Payloads> payloads_for(
        const LogRecord& log, const AuditRecord& record, const std::vector<LogRecord>& logs
    ) {
        if (caller_.has_desk_role()) return Payloads::all;
        const auto author = author_of(log);
        if (!author) return error_of(author);
        const bool foreign = *author && phase_of(**author) == audit::Phase::fieldwork &&
                             (*author)->person != caller_.person();
        if (!foreign) return Payloads::all;
        const auto entitled = answers_handed_over(record, logs);
        if (!entitled) return error_of(entitled);
        return *entitled ? Payloads::all : Payloads::none;
    }

    Result<std::optional<audit::Certificate>> author_of(const LogRecord& log) {
        const auto hash = reader_.author(log.key);
        if (!hash) return error_of(hash);
        if (!*hash) return std::optional<audit::Certificate>();
        return shared_.certificates.find(**hash, reader_);
    }

    Result<bool>
    answers_handed_over(const AuditRecord& record, const std::vector<LogRecord>& logs) {
        for (const auto& log : logs) {
            const auto ops = reader_.ops(log, 1, UINT64_MAX);
            if (!ops) return error_of(ops);
            for (const auto& each : *ops) {
                if (each.op.id != record.grant || !each.op.payload) continue;
                const auto payload = audit::decode_payload(*each.op.payload);
                const auto* handed =
                    payload ? std::get_if<audit::HandedOver>(&payload->body) : nullptr;
                return handed != nullptr && handed->answers;
            }
        }
        return false;
    }

    // Always at least one run, so that every reply brings the reader further. After the first run
    // that does not fit no later one of the same log may go: it would continue nothing.
    void add_run(LogRun run, sync::AuditRuns& runs) {
        if (out_.more || (bytes_ > 0 && bytes_ + run.bytes.size() > bytes_max_)) {
            out_.more = true;
            return;
        }
        bytes_ += run.bytes.size();
        certificates_.insert(run.certificate);
        runs.runs.push_back(std::move(run.bytes));
    }

    Status add_certificates() {
        for (const auto& hash : certificates_) {
            auto row = reader_.certificate(hash);
            if (!row) return error_of(row);
            if (*row) out_.certificates.push_back(std::move((*row)->certificate));
        }
        return {};
    }

    const sync::PullRequest& request_;
    const Caller& caller_;
    Reader& reader_;
    const Shared& shared_;
    std::size_t bytes_max_;
    std::size_t bytes_ = 0;
    std::set<CertificateHash> certificates_;
    sync::PullReply out_;
};

// The ids of a log's ops, as far as the caller may read them.
Result<std::set<OpId>> ids_held(const sync::HaveLog& wanted, const Caller& caller, Reader& reader) {
    std::set<OpId> held;
    const auto record = reader.audit(wanted.audit);
    if (!record) return error_of(record);
    if (!*record || !may_read(**record, caller)) return held;
    const auto log = reader.log((*record)->key, audit::Side::field, wanted.writer);
    if (!log) return error_of(log);
    if (!*log) return held;
    const auto ops = reader.ops(**log, 1, UINT64_MAX);
    if (!ops) return error_of(ops);
    for (const auto& each : *ops)
        held.insert(each.op.id);
    return held;
}

// Visit cards are for the shopper whom they name and for desk roles; checklists and provisions are
// for everybody of the tenant.
Result<bool> may_hold(const sync::Document& document, const Caller& caller, const Shared& shared) {
    if (document.kind != sync::DocumentKind::visit_card || caller.has_desk_role()) return true;
    const auto signed_card = audit::decode_signed_visit_card(document.bytes);
    if (!signed_card) return error_of(signed_card);
    const auto card = audit::read_visit_card(signed_card->body, shared.tenancy.id);
    if (!card) return error_of(card);
    return card->shopper == caller.person();
}

} // namespace

Result<sync::PullReply>
pull(const sync::PullRequest& request, const Caller& caller, Reader& reader, const Shared& shared) {
    if (caller.revoked) return refused_as_revoked();
    return Pull(request, caller, reader, shared).run();
}

Result<sync::HaveReply>
have(const sync::HaveRequest& request, const Caller& caller, Reader& reader) {
    if (caller.revoked) return refused_as_revoked();
    sync::HaveReply out;
    for (const auto& wanted : request.logs) {
        auto count = static_cast<std::uint32_t>(wanted.ids.size());
        const auto held = ids_held(wanted, caller, reader);
        if (!held) return error_of(held);
        for (std::uint32_t i = 0; i < wanted.ids.size() && count == wanted.ids.size(); ++i) {
            if (held->contains(wanted.ids[i])) count = i;
        }
        out.before_held.push_back(count);
    }
    return out;
}

Result<sync::FetchReply> fetch(
    const sync::FetchRequest& request, const Caller& caller, Reader& reader, const Shared& shared
) {
    if (caller.revoked) return refused_as_revoked();
    sync::FetchReply out;
    std::size_t bytes = 0;
    for (const auto& hash : request.hashes) {
        auto document = reader.document(hash);
        if (!document) return error_of(document);
        if (!*document) continue;
        const auto allowed = may_hold(**document, caller, shared);
        if (!allowed) return error_of(allowed);
        if (!*allowed) continue;
        const auto size = (*document)->bytes.size();
        if (bytes > 0 && bytes + size > sync::limits::fetch_bytes_max) break;
        bytes += size;
        out.documents.push_back(std::move(**document));
    }
    return out;
}

} // namespace muster::server
