#include "sync-server/net/handler.hpp"

namespace muster::net {

std::size_t Handler::body_limit(const Request& /*request*/, std::size_t standard) const {
    return standard;
}

Response Handler::refuse(const Request& /*request*/, const Refusal& refusal) const {
    std::string text = refusal.error.message + "\n";
    if (!refusal.error.hint.empty()) text += refusal.error.hint + "\n";
    return text_response(refusal.status, text);
}

} // namespace muster::net
