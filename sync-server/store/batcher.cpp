#include "sync-server/store/batcher.hpp"

#include <exception>

namespace muster::server {

namespace {

Status perform_part(Transaction& transaction, const Batcher::Work& work) {
    if (auto begun = transaction.begin_part(); !begun) return begun;
    Status done;
    try {
        done = work(transaction);
    } catch (const std::exception& bug) {
        // One request's bug must not end the writer of all.
        done = fail(Code::internal, std::string("A bug in the server: ") + bug.what());
    }
    if (!done) {
        transaction.undo_part();
        return done;
    }
    return transaction.keep_part();
}

} // namespace

void Batcher::submit(Work work, Done done) {
    {
        const std::scoped_lock lock(mutex_);
        if (!stopping_ && waiting_.size() < waiting_max) {
            waiting_.push_back({std::move(work), std::move(done), {}});
            wake_.notify_one();
            return;
        }
    }
    done(fail(
        Code::unavailable,
        "The server cannot take more work at the moment.",
        "Try again in a few seconds."
    ));
}

std::vector<Batcher::Piece> Batcher::take() {
    const std::scoped_lock lock(mutex_);
    std::vector<Piece> pieces;
    while (!waiting_.empty() && pieces.size() < batch_max) {
        pieces.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    return pieces;
}

void Batcher::perform(std::vector<Piece>& pieces) {
    const auto fail_all = [&](const Error& error) {
        for (auto& piece : pieces) {
            if (piece.outcome) piece.outcome = std::unexpected<Error>(error);
        }
    };
    auto transaction = store_.begin();
    if (!transaction) return fail_all(transaction.error());
    for (auto& piece : pieces)
        piece.outcome = perform_part(**transaction, piece.work);
    if (auto committed = (*transaction)->commit(); !committed) {
        fail_all(committed.error());
        if (commit_failed_) commit_failed_();
    }
}

std::size_t Batcher::step() {
    auto pieces = take();
    if (pieces.empty()) return 0;
    perform(pieces);
    for (auto& piece : pieces)
        piece.done(std::move(piece.outcome));
    return pieces.size();
}

void Batcher::run() {
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
            if (stopping_ && waiting_.empty()) return;
        }
        step();
    }
}

void Batcher::stop() {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    wake_.notify_all();
}

std::size_t Batcher::waiting() const {
    const std::scoped_lock lock(mutex_);
    return waiting_.size();
}

} // namespace muster::server
