#include "clients/native/carrier.hpp"

#include <future>

namespace muster::native {

Result<Bytes> carry(HttpsClient& server, const sync::Call& call) {
    HttpsClient::Headers headers;
    if (!call.token.empty()) headers.emplace_back("Authorization", "Bearer " + call.token);
    return server.call_connect(call.method, call.body, headers);
}

Status carry(HttpsClient& server, field::Meeting& meeting, const OnProgress& on_progress) {
    auto call = meeting.next();
    while (call && *call) {
        if (on_progress) on_progress(meeting.progress(), (*call)->purpose);
        auto reply = std::async(std::launch::async, [&] { return carry(server, **call); });
        auto ahead = meeting.ahead();
        if (auto done = meeting.receive(reply.get()); !done) return done;
        call = ahead && !*ahead ? meeting.next() : std::move(ahead);
    }
    if (!call) return error_of(call);
    return {};
}

} // namespace muster::native
