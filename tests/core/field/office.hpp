// An office for tests of tablets: a server with a small programme, and tablets that meet it without
// a network in between. The checklist asks four scaled questions, a remark, and the item of every
// order.
#pragma once

#include "core/checklist/checklist_codec.hpp"
#include "core/field/workspace.hpp"
#include "tests/support/loopback_server.hpp"

#include <catch2/catch.hpp>

namespace muster::field {

using checklist::Answer;
using checklist::AnswerState;
using test::LoopbackServer;

inline checklist::Question question(std::string id, checklist::QuestionType type) {
    checklist::Question out;
    out.id = std::move(id);
    out.type = type;
    out.label = {{{"en", "A question"}}};
    out.not_applicable_allowed = type == checklist::QuestionType::likert;
    return out;
}

inline checklist::Checklist small_checklist() {
    using Type = checklist::QuestionType;
    checklist::Checklist out;
    out.id = "small";
    out.version = "1";
    out.title = {{{"en", "Small"}}};
    out.languages = {"en"};
    checklist::Section section{"all", {{{"en", "All"}}}, {}, {}};
    for (const auto* id : {"Q0", "Q1", "Q2", "Q3"}) {
        auto likert = question(id, Type::likert);
        likert.scale_points = 5;
        likert.weight = Decimal::integer(1);
        section.questions.push_back(likert);
    }
    section.questions.push_back(question("remark", Type::text));
    section.questions.push_back(question("photo", Type::image));
    section.questions.push_back(question("begun", Type::start));
    section.questions.push_back(question("ended", Type::end));
    auto item = question("item", Type::text);
    item.required = "true()";
    item.group = 1;
    section.questions.push_back(item);
    checklist::Group order;
    order.id = "order";
    order.label = {{{"en", "An order"}}};
    order.repeat = true;
    out.groups.push_back(order);
    out.sections.push_back(section);
    return out;
}

// An organisation with shoppers S1 and S2; S1 has two visits of an automatic programme, S2 one.
inline void set_up(LoopbackServer& server) {
    server.write([](server::Transaction& transaction, const server::Shared& shared) -> Result<int> {
        server::Caller admin;
        admin.roles = {audit::Role::administrator};
        admin.certificate.roles = admin.roles;
        const server::Person people[] = {
            {{}, "S1", "Ann", {audit::Role::shopper}, ""},
            {{}, "S2", "Bo", {audit::Role::shopper}, ""}
        };
        auto counts = server::put_people(people, admin, transaction, shared);
        if (!counts) return error_of(counts);
        const server::Location places[] = {
            {"L1", "Branch", "Own", server::LocationKind::own, "North", "shop", "Europe/London", 0}
        };
        counts = server::put_locations(places, transaction);
        if (!counts) return error_of(counts);
        const auto list = checklist::encode_checklist(small_checklist());
        const auto checklist = server::publish_checklist(list, transaction, shared);
        if (!checklist) return error_of(checklist);
        const auto provisions =
            server::publish_provisions(audit::encode_provisions({}), transaction, shared);
        if (!provisions) return error_of(provisions);
        server::Programme programme;
        programme.ref = "p";
        programme.name = "Programme";
        programme.acceptance = server::Acceptance::automatic;
        programme.checklist = checklist->hash;
        programme.provisions = provisions->hash;
        programme.waves = {{"1", "Wave 1", Date{2026, 1, 1}, Date{2026, 12, 31}}};
        const auto put = server::put_programme(programme, transaction, shared);
        if (!put) return error_of(put);
        std::vector<server::VisitRequest> visits;
        for (const auto* ref : {"V1", "V2", "V3"}) {
            server::VisitRequest visit;
            visit.visit.ref = ref;
            visit.visit.wave = "1";
            visit.visit.location = "L1";
            visit.visit.channel = "store";
            visit.visit.scenario = "purchase";
            visit.shopper_ref = std::string_view(ref) == "V3" ? "S2" : "S1";
            visits.push_back(visit);
        }
        counts = server::put_visits("p", visits, transaction, shared);
        if (!counts) return error_of(counts);
        return 0;
    });
}

inline std::string new_code(LoopbackServer& server, std::string_view person) {
    return server.write(
        [&](server::Transaction& transaction, const server::Shared& shared) -> Result<std::string> {
            const auto found = transaction.person_by_ref(person);
            if (!found) return error_of(found);
            const auto code = server::make_code(**found, 24, transaction, shared);
            if (!code) return error_of(code);
            return code->code;
        }
    );
}

struct Tablet {
    test::TemporaryFolder folder;
    test::FixedClock clock;
    test::SeededEntropy entropy;
    WorkspaceOptions options{folder.file("tablet.db"), {}, true};
    Workspace workspace;

    explicit Tablet(std::uint64_t seed)
        : entropy(seed), workspace(*Workspace::open(options, clock, entropy)) {}

    Status enrol(LoopbackServer& server, const std::string& code) {
        Enrolment enrolment(workspace, {"localhost", 8443, code, server.fingerprint()}, "Tablet");
        while (auto call = enrolment.next()) {
            const auto reply = server.carry(*call);
            if (!reply) return error_of(reply);
            if (auto done = enrolment.receive(*reply); !done) return error_of(done);
        }
        return {};
    }

    MeetingOutcome meet(LoopbackServer& server) {
        Meeting meeting(workspace);
        auto call = meeting.next();
        for (int calls = 0;; ++calls) {
            REQUIRE(call);
            REQUIRE(calls < 200); // a meeting ends
            if (!*call) return meeting.outcome();
            auto ahead = meeting.ahead();
            REQUIRE(ahead);
            auto reply = server.carry(**call);
            if (!reply) INFO((*call)->method << ": " << reply.error().text());
            REQUIRE(meeting.receive(std::move(reply)));
            call = *ahead ? std::move(ahead) : meeting.next();
        }
    }

    void answer(std::string_view visit, std::string question, std::int64_t value) {
        const FieldAnswer given{
            {std::move(question), {}}, {AnswerState::answered, Decimal::integer(value), {}}
        };
        const auto id = workspace.find(visit);
        REQUIRE(id);
        REQUIRE(workspace.answer(*id, {&given, 1}));
    }

    void submit(std::string_view visit) {
        REQUIRE(workspace.submit(*workspace.find(visit), "done"));
    }

    // The same vault, opened by a new process.
    void restart() { workspace = *Workspace::open(options, clock, entropy); }
};

inline std::vector<sync::AuditDigest> server_digests(const LoopbackServer& server) {
    const auto reader = server.read();
    std::vector<sync::AuditDigest> out;
    const auto audits = reader->audits({}, 1'000);
    REQUIRE(audits);
    for (const auto& audit : *audits)
        out.push_back({audit.id, audit.field_digest});
    return out;
}

struct Office {
    LoopbackServer server;
    Tablet tablet{11};

    Office() {
        set_up(server);
        REQUIRE(tablet.enrol(server, new_code(server, "S1")));
        REQUIRE(tablet.meet(server).complete);
    }
};

} // namespace muster::field
