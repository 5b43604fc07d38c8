// The call by which an administrator lets somebody set a password (proto/muster/v1/access.proto).
#pragma once

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"

#include <string>

namespace muster::cli {

struct PasswordCode {
    std::string code;
    std::int64_t expires_utc_ms = 0;
};

Bytes encode_make_password_code(std::string_view person);
Result<PasswordCode> decode_password_code(ByteView bytes);

} // namespace muster::cli
