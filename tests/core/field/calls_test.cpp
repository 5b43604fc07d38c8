#include "core/field/calls.hpp"
#include "muster/v1/checklist.pb.h"
#include "muster/v1/field.pb.h"
#include "tests/core/field/office.hpp"

using namespace muster;
using namespace muster::field;
namespace pb = muster::v1::field;

namespace {

// The core behind its boundary, as an app on a tablet has it: bytes in, bytes out.
struct App {
    test::TemporaryFolder folder;
    test::FixedClock clock;
    test::SeededEntropy entropy{23};
    std::unique_ptr<Calls> calls = std::make_unique<Calls>(clock, entropy, "0.1.0");

    App() { open(); }

    template <class Reply, class Request>
    Reply good(std::string_view method, const Request& request) {
        const auto reply = calls->call(method, view(request.SerializeAsString()));
        if (!reply.ok) FAIL(method << ": " << failure_in(reply).message());
        Reply out;
        REQUIRE(out.ParseFromArray(reply.bytes.data(), static_cast<int>(reply.bytes.size())));
        return out;
    }

    template <class Request>
    pb::Failure refused(std::string_view method, const Request& request) {
        const auto reply = calls->call(method, view(request.SerializeAsString()));
        REQUIRE_FALSE(reply.ok);
        return failure_in(reply);
    }

    static pb::Failure failure_in(const Calls::Reply& reply) {
        pb::Failure out;
        REQUIRE(out.ParseFromArray(reply.bytes.data(), static_cast<int>(reply.bytes.size())));
        return out;
    }

    pb::OpenReply open() {
        pb::OpenRequest request;
        request.set_name(folder.file("app.db"));
        request.set_key(std::string(32, 'k'));
        request.set_create(true);
        return good<pb::OpenReply>("Open", request);
    }

    // Another process with the same vault.
    void restart() {
        calls = std::make_unique<Calls>(clock, entropy, "0.1.0");
        open();
    }

    static pb::CallResult carried(LoopbackServer& server, const pb::Call& call) {
        pb::CallResult out;
        const auto reply =
            server.carry({call.method(), to_bytes(call.body()), call.token(), call.purpose()});
        if (reply) {
            out.set_body(std::string(text_of(*reply)));
        } else {
            out.mutable_refused()->set_code(std::string(code_name(reply.error().code)));
            out.mutable_refused()->set_message(reply.error().message);
        }
        return out;
    }

    pb::EnrolReply enrol(LoopbackServer& server) {
        pb::EnrolStartRequest start;
        start.set_link(
            sync::to_text({"localhost", 8443, new_code(server, "S1"), server.fingerprint()})
        );
        start.set_device_label("Tablet");
        auto reply = good<pb::EnrolReply>("EnrolStart", start);
        while (reply.has_call()) {
            pb::EnrolReceiveRequest receive;
            *receive.mutable_result() = carried(server, reply.call());
            reply = good<pb::EnrolReply>("EnrolReceive", receive);
        }
        return reply;
    }

    pb::MeetingOutcome meet(LoopbackServer& server) {
        auto reply = good<pb::MeetingReply>("MeetingStart", pb::MeetingStartRequest());
        while (reply.has_call()) {
            pb::MeetingReceiveRequest receive;
            *receive.mutable_result() = carried(server, reply.call());
            reply = good<pb::MeetingReply>("MeetingReceive", receive);
        }
        return reply.outcome();
    }

    pb::VisitsReply visits() { return good<pb::VisitsReply>("Visits", pb::VisitsRequest()); }

    pb::OpenAuditReply open_audit(const std::string& audit) {
        pb::OpenAuditRequest request;
        request.set_audit(audit);
        return good<pb::OpenAuditReply>("OpenAudit", request);
    }
};

struct EnrolledApp {
    LoopbackServer server;
    App app;
    std::string audit; // V1

    EnrolledApp() {
        set_up(server);
        CHECK(app.enrol(server).profile().person_name() == "Ann");
        CHECK(app.meet(server).complete());
        audit = app.visits().visits(0).audit();
    }

    static pb::AnswerRequest points(
        const std::string& audit, const std::string& question, int value, const std::string& id
    ) {
        pb::AnswerRequest request;
        request.set_audit(audit);
        request.set_request(id);
        auto& given = *request.add_answers();
        given.mutable_field()->set_question(question);
        given.mutable_answer()->mutable_value()->mutable_number()->set_unscaled(value);
        return request;
    }
};

const pb::FieldState& field_of(const pb::OpenAuditReply& reply, std::string_view question) {
    for (const auto& field : reply.fields()) {
        if (field.field().question() == question) return field;
    }
    FAIL("no field " << question);
    return reply.fields(0);
}

} // namespace

