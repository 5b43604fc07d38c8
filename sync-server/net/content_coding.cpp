#include "sync-server/net/content_coding.hpp"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <memory>

namespace muster::net {

namespace {

constexpr int zstd_level = 3;
constexpr int gzip_level = 6;
constexpr int gzip_window = 15 + 16; // zlib's way to say: gzip head and trailer
constexpr int zstd_window_log_max = 23;
constexpr std::size_t step_bytes = std::size_t{64} * 1024;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

// "q=0", "q=0.0" and so on: not acceptable.
bool refuses(std::string_view parameters) {
    const auto at = parameters.find("q=");
    if (at == std::string_view::npos) return false;
    const std::string_view quality = trimmed(parameters.substr(at + 2));
    return !quality.empty() && quality.find_first_not_of("0.") == std::string_view::npos;
}

std::unexpected<Error> too_large(std::size_t bytes_max) {
    return fail(
        Code::resource_exhausted,
        "The body decompresses to more than the " + std::to_string(bytes_max) +
            " bytes that it may.",
        "Send it in smaller parts, or uncompressed."
    );
}

std::unexpected<Error> corrupt(std::string_view coding) {
    return fail(
        Code::invalid_input,
        "The body is not valid " + std::string(coding) + ", or it is cut short."
    );
}

struct FreeDctx {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

struct FreeCctx {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

// Grows `out` for one more step, up to one byte past the limit: that byte proves the excess.
std::size_t grow(Bytes& out, std::size_t used, std::size_t bytes_max) {
    if (out.size() == used) out.resize(std::min(used + step_bytes, bytes_max + 1));
    return out.size() - used;
}

Result<Bytes> unzstd(ByteView packed, std::size_t bytes_max) {
    thread_local const std::unique_ptr<ZSTD_DCtx, FreeDctx> context(ZSTD_createDCtx());
    ZSTD_DCtx_reset(context.get(), ZSTD_reset_session_and_parameters);
    ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, zstd_window_log_max);
    Bytes out;
    std::size_t used = 0;
    ZSTD_inBuffer in{packed.data(), packed.size(), 0};
    for (;;) {
        const std::size_t room = grow(out, used, bytes_max);
        ZSTD_outBuffer step{out.data() + used, room, 0};
        const std::size_t left = ZSTD_decompressStream(context.get(), &step, &in);
        if (ZSTD_isError(left) != 0U) return corrupt("zstd");
        used += step.pos;
        if (used > bytes_max) return too_large(bytes_max);
        if (left == 0 && in.pos == in.size) break; // the last frame is complete
        if (in.pos == in.size && step.pos < room) return corrupt("zstd");
    }
    out.resize(used);
    return out;
}

// Owns zlib's state; reset for each body instead of being made anew.
class Inflater {
public:
    Inflater() { ready_ = inflateInit2(&stream_, gzip_window) == Z_OK; }

    ~Inflater() { inflateEnd(&stream_); }

    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    Inflater(Inflater&&) = delete;
    Inflater& operator=(Inflater&&) = delete;

    Result<Bytes> run(ByteView packed, std::size_t bytes_max) {
        if (!ready_ || inflateReset(&stream_) != Z_OK) {
            return fail(Code::internal, "zlib could not be prepared.");
        }
        Bytes out;
        std::size_t used = 0;
        stream_.next_in = const_cast<Bytef*>(packed.data()); // zlib does not write to it
        stream_.avail_in = static_cast<uInt>(packed.size());
        for (;;) {
            const std::size_t room = grow(out, used, bytes_max);
            stream_.next_out = out.data() + used;
            stream_.avail_out = static_cast<uInt>(room);
            const int status = inflate(&stream_, Z_NO_FLUSH);
            used += room - stream_.avail_out;
            if (used > bytes_max) return too_large(bytes_max);
            if (status == Z_STREAM_END) break;
            if (status != Z_OK) return corrupt("gzip"); // Z_BUF_ERROR: input is cut short
        }
        if (stream_.avail_in != 0) return corrupt("gzip");
        out.resize(used);
        return out;
    }

private:
    z_stream stream_{};
    bool ready_ = false;
};

class Deflater {
public:
    Deflater() {
        ready_ =
            deflateInit2(&stream_, gzip_level, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) ==
            Z_OK;
    }

