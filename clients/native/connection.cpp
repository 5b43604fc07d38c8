#include "clients/native/connection.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>

#include <optional>

namespace muster::native {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::array<unsigned char, 9> http_1_1{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

std::unexpected<Error> unreachable(const ServerAddress& address, const std::string& why) {
    return fail(
        Code::unavailable,
        "The server does not answer: " + why + ".",
        "Check that it runs and that this device is online; nothing is lost meanwhile.",
        to_text(address)
    );
}

std::unexpected<Error> not_the_server(const ServerAddress& address, long verdict) {
    return fail(
        Code::unauthenticated,
        "Somebody answers there who cannot prove to be the server: " +
            std::string(X509_verify_cert_error_string(verdict)) + ".",
        "Nothing was sent. Check the address; on a network with a login page, log in first. If the "
        "server got a new certificate authority, enrol again.",
        to_text(address)
    );
}

bool is_address(const std::string& host) {
    error_code error;
    asio::ip::make_address(host, error);
    return !error;
}

// The certificates of a PEM text become the only trust anchors.
Status add_anchors(X509_STORE* store, const std::string& pem) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory(
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free
    );
    std::size_t count = 0;
    for (;;) {
        const std::unique_ptr<X509, decltype(&X509_free)> certificate(
            PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr), X509_free
        );
        if (certificate == nullptr) break;
        X509_STORE_add_cert(store, certificate.get());
        ++count;
    }
    ERR_clear_error(); // reading ends with "no more"
    if (count > 0) return {};
    return fail(
        Code::invalid_input, "The pinned certificate authority is not a certificate in PEM form."
    );
}

} // namespace

struct Connection::Stream {
    asio::io_context context{1};
    asio::ssl::context tls{asio::ssl::context::tls_client};
    std::optional<asio::ssl::stream<tcp::socket>> stream;

    Status prepare(const ServerAddress& address, const Trust& trust);
    error_code connect(const ServerAddress& address, Time deadline);
    error_code shake_hands(Time deadline);
    error_code run(std::optional<error_code>& outcome, Time deadline);
};

Status Connection::Stream::prepare(const ServerAddress& address, const Trust& trust) {
    SSL_CTX* native = tls.native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_3_VERSION);
    SSL_CTX_set_options(native, SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_alpn_protos(native, http_1_1.data(), http_1_1.size());
    SSL_CTX_set_verify(native, trust.verifies() ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
    X509_VERIFY_PARAM* rules = SSL_CTX_get0_param(native);
    X509_VERIFY_PARAM_set_flags(
        rules, X509_V_FLAG_PARTIAL_CHAIN
    ); // what is pinned need not be a root
    X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (trust.uses_system_roots()) SSL_CTX_set_default_verify_paths(native);
    if (!trust.ca_pem().empty() || (trust.verifies() && !trust.uses_system_roots())) {
        Status added = add_anchors(SSL_CTX_get_cert_store(native), trust.ca_pem());
        if (!added) return added;
    }
    stream.emplace(context, tls);
    SSL* ssl = stream->native_handle();
    if (is_address(address.host)) {
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), address.host.c_str());
    } else {
        SSL_set1_host(ssl, address.host.c_str());
        SSL_set_tlsext_host_name(ssl, address.host.c_str());
    }
    return {};
}

// Runs until the operation reports or the time is over; then the connection is of no more use.
error_code Connection::Stream::run(std::optional<error_code>& outcome, Time deadline) {
    context.restart();
    context.run_until(deadline);
    if (outcome) return *outcome;
    error_code ignored; // it is given up anyway
    if (stream) stream->lowest_layer().close(ignored);
    context.restart();
    context.run();
    return asio::error::timed_out;
}

error_code Connection::Stream::connect(const ServerAddress& address, Time deadline) {
    std::optional<error_code> outcome;
    error_code error;
    tcp::resolver::results_type found;
    tcp::resolver resolver(context);
    const std::string port = std::to_string(address.port);
    const auto on_found = [&](error_code failed, const tcp::resolver::results_type& results) {
        found = results;
        outcome = failed;
    };
    resolver.async_resolve(address.host, port, on_found);
    error = run(outcome, deadline);
    if (error) return error;
    outcome.reset();
    const auto on_connected = [&](error_code failed, const tcp::endpoint&) { outcome = failed; };
    asio::async_connect(stream->lowest_layer(), found, on_connected);
    error = run(outcome, deadline);
    if (error) return error;
    const tcp::no_delay no_delay(true);
    error_code ignored; // slower, but it works
    stream->lowest_layer().set_option(no_delay, ignored);
    return {};
}

