#include "sync-server/rpc/programme_rpc.hpp"

#include "sync-server/rpc/programme_messages.hpp"
#include "sync-server/services/hello.hpp"

namespace muster::rpc {

namespace {

using server::Caller;
using server::Reader;
using server::Transaction;

constexpr std::string_view service = "muster.v1.ProgrammeService/";

v1::PutReply reply_of(const server::PutCounts& counts) {
    v1::PutReply out;
    out.set_created(counts.created);
    out.set_changed(counts.changed);
    out.set_unchanged(counts.unchanged);
    return out;
}

server::PageRequest page_of(const v1::ListRequest& request) {
    const auto limit = request.limit() == 0
                           ? server::limits::page_rows_max
                           : std::min(request.limit(), server::limits::page_rows_max);
    return {limit, request.offset()};
}

Result<server::OpenOutcome> open_now(const Api& api, const sync::OpenRequest& request) {
    auto reader = api.store.read();
    if (!reader) return error_of(reader);
    return server::open_session(request, **reader, api.shared);
}

net::Task<Result<Bytes>> open(const Api& api, ByteView body) {
    const auto request = sync::decode_open_request(body);
    if (!request) co_return error_of(request);
    auto outcome = open_now(api, *request);
    if (!outcome) co_return error_of(outcome);
    if (outcome->new_certificate) {
        server::Batcher::Work work = [row = std::move(*outcome->new_certificate)](
                                         Transaction& transaction
                                     ) { return transaction.put_certificate(row); };
        const Status kept = co_await perform(api.batcher, std::move(work));
        if (!kept) co_return error_of(kept);
    }
    co_return sync::encode(outcome->reply);
}

// A call that changes something: `put` gets the decoded rows and gives the reply.
template <class Reply>
using Change = std::function<Result<Reply>(const Caller&, Transaction&)>;

net::Task<Result<v1::PutReply>>
put_people(const Api& api, const v1::PutPeopleRequest& request, CallContext& context) {
    auto rows = read_rows<server::Person>(request.people(), "person");
    if (!rows) co_return error_of(rows);
    Change<v1::PutReply> put = [people = std::move(*rows), &shared = api.shared](
                                   const Caller& caller, Transaction& transaction
                               ) -> Result<v1::PutReply> {
        const auto counts = server::put_people(people, caller, transaction, shared);
        if (!counts) return error_of(counts);
        return reply_of(*counts);
    };
    co_return co_await change<v1::PutReply>(api, context, std::move(put));
}

net::Task<Result<v1::PutReply>>
put_locations(const Api& api, const v1::PutLocationsRequest& request, CallContext& context) {
    auto rows = read_rows<server::Location>(request.locations(), "location");
    if (!rows) co_return error_of(rows);
    Change<v1::PutReply> put = [locations = std::move(*rows)](
                                   const Caller&, Transaction& transaction
                               ) -> Result<v1::PutReply> {
        const auto counts = server::put_locations(locations, transaction);
        if (!counts) return error_of(counts);
        return reply_of(*counts);
    };
    co_return co_await change<v1::PutReply>(api, context, std::move(put));
}

using PublishFunction =
    Result<server::Published> (*)(ByteView, Transaction&, const server::Shared&);

net::Task<Result<v1::PublishReply>> publish(
    const Api& api,
    const v1::PublishRequest& request,
    CallContext& context,
    PublishFunction function
) {
    Change<v1::PublishReply> put =
        [document = to_bytes(request.document()), function, &shared = api.shared](
            const Caller&, Transaction& transaction
        ) -> Result<v1::PublishReply> {
        const auto published = function(document, transaction, shared);
        if (!published) return error_of(published);
        v1::PublishReply out;
        out.set_hash(std::string(text_of(published->hash.bytes())));
        out.set_already_published(published->already_published);
        return out;
    };
    co_return co_await change<v1::PublishReply>(api, context, std::move(put));
}

net::Task<Result<v1::PutProgrammeReply>>
put_programme(const Api& api, const v1::PutProgrammeRequest& request, CallContext& context) {
    auto programme = read(request.programme());
    if (!programme) co_return error_of(programme);
    Change<v1::PutProgrammeReply> put = [programme = std::move(*programme), &shared = api.shared](
                                            const Caller&, Transaction& transaction
                                        ) -> Result<v1::PutProgrammeReply> {
        const auto stored = server::put_programme(programme, transaction, shared);
        if (!stored) return error_of(stored);
        v1::PutProgrammeReply out;
        write(*stored, *out.mutable_programme());
        return out;
    };
    co_return co_await change<v1::PutProgrammeReply>(api, context, std::move(put));
}

net::Task<Result<v1::PutReply>>
put_visits(const Api& api, const v1::PutVisitsRequest& request, CallContext& context) {
    auto rows = read_rows<server::VisitRequest>(request.visits(), "visit");
    if (!rows) co_return error_of(rows);
    Change<v1::PutReply> put =
        [programme = request.programme(),
         visits = std::move(*rows),
         &shared = api.shared](const Caller&, Transaction& transaction) -> Result<v1::PutReply> {
        const auto counts = server::put_visits(programme, visits, transaction, shared);
        if (!counts) return error_of(counts);
        return reply_of(*counts);
    };
    co_return co_await change<v1::PutReply>(api, context, std::move(put));
}

net::Task<Result<v1::MakeEnrolmentCodesReply>>
make_codes(const Api& api, const v1::MakeEnrolmentCodesRequest& request, CallContext& context) {
    std::vector<std::string> refs(request.people().begin(), request.people().end());
    Change<v1::MakeEnrolmentCodesReply> put =
        [refs = std::move(refs), hours = request.valid_hours(), &shared = api.shared](
            const Caller& caller, Transaction& transaction
        ) -> Result<v1::MakeEnrolmentCodesReply> {
        const auto codes = server::make_enrolment_codes(refs, hours, caller, transaction, shared);
        if (!codes) return error_of(codes);
        v1::MakeEnrolmentCodesReply out;
        for (const auto& code : *codes) {
            auto& message = *out.add_codes();
            message.set_person(code.person_ref);
            message.set_code(code.code);
            message.set_expires_utc_ms(code.expires_utc_ms);
        }
        return out;
    };
    co_return co_await change<v1::MakeEnrolmentCodesReply>(api, context, std::move(put));
}

// A call that only reads: admitted and answered from one consistent state.
template <class Reply>
Result<Reply> list(
    const Api& api,
    const CallContext& context,
    const std::function<Status(Reader& reader, Reply& out)>& fill
) {
    auto reader = api.store.read();
    if (!reader) return error_of(reader);
    const auto admitted = admit(api, context, **reader);
    if (!admitted) return error_of(admitted);
    Reply out;
    if (auto filled = fill(**reader, out); !filled) return error_of(filled);
    return out;
}

net::Task<Result<v1::ListPeopleReply>>
list_people(const Api& api, const v1::ListRequest& request, CallContext& context) {
    co_return list<v1::ListPeopleReply>(
        api,
        context,
        [&](Reader& reader, v1::ListPeopleReply& out) -> Status {
            const auto page = reader.people(page_of(request));
            if (!page) return error_of(page);
            for (const auto& person : page->rows)
                write(person, *out.add_people());
            out.set_total(page->total);
            return {};
        }
    );
}

net::Task<Result<v1::ListLocationsReply>>
list_locations(const Api& api, const v1::ListRequest& request, CallContext& context) {
    co_return list<v1::ListLocationsReply>(
        api,
        context,
        [&](Reader& reader, v1::ListLocationsReply& out) -> Status {
            const auto page = reader.locations(page_of(request));
            if (!page) return error_of(page);
            for (const auto& location : page->rows)
                write(location, *out.add_locations());
            out.set_total(page->total);
            return {};
        }
    );
}

net::Task<Result<v1::ListProgrammesReply>>
list_programmes(const Api& api, const v1::ListRequest& request, CallContext& context) {
    co_return list<v1::ListProgrammesReply>(
        api,
        context,
        [&](Reader& reader, v1::ListProgrammesReply& out) -> Status {
            const auto page = reader.programmes(page_of(request));
            if (!page) return error_of(page);
            for (const auto& programme : page->rows)
                write(programme, *out.add_programmes());
            return {};
        }
    );
}

net::Task<Result<v1::ListVisitsReply>>
list_visits(const Api& api, const v1::ListRequest& request, CallContext& context) {
    co_return list<v1::ListVisitsReply>(
        api,
        context,
        [&](Reader& reader, v1::ListVisitsReply& out) -> Status {
            const auto key = reader.programme_key(request.programme());
            if (!key) return error_of(key);
            if (!*key) {
                return fail(
                    Code::not_found,
                    "There is no programme \"" + request.programme() + "\".",
                    "List the programmes to see their refs."
                );
            }
            const auto page = reader.visits(**key, page_of(request));
            if (!page) return error_of(page);
            for (const auto& visit : page->rows)
                write(visit, *out.add_visits());
            out.set_total(page->total);
            return {};
        }
    );
}

// Registers function(api, request, context) under its method's name.
template <class Request, class Reply>
void add(
    Router& router,
    const Api& api,
    std::string_view method,
    net::Task<Result<Reply>> (*function)(const Api&, const Request&, CallContext&)
) {
    std::function<net::Task<Result<Reply>>(const Request&, CallContext&)> call =
        [&api, function](const Request& request, CallContext& context) {
            return function(api, request, context);
        };
    router.unary<Request, Reply>(std::string(service) + std::string(method), std::move(call));
}

net::Task<Result<v1::PublishReply>>
publish_checklist(const Api& api, const v1::PublishRequest& request, CallContext& context) {
    return publish(api, request, context, server::publish_checklist);
}

net::Task<Result<v1::PublishReply>>
publish_provisions(const Api& api, const v1::PublishRequest& request, CallContext& context) {
    return publish(api, request, context, server::publish_provisions);
}

} // namespace

void add_programme_service(Router& router, const Api& api) {
    router.bytes<v1::OpenRequest, v1::OpenReply>(
        std::string(service) + "Open",
        [&api](ByteView body, CallContext&) { return open(api, body); }
    );
    add(router, api, "PutPeople", put_people);
    add(router, api, "ListPeople", list_people);
    add(router, api, "PutLocations", put_locations);
    add(router, api, "ListLocations", list_locations);
    add(router, api, "PublishChecklist", publish_checklist);
    add(router, api, "PublishProvisions", publish_provisions);
    add(router, api, "PutProgramme", put_programme);
    add(router, api, "ListProgrammes", list_programmes);
    add(router, api, "PutVisits", put_visits);
    add(router, api, "ListVisits", list_visits);
    add(router, api, "MakeEnrolmentCodes", make_codes);
}

} // namespace muster::rpc
