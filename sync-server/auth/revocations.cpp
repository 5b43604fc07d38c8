#include "sync-server/auth/revocations.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace muster::server {

namespace {

// One entry: an empty line, which ends what was cut off before it, a line "revoked KEY UTC_MS
// PERSON", a line "tip AUDIT WRITER SEQ OP" for each tip, and "end KEY".
std::string text_of(const RevokedKey& revoked) {
    std::string out = "\nrevoked " + revoked.key.hex() + " " + std::to_string(revoked.utc_ms) +
                      " " + revoked.by.hex() + "\n";
    for (const auto& [audit, tips] : revoked.reach) {
        for (const auto& tip : tips) {
            out += "tip " + audit.hex() + " " + tip.writer.hex() + " " + std::to_string(tip.seq) +
                   " " + tip.op.hex() + "\n";
        }
    }
    return out + "end " + revoked.key.hex() + "\n";
}

template <class Id>
bool read_id(std::istream& in, Id& out) {
    std::string hex;
    in >> hex;
    const auto bytes = from_hex(hex);
    const auto id = bytes ? Id::from(*bytes) : Result<Id>(error_of(bytes));
    if (id) out = *id;
    return id.has_value();
}

std::unexpected<Error> damaged(const std::string& path) {
    return fail(
        Code::data_loss,
        "The list of revoked devices is damaged.",
        "Restore it from a copy; without it a revoked device could write again.",
        path
    );
}

// All of it, on the disk, or an error.
Status append_durably(const std::string& path, const std::string& text) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    bool good = file >= 0;
    for (std::size_t done = 0; good && done < text.size();) {
        const auto written = ::write(file, text.data() + done, text.size() - done);
        good = written > 0;
        if (good) done += static_cast<std::size_t>(written);
    }
    good = good && ::fsync(file) == 0;
    if (file >= 0) ::close(file);
    if (good) return {};
    return fail(
        Code::unavailable,
        "The revocation could not be written down.",
        "Check the disk; nothing was revoked.",
        path
    );
}

} // namespace

Status Revocations::load() {
    const std::scoped_lock lock(mutex_);
    if (path_.empty()) return {};
    std::error_code problem;
    if (!std::filesystem::exists(path_, problem) && !problem) return {}; // nobody was revoked yet
    std::ifstream file(path_);
    if (!file) return damaged(path_);
    std::optional<RevokedKey> open;
    std::string line;
    bool bad = false;
    while (std::getline(file, line)) {
        std::istringstream words(line);
        std::string word;
        if (!(words >> word)) continue;
        // An entry that was cut off is followed by another one, or by nothing.
        if (bad && word != "revoked") return damaged(path_);
        if (word == "revoked") {
            open.emplace();
            bad =
                !read_id(words, open->key) || !(words >> open->utc_ms) || !read_id(words, open->by);
        } else if (word == "tip" && open) {
            AuditId audit;
            audit::Tip tip;
            bad = !read_id(words, audit) || !read_id(words, tip.writer) || !(words >> tip.seq) ||
                  !read_id(words, tip.op);
            if (!bad) open->reach[audit].push_back(tip);
        } else if (word == "end" && open) {
            PublicKey key;
            bad = !read_id(words, key) || key != open->key;
            if (!bad) revoked_.emplace(key, std::move(*open));
            if (!bad) open.reset();
        } else {
            bad = true;
        }
    }
    return file.bad() ? damaged(path_) : Status();
}

Status Revocations::add(const RevokedKey& revoked) {
    const std::scoped_lock lock(mutex_);
    if (revoked_.contains(revoked.key)) return {};
    if (!path_.empty()) {
        if (auto done = append_durably(path_, text_of(revoked)); !done) return done;
    }
    revoked_.emplace(revoked.key, revoked);
    return {};
}

bool Revocations::contains(const PublicKey& key) const {
    const std::scoped_lock lock(mutex_);
    return revoked_.contains(key);
}

std::vector<audit::Tip> Revocations::reach_of(const PublicKey& key, const AuditId& audit) const {
    const std::scoped_lock lock(mutex_);
    const auto revoked = revoked_.find(key);
    if (revoked == revoked_.end()) return {};
    const auto tips = revoked->second.reach.find(audit);
    return tips == revoked->second.reach.end() ? std::vector<audit::Tip>() : tips->second;
}

std::vector<PublicKey> Revocations::keys() const {
    const std::scoped_lock lock(mutex_);
    std::vector<PublicKey> out;
    for (const auto& [key, revoked] : revoked_)
        out.push_back(key);
    return out;
}

} // namespace muster::server
