#include "sync-server/net/byte_stream.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace muster::net {

namespace {

using boost::asio::ip::tcp;

bool would_block(int error) {
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

class PlainStream final : public ByteStream {
public:
    using ByteStream::ByteStream;

    Io handshake() override { return Io::done; }

    Io read(std::span<std::uint8_t> out, std::size_t& count) override {
        const ssize_t got = ::recv(socket().native_handle(), out.data(), out.size(), 0);
        if (got > 0) {
            count = static_cast<std::size_t>(got);
            return Io::done;
        }
        if (got == 0) return Io::closed;
        return would_block(errno) ? Io::want_read : Io::failed;
    }

    Io write(ByteView bytes, std::size_t& count) override {
        const ssize_t sent =
            ::send(socket().native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent >= 0) {
            count = static_cast<std::size_t>(sent);
            return Io::done;
        }
        return would_block(errno) ? Io::want_write : Io::failed;
    }

    void say_goodbye() override {}
};

// OpenSSL's own socket BIO uses write(), which raises SIGPIPE; this one uses send() without it.
int bio_descriptor(BIO* bio) {
    return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

int bio_write(BIO* bio, const char* bytes, int size) {
    BIO_clear_retry_flags(bio);
    const ssize_t sent =
        ::send(bio_descriptor(bio), bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
    if (sent < 0 && would_block(errno)) BIO_set_retry_write(bio);
    return static_cast<int>(sent);
}

int bio_read(BIO* bio, char* out, int size) {
    BIO_clear_retry_flags(bio);
    const ssize_t got = ::recv(bio_descriptor(bio), out, static_cast<std::size_t>(size), 0);
    if (got < 0 && would_block(errno)) BIO_set_retry_read(bio);
    if (got == 0) BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
    return static_cast<int>(got);
}

long bio_control(BIO* bio, int command, long /*number*/, void* /*pointer*/) {
    if (command == BIO_CTRL_EOF) return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

const BIO_METHOD* socket_method() {
    static const BIO_METHOD* const method = [] {
        BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "muster");
        BIO_meth_set_write(made, bio_write);
        BIO_meth_set_read(made, bio_read);
        BIO_meth_set_ctrl(made, bio_control);
        return made;
    }();
    return method;
}

struct FreeSsl {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
};

class TlsStream final : public ByteStream {
public:
    TlsStream(
        tcp::socket socket,
        std::shared_ptr<const TlsContext> context,
        std::unique_ptr<SSL, FreeSsl> ssl
    )
        : ByteStream(std::move(socket)), context_(std::move(context)), ssl_(std::move(ssl)) {}

    Io handshake() override {
        ERR_clear_error();
        const int status = SSL_do_handshake(ssl_.get());
        return status == 1 ? Io::done : outcome(status);
    }

    Io read(std::span<std::uint8_t> out, std::size_t& count) override {
        ERR_clear_error();
        const int status = SSL_read_ex(ssl_.get(), out.data(), out.size(), &count);
        return status == 1 ? Io::done : outcome(status);
    }

    Io write(ByteView bytes, std::size_t& count) override {
        ERR_clear_error();
        const int status = SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &count);
        return status == 1 ? Io::done : outcome(status);
    }

    void say_goodbye() override {
        if (broken_ || SSL_is_init_finished(ssl_.get()) == 0) return;
        ERR_clear_error();
        SSL_shutdown(ssl_.get()); // best effort: the connection ends either way
        ERR_clear_error();
    }

private:
    Io outcome(int status) {
        switch (SSL_get_error(ssl_.get(), status)) {
        case SSL_ERROR_WANT_READ:
            return Io::want_read;
        case SSL_ERROR_WANT_WRITE:
            return Io::want_write;
        case SSL_ERROR_ZERO_RETURN:
            return Io::closed;
        default:
            broken_ = true;
            return Io::failed;
        }
    }

    std::shared_ptr<const TlsContext> context_; // the certificate of this connection stays in use
    std::unique_ptr<SSL, FreeSsl> ssl_;
    bool broken_ = false;
};

} // namespace

ByteStream::ByteStream(tcp::socket socket) : socket_(std::move(socket)) {
    boost::system::error_code ignored; // a socket that cannot be set up fails at its first use
    socket_.non_blocking(true, ignored);
    const tcp::no_delay no_delay(true);
    socket_.set_option(no_delay, ignored);
}

std::unique_ptr<ByteStream> plain_stream(tcp::socket socket) {
    return std::make_unique<PlainStream>(std::move(socket));
}

Result<std::unique_ptr<ByteStream>>
tls_stream(tcp::socket socket, std::shared_ptr<const TlsContext> context) {
    std::unique_ptr<SSL, FreeSsl> ssl(SSL_new(context->native()));
    BIO* bio = BIO_new(socket_method());
    if (ssl == nullptr || bio == nullptr) {
        BIO_free(bio);
        return fail(Code::internal, "OpenSSL: " + openssl_error());
    }
    const std::intptr_t descriptor = socket.native_handle();
    BIO_set_data(bio, reinterpret_cast<void*>(descriptor));
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl.get(), bio, bio); // takes the BIO over
    SSL_set_accept_state(ssl.get());
    return std::make_unique<TlsStream>(std::move(socket), std::move(context), std::move(ssl));
}

} // namespace muster::net
