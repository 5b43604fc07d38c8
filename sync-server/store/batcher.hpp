// Group commit: many pieces of work in one transaction, so that one sync of the disk serves them
// all. Each piece is a part of its own: a failure undoes that piece alone, and a failed commit
// fails every piece of it. `done` is called after the commit, never before. step() does one commit
// without any thread of its own, which is how the simulator drives it; run() is what the writer
// thread calls.
#pragma once

#include "sync-server/store/store.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>

namespace muster::server {

class Batcher {
public:
    using Work = std::function<Status(Transaction&)>;
    using Done = std::function<void(Status)>;

    static constexpr std::size_t batch_max = 256;    // pieces a commit
    static constexpr std::size_t waiting_max = 4096; // the next is refused at once

    // `commit_failed` is told when what pieces wrote, and may have remembered, never became true.
    explicit Batcher(Store& store, std::function<void()> commit_failed = {})
        : store_(store), commit_failed_(std::move(commit_failed)) {}

    Batcher(const Batcher&) = delete;
    Batcher& operator=(const Batcher&) = delete;
    Batcher(Batcher&&) = delete;
    Batcher& operator=(Batcher&&) = delete;
    ~Batcher() = default;

    // From any thread. `done` runs on the thread that steps.
    void submit(Work work, Done done);

    // Commits what waits, up to batch_max pieces; how many there were.
    std::size_t step();

    // Steps until stop() was called and nothing waits.
    void run();
    void stop();

    [[nodiscard]] std::size_t waiting() const;

private:
    struct Piece {
        Work work;
        Done done;
        Status outcome;
    };

    std::vector<Piece> take();
    void perform(std::vector<Piece>& pieces);

    Store& store_;
    std::function<void()> commit_failed_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Piece> waiting_;
    bool stopping_ = false;
};

} // namespace muster::server
