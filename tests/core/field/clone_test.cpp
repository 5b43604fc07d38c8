#include "tests/core/field/office.hpp"

#include <rapidcheck.h>

#include <filesystem>

using namespace muster;
using namespace muster::field;

namespace {

// The tablet's database, copied as it lies on disk.
void copy_vault(const Tablet& from, Tablet& to) {
    static int copies = 0;
    to.options.path = to.folder.file("copy" + std::to_string(++copies) + ".db");
    for (const auto* part : {"", "-wal"}) {
        if (!std::filesystem::exists(from.options.path + part)) continue;
        std::filesystem::copy_file(from.options.path + part, to.options.path + part);
    }
    to.restart();
}

// Branches beyond the first that the server holds of a visit's logs.
std::size_t forks_of(Office& office, const char* visit) {
    const auto reader = office.server.read();
    const auto record = reader->audit(*office.tablet.workspace.find(visit));
    REQUIRE((record && *record));
    const auto logs = reader->logs((*record)->key);
    REQUIRE(logs);
    std::size_t forks = 0;
    for (const auto& log : *logs)
        forks += reader->tips(log.key)->size() - 1;
    return forks;
}

std::vector<std::int64_t> values_of(const Tablet& tablet, const char* visit, const char* question) {
    const auto page = tablet.workspace.open_audit(*tablet.workspace.find(visit));
    REQUIRE(page);
    const auto* field = page->state.find(audit::Family::answer, audit::register_of(question));
    std::vector<std::int64_t> out;
    if (field == nullptr) return out;
    for (const auto& head : field->heads) {
        REQUIRE(head.payload);
        out.push_back(std::get<Decimal>(audit::answer_in(*head.payload)->value).unscaled);
    }
    std::ranges::sort(out);
    return out;
}

} // namespace

TEST_CASE(
    "A copied tablet loses nothing: both branches are kept, what differs is a conflict", "[clone]"
) {
    Office office;
    Tablet copy(12);
    auto& tablet = office.tablet;
    tablet.answer("V1", "Q0", 1);
    if (GENERATE(false, true)) tablet.meet(office.server);
    copy_vault(tablet, copy);
    tablet.answer("V1", "Q1", 2);
    copy.answer("V1", "Q1", 3);
    copy.answer("V1", "Q2", 4);
    copy.answer("V2", "Q0", 5);
    auto* first = &tablet;
    auto* second = &copy;
    if (GENERATE(false, true)) std::swap(first, second);
    CHECK(first->meet(office.server).complete);
    const auto told = second->meet(office.server);
    CHECK(told.complete);
    REQUIRE(told.remarks.size() == 1);
    CHECK(told.remarks[0].find("copy") != std::string::npos);
    first->meet(office.server);
    for (auto* each : {&tablet, &copy}) {
        CHECK(values_of(*each, "V1", "Q0") == std::vector<std::int64_t>{1});
        CHECK(values_of(*each, "V1", "Q1") == std::vector<std::int64_t>{2, 3});
        CHECK(values_of(*each, "V1", "Q2") == std::vector<std::int64_t>{4});
        CHECK(values_of(*each, "V2", "Q0") == std::vector<std::int64_t>{5});
        CHECK(each->workspace.sync_state()->ops_only_here == 0);
        REQUIRE(each->workspace.sync_state()->renewal);
        CHECK(each->workspace.sync_state()->renewal->cause == Renewal::Cause::elsewhere);
    }
    CHECK(forks_of(office, "V1") == 1);

    SECTION("and further work of both forks no more") {
        tablet.answer("V1", "Q3", 1);
        copy.answer("V1", "Q3", 2);
        tablet.answer("V1", "Q1", 5); // settles what it sees
        for (auto* each : {&tablet, &copy, &tablet})
            CHECK(each->meet(office.server).complete);
        CHECK(forks_of(office, "V1") == 1);
        CHECK(values_of(copy, "V1", "Q1") == std::vector<std::int64_t>{5});
        CHECK(values_of(tablet, "V1", "Q3") == std::vector<std::int64_t>{1, 2});
        CHECK(tablet.workspace.sync_state()->renewal->count == 1);
    }
}

TEST_CASE("A restored tablet pulls its own entries back and forks nothing", "[clone]") {
    Office office;
    Tablet backup(12);
    auto& tablet = office.tablet;
    tablet.answer("V1", "Q0", 1);
    copy_vault(tablet, backup);
    tablet.answer("V1", "Q1", 2);
    CHECK(tablet.meet(office.server).complete);
    copy_vault(backup, tablet); // yesterday's backup
    CHECK(values_of(tablet, "V1", "Q1").empty());
    CHECK(tablet.meet(office.server).complete);
    CHECK(values_of(tablet, "V1", "Q1") == std::vector<std::int64_t>{2});
    tablet.answer("V1", "Q1", 3);
    CHECK(tablet.meet(office.server).complete);
    CHECK(values_of(tablet, "V1", "Q1") == std::vector<std::int64_t>{3});
    CHECK(forks_of(office, "V1") == 0);
}

