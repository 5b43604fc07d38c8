// The web apps as files: read once from a folder, kept in memory, and answered with the headers
// that keep a browser strict. Everything else goes on to the handler behind it. Each folder of the
// first level is an app: its index.html answers every address below it that names no file, so that
// the app's own addresses can be opened and reloaded. A file with another one beside it called
// FILE.br is sent in that coding to whoever takes it. Immutable once loaded, shared by all threads.
#pragma once

#include "sync-server/net/handler.hpp"

#include <filesystem>
#include <map>
#include <optional>

namespace muster::net {

struct StaticFile {
    Bytes content;
    Bytes brotli; // empty: none
    std::string type;
    std::string etag;       // quoted, of the content
    bool immutable = false; // the name says which content it is
};

class StaticFiles {
public:
    // Refuses a folder that cannot be read, and more than static_bytes_max in all.
    static Result<StaticFiles> load(const std::filesystem::path& folder);

    // Nothing for what is no business of files: other methods, and addresses of no app.
    [[nodiscard]] std::optional<Response> answer(const Request& request) const;

    [[nodiscard]] const std::vector<std::string>& apps() const { return apps_; }

private:
    [[nodiscard]] const StaticFile* find(std::string_view path) const;

    std::map<std::string, StaticFile, std::less<>> files_; // by path, "/tablet/index.html"
    std::vector<std::string> apps_;                        // "tablet"
};

// Files where there are some for a request, else `next`, which must outlive it.
class SiteHandler final : public Handler {
public:
    SiteHandler(StaticFiles files, Handler& next) : files_(std::move(files)), next_(next) {}

    Task<Response> handle(Request& request) override;
    [[nodiscard]] std::size_t
    body_limit(const Request& request, std::size_t standard) const override;
    [[nodiscard]] Response refuse(const Request& request, const Refusal& refusal) const override;

private:
    StaticFiles files_;
    Handler& next_;
};

} // namespace muster::net
