// What tests need to talk to a real server over real TLS on loopback: a folder that goes away, an
// authority with a certificate, handlers made from functions, and a peer that sends raw bytes.
#pragma once

#include "clients/native/https_client.hpp"
#include "sync-server/net/certificates.hpp"
#include "sync-server/net/server.hpp"

#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <stdlib.h>
#include <sys/socket.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>

namespace muster::testing {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// The result's value, or a failed test that says why.
template <class T>
T must(Result<T> result) {
    if (!result) FAIL(result.error().text() + " " + result.error().hint);
    return std::move(*result);
}

inline void must(const Status& status) {
    if (!status) FAIL(status.error().text() + " " + status.error().hint);
}

class TempFolder {
public:
    TempFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "muster-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }

    ~TempFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    TempFolder(TempFolder&&) = delete;
    TempFolder& operator=(TempFolder&&) = delete;

    [[nodiscard]] std::string file(const std::string& name) const {
        return (path_ / name).string();
    }

private:
    std::filesystem::path path_;
};

inline std::int64_t now_utc_ms() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<milliseconds>(now).count();
}

// An authority and a server certificate on disk, made once for the whole program.
struct Pki {
    TempFolder folder;
    net::Credentials authority = must(net::make_authority({}, now_utc_ms()));
    net::TlsFiles files{folder.file("server.pem"), folder.file("server.key")};

    Pki() { renew({}); }

    void renew(const std::vector<std::string>& hosts) const {
        const net::Credentials server =
            must(net::issue_server_certificate(authority, hosts, now_utc_ms()));
        must(net::write_private_file(files.certificate_path, server.certificate_pem));
        must(net::write_private_file(files.key_path, server.key_pem));
    }
};

inline const Pki& pki() {
    static const Pki one;
    return one;
}

inline native::Trust trust() {
    return native::Trust::pinned(pki().authority.certificate_pem);
}

class FunctionHandler final : public net::Handler {
public:
    using Function = std::function<net::Task<net::Response>(net::Request&)>;

    explicit FunctionHandler(Function function) : function_(std::move(function)) {}

    net::Task<net::Response> handle(net::Request& request) override { return function_(request); }

    [[nodiscard]] std::size_t
    body_limit(const net::Request& request, std::size_t standard) const override {
        return request.path() == "/small" ? 1000 : standard;
    }

private:
    Function function_;
};

// Answers with the body that it got.
inline net::Task<net::Response> echo(net::Request& request) {
    net::Response response;
    response.set("Content-Type", "application/octet-stream");
    response.set("Seen-Target", request.target);
    response.body = request.body;
    co_return response;
}

inline net::ServerOptions tls_options() {
    net::ServerOptions options;
    options.threads = 2;
    options.tls = pki().files;
    return options;
}

inline std::unique_ptr<net::Server> start(net::ServerOptions options, net::Handler& handler) {
    return must(net::Server::start(std::move(options), handler));
}

// A TLS client that sends what it is told, byte for byte.
class RawPeer {
public:
    explicit RawPeer(std::uint16_t port)
        : connection_(must(native::Connection::open(
              {"127.0.0.1", port}, trust(), steady_clock::now() + std::chrono::seconds(10)
          ))) {}

    bool send(std::string_view text) {
        return connection_->write(view(text), deadline()).has_value();
    }

    // Everything until the server closes, or until `end` was seen.
    std::string read(std::string_view end = {}) {
        std::string text;
        Bytes chunk(16384);
        for (;;) {
            const auto got = connection_->read(chunk, deadline());
            if (!got) FAIL("no end of the answer; so far: " + text.substr(0, 200));
            if (*got == 0) return text;
            text.append(text_of(ByteView(chunk).first(*got)));
            if (!end.empty() && text.find(end) != std::string::npos) return text;
        }
    }

private:
    static steady_clock::time_point deadline() {
        return steady_clock::now() + std::chrono::seconds(10);
    }

    std::unique_ptr<native::Connection> connection_;
};

inline std::string
post(std::string_view target, std::string_view body, std::string_view headers = {}) {
    return "POST " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" +
           std::string(headers) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           std::string(body);
}

inline native::HttpsClient
connected(const net::Server& server, const std::string& host = "localhost") {
    native::HttpsClient client;
    must(client.connect(host, server.port(), trust()));
    return client;
}

inline native::HttpAnswer
send(native::HttpsClient& client, std::string_view target, std::string_view body) {
    native::HttpRequest request;
    request.target = target;
    request.content_type = "application/octet-stream";
    request.body = view(body);
    return must(client.request(request));
}

// Bytes that do not compress; the same each time.
inline std::string noise(std::size_t size) {
    std::string text(size, ' ');
    std::uint64_t state = 88172645463325252ULL;
    for (auto& c : text) {
        state ^= state << 13U;
        state ^= state >> 7U;
        state ^= state << 17U;
        c = static_cast<char>(state);
    }
    return text;
}

// Connects without TLS.
inline int raw_socket(std::uint16_t port) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    return descriptor;
}

} // namespace muster::testing
