#include "sync-server/rpc/call_context.hpp"

#include "core/base/hash.hpp"

namespace muster::rpc {

const Bytes32& CallContext::body_hash() {
    if (!body_hash_) body_hash_ = sha256(body);
    return *body_hash_;
}

} // namespace muster::rpc