TEST_CASE("An app enrols, meets the server and sees its visits through bytes alone", "[calls]") {
    EnrolledApp tablet;
    const auto visits = tablet.app.visits();
    REQUIRE(visits.visits_size() == 2);
    const auto& visit = visits.visits(0);
    CHECK(visit.ref() == "V1");
    CHECK(visit.stage() == pb::VISIT_STAGE_PLANNED);
    CHECK(visit.checklist_title() == "Small");
    CHECK(visit.asked() == 6);
    CHECK(visit.answered() == 0);
    CHECK(visit.ready_offline());
    const auto state = tablet.app.good<pb::SyncStateReply>("SyncState", pb::SyncStateRequest());
    CHECK(state.audits() == 2);
    CHECK(state.ops_only_here() == 0);
    CHECK(state.last_meeting_utc_ms() > 0);
}

TEST_CASE("A tap gives what is shown otherwise now, and is there after a restart", "[calls]") {
    EnrolledApp tablet;
    const auto page = tablet.app.open_audit(tablet.audit);
    v1::Checklist checklist;
    REQUIRE(checklist.ParseFromString(page.checklist()));
    CHECK(field_of(page, "Q1").label() == "A question");
    CHECK(field_of(page, "Q1").answer().state_case() == pb::Answer::STATE_NOT_SET);

    const auto changes =
        tablet.app.good<pb::AuditChanges>("Answer", tablet.points(tablet.audit, "Q1", 5, "tap-1"));
    REQUIRE(changes.fields_size() == 1);
    CHECK(changes.fields(0).field().question() == "Q1");
    CHECK(changes.fields(0).shown() == "5");
    CHECK(changes.sections(0).answered() == 1);
    CHECK(changes.visit().stage() == pb::VISIT_STAGE_DRAFT);
    CHECK(changes.visit().answered() == 1);
    CHECK(changes.score().percent() == "100");
    CHECK(changes.score().provisional());

    tablet.app.restart();
    CHECK(field_of(tablet.app.open_audit(tablet.audit), "Q1").shown() == "5");
}

TEST_CASE("What an app is told after each tap is what it would see opened anew", "[calls]") {
    EnrolledApp tablet;
    std::map<std::string, std::string> shown;
    const auto name_of = [](const pb::FieldState& field) {
        return field.field().SerializeAsString();
    };
    for (const auto& field : tablet.app.open_audit(tablet.audit).fields())
        shown[name_of(field)] = field.SerializeAsString();
    int taps = 0;
    const auto take = [&](const pb::AuditChanges& changes) {
        for (const auto& field : changes.fields())
            shown[name_of(field)] = field.SerializeAsString();
    };
    for (const auto* question : {"Q0", "Q3", "Q0", "Q2"}) {
        const auto id = "tap-" + std::to_string(++taps);
        take(tablet.app.good<pb::AuditChanges>(
            "Answer", tablet.points(tablet.audit, question, 1 + taps, id)
        ));
    }
    pb::AddInstanceRequest order;
    order.set_audit(tablet.audit);
    order.set_repeat("order");
    order.set_request("order-1");
    const auto added = tablet.app.good<pb::AuditChanges>("AddInstance", order);
    take(added);
    REQUIRE(added.repeats_size() == 1);
    REQUIRE(added.repeats(0).instances_size() == 1);
    pb::NoteRequest note;
    note.set_audit(tablet.audit);
    note.mutable_field()->set_question("Q2");
    note.set_text("The queue was long");
    take(tablet.app.good<pb::AuditChanges>("Note", note));

    std::map<std::string, std::string> anew;
    for (const auto& field : tablet.app.open_audit(tablet.audit).fields())
        anew[name_of(field)] = field.SerializeAsString();
    CHECK(anew == shown);
}

TEST_CASE("A request whose reply was lost is sent again and done once", "[calls]") {
    EnrolledApp tablet;
    pb::AddInstanceRequest order;
    order.set_audit(tablet.audit);
    order.set_repeat("order");
    order.set_request("order-1");
    tablet.app.good<pb::AuditChanges>("AddInstance", order);
    tablet.app.restart();
    const auto again = tablet.app.good<pb::AuditChanges>("AddInstance", order);
    CHECK(again.repeats(0).instances_size() == 1);
    order.set_request("order-2");
    CHECK(tablet.app.good<pb::AuditChanges>("AddInstance", order).repeats(0).instances_size() == 2);

    // An earlier tap that comes late does not undo a later one.
    tablet.app.good<pb::AuditChanges>("Answer", tablet.points(tablet.audit, "Q0", 2, "early"));
    tablet.app.good<pb::AuditChanges>("Answer", tablet.points(tablet.audit, "Q0", 4, "later"));
    tablet.app.good<pb::AuditChanges>("Answer", tablet.points(tablet.audit, "Q0", 2, "early"));
    CHECK(field_of(tablet.app.open_audit(tablet.audit), "Q0").shown() == "4");
}

