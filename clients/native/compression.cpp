#include "clients/native/compression.hpp"

#include <zstd.h>

#include <algorithm>
#include <memory>

namespace muster::native {

namespace {

constexpr int level = 3;
constexpr std::size_t frame_head_bytes = 8; // magic number and size
constexpr std::size_t step_bytes = std::size_t{256} * 1024;

struct FreeContext {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }

    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

// Appends a skippable frame (RFC 8878, 3.1.2), which every decoder passes over.
void pad(Bytes& packed, std::size_t bytes_min) {
    if (packed.size() >= bytes_min) return;
    const std::size_t missing = bytes_min - packed.size();
    const std::size_t content = missing > frame_head_bytes ? missing - frame_head_bytes : 0;
    for (unsigned shift = 0; shift < 32; shift += 8) {
        packed.push_back(static_cast<std::uint8_t>(ZSTD_MAGIC_SKIPPABLE_START >> shift));
    }
    for (unsigned shift = 0; shift < 32; shift += 8) {
        packed.push_back(static_cast<std::uint8_t>(content >> shift));
    }
    packed.resize(packed.size() + content);
}

} // namespace

std::optional<Bytes> compress_request(ByteView plain) {
    if (plain.size() <= compress_above_bytes) return std::nullopt;
    thread_local const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
    Bytes out(plain.size() - (plain.size() / 10));
    const std::size_t size =
        ZSTD_compressCCtx(context.get(), out.data(), out.size(), plain.data(), plain.size(), level);
    if (ZSTD_isError(size) != 0U) return std::nullopt; // does not fit: it would not pay
    out.resize(size);
    pad(out, (plain.size() + expansion_max - 1) / expansion_max);
    return out;
}

Result<Bytes> decompress_answer(ByteView packed, std::size_t bytes_max) {
    thread_local const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
    ZSTD_DCtx_reset(context.get(), ZSTD_reset_session_only);
    Bytes out;
    std::size_t used = 0;
    ZSTD_inBuffer in{packed.data(), packed.size(), 0};
    for (;;) {
        if (out.size() == used) out.resize(std::min(used + step_bytes, bytes_max + 1));
        ZSTD_outBuffer step{out.data(), out.size(), used};
        const std::size_t left = ZSTD_decompressStream(context.get(), &step, &in);
        used = step.pos;
        if (ZSTD_isError(left) != 0U) return fail(Code::data_loss, "The answer is corrupt.");
        if (used > bytes_max) return fail(Code::resource_exhausted, "The answer is too large.");
        if (left == 0 && in.pos == in.size) break;
        if (in.pos == in.size && used < out.size()) {
            return fail(Code::data_loss, "The answer is cut short.");
        }
    }
    out.resize(used);
    return out;
}

} // namespace muster::native
