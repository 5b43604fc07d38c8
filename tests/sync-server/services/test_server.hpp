// The real services over a real database in a folder of the test's own, with a clock and entropy
// that repeat themselves, and tablets that are real Workspaces whose calls are carried by hand.
// What stands in between on a server (TLS, threads) is tested elsewhere.
#pragma once

#include "core/field/workspace.hpp"
#include "sync-server/services/enrolment.hpp"
#include "sync-server/services/hello.hpp"
#include "sync-server/services/programme.hpp"
#include "sync-server/services/pull.hpp"
#include "sync-server/services/push.hpp"
#include "sync-server/store/batcher.hpp"
#include "sync-server/store/sqlite/sqlite_store.hpp"
#include "tests/support/fixed_clock.hpp"
#include "tests/support/seeded_entropy.hpp"
#include "tests/support/temporary_folder.hpp"

namespace muster::test {

// The value of a result that a test relies on.
template <class T>
T must(Result<T> result) {
    if (!result) FAIL(result.error().text());
    return std::move(*result);
}

inline void must(const Status& status) {
    if (!status) FAIL(status.error().text());
}

class TestServer {
public:
    explicit TestServer(std::uint64_t seed = 1);

    // The same server with an empty database, as after a restore of nothing but the keys.
    void lose_database();
    // The same folder served by a new process: another writer id, another secret.
    void restart();

    // Carries a call of a tablet as rpc/ does.
    Result<Bytes> carry(const sync::Call& call);

    // In one transaction through the batcher.
    template <class T>
    Result<T> write(const std::function<Result<T>(server::Transaction&)>& work) {
        std::optional<Result<T>> result;
        Status outcome;
        batcher->submit(
            [&](server::Transaction& transaction) -> Status {
                result = work(transaction);
                if (!*result) return error_of(*result);
                return {};
            },
            [&](Status done) { outcome = std::move(done); }
        );
        batcher->step();
        if (!outcome) return error_of(outcome);
        return std::move(*result);
    }

    // A programme "p" with wave "w" (2026-03-01 to 2026-03-31), location "L1" and a checklist of
    // three questions: service (yes_no, scored), friendly (likert 5, scored), comment (text).
    void make_programme(server::Acceptance acceptance = server::Acceptance::automatic);
    void add_shopper(const std::string& ref);
    AuditId add_visit(const std::string& ref, const std::string& shopper);
    sync::EnrolmentLink link_for(const std::string& person);

    server::AuditRecord record(const AuditId& audit);
    std::string cells_text(); // all cells, for comparison

    TemporaryFolder folder;
    FixedClock clock{1'772'445'600'000, 1}; // 2026-03-02T10:00Z
    SeededEntropy entropy;
    server::Tenancy tenancy;
    std::unique_ptr<server::Store> store;
    std::unique_ptr<server::ServerWriter> writer;
    std::unique_ptr<server::Sessions> sessions;
    std::unique_ptr<server::Certificates> certificates;
    std::unique_ptr<server::Documents> documents;
    std::unique_ptr<server::Shared> shared;
    std::unique_ptr<server::Batcher> batcher;
    server::Caller administrator;
    Bytes checklist;
    Bytes provisions;

private:
    void start();
    void open_database();
    Result<Bytes> push(const sync::Call& call);
    int databases_ = 0;
};

class TestTablet {
public:
    TestTablet(TestServer& server, const std::string& name, std::uint64_t seed);

    void enrol(const std::string& person);
    field::MeetingOutcome meet();
    void fill(const AuditId& audit, bool served, int friendly, const std::string& comment);

    void submit(const AuditId& audit) { must(workspace.submit(audit, "as seen")); }

    TestServer& server;
    FixedClock clock{1'772'445'600'000, 1'000};
    SeededEntropy entropy;
    field::Workspace workspace;
};

} // namespace muster::test
