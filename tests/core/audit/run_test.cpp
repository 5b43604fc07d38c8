#include "core/audit/run.hpp"
#include "tests/support/audit_builder.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <fstream>

using namespace muster;
using namespace muster::audit;
using test::AuditBuilder;
using test::Organisation;

namespace {

// The run that carries ops of one log from `from` on, with every key its writer has.
Run run_of(
    const Organisation& organisation,
    const test::Writer& writer,
    const std::vector<Op>& ops,
    std::size_t from,
    const std::vector<EpochKey>& epochs,
    const std::optional<EpochKey>& before = std::nullopt
) {
    Stretch stretch;
    stretch.ops = std::span(ops).subspan(from);
    stretch.certificate = hash_of(writer.certificate);
    stretch.writer_salt = writer.salt;
    stretch.epochs = epochs;
    stretch.epoch_before = before;
    stretch.signature = sign_run(writer.key, organisation.tenant, ops.back().id);
    return make_run(stretch);
}

struct Log {
    Organisation organisation{7};
    test::Writer shopper = organisation.person(Role::shopper);
    AuditBuilder builder{organisation};
    std::vector<EpochKey> epochs;

    void write(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            builder.set(shopper, "Q" + std::to_string(i % 9), static_cast<std::int64_t>(i));
            const auto& epoch = *builder.logs[shopper.id].epoch;
            if (epochs.empty() || epochs.back() != epoch) epochs.push_back(epoch);
        }
    }
};

} // namespace

TEST_CASE("A header reads back from its bytes", "[op]") {
    Log log;
    log.write(3);
    for (const auto& op : log.builder.ops) {
        Bytes bytes;
        encode_header(op.header, bytes);
        CHECK(*decode_header(bytes) == op.header);
        CHECK(op_id_of(bytes) == op.id);
        bytes.pop_back();
        CHECK_FALSE(decode_header(bytes));
    }
    CHECK_FALSE(decode_header({}));
}

TEST_CASE("A run rebuilds the very ops it was made of, over any number of epochs", "[run]") {
    for (const std::size_t count : {1u, 63u, 64u, 65u, 200u}) {
        Log log;
        log.write(count);
        const auto bytes =
            encode_run(run_of(log.organisation, log.shopper, log.builder.ops, 0, log.epochs));
        auto run = decode_run(bytes);
        REQUIRE(run);
        const auto signature = run->signature;
        const auto rebuilt = rebuild(std::move(*run), log.builder.audit, {});
        REQUIRE(rebuilt);
        CHECK(rebuilt->ops == log.builder.ops);
        CHECK(rebuilt->epochs == log.epochs);
        CHECK(run_signature_holds(
            log.shopper.key.public_key(), signature, log.organisation.tenant, rebuilt->ops.back().id
        ));
    }
}

TEST_CASE("A run that continues a log needs the epoch before it", "[run]") {
    Log log;
    log.write(70);
    const auto& ops = log.builder.ops;
    RunStart start{ops[39].id, log.epochs[0], 40, {}, {}};
    SECTION("known to the receiver") {
        auto run = run_of(log.organisation, log.shopper, ops, 40, log.epochs, log.epochs[0]);
        const auto rebuilt = rebuild(run, log.builder.audit, start);
        REQUIRE(rebuilt);
        CHECK(rebuilt->ops.back().id == ops.back().id);
    }
    SECTION("or travelling with it, believed only if the epoch's first op says so") {
        const auto run = run_of(log.organisation, log.shopper, ops, 40, log.epochs, log.epochs[0]);
        start.epoch.reset();
        CHECK_FALSE(rebuild(run, log.builder.audit, start));
        start.epoch_first = ops[0].id;
        start.epoch_key_hash = ops[0].header.epoch_key_hash;
        const auto rebuilt = rebuild(run, log.builder.audit, start);
        REQUIRE(rebuilt);
        CHECK(rebuilt->ops.back().id == ops.back().id);
        CHECK(rebuilt->epochs.front() == log.epochs[0]);
        start.epoch_key_hash = Bytes32{};
        CHECK_FALSE(rebuild(run, log.builder.audit, start));
    }
}

TEST_CASE("Ops without their key travel as commitments and keep their ids", "[run]") {
    Log log;
    log.write(5);
    const auto run = run_of(log.organisation, log.shopper, log.builder.ops, 0, {});
    const auto rebuilt = rebuild(*decode_run(encode_run(run)), log.builder.audit, {});
    REQUIRE(rebuilt);
    CHECK(rebuilt->ops.back().id == log.builder.ops.back().id);
    CHECK_FALSE(rebuilt->ops.back().payload);
}

