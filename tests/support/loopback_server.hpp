// The real server services and the real encrypted store in the test's own process, without sockets:
// calls go in as bytes and come out as bytes. It can be restarted, restored to an empty database,
// and made to lose replies.
#pragma once

#include "core/sync/call.hpp"
#include "sync-server/services/conflicts.hpp"
#include "sync-server/services/evidence.hpp"
#include "sync-server/services/hand_over.hpp"
#include "sync-server/services/held_ops.hpp"
#include "sync-server/services/hello.hpp"
#include "sync-server/services/programme.hpp"
#include "sync-server/services/pull.hpp"
#include "sync-server/services/push.hpp"
#include "sync-server/services/revocation.hpp"
#include "sync-server/store/sqlite/sqlite_store.hpp"
#include "tests/support/fixed_clock.hpp"
#include "tests/support/seeded_entropy.hpp"
#include "tests/support/temporary_folder.hpp"

#include <memory>

namespace muster::test {

class LoopbackServer {
public:
    explicit LoopbackServer(std::uint64_t seed = 1)
        : entropy_(seed)
        , tenancy_{
              TenantId{entropy_.bytes<16>()}, "Test organisation", "", SigningKey::make(entropy_)
          } {
        start();
    }

    // A new process on the same database.
    void restart() { start(); }

    // A new process on an empty database, as after the restore of an empty backup.
    void restore_empty() {
        process_.reset();
        ++generation_;
        start();
    }

    [[nodiscard]] Bytes16 fingerprint() const {
        return sync::fingerprint_of(tenancy_.identity.public_key());
    }

    FixedClock clock{1'772'445'600'000, 10};
    // What the next restart tells the tablets.
    sync::Limits limits;

    // Carries a call. Errors are those the service gave.
    Result<Bytes> carry(const sync::Call& call) {
        auto& p = *process_;
        if (call.method == "muster.v1.EnrolmentService/Greet") {
            const auto nonce = sync::decode_greet_request(call.body);
            if (!nonce) return error_of(nonce);
            return sync::encode_signed(server::greet(*nonce, p.shared));
        }
        if (call.method == "muster.v1.EnrolmentService/Enrol") return enrol(call.body);
        if (call.method == "muster.v1.SyncService/Hello") return hello(call.body);
        auto reader = p.store->read();
        if (!reader) return error_of(reader);
        const auto caller =
            server::identify(call.token, p.certificates, p.sessions, **reader, clock);
        if (!caller) return error_of(caller);
        if (call.method == "muster.v1.SyncService/Push") return push(call.body, *caller);
        if (call.method == "muster.v1.SyncService/Pull") {
            const auto request = sync::decode_pull_request(call.body);
            if (!request) return error_of(request);
            const auto reply = server::pull(*request, *caller, **reader, p.shared);
            if (!reply) return error_of(reply);
            return sync::encode(*reply);
        }
        if (call.method == "muster.v1.SyncService/Have") {
            const auto request = sync::decode_have_request(call.body);
            if (!request) return error_of(request);
            const auto reply = server::have(*request, *caller, **reader);
            if (!reply) return error_of(reply);
            return sync::encode(*reply);
        }
        if (call.method != "muster.v1.SyncService/Fetch") {
            reader->reset();
            return carry_evidence(call, *caller);
        }
        const auto request = sync::decode_fetch_request(call.body);
        if (!request) return error_of(request);
        const auto reply = server::fetch(*request, *caller, **reader, p.shared);
        if (!reply) return error_of(reply);
        return sync::encode(*reply);
    }

    // Runs `work` in a committed transaction.
    template <class Work>
    auto write(Work work) {
        auto transaction = process_->store->begin();
        REQUIRE(transaction);
        auto result = work(**transaction, process_->shared);
        INFO((result ? std::string("written") : result.error().text()));
        REQUIRE(result);
        REQUIRE((*transaction)->commit());
        return *std::move(result);
    }

    [[nodiscard]] std::unique_ptr<server::Reader> read() const {
        auto reader = process_->store->read();
        REQUIRE(reader);
        return std::move(*reader);
    }

private:
    Result<Bytes> carry_evidence(const sync::Call& call, const server::Caller& caller) {
        auto transaction = process_->store->begin();
        if (!transaction) return error_of(transaction);
        auto reply = answer_evidence(call, caller, **transaction);
        if (!reply) return reply;
        if (auto done = (*transaction)->commit(); !done) return error_of(done);
        return reply;
    }

