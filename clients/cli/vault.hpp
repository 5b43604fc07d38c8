// A tablet's vault: a folder with the encrypted database of one person's audits. The database's key
// is random; it is wrapped by a passcode (Argon2id), or kept in a file outside the vault's folder
// that only its owner may read. Knows nothing of what is in the database.
#pragma once

#include "core/base/entropy.hpp"
#include "core/sqlite/database.hpp"

#include <filesystem>
#include <optional>

namespace muster::cli {

// Where the passcode comes from: a file, or a question on the terminal. Neither: no passcode.
struct PasscodeSource {
    std::string file; // path; empty: none
    bool ask = false;
};

class Vault {
public:
    // Makes the folder and the key. Refuses a folder that holds anything already. Without a
    // passcode the key lies in ${MUSTER_HOME}/keys and `warning` says so.
    static Result<Vault>
    create(const std::filesystem::path& folder, const PasscodeSource& source, Entropy& entropy);
    // Asks for the passcode on a terminal if the vault needs one and no file is named.
    static Result<Vault> open(const std::filesystem::path& folder, const PasscodeSource& source);

    [[nodiscard]] std::string database_path() const;

    [[nodiscard]] const sqlite::DatabaseKey& key() const { return key_; }

    [[nodiscard]] const std::string& warning() const { return warning_; }

    // Takes back what create() made; for an enrolment that came to nothing.
    void remove() const;

private:
    Vault() = default;
    std::filesystem::path folder_;
    std::filesystem::path key_file_; // empty with a passcode
    sqlite::DatabaseKey key_;
    std::string warning_;
};

} // namespace muster::cli
