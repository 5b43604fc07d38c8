// One TLS 1.3 connection to a server, blocking, with a time limit on every step. Asio carries the
// bytes and OpenSSL checks the peer: its chain by the given Trust, its name or numeric address by
// the host that was asked for. Used by HttpsClient only. One thread at a time.
#pragma once

#include "clients/native/server_address.hpp"
#include "clients/native/trust.hpp"
#include "core/base/bytes.hpp"

#include <chrono>
#include <memory>

namespace muster::native {

class Connection {
public:
    using Time = std::chrono::steady_clock::time_point;

    // unavailable: no answer there; unauthenticated: somebody answered who is not that server.
    static Result<std::unique_ptr<Connection>>
    open(const ServerAddress& address, const Trust& trust, Time deadline);

    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    Connection(Connection&&) = delete;
    Connection& operator=(Connection&&) = delete;

    Status write(ByteView bytes, Time deadline);
    // At least one byte; 0 when the server closed the connection.
    Result<std::size_t> read(std::span<std::uint8_t> out, Time deadline);

    // Whether something arrived unasked, which after an answer means that the server hung up.
    [[nodiscard]] bool has_ended() const;

    // The certificates that the server showed, its own first, as DER.
    [[nodiscard]] const std::vector<Bytes>& peer_chain() const { return peer_chain_; }

    // With TLS's own records and handshake.
    [[nodiscard]] std::uint64_t tls_bytes_sent() const;
    [[nodiscard]] std::uint64_t tls_bytes_received() const;

private:
    struct Stream;

    explicit Connection(std::unique_ptr<Stream> stream);

    std::unique_ptr<Stream> stream_;
    std::vector<Bytes> peer_chain_;
};

// A certificate as text for a file or for Trust::pinned.
Result<std::string> certificate_pem(ByteView der);

} // namespace muster::native
