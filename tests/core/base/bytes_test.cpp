#include "core/base/bytes.hpp"
#include "core/base/hash.hpp"
#include "core/base/keys.hpp"
#include "core/base/time.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster;

TEST_CASE("Every spelling of bytes reads back", "[bytes]") {
    CHECK(rc::check([](const std::vector<std::uint8_t>& bytes) {
        RC_ASSERT(*from_hex(to_hex(bytes)) == bytes);
        RC_ASSERT(*from_base64url(to_base64url(bytes)) == bytes);
        RC_ASSERT(*from_base32(to_base32(bytes)) == bytes);
    }));
}

TEST_CASE("Codes that people type forgive case, hyphens and look-alikes", "[bytes]") {
    const Bytes bytes = {0x08, 0x42, 0x10, 0x84, 0x21};
    const std::string code = to_base32(bytes);
    CHECK(code == "11111111");
    CHECK(*from_base32("lIil-1111") == bytes);
    CHECK_FALSE(from_base32("U"));
}

TEST_CASE("SHA-256 and HMAC answer as FIPS 180-4 and RFC 4231 say", "[hash]") {
    CHECK(
        to_hex(sha256(view("abc")).bytes()) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    CHECK(sha256({view("a"), view("bc")}) == sha256(view("abc")));
    Bytes32 key;
    for (int i = 0; i < 4; ++i)
        key.data[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>("Jefe"[i]);
    CHECK(
        to_hex(hmac_sha256(key, {view("what do ya want for nothing?")}).bytes()) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    );
    Sha256 pieces;
    pieces.add(view("ab"));
    pieces.add(view("c"));
    CHECK(pieces.finish() == sha256(view("abc")));
}

TEST_CASE("A signature holds for its domain, tenant and fields only", "[keys]") {
    SystemEntropy entropy;
    const auto key = SigningKey::make(entropy);
    const TenantId tenant{entropy.bytes<16>()};
    const auto signature = key.sign("test/1", tenant, {view("a"), view("bc")});
    CHECK(verify(key.public_key(), signature, "test/1", tenant, {view("a"), view("bc")}));
    CHECK_FALSE(verify(key.public_key(), signature, "test/1", tenant, {view("ab"), view("c")}));
    CHECK_FALSE(verify(key.public_key(), signature, "test/2", tenant, {view("a"), view("bc")}));
    CHECK_FALSE(verify(key.public_key(), signature, "test/1", TenantId{}, {view("a"), view("bc")}));
}

TEST_CASE("Sealed bytes open with their key and context only", "[keys]") {
    SystemEntropy entropy;
    const SealingKey key{entropy.bytes<32>()};
    auto sealed = seal(key, view("secret"), view("here"), entropy);
    CHECK(text_of(*open_sealed(key, sealed, view("here"))) == "secret");
    CHECK_FALSE(open_sealed(key, sealed, view("there")));
    sealed.back() ^= 1;
    CHECK(open_sealed(key, sealed, view("here")).error().code == Code::data_loss);
    CHECK_FALSE(open_sealed(key, {}, {}));
}

TEST_CASE("Dates and local times", "[time]") {
    CHECK(to_text(date_from_days(days_since_epoch({2024, 2, 29}))) == "2024-02-29");
    CHECK(days_since_epoch({1970, 1, 1}) == 0);
    CHECK_FALSE(parse_date("2023-02-29"));
    CHECK(*parse_local_date_time("1970-01-02T00:00:01") == 86'401'000);
    CHECK(*parse_local_date_time("1970-01-02 00:00") == 86'400'000);
    CHECK_FALSE(parse_local_date_time("1970-01-02T24:00"));
    const WallTime late{86'400'000 - 1, 60, TimeQuality::device};
    CHECK(to_text(local_date(late)) == "1970-01-02");
    CHECK(to_text(late) == "1970-01-02T00:59:59.999+01:00");
}
