#include "tests/sync-server/services/test_server.hpp"

#include "core/checklist/checklist_codec.hpp"

namespace muster::test {

namespace {

checklist::Question
question(const std::string& id, checklist::QuestionType type, std::int64_t weight) {
    checklist::Question out;
    out.id = id;
    out.type = type;
    out.label = {{{"en", id}}};
    out.weight = Decimal::integer(weight);
    return out;
}

Bytes small_checklist() {
    checklist::Checklist out;
    out.id = "small";
    out.version = "1";
    out.title = {{{"en", "Small"}}};
    out.languages = {"en"};
    checklist::Section section;
    section.id = "visit";
    section.title = {{{"en", "Visit"}}};
    auto friendly = question("friendly", checklist::QuestionType::likert, 2);
    friendly.scale_points = 5;
    friendly.dimension = checklist::Dimension::empathy;
    section.questions = {
        question("service", checklist::QuestionType::yes_no, 1),
        friendly,
        question("comment", checklist::QuestionType::text, 0)
    };
    out.sections = {section};
    return checklist::encode_checklist(out);
}

server::Tenancy make_tenancy(Entropy& entropy) {
    const TenantId tenant{entropy.bytes<16>()};
    return {tenant, "Test", "-----BEGIN CERTIFICATE-----", SigningKey::make(entropy)};
}

} // namespace

TestServer::TestServer(std::uint64_t seed)
    : entropy(seed)
    , tenancy(make_tenancy(entropy))
    , checklist(small_checklist())
    , provisions(audit::encode_provisions({})) {
    administrator.roles = {audit::Role::administrator};
    open_database();
    start();
}

void TestServer::open_database() {
    sqlite::OpenOptions options;
    options.path = folder.file("muster" + std::to_string(databases_++) + ".db");
    options.key = sqlite::DatabaseKey{entropy.bytes<32>()};
    store = must(server::open_sqlite_store(options));
}

void TestServer::start() {
    writer =
        std::make_unique<server::ServerWriter>(server::make_server_writer(tenancy, clock, entropy));
    sessions = std::make_unique<server::Sessions>(entropy);
    certificates = std::make_unique<server::Certificates>(tenancy);
    documents = std::make_unique<server::Documents>();
    shared = std::make_unique<server::Shared>(
        server::Shared{tenancy, *writer, *sessions, *certificates, *documents, clock, entropy, {}}
    );
    batcher = std::make_unique<server::Batcher>(*store);
}

void TestServer::lose_database() {
    batcher.reset();
    open_database();
    start();
}

void TestServer::restart() {
    start();
}

Result<Bytes> TestServer::push(const sync::Call& call) {
    auto request = sync::decode_push_request(call.body);
    if (!request) return error_of(request);
    auto reader = must(store->read());
    const auto caller = server::identify(call.token, *certificates, *sessions, *reader, clock);
    if (!caller) return error_of(caller);
    const auto checked = server::check_push(*request, *caller, *reader, *shared);
    if (!checked) return error_of(checked);
    reader.reset();
    auto outcome = write<server::PushOutcome>([&](server::Transaction& transaction) {
        return server::apply_push(*checked, transaction, *shared);
    });
    if (!outcome) return error_of(outcome);
    return sync::encode(server::sign_push(std::move(*outcome), *shared));
}

Result<Bytes> TestServer::carry(const sync::Call& call) {
    if (call.method == "muster.v1.EnrolmentService/Greet") {
        const auto nonce = sync::decode_greet_request(call.body);
        if (!nonce) return error_of(nonce);
        return sync::encode_signed(server::greet(*nonce, *shared));
    }
    if (call.method == "muster.v1.EnrolmentService/Enrol") {
        const auto request = sync::decode_enrol_request(call.body);
        if (!request) return error_of(request);
        const auto reply = write<sync::EnrolReply>([&](server::Transaction& transaction) {
            return server::enrol(*request, transaction, *shared);
        });
        if (!reply) return error_of(reply);
        return sync::encode(*reply);
    }
    if (call.method == "muster.v1.SyncService/Push") return push(call);
    auto reader = must(store->read());
    if (call.method == "muster.v1.SyncService/Hello") {
        const auto request = sync::decode_hello_request(call.body);
        if (!request) return error_of(request);
        auto outcome = server::hello(*request, *reader, *shared);
        if (!outcome) return error_of(outcome);
        reader.reset();
        if (outcome->new_certificate) {
            must(write<bool>([&](server::Transaction& transaction) -> Result<bool> {
                const auto put = transaction.put_certificate(*outcome->new_certificate);
                if (!put) return error_of(put);
                return true;
            }));
        }
        return sync::encode_signed(outcome->reply);
    }
    const auto caller = server::identify(call.token, *certificates, *sessions, *reader, clock);
    if (!caller) return error_of(caller);
    if (call.method == "muster.v1.SyncService/Pull") {
        const auto request = sync::decode_pull_request(call.body);
        if (!request) return error_of(request);
        const auto reply = server::pull(*request, *caller, *reader, *shared);
        if (!reply) return error_of(reply);
        return sync::encode(*reply);
    }
    if (call.method == "muster.v1.SyncService/Have") {
        const auto request = sync::decode_have_request(call.body);
        if (!request) return error_of(request);
        const auto reply = server::have(*request, *caller, *reader);
        if (!reply) return error_of(reply);
        return sync::encode(*reply);
    }
    if (call.method == "muster.v1.SyncService/Fetch") {
        const auto request = sync::decode_fetch_request(call.body);
        if (!request) return error_of(request);
        const auto reply = server::fetch(*request, *caller, *reader, *shared);
        if (!reply) return error_of(reply);
        return sync::encode(*reply);
    }
    return fail(Code::not_found, "No such method: " + call.method);
}

void TestServer::make_programme(server::Acceptance acceptance) {
    must(write<bool>([&](server::Transaction& transaction) -> Result<bool> {
        const auto first = must(server::publish_checklist(checklist, transaction, *shared));
        const auto second = must(server::publish_provisions(provisions, transaction, *shared));
        server::Programme programme;
        programme.ref = "p";
        programme.name = "Programme";
        programme.acceptance = acceptance;
        programme.checklist = first.hash;
        programme.provisions = second.hash;
        programme.waves = {{"w", "Wave", Date{2026, 3, 1}, Date{2026, 3, 31}}};
        must(server::put_programme(programme, transaction, *shared));
        const server::Location location{
            "L1",
            "High Street",
            "Brand",
            server::LocationKind::own,
            "North",
            "store",
            "Europe/London",
            100
        };
        must(server::put_locations({&location, 1}, transaction));
        return true;
    }));
}

void TestServer::add_shopper(const std::string& ref) {
    must(write<server::PutCounts>([&](server::Transaction& transaction) {
        const server::Person person{{}, ref, "Name of " + ref, {audit::Role::shopper}, "North"};
        return server::put_people({&person, 1}, administrator, transaction, *shared);
    }));
}

AuditId TestServer::add_visit(const std::string& ref, const std::string& shopper) {
    server::VisitRequest request;
    request.visit.ref = ref;
    request.visit.wave = "w";
    request.visit.location = "L1";
    request.visit.channel = "store";
    request.visit.scenario = "buys a coat";
    request.shopper_ref = shopper;
    must(write<server::PutCounts>([&](server::Transaction& transaction) {
        return server::put_visits("p", {&request, 1}, transaction, *shared);
    }));
    auto reader = must(store->read());
    const auto key = must(reader->programme_key("p"));
    return must(reader->visit(*key, ref))->audit;
}

sync::EnrolmentLink TestServer::link_for(const std::string& person) {
    const auto code = must(
        write<server::NewCode>([&](server::Transaction& transaction) -> Result<server::NewCode> {
            const auto found = must(transaction.person_by_ref(person));
            REQUIRE(found);
            return server::make_code(*found, 0, transaction, *shared);
        })
    );
    return {"localhost", 8443, code.code, sync::fingerprint_of(tenancy.identity.public_key())};
}

server::AuditRecord TestServer::record(const AuditId& audit) {
    auto reader = must(store->read());
    auto found = must(reader->audit(audit));
    REQUIRE(found);
    return *found;
}

std::string TestServer::cells_text() {
    auto reader = must(store->read());
    const auto key = must(reader->programme_key("p"));
    std::string out;
    must(reader->each_cell(*key, {}, [&](report::CellKey name, report::Cell cell) -> Status {
        out += name.wave_id + "/" + name.location_id + "/" + name.channel + "/" + name.subject +
               " " + to_hex(report::encode_cell(cell)) + "\n";
        return {};
    }));
    return out;
}

TestTablet::TestTablet(TestServer& its_server, const std::string& name, std::uint64_t seed)
    : server(its_server)
    , entropy(seed)
    , workspace(must(field::Workspace::open(
          {its_server.folder.file(name + ".db"), sqlite::DatabaseKey{entropy.bytes<32>()}, true},
          clock,
          entropy
      ))) {}

void TestTablet::enrol(const std::string& person) {
    field::Enrolment enrolment(workspace, server.link_for(person), "tablet");
    while (const auto call = enrolment.next()) {
        must(enrolment.receive(must(server.carry(*call))));
    }
}

field::MeetingOutcome TestTablet::meet() {
    field::Meeting meeting(workspace);
    for (;;) {
        const auto call = must(meeting.next());
        if (!call) return meeting.outcome();
        must(meeting.receive(server.carry(*call)));
    }
}

void TestTablet::fill(const AuditId& audit, bool served, int friendly, const std::string& comment) {
    const auto answered = [](checklist::Value value) {
        return checklist::Answer{checklist::AnswerState::answered, std::move(value), {}};
    };
    const std::vector<field::FieldAnswer> answers{
        {{"service", {}}, answered(checklist::Choices{{served ? "yes" : "no"}})},
        {{"friendly", {}}, answered(Decimal::integer(friendly))},
        {{"comment", {}}, answered(comment)},
    };
    must(workspace.answer(audit, answers));
}

} // namespace muster::test
