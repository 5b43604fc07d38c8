#include "core/audit/payload.hpp"
#include "muster/v1/op.pb.h"

namespace muster::audit {

namespace {

using checklist::Answer;
using checklist::AnswerState;
using checklist::Choices;
using checklist::Duration;
using checklist::TimeOfDay;
using checklist::Value;

std::string to_string(ByteView bytes) {
    return std::string(text_of(bytes));
}

void write_moment(const WallTime& time, v1::Moment& out) {
    out.set_utc_ms(time.utc_ms);
    out.set_offset_minutes(time.offset_minutes);
    out.set_quality(static_cast<std::uint32_t>(time.quality));
}

Result<WallTime> read_moment(const v1::Moment& in) {
    if (in.offset_minutes() < -1'440 || in.offset_minutes() > 1'440 || in.quality() < 1 ||
        in.quality() > 3) {
        return fail(Code::invalid_input, "A time is out of range.");
    }
    return WallTime{
        in.utc_ms(),
        static_cast<std::int16_t>(in.offset_minutes()),
        static_cast<TimeQuality>(in.quality())
    };
}

void write_tips(const std::vector<Tip>& tips, google::protobuf::RepeatedPtrField<v1::Tip>& out) {
    for (const auto& tip : tips) {
        auto& message = *out.Add();
        message.set_writer(to_string(tip.writer.bytes()));
        message.set_seq(tip.seq);
        message.set_op_id(to_string(tip.op.bytes()));
    }
}

Result<std::vector<Tip>> read_tips(const google::protobuf::RepeatedPtrField<v1::Tip>& in) {
    std::vector<Tip> tips;
    for (const auto& message : in) {
        const auto writer = WriterId::from(view(message.writer()));
        const auto op = OpId::from(view(message.op_id()));
        if (!writer) return error_of(writer);
        if (!op) return error_of(op);
        tips.push_back({*writer, message.seq(), *op});
    }
    return tips;
}

template <class Refused>
void write_refusal(const Refused& refused, v1::Refusal& out) {
    out.set_text(refused.reason);
    if (!refused.submit.is_zero()) out.set_submit(to_string(refused.submit.bytes()));
}

struct ValueWriter {
    v1::Payload& out;

    void operator()(const std::string& text) const { out.set_text(text); }

    void operator()(const Decimal& value) const {
        const Decimal shortest = normalised(value);
        if (shortest.scale == 0) {
            out.set_whole(shortest.unscaled);
        } else {
            out.mutable_decimal()->set_unscaled(shortest.unscaled);
            out.mutable_decimal()->set_scale(shortest.scale);
        }
    }

    void operator()(const Choices& choices) const {
        if (choices.names.size() == 1) {
            out.set_choice(choices.names.front());
        } else {
            auto& names = *out.mutable_choices();
            for (const auto& name : choices.names)
                names.add_names(name);
        }
    }

    void operator()(const Date& date) const {
        out.set_date_days(static_cast<std::int32_t>(days_since_epoch(date)));
    }

    void operator()(const TimeOfDay& time) const { out.set_time_of_day_ms(time.ms); }

    void operator()(const Duration& span) const { out.set_duration_ms(span.ms); }

    void operator()(const WallTime& time) const { write_moment(time, *out.mutable_moment()); }
};

void write_grant(const Granted& grant, v1::Grant& out) {
    out.set_visit_card(to_string(grant.visit_card.bytes()));
    out.set_person(to_string(grant.person.bytes()));
    for (const auto kind : grant.kinds)
        out.add_kinds(kind);
}

struct BodyWriter {
    v1::Payload& out;

    void operator()(const Value& value) const { std::visit(ValueWriter{out}, value); }

    void operator()(const NotApplicable& x) const {
        out.mutable_not_applicable()->set_text(x.reason);
    }

    void operator()(const NotObserved& x) const { out.mutable_not_observed()->set_text(x.reason); }

    void operator()(const Cleared&) const { out.mutable_cleared(); }

    void operator()(const Note& x) const { out.set_note(x.text); }