    ~Deflater() { deflateEnd(&stream_); }

    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;
    Deflater(Deflater&&) = delete;
    Deflater& operator=(Deflater&&) = delete;

    // Nothing unless the result fits in `out_max` bytes.
    std::optional<Bytes> run(ByteView plain, std::size_t out_max) {
        if (!ready_ || deflateReset(&stream_) != Z_OK) return std::nullopt;
        Bytes out(out_max);
        stream_.next_in = const_cast<Bytef*>(plain.data()); // zlib does not write to it
        stream_.avail_in = static_cast<uInt>(plain.size());
        stream_.next_out = out.data();
        stream_.avail_out = static_cast<uInt>(out.size());
        if (deflate(&stream_, Z_FINISH) != Z_STREAM_END) return std::nullopt;
        out.resize(out.size() - stream_.avail_out);
        return out;
    }

private:
    z_stream stream_{};
    bool ready_ = false;
};

} // namespace

std::optional<Coding> parse_content_encoding(std::string_view value) {
    value = trimmed(value);
    if (value.empty() || same_ignoring_case(value, "identity")) return Coding::identity;
    if (same_ignoring_case(value, "gzip")) return Coding::gzip;
    if (same_ignoring_case(value, "zstd")) return Coding::zstd;
    return std::nullopt;
}

Coding choose_coding(std::string_view accept_encoding) {
    bool gzip = false;
    while (!accept_encoding.empty()) {
        const auto comma = accept_encoding.find(',');
        const std::string_view item = accept_encoding.substr(0, comma);
        const auto semicolon = item.find(';');
        const std::string_view name = trimmed(item.substr(0, semicolon));
        const bool refused =
            semicolon != std::string_view::npos && refuses(item.substr(semicolon + 1));
        if (!refused && same_ignoring_case(name, "zstd")) return Coding::zstd;
        if (!refused && same_ignoring_case(name, "gzip")) gzip = true;
        if (comma == std::string_view::npos) break;
        accept_encoding.remove_prefix(comma + 1);
    }
    return gzip ? Coding::gzip : Coding::identity;
}

std::string_view coding_name(Coding coding) {
    switch (coding) {
    case Coding::identity:
        return "identity";
    case Coding::gzip:
        return "gzip";
    case Coding::zstd:
        return "zstd";
    }
    return "identity";
}

Result<Bytes> decompress(Coding coding, ByteView packed, std::size_t bytes_max) {
    switch (coding) {
    case Coding::identity:
        if (packed.size() > bytes_max) return too_large(bytes_max);
        return copy(packed);
    case Coding::gzip: {
        thread_local Inflater inflater;
        return inflater.run(packed, bytes_max);
    }
    case Coding::zstd:
        return unzstd(packed, bytes_max);
    }
    return fail(Code::internal, "Unknown coding.");
}

std::optional<Bytes> compress_if_it_pays(Coding coding, ByteView plain) {
    const std::size_t out_max = plain.size() - (plain.size() / 10);
    switch (coding) {
    case Coding::identity:
        return std::nullopt;
    case Coding::gzip: {
        thread_local Deflater deflater;
        return deflater.run(plain, out_max);
    }
    case Coding::zstd: {
        thread_local const std::unique_ptr<ZSTD_CCtx, FreeCctx> context(ZSTD_createCCtx());
        Bytes out(out_max);
        const std::size_t size = ZSTD_compressCCtx(
            context.get(), out.data(), out.size(), plain.data(), plain.size(), zstd_level
        );
        if (ZSTD_isError(size) != 0U) return std::nullopt; // does not fit: it would not pay
        out.resize(size);
        return out;
    }
    }
    return std::nullopt;
}

} // namespace muster::net
