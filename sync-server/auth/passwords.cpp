#include "sync-server/auth/passwords.hpp"

#include "core/base/utf8.hpp"

#include <sodium.h>

#include <array>

namespace muster::server {

namespace {

// Made once with the parameters below from 32 random bytes that nobody kept.
const std::string& nobodys_verifier() {
    static const std::string verifier = [] {
        std::array<char, 32> secret{};
        randombytes_buf(secret.data(), secret.size());
        auto hashed = hash_password({secret.data(), secret.size()});
        return hashed ? *hashed : std::string();
    }();
    return verifier;
}

} // namespace

Status check_password(std::string_view password, std::string_view name) {
    if (password.size() < password_bytes_min) {
        return fail(
            Code::invalid_input,
            "The password is shorter than 12 characters.",
            "Three or four unrelated words are long enough and easy to remember.",
            "password"
        );
    }
    if (password.size() > password_bytes_max || first_bad_utf8(password)) {
        return fail(Code::invalid_input, "The password is too long or not text.", {}, "password");
    }
    if (password != name) return {};
    return fail(Code::invalid_input, "The password is the person's name.", {}, "password");
}

Result<std::string> hash_password(std::string_view password) {
    std::array<char, crypto_pwhash_STRBYTES> out{};
    const int failed = crypto_pwhash_argon2id_str(
        out.data(),
        password.data(),
        password.size(),
        crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE,
        crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE
    );
    if (failed == 0) return std::string(out.data());
    return fail(
        Code::resource_exhausted, "The server has no memory for this now.", "Try again in a minute."
    );
}

bool password_holds(const std::string& verifier, std::string_view password) {
    const auto& kept = verifier.empty() ? nobodys_verifier() : verifier;
    const int failed =
        crypto_pwhash_argon2id_str_verify(kept.c_str(), password.data(), password.size());
    return failed == 0 && !verifier.empty();
}

} // namespace muster::server
