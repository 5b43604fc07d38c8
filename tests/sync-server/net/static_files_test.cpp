#include "sync-server/net/static_files.hpp"
#include "tests/sync-server/net/test_server.hpp"

using namespace muster;
using namespace muster::net;
using namespace muster::testing;

namespace {

class WebFolder {
public:
    WebFolder() {
        put("tablet/index.html", "<!doctype html><title>Tablet</title>");
        put("tablet/assets/app-1a2b.js", "export {};");
        put("tablet/assets/app-1a2b.js.br", "smaller");
        put("tablet/sw.js", "// worker");
        put("desk/index.html", "<!doctype html><title>Desk</title>");
    }

    void put(const std::string& name, const std::string& content) const {
        const std::filesystem::path path = folder_.file(name);
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << content;
    }

    [[nodiscard]] StaticFiles load() const { return must(StaticFiles::load(folder_.file(""))); }

private:
    TempFolder folder_;
};

Request get(std::string target) {
    Request request;
    request.method = Method::get;
    request.target = std::move(target);
    return request;
}

std::string header(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
        if (same_ignoring_case(key, name)) return value;
    }
    return {};
}

} // namespace

TEST_CASE("An app's files are served with headers that keep a browser strict", "[static]") {
    const auto files = WebFolder().load();
    CHECK(files.apps() == std::vector<std::string>{"desk", "tablet"});
    const auto page = files.answer(get("/tablet/index.html?from=here"));
    REQUIRE(page);
    CHECK(page->status == 200);
    CHECK(header(*page, "Content-Type") == "text/html; charset=utf-8");
    CHECK(header(*page, "Cache-Control") == "no-cache");
    CHECK(header(*page, "X-Content-Type-Options") == "nosniff");
    CHECK(header(*page, "Referrer-Policy") == "no-referrer");
    const auto policy = header(*page, "Content-Security-Policy");
    CHECK(policy.find("script-src 'self' 'wasm-unsafe-eval';") != std::string::npos);
    CHECK(policy.find("unsafe-inline") == std::string::npos);
    const auto asset = files.answer(get("/tablet/assets/app-1a2b.js"));
    REQUIRE(asset);
    CHECK(header(*asset, "Cache-Control") == "public, max-age=31536000, immutable");
    CHECK(text_of(asset->body) == "export {};");
}

TEST_CASE("A compressed file goes to whoever takes it", "[static]") {
    const auto files = WebFolder().load();
    const auto sent_to = [&](std::string_view accepts) {
        auto request = get("/tablet/assets/app-1a2b.js");
        request.add_header("Accept-Encoding", accepts);
        const auto answer = files.answer(request);
        REQUIRE(answer);
        const bool coded = header(*answer, "Content-Encoding") == "br";
        CHECK(text_of(answer->body) == (coded ? "smaller" : "export {};"));
        CHECK(header(*answer, "Vary") == "Accept-Encoding");
        return coded;
    };
    CHECK(sent_to("gzip, deflate, br, zstd"));
    CHECK(sent_to("br;q=0.5"));
    CHECK_FALSE(sent_to("br;q=0, gzip"));
    CHECK_FALSE(sent_to("gzip, brx"));
    CHECK_FALSE(sent_to(""));
    CHECK_FALSE(files.answer(get("/tablet/assets/app-1a2b.js.br")));
}

TEST_CASE("What a browser holds already is not sent again", "[static]") {
    const WebFolder folder;
    auto request = get("/tablet/index.html");
    const auto tag = header(*folder.load().answer(request), "ETag");
    request.add_header("If-None-Match", "\"other\", " + tag);
    const auto again = folder.load().answer(request);
    CHECK(again->status == 304);
    CHECK(again->body.empty());
    folder.put("tablet/index.html", "<!doctype html><title>New</title>");
    CHECK(folder.load().answer(request)->status == 200);
}

TEST_CASE("An app's own addresses open the app, and a file that is missing does not", "[static]") {
    const auto files = WebFolder().load();
    for (const char* own : {"/tablet/", "/tablet/audits/A00001", "/desk/"}) {
        const auto answer = files.answer(get(own));
        REQUIRE(answer);
        CHECK(header(*answer, "Content-Type") == "text/html; charset=utf-8");
    }
    for (const char* none : {"/tablet/assets/app-9z.js", "/tabletop/", "/desk/../tablet/x.js", ""})
        CHECK_FALSE(files.answer(get(none)));
    CHECK(header(*files.answer(get("/tablet")), "Location") == "/tablet/");
    CHECK(header(*files.answer(get("/enrol")), "Location") == "/tablet/enrol");
    CHECK(files.answer(get("/"))->status == 302);
}

TEST_CASE("Calls of the API go past the files", "[static]") {
    FunctionHandler api(echo);
    SiteHandler site(WebFolder().load(), api);
    const auto server = start(tls_options(), site);
    auto client = connected(*server);
    CHECK(text_of(send(client, "/muster.v1.SyncService/Hello", "hello").body) == "hello");
    CHECK(text_of(send(client, "/tablet/", "posted").body) == "posted");
    RawPeer peer(server->port());
    REQUIRE(peer.send("GET /tablet/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
    CHECK(peer.read().find("<title>Tablet</title>") != std::string::npos);
}

TEST_CASE("A folder that is not there is refused with what to do", "[static]") {
    const auto none = StaticFiles::load("/nowhere/at/all");
    REQUIRE_FALSE(none);
    CHECK(none.error().hint.find("tools/web") != std::string::npos);
}
