// Compressed bodies: zstd and gzip, in and out. Decompression stops at a limit, so that a small
// request can never become a large one; contexts are kept per thread. An answer is compressed only
// where that makes it at least a tenth smaller.
#pragma once

#include "sync-server/net/message.hpp"

#include <optional>
#include <string_view>

namespace muster::net {

inline constexpr std::string_view supported_codings = "zstd, gzip";

// Content-Encoding of a request; nothing when it names a coding (or a list) that is not supported.
std::optional<Coding> parse_content_encoding(std::string_view value);

// The coding for an answer by Accept-Encoding, quality values respected; zstd before gzip.
Coding choose_coding(std::string_view accept_encoding);

std::string_view coding_name(Coding coding);

// resource_exhausted when more than bytes_max would come out, invalid_input when it is corrupt.
Result<Bytes> decompress(Coding coding, ByteView packed, std::size_t bytes_max);

// Nothing when compressing does not pay.
std::optional<Bytes> compress_if_it_pays(Coding coding, ByteView plain);

} // namespace muster::net
