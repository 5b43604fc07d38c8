#include "clients/cli/access_codec.hpp"

#include "clients/cli/codec_base.hpp"
#include "muster/v1/access.pb.h"

namespace muster::cli {

Bytes encode_make_password_code(std::string_view person) {
    v1::MakePasswordCodeRequest message;
    message.set_person(std::string(person));
    return bytes_of(message);
}

Result<PasswordCode> decode_password_code(ByteView bytes) {
    const auto reply = parsed<v1::MakePasswordCodeReply>(bytes);
    if (!reply) return error_of(reply);
    return PasswordCode{reply->code(), reply->expires_utc_ms()};
}

} // namespace muster::cli
