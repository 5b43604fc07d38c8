// zstd for the native client's requests and answers. The server accepts at most eight times the
// compressed size, so a body that shrinks further is padded up to an eighth.
#pragma once

#include "core/base/bytes.hpp"

#include <optional>

namespace muster::native {

inline constexpr std::size_t compress_above_bytes = 512;
inline constexpr std::size_t expansion_max = 8; // what the server accepts

// Nothing when it does not pay.
std::optional<Bytes> compress_request(ByteView plain);

Result<Bytes> decompress_answer(ByteView packed, std::size_t bytes_max);

} // namespace muster::native
