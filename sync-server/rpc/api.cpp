#include "sync-server/rpc/api.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

namespace muster::rpc {

namespace {

prometheus::Counter&
counter(prometheus::Registry& registry, const std::string& name, const std::string& help) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({});
}

Result<server::Caller>
caller_by_browser(const Api& api, const CallContext& context, server::Reader& reader) {
    if (!context.from_own_pages) {
        return fail(
            Code::permission_denied,
            "A session at the desk is for the server's own pages.",
            "Programs sign in with a key: docs/api.md."
        );
    }
    const auto person = api.browsers.sessions.find(context.session, api.shared.clock);
    if (!person) return error_of(person);
    return server::identify_browser(*person, api.shared.tenancy, reader);
}

} // namespace

ServiceMetrics::ServiceMetrics(prometheus::Registry& registry)
    : ops_stored(counter(registry, "muster_ops_stored_total", "Ops stored for the first time."))
    , audits_accepted(
          counter(registry, "muster_audits_accepted_total", "Audits accepted automatically.")
      )
    , runs_refused(
          counter(registry, "muster_runs_refused_total", "Runs that were not stored, any verdict.")
      )
    , devices_enrolled(counter(registry, "muster_devices_enrolled_total", "Codes exchanged.")) {}

net::Task<Status> perform(server::Batcher& batcher, server::Batcher::Work work) {
    auto initiate = [&batcher, &work](auto handler) {
        auto held = std::make_shared<decltype(handler)>(std::move(handler));
        auto executor = boost::asio::get_associated_executor(*held);
        // Keeps the connection's thread running until the commit.
        auto guard = boost::asio::make_work_guard(executor);
        batcher.submit(std::move(work), [held, executor, guard](Status outcome) {
            boost::asio::post(executor, [held, outcome = std::move(outcome)]() mutable {
                (*held)(std::move(outcome));
            });
        });
    };
    co_return co_await boost::asio::async_initiate<
        const boost::asio::use_awaitable_t<>,
        void(Status)>(initiate, boost::asio::use_awaitable);
}

Result<Admitted> admit(const Api& api, const CallContext& context, server::Reader& reader) {
    const auto& shared = api.shared;
    const bool by_browser = context.bearer_token.empty() && !context.session.empty();
    auto caller =
        by_browser
            ? caller_by_browser(api, context, reader)
            : server::identify(
                  context.bearer_token, shared.certificates, shared.sessions, reader, shared.clock
              );
    if (!caller) return error_of(caller);
    const auto token = by_browser ? context.session : context.bearer_token;
    auto activity = server::authorise(
        {context.method, token, context.body, context.signature},
        *caller,
        shared.tenancy,
        shared.clock
    );
    if (!activity) return error_of(activity);
    return Admitted{std::move(*caller), std::move(*activity)};
}

Result<Admitted> admit(const Api& api, const CallContext& context) {
    auto reader = api.store.read();
    if (!reader) return error_of(reader);
    return admit(api, context, **reader);
}

} // namespace muster::rpc
