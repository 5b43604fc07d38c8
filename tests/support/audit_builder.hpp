// Builders that name only what matters to a test: an organisation with its server identity, people
// with certificates, and logs to which they write.
#pragma once

#include "core/audit/fold.hpp"
#include "core/audit/log.hpp"
#include "tests/support/seeded_entropy.hpp"

namespace muster::test {

struct Writer {
    SigningKey key;
    audit::SignedCertificate certificate;
    audit::Certificate opened;
    Bytes16 salt;
    WriterId id;
};

class Organisation {
public:
    explicit Organisation(std::uint64_t seed = 1)
        : entropy(seed), tenant{entropy.bytes<16>()}, identity(SigningKey::make(entropy)) {}

    Writer person(audit::Role role) {
        auto key = role == audit::Role::server ? identity : SigningKey::make(entropy);
        audit::Certificate certificate{
            tenant,
            PersonId{entropy.bytes<16>()},
            DeviceId{entropy.bytes<16>()},
            key.public_key(),
            {role},
            0,
            4'000'000'000'000
        };
        const auto salt = entropy.bytes<16>();
        const auto writer = audit::writer_id_of(key.public_key().value, salt);
        return {key, audit::sign_certificate(certificate, identity), certificate, salt, writer};
    }

    SeededEntropy entropy;
    TenantId tenant;
    SigningKey identity;
};

// One audit under way: a log per writer, all ops in one list.
class AuditBuilder {
public:
    explicit AuditBuilder(Organisation& organisation)
        : organisation_(&organisation)
        , audit(
              audit::audit_id_of(organisation.tenant, VisitId{organisation.entropy.bytes<16>()}, 1)
          ) {}

    audit::Op& write(
        const Writer& writer,
        audit::Kind kind,
        std::string_view question,
        const audit::Payload& payload,
        std::vector<OpId> parents = {}
    ) {
        auto [at, fresh] = logs.try_emplace(writer.id);
        auto& log = at->second;
        if (fresh) {
            log.audit = audit;
            log.writer = writer.id;
            log.grant = grant;
            log.side = side;
        }
        authors.insert_or_assign(writer.id, writer.opened);
        wall_ms += 1'000;
        audit::NewOp entry{
            kind,
            audit::register_of(question),
            audit::encode_payload(payload),
            {wall_ms, 0, TimeQuality::device},
            std::move(parents)
        };
        ops.push_back(*audit::append(log, std::move(entry), organisation_->entropy));
        return ops.back();
    }

    audit::Op& set(const Writer& writer, std::string_view question, std::int64_t value) {
        return write(
            writer,
            audit::Kind::set,
            question,
            {checklist::Value(Decimal::integer(value)), std::nullopt}
        );
    }

    void grant_to(const Writer& server, const Writer& shopper) {
        const auto& op = write(
            server, audit::Kind::grant, "", {audit::Granted{{}, shopper.opened.person, {}}, {}}
        );
        grant = op.id;
    }

    audit::Op& submit(const Writer& writer) {
        return write(
            writer, audit::Kind::submit, "", {audit::Submission{audit::tips_of(ops), "done"}, {}}
        );
    }

    [[nodiscard]] audit::Audit fold() const { return audit::fold(ops, authors); }

private:
    Organisation* organisation_;

public:
    AuditId audit;
    OpId grant;
    audit::Side side = audit::Side::field; // of logs that begin from now on
    std::map<WriterId, audit::LogState> logs;
    audit::Authors authors;
    std::vector<audit::Op> ops;
    std::int64_t wall_ms = 1'772'445'600'000;
};

} // namespace muster::test
