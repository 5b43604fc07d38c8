// A tablet by hand: writes ops, makes runs and pushes them in whatever order a test wants, valid or
// not.
#pragma once

#include "core/audit/log.hpp"
#include "tests/sync-server/services/test_server.hpp"

namespace muster::test {

class Hand {
public:
    // A person of that role with a certificate of the server's identity.
    Hand(TestServer& server, const PersonId& person, audit::Role role, std::uint64_t seed)
        : server_(server), entropy_(seed), key_(SigningKey::make(entropy_)) {
        certificate = audit::sign_certificate(
            {server.tenancy.id,
             person,
             DeviceId{entropy_.bytes<16>()},
             key_.public_key(),
             {role},
             0,
             4'000'000'000'000},
            server.tenancy.identity
        );
        salt = entropy_.bytes<16>();
        writer = audit::writer_id_of(key_.public_key().value, salt);
        caller = must(server::prove(
            {certificate, challenge(), answer_},
            server.tenancy,
            *server.sessions,
            *must(server.store->read()),
            server.clock
        ));
    }

    audit::LogState log(const AuditId& audit, const std::optional<OpId>& grant) const {
        audit::LogState state;
        state.audit = audit;
        state.writer = writer;
        state.grant = grant.value_or(OpId{});
        return state;
    }

    audit::Op set(audit::LogState& log, const std::string& question, checklist::Value value) {
        return write(
            log,
            audit::Kind::set,
            question,
            audit::payload_of({checklist::AnswerState::answered, std::move(value), {}})
        );
    }

    audit::Op submit(audit::LogState& log) {
        const audit::Tip tip{log.writer, log.seq, log.last};
        return write(log, audit::Kind::submit, "", {audit::Submission{{tip}, "done"}, {}});
    }

    audit::Op write(
        audit::LogState& log,
        audit::Kind kind,
        const std::string& question,
        const audit::Payload& payload
    ) {
        wall_ms_ += 1'000;
        auto op = must(audit::append(
            log,
            {kind,
             audit::register_of(question),
             audit::encode_payload(payload),
             {wall_ms_, 0, TimeQuality::device},
             {}},
            entropy_
        ));
        if (op.header.epoch_key_hash) epochs_.push_back(*log.epoch);
        return op;
    }

    // Consecutive ops of one log as a signed run.
    Bytes run(std::span<const audit::Op> ops, bool good_signature = true) {
        audit::Stretch stretch;
        stretch.ops = ops;
        stretch.certificate = audit::hash_of(certificate);
        stretch.writer_salt = salt;
        stretch.epochs = epochs_;
        if (!ops.front().header.epoch_key_hash) stretch.epoch_before = epochs_.front();
        const auto& signing = good_signature ? key_ : SigningKey::make(entropy_);
        stretch.signature = audit::sign_run(signing, server_.tenancy.id, ops.back().id);
        return audit::encode_run(audit::make_run(stretch));
    }

    sync::PushReply push(const AuditId& audit, std::vector<Bytes> runs) {
        return push(sync::PushRequest{{{audit, std::move(runs), std::nullopt}}, {certificate}});
    }

    sync::PushReply push(const sync::PushRequest& request) {
        auto reply = try_push(request);
        return must(std::move(reply));
    }

    Result<sync::PushReply> try_push(const sync::PushRequest& request) {
        auto reader = must(server_.store->read());
        auto checked = server::check_push(request, caller, *reader, *server_.shared);
        if (!checked) return error_of(checked);
        reader.reset();
        auto outcome = server_.write<server::PushOutcome>([&](server::Transaction& transaction) {
            return server::apply_push(*checked, transaction, *server_.shared);
        });
        if (!outcome) return error_of(outcome);
        return server::sign_push(std::move(*outcome), *server_.shared);
    }

    audit::SignedCertificate certificate;
    Bytes16 salt;
    WriterId writer;
    server::Caller caller;

private:
    ByteView challenge() {
        challenge_ = server_.sessions->make_challenge(server_.clock, server_.entropy);
        answer_ = key_.sign(sync::challenge_domain, server_.tenancy.id, {challenge_});
        return challenge_;
    }

    TestServer& server_;
    SeededEntropy entropy_;
    SigningKey key_;
    Bytes challenge_;
    Signature answer_;
    std::vector<audit::EpochKey> epochs_;
    std::int64_t wall_ms_ = 1'772'445'600'000;
};

// A programme with one visit and the shopper to whom it is granted.
struct OneVisit {
    explicit OneVisit(std::uint64_t seed = 1) : server(seed) {
        server.make_programme();
        server.add_shopper("S01");
        audit = server.add_visit("A1", "S01");
    }

    Hand shopper(std::uint64_t seed = 50) {
        return {server, *server.record(audit).granted_to, audit::Role::shopper, seed};
    }

    TestServer server;
    AuditId audit;
};

} // namespace muster::test
