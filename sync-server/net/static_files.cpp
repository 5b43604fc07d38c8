#include "sync-server/net/static_files.hpp"

#include "core/base/hash.hpp"
#include "core/base/text_tools.hpp"
#include "sync-server/net/limits.hpp"

#include <array>
#include <fstream>
#include <iterator>

namespace muster::net {

namespace fs = std::filesystem;

namespace {

struct MediaType {
    std::string_view extension;
    std::string_view type;
};

constexpr std::array media_types = {
    MediaType{".html", "text/html; charset=utf-8"},
    MediaType{".js", "text/javascript; charset=utf-8"},
    MediaType{".css", "text/css; charset=utf-8"},
    MediaType{".json", "application/json"},
    MediaType{".webmanifest", "application/manifest+json"},
    MediaType{".wasm", "application/wasm"},
    MediaType{".svg", "image/svg+xml"},
    MediaType{".png", "image/png"},
    MediaType{".ico", "image/x-icon"},
    MediaType{".woff2", "font/woff2"},
    MediaType{".txt", "text/plain; charset=utf-8"},
};

// Scripts, styles and workers come from here alone, and wasm may be compiled; nobody may put the
// app into a frame, and no form leaves it.
constexpr std::string_view content_policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; "
    "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

constexpr std::string_view permissions =
    "camera=(self), microphone=(self), geolocation=(self), payment=(), usb=()";

std::string type_of(const fs::path& path) {
    const std::string extension = path.extension().string();
    for (const auto& known : media_types) {
        if (known.extension == extension) return std::string(known.type);
    }
    return "application/octet-stream";
}

Result<Bytes> content_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    Bytes out{std::istreambuf_iterator<char>(file), {}};
    if (file.bad() || !file.is_open()) {
        return fail(
            Code::unavailable,
            "A file of the web apps cannot be read.",
            "Check its permissions.",
            path.string()
        );
    }
    return out;
}

std::string etag_of(ByteView content) {
    return '"' + to_hex(sha256(content).bytes()).substr(0, 32) + '"';
}

void harden(Response& response) {
    response.set("Content-Security-Policy", std::string(content_policy));
    response.set("Permissions-Policy", std::string(permissions));
    response.set("X-Content-Type-Options", "nosniff");
    response.set("Referrer-Policy", "no-referrer");
    response.set("Cross-Origin-Opener-Policy", "same-origin");
    response.set("Cross-Origin-Resource-Policy", "same-origin");
}

// "br;q=0" refuses it.
bool takes_brotli(std::string_view accepted) {
    while (!accepted.empty()) {
        const auto end = std::min(accepted.find(','), accepted.size());
        const auto one = without_outer_space(accepted.substr(0, end));
        const auto name = without_outer_space(one.substr(0, one.find(';')));
        if (same_ignoring_case(name, "br")) {
            const auto weight = one.find("q=");
            return weight == std::string_view::npos ||
                   one.substr(weight + 2).find_first_of("123456789") != std::string_view::npos;
        }
        accepted.remove_prefix(std::min(end + 1, accepted.size()));
    }
    return false;
}

bool names(std::string_view tags, std::string_view etag) {
    return tags == "*" || tags.find(etag) != std::string_view::npos;
}

// The address behind a link of enrolment; what stands behind # goes along in the browser.
Response redirect(std::string_view to) {
    Response response;
    response.status = 302;
    response.set("Location", std::string(to));
    response.set("Cache-Control", "no-store");
    harden(response);
    return response;
}

Response send(const StaticFile& file, const Request& request) {
    Response response;
    harden(response);
    response.set("ETag", file.etag);
    response.set(
        "Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache"
    );
    response.set("Vary", "Accept-Encoding");
    if (names(request.header("If-None-Match"), file.etag)) {
        response.status = 304;
        return response;
    }
    response.set("Content-Type", file.type);
    if (!file.brotli.empty() && takes_brotli(request.header("Accept-Encoding"))) {
        response.set("Content-Encoding", "br");
        response.compress = Compress::never;
        response.body = file.brotli;
    } else {
        response.body = file.content;
    }
    return response;
}

} // namespace

Result<StaticFiles> StaticFiles::load(const fs::path& folder) {
    std::error_code problem;
    StaticFiles out;
    std::map<std::string, Bytes> coded;
    std::size_t bytes = 0;
    for (fs::recursive_directory_iterator at(folder, problem), end; !problem && at != end;
         at.increment(problem)) {
        if (!at->is_regular_file(problem)) continue;
        const std::string path = "/" + at->path().lexically_relative(folder).generic_string();
        auto content = content_of(at->path());
        if (!content) return error_of(content);
        bytes += content->size();
        if (bytes > static_bytes_max) {
            return fail(
                Code::resource_exhausted,
                "The web apps are larger than " + std::to_string(static_bytes_max) + " bytes.",
                "Is this the folder that they were built into?",
                folder.string()
            );
        }
        if (path.ends_with(".br")) {
            coded[path.substr(0, path.size() - 3)] = std::move(*content);
            continue;
        }
        StaticFile& file = out.files_[path];
        file.type = type_of(at->path());
        file.etag = etag_of(*content);
        file.immutable = path.find("/assets/") != std::string::npos;
        file.content = std::move(*content);
    }
    if (problem) {
        return fail(
            Code::unavailable,
            "The folder of the web apps cannot be read: " + problem.message() + ".",
            "Build them with tools/web, or serve without --web.",
            folder.string()
        );
    }
    for (auto& [path, content] : coded) {
        const auto found = out.files_.find(path);
        if (found != out.files_.end()) found->second.brotli = std::move(content);
    }
    for (const auto& [path, file] : out.files_) {
        const auto end = path.find('/', 1);
        if (end != std::string::npos && path.substr(end) == "/index.html") {
            out.apps_.push_back(path.substr(1, end - 1));
        }
    }
    return out;
}

const StaticFile* StaticFiles::find(std::string_view path) const {
    if (const auto found = files_.find(path); found != files_.end()) return &found->second;
    for (const std::string& app : apps_) {
        const bool within = path.size() > app.size() + 1 && path[0] == '/' &&
                            path.substr(1).starts_with(app) && path[app.size() + 1] == '/';
        if (!within) continue;
        const bool names_file = path.substr(path.rfind('/')).find('.') != std::string_view::npos;
        return names_file ? nullptr : &files_.find("/" + app + "/index.html")->second;
    }
    return nullptr;
}

std::optional<Response> StaticFiles::answer(const Request& request) const {
    if (request.method != Method::get && request.method != Method::head) return std::nullopt;
    const std::string_view path = request.path();
    if (const StaticFile* file = find(path)) return send(*file, request);
    if (path == "/enrol" && is_one_of(apps_, "tablet")) return redirect("/tablet/enrol");
    for (const std::string& app : apps_) {
        // A relative address within the page must not be one beside the app.
        if (path == "/" || path == "/" + app) return redirect("/" + app + "/");
    }
    return std::nullopt;
}

Task<Response> SiteHandler::handle(Request& request) {
    auto file = files_.answer(request);
    if (file) co_return std::move(*file);
    Response response = co_await next_.handle(request);
    co_return response;
}

std::size_t SiteHandler::body_limit(const Request& request, std::size_t standard) const {
    return next_.body_limit(request, standard);
}

Response SiteHandler::refuse(const Request& request, const Refusal& refusal) const {
    return next_.refuse(request, refusal);
}

} // namespace muster::net