    void operator()(const Evidence& x) const {
        auto& evidence = *out.mutable_evidence();
        evidence.set_id(to_string(x.id.bytes()));
        evidence.set_size_bytes(x.size_bytes);
        evidence.set_kind(static_cast<std::uint32_t>(x.kind));
        evidence.set_media_type(x.media_type);
        evidence.set_name(x.name);
        write_moment(x.captured, *evidence.mutable_captured());
        if (x.original_hash) evidence.set_original_hash(to_string(x.original_hash->bytes()));
        if (x.redacts) evidence.set_redacts(to_string(x.redacts->bytes()));
    }

    void operator()(const Submission& x) const {
        write_tips(x.tips, *out.mutable_submit()->mutable_tips());
        out.mutable_submit()->set_declaration(x.declaration);
    }

    void operator()(const Granted& x) const { write_grant(x, *out.mutable_grant()); }

    void operator()(const Ruling& x) const {
        auto& ruling = *out.mutable_ruling();
        for (const auto& op : x.ops)
            ruling.mutable_ops()->append(text_of(op.bytes()));
        ruling.set_code(x.code);
    }

    void operator()(const HandedOver& x) const {
        auto& handover = *out.mutable_handover();
        write_grant(x.grant, *handover.mutable_grant());
        write_tips(x.tips, *handover.mutable_tips());
        handover.set_answers(x.answers);
    }

    void operator()(const Revocation& x) const {
        auto& revocation = *out.mutable_revocation();
        revocation.set_key(to_string(x.key.bytes()));
        write_tips(x.tips, *revocation.mutable_tips());
    }

    void operator()(const Attribution& x) const {
        auto& attribution = *out.mutable_attribution();
        attribution.set_op(to_string(x.op.bytes()));
        attribution.set_person(to_string(x.person.bytes()));
        attribution.set_reason(x.reason);
    }

    void operator()(const Accepted& x) const {
        auto& accept = *out.mutable_accept();
        accept.set_submit(to_string(x.submit.bytes()));
        write_tips(x.field_tips, *accept.mutable_field_tips());
        write_tips(x.desk_tips, *accept.mutable_desk_tips());
        accept.set_automatic(x.automatic);
    }

    void operator()(const Returned& x) const {
        auto& returned = *out.mutable_returned();
        returned.set_submit(to_string(x.submit.bytes()));
        returned.set_due_utc_ms(x.due_utc_ms);
        for (const auto& comment : x.comments) {
            auto& message = *returned.add_comments();
            message.set_register_(to_string(comment.register_name));
            message.set_text(comment.text);
        }
    }

    void operator()(const Rejected& x) const { write_refusal(x, *out.mutable_reject()); }

    void operator()(const Excluded& x) const { write_refusal(x, *out.mutable_exclude()); }

