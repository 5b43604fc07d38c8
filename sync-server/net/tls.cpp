#include "sync-server/net/tls.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>

namespace muster::net {

namespace {

constexpr std::array<unsigned char, 9> http_1_1{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

int select_protocol(
    SSL* /*ssl*/,
    const unsigned char** out,
    unsigned char* out_size,
    const unsigned char* offered,
    unsigned offered_size,
    void* /*context*/
) {
    unsigned char* chosen = nullptr;
    const int status = SSL_select_next_proto(
        &chosen, out_size, http_1_1.data(), http_1_1.size(), offered, offered_size
    );
    *out = chosen;
    return status == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

} // namespace

std::string openssl_error() {
    const unsigned long first = ERR_get_error();
    ERR_clear_error();
    if (first == 0) return "no further reason given";
    std::array<char, 256> text{};
    ERR_error_string_n(first, text.data(), text.size());
    return text.data();
}

void TlsContext::Free::operator()(ssl_ctx_st* context) const {
    SSL_CTX_free(context);
}

Result<std::shared_ptr<const TlsContext>> TlsContext::load(const TlsFiles& files) {
    std::shared_ptr<TlsContext> made(new TlsContext());
    made->context_.reset(SSL_CTX_new(TLS_server_method()));
    SSL_CTX* context = made->context_.get();
    if (context == nullptr) return fail(Code::internal, "OpenSSL: " + openssl_error());
    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
    SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION);
    // A connection that ends without close_notify is an end like any other: HTTP knows its lengths.
    SSL_CTX_set_options(context, SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(
        context,
        SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
            SSL_MODE_RELEASE_BUFFERS
    );
    SSL_CTX_set_read_ahead(context, 1); // a whole record with one system call
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(context, 1);
    SSL_CTX_set_alpn_select_cb(context, select_protocol, nullptr);
    if (SSL_CTX_use_certificate_chain_file(context, files.certificate_path.c_str()) != 1) {
        return fail(
            Code::invalid_input,
            "The TLS certificate cannot be read: " + openssl_error() + ".",
            "It must be a PEM file with the server's certificate first.",
            files.certificate_path
        );
    }
    if (SSL_CTX_use_PrivateKey_file(context, files.key_path.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(context) != 1) {
        return fail(
            Code::invalid_input,
            "The TLS key cannot be used: " + openssl_error() + ".",
            "It must be an unencrypted PEM file that belongs to the certificate.",
            files.key_path
        );
    }
    return std::shared_ptr<const TlsContext>(std::move(made));
}

} // namespace muster::net
