// A connection as bytes, over TLS or plain. No template and no coroutine: each call does what can
// be done at once and says what to wait for on socket(), which keeps the session readable and its
// compile time short. OpenSSL works on the socket directly, without the two pairs of 17 KiB buffers
// that a stream in between would hold for every idle connection. One thread at a time.
#pragma once

#include "core/base/bytes.hpp"
#include "sync-server/net/tls.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <memory>

namespace muster::net {

enum class Io {
    done,       // something was read, written or finished
    want_read,  // call again when the socket is readable
    want_write, // call again when the socket is writable
    closed,     // the other side ended the connection
    failed,     // broken; only closing is left
};

class ByteStream {
public:
    // The socket must be connected; it is made non-blocking.
    explicit ByteStream(boost::asio::ip::tcp::socket socket);
    virtual ~ByteStream() = default;
    ByteStream(const ByteStream&) = delete;
    ByteStream& operator=(const ByteStream&) = delete;
    ByteStream(ByteStream&&) = delete;
    ByteStream& operator=(ByteStream&&) = delete;

    virtual Io handshake() = 0;
    // `count` is set for Io::done only and is then at least 1.
    virtual Io read(std::span<std::uint8_t> out, std::size_t& count) = 0;
    virtual Io write(ByteView bytes, std::size_t& count) = 0;
    // Says goodbye without waiting for an answer.
    virtual void say_goodbye() = 0;

    boost::asio::ip::tcp::socket& socket() { return socket_; }

private:
    boost::asio::ip::tcp::socket socket_;
};

std::unique_ptr<ByteStream> plain_stream(boost::asio::ip::tcp::socket socket);
Result<std::unique_ptr<ByteStream>>
tls_stream(boost::asio::ip::tcp::socket socket, std::shared_ptr<const TlsContext> context);

} // namespace muster::net
