#include "sync-server/rpc/access_rpc.hpp"

#include "muster/v1/access.pb.h"
#include "sync-server/auth/passwords.hpp"
#include "sync-server/services/access.hpp"

namespace muster::rpc {

namespace {

using server::Caller;
using server::Person;
using server::Transaction;

v1::SignedIn signed_in(const Person& person, const Api& api) {
    v1::SignedIn out;
    out.set_ref(person.ref);
    out.set_name(person.name);
    for (const auto role : person.roles)
        out.add_roles(static_cast<v1::Role>(role));
    out.set_organisation(api.shared.tenancy.organisation);
    return out;
}

Result<v1::SignedIn> begin_session(const Api& api, const Person& person, CallContext& context) {
    auto token = api.browsers.sessions.open(person.id, api.shared.clock, api.shared.entropy);
    if (!token) return error_of(token);
    context.set_session(std::move(*token));
    return signed_in(person, api);
}

Status from_own_pages(const CallContext& context) {
    if (context.from_own_pages) return {};
    return fail(
        Code::permission_denied,
        "This call comes from another site.",
        "Sign in on the server's own page, /desk/."
    );
}

net::Task<Result<v1::MakePasswordCodeReply>>
make_code(const Api& api, const v1::MakePasswordCodeRequest& request, CallContext& context) {
    std::function<Result<v1::MakePasswordCodeReply>(const Caller&, Transaction&)> put =
        [ref = request.person(), &shared = api.shared](
            const Caller&, Transaction& transaction
        ) -> Result<v1::MakePasswordCodeReply> {
        const auto made = server::make_password_code(ref, transaction, shared);
        if (!made) return error_of(made);
        v1::MakePasswordCodeReply out;
        out.set_code(made->code);
        out.set_expires_utc_ms(made->expires_utc_ms);
        return out;
    };
    co_return co_await change<v1::MakePasswordCodeReply>(api, context, std::move(put));
}

// The verifier of a good password for a good code; nothing is used up yet.
Result<std::string> verifier_for(const Api& api, const v1::SetPasswordRequest& request) {
    auto reader = api.store.read();
    if (!reader) return error_of(reader);
    const auto person = server::person_of_code(request.code(), **reader, api.shared);
    if (!person) return error_of(person);
    const auto good = server::check_password(request.password(), person->name);
    if (!good) return error_of(good);
    return server::hash_password(request.password());
}

net::Task<Result<v1::SignedIn>>
set_password(const Api& api, const v1::SetPasswordRequest& request, CallContext& context) {
    if (auto own = from_own_pages(context); !own) co_return error_of(own);
    const std::string source(context.peer);
    if (auto calm = api.attempts.check(source, api.shared.clock); !calm) co_return error_of(calm);
    std::function<Result<std::string>()> hash = [&api, request] {
        return verifier_for(api, request);
    };
    auto verifier = co_await api.workers.run<std::string>(std::move(hash));
    if (!verifier) {
        if (verifier.error().code == Code::unauthenticated) {
            api.attempts.failed(source, api.shared.clock);
        }
        co_return error_of(verifier);
    }
    std::function<Result<Person>(Transaction&)> work =
        [code = request.code(), verifier = std::move(*verifier), &shared = api.shared](
            Transaction& transaction
        ) { return server::set_password(code, verifier, transaction, shared); };
    const auto person = co_await write<Person>(api.batcher, std::move(work));
    if (!person) co_return error_of(person);
    api.browsers.sessions.end_all_of(person->id);
    api.browsers.guard.succeeded(person->ref);
    co_return begin_session(api, *person, context);
}

struct Tried {
    std::optional<Person> person; // whose name it is
    bool holds = false;           // and the password is theirs
};

Result<Tried> try_password(const Api& api, const v1::SignInRequest& request) {
    auto reader = api.store.read();
    if (!reader) return error_of(reader);
    Tried out;
    auto person = server::person_signing_in(request.name(), **reader);
    if (!person) return error_of(person);
    out.person = std::move(*person);
    std::string verifier;
    if (out.person) {
        const auto kept = (*reader)->password(out.person->id);
        if (!kept) return error_of(kept);
        if (*kept) verifier = (*kept)->verifier;
    }
    reader->reset(); // the hash takes long, and a reader holds the log of the database
    out.holds = server::password_holds(verifier, request.password());
    return out;
}

net::Task<Result<v1::SignedIn>>
sign_in(const Api& api, const v1::SignInRequest& request, CallContext& context) {
    if (auto own = from_own_pages(context); !own) co_return error_of(own);
    const std::string source(context.peer);
    const auto& clock = api.shared.clock;
    if (auto calm = api.attempts.check(source, clock); !calm) co_return error_of(calm);
    if (auto calm = api.browsers.guard.check(request.name(), clock); !calm) {
        co_return error_of(calm);
    }
    std::function<Result<Tried>()> work = [&api, request] { return try_password(api, request); };
    const auto tried = co_await api.workers.run<Tried>(std::move(work));
    if (!tried) co_return error_of(tried);
    if (!tried->holds) {
        api.attempts.failed(source, clock);
        api.browsers.guard.failed(request.name(), clock);
        co_return fail(
            Code::unauthenticated,
            "The name or the password is wrong.",
            "Check both, or ask an administrator for a new code."
        );
    }
    api.browsers.guard.succeeded(request.name());
    if (!server::works_at_desk(*tried->person)) {
        co_return fail(
            Code::permission_denied,
            "You have no role at the desk any more.",
            "Ask an administrator."
        );
    }
    co_return begin_session(api, *tried->person, context);
}

net::Task<Result<v1::SignedIn>>
who_am_i(const Api& api, const v1::WhoAmIRequest&, CallContext& context) {
    auto reader = api.store.read();
    if (!reader) co_return error_of(reader);
    const auto admitted = admit(api, context, **reader);
    if (!admitted) co_return error_of(admitted);
    const auto person = (*reader)->person_by_id(admitted->caller.person());
    if (!person) co_return error_of(person);
    if (!*person) co_return fail(Code::not_found, "Your person is not known here.");
    co_return signed_in(**person, api);
}

net::Task<Result<v1::SignOutReply>>
sign_out(const Api& api, const v1::SignOutRequest&, CallContext& context) {
    if (auto own = from_own_pages(context); !own) co_return error_of(own);
    api.browsers.sessions.end(context.session);
    context.set_session({});
    co_return v1::SignOutReply();
}

template <class Request, class Reply>
void add(
    Router& router,
    const Api& api,
    const std::string& method,
    net::Task<Result<Reply>> (*function)(const Api&, const Request&, CallContext&)
) {
    std::function<net::Task<Result<Reply>>(const Request&, CallContext&)> call =
        [&api, function](const Request& request, CallContext& context) {
            return function(api, request, context);
        };
    router.unary<Request, Reply>("muster.v1.AccessService/" + method, std::move(call));
}

} // namespace

void add_access_service(Router& router, const Api& api) {
    add(router, api, "MakePasswordCode", make_code);
    add(router, api, "SetPassword", set_password);
    add(router, api, "SignIn", sign_in);
    add(router, api, "WhoAmI", who_am_i);
    add(router, api, "SignOut", sign_out);
    // Anybody may call these, so nobody may fill the memory with them.
    constexpr std::size_t body_bytes_max = 4'096;
    for (const char* open : {"SetPassword", "SignIn", "SignOut"})
        router.set_body_limit(std::string("muster.v1.AccessService/") + open, body_bytes_max);
}

} // namespace muster::rpc
