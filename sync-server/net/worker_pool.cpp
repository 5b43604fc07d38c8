#include "sync-server/net/worker_pool.hpp"

#include <boost/asio/co_spawn.hpp>

namespace muster::net {

namespace {

Task<void> call(const std::function<void()>& work, std::atomic<std::size_t>& waiting) {
    --waiting; // from here on it runs
    work();
    co_return;
}

} // namespace

WorkerPool::WorkerPool(unsigned threads, std::size_t waiting_max)
    : pool_(threads), waiting_max_(waiting_max) {}

WorkerPool::~WorkerPool() {
    stop();
}

void WorkerPool::stop() {
    pool_.stop();
    pool_.join();
}

Task<bool> WorkerPool::run_there(const std::function<void()>& work) {
    if (waiting_.fetch_add(1) >= waiting_max_) {
        --waiting_;
        co_return false;
    }
    co_await boost::asio::co_spawn(pool_, call(work, waiting_), boost::asio::use_awaitable);
    co_return true;
}

std::unexpected<Error> WorkerPool::too_busy() {
    return fail(
        Code::unavailable, "The server has too much work waiting.", "Try again in a few seconds."
    );
}

} // namespace muster::net
