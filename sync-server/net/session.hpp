// One connection from its handshake to its end, as one coroutine that reads like a list: deadline,
// read, handle, write, repeat. A session lives on the thread of its io_context; the times that it
// sets as deadlines are kept by that thread's sweep, which needs no timer per connection. What goes
// wrong in one session (garbage, silence, a slow reader, an exception in a handler) ends that
// session.
#pragma once

#include "sync-server/net/byte_stream.hpp"
#include "sync-server/net/handler.hpp"
#include "sync-server/net/limits.hpp"
#include "sync-server/net/log.hpp"
#include "sync-server/net/metrics.hpp"
#include "sync-server/net/request_reader.hpp"

#include <list>

namespace muster::net {

class Session;

// What all sessions of one thread share.
struct SessionGroup {
    SessionGroup(
        const Limits& the_limits, Handler& the_handler, const Log& the_log, NetMetrics& counters
    )
        : limits(the_limits), handler(the_handler), log(the_log), metrics(counters) {}

    const Limits& limits;
    Handler& handler;
    const Log& log;
    NetMetrics& metrics;
    Bytes scratch = Bytes(std::size_t{16} * 1024); // where arriving bytes land before parsing
    std::list<Session*> sessions;
    bool stopping = false;

    // Ends every session whose deadline has passed.
    void sweep(std::chrono::steady_clock::time_point now);
    // Finishes running requests, closes the rest; sessions end by themselves after this.
    void stop();
};

enum class Admission { admitted, refused };

class Session {
public:
    Session(SessionGroup& group, std::unique_ptr<ByteStream> stream, Admission admission);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    Session(Session&&) = delete;
    Session& operator=(Session&&) = delete;

    Task<void> run();

private:
    friend struct SessionGroup;
    using Time = std::chrono::steady_clock::time_point;
    enum class Phase { handshake, idle, reading, handling, writing, closing };
    enum class Received { request, refused, ended };

    Task<bool> shake_hands();
    static Task<void> let_others_run();
    Task<Received> receive(Request& request);
    Task<bool> read_more();
    Task<Response> answer(Request& request);
    Task<bool> send(const Request& request, Response response, bool keep_open);
    Task<bool> write_all(ByteView bytes);
    Task<void> linger();
    // False when the deadline passed or the group stops while nothing is under way.
    Task<bool> wait_for(Io what);

    [[nodiscard]] bool decode_body(Request& request);
    void refuse(int status, Error error);
    void enter(Phase phase, Time deadline);
    void end_now();

    SessionGroup& group_;
    std::unique_ptr<ByteStream> stream_;
    Admission admission_;
    RequestReader reader_;
    Refusal refusal_;
    std::size_t body_limit_ = 0; // of the request that is being read
    Bytes input_;                // arrived and not yet parsed; usually empty
    std::string head_;           // response head, and the body too when it is small
    std::string peer_;
    Phase phase_ = Phase::handshake;
    Time deadline_;
    bool ended_ = false;
    std::list<Session*>::iterator place_;
};

} // namespace muster::net
