// The native clients' way to a server: HTTPS over one connection that is kept alive, blocking, with
// a time limit. Request bodies go zstd-compressed where that pays. When a kept connection turns out
// to be closed before any byte of an answer came, the request is sent once more on a new one; every
// call of the API is idempotent. One thread at a time.
#pragma once

#include "clients/native/connection.hpp"

#include <optional>
#include <utility>

namespace muster::native {

struct HttpsClientOptions {
    std::chrono::milliseconds connect_time_max{10'000};
    std::chrono::milliseconds request_time_max{40'000};           // the server's own limit is 30 s
    std::size_t answer_bytes_max = std::size_t{64} * 1024 * 1024; // decompressed
};

// What went over the wire, for the people who pay for it and for benches.
struct TrafficCounters {
    std::uint64_t bytes_sent = 0; // HTTP heads and bodies, as compressed
    std::uint64_t bytes_received = 0;
    std::uint64_t tls_bytes_sent = 0; // the same with TLS records and handshakes
    std::uint64_t tls_bytes_received = 0;
    std::uint64_t round_trips = 0; // answers received
    std::uint64_t connections = 0;
};

struct HttpAnswer {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;
    Bytes body; // decoded

    // The first of that name, any case; empty without one.
    [[nodiscard]] std::string_view header(std::string_view name) const;
};

struct HttpRequest {
    std::string_view method = "POST";
    std::string_view target = "/";
    std::string_view content_type; // empty: no body
    ByteView body;                 // compressed on the way, unless `headers` has a Content-Encoding
    std::vector<std::pair<std::string, std::string>> headers;
};

class HttpsClient {
public:
    using Headers = std::vector<std::pair<std::string, std::string>>;

    explicit HttpsClient(HttpsClientOptions options = HttpsClientOptions());
    ~HttpsClient();
    HttpsClient(HttpsClient&&) noexcept;
    HttpsClient& operator=(HttpsClient&&) noexcept;
    HttpsClient(const HttpsClient&) = delete;
    HttpsClient& operator=(const HttpsClient&) = delete;

    // Connects now, and again whenever a later request needs it.
    Status connect(std::string host, std::uint16_t port, Trust trust);
    void close();

    // A unary call in protobuf form ("muster.v1.SyncService/Hello"): the reply's bytes, or the
    // error that the service gave.
    Result<Bytes>
    call_connect(std::string_view service_method, ByteView body, const Headers& headers = {});

    // Any request; an HTTP status of an error is an answer too.
    Result<HttpAnswer> request(const HttpRequest& request);

    // What the last answer's Retry-After said.
    [[nodiscard]] std::optional<std::chrono::seconds> retry_after() const { return retry_after_; }

    [[nodiscard]] TrafficCounters counters() const;

    // The certificates that the server showed last, its own first, as DER.
    [[nodiscard]] const std::vector<Bytes>& peer_chain() const { return peer_chain_; }

    [[nodiscard]] const ServerAddress& address() const { return address_; }

private:
    // How far an attempt came, which decides whether another one is right.
    struct Attempt {
        Result<HttpAnswer> answer;
        bool nothing_received = false;
    };

    Status open();
    Attempt attempt(ByteView head, ByteView body);
    Result<HttpAnswer> decoded(HttpAnswer answer);
    [[nodiscard]] std::string
    head_of(const HttpRequest& request, std::size_t body_bytes, bool compressed) const;

    HttpsClientOptions options_;
    ServerAddress address_;
    std::optional<Trust> trust_;
    std::unique_ptr<Connection> connection_;
    bool used_before_ = false; // the connection has carried an answer
    std::vector<Bytes> peer_chain_;
    std::optional<std::chrono::seconds> retry_after_;
    TrafficCounters counters_;
};

} // namespace muster::native
