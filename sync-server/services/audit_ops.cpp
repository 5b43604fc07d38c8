#include "sync-server/services/audit_ops.hpp"

#include <algorithm>

namespace muster::server {

namespace {

Status add_tips(const LogRecord& log, Reader& reader, std::vector<audit::Tip>& out) {
    const auto tips = reader.tips(log.key);
    if (!tips) return error_of(tips);
    for (const auto& tip : *tips)
        out.push_back({log.writer, tip.place.seq, tip.op});
    return {};
}

} // namespace

Result<LoadedAudit>
load_audit(const AuditRecord& record, Reader& reader, Certificates& certificates) {
    const auto logs = reader.logs(record.key);
    if (!logs) return error_of(logs);
    LoadedAudit out;
    out.ops.reserve(record.ops);
    for (const auto& log : *logs) {
        auto stored = reader.ops(log, 1, UINT64_MAX);
        if (!stored) return error_of(stored);
        for (auto& each : *stored)
            out.ops.push_back(std::move(each.op));
        const auto author = reader.author(log.key);
        if (!author) return error_of(author);
        if (*author) {
            auto certificate = certificates.find(**author, reader);
            if (!certificate) return error_of(certificate);
            if (*certificate) out.authors.emplace(log.writer, std::move(**certificate));
        }
        auto& tips = log.side == audit::Side::field ? out.field_tips : out.desk_tips;
        if (auto added = add_tips(log, reader, tips); !added) return error_of(added);
    }
    std::ranges::sort(out.field_tips);
    std::ranges::sort(out.desk_tips);
    return out;
}

Result<std::vector<audit::Tip>>
tips_of(const AuditRecord& record, audit::Side side, Reader& reader) {
    const auto logs = reader.logs(record.key);
    if (!logs) return error_of(logs);
    std::vector<audit::Tip> out;
    for (const auto& log : *logs) {
        if (log.side != side) continue;
        if (auto added = add_tips(log, reader, out); !added) return error_of(added);
    }
    std::ranges::sort(out);
    return out;
}

Status refresh_digests(AuditRecord& record, Reader& reader) {
    const auto logs = reader.logs(record.key);
    if (!logs) return error_of(logs);
    std::vector<audit::Tip> tips[2];
    std::vector<OpId> missing[2];
    for (const auto& log : *logs) {
        const std::size_t side = log.side == audit::Side::field ? 0 : 1;
        if (auto added = add_tips(log, reader, tips[side]); !added) return added;
        if (record.missing_payloads == 0) continue;
        const auto ops = reader.ops(log, 1, UINT64_MAX);
        if (!ops) return error_of(ops);
        for (const auto& each : *ops) {
            if (!each.op.payload) missing[side].push_back(each.op.id);
        }
    }
    record.field_digest = audit::digest_of(std::move(tips[0]), std::move(missing[0]));
    record.desk_digest = audit::digest_of(std::move(tips[1]), std::move(missing[1]));
    return {};
}

} // namespace muster::server
