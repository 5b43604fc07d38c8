#include "core/audit/op.hpp"

#include <algorithm>

namespace muster::audit {

namespace {

constexpr std::uint8_t flag_epoch = 1;
constexpr std::uint8_t flag_nonce = 2;
constexpr std::uint8_t flag_grant = 4;
// The commitment stands at a fixed place, so that the salt can skip it without parsing.
constexpr std::size_t commitment_at = 96;
constexpr std::size_t fixed_size = 128;

template <class Number>
void put_number(Bytes& out, Number value) {
    auto bits = static_cast<std::uint64_t>(static_cast<std::make_unsigned_t<Number>>(value));
    for (std::size_t i = 0; i < sizeof(Number); ++i) {
        out.push_back(static_cast<std::uint8_t>(bits));
        bits >>= 8;
    }
}

void put(Bytes& out, ByteView bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
}

// Reads little-endian numbers and byte strings, remembering whether the end was overrun.
class Reader {
public:
    explicit Reader(ByteView bytes) : rest_(bytes) {}

    template <class Number>
    Number number() {
        const auto bytes = take(sizeof(Number));
        std::uint64_t out = 0;
        for (std::size_t i = bytes.size(); i > 0; --i)
            out = out << 8 | bytes[i - 1];
        return static_cast<Number>(out);
    }

    template <class Id>
    Id id() {
        Id out;
        const auto bytes = take(sizeof(Id));
        if (bytes.size() == sizeof(Id)) std::memcpy(&out, bytes.data(), sizeof(Id));
        return out;
    }

    ByteView take(std::size_t size) {
        if (size > rest_.size()) {
            overrun_ = true;
            rest_ = {};
            return {};
        }
        const auto out = rest_.first(size);
        rest_ = rest_.subspan(size);
        return out;
    }

    [[nodiscard]] bool done() const { return !overrun_ && rest_.empty(); }

