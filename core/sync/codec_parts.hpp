// What the codecs of this room share: fields of fixed size with one error for all of them, and the
// parts that several messages carry. Templates over the generated messages, so that this header
// needs none of them.
#pragma once

#include "core/sync/messages.hpp"

namespace muster::sync::codec {

inline std::string to_string(ByteView bytes) {
    return std::string(text_of(bytes));
}

inline std::unexpected<Error> malformed(std::string_view what) {
    return fail(Code::invalid_input, "The message is malformed: " + std::string(what) + ".");
}

template <class Message>
Bytes serialized(const Message& message) {
    Bytes out(message.ByteSizeLong());
    message.SerializeWithCachedSizesToArray(out.data());
    return out;
}

template <class Message>
Result<Message> parsed(ByteView bytes) {
    Message message;
    if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
        return malformed("not protobuf");
    }
    return message;
}

// Reads many fixed-size fields and remembers the first that failed.
class Fields {
public:
    template <class Id>
    Id id(const std::string& bytes, std::string_view what) {
        auto read = Id::from(view(bytes));
        if (read) return *read;
        note(what);
        return {};
    }

    // Empty means zero.
    template <class Id>
    Id optional_id(const std::string& bytes, std::string_view what) {
        return bytes.empty() ? Id{} : id<Id>(bytes, what);
    }

    template <class Enum>
    Enum number(int value, int last, std::string_view what) {
        if (value < 1 || value > last) note(what);
        return static_cast<Enum>(value);
    }

    void check(bool holds, std::string_view what) {
        if (!holds) note(what);
    }

    [[nodiscard]] bool good() const { return what_.empty(); }

    [[nodiscard]] std::unexpected<Error> error() const { return malformed(what_); }

private:
    void note(std::string_view what) {
        if (what_.empty()) what_ = what;
    }

    std::string what_;
};

template <class Message>
void write_certificate(const audit::SignedCertificate& in, Message& out) {
    out.set_body(to_string(in.body));
    out.set_signature(to_string(in.signature.bytes()));
}

template <class Message>
audit::SignedCertificate read_certificate(const Message& in, Fields& fields) {
    return {to_bytes(in.body()), fields.id<Signature>(in.signature(), "certificate signature")};
}

template <class Message>
void write_card(const audit::SignedVisitCard& in, Message& out) {
    out.set_body(to_string(in.body));
    out.set_signature(to_string(in.signature.bytes()));
}

template <class Messages>
void write_tips(const std::vector<audit::Tip>& tips, Messages& out) {
    for (const auto& tip : tips) {
        auto& message = *out.Add();
        message.set_writer(to_string(tip.writer.bytes()));
        message.set_seq(tip.seq);
        message.set_op_id(to_string(tip.op.bytes()));
    }
}

template <class Messages>
std::vector<audit::Tip> read_tips(const Messages& in, Fields& fields) {
    std::vector<audit::Tip> tips;
    for (const auto& tip : in) {
        tips.push_back(
            {fields.id<WriterId>(tip.writer(), "tip"),
             tip.seq(),
             fields.id<OpId>(tip.op_id(), "tip")}
        );
    }
    return tips;
}

inline std::string packed(const std::vector<AuditDigest>& digests) {
    std::string out;
    out.reserve(digests.size() * 32);
    for (const auto& each : digests) {
        out.append(text_of(each.audit.bytes()));
        out.append(text_of(each.digest.bytes()));
    }
    return out;
}

inline std::vector<AuditDigest> unpacked(const std::string& in, Fields& fields) {
    std::vector<AuditDigest> out;
    fields.check(in.size() % 32 == 0, "digests");
    for (std::size_t at = 0; at + 32 <= in.size(); at += 32) {
        AuditDigest each;
        std::memcpy(&each.audit, in.data() + at, 16);
        std::memcpy(&each.digest, in.data() + at + 16, 16);
        out.push_back(each);
    }
    return out;
}

template <class Message>
void write_held_back(const HeldBack& in, Message& out) {
    out.set_audit(to_string(in.audit.bytes()));
    out.set_op_id(to_string(in.op.bytes()));
    out.set_code(in.code);
    out.set_text(in.text);
}

template <class Message>
HeldBack read_held_back(const Message& in, Fields& fields) {
    return {
        fields.id<AuditId>(in.audit(), "held-back audit"),
        fields.id<OpId>(in.op_id(), "held-back op"),
        in.code(),
        in.text()
    };
}

template <class Message>
void write_moment(const WallTime& time, Message& out) {
    out.set_utc_ms(time.utc_ms);
    out.set_offset_minutes(time.offset_minutes);
    out.set_quality(static_cast<std::uint32_t>(time.quality));
}

template <class Message>
void write_audit_runs(const AuditRuns& in, Message& out) {
    out.set_audit(to_string(in.audit.bytes()));
    for (const auto& run : in.runs)
        out.add_runs(to_string(run));
    if (in.visit_card) write_card(*in.visit_card, *out.mutable_visit_card());
}

template <class Message>
AuditRuns read_audit_runs(const Message& in, Fields& fields) {
    AuditRuns out;
    out.audit = fields.id<AuditId>(in.audit(), "audit");
    for (const auto& run : in.runs())
        out.runs.push_back(to_bytes(run));
    if (in.has_visit_card()) {
        out.visit_card = audit::SignedVisitCard{
            to_bytes(in.visit_card().body()),
            fields.id<Signature>(in.visit_card().signature(), "visit card signature")
        };
    }
    return out;
}

template <class Message>
void write_limits(const Limits& in, Message& out) {
    out.set_push_ops_max(in.push_ops_max);
    out.set_push_bytes_max(in.push_bytes_max);
    out.set_op_bytes_max(in.op_bytes_max);
    out.set_audit_ops_max(in.audit_ops_max);
    out.set_hello_audits_max(in.hello_audits_max);
}

template <class Message>
Limits read_limits(const Message& in) {
    return {
        in.push_ops_max(),
        in.push_bytes_max(),
        in.op_bytes_max(),
        in.audit_ops_max(),
        in.hello_audits_max()
    };
}

} // namespace muster::sync::codec
