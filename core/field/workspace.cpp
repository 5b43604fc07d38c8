#include "core/field/answer_check.hpp"
#include "core/field/brought_answers.hpp"
#include "core/field/workspace_state.hpp"

#include <algorithm>

namespace muster::field {

namespace {

using checklist::Answer;
using checklist::AnswerState;
using checklist::Question;
using checklist::QuestionType;

// The op that an empty list of parents would mean: this writer's latest write of the register.
std::optional<OpId> own_latest(
    const std::vector<audit::Op>& ops, const WriterId& writer, audit::Kind kind, ByteView name
) {
    const audit::Op* latest = nullptr;
    for (const auto& op : ops) {
        const bool writes = op.header.writer == writer && op.header.side == audit::Side::field &&
                            op.header.kind == audit::number_of(kind) &&
                            same(op.header.register_name, name);
        if (writes && (latest == nullptr || latest->header.seq < op.header.seq)) latest = &op;
    }
    return latest == nullptr ? std::nullopt : std::optional(latest->id);
}

// An instance that nothing was said of may be there by its answers, so it has to be taken away.
bool shows(const OpenedAudit& opened, ByteView name, const Answer& answer, bool is_instance) {
    const auto* field = opened.state.find(audit::Family::answer, name);
    if (field == nullptr) return answer.state == AnswerState::unanswered && !is_instance;
    const auto& payload = field->heads.front().payload;
    return field->heads.size() == 1 && payload && audit::answer_in(*payload) == answer;
}

const Question* question_of_type(const checklist::Compiled& compiled, QuestionType type) {
    for (const auto& section : compiled.checklist().sections) {
        for (const auto& question : section.questions) {
            if (question.type == type) return &question;
        }
    }
    return nullptr;
}

} // namespace

// Parents are written out whenever the heads shown differ from my own latest write.
std::vector<OpId> parents_for(
    const OpenedAudit& opened,
    const WriterId& writer,
    audit::Kind kind,
    audit::Family family,
    ByteView name
) {
    std::vector<OpId> heads;
    if (const auto* field = opened.state.find(family, name)) {
        for (const auto& head : field->heads)
            heads.push_back(head.op);
    }
    const auto own = own_latest(opened.ops, writer, kind, name);
    const bool implied = own ? heads == std::vector{*own} : heads.empty();
    return implied ? std::vector<OpId>() : heads;
}

Workspace::Workspace(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;
Workspace::~Workspace() = default;

Result<Workspace> Workspace::open(const WorkspaceOptions& options, Clock& clock, Entropy& entropy) {
    auto store = store::DeviceStore::open(options.path, options.key, options.create);
    if (!store) return error_of(store);
    auto impl = std::make_unique<Impl>(std::move(*store), clock, entropy);
    if (auto loaded = impl->load_profile(); !loaded) return error_of(loaded);
    if (auto settled = impl->settle_in(options.place); !settled) return error_of(settled);
    return Workspace(std::move(impl));
}

std::optional<Profile> Workspace::profile() const {
    return impl_->profile;
}

Result<std::vector<VisitSummary>> Workspace::visits() const {
    if (auto enrolled = impl_->require_enrolled(); !enrolled) return error_of(enrolled);
    const auto rows = impl_->store.audits();
    if (!rows) return error_of(rows);
    const auto held_back = impl_->store.held_back();
    if (!held_back) return error_of(held_back);
    std::vector<VisitSummary> out;
    for (const auto& row : *rows) {
        auto summary = impl_->summary_of(row, *held_back);
        if (!summary) return error_of(summary);
        out.push_back(std::move(*summary));
    }
    std::ranges::sort(out, {}, [](const VisitSummary& v) {
        return std::tie(v.card.window_start, v.card.ref, v.audit);
    });
    return out;
}

Result<AuditId> Workspace::find(std::string_view name) const {
    if (auto enrolled = impl_->require_enrolled(); !enrolled) return error_of(enrolled);
    const auto rows = impl_->store.audits();
    if (!rows) return error_of(rows);
    std::vector<AuditId> found;
    for (const auto& row : *rows) {
        const auto card = impl_->card_of(row);
        if (row.id.hex() == name || (card && (*card)->ref == name)) found.push_back(row.id);
    }
    if (found.size() == 1) return found.front();
    if (found.empty()) {
        return fail(
            Code::not_found,
            "There is no visit " + std::string(name) + " on this tablet.",
            "See its visits with: muster tablet visits"
        );
    }
    return fail(
        Code::invalid_input,
        "Several programmes have a visit " + std::string(name) + ".",
        "Give the audit's id instead."
    );
}

Result<AuditPage> Workspace::open_audit(const AuditId& id) const {
    auto opened = impl_->open(id);
    if (!opened) return error_of(opened);
    const auto card = impl_->card_of(opened->row);
    if (!card) return error_of(card);
    const auto compiled = impl_->documents.checklist((*card)->checklist);
    if (!compiled) return error_of(compiled);
    const auto provisions = impl_->documents.provisions((*card)->provisions);
    if (!provisions) return error_of(provisions);
    AuditPage page;
    page.audit = id;
    page.card = **card;
    page.state = std::move(opened->state);
    page.sheet = audit::answers_of(page.state);
    page.checklist = *compiled;
    const auto now = impl_->clock.now();
    page.status = (*compiled)->evaluate(page.sheet, {now});
    auto score = audit::score(**compiled, page.sheet, page.status);
    if (!score) return error_of(score);
    page.score = std::move(*score);
    page.findings = audit::findings(
        **compiled,
        page.sheet,
        page.status,
        **provisions,
        local_date(page.state.first_write.value_or(now))
    );
    page.evidence = audit::evidence_of(page.state);
    return page;
}

Status Workspace::start(const AuditId& id) {
    auto opened = impl_->open(id);
    if (!opened) return error_of(opened);
    const auto compiled = impl_->checklist_of(opened->row);
    if (!compiled) return error_of(compiled);
    const auto* question = question_of_type(**compiled, QuestionType::start);
    if (question == nullptr) return {};
    const auto name = audit::register_of(question->id);
    if (opened->state.find(audit::Family::answer, name) != nullptr) return {};
    const Answer answer{AnswerState::answered, impl_->clock.now(), {}};
    const FieldAnswer entry{{question->id, {}}, answer};
    return this->answer(id, {&entry, 1});
}

Status Workspace::answer(const AuditId& id, std::span<const FieldAnswer> answers) {
    auto opened = impl_->open(id);
    if (!opened) return error_of(opened);
    auto entries = impl_->entries_of(*opened, answers);
    if (!entries) return error_of(entries);
    return impl_->write(*opened, std::move(*entries));
}

Result<std::vector<audit::NewOp>>
Workspace::Impl::entries_of(const OpenedAudit& opened, std::span<const FieldAnswer> answers) {
    if (auto mine = require_grant(opened); !mine) return error_of(mine);
    const auto compiled = checklist_of(opened.row);
    if (!compiled) return error_of(compiled);
    std::vector<FieldAnswer> all(answers.begin(), answers.end());
    if ((*compiled)->writes_answers()) {
        auto sheet = audit::answers_of(opened.state);
        for (const auto& given : answers)
            sheet.answers[given.field] = given.answer;
        auto brought = brought_answers(**compiled, std::move(sheet), answers, clock.now(), entropy);
        if (!brought) return error_of(brought);
        all.insert(all.end(), brought->begin(), brought->end());
    }
    std::vector<audit::NewOp> entries;
    for (const auto& given : all) {
        if (auto good = check_answer(**compiled, given); !good) {
            return error_of(good, given.field.question_id);
        }
        const auto name = audit::register_of(given.field.question_id, given.field.instances);
        // The same answer again is no new op: a retried tap changes nothing.
        const bool is_instance = (*compiled)->find_repeat(given.field.question_id) != nullptr;
        if (shows(opened, name, given.answer, is_instance)) continue;
        audit::NewOp entry;
        entry.kind = audit::Kind::set;
        entry.register_name = name;
        auto payload = audit::payload_of(given.answer);
        payload.recalled = given.recalled;
        entry.payload = audit::encode_payload(payload);
        entry.wall = clock.now();
        entry.parents =
            parents_for(opened, author->writer, entry.kind, audit::Family::answer, name);
        entries.push_back(std::move(entry));
    }
    return entries;
}

Status Workspace::note(const AuditId& id, const checklist::FieldKey& field, std::string text) {
    auto opened = impl_->open(id);
    if (!opened) return error_of(opened);
    const auto compiled = impl_->checklist_of(opened->row);
    if (!compiled) return error_of(compiled);
    if (checklist::find_question((*compiled)->checklist(), field.question_id) == nullptr) {
        return unknown_question(field.question_id);
    }
    if (auto fits = (*compiled)->check_field(field); !fits) return fits;
    audit::NewOp entry;
    entry.kind = audit::Kind::note;
    entry.register_name = audit::register_of(field.question_id, field.instances);
    entry.payload = audit::encode_payload({audit::Note{std::move(text)}, {}});
    entry.wall = impl_->clock.now();
    entry.parents = parents_for(
        *opened, impl_->author->writer, entry.kind, audit::Family::note, entry.register_name
    );
    return impl_->write(*opened, {entry});
}

Status Workspace::resolve(const AuditId& id, const checklist::FieldKey& field, const OpId& chosen) {
    auto opened = impl_->open(id);
    if (!opened) return error_of(opened);
    const auto name = audit::register_of(field.question_id, field.instances);
    const auto* conflict = opened->state.find(audit::Family::answer, name);
    if (conflict == nullptr || conflict->heads.size() < 2) {
        return fail(
            Code::failed_precondition,
            field.question_id + " has no conflict.",
            "See those there are with: muster tablet conflicts VISIT"
        );
    }
    const auto head = std::ranges::find(conflict->heads, chosen, &audit::Head::op);
    if (head == conflict->heads.end() || !head->payload) {
        return fail(
            Code::failed_precondition,
            "The value that was chosen is none of those in conflict now.",
            "Look at the conflict again."
        );
    }
    audit::NewOp entry;
    entry.kind = audit::Kind::resolve;
    entry.register_name = name;
    entry.payload = audit::encode_payload(*head->payload);
    entry.wall = impl_->clock.now();
    for (const auto& each : conflict->heads)
        entry.parents.push_back(each.op);
    return impl_->write(*opened, {std::move(entry)});
}

Status Workspace::submit(const AuditId& id, std::string declaration) {
    auto opened = impl_->open(id);
    if (!opened) return error_of(opened);
    if (opened->state.fields.empty()) {
        return fail(
            Code::failed_precondition,
            "Nothing was answered at this visit yet.",
            "Answer at least one question before you submit."
        );
    }
    const auto compiled = impl_->checklist_of(opened->row);
    if (!compiled) return error_of(compiled);
    const auto revisions = opened->state.revisions;
    const bool unchanged = std::ranges::any_of(revisions, [](const audit::Revision& r) {
        return r.covers_all && r.complete;
    });
    if (unchanged && opened->state.stage != audit::Stage::returned) return {};
    std::vector<audit::NewOp> entries;
    if (const auto* end = question_of_type(**compiled, QuestionType::end)) {
        const FieldAnswer ended{{end->id, {}}, {AnswerState::answered, impl_->clock.now(), {}}};
        auto made = impl_->entries_of(*opened, {&ended, 1});
        if (!made) return error_of(made);
        entries = std::move(*made);
    }
    // One commit: no crash leaves an audit that ended and was not submitted.
    return impl_->write(*opened, std::move(entries), [&]() -> Result<audit::NewOp> {
        auto tips = impl_->ledger.field_tips(opened->row.audit);
        if (!tips) return error_of(tips);
        audit::NewOp entry;
        entry.kind = audit::Kind::submit;
        entry.wall = impl_->clock.now();
        entry.payload =
            audit::encode_payload({audit::Submission{std::move(*tips), std::move(declaration)}, {}}
            );
        return entry;
    });
}

Result<SyncState> Workspace::sync_state() const {
    auto visits = this->visits();
    if (!visits) return error_of(visits);
    SyncState state;
    state.audits = visits->size();
    for (auto& visit : *visits) {
        state.ops += visit.safety.ops;
        state.ops_only_here += visit.safety.ops - visit.safety.ops_on_server;
        if (!visit.safety.all_on_server()) state.waiting.push_back(std::move(visit));
    }
    const auto held = impl_->store.held_back();
    if (!held) return error_of(held);
    for (const auto& row : *held)
        state.held_back.push_back({row.audit, row.op, row.code, row.text});
    auto renewal = impl_->renewal();
    if (!renewal) return error_of(renewal);
    state.renewal = *renewal;
    const auto revoked = impl_->store.setting(setting_revoked);
    if (!revoked) return error_of(revoked);
    state.revoked = revoked->has_value();
    const auto met = impl_->last_meeting();
    if (!met) return error_of(met);
    state.last_meeting_utc_ms = *met;
    return state;
}

Result<std::vector<sync::AuditDigest>> Workspace::digests() const {
    const auto rows = impl_->store.audits();
    if (!rows) return error_of(rows);
    std::vector<sync::AuditDigest> out;
    for (const auto& row : *rows)
        out.push_back({row.id, row.digest});
    return out;
}

Status Workspace::set_server_address(const std::string& host, std::uint16_t port) {
    if (auto enrolled = impl_->require_enrolled(); !enrolled) return error_of(enrolled);
    auto transaction = impl_->store.begin();
    if (!transaction) return error_of(transaction);
    auto profile = *impl_->profile;
    profile.host = host;
    profile.port = port;
    const auto& author = *impl_->author;
    auto stored = impl_->store_profile(
        *transaction, profile, author.key, author.certificate, author.writer_salt
    );
    if (!stored) return error_of(stored);
    if (auto done = transaction->commit(); !done) return error_of(done);
    impl_->profile = profile;
    return {};
}

} // namespace muster::field
