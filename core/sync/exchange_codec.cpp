#include "core/sync/codec_parts.hpp"
#include "muster/v1/sync.pb.h"

namespace muster::sync {

using namespace codec;

Bytes encode(const PushRequest& message) {
    v1::PushRequest out;
    for (const auto& each : message.audits)
        write_audit_runs(each, *out.add_audits());
    for (const auto& each : message.certificates)
        write_certificate(each, *out.add_certificates());
    return serialized(out);
}

Result<PushRequest> decode_push_request(ByteView bytes) {
    // Reused: parsing into a fresh message costs several times as much.
    thread_local v1::PushRequest in;
    if (!in.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
        return malformed("not protobuf");
    }
    if (static_cast<std::size_t>(in.audits_size()) > limits::push_audits_max ||
        static_cast<std::size_t>(in.certificates_size()) > limits::certificates_max) {
        return fail(
            Code::resource_exhausted, "Too many audits or certificates in one push.", "Send fewer."
        );
    }
    Fields fields;
    PushRequest out;
    for (const auto& each : in.audits())
        out.audits.push_back(read_audit_runs(each, fields));
    for (const auto& each : in.certificates()) {
        out.certificates.push_back(read_certificate(each, fields));
    }
    if (!fields.good()) return fields.error();
    return out;
}

Bytes encode(const PushReply& message) {
    v1::PushReply out;
    for (const auto& each : message.verdicts) {
        auto& verdict = *out.add_verdicts();
        verdict.set_audit(to_string(each.audit.bytes()));
        verdict.set_run(each.run);
        verdict.set_verdict(static_cast<v1::Verdict>(each.verdict));
        verdict.set_text(each.text);
        for (const auto& held : each.held_back)
            write_held_back(held, *verdict.add_held_back());
    }
    for (const auto& each : message.audits) {
        auto& tips = *out.add_audits();
        tips.set_audit(to_string(each.audit.bytes()));
        tips.set_digest(to_string(each.digest.bytes()));
        write_tips(each.tips, *tips.mutable_tips());
    }
    out.set_receipt(to_string(message.receipt.body));
    out.set_receipt_signature(to_string(message.receipt.signature.bytes()));
    return serialized(out);
}

Result<PushReply> decode_push_reply(ByteView bytes) {
    auto in = parsed<v1::PushReply>(bytes);
    if (!in) return error_of(in);
    Fields fields;
    PushReply out;
    for (const auto& each : in->verdicts()) {
        RunVerdict verdict;
        verdict.audit = fields.id<AuditId>(each.audit(), "audit");
        verdict.run = each.run();
        verdict.verdict = fields.number<Verdict>(each.verdict(), 7, "verdict");
        verdict.text = each.text();
        for (const auto& held : each.held_back()) {
            verdict.held_back.push_back(read_held_back(held, fields));
        }
        out.verdicts.push_back(std::move(verdict));
    }
    for (const auto& each : in->audits()) {
        out.audits.push_back(
            {fields.id<AuditId>(each.audit(), "audit"),
             fields.id<Digest16>(each.digest(), "digest"),
             read_tips(each.tips(), fields)}
        );
    }
    out.receipt.body = to_bytes(in->receipt());
    out.receipt.signature = fields.id<Signature>(in->receipt_signature(), "receipt signature");
    if (!fields.good()) return fields.error();
    return out;
}

Bytes encode(const Receipt& message) {
    v1::Receipt out;
    out.set_tenant(to_string(message.tenant.bytes()));
    out.set_server_utc_ms(message.server_utc_ms);
    out.set_digests(packed(message.digests));
    return serialized(out);
}

Result<Receipt> decode_receipt(ByteView bytes) {
    auto in = parsed<v1::Receipt>(bytes);
    if (!in) return error_of(in);
    Fields fields;
    Receipt out{
        fields.id<TenantId>(in->tenant(), "tenant"),
        in->server_utc_ms(),
        unpacked(in->digests(), fields)
    };
    if (!fields.good()) return fields.error();
    return out;
}

Bytes encode(const PullRequest& message) {
    v1::PullRequest out;
    for (const auto& each : message.audits) {
        auto& audit = *out.add_audits();
        audit.set_audit(to_string(each.audit.bytes()));
        write_tips(each.have, *audit.mutable_have());
    }
    out.set_max_bytes(message.max_bytes);
    return serialized(out);
}

Result<PullRequest> decode_pull_request(ByteView bytes) {
    auto in = parsed<v1::PullRequest>(bytes);
    if (!in) return error_of(in);
    if (static_cast<std::size_t>(in->audits_size()) > limits::pull_audits_max) {
        return fail(Code::resource_exhausted, "Too many audits in one pull.", "Ask for fewer.");
    }
    Fields fields;
    PullRequest out;
    for (const auto& each : in->audits()) {
        out.audits.push_back(
            {fields.id<AuditId>(each.audit(), "audit"), read_tips(each.have(), fields)}
        );
    }
    out.max_bytes = in->max_bytes();
    if (!fields.good()) return fields.error();
    return out;
}

Bytes encode(const PullReply& message) {
    v1::PullReply out;
    for (const auto& each : message.audits)
        write_audit_runs(each, *out.add_audits());
    for (const auto& each : message.certificates)
        write_certificate(each, *out.add_certificates());
    out.set_more(message.more);
    return serialized(out);
}

Result<PullReply> decode_pull_reply(ByteView bytes) {
    auto in = parsed<v1::PullReply>(bytes);
    if (!in) return error_of(in);
    Fields fields;
    PullReply out;
    for (const auto& each : in->audits())
        out.audits.push_back(read_audit_runs(each, fields));
    for (const auto& each : in->certificates()) {
        out.certificates.push_back(read_certificate(each, fields));
    }
    out.more = in->more();
    if (!fields.good()) return fields.error();
    return out;
}

Bytes encode(const FetchRequest& message) {
    v1::FetchRequest out;
    for (const auto& hash : message.hashes)
        out.add_hashes(to_string(hash.bytes()));
    return serialized(out);
}

Result<FetchRequest> decode_fetch_request(ByteView bytes) {
    auto in = parsed<v1::FetchRequest>(bytes);
    if (!in) return error_of(in);
    if (static_cast<std::size_t>(in->hashes_size()) > limits::fetch_hashes_max) {
        return fail(Code::resource_exhausted, "Too many documents in one fetch.", "Ask for fewer.");
    }
    Fields fields;
    FetchRequest out;
    for (const auto& hash : in->hashes()) {
        out.hashes.push_back(fields.id<DocumentHash>(hash, "document hash"));
    }
    if (!fields.good()) return fields.error();
    return out;
}

Bytes encode(const FetchReply& message) {
    v1::FetchReply out;
    for (const auto& each : message.documents) {
        auto& document = *out.add_documents();
        document.set_hash(to_string(each.hash.bytes()));
        document.set_kind(static_cast<v1::DocumentKind>(each.kind));
        document.set_bytes(to_string(each.bytes));
    }
    return serialized(out);
}

Result<FetchReply> decode_fetch_reply(ByteView bytes) {
    auto in = parsed<v1::FetchReply>(bytes);
    if (!in) return error_of(in);
    Fields fields;
    FetchReply out;
    for (const auto& each : in->documents()) {
        out.documents.push_back(
            {fields.id<DocumentHash>(each.hash(), "document hash"),
             fields.number<DocumentKind>(each.kind(), 3, "document kind"),
             to_bytes(each.bytes())}
        );
    }
    if (!fields.good()) return fields.error();
    return out;
}

} // namespace muster::sync
