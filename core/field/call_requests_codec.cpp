#include "core/field/call_messages.hpp"
#include "core/sync/codec_parts.hpp"
#include "muster/v1/field.pb.h"

namespace muster::field {

namespace {

namespace pb = v1::field;
using sync::codec::Fields;
using sync::codec::parsed;

constexpr std::int32_t day_ms = 24 * 60 * 60 * 1'000;
constexpr std::int64_t minutes_max = 24 * 60;
constexpr std::int32_t date_days_max = 5'000'000; // some 13,000 years either way

WallTime read_moment(const v1::Moment& in, Fields& fields) {
    const auto quality = in.quality() == 0 ? std::uint32_t{1} : in.quality();
    fields.check(quality <= 3, "a moment's quality");
    fields.check(std::abs(in.offset_minutes()) <= minutes_max, "a moment's offset");
    return {
        in.utc_ms(),
        static_cast<std::int16_t>(in.offset_minutes()),
        static_cast<TimeQuality>(quality)
    };
}

checklist::Value read_value(const pb::Value& in, Fields& fields) {
    switch (in.value_case()) {
    case pb::Value::kText:
        return in.text();
    case pb::Value::kNumber:
        fields.check(in.number().scale() <= 15, "a number's scale");
        return normalised({in.number().unscaled(), static_cast<std::uint8_t>(in.number().scale())});
    case pb::Value::kChoices: {
        const auto& names = in.choices().names();
        return checklist::Choices{{names.begin(), names.end()}};
    }
    case pb::Value::kDateDays:
        fields.check(std::abs(in.date_days()) <= date_days_max, "a date");
        return date_from_days(in.date_days());
    case pb::Value::kTimeOfDayMs:
        fields.check(in.time_of_day_ms() >= 0 && in.time_of_day_ms() < day_ms, "a time of day");
        return checklist::TimeOfDay{in.time_of_day_ms()};
    case pb::Value::kDurationMs:
        fields.check(in.duration_ms() >= 0, "a duration");
        return checklist::Duration{in.duration_ms()};
    case pb::Value::kMoment:
        return read_moment(in.moment(), fields);
    case pb::Value::VALUE_NOT_SET:
        break;
    }
    fields.check(false, "an answer without a value");
    return {};
}

checklist::Answer read_answer(const pb::Answer& in, Fields& fields) {
    using checklist::AnswerState;
    switch (in.state_case()) {
    case pb::Answer::kValue:
        return {AnswerState::answered, read_value(in.value(), fields), {}};
    case pb::Answer::kNotApplicable:
        return {AnswerState::not_applicable, {}, in.not_applicable()};
    case pb::Answer::kNotObserved:
        return {AnswerState::not_observed, {}, in.not_observed()};
    case pb::Answer::STATE_NOT_SET:
        break;
    }
    return {};
}

checklist::FieldKey read_key(const pb::FieldKey& in) {
    return {in.question(), {in.instances().begin(), in.instances().end()}};
}

// The audit and the request's id, which every request about an audit has; `read` adds the rest.
template <class Message, class Read>
Result<AuditRequest> audit_request(ByteView bytes, const Read& read) {
    const auto message = parsed<Message>(bytes);
    if (!message) return error_of(message);
    Fields fields;
    AuditRequest out;
    out.audit = fields.id<AuditId>(message->audit(), "an audit's id");
    read(*message, out, fields);
    if (!fields.good()) return fields.error();
    return out;
}

Code code_of(std::string_view name) {
    for (int value = 0; value <= static_cast<int>(Code::internal); ++value) {
        if (code_name(static_cast<Code>(value)) == name) return static_cast<Code>(value);
    }
    return Code::internal;
}

Result<Result<Bytes>> read_result(const pb::CallResult& in) {
    switch (in.result_case()) {
    case pb::CallResult::kBody:
        return Result<Bytes>(to_bytes(in.body()));
    case pb::CallResult::kRefused: {
        const auto& said = in.refused();
        return Result<Bytes>(fail(code_of(said.code()), said.message(), said.hint()));
    }
    case pb::CallResult::kUnreachable:
        return Result<Bytes>(fail(
            Code::unavailable,
            in.unreachable(),
            "Everything is kept on this tablet; it will be sent when there is a network."
        ));
    case pb::CallResult::RESULT_NOT_SET:
        break;
    }
    return fail(Code::invalid_input, "The result of a call says nothing.");
}

} // namespace

Result<OpenVault> decode_open(ByteView bytes) {
    const auto message = parsed<pb::OpenRequest>(bytes);
    if (!message) return error_of(message);
    Fields fields;
    OpenVault out{message->name(), {}, message->place(), message->create()};
    out.key = fields.id<sqlite::DatabaseKey>(message->key(), "the database's key");
    fields.check(!out.name.empty(), "the database's name");
    if (!fields.good()) return fields.error();
    return out;
}

Result<PasscodeKey> decode_passcode_key(ByteView bytes) {
    const auto message = parsed<pb::PasscodeKeyRequest>(bytes);
    if (!message) return error_of(message);
    const auto salt = Bytes16::from(view(message->salt()));
    if (!salt) return error_of(salt);
    return PasscodeKey{message->passcode(), *salt};
}

Result<EnrolStart> decode_enrol_start(ByteView bytes) {
    const auto message = parsed<pb::EnrolStartRequest>(bytes);
    if (!message) return error_of(message);
    return EnrolStart{message->link(), message->device_label()};
}

Result<Result<Bytes>> decode_enrol_receive(ByteView bytes) {
    const auto message = parsed<pb::EnrolReceiveRequest>(bytes);
    if (!message) return error_of(message);
    return read_result(message->result());
}

Result<Result<Bytes>> decode_meeting_receive(ByteView bytes) {
    const auto message = parsed<pb::MeetingReceiveRequest>(bytes);
    if (!message) return error_of(message);
    return read_result(message->result());
}

Result<AuditRequest> decode_open_audit(ByteView bytes) {
    return audit_request<pb::OpenAuditRequest>(bytes, [](const auto& in, auto& out, Fields&) {
        out.text = in.language();
    });
}

Result<AuditRequest> decode_start(ByteView bytes) {
    return audit_request<pb::StartRequest>(bytes, [](const auto& in, auto& out, Fields&) {
        out.request = in.request();
    });
}

Result<AuditRequest> decode_answer(ByteView bytes) {
    return audit_request<pb::AnswerRequest>(bytes, [](const auto& in, auto& out, Fields& fields) {
        out.request = in.request();
        for (const auto& given : in.answers()) {
            FieldAnswer answer{read_key(given.field()), read_answer(given.answer(), fields), {}};
            if (given.has_recalled()) answer.recalled = read_moment(given.recalled(), fields);
            out.answers.push_back(std::move(answer));
        }
    });
}

Result<AuditRequest> decode_add_instance(ByteView bytes) {
    return audit_request<pb::AddInstanceRequest>(bytes, [](const auto& in, auto& out, Fields&) {
        out.request = in.request();
        out.field = {in.repeat(), {in.around().begin(), in.around().end()}};
    });
}

Result<AuditRequest> decode_remove_instance(ByteView bytes) {
    return audit_request<pb::RemoveInstanceRequest>(bytes, [](const auto& in, auto& out, Fields&) {
        out.request = in.request();
        out.field = read_key(in.instance());
    });
}

Result<AuditRequest> decode_note(ByteView bytes) {
    return audit_request<pb::NoteRequest>(bytes, [](const auto& in, auto& out, Fields&) {
        out.request = in.request();
        out.field = read_key(in.field());
        out.text = in.text();
    });
}

Result<AuditRequest> decode_resolve(ByteView bytes) {
    return audit_request<pb::ResolveRequest>(bytes, [](const auto& in, auto& out, Fields& fields) {
        out.request = in.request();
        out.field = read_key(in.field());
        out.chosen = fields.id<OpId>(in.chosen(), "the value that was chosen");
    });
}

Result<AuditRequest> decode_attach(ByteView bytes) {
    return audit_request<pb::AttachRequest>(bytes, [](const auto& in, auto& out, Fields& fields) {
        out.request = in.request();
        out.content = to_bytes(in.content());
        Capture& capture = out.capture;
        capture.field = read_key(in.field());
        const auto last = static_cast<std::uint32_t>(checklist::EvidenceKind::signature);
        fields.check(in.kind() >= 1 && in.kind() <= last, "the kind of evidence");
        capture.kind = static_cast<checklist::EvidenceKind>(in.kind());
        capture.media_type = in.media_type();
        capture.name = in.name();
        if (in.has_captured()) capture.captured = read_moment(in.captured(), fields);
        if (!in.original_hash().empty()) {
            capture.original_hash = fields.id<Bytes32>(in.original_hash(), "the original's hash");
        }
        if (!in.redacts().empty()) {
            capture.redacts = fields.id<EvidenceId>(in.redacts(), "the redacted evidence");
        }
    });
}

Result<AuditRequest> decode_detach(ByteView bytes) {
    return audit_request<pb::DetachRequest>(bytes, [](const auto& in, auto& out, Fields& fields) {
        out.request = in.request();
        out.field = read_key(in.field());
        out.evidence = fields.id<EvidenceId>(in.evidence(), "the evidence");
    });
}

Result<EvidenceId> decode_evidence(ByteView bytes) {
    const auto message = parsed<pb::EvidenceRequest>(bytes);
    if (!message) return error_of(message);
    return EvidenceId::from(view(message->evidence()));
}

Result<AuditRequest> decode_submit(ByteView bytes) {
    return audit_request<pb::SubmitRequest>(bytes, [](const auto& in, auto& out, Fields&) {
        out.request = in.request();
        out.text = in.declaration();
    });
}

} // namespace muster::field
