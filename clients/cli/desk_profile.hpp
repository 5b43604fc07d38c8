// An administrator's or manager's profile on this computer: which server, which certificate, and
// the key that signs every call. Kept in ${MUSTER_HOME}/admin/NAME, readable by its owner alone;
// the key lies in a file of its own.
#pragma once

#include "core/audit/authority.hpp"
#include "core/base/keys.hpp"

#include <filesystem>

namespace muster::cli {

struct DeskProfile {
    std::string name; // of the folder
    std::string host;
    std::uint16_t port = 0;
    TenantId tenant;
    PublicKey server_identity;
    std::string authority_pem;
    std::string organisation;
    std::string person_name;
    audit::SignedCertificate certificate;
    Bytes32 key_seed;
};

inline constexpr std::string_view default_profile_name = "default";

// Writes the folder; an older profile of the same name is replaced.
Status save_profile(const DeskProfile& profile);
// not_found with the command that makes one, if there is none.
Result<DeskProfile> load_profile(std::string_view name);
Result<std::filesystem::path> profile_folder(std::string_view name);

} // namespace muster::cli