    Result<Bytes> answer_evidence(
        const sync::Call& call, const server::Caller& caller, server::Transaction& transaction
    ) {
        if (call.method == "muster.v1.SyncService/PutChunk") {
            const auto request = sync::decode_put_chunk_request(call.body);
            if (!request) return error_of(request);
            const auto put = server::put_chunk(*request, caller, transaction);
            if (!put) return error_of(put);
            return Bytes();
        }
        if (call.method == "muster.v1.SyncService/GetChunk") {
            const auto request = sync::decode_get_chunk_request(call.body);
            if (!request) return error_of(request);
            const auto reply = server::get_chunk(*request, caller, transaction);
            if (!reply) return error_of(reply);
            return sync::encode(*reply);
        }
        const auto request = sync::decode_chunks_request(call.body);
        if (!request) return error_of(request);
        const auto reply = call.method == "muster.v1.SyncService/SealEvidence"
                               ? server::seal_evidence(*request, caller, transaction, clock)
                               : server::missing_chunks(*request, caller, transaction);
        if (!reply) return error_of(reply);
        return sync::encode(*reply);
    }

    struct Process {
        Process(
            const server::Tenancy& tenancy,
            std::unique_ptr<server::Store> opened,
            FixedClock& clock,
            Entropy& entropy,
            const sync::Limits& limits
        )
            : store(std::move(opened))
            , writer(server::make_server_writer(tenancy, clock, entropy))
            , sessions(entropy)
            , certificates(tenancy)
            , shared{tenancy, writer, sessions, certificates, documents, clock, entropy, limits} {}

        std::unique_ptr<server::Store> store;
        server::ServerWriter writer;
        server::Sessions sessions;
        server::Certificates certificates;
        server::Documents documents;
        server::Shared shared;
    };

    void start() {
        process_.reset();
        sqlite::OpenOptions options;
        options.path = folder_.file("server" + std::to_string(generation_) + ".db");
        options.key = sqlite::DatabaseKey{};
        options.key->value.data.fill(3);
        auto store = server::open_sqlite_store(options);
        REQUIRE(store);
        process_ = std::make_unique<Process>(tenancy_, std::move(*store), clock, entropy_, limits);
        const auto& own = process_->writer;
        write([&](server::Transaction& transaction, const server::Shared&) -> Result<int> {
            const auto tenant = transaction.tenant();
            if (!tenant) return error_of(tenant);
            if (!*tenant) {
                auto made = transaction.put_tenant({tenancy_.id, tenancy_.identity.public_key()});
                if (!made) return error_of(made);
            }
            auto known =
                transaction.put_certificate({own.certificate_hash, own.certificate, "server", 0});
            if (!known) return error_of(known);
            return 0;
        });
    }

    Result<Bytes> enrol(ByteView body) {
        const auto request = sync::decode_enrol_request(body);
        if (!request) return error_of(request);
        auto transaction = process_->store->begin();
        if (!transaction) return error_of(transaction);
        const auto reply = server::enrol(*request, **transaction, process_->shared);
        if (!reply) return error_of(reply);
        if (auto done = (*transaction)->commit(); !done) return error_of(done);
        return sync::encode(*reply);
    }

    Result<Bytes> hello(ByteView body) {
        const auto request = sync::decode_hello_request(body);
        if (!request) return error_of(request);
        auto reader = process_->store->read();
        if (!reader) return error_of(reader);
        auto outcome = server::hello(*request, **reader, process_->shared);
        if (!outcome) return error_of(outcome);
        reader->reset();
        if (outcome->new_certificate) {
            auto transaction = process_->store->begin();
            if (!transaction) return error_of(transaction);
            auto kept = (*transaction)->put_certificate(*outcome->new_certificate);
            if (!kept) return error_of(kept);
            if (auto done = (*transaction)->commit(); !done) return error_of(done);
        }
        return sync::encode_signed(outcome->reply);
    }

    Result<Bytes> push(ByteView body, const server::Caller& caller) {
        const auto request = sync::decode_push_request(body);
        if (!request) return error_of(request);
        auto reader = process_->store->read();
        if (!reader) return error_of(reader);
        const auto checked = server::check_push(*request, caller, **reader, process_->shared);
        if (!checked) return error_of(checked);
        reader->reset();
        auto transaction = process_->store->begin();
        if (!transaction) return error_of(transaction);
        auto outcome = server::apply_push(*checked, **transaction, process_->shared);
        if (!outcome) return error_of(outcome);
        if (auto done = (*transaction)->commit(); !done) return error_of(done);
        return sync::encode(server::sign_push(std::move(*outcome), process_->shared));
    }

    TemporaryFolder folder_;
    SeededEntropy entropy_;
    server::Tenancy tenancy_;
    int generation_ = 0;
    std::unique_ptr<Process> process_;
};

} // namespace muster::test
