#include "core/audit/evidence.hpp"
#include "core/sync/codec_parts.hpp"
#include "muster/v1/sync.pb.h"

namespace muster::sync {

using namespace codec;

namespace {

constexpr std::uint32_t chunks_max = audit::chunks_of(audit::limits::evidence_bytes_max);

template <class Value, class Message>
void write_names(const Value& in, Message& out) {
    out.set_audit(to_string(in.audit.bytes()));
    out.set_evidence(to_string(in.evidence.bytes()));
}

template <class Value, class Message>
void read_names(const Message& in, Fields& fields, Value& out) {
    out.audit = fields.id<AuditId>(in.audit(), "audit");
    out.evidence = fields.id<EvidenceId>(in.evidence(), "evidence");
}

} // namespace

Bytes encode(const ChunksRequest& message) {
    v1::ChunksRequest out;
    write_names(message, out);
    out.set_size_bytes(message.size_bytes);
    return serialized(out);
}

Result<ChunksRequest> decode_chunks_request(ByteView bytes) {
    const auto in = parsed<v1::ChunksRequest>(bytes);
    if (!in) return error_of(in);
    Fields fields;
    ChunksRequest out;
    read_names(*in, fields, out);
    out.size_bytes = in->size_bytes();
    const bool possible = out.size_bytes > 0 && out.size_bytes <= audit::limits::evidence_bytes_max;
    fields.check(possible, "size of the evidence");
    if (!fields.good()) return fields.error();
    return out;
}

Bytes encode(const ChunksReply& message) {
    v1::ChunksReply out;
    out.set_verified(message.verified);
    auto& bits = *out.mutable_missing();
    for (const auto number : message.missing) {
        if (number / 8 >= bits.size()) bits.resize(number / 8 + 1, '\0');
        bits[number / 8] =
            static_cast<char>(static_cast<unsigned char>(bits[number / 8]) | 1U << number % 8);
    }
    return serialized(out);
}

Result<ChunksReply> decode_chunks_reply(ByteView bytes) {
    const auto in = parsed<v1::ChunksReply>(bytes);
    if (!in) return error_of(in);
    const auto& bits = in->missing();
    if (bits.size() * 8 > chunks_max) return malformed("more chunks than there can be");
    ChunksReply out{in->verified(), {}};
    for (std::uint32_t i = 0; i < bits.size() * 8; ++i) {
        const auto byte = static_cast<unsigned char>(bits[i / 8]);
        if ((byte >> i % 8 & 1U) != 0) out.missing.push_back(i);
    }
    return out;
}

Bytes encode(const PutChunkRequest& message) {
    v1::PutChunkRequest out;
    write_names(message, out);
    out.set_number(message.number);
    out.set_bytes(to_string(message.bytes));
    return serialized(out);
}

Result<PutChunkRequest> decode_put_chunk_request(ByteView bytes) {
    const auto in = parsed<v1::PutChunkRequest>(bytes);
    if (!in) return error_of(in);
    Fields fields;
    PutChunkRequest out;
    read_names(*in, fields, out);
    out.number = in->number();
    out.bytes = to_bytes(in->bytes());
    fields.check(out.number < chunks_max, "number of the chunk");
    const bool fits = !out.bytes.empty() && out.bytes.size() <= audit::evidence_chunk_bytes;
    fields.check(fits, "size of the chunk");
    if (!fields.good()) return fields.error();
    return out;
}

Bytes encode(const GetChunkRequest& message) {
    v1::GetChunkRequest out;
    write_names(message, out);
    out.set_number(message.number);
    return serialized(out);
}

Result<GetChunkRequest> decode_get_chunk_request(ByteView bytes) {
    const auto in = parsed<v1::GetChunkRequest>(bytes);
    if (!in) return error_of(in);
    Fields fields;
    GetChunkRequest out;
    read_names(*in, fields, out);
    out.number = in->number();
    if (!fields.good()) return fields.error();
    return out;
}

Bytes encode(const GetChunkReply& message) {
    v1::GetChunkReply out;
    out.set_size_bytes(message.size_bytes);
    out.set_bytes(to_string(message.bytes));
    return serialized(out);
}

Result<GetChunkReply> decode_get_chunk_reply(ByteView bytes) {
    const auto in = parsed<v1::GetChunkReply>(bytes);
    if (!in) return error_of(in);
    return GetChunkReply{in->size_bytes(), to_bytes(in->bytes())};
}

} // namespace muster::sync
