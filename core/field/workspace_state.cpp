#include "core/field/workspace_state.hpp"

#include "core/field/recent_requests.hpp"

#include <algorithm>

namespace muster::field {

namespace {

// Settings of the profile, by name. All are written in one transaction at enrolment.
constexpr std::string_view setting_identity = "server_identity";
constexpr std::string_view setting_certificate = "certificate";
constexpr std::string_view setting_seed = "signing_seed";
constexpr std::string_view setting_tenant = "tenant";
constexpr std::string_view setting_person_name = "person_name";
constexpr std::string_view setting_organisation = "organisation";
constexpr std::string_view setting_host = "host";
constexpr std::string_view setting_port = "port";
constexpr std::string_view setting_authority = "authority_pem";

std::uint16_t port_from(std::string_view text) {
    unsigned port = 0;
    for (const char c : text)
        port = port * 10 + static_cast<unsigned>(c - '0');
    return static_cast<std::uint16_t>(port);
}

} // namespace

Status Workspace::Impl::load_profile() {
    std::map<std::string_view, Bytes> values;
    for (const auto name :
         {setting_identity,
          setting_certificate,
          setting_seed,
          setting_writer_salt,
          setting_tenant,
          setting_person_name,
          setting_organisation,
          setting_host,
          setting_port,
          setting_authority}) {
        auto value = store.setting(name);
        if (!value) return error_of(value);
        if (!*value) return {}; // not enrolled
        values.emplace(name, std::move(**value));
    }
    const auto identity = PublicKey::from(values[setting_identity]);
    const auto tenant = TenantId::from(values[setting_tenant]);
    const auto seed = Bytes32::from(values[setting_seed]);
    const auto salt = Bytes16::from(values[setting_writer_salt]);
    const auto certificate = audit::decode_signed_certificate(values[setting_certificate]);
    if (!identity || !tenant || !seed || !salt || !certificate) {
        return fail(
            Code::data_loss,
            "The profile on this tablet is damaged.",
            "Save a safe copy of its work, then enrol again."
        );
    }
    const auto opened = audit::open_certificate(*certificate, *tenant, *identity);
    if (!opened) return error_of(opened);
    profile = Profile{
        *tenant,
        opened->person,
        opened->device,
        std::string(text_of(values[setting_person_name])),
        std::string(text_of(values[setting_organisation])),
        std::string(text_of(values[setting_host])),
        port_from(text_of(values[setting_port])),
        *identity,
        std::string(text_of(values[setting_authority])),
        opened->roles
    };
    author = Author{
        SigningKey::from_seed(*seed),
        *certificate,
        *opened,
        *salt,
        audit::writer_id_of(opened->key.value, *salt)
    };
    // Authors read before enrolment would have been none.
    ledger = Ledger(store);
    if (auto known = ledger.authors(trust()); !known) return error_of(known);
    return ledger.keep_certificate(*certificate, trust());
}

Status Workspace::Impl::store_profile(
    sqlite::Transaction& transaction,
    const Profile& new_profile,
    const SigningKey& key,
    const audit::SignedCertificate& certificate,
    const Bytes16& writer_salt
) {
    const auto seed = key.seed();
    const auto encoded = audit::encode_signed_certificate(certificate);
    const auto port = std::to_string(new_profile.port);
    const std::pair<std::string_view, ByteView> values[] = {
        {setting_identity, new_profile.server_identity.bytes()},
        {setting_certificate, encoded},
        {setting_seed, seed.bytes()},
        {setting_writer_salt, writer_salt.bytes()},
        {setting_tenant, new_profile.tenant.bytes()},
        {setting_person_name, view(new_profile.person_name)},
        {setting_organisation, view(new_profile.organisation)},
        {setting_host, view(new_profile.host)},
        {setting_port, view(port)},
        {setting_authority, view(new_profile.authority_pem)},
    };
    for (const auto& [name, value] : values) {
        if (auto done = store.put_setting(transaction, name, value); !done) return error_of(done);
    }
    return {};
}

Status Workspace::Impl::require_enrolled() const {
    if (profile) return {};
    return fail(
        Code::failed_precondition,
        "This tablet is not enrolled yet.",
        "Ask the office for an enrolment link and enrol with it."
    );
}

Status Workspace::Impl::require_grant(const OpenedAudit& opened) const {
    if (opened.state.granted_to == profile->person) return {};
    return fail(
        Code::permission_denied,
        "This visit is not assigned to you.",
        "Sync, or ask the office who has it."
    );
}

Result<OpenedAudit> Workspace::Impl::open(const AuditId& id) {
    if (auto enrolled = require_enrolled(); !enrolled) return error_of(enrolled);
    auto row = store.audit(id);
    if (!row) return error_of(row);
    if (!*row) {
        return fail(
            Code::not_found, "This visit is not on this tablet.", "Sync to get new visits."
        );
    }
    auto ops = ledger.ops(id);
    if (!ops) return error_of(ops);
    const auto authors = ledger.authors(trust());
    if (!authors) return error_of(authors);
    auto state = audit::fold(*ops, **authors);
    return OpenedAudit{std::move(**row), std::move(*ops), std::move(state)};
}

Result<std::shared_ptr<const audit::VisitCard>> Workspace::Impl::card_of(const store::AuditRow& row
) {
    if (!row.visit_card) {
        return fail(
            Code::failed_precondition,
            "The brief of this visit is not on this tablet yet.",
            "Sync once while there is a network; then it works offline."
        );
    }
    return documents.visit_card(*row.visit_card, trust());
}

Result<std::shared_ptr<const checklist::Compiled>>
Workspace::Impl::checklist_of(const store::AuditRow& row) {
    const auto card = card_of(row);
    if (!card) return error_of(card);
    return documents.checklist((*card)->checklist);
}

Status Workspace::Impl::write(
    const OpenedAudit& opened,
    std::vector<audit::NewOp> entries,
    const Closing& closing,
    const Beside& beside
) {
    if (entries.empty() && !closing) return {};
    auto transaction = store.begin();
    if (!transaction) return error_of(transaction);
    const auto moved_on = works_under_another_grant(opened);
    if (!moved_on) return error_of(moved_on);
    std::optional<Bytes16> new_writer;
    auto hand = *author;
    if (*moved_on) {
        const auto salt = put_new_writer(*transaction);
        if (!salt) return error_of(salt);
        new_writer = *salt;
        hand.writer_salt = *salt;
        hand.writer = audit::writer_id_of(hand.opened.key.value, *salt);
    }
    const auto append = [&](std::vector<audit::NewOp> ops) -> Status {
        const auto written = ledger.append(
            *transaction, opened.row, hand, opened.state.grant, std::move(ops), entropy
        );
        return written ? Status() : error_of(written);
    };
    if (!entries.empty()) {
        if (auto done = append(std::move(entries)); !done) return done;
    }
    if (closing) {
        auto last = closing();
        if (!last) return error_of(last);
        if (auto done = append({std::move(*last)}); !done) return done;
    }
    if (beside) {
        if (auto done = beside(*transaction); !done) return done;
    }
    if (request) {
        if (auto done = remember_request(store, *transaction, *request); !done) return done;
    }
    if (auto done = transaction->commit(); !done) return done;
    if (new_writer) use_writer(*new_writer);
    return {};
}

Result<bool> Workspace::Impl::works_under_another_grant(const OpenedAudit& opened) {
    const auto logs = store.logs(opened.row.audit);
    if (!logs) return error_of(logs);
    return std::ranges::any_of(*logs, [&](const store::LogRow& log) {
        return log.writer == author->writer &&
               log.side == static_cast<std::uint8_t>(audit::Side::field) &&
               log.grant != opened.state.grant;
    });
}

Result<Safety> Workspace::Impl::safety_of(const store::AuditRow& row) {
    if (auto known = ledger.authors(trust()); !known) return error_of(known);
    const auto share = ledger.share_of(row, unpack_tips(row.server_tips), profile->person);
    if (!share) return error_of(share);
    const auto evidence = store.evidence_of(row.audit);
    if (!evidence) return error_of(evidence);
    Safety out{share->ops, share->on_server};
    for (const auto& each : *evidence) {
        ++out.evidence;
        if (each.verified) ++out.evidence_on_server;
    }
    return out;
}

} // namespace muster::field