TEST_CASE("Whatever is changed in a run, its signature no longer holds", "[run]") {
    CHECK(rc::check([] {
        Log log;
        log.write(20);
        auto bytes =
            encode_run(run_of(log.organisation, log.shopper, log.builder.ops, 0, log.epochs));
        const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
        bytes[at] ^= static_cast<std::uint8_t>(*rc::gen::inRange(1, 256));
        auto run = decode_run(bytes);
        if (!run) return;
        const auto signature = run->signature;
        const auto same_author = run->writer == log.shopper.id &&
                                 run->certificate == hash_of(log.shopper.certificate) &&
                                 run->writer_salt == log.shopper.salt;
        const auto rebuilt = rebuild(std::move(*run), log.builder.audit, {});
        if (!rebuilt || !same_author) return;
        const bool holds = run_signature_holds(
            log.shopper.key.public_key(), signature, log.organisation.tenant, rebuilt->ops.back().id
        );
        // Protobuf has more than one spelling of the same message; then nothing was changed.
        RC_ASSERT(!holds || rebuilt->ops == log.builder.ops);
    }));
}

TEST_CASE("Limits of a run are kept at the limit and refused one past it", "[run]") {
    Log log;
    log.write(1);
    auto run = run_of(log.organisation, log.shopper, log.builder.ops, 0, log.epochs);
    run.entries.resize(limits::run_ops_max, run.entries.front());
    CHECK(decode_run(encode_run(run)));
    run.entries.push_back(run.entries.front());
    CHECK_FALSE(decode_run(encode_run(run)));
    run.entries.resize(1);
    run.entries[0].payload.assign(limits::op_payload_bytes_max, 0);
    CHECK(decode_run(encode_run(run)));
    run.entries[0].payload.push_back(0);
    CHECK(decode_run(encode_run(run)).error().code == Code::resource_exhausted);
    CHECK_FALSE(decode_run({}));
}

TEST_CASE("A 64 KiB entry is taken and a larger one refused at the tap", "[log]") {
    Log log;
    LogState state;
    NewOp entry;
    entry.payload.assign(limits::op_payload_bytes_max, 1);
    CHECK(append(state, entry, log.organisation.entropy));
    entry.payload.push_back(1);
    CHECK(append(state, entry, log.organisation.entropy).error().code == Code::resource_exhausted);
}

TEST_CASE("The test vectors of docs/op_format.md hold", "[op]") {
    // The document's vectors are lines of "name: hex"; this test recomputes each of them.
    const char* root = std::getenv("MUSTER_SOURCE");
    REQUIRE(root != nullptr);
    std::ifstream file(std::string(root) + "/docs/op_format.md");
    std::map<std::string, std::string> vectors;
    for (std::string line; std::getline(file, line);) {
        const auto colon = line.find(": ");
        if (line.starts_with("    ") && colon != std::string::npos) {
            vectors[line.substr(4, colon - 4)] = line.substr(colon + 2);
        }
    }
    Op op;
    op.header.kind = number_of(Kind::set);
    for (std::size_t i = 0; i < 16; ++i) {
        op.header.audit.value.data[i] = static_cast<std::uint8_t>(0x10 + i);
        op.header.writer.value.data[i] = static_cast<std::uint8_t>(0x30 + i);
    }
    op.header.seq = 1;
    op.header.wall = {1'772'445'600'123, 60, TimeQuality::compared};
    op.header.register_name = register_of("REL1");
    Bytes32 key;
    key.data.fill(0x77);
    op.header.epoch_key_hash = epoch_key_hash_of(key);
    for (std::size_t i = 0; i < 32; ++i) {
        op.header.grant.value.data[i] = static_cast<std::uint8_t>(0xa0 + i);
    }
    op.payload = encode_payload({checklist::Value(Decimal::integer(4)), {}});
    Bytes buffer;
    const auto salt = finish(op, key, buffer);
    Bytes header;
    encode_header(op.header, header);
    CHECK(vectors["payload"] == to_hex(*op.payload));
    CHECK(vectors["salt"] == to_hex(salt.bytes()));
    CHECK(vectors["commitment"] == to_hex(op.header.commitment.bytes()));
    CHECK(vectors["header"] == to_hex(header));
    CHECK(vectors["op id"] == op.id.hex());
    CHECK(vectors["digest"] == digest_of(tips_of({&op, 1})).hex());
}
