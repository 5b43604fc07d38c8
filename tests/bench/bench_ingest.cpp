// Server ingest over TLS: verified, folded where an audit is submitted, durable. Pushes are made
// before the clock starts; the yardstick is a raw SQLite insert of rows of the same shape,
// synchronous = FULL, 1,000 a transaction, in turns with it.
#include "core/audit/log.hpp"
#include "tests/bench/harness.hpp"

#include <fmt/format.h>

#include <chrono>
#include <thread>

namespace {

using namespace muster;
using namespace muster::bench;

constexpr int questions = 60;

// A device that makes its pushes itself, so that making them is not measured.
class Device {
public:
    explicit Device(const std::string& link_text) {
        const auto link = must(sync::parse_enrolment_link(link_text), "link");
        must(client.connect(link.host, link.port, native::Trust::unverified()), "connect");
        const auto greeting = greet();
        must(
            client.connect(link.host, link.port, native::Trust::pinned(greeting.authority_pem)),
            "connect"
        );
        sync::EnrolRequest request{
            link.code,
            key.public_key(),
            greeting.challenge,
            key.sign(sync::challenge_domain, greeting.tenant, {greeting.challenge}),
            "bench"
        };
        const auto reply = must(
            client.call_connect("muster.v1.EnrolmentService/Enrol", sync::encode(request)), "Enrol"
        );
        certificate = must(sync::decode_enrol_reply(reply), "Enrol").certificate;
        writer = audit::writer_id_of(key.public_key().value, salt);
        hello();
    }

    // A push that continues the log of the device's audit `which` by so many ops.
    Bytes make_push(std::size_t which, int ops, bool submit) {
        auto& log = logs_[which];
        std::vector<audit::Op> made;
        std::vector<audit::EpochKey> epochs;
        auto before = log.epoch;
        const auto answers = answers_of_audit(questions, static_cast<int>(which));
        for (int i = 0; i < ops; ++i) {
            const auto& answer = answers[static_cast<std::size_t>(i) % answers.size()];
            const bool last = submit && i + 1 == ops;
            audit::NewOp entry;
            entry.kind = last ? audit::Kind::submit : audit::Kind::set;
            if (!last) entry.register_name = audit::register_of(answer.field.question_id);
            const auto payload =
                last ? audit::Payload{audit::Submission{{{writer, log.seq, log.last}}, ""}, {}}
                     : audit::payload_of(answer.answer);
            entry.payload = audit::encode_payload(payload);
            entry.wall = {
                1'772'445'600'000 + static_cast<std::int64_t>(log.seq) * 977,
                60,
                TimeQuality::device
            };
            made.push_back(must(audit::append(log, std::move(entry), entropy), "append"));
            if (made.back().header.epoch_key_hash) epochs.push_back(*log.epoch);
        }
        audit::Stretch stretch;
        stretch.ops = made;
        stretch.certificate = audit::hash_of(certificate);
        stretch.writer_salt = salt;
        stretch.epochs = epochs;
        if (!made.front().header.epoch_key_hash) stretch.epoch_before = before;
        stretch.signature = audit::sign_run(key, tenant, made.back().id);
        sync::PushRequest push;
        push.certificates = {certificate};
        push.audits = {{log.audit, {audit::encode_run(audit::make_run(stretch))}, std::nullopt}};
        return sync::encode(push);
    }

    void send(const Bytes& push) {
        const auto reply = must(
            client.call_connect(
                "muster.v1.SyncService/Push", push, {{"Authorization", "Bearer " + token_}}
            ),
            "Push"
        );
        const auto read = must(sync::decode_push_reply(reply), "Push");
        for (const auto& verdict : read.verdicts) {
            if (verdict.verdict > sync::Verdict::duplicate || !verdict.held_back.empty()) {
                stop(fmt::format("push: {} {}", sync::name_of(verdict.verdict), verdict.text));
            }
        }
    }

private:
    sync::Greeting greet() {
        const auto nonce = entropy.bytes<32>();
        const auto reply = must(
            client.call_connect(
                "muster.v1.EnrolmentService/Greet", sync::encode_greet_request(nonce)
            ),
            "Greet"
        );
        auto greeting =
            must(sync::decode_greeting(must(sync::decode_signed(reply), "Greet").body), "Greet");
        tenant = greeting.tenant;
        return greeting;
    }