    [[nodiscard]] bool overrun() const { return overrun_; }

private:
    ByteView rest_;
    bool overrun_ = false;
};

} // namespace

std::optional<Kind> known_kind(KindNumber number) {
    const auto kind = static_cast<Kind>(number);
    switch (kind) {
    case Kind::set:
    case Kind::note:
    case Kind::evidence:
    case Kind::timer:
    case Kind::submit:
    case Kind::resolve:
    case Kind::grant:
    case Kind::returned:
    case Kind::accept:
    case Kind::reject:
    case Kind::exclude:
    case Kind::admit:
    case Kind::refuse:
    case Kind::appeal:
    case Kind::decide:
    case Kind::handover:
    case Kind::revoke:
    case Kind::erase:
    case Kind::override_finding:
    case Kind::attribution:
        return kind;
    }
    return std::nullopt;
}

std::string_view name_of(Kind kind) {
    switch (kind) {
    case Kind::set:
        return "SET";
    case Kind::note:
        return "NOTE";
    case Kind::evidence:
        return "EVIDENCE";
    case Kind::timer:
        return "TIMER";
    case Kind::submit:
        return "SUBMIT";
    case Kind::resolve:
        return "RESOLVE";
    case Kind::grant:
        return "GRANT";
    case Kind::returned:
        return "RETURN";
    case Kind::accept:
        return "ACCEPT";
    case Kind::reject:
        return "REJECT";
    case Kind::exclude:
        return "EXCLUDE";
    case Kind::admit:
        return "ADMIT";
    case Kind::refuse:
        return "REFUSE";
    case Kind::appeal:
        return "APPEAL";
    case Kind::decide:
        return "DECIDE";
    case Kind::handover:
        return "HANDOVER";
    case Kind::revoke:
        return "REVOKE";
    case Kind::erase:
        return "ERASE";
    case Kind::override_finding:
        return "OVERRIDE";
    case Kind::attribution:
        return "ATTRIBUTION";
    }
    return "UNKNOWN";
}

void encode_header(const OpHeader& header, Bytes& out) {
    std::uint8_t flags = 0;
    if (header.epoch_key_hash) flags |= flag_epoch;
    if (header.server_nonce) flags |= flag_nonce;
    if (!header.grant.is_zero()) flags |= flag_grant;
    put_number<std::uint8_t>(out, header.version);
    put_number<std::uint8_t>(out, static_cast<std::uint8_t>(header.side));
    put_number<std::uint16_t>(out, header.kind);
    put(out, header.audit.bytes());
    put(out, header.writer.bytes());
    put_number<std::uint64_t>(out, header.seq);
    put(out, header.prev.bytes());
    put_number<std::int64_t>(out, header.wall.utc_ms);
    put_number<std::int16_t>(out, header.wall.offset_minutes);
    put_number<std::uint8_t>(out, static_cast<std::uint8_t>(header.wall.quality));
    put_number<std::uint8_t>(out, flags);
    put_number<std::uint16_t>(out, static_cast<std::uint16_t>(header.register_name.size()));
    put_number<std::uint16_t>(out, static_cast<std::uint16_t>(header.parents.size()));
    put_number<std::uint32_t>(out, 0); // reserved, always zero
    static_assert(1 + 1 + 2 + 16 + 16 + 8 + 32 + 8 + 2 + 1 + 1 + 2 + 2 + 4 == commitment_at);
    static_assert(commitment_at + 32 == fixed_size);
    put(out, header.commitment.bytes());
    if (header.epoch_key_hash) put(out, header.epoch_key_hash->bytes());
    if (header.server_nonce) put(out, header.server_nonce->bytes());
    if (!header.grant.is_zero()) put(out, header.grant.bytes());
    put(out, header.register_name);
    for (const auto& parent : header.parents)
        put(out, parent.bytes());
}

Result<OpHeader> decode_header(ByteView bytes) {
    Reader in(bytes);
    OpHeader header;
    header.version = in.number<std::uint8_t>();
    if (header.version != 1) {
        return fail(
            Code::unsupported,
            "Op header version " + std::to_string(header.version) + " is not known here.",
            "Update Muster; the op is kept as it is."
        );
    }
    const auto side = in.number<std::uint8_t>();
    header.kind = in.number<std::uint16_t>();
    header.audit = in.id<AuditId>();
    header.writer = in.id<WriterId>();
    header.seq = in.number<std::uint64_t>();
    header.prev = in.id<OpId>();
    header.wall.utc_ms = in.number<std::int64_t>();
    header.wall.offset_minutes = in.number<std::int16_t>();
    header.wall.quality = static_cast<TimeQuality>(in.number<std::uint8_t>());
    const auto flags = in.number<std::uint8_t>();
    const auto register_size = in.number<std::uint16_t>();
    const auto parents = in.number<std::uint16_t>();
    const auto reserved = in.number<std::uint32_t>();
    header.commitment = in.id<Bytes32>();
    if ((flags & flag_epoch) != 0) header.epoch_key_hash = in.id<Bytes32>();
    if ((flags & flag_nonce) != 0) header.server_nonce = in.id<Bytes16>();
    if ((flags & flag_grant) != 0) header.grant = in.id<OpId>();
    header.register_name = copy(in.take(register_size));
    if (parents > limits::parents_max)
        return fail(Code::invalid_input, "An op has too many parents.");
    for (int i = 0; i < parents && !in.overrun(); ++i)
        header.parents.push_back(in.id<OpId>());
    header.side = static_cast<Side>(side);
    const auto quality = static_cast<unsigned>(header.wall.quality);
    if (!in.done() || (side != 1 && side != 2) || reserved != 0 || flags > 7 || quality < 1 ||
        quality > 3 || register_size > limits::register_bytes_max ||
        !std::ranges::is_sorted(header.parents)) {
        return fail(Code::invalid_input, "An op header is malformed.");
    }
    return header;
}

OpId op_id_of(ByteView header) {
    return {sha256({view("op1"), header})};
}

Bytes32 salt_of(const Bytes32& epoch_key, ByteView header, ByteView payload) {
    return hmac_sha256(
        epoch_key, {header.first(commitment_at), header.subspan(fixed_size), payload}
    );
}

Bytes32 commitment_of(const Bytes32& salt, ByteView payload) {
    return sha256({view("pl1"), salt.bytes(), payload});
}

Bytes32 epoch_key_hash_of(const Bytes32& epoch_key) {
    return sha256(epoch_key.bytes());
}

namespace {

// The commitment is patched into the encoded header, so that a header is encoded once.
void commit(Op& op, const Bytes32& salt, Bytes& buffer) {
    op.header.commitment = commitment_of(salt, *op.payload);
    std::memcpy(buffer.data() + commitment_at, op.header.commitment.data.data(), 32);
    op.id = op_id_of(buffer);
}

} // namespace

Bytes32 finish(Op& op, const Bytes32& epoch_key, Bytes& buffer) {
    buffer.clear();
    encode_header(op.header, buffer);
    const auto salt = salt_of(epoch_key, buffer, *op.payload);
    commit(op, salt, buffer);
    return salt;
}

void finish_with_salt(Op& op, const Bytes32& salt, Bytes& buffer) {
    buffer.clear();
    encode_header(op.header, buffer);
    commit(op, salt, buffer);
}

void finish_with_commitment(Op& op, Bytes& buffer) {
    buffer.clear();
    encode_header(op.header, buffer);
    op.id = op_id_of(buffer);
}

AuditId audit_id_of(const TenantId& tenant, const VisitId& visit, std::uint32_t attempt) {
    Bytes number;
    put_number<std::uint32_t>(number, attempt);
    const auto hash = sha256({view("au1"), tenant.bytes(), visit.bytes(), number});
    AuditId id;
    std::memcpy(id.value.data.data(), hash.data.data(), 16);
    return id;
}

WriterId writer_id_of(const Fixed<32>& public_key, const Bytes16& writer_salt) {
    const auto hash = sha256({view("wr1"), public_key.bytes(), writer_salt.bytes()});
    WriterId id;
    std::memcpy(id.value.data.data(), hash.data.data(), 16);
    return id;
}

Bytes register_of(std::string_view question_id, std::span<const std::uint64_t> instances) {
    Bytes out = to_bytes(question_id);
    for (const auto instance : instances) {
        out.push_back(0);
        put_number<std::uint64_t>(out, instance);
    }
    return out;
}

Result<RegisterParts> parse_register(ByteView register_name) {
    const auto end = std::ranges::find(register_name, std::uint8_t{0});
    const auto id_size = static_cast<std::size_t>(end - register_name.begin());
    RegisterParts parts;
    parts.question_id = std::string(text_of(register_name.first(id_size)));
    Reader in(register_name.subspan(id_size));
    while (!in.done()) {
        const auto zero = in.number<std::uint8_t>();
        parts.instances.push_back(in.number<std::uint64_t>());
        if (zero != 0 || in.overrun()) {
            return fail(Code::invalid_input, "A register name is malformed.");
        }
    }
    return parts;
}

} // namespace muster::audit
