// Threads for work that would hold up a connection's thread: long queries, reports, password
// hashing. run() moves a function there and resumes the caller on its own thread with the result;
// at most `waiting_max` may wait, the next is refused, so that a flood becomes an error instead of
// a queue.
#pragma once

#include "sync-server/net/handler.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <functional>
#include <optional>

namespace muster::net {

class WorkerPool {
public:
    WorkerPool(unsigned threads, std::size_t waiting_max);
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;
    WorkerPool(WorkerPool&&) = delete;
    WorkerPool& operator=(WorkerPool&&) = delete;

    // Waits for what runs; what waits is dropped. Called after Server::stop and before the server
    // dies.
    void stop();

    // `function` returns a Result<T>; an exception of it reaches the awaiting coroutine.
    template <class T>
    Task<Result<T>> run(std::function<Result<T>()> function) {
        std::optional<Result<T>> result;
        const std::function<void()> work = [&] { result.emplace(function()); };
        const bool done = co_await run_there(work);
        if (!done) co_return too_busy();
        co_return std::move(*result);
    }

private:
    Task<bool> run_there(const std::function<void()>& work);
    static std::unexpected<Error> too_busy();

    boost::asio::thread_pool pool_;
    std::size_t waiting_max_;
    std::atomic<std::size_t> waiting_ = 0;
};

} // namespace muster::net
