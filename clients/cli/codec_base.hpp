// Bytes of a protobuf message and back, for the CLI's codecs only.
#pragma once

#include "core/base/bytes.hpp"

#include <google/protobuf/message_lite.h>

namespace muster::cli {

inline Bytes bytes_of(const google::protobuf::MessageLite& message) {
    Bytes out(message.ByteSizeLong());
    message.SerializeWithCachedSizesToArray(out.data());
    return out;
}

template <class Message>
Result<Message> parsed(ByteView bytes) {
    Message message;
    if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
        return fail(
            Code::invalid_input,
            "The server's reply cannot be read.",
            "Check that the address is that of a muster-server of this version."
        );
    }
    return message;
}

} // namespace muster::cli
