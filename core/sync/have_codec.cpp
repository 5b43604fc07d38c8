#include "core/sync/codec_parts.hpp"
#include "muster/v1/sync.pb.h"

namespace muster::sync {

using namespace codec;

Bytes encode(const HaveRequest& message) {
    v1::HaveRequest out;
    for (const auto& each : message.logs) {
        auto& log = *out.add_logs();
        log.set_audit(to_string(each.audit.bytes()));
        log.set_writer(to_string(each.writer.bytes()));
        for (const auto& id : each.ids)
            log.add_ids(to_string(id.bytes()));
    }
    return serialized(out);
}

Result<HaveRequest> decode_have_request(ByteView bytes) {
    auto in = parsed<v1::HaveRequest>(bytes);
    if (!in) return error_of(in);
    if (static_cast<std::size_t>(in->logs_size()) > limits::have_logs_max) {
        return fail(Code::resource_exhausted, "Too many logs in one call.", "Ask for fewer.");
    }
    Fields fields;
    HaveRequest out;
    for (const auto& each : in->logs()) {
        if (static_cast<std::size_t>(each.ids_size()) > limits::have_ids_max) {
            return fail(Code::resource_exhausted, "Too many ids of one log.", "Ask for fewer.");
        }
        HaveLog log;
        log.audit = fields.id<AuditId>(each.audit(), "audit");
        log.writer = fields.id<WriterId>(each.writer(), "writer");
        for (const auto& id : each.ids())
            log.ids.push_back(fields.id<OpId>(id, "op"));
        out.logs.push_back(std::move(log));
    }
    if (!fields.good()) return fields.error();
    return out;
}

Bytes encode(const HaveReply& message) {
    v1::HaveReply out;
    for (const auto count : message.before_held)
        out.add_before_held(count);
    return serialized(out);
}

Result<HaveReply> decode_have_reply(ByteView bytes) {
    auto in = parsed<v1::HaveReply>(bytes);
    if (!in) return error_of(in);
    return HaveReply{{in->before_held().begin(), in->before_held().end()}};
}

} // namespace muster::sync
