#include "clients/cli/vault.hpp"

#include "clients/cli/files.hpp"
#include "clients/cli/json_fields.hpp"
#include "clients/cli/terminal.hpp"
#include "core/base/keys.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace muster::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view vault_file = "vault.json";
constexpr std::string_view database_file = "tablet.db";
constexpr std::int64_t vault_format = 1;
constexpr std::size_t passcode_bytes_min = 4;
constexpr std::string_view wrap_context = "muster/vault/1";

using VaultId = Id<struct VaultTag, 16>;

Bytes context_of(const VaultId& id) {
    Bytes context = to_bytes(wrap_context);
    context.insert(context.end(), id.bytes().begin(), id.bytes().end());
    return context;
}

Result<fs::path> key_path(const VaultId& id) {
    auto home = muster_home();
    if (!home) return home;
    return *home / "keys" / (id.hex() + ".key");
}

Result<std::string> passcode_from_file(const std::string& path) {
    auto text = read_file(path, limits::secret_file_bytes_max);
    if (!text) return text;
    while (!text->empty() && (text->back() == '\n' || text->back() == '\r')) {
        text->pop_back();
    }
    return text;
}

// The passcode for a new vault, typed twice; nothing where none is wanted.
Result<std::optional<std::string>> new_passcode(const PasscodeSource& source) {
    std::string passcode;
    if (!source.file.empty()) {
        auto read = passcode_from_file(source.file);
        if (!read) return error_of(read);
        passcode = std::move(*read);
    } else if (source.ask) {
        auto first = ask_secret("Choose a passcode for this vault: ");
        if (!first) return error_of(first);
        auto second = ask_secret("Type it again: ");
        if (!second) return error_of(second);
        if (*first != *second) {
            return fail(Code::invalid_input, "The two passcodes differ.", "Run the command again.");
        }
        passcode = std::move(*first);
    } else {
        return std::nullopt;
    }
    if (passcode.size() < passcode_bytes_min) {
        return fail(
            Code::invalid_input,
            fmt::format("A passcode has at least {} characters.", passcode_bytes_min),
            "Choose a longer one."
        );
    }
    return passcode;
}

Result<std::string> existing_passcode(const PasscodeSource& source) {
    if (!source.file.empty()) return passcode_from_file(source.file);
    if (!has_terminal()) {
        return fail(
            Code::unauthenticated,
            "This vault needs its passcode.",
            "Name a file that holds it with --passcode-file, or run the command on a terminal."
        );
    }
    return ask_secret("Passcode of this vault: ");
}

bool holds_anything(const fs::path& folder) {
    std::error_code problem;
    return fs::exists(folder, problem) && !fs::is_empty(folder, problem);
}

Result<sqlite::DatabaseKey>
unwrap(const JsonFields& fields, const VaultId& id, const PasscodeSource& source) {
    auto salt = fields.id<Id<struct SaltTag, 16>>("salt");
    if (!salt) return error_of(salt);
    auto wrapped = fields.bytes("wrapped_key");
    if (!wrapped) return error_of(wrapped);
    auto passcode = existing_passcode(source);
    if (!passcode) return error_of(passcode);
    auto wrapping = key_from_passcode(*passcode, salt->value);
    if (!wrapping) return error_of(wrapping);
    auto plain = open_sealed(*wrapping, *wrapped, context_of(id));
    if (!plain) {
        return fail(
            Code::unauthenticated,
            "That is not the passcode of this vault.",
            "Try again; without the passcode nobody can open the vault."
        );
    }
    return sqlite::DatabaseKey::from(*plain);
}

} // namespace

std::string Vault::database_path() const {
    return (folder_ / database_file).string();
}

