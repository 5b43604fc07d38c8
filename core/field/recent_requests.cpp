#include "core/field/recent_requests.hpp"

#include "core/base/hash.hpp"

namespace muster::field {

namespace {

constexpr std::string_view setting_requests = "recent_requests"; // 16 bytes each, the latest first
constexpr std::size_t each = Bytes16::size_bytes;

Result<Bytes> kept_in(const store::DeviceStore& store) {
    auto kept = store.setting(setting_requests);
    if (!kept) return error_of(kept);
    return *kept ? std::move(**kept) : Bytes();
}

} // namespace

Bytes16 request_digest(std::string_view id) {
    const auto hash = sha256({view("request"), view(id)});
    return *Bytes16::from(hash.bytes().first(each));
}

Result<bool> was_done(const store::DeviceStore& store, const Bytes16& request) {
    const auto kept = kept_in(store);
    if (!kept) return error_of(kept);
    for (std::size_t at = 0; at + each <= kept->size(); at += each) {
        if (same(ByteView(*kept).subspan(at, each), request.bytes())) return true;
    }
    return false;
}

Status remember_request(
    store::DeviceStore& store, sqlite::Transaction& transaction, const Bytes16& request
) {
    auto kept = kept_in(store);
    if (!kept) return error_of(kept);
    kept->insert(kept->begin(), request.data.begin(), request.data.end());
    if (kept->size() > requests_kept * each) kept->resize(requests_kept * each);
    return store.put_setting(transaction, setting_requests, *kept);
}

} // namespace muster::field
