// What the services' calls need of the running program, and the one way to write: work goes to the
// batcher, the coroutine waits for its commit without holding its thread, and goes on where it was.
// The work must own what it uses, because it may outlive a connection that is abandoned.
#pragma once

#include "sync-server/auth/attempts.hpp"
#include "sync-server/auth/browser_sessions.hpp"
#include "sync-server/auth/sign_in_guard.hpp"
#include "sync-server/net/log.hpp"
#include "sync-server/net/worker_pool.hpp"
#include "sync-server/rpc/call_context.hpp"
#include "sync-server/services/shared.hpp"
#include "sync-server/store/batcher.hpp"

#include <prometheus/counter.h>
#include <prometheus/registry.h>

namespace muster::rpc {

// What services count. The references live as long as the registry.
struct ServiceMetrics {
    explicit ServiceMetrics(prometheus::Registry& registry);

    prometheus::Counter& ops_stored;
    prometheus::Counter& audits_accepted;
    prometheus::Counter& runs_refused;
    prometheus::Counter& devices_enrolled;
};

// People who sign in with a password.
struct Browsers {
    server::BrowserSessions sessions;
    server::SignInGuard guard;
};

struct Api {
    server::Store& store;
    server::Batcher& batcher;
    net::WorkerPool& workers;
    const server::Shared& shared;
    server::Attempts& attempts;
    Browsers& browsers;
    ServiceMetrics& metrics;
    const net::Log& log;
};

// Committed, or undone and an error.
net::Task<Status> perform(server::Batcher& batcher, server::Batcher::Work work);

template <class T>
net::Task<Result<T>>
write(server::Batcher& batcher, std::function<Result<T>(server::Transaction&)> work) {
    struct Slot {
        std::function<Result<T>(server::Transaction&)> work;
        std::optional<T> value;
    };

    const auto slot = std::make_shared<Slot>(std::move(work), std::nullopt);
    server::Batcher::Work keep = [slot](server::Transaction& transaction) -> Status {
        auto result = slot->work(transaction);
        if (!result) return error_of(result);
        slot->value = std::move(*result);
        return {};
    };
    const Status done = co_await perform(batcher, std::move(keep));
    if (!done) co_return error_of(done);
    co_return std::move(*slot->value);
}

// The caller of this call, allowed to make it, and the row of the activity log that goes with it.
struct Admitted {
    server::Caller caller;
    std::optional<server::ActivityRow> activity;
};

Result<Admitted> admit(const Api& api, const CallContext& context, server::Reader& reader);
// With a Reader of its own.
Result<Admitted> admit(const Api& api, const CallContext& context);

// Runs `change` and the activity row in one transaction.
template <class T>
net::Task<Result<T>> change(
    const Api& api,
    CallContext& context,
    std::function<Result<T>(const server::Caller&, server::Transaction&)> change
) {
    auto admitted = admit(api, context);
    if (!admitted) co_return error_of(admitted);
    const auto who = std::make_shared<const Admitted>(std::move(*admitted));
    std::function<Result<T>(server::Transaction&)> work =
        [who, change = std::move(change)](server::Transaction& transaction) -> Result<T> {
        auto result = change(who->caller, transaction);
        if (!result || !who->activity) return result;
        if (auto noted = transaction.add_activity(*who->activity); !noted) return error_of(noted);
        return result;
    };
    co_return co_await write<T>(api.batcher, std::move(work));
}

} // namespace muster::rpc
