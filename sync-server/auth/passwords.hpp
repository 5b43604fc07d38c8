// Passwords as they are kept: Argon2id with a salt of their own, 64 MiB and two passes, so that a
// stolen table is expensive to guess from. Hashing takes about a tenth of a second and never runs
// on a connection's thread.
#pragma once

#include "core/base/result.hpp"

#include <string>

namespace muster::server {

constexpr std::size_t password_bytes_min = 12;
constexpr std::size_t password_bytes_max = 1'024;

// Long enough, not too long, UTF-8, and not the person's own name.
Status check_password(std::string_view password, std::string_view name);

// A text that names its own parameters. resource_exhausted where there is no memory for it.
Result<std::string> hash_password(std::string_view password);

// Takes as long for what nobody has set: an empty verifier stands for one that no password fits.
bool password_holds(const std::string& verifier, std::string_view password);

} // namespace muster::server
