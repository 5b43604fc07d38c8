#include "clients/cli/review_codec.hpp"

#include "clients/cli/codec_base.hpp"
#include "muster/v1/review.pb.h"

namespace muster::cli {

Bytes encode_override_finding(const FindingOverrideRequest& request) {
    v1::OverrideFindingRequest message;
    message.mutable_audit()->assign(text_of(request.audit.bytes()));
    message.set_provision(request.provision);
    if (request.state) message.set_state(std::string(name_of(*request.state)));
    message.set_reason(request.reason);
    return bytes_of(message);
}

Result<FindingOverrideReply> decode_override_finding_reply(ByteView bytes) {
    auto reply = parsed<v1::OverrideFindingReply>(bytes);
    if (!reply) return error_of(reply);
    return FindingOverrideReply{reply->observed(), reply->state()};
}

} // namespace muster::cli
