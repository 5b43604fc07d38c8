#include "sync-server/net/session.hpp"

#include "sync-server/net/content_coding.hpp"
#include "sync-server/net/response_writer.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace muster::net {

namespace {

using boost::asio::ip::tcp;
using std::chrono::steady_clock;

constexpr std::size_t first_write_bytes = std::size_t{16} * 1024; // one TLS record
constexpr std::size_t linger_bytes_max = std::size_t{4} * 1024 * 1024;
constexpr std::string_view continue_text = "HTTP/1.1 100 Continue\r\n\r\n";

Code code_of_status(int status) {
    switch (status) {
    case 413:
    case 431:
        return Code::resource_exhausted;
    default:
        return Code::invalid_input;
    }
}

} // namespace

void SessionGroup::sweep(steady_clock::time_point now) {
    for (Session* session : sessions) {
        if (session->deadline_ > now) continue;
        metrics.timeouts_total.Increment();
        session->end_now();
    }
}

void SessionGroup::stop() {
    stopping = true;
    for (Session* session : sessions) {
        const bool waits =
            session->phase_ == Session::Phase::idle || session->phase_ == Session::Phase::handshake;
        if (waits) session->end_now();
    }
}

Session::Session(SessionGroup& group, std::unique_ptr<ByteStream> stream, Admission admission)
    : group_(group), stream_(std::move(stream)), admission_(admission), reader_(group.limits) {
    boost::system::error_code error;
    const tcp::endpoint remote = stream_->socket().remote_endpoint(error);
    if (!error) peer_ = remote.address().to_string();
    place_ = group_.sessions.insert(group_.sessions.end(), this);
    group_.metrics.connections_total.Increment();
    group_.metrics.connections_open.Increment();
}

Session::~Session() {
    group_.sessions.erase(place_);
    group_.metrics.connections_open.Decrement();
}

Task<void> Session::run() {
    if (!co_await shake_hands()) {
        group_.metrics.handshakes_failed.Increment();
        group_.log.write(LogLevel::debug, "handshake_failed", {{"peer", peer_}});
        co_return;
    }
    Request request;
    request.peer = peer_;
    bool open = true;
    while (open) {
        const Received received = co_await receive(request);
        if (received == Received::ended) break;
        if (received == Received::refused) {
            group_.metrics.requests_refused.Increment();
            Response refusal = group_.handler.refuse(request, refusal_);
            const bool sent = co_await send(request, std::move(refusal), false);
            if (sent) co_await linger();
            break;
        }
        Response response = co_await answer(request);
        open = reader_.keeps_alive() && !group_.stopping;
        const bool sent = co_await send(request, std::move(response), open);
        if (!sent) break;
        if (!input_.empty()) co_await let_others_run();
    }
    stream_->say_goodbye();
}

// A client that pipelines without end would otherwise never leave the thread to its neighbours.
Task<void> Session::let_others_run() {
    const auto executor = co_await boost::asio::this_coro::executor;
    co_await boost::asio::post(executor, boost::asio::use_awaitable);
}

Task<bool> Session::shake_hands() {
    enter(Phase::handshake, steady_clock::now() + group_.limits.handshake_time);
    for (;;) {
        const Io step = stream_->handshake();
        if (step == Io::done) co_return true;
        const bool ready = co_await wait_for(step);
        if (!ready) co_return false;
    }
}

Task<Session::Received> Session::receive(Request& request) {
    reader_.start(request);
    enter(Phase::idle, steady_clock::now() + group_.limits.idle_time);
    for (;;) {
        if (!input_.empty() && phase_ == Phase::idle) {
            request.received = steady_clock::now();
            request.deadline = request.received + group_.limits.request_time;
            enter(Phase::reading, request.deadline);
        }
        ByteView left = input_;
        const ReadStep step = reader_.feed(left);
        input_.erase(input_.begin(), input_.end() - static_cast<std::ptrdiff_t>(left.size()));
        switch (step) {
        case ReadStep::need_more: {
            const bool more = co_await read_more();
            if (!more) co_return Received::ended;
            break;
        }
        case ReadStep::head_complete: {
            if (admission_ == Admission::refused) {
                refuse(
                    503,
                    {Code::unavailable,
                     "The server has too many connections open.",
                     "Try again in a few seconds.",
                     ""}
                );
                co_return Received::refused;
            }
            body_limit_ = group_.handler.body_limit(request, group_.limits.body_bytes);
            if (!reader_.allow_body(body_limit_)) {
                refuse(413, {code_of_status(413), reader_.refusal_text(), "", ""});
                co_return Received::refused;
            }
            if (reader_.expects_continue()) {
                const bool sent = co_await write_all(view(continue_text));
                if (!sent) co_return Received::ended;
            }
            break;
        }
        case ReadStep::complete:
            co_return decode_body(request) ? Received::request : Received::refused;
        case ReadStep::refused: {
            const int status = reader_.refusal_status();
            refuse(status, {code_of_status(status), reader_.refusal_text(), "", ""});
            co_return Received::refused;
        }
        }
    }
}

Task<bool> Session::read_more() {
    for (;;) {
        std::size_t count = 0;
        const Io step = stream_->read(group_.scratch, count);
        if (step == Io::done) {
            const auto begin = group_.scratch.begin();
            input_.insert(input_.end(), begin, begin + static_cast<std::ptrdiff_t>(count));
            co_return true;
        }
        if (input_.empty()) input_ = Bytes(); // an idle connection holds no buffer
        const bool ready = co_await wait_for(step);
        if (!ready) co_return false;
    }
}

