#include "clients/native/carrier.hpp"

#include <future>

namespace muster::native {

Result<Bytes> carry(HttpsClient& server, const sync::Call& call) {
    HttpsClient::Headers headers;
    if (!call.token.empty()) headers.emplace_back("Authorization", "Bearer " + call.token);
    return server.call_connect(call.method, call.body, headers);
}

Status carry(HttpsClient& server, field::Meeting& meeting, const OnProgress& on_progress) {
    const auto send = [&](sync::Call call) {
        if (on_progress) on_progress(meeting.progress(), call.purpose);
        return std::async(std::launch::async, [&server, sent = std::move(call)] {
            return carry(server, sent);
        });
    };
    for (;;) {
        auto call = meeting.next();
        if (!call) return error_of(call);
        if (!*call) return {};
        auto reply = send(std::move(**call));
        while (reply.valid()) {
            auto ahead = meeting.ahead(); // prepared while the server works on what was sent
            auto received = reply.get();
            // Sent before the reply is noted here, so that the server does not wait for it.
            if (ahead && *ahead) reply = send(std::move(**ahead));
            if (auto done = meeting.receive(std::move(received)); !done) return done;
            if (!ahead) return error_of(ahead);
        }
    }
}

} // namespace muster::native