error_code Connection::Stream::shake_hands(Time deadline) {
    std::optional<error_code> outcome;
    const auto on_done = [&](error_code failed) { outcome = failed; };
    stream->async_handshake(asio::ssl::stream_base::client, on_done);
    return run(outcome, deadline);
}

Connection::Connection(std::unique_ptr<Stream> stream) : stream_(std::move(stream)) {
    SSL* ssl = stream_->stream->native_handle();
    const STACK_OF(X509)* shown = SSL_get_peer_cert_chain(ssl);
    for (int i = 0; shown != nullptr && i < sk_X509_num(shown); ++i) {
        X509* certificate = sk_X509_value(shown, i);
        Bytes der(static_cast<std::size_t>(std::max(0, i2d_X509(certificate, nullptr))));
        unsigned char* out = der.data();
        i2d_X509(certificate, &out);
        peer_chain_.push_back(std::move(der));
    }
}

Connection::~Connection() {
    // Says goodbye without waiting, so that the server does not have to find out.
    SSL_shutdown(stream_->stream->native_handle());
    error_code ignored;
    stream_->stream->lowest_layer().close(ignored);
    ERR_clear_error();
}

Result<std::unique_ptr<Connection>>
Connection::open(const ServerAddress& address, const Trust& trust, Time deadline) {
    auto stream = std::make_unique<Stream>();
    Status prepared = stream->prepare(address, trust);
    if (!prepared) return error_of(prepared);
    error_code error = stream->connect(address, deadline);
    if (error) return unreachable(address, error.message());
    error = stream->shake_hands(deadline);
    const long verdict = SSL_get_verify_result(stream->stream->native_handle());
    if (error && trust.verifies() && verdict != X509_V_OK) return not_the_server(address, verdict);
    if (error) return unreachable(address, "no TLS 1.3 there (" + error.message() + ")");
    return std::unique_ptr<Connection>(new Connection(std::move(stream)));
}

Status Connection::write(ByteView bytes, Time deadline) {
    std::optional<error_code> outcome;
    const auto on_done = [&](error_code failed, std::size_t) { outcome = failed; };
    asio::async_write(*stream_->stream, asio::buffer(bytes.data(), bytes.size()), on_done);
    const error_code error = stream_->run(outcome, deadline);
    if (!error) return {};
    return fail(Code::unavailable, "The connection broke while sending: " + error.message() + ".");
}

Result<std::size_t> Connection::read(std::span<std::uint8_t> out, Time deadline) {
    std::optional<error_code> outcome;
    std::size_t count = 0;
    const auto on_done = [&](error_code failed, std::size_t got) {
        count = got;
        outcome = failed;
    };
    stream_->stream->async_read_some(asio::buffer(out.data(), out.size()), on_done);
    const error_code error = stream_->run(outcome, deadline);
    if (!error) return count;
    if (error == asio::error::eof || error == asio::ssl::error::stream_truncated ||
        error == asio::error::connection_reset || error == asio::error::broken_pipe) {
        return std::size_t{0};
    }
    const bool late = error == asio::error::timed_out;
    return fail(
        Code::unavailable,
        late ? std::string("The server did not answer in time.")
             : "The connection broke while waiting for the answer: " + error.message() + "."
    );
}

bool Connection::has_ended() const {
    pollfd one{stream_->stream->lowest_layer().native_handle(), POLLIN, 0};
    return ::poll(&one, 1, 0) != 0;
}

std::uint64_t Connection::tls_bytes_sent() const {
    return BIO_number_written(SSL_get_wbio(stream_->stream->native_handle()));
}

std::uint64_t Connection::tls_bytes_received() const {
    return BIO_number_read(SSL_get_rbio(stream_->stream->native_handle()));
}

Result<std::string> certificate_pem(ByteView der) {
    const unsigned char* bytes = der.data();
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(
        d2i_X509(nullptr, &bytes, static_cast<long>(der.size())), X509_free
    );
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
    if (certificate == nullptr || PEM_write_bio_X509(memory.get(), certificate.get()) != 1) {
        ERR_clear_error();
        return fail(Code::invalid_input, "This is not a certificate.");
    }
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
}

} // namespace muster::native
