// Message digests for digest(): what forms in the field call for, old algorithms among them. For
// nothing that must be safe: that is core/base/hash.hpp.
#pragma once

#include "core/base/bytes.hpp"

#include <optional>
#include <string_view>

namespace muster::expression {

// "MD5", "SHA-1", "SHA-256", "SHA-384" or "SHA-512" (RFC 1321, FIPS 180-4); nothing for another.
std::optional<Bytes> digest(std::string_view algorithm, ByteView bytes);

} // namespace muster::expression