Result<Vault>
Vault::create(const fs::path& folder, const PasscodeSource& source, Entropy& entropy) {
    if (holds_anything(folder)) {
        return fail(
            Code::already_exists,
            "The folder for the vault is not empty.",
            "Name a new folder, or remove what lies there if nothing unsent is in it.",
            folder.string()
        );
    }
    auto passcode = new_passcode(source);
    if (!passcode) return error_of(passcode);
    Vault vault;
    vault.folder_ = folder;
    vault.key_.value = entropy.bytes<32>();
    const VaultId id{entropy.bytes<16>()};
    boost::json::object object{{"format", vault_format}, {"id", id.hex()}};
    if (auto made = make_folder(folder, Access::owner_only); !made) return error_of(made);
    if (const auto& typed = *passcode; typed) {
        const Bytes16 salt = entropy.bytes<16>();
        auto wrapping = key_from_passcode(*typed, salt);
        if (!wrapping) return error_of(wrapping);
        object["key"] = "passcode";
        object["salt"] = to_hex(salt.bytes());
        object["wrapped_key"] =
            to_base64url(seal(*wrapping, vault.key_.bytes(), context_of(id), entropy));
    } else {
        auto path = key_path(id);
        if (!path) return error_of(path);
        object["key"] = "file";
        vault.key_file_ = *path;
        if (auto made = make_folder(path->parent_path(), Access::owner_only); !made) {
            return error_of(made);
        }
        if (auto done = write_file(*path, vault.key_.hex() + "\n", Access::owner_only); !done) {
            return error_of(done);
        }
        vault.warning_ = fmt::format(
            "This vault has no passcode. Its key lies in {}, and whoever reads that file can read "
            "the "
            "vault.",
            path->string()
        );
    }
    if (auto done = write_file(
            folder / vault_file, boost::json::serialize(object) + "\n", Access::owner_only
        );
        !done) {
        vault.remove();
        return error_of(done);
    }
    return vault;
}

Result<Vault> Vault::open(const fs::path& folder, const PasscodeSource& source) {
    std::error_code problem;
    if (!fs::exists(folder / vault_file, problem)) {
        return fail(
            Code::not_found,
            "There is no vault in this folder.",
            "Make one with: muster tablet enrol LINK --vault FOLDER",
            folder.string()
        );
    }
    const std::string place = (folder / vault_file).string();
    auto text = read_file(folder / vault_file, limits::secret_file_bytes_max);
    if (!text) return error_of(text);
    auto fields = JsonFields::parse(*text, place);
    if (!fields) return error_of(fields);
    auto format = fields->whole("format");
    if (!format) return error_of(format);
    if (*format != vault_format) {
        return fail(
            Code::unsupported,
            "The vault was made by another version of muster.",
            "Open it with that version.",
            place
        );
    }
    auto id = fields->id<VaultId>("id");
    if (!id) return error_of(id);
    auto kind = fields->text("key");
    if (!kind) return error_of(kind);
    Vault vault;
    vault.folder_ = folder;
    if (*kind == "passcode") {
        auto key = unwrap(*fields, *id, source);
        if (!key) return error_of(key);
        vault.key_ = *key;
        return vault;
    }
    if (*kind != "file") return fields->refuse("key", "no known kind of key");
    auto path = key_path(*id);
    if (!path) return error_of(path);
    auto line = read_secret_file(*path);
    if (!line && line.error().code == Code::not_found) {
        return fail(
            Code::not_found,
            "The key of this vault is not on this computer.",
            "Set MUSTER_HOME to what it was when the vault was made, or restore the key file.",
            path->string()
        );
    }
    if (!line) return error_of(line);
    auto key = read_hex_line<32>(*line);
    if (!key) return error_of(key, path->string());
    vault.key_.value = *key;
    vault.key_file_ = *path;
    return vault;
}

void Vault::remove() const {
    // Best effort: what stays behind is an empty vault, which create() refuses to overwrite and
    // names.
    std::error_code ignored;
    for (const std::string_view name :
         {"tablet.db", "tablet.db-wal", "tablet.db-shm", "vault.json"}) {
        fs::remove(folder_ / name, ignored);
    }
    fs::remove(folder_, ignored);
    if (!key_file_.empty()) fs::remove(key_file_, ignored);
}

} // namespace muster::cli