    void hello() {
        const auto greeting = greet();
        sync::HelloRequest request;
        request.tenant = tenant;
        request.certificate = certificate;
        request.challenge = greeting.challenge;
        request.challenge_signature =
            key.sign(sync::challenge_domain, tenant, {greeting.challenge});
        request.nonce = entropy.bytes<32>();
        const auto reply = must(
            client.call_connect("muster.v1.SyncService/Hello", sync::encode(request)), "Hello"
        );
        const auto state =
            must(sync::decode_hello_state(must(sync::decode_signed(reply), "Hello").body), "Hello");
        token_ = state.token;
        for (const auto& difference : state.differences) {
            audit::LogState log;
            log.audit = difference.audit;
            log.writer = writer;
            // The server's log holds the GRANT alone.
            log.grant = difference.tips.front().op;
            logs_.push_back(log);
        }
    }

    SystemEntropy entropy;
    SigningKey key = SigningKey::make(entropy);
    Bytes16 salt = entropy.bytes<16>();
    WriterId writer;
    TenantId tenant;
    audit::SignedCertificate certificate;
    native::HttpsClient client;
    std::string token_;
    std::vector<audit::LogState> logs_;
};

struct Shape {
    const char* name;
    int connections;
    int pushes; // a connection a round
    int ops;    // a push
    bool one_audit_a_push;
    double floor;
    double goal;
};

void measure(const Shape& shape) {
    constexpr int rounds = 5;
    const ServerProcess server;
    const int visits = shape.one_audit_a_push ? shape.pushes * rounds : 1;
    std::vector<std::unique_ptr<Device>> devices;
    for (const auto& link : make_programme(server, questions, visits, shape.connections)) {
        devices.push_back(std::make_unique<Device>(link));
    }
    const int ops_a_round = shape.connections * shape.pushes * shape.ops;
    std::vector<double> ratios;
    std::vector<double> cpu_ratios;
    std::vector<double> rates;
    std::vector<double> cpu_per_op;
    for (int round = 0; round < rounds; ++round) {
        std::vector<std::vector<Bytes>> pushes(devices.size());
        for (std::size_t d = 0; d < devices.size(); ++d) {
            for (int p = 0; p < shape.pushes; ++p) {
                const auto which =
                    shape.one_audit_a_push ? static_cast<std::size_t>(round * shape.pushes + p) : 0;
                pushes[d].push_back(devices[d]->make_push(which, shape.ops, shape.one_audit_a_push)
                );
            }
        }
        const auto raw = raw_sqlite(server.folder() / "raw.db", ops_a_round, 1'000);
        const double cpu = server.cpu_seconds();
        const auto start = std::chrono::steady_clock::now();
        std::vector<std::thread> threads;
        for (std::size_t d = 0; d < devices.size(); ++d) {
            threads.emplace_back([&, d] {
                for (const auto& push : pushes[d])
                    devices[d]->send(push);
            });
        }
        for (auto& thread : threads)
            thread.join();
        const double seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        const double server_cpu = server.cpu_seconds() - cpu;
        rates.push_back(ops_a_round / seconds);
        ratios.push_back(raw.seconds / seconds);
        cpu_ratios.push_back(server_cpu / raw.cpu_seconds);
        cpu_per_op.push_back(server_cpu / ops_a_round * 1e6);
    }
    print_row(
        {{"bench", shape.name},
         {"ops_per_second", median(rates)},
         {"ratio", median(ratios)},
         {"floor", shape.floor},
         {"goal", shape.goal},
         {"server_cpu_us_per_op", median(cpu_per_op)},
         {"server_cpu_ratio", median(cpu_ratios)},
         {"server_cpu_ratio_floor", 3},
         {"server_cpu_ratio_goal", 1.5}}
    );
}

} // namespace

int main() {
    measure({"ingest, 16 connections, runs of 1,000 ops", 16, 3, 1'000, false, 0.6, 0.9});
    measure({"ingest, 64 connections, one audit of 50 ops a push", 64, 10, 50, true, 0.3, 0.5});
    return 0;
}