TEST_CASE("A submitted audit arrives at the server and is said to be there", "[calls]") {
    EnrolledApp tablet;
    tablet.app.good<pb::AuditChanges>("Answer", tablet.points(tablet.audit, "Q0", 3, "tap"));
    pb::SubmitRequest submit;
    submit.set_audit(tablet.audit);
    submit.set_declaration("As I saw it");
    submit.set_request("submit");
    const auto sent = tablet.app.good<pb::AuditChanges>("Submit", submit);
    CHECK(sent.visit().stage() == pb::VISIT_STAGE_SUBMITTED);
    CHECK(sent.visit().safety().ops() > sent.visit().safety().ops_on_server());
    CHECK_FALSE(sent.visit().safety().verified());
    CHECK(tablet.app.meet(tablet.server).complete());
    const auto visit = tablet.app.visits().visits(0);
    CHECK(visit.safety().ops() == visit.safety().ops_on_server());
    CHECK(visit.safety().verified());
}

TEST_CASE("A meeting without a network fails in plain words and the next one goes on", "[calls]") {
    EnrolledApp tablet;
    tablet.app.good<pb::AuditChanges>("Answer", tablet.points(tablet.audit, "Q0", 3, "tap"));
    tablet.app.good<pb::MeetingReply>("MeetingStart", pb::MeetingStartRequest());
    pb::MeetingReceiveRequest nothing;
    nothing.mutable_result()->set_unreachable("There is no network.");
    const auto failure = tablet.app.refused("MeetingReceive", nothing);
    CHECK(failure.code() == "unavailable");
    CHECK(failure.message() == "There is no network.");
    CHECK_FALSE(failure.hint().empty());
    CHECK(tablet.app.meet(tablet.server).complete());
}

TEST_CASE("What is no request is refused by its name, and nothing happens", "[calls]") {
    EnrolledApp tablet;
    CHECK(tablet.app.refused("Dance", pb::VisitsRequest()).code() == "unsupported");
    const auto garbage = tablet.app.calls->call("Answer", view("\xff\xff\xff"));
    CHECK_FALSE(garbage.ok);
    CHECK(App::failure_in(garbage).code() == "invalid_input");

    auto wrong = tablet.points(tablet.audit, "Q0", 3, "tap");
    wrong.mutable_answers(0)->mutable_answer()->mutable_value()->mutable_number()->set_scale(99);
    CHECK(tablet.app.refused("Answer", wrong).code() == "invalid_input");
    auto unknown = tablet.points(tablet.audit, "Q99", 3, "tap");
    CHECK(tablet.app.refused("Answer", unknown).code() == "not_found");
    CHECK(field_of(tablet.app.open_audit(tablet.audit), "Q0").shown().empty());

    tablet.app.calls->call("Close", {});
    CHECK(tablet.app.refused("Visits", pb::VisitsRequest()).code() == "failed_precondition");
}

TEST_CASE("A vault opens with its key only", "[calls]") {
    EnrolledApp tablet;
    pb::OpenRequest request;
    request.set_name(tablet.app.folder.file("app.db"));
    request.set_key(std::string(32, 'x'));
    CHECK(tablet.app.refused("Open", request).code() == "data_loss");
    CHECK(tablet.app.open().profile().person_name() == "Ann");
    request.set_key("short");
    CHECK(tablet.app.refused("Open", request).code() == "invalid_input");
}

TEST_CASE("A photo goes through the boundary and back, and its state is told", "[calls]") {
    EnrolledApp tablet;
    pb::AttachRequest request;
    request.set_audit(tablet.audit);
    request.set_request("r1");
    request.mutable_field()->set_question("photo");
    request.set_kind(1);
    request.set_media_type("image/jpeg");
    request.set_content(std::string(300'000, 'p'));
    const auto changes = tablet.app.good<pb::AuditChanges>("Attach", request);
    CHECK(changes.visit().safety().evidence() == 1);
    const auto shown = [&] {
        const auto reply = tablet.app.open_audit(tablet.audit);
        const auto& field = field_of(reply, "photo");
        REQUIRE(field.attached_size() == 1);
        CHECK(field.answer().value().text().size() == 64);
        return field.attached(0);
    };
    CHECK(shown().held());
    CHECK_FALSE(shown().verified());
    tablet.app.good<pb::AuditChanges>("Attach", request); // sent again: done once
    CHECK(tablet.app.meet(tablet.server).complete());
    CHECK(shown().verified());
    pb::EvidenceRequest wanted;
    wanted.set_evidence(shown().evidence());
    CHECK(tablet.app.good<pb::EvidenceReply>("Evidence", wanted).content() == request.content());
    pb::DetachRequest removal;
    removal.set_audit(tablet.audit);
    removal.mutable_field()->set_question("photo");
    removal.set_evidence(wanted.evidence());
    tablet.app.good<pb::AuditChanges>("Detach", removal);
    CHECK(field_of(tablet.app.open_audit(tablet.audit), "photo").attached_size() == 0);
    request.set_content("");
    request.set_request("r2");
    CHECK(tablet.app.refused("Attach", request).code() == "invalid_input");
}
