#include "core/field/call_messages.hpp"
#include "core/sync/codec_parts.hpp"
#include "core/sync/enrolment_link.hpp"
#include "muster/v1/field.pb.h"

namespace muster::field {

namespace {

namespace pb = v1::field;
using sync::codec::serialized;
using sync::codec::to_string;

// Raised when a message changes its meaning; an app of another build then asks to be reloaded.
constexpr std::uint32_t protocol_version = 1;

void write_profile(const Profile& profile, pb::Profile& out) {
    out.set_person_name(profile.person_name);
    out.set_organisation(profile.organisation);
    out.set_host(profile.host);
    out.set_port(profile.port);
    out.set_fingerprint(sync::fingerprint_text(sync::fingerprint_of(profile.server_identity)));
    out.set_device(to_string(profile.device.bytes()));
    for (const auto role : profile.roles)
        out.add_roles(std::string(audit::name_of(role)));
}

void write_call(const sync::Call& call, pb::Call& out) {
    out.set_method(call.method);
    out.set_body(to_string(call.body));
    out.set_token(call.token);
    out.set_purpose(call.purpose);
}

void write_visit(const VisitSummary& visit, pb::Visit& out) {
    const auto& card = visit.card;
    out.set_audit(to_string(visit.audit.bytes()));
    out.set_ref(card.ref);
    out.set_stage(static_cast<pb::VisitStage>(visit.stage));
    out.set_programme(card.programme_name);
    out.set_wave(card.wave);
    out.set_location_ref(card.location.ref);
    out.set_location(card.location.name);
    out.set_brand(card.location.brand);
    out.set_region(card.location.region);
    out.set_zone(card.location.zone);
    out.set_channel(card.channel);
    out.set_scenario(card.scenario);
    out.set_brief(card.brief);
    out.set_window_start(card.window_start);
    out.set_window_end(card.window_end);
    auto& safety = *out.mutable_safety();
    safety.set_ops(visit.safety.ops);
    safety.set_ops_on_server(visit.safety.ops_on_server);
    safety.set_verified(visit.verified);
    safety.set_in_report(visit.in_report);
    safety.set_evidence(visit.safety.evidence);
    safety.set_evidence_on_server(visit.safety.evidence_on_server);
    out.set_conflicts(visit.conflicts);
    out.set_held_back(visit.held_back);
    out.set_ready_offline(visit.ready);
}

void write_visit(const ShownVisit& visit, pb::Visit& out) {
    write_visit(visit.summary, out);
    out.set_checklist_title(visit.checklist_title);
    out.set_asked(visit.asked);
    out.set_answered(visit.answered);
}

static_assert(static_cast<int>(audit::Stage::planned) == pb::VISIT_STAGE_PLANNED);
static_assert(static_cast<int>(audit::Stage::excluded) == pb::VISIT_STAGE_EXCLUDED);

} // namespace

Bytes encode_failure(const Error& error) {
    pb::Failure out;
    out.set_code(std::string(code_name(error.code)));
    out.set_message(error.text());
    out.set_hint(error.hint);
    return serialized(out);
}

Bytes encode_open_reply(const std::optional<Profile>& profile, std::string_view version) {
    pb::OpenReply out;
    out.set_enrolled(profile.has_value());
    if (profile) write_profile(*profile, *out.mutable_profile());
    out.set_protocol_version(protocol_version);
    out.set_core_version(std::string(version));
    return serialized(out);
}

Bytes encode_passcode_key_reply(const SealingKey& key) {
    pb::PasscodeKeyReply out;
    out.set_key(to_string(key.bytes()));
    return serialized(out);
}

Bytes encode_enrol_reply(const EnrolProgress& progress) {
    pb::EnrolReply out;
    if (progress.call) write_call(*progress.call, *out.mutable_call());
    out.set_done(!progress.call);
    out.set_organisation(progress.organisation);
    out.set_fingerprint(progress.fingerprint);
    if (progress.profile) write_profile(*progress.profile, *out.mutable_profile());
    return serialized(out);
}

Bytes encode_meeting_reply(
    const std::optional<sync::Call>& call, double progress, const MeetingOutcome& outcome
) {
    pb::MeetingReply out;
    out.set_progress(progress);
    if (call) {
        write_call(*call, *out.mutable_call());
        out.set_purpose(call->purpose);
        return serialized(out);
    }
    auto& end = *out.mutable_outcome();
    end.set_audits_sent(outcome.audits_sent);
    end.set_ops_sent(outcome.ops_sent);
    end.set_ops_received(outcome.ops_received);
    for (const auto& remark : outcome.remarks)
        end.add_remarks(remark);
    end.set_device_revoked(outcome.device_revoked);
    end.set_complete(outcome.complete);
    return serialized(out);
}

Bytes encode_evidence_reply(ByteView content) {
    pb::EvidenceReply out;
    out.set_content(to_string(content));
    return serialized(out);
}

Bytes encode_visits_reply(std::span<const ShownVisit> visits) {
    pb::VisitsReply out;
    for (const auto& visit : visits)
        write_visit(visit, *out.add_visits());
    return serialized(out);
}

Bytes encode_sync_state_reply(const SyncState& state) {
    pb::SyncStateReply out;
    out.set_audits(state.audits);
    out.set_ops(state.ops);
    out.set_ops_only_here(state.ops_only_here);
    for (const auto& visit : state.waiting)
        write_visit(visit, *out.add_waiting());
    for (const auto& held : state.held_back)
        out.add_held_back(held.text);
    out.set_revoked(state.revoked);
    if (state.renewal) out.set_renewed(std::string(reason_text(state.renewal->cause)));
    out.set_last_meeting_utc_ms(state.last_meeting_utc_ms);
    return serialized(out);
}

namespace {

void write_moment(const WallTime& time, v1::Moment& out) {
    out.set_utc_ms(time.utc_ms);
    out.set_offset_minutes(time.offset_minutes);
    out.set_quality(static_cast<std::uint32_t>(time.quality));
}

struct ValueWriter {
    pb::Value& out;