TEST_CASE("A tablet whose database is in another place starts logs of its own", "[clone]") {
    Office office;
    auto& tablet = office.tablet;
    tablet.options.place = "computer 1, file 1";
    tablet.restart();
    tablet.restart();
    CHECK_FALSE(tablet.workspace.sync_state()->renewal);
    tablet.answer("V1", "Q0", 1);
    Tablet copy(12);
    copy.options.place = "computer 1, file 2";
    copy_vault(tablet, copy);
    REQUIRE(copy.workspace.sync_state()->renewal);
    CHECK(copy.workspace.sync_state()->renewal->cause == Renewal::Cause::moved);
    copy.answer("V1", "Q0", 2); // shown was 1: it settles that, before any meeting
    copy.restart();
    CHECK(copy.workspace.sync_state()->renewal->count == 1);
    tablet.answer("V1", "Q1", 3);
    CHECK(copy.meet(office.server).complete);
    CHECK(tablet.meet(office.server).complete);
    CHECK(values_of(tablet, "V1", "Q0") == std::vector<std::int64_t>{2});
    CHECK(values_of(tablet, "V1", "Q1") == std::vector<std::int64_t>{3});
    CHECK(forks_of(office, "V1") == 0);
}

TEST_CASE("What an earlier key wrote leaves under its own signature", "[clone]") {
    Office office;
    auto& tablet = office.tablet;
    for (int i = 0; i < 30; ++i)
        tablet.answer("V1", "Q0", 1 + i % 5);
    tablet.answer("V2", "Q1", 2);
    REQUIRE(tablet.enrol(office.server, new_code(office.server, "S1")));
    tablet.answer("V2", "Q1", 3);
    const auto outcome = tablet.meet(office.server);
    for (const auto& remark : outcome.remarks)
        UNSCOPED_INFO(remark);
    CHECK(outcome.complete);
    CHECK(server_digests(office.server).size() == 3);
    CHECK(values_of(tablet, "V2", "Q1") == std::vector<std::int64_t>{3});
    CHECK(tablet.workspace.sync_state()->ops == 32);
    CHECK(tablet.workspace.sync_state()->ops_only_here == 0);
}

TEST_CASE("Where two branches part is found without sending the log again", "[clone]") {
    Office office;
    auto& tablet = office.tablet;
    for (int i = 0; i < 200; ++i)
        tablet.answer("V1", "Q0", 1 + i % 5);
    tablet.meet(office.server);
    Tablet copy(12);
    copy_vault(tablet, copy);
    tablet.answer("V1", "Q1", 2);
    copy.answer("V1", "Q1", 3);
    tablet.meet(office.server);
    const auto outcome = copy.meet(office.server);
    CHECK(outcome.complete);
    CHECK(outcome.ops_sent == 1);
    CHECK(outcome.ops_received == 1);
}

TEST_CASE("Copies of copies, restored at any moment, end with every value once", "[clone]") {
    CHECK(rc::check([] {
        Office office;
        office.server.limits.push_ops_max = *rc::gen::element(1u, 3u, 2'048u);
        office.server.restart();
        std::vector<std::unique_ptr<Tablet>> copies;
        std::vector<Tablet*> tablets{&office.tablet};
        for (std::uint64_t seed = 20; seed < 22; ++seed) {
            copies.push_back(std::make_unique<Tablet>(seed));
            // No two clocks are alike to the millisecond; two that were would write the same op.
            copies.back()->clock.set(1'772'445'600'000 + static_cast<std::int64_t>(seed) * 7);
            copy_vault(office.tablet, *copies.back());
            tablets.push_back(copies.back().get());
        }
        const auto steps =
            *rc::gen::resize(40, rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 60)));
        for (std::size_t i = 0; i < steps.size(); ++i) {
            auto& tablet = *tablets[static_cast<std::size_t>(steps[i]) % tablets.size()];
            const auto choice = steps[i] / 3;
            if (choice < 4) {
                tablet.meet(office.server);
            } else if (choice < 5) {
                // Restored from another's copy, after its own work is safe.
                tablet.meet(office.server);
                auto& other = *tablets[i % tablets.size()];
                if (&other != &tablet) copy_vault(other, tablet);
            } else if (choice < 6) {
                office.server.restore_empty();
            } else {
                const auto* visit = choice % 2 == 0 ? "V1" : "V2";
                tablet.answer(visit, "Q" + std::to_string(choice % 4), 1 + choice % 5);
            }
        }
        for (int round = 0; round < 2; ++round) {
            for (auto* tablet : tablets)
                RC_ASSERT(tablet->meet(office.server).complete);
        }
        const auto held = server_digests(office.server);
        for (auto* tablet : tablets) {
            RC_ASSERT(*tablet->workspace.digests() == *office.tablet.workspace.digests());
            for (const auto& each : *tablet->workspace.digests())
                RC_ASSERT(std::ranges::find(held, each) != held.end());
            RC_ASSERT(tablet->workspace.sync_state()->ops_only_here == 0u);
        }
        const auto all_write_and_meet = [&](const std::string& said) {
            for (std::size_t i = 0; i < tablets.size(); ++i) {
                // What is shown already would be no new entry.
                const FieldAnswer given{
                    {"remark", {}}, {AnswerState::answered, said + std::to_string(i), {}}
                };
                auto& workspace = tablets[i]->workspace;
                RC_ASSERT(workspace.answer(*workspace.find("V1"), {&given, 1}).has_value());
            }
            for (int round = 0; round < 2; ++round) {
                for (auto* tablet : tablets)
                    RC_ASSERT(tablet->meet(office.server).complete);
            }
        };
        // At the latest now each knows that it is not alone; from now on nobody forks.
        all_write_and_meet("first");
        const auto before = forks_of(office, "V1");
        all_write_and_meet("second");
        RC_ASSERT(forks_of(office, "V1") == before);
    }));
}
