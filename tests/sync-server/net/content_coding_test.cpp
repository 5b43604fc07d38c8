#include "clients/native/compression.hpp"
#include "sync-server/net/content_coding.hpp"
#include "sync-server/net/limits.hpp"
#include "tests/sync-server/net/test_server.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster;
using namespace muster::net;
using namespace muster::testing;

namespace {

Bytes repeated(std::size_t size) {
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<std::uint8_t>((i * i) % 7);
    return bytes;
}

} // namespace

TEST_CASE("What was compressed comes back", "[coding]") {
    for (const Coding coding : {Coding::gzip, Coding::zstd}) {
        for (const std::size_t size : {600UL, 70'000UL, 1'000'000UL}) {
            const Bytes plain = repeated(size);
            const auto packed = compress_if_it_pays(coding, plain);
            REQUIRE(packed);
            CHECK(packed->size() < size / 2);
            const auto back = decompress(coding, *packed, size);
            REQUIRE(back);
            CHECK(*back == plain);
        }
    }
}

TEST_CASE("Decompression reaches its limit exactly and stops one byte later", "[coding][limits]") {
    for (const Coding coding : {Coding::gzip, Coding::zstd}) {
        const Bytes plain = repeated(100'000);
        const auto packed = compress_if_it_pays(coding, plain);
        REQUIRE(packed);
        CHECK(decompress(coding, *packed, 100'000).has_value());
        const auto past = decompress(coding, *packed, 99'999);
        REQUIRE_FALSE(past);
        CHECK(past.error().code == Code::resource_exhausted);
    }
}

TEST_CASE("A body that is cut short or altered is refused", "[coding]") {
    for (const Coding coding : {Coding::gzip, Coding::zstd}) {
        const auto packed = compress_if_it_pays(coding, repeated(5000));
        REQUIRE(packed);
        for (std::size_t size = 0; size < packed->size(); ++size) {
            const auto back = decompress(coding, ByteView(*packed).first(size), 10'000);
            REQUIRE_FALSE(back);
            CHECK(back.error().code == Code::invalid_input);
        }
        CHECK_FALSE(decompress(coding, to_bytes("this is plain text"), 10'000));
    }
    CHECK(rc::check("random bytes never get past the limit", [](const Bytes& bytes) {
        for (const Coding coding : {Coding::gzip, Coding::zstd}) {
            const auto back = decompress(coding, bytes, 100);
            RC_ASSERT(!back || back->size() <= 100);
        }
    }));
}

TEST_CASE("Random bytes are not compressed, because it does not pay", "[coding]") {
    Bytes noise(4000);
    std::uint64_t state = 88172645463325252ULL;
    for (auto& byte : noise) {
        state ^= state << 13U;
        state ^= state >> 7U;
        state ^= state << 17U;
        byte = static_cast<std::uint8_t>(state);
    }
    CHECK_FALSE(compress_if_it_pays(Coding::gzip, noise));
    CHECK_FALSE(compress_if_it_pays(Coding::zstd, noise));
    CHECK_FALSE(native::compress_request(noise));
}

TEST_CASE("Accept-Encoding chooses zstd, then gzip, and respects a refusal", "[coding]") {
    CHECK(choose_coding("") == Coding::identity);
    CHECK(choose_coding("gzip, deflate, br, zstd") == Coding::zstd);
    CHECK(choose_coding("gzip, deflate, br") == Coding::gzip);
    CHECK(choose_coding("GZIP;q=0.5") == Coding::gzip);
    CHECK(choose_coding("zstd;q=0, gzip") == Coding::gzip);
    CHECK(choose_coding("zstd;q=0.0,gzip; q=0") == Coding::identity);
    CHECK(choose_coding("br, identity") == Coding::identity);
}

TEST_CASE("Content-Encoding names one coding that is known", "[coding]") {
    CHECK(parse_content_encoding("") == Coding::identity);
    CHECK(parse_content_encoding(" ZSTD ") == Coding::zstd);
    CHECK(parse_content_encoding("gzip") == Coding::gzip);
    CHECK_FALSE(parse_content_encoding("br"));
    CHECK_FALSE(parse_content_encoding("gzip, zstd"));
}

TEST_CASE("The client pads what the server would take for a bomb", "[coding][limits]") {
    CHECK_FALSE(native::compress_request(Bytes(native::compress_above_bytes)));
    CHECK(native::expansion_max == decompressed_ratio_max);
    for (const std::size_t size : {513UL, 600UL, 4096UL, 100'000UL, 100'007UL}) {
        const Bytes zeros(size);
        const auto packed = native::compress_request(zeros);
        REQUIRE(packed);
        CHECK(packed->size() * decompressed_ratio_max >= size);
        CHECK(packed->size() <= (size / decompressed_ratio_max) + 9);
        CHECK(must(decompress(Coding::zstd, *packed, size)) == zeros);
        CHECK(must(native::decompress_answer(*packed, size)) == zeros);
    }
}