    void operator()(const FindingOverride& x) const {
        auto& message = *out.mutable_finding_override();
        message.set_person(to_string(x.person.bytes()));
        if (x.state) message.set_state(static_cast<std::uint32_t>(*x.state));
        message.set_reason(x.reason);
    }
};

using Body = decltype(Payload::body);

template <class Value>
Status read_optional(const std::string& in, std::optional<Value>& out) {
    if (in.empty()) return {};
    const auto value = Value::from(view(in));
    if (!value) return error_of(value);
    out = *value;
    return {};
}

Result<Body> read_evidence(const v1::Evidence& in) {
    const auto id = EvidenceId::from(view(in.id()));
    if (!id) return error_of(id);
    const auto last = static_cast<std::uint32_t>(checklist::EvidenceKind::signature);
    if (in.kind() < 1 || in.kind() > last || in.size_bytes() == 0 ||
        in.size_bytes() > limits::evidence_bytes_max) {
        return fail(Code::invalid_input, "Evidence has no kind, or an impossible size.");
    }
    const auto captured = read_moment(in.captured());
    if (!captured) return error_of(captured);
    Evidence out;
    out.id = *id;
    out.size_bytes = in.size_bytes();
    out.kind = static_cast<checklist::EvidenceKind>(in.kind());
    out.media_type = in.media_type();
    out.name = in.name();
    out.captured = *captured;
    if (auto good = read_optional(in.original_hash(), out.original_hash); !good) {
        return error_of(good);
    }
    if (auto good = read_optional(in.redacts(), out.redacts); !good) return error_of(good);
    return out;
}

Result<Body> read_submit(const v1::Submit& in) {
    auto tips = read_tips(in.tips());
    if (!tips) return error_of(tips);
    return Submission{std::move(*tips), in.declaration()};
}

Result<Granted> read_granted(const v1::Grant& in) {
    const auto card = DocumentHash::from(view(in.visit_card()));
    const auto person = PersonId::from(view(in.person()));
    if (!card) return error_of(card);
    if (!person) return error_of(person);
    Granted grant{*card, *person, {}};
    for (const auto kind : in.kinds()) {
        if (kind > 0xffff) return fail(Code::invalid_input, "A grant names an impossible kind.");
        grant.kinds.push_back(static_cast<KindNumber>(kind));
    }
    return grant;
}

Result<Body> read_grant(const v1::Grant& in) {
    auto grant = read_granted(in);
    if (!grant) return error_of(grant);
    return std::move(*grant);
}

Result<Body> read_ruling(const v1::Ruling& in) {
    constexpr std::size_t id_bytes = 32;
    const auto ids = view(in.ops());
    if (ids.empty() || ids.size() % id_bytes != 0) {
        return fail(Code::invalid_input, "A ruling does not say on which entries.");
    }
    Ruling out;
    for (std::size_t at = 0; at < ids.size(); at += id_bytes)
        out.ops.push_back(*OpId::from(ids.subspan(at, id_bytes)));
    out.code = in.code();
    return out;
}

Result<Body> read_handover(const v1::Handover& in) {
    auto grant = read_granted(in.grant());
    if (!grant) return error_of(grant);
    auto tips = read_tips(in.tips());
    if (!tips) return error_of(tips);
    return HandedOver{std::move(*grant), std::move(*tips), in.answers()};
}

Result<Body> read_revocation(const v1::Revocation& in) {
    const auto key = PublicKey::from(view(in.key()));
    if (!key) return error_of(key);
    auto tips = read_tips(in.tips());
    if (!tips) return error_of(tips);
    return Revocation{*key, std::move(*tips)};
}

Result<Body> read_attribution(const v1::Attribution& in) {
    const auto op = OpId::from(view(in.op()));
    const auto person = PersonId::from(view(in.person()));
    if (!op) return error_of(op);
    if (!person) return error_of(person);
    return Attribution{*op, *person, in.reason()};
}

Result<Body> read_accept(const v1::Accept& in) {
    const auto submit = OpId::from(view(in.submit()));
    auto field = read_tips(in.field_tips());
    auto desk = read_tips(in.desk_tips());
    if (!submit) return error_of(submit);
    if (!field) return error_of(field);
    if (!desk) return error_of(desk);
    return Accepted{*submit, std::move(*field), std::move(*desk), in.automatic()};
}

Result<Body> read_returned(const v1::Return& in) {
    const auto submit = OpId::from(view(in.submit()));
    if (!submit) return error_of(submit);
    Returned returned{*submit, {}, in.due_utc_ms()};
    for (const auto& comment : in.comments()) {
        returned.comments.push_back({to_bytes(comment.register_()), comment.text()});
    }
    return returned;
}

template <class Refused>
Result<Body> read_refusal(const v1::Refusal& in) {
    if (in.submit().empty()) return Refused{in.text(), {}};
    const auto submit = OpId::from(view(in.submit()));
    if (!submit) return error_of(submit);
    return Refused{in.text(), *submit};
}

Result<Body> read_override(const v1::FindingOverride& in) {
    const auto person = PersonId::from(view(in.person()));
    if (!person) return error_of(person);
    const auto last = static_cast<std::uint32_t>(FindingState::not_applicable);
    if (in.state() > last || in.reason().empty()) {
        return fail(Code::invalid_input, "An override has no state or no reason.");
    }
    FindingOverride out{*person, std::nullopt, in.reason()};
    if (in.state() != 0) out.state = static_cast<FindingState>(in.state());
    return out;
}

Result<Body> read_moment_value(const v1::Moment& in) {
    auto time = read_moment(in);
    if (!time) return error_of(time);
    return Value(*time);
}

Result<Body> read_body(const v1::Payload& in) {
    switch (in.body_case()) {
    case v1::Payload::kWhole:
        return Value(Decimal::integer(in.whole()));
    case v1::Payload::kChoice:
        return Value(Choices{{in.choice()}});
    case v1::Payload::kText:
        return Value(in.text());
    case v1::Payload::kDecimal:
        if (in.decimal().scale() > 15) {
            return fail(Code::invalid_input, "A number has too many digits.");
        }
        return Value(
            Decimal{in.decimal().unscaled(), static_cast<std::uint8_t>(in.decimal().scale())}
        );
    case v1::Payload::kChoices:
        return Value(Choices{{in.choices().names().begin(), in.choices().names().end()}});
    case v1::Payload::kDateDays:
        return Value(date_from_days(in.date_days()));
    case v1::Payload::kTimeOfDayMs:
        return Value(TimeOfDay{in.time_of_day_ms()});
    case v1::Payload::kDurationMs:
        return Value(Duration{in.duration_ms()});
    case v1::Payload::kMoment:
        return read_moment_value(in.moment());
    case v1::Payload::kNotApplicable:
        return NotApplicable{in.not_applicable().text()};
    case v1::Payload::kNotObserved:
        return NotObserved{in.not_observed().text()};
    case v1::Payload::kCleared:
        return Cleared{};
    case v1::Payload::kNote:
        return Note{in.note()};
    case v1::Payload::kEvidence:
        return read_evidence(in.evidence());
    case v1::Payload::kSubmit:
        return read_submit(in.submit());
    case v1::Payload::kGrant:
        return read_grant(in.grant());
    case v1::Payload::kAccept:
        return read_accept(in.accept());
    case v1::Payload::kReturned:
        return read_returned(in.returned());
    case v1::Payload::kReject:
        return read_refusal<Rejected>(in.reject());
    case v1::Payload::kExclude:
        return read_refusal<Excluded>(in.exclude());
    case v1::Payload::kFindingOverride:
        return read_override(in.finding_override());
    case v1::Payload::kRuling:
        return read_ruling(in.ruling());
    case v1::Payload::kHandover:
        return read_handover(in.handover());
    case v1::Payload::kRevocation:
        return read_revocation(in.revocation());
    case v1::Payload::kAttribution:
        return read_attribution(in.attribution());
    case v1::Payload::BODY_NOT_SET:
        break;
    }
    return fail(
        Code::unsupported, "This entry has a form that is not known here.", "Update Muster."
    );
}

} // namespace

Bytes encode_payload(const Payload& payload) {
    v1::Payload message;
    std::visit(BodyWriter{message}, payload.body);
    if (payload.recalled) write_moment(*payload.recalled, *message.mutable_recalled());
    return to_bytes(message.SerializeAsString());
}

Result<Payload> decode_payload(ByteView bytes) {
    // One message per thread: a fresh one costs several times the parse.
    thread_local v1::Payload message;
    if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
        return fail(Code::invalid_input, "A payload is malformed.");
    }
    auto body = read_body(message);
    if (!body) return error_of(body);
    Payload payload{std::move(*body), std::nullopt};
    if (message.has_recalled()) {
        auto time = read_moment(message.recalled());
        if (!time) return error_of(time);
        payload.recalled = *time;
    }
    return payload;
}

std::optional<Answer> answer_in(const Payload& payload) {
    if (const auto* value = std::get_if<Value>(&payload.body)) {
        return Answer{AnswerState::answered, *value, {}};
    }
    if (const auto* na = std::get_if<NotApplicable>(&payload.body)) {
        return Answer{AnswerState::not_applicable, {}, na->reason};
    }
    if (const auto* missed = std::get_if<NotObserved>(&payload.body)) {
        return Answer{AnswerState::not_observed, {}, missed->reason};
    }
    if (std::holds_alternative<Cleared>(payload.body)) return Answer{};
    return std::nullopt;
}

Payload payload_of(const Answer& answer) {
    switch (answer.state) {
    case AnswerState::unanswered:
        return {Cleared{}, {}};
    case AnswerState::answered:
        return {answer.value, {}};
    case AnswerState::not_applicable:
        return {NotApplicable{answer.reason}, {}};
    case AnswerState::not_observed:
        return {NotObserved{answer.reason}, {}};
    }
    return {Cleared{}, {}};
}

} // namespace muster::audit