bool Session::decode_body(Request& request) {
    request.body_wire_bytes = request.body.size();
    const std::string_view sent_as = request.header("Content-Encoding");
    const std::optional<Coding> coding = parse_content_encoding(sent_as);
    if (!coding) {
        refuse(
            415,
            {Code::unsupported,
             "The body's encoding is not known here; these are: " + std::string(supported_codings) +
                 ".",
             "",
             ""}
        );
        return false;
    }
    request.body_coding = *coding;
    if (*coding == Coding::identity || request.body.empty()) return true;
    const std::size_t bytes_max = std::min(
        {body_limit_,
         group_.limits.decompressed_bytes,
         group_.limits.decompressed_ratio * request.body.size()}
    );
    Result<Bytes> plain = decompress(*coding, request.body, bytes_max);
    if (!plain) {
        const int status = plain.error().code == Code::resource_exhausted ? 413 : 400;
        refuse(status, plain.error());
        return false;
    }
    request.body = std::move(*plain);
    return true;
}

Task<Response> Session::answer(Request& request) {
    enter(Phase::handling, Time::max());
    group_.metrics.requests_total.Increment();
    std::string what;
    try {
        Response response = co_await group_.handler.handle(request);
        co_return response;
    } catch (const std::exception& e) { // the request root: a bug, or a library's exception
        what = e.what();
    }
    group_.metrics.requests_failed.Increment();
    group_.log.write(LogLevel::error, "request_failed", {{"what", what}});
    Refusal failure;
    failure.status = 500;
    failure.error = {Code::internal, "The server failed to answer; it has logged why.", "", ""};
    co_return group_.handler.refuse(request, failure);
}

Task<bool> Session::send(const Request& request, Response response, bool keep_open) {
    enter(Phase::writing, steady_clock::now() + group_.limits.response_time);
    if (response.compress == Compress::when_it_pays &&
        response.body.size() > compress_above_bytes) {
        response.set("Vary", "Accept-Encoding");
        const std::string_view accepts = request.header("Accept-Encoding");
        // Connect: a client that does not say accepts what it used itself.
        const Coding coding = accepts.empty() ? request.body_coding : choose_coding(accepts);
        std::optional<Bytes> packed = compress_if_it_pays(coding, response.body);
        if (packed) {
            response.set("Content-Encoding", std::string(coding_name(coding)));
            response.body = std::move(*packed);
        }
    }
    head_.clear();
    const AfterResponse after = keep_open ? AfterResponse::keep_open : AfterResponse::close;
    append_head(head_, response, response.body.size(), after);
    ByteView body = response.body;
    if (request.method == Method::head) body = {};
    const std::size_t room = first_write_bytes - std::min(first_write_bytes, head_.size());
    const std::size_t with_head = std::min(room, body.size());
    head_.append(text_of(body.first(with_head)));
    bool sent = co_await write_all(view(head_));
    if (sent) sent = co_await write_all(body.subspan(with_head));
    if (head_.capacity() > first_write_bytes / 8) head_ = std::string();
    co_return sent;
}

Task<bool> Session::write_all(ByteView bytes) {
    while (!bytes.empty()) {
        std::size_t count = 0;
        const Io step = stream_->write(bytes, count);
        if (step == Io::done) {
            bytes = bytes.subspan(count);
            continue;
        }
        const bool ready = co_await wait_for(step);
        if (!ready) co_return false;
    }
    co_return true;
}

// Closing with unread input makes the kernel reset the connection, which can destroy the refusal on
// its way; so what still arrives is read and thrown away for a while.
Task<void> Session::linger() {
    enter(Phase::closing, steady_clock::now() + group_.limits.linger_time);
    stream_->say_goodbye();
    boost::system::error_code ignored; // it may be gone already
    stream_->socket().shutdown(tcp::socket::shutdown_send, ignored);
    std::size_t thrown_away = 0;
    while (thrown_away < linger_bytes_max) {
        const int descriptor = stream_->socket().native_handle();
        const ssize_t got =
            ::recv(descriptor, group_.scratch.data(), group_.scratch.size(), MSG_DONTWAIT);
        if (got == 0) co_return;
        if (got > 0) {
            thrown_away += static_cast<std::size_t>(got);
            continue;
        }
        const Io step = errno == EAGAIN || errno == EINTR ? Io::want_read : Io::failed;
        const bool ready = co_await wait_for(step);
        if (!ready) co_return;
    }
}

Task<bool> Session::wait_for(Io what) {
    if (ended_) co_return false;
    boost::system::error_code error;
    switch (what) {
    case Io::want_read:
        co_await stream_->socket().async_wait(
            tcp::socket::wait_read, boost::asio::redirect_error(boost::asio::use_awaitable, error)
        );
        break;
    case Io::want_write:
        co_await stream_->socket().async_wait(
            tcp::socket::wait_write, boost::asio::redirect_error(boost::asio::use_awaitable, error)
        );
        break;
    case Io::done:
        co_return true;
    case Io::closed:
    case Io::failed:
        co_return false;
    }
    co_return !error && !ended_;
}

void Session::refuse(int status, Error error) {
    refusal_.status = status;
    refusal_.error = std::move(error);
}

void Session::enter(Phase phase, Time deadline) {
    phase_ = phase;
    deadline_ = deadline;
}

void Session::end_now() {
    ended_ = true;
    deadline_ = Time::max();
    boost::system::error_code ignored; // nothing to cancel is fine
    stream_->socket().cancel(ignored);
}

} // namespace muster::net