    void operator()(const std::string& text) const { out.set_text(text); }

    void operator()(const Decimal& value) const {
        out.mutable_number()->set_unscaled(value.unscaled);
        out.mutable_number()->set_scale(value.scale);
    }

    void operator()(const checklist::Choices& value) const {
        auto& names = *out.mutable_choices();
        for (const auto& name : value.names)
            names.add_names(name);
    }

    void operator()(const Date& value) const {
        out.set_date_days(static_cast<std::int32_t>(days_since_epoch(value)));
    }

    void operator()(const checklist::TimeOfDay& value) const { out.set_time_of_day_ms(value.ms); }

    void operator()(const checklist::Duration& value) const { out.set_duration_ms(value.ms); }

    void operator()(const WallTime& value) const { write_moment(value, *out.mutable_moment()); }
};

void write_answer(const checklist::Answer& answer, pb::Answer& out) {
    switch (answer.state) {
    case checklist::AnswerState::unanswered:
        return;
    case checklist::AnswerState::answered:
        std::visit(ValueWriter{*out.mutable_value()}, answer.value);
        return;
    case checklist::AnswerState::not_applicable:
        out.set_not_applicable(answer.reason);
        return;
    case checklist::AnswerState::not_observed:
        out.set_not_observed(answer.reason);
    }
}

pb::FieldValidity validity_of(checklist::Validity validity) {
    switch (validity) {
    case checklist::Validity::valid:
        return pb::FIELD_VALIDITY_VALID;
    case checklist::Validity::missing:
        return pb::FIELD_VALIDITY_MISSING;
    case checklist::Validity::invalid:
        return pb::FIELD_VALIDITY_INVALID;
    }
    return pb::FIELD_VALIDITY_UNSPECIFIED;
}

void write_evidence(const ShownEvidence& evidence, pb::AttachedEvidence& out) {
    const auto& facts = evidence.attached.evidence;
    out.set_evidence(to_string(facts.id.bytes()));
    out.set_kind(static_cast<std::uint32_t>(facts.kind));
    out.set_media_type(facts.media_type);
    out.set_name(facts.name);
    out.set_size_bytes(facts.size_bytes);
    write_moment(facts.captured, *out.mutable_captured());
    if (facts.redacts) out.set_redacts(to_string(facts.redacts->bytes()));
    out.set_held(evidence.state.held);
    out.set_sent(evidence.state.sent);
    out.set_verified(evidence.state.verified);
}

void write_field(const ShownField& field, pb::FieldState& out) {
    out.mutable_field()->set_question(field.key.question_id);
    for (const auto instance : field.key.instances)
        out.mutable_field()->add_instances(instance);
    out.set_section(field.section);
    const auto& status = field.status;
    out.set_relevant(status.relevant);
    out.set_required(status.required);
    out.set_read_only(status.read_only);
    out.set_evidence(status.evidence);
    out.set_validity(validity_of(status.validity));
    out.set_message(status.message);
    write_answer(field.answer, *out.mutable_answer());
    out.set_shown(field.shown);
    out.set_calculated(status.calculated);
    out.set_proposed(status.default_text);
    out.set_filtered(status.offered.has_value());
    if (status.offered) {
        for (const auto place : *status.offered)
            out.add_offered(place);
    }
    out.set_label(field.label);
    out.set_hint(field.hint);
    out.set_label_language(field.label_language);
    out.set_note(field.note);
    for (const auto& head : field.heads) {
        auto& shown = *out.add_heads();
        shown.set_op(to_string(head.op.bytes()));
        shown.set_shown(head.shown);
        write_moment(head.when, *shown.mutable_when());
        shown.set_mine(head.mine);
    }
    out.set_comment(field.comment);
    for (const auto& evidence : field.evidence)
        write_evidence(evidence, *out.add_attached());
}

// What both replies about an open audit carry whole.
template <class Reply>
void write_session(const AuditSession& session, const ShownVisit& visit, Reply& out) {
    for (const auto& section : session.sections()) {
        auto& shown = *out.add_sections();
        shown.set_section(section.section);
        shown.set_relevant(section.relevant);
        shown.set_asked(section.asked);
        shown.set_answered(section.answered);
        shown.set_to_look_at(section.to_look_at);
    }
    for (const auto& repeat : session.repeats()) {
        auto& shown = *out.add_repeats();
        shown.set_repeat(repeat.repeat);
        for (const auto id : repeat.around)
            shown.add_around(id);
        for (const auto id : repeat.instances)
            shown.add_instances(id);
        shown.set_counted(repeat.counted);
        shown.set_problem(repeat.problem);
        shown.set_label(repeat.label);
    }
    write_visit(visit, *out.mutable_visit());
    out.mutable_score()->set_scored(session.score().scored);
    out.mutable_score()->set_percent(session.score().percent);
    out.mutable_score()->set_provisional(session.score().provisional);
    out.mutable_score()->set_text(session.score().text);
}

} // namespace

Bytes encode_open_audit_reply(
    const AuditSession& session, const ShownVisit& visit, ByteView checklist_document
) {
    pb::OpenAuditReply out;
    write_session(session, visit, out);
    out.set_checklist(to_string(checklist_document));
    out.set_language(session.language());
    for (const auto& field : session.fields())
        write_field(field, *out.add_fields());
    const auto& audit = session.audit();
    if (!audit.state.decisions.empty()) out.set_returned(audit.state.decisions.front().text);
    out.set_return_due_utc_ms(audit.return_due_utc_ms);
    return serialized(out);
}

Bytes encode_audit_changes(
    const AuditSession& session,
    const ShownVisit& visit,
    std::span<const ShownField> changed,
    std::int64_t saved_utc_ms
) {
    pb::AuditChanges out;
    write_session(session, visit, out);
    for (const auto& field : changed)
        write_field(field, *out.add_fields());
    out.set_saved_utc_ms(saved_utc_ms);
    return serialized(out);
}

} // namespace muster::field
