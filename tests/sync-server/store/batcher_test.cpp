#include "sync-server/store/batcher.hpp"
#include "sync-server/store/sqlite/sqlite_store.hpp"
#include "tests/support/file_limit.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace muster;
using namespace muster::server;

namespace {

std::unique_ptr<Store> open(const test::TemporaryFolder& folder) {
    sqlite::OpenOptions options;
    options.path = folder.file("b.db");
    auto store = open_sqlite_store(options);
    REQUIRE(store);
    return std::move(*store);
}

Batcher::Work put(std::uint8_t number, std::size_t name_bytes = 4) {
    return [number, name_bytes](Transaction& transaction) {
        PersonId id;
        id.value.data.fill(number);
        return transaction.put_person(
            {id, "p" + std::to_string(number), std::string(name_bytes, 'x'), {}, {}}
        );
    };
}

std::uint32_t people(Store& store) {
    auto reader = store.read();
    REQUIRE(reader);
    const auto page = (*reader)->people({0, 0});
    REQUIRE(page);
    return page->total;
}

} // namespace

TEST_CASE("Work is done after its commit, and a failing piece undoes itself alone") {
    test::TemporaryFolder folder;
    auto store = open(folder);
    Batcher batcher(*store);
    std::vector<std::string> outcomes;
    const auto done = [&](Status outcome) {
        // A reader sees what was committed when `done` is called.
        outcomes.push_back(outcome ? std::to_string(people(*store)) : outcome.error().message);
    };
    batcher.submit(put(1), done);
    batcher.submit(
        [](Transaction& transaction) -> Status {
            if (auto half = put(2)(transaction); !half) return half;
            return fail(Code::invalid_input, "refused");
        },
        done
    );
    batcher.submit([](Transaction&) -> Status { throw std::runtime_error("thrown"); }, done);
    batcher.submit(put(3), done);
    CHECK(batcher.step() == 4);
    REQUIRE(outcomes.size() == 4);
    CHECK(outcomes[0] == "2");
    CHECK(outcomes[1] == "refused");
    CHECK(outcomes[2] == "A bug in the server: thrown");
    CHECK(outcomes[3] == "2");
    CHECK(batcher.step() == 0);
}

TEST_CASE("A disk that is full fails the pieces it concerns, and later work succeeds") {
    test::TemporaryFolder folder;
    auto store = open(folder);
    Batcher batcher(*store);
    std::vector<bool> outcomes;
    const auto done = [&](const Status& outcome) { outcomes.push_back(outcome.has_value()); };
    {
        const test::FileLimit limit(std::size_t{512} * 1024);
        batcher.submit(put(1), done);
        batcher.submit(put(2, 4'000'000), done);
        batcher.submit(put(3), done);
        batcher.step();
    }
    REQUIRE(outcomes.size() == 3);
    CHECK_FALSE(outcomes[1]);
    const auto stored = people(*store);
    // Whoever was told yes is there, whoever was told no is not.
    CHECK(stored == static_cast<std::uint32_t>(std::ranges::count(outcomes, true)));
    batcher.submit(put(4), done);
    batcher.step();
    CHECK(outcomes.back());
    CHECK(people(*store) == stored + 1);
}

TEST_CASE("What waits when the writer is told to stop is still done, what comes later is refused") {
    test::TemporaryFolder folder;
    auto store = open(folder);
    Batcher batcher(*store);
    std::atomic<int> good = 0;
    std::atomic<int> refused = 0;
    const auto done = [&](const Status& outcome) { ++(outcome ? good : refused); };
    std::thread writer([&] { batcher.run(); });
    for (std::uint8_t i = 0; i < 50; ++i)
        batcher.submit(put(i), done);
    batcher.stop();
    writer.join();
    CHECK(good == 50);
    batcher.submit(put(60), done);
    CHECK(refused == 1);
    CHECK(people(*store) == 50);
}

TEST_CASE("The queue takes work up to its limit and refuses one past it") {
    test::TemporaryFolder folder;
    auto store = open(folder);
    Batcher batcher(*store);
    int refused = 0;
    const auto done = [&](const Status& outcome) { refused += outcome ? 0 : 1; };
    const auto nothing = [](Transaction&) -> Status { return {}; };
    for (std::size_t i = 0; i < Batcher::waiting_max; ++i)
        batcher.submit(nothing, done);
    CHECK(refused == 0);
    batcher.submit(nothing, done);
    CHECK(refused == 1);
    CHECK(batcher.step() == Batcher::batch_max);
}
