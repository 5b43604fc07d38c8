// The server's certificate and key as an OpenSSL context: TLS 1.3 only, ALPN http/1.1, stateless
// session tickets. A context never changes; to use a renewed certificate, load another one and give
// it to new connections. May be shared by threads.
#pragma once

#include "core/base/result.hpp"

#include <memory>
#include <string>

struct ssl_ctx_st;

namespace muster::net {

// PEM files: the certificate first, then the authority's, so that a client can be shown the chain.
struct TlsFiles {
    std::string certificate_path;
    std::string key_path;
};

class TlsContext {
public:
    static Result<std::shared_ptr<const TlsContext>> load(const TlsFiles& files);

    [[nodiscard]] ssl_ctx_st* native() const { return context_.get(); }

private:
    struct Free {
        void operator()(ssl_ctx_st* context) const;
    };

    TlsContext() = default;
    std::unique_ptr<ssl_ctx_st, Free> context_;
};

// The oldest entry of OpenSSL's error queue as text; empties the queue.
std::string openssl_error();

} // namespace muster::net
