#include "core/audit/run.hpp"
#include "muster/v1/op.pb.h"

#include <map>

namespace muster::audit {

namespace {

std::string to_string(ByteView bytes) {
    return std::string(text_of(bytes));
}

// A column whose entries are all the same travels as one entry.
template <class Column, class Get>
void write_column(Column& column, const std::vector<RunEntry>& entries, Get get) {
    bool alike = true;
    for (const auto& entry : entries)
        alike = alike && get(entry) == get(entries.front());
    const std::size_t count = alike ? 1 : entries.size();
    for (std::size_t i = 0; i < count; ++i)
        column.Add(get(entries[i]));
}

void write_registers(const std::vector<RunEntry>& entries, v1::Run& out) {
    std::map<ByteView, std::uint32_t, bool (*)(ByteView, ByteView)> known(
        [](ByteView a, ByteView b) { return text_of(a) < text_of(b); }
    );
    bool identity = true;
    std::vector<std::uint32_t> index;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto [at, fresh] =
            known.try_emplace(entries[i].register_name, static_cast<std::uint32_t>(known.size()));
        if (fresh) out.add_registers(to_string(entries[i].register_name));
        identity = identity && at->second == i;
        index.push_back(at->second);
    }
    if (!identity) out.mutable_register_index()->Add(index.begin(), index.end());
}

void write_entries(const std::vector<RunEntry>& entries, v1::Run& out) {
    write_column(*out.mutable_kinds(), entries, [](const RunEntry& e) -> std::uint32_t {
        return e.kind;
    });
    write_column(*out.mutable_offset_minutes(), entries, [](const RunEntry& e) -> std::int32_t {
        return e.wall.offset_minutes;
    });
    write_column(*out.mutable_time_quality(), entries, [](const RunEntry& e) {
        return static_cast<std::uint32_t>(e.wall.quality);
    });
    write_registers(entries, out);
    std::int64_t before = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto& entry = entries[i];
        // Through unsigned: a hostile or broken clock must not overflow.
        out.add_wall_ms(static_cast<std::int64_t>(
            static_cast<std::uint64_t>(entry.wall.utc_ms) - static_cast<std::uint64_t>(before)
        ));
        before = entry.wall.utc_ms;
        out.add_payload_size(static_cast<std::uint32_t>(entry.payload.size()));
        out.mutable_payloads()->append(text_of(entry.payload));
        if (!entry.parents.empty()) {
            auto& list = *out.add_parents();
            list.set_index(static_cast<std::uint32_t>(i));
            for (const auto& parent : entry.parents)
                list.add_op_ids(to_string(parent.bytes()));
        }
        if (entry.salt || entry.commitment) {
            auto& sealed = *out.add_sealed();
            sealed.set_index(static_cast<std::uint32_t>(i));
            if (entry.salt) sealed.set_salt(to_string(entry.salt->bytes()));
            if (entry.commitment) sealed.set_commitment(to_string(entry.commitment->bytes()));
        }
        if (entry.server_nonce) {
            auto& nonce = *out.add_nonces();
            nonce.set_index(static_cast<std::uint32_t>(i));
            nonce.set_nonce(to_string(entry.server_nonce->bytes()));
        }
    }
}

std::unexpected<Error> malformed(std::string_view what) {
    return fail(Code::invalid_input, "A run of entries is malformed: " + std::string(what) + ".");
}

// The i-th entry of a column with one or n entries.
template <class Column>
auto at_column(const Column& column, std::size_t i) {
    return column.Get(column.size() == 1 ? 0 : static_cast<int>(i));
}

template <class Column>
bool fits_column(const Column& column, std::size_t count) {
    return column.size() == 1 || static_cast<std::size_t>(column.size()) == count;
}

Status check_shape(const v1::Run& in) {
    const auto count = static_cast<std::size_t>(in.payload_size_size());
    if (in.header_version() != 1) {
        return fail(Code::unsupported, "A run has a header version that is not known here.");
    }
    if (count == 0 || count > limits::run_ops_max) return malformed("number of ops");
    if (in.side() != 1 && in.side() != 2) return malformed("side");
    if (static_cast<std::size_t>(in.wall_ms_size()) != count || !fits_column(in.kinds(), count) ||
        !fits_column(in.offset_minutes(), count) || !fits_column(in.time_quality(), count)) {
        return malformed("columns of different length");
    }
    const auto registers = static_cast<std::size_t>(in.registers_size());
    const auto indices = static_cast<std::size_t>(in.register_index_size());
    if (indices != count && !(indices == 0 && registers == count)) return malformed("registers");
    if (in.first_seq() == 0 || in.first_seq() > limits::audit_ops_max * 64) return malformed("seq");
    if (in.first_seq() == 1 ? !in.prev_hint().empty() : in.prev_hint().size() != 8) {
        return malformed("previous op");
    }
    return {};
}

Result<RunEntry> read_entry(const v1::Run& in, std::size_t i) {
    RunEntry entry;
    const auto kind = at_column(in.kinds(), i);
    const auto offset = at_column(in.offset_minutes(), i);
    const auto quality = at_column(in.time_quality(), i);
    const std::size_t register_at =
        in.register_index_size() == 0 ? i : in.register_index(static_cast<int>(i));
    if (kind == 0 || kind > 0xffff) return malformed("kind");
    if (offset < -1'440 || offset > 1'440 || quality < 1 || quality > 3) return malformed("time");
    if (register_at >= static_cast<std::size_t>(in.registers_size())) return malformed("register");
    const auto& name = in.registers(static_cast<int>(register_at));
    if (name.size() > limits::register_bytes_max) return malformed("register name too long");
    entry.kind = static_cast<KindNumber>(kind);
    entry.wall.offset_minutes = static_cast<std::int16_t>(offset);
    entry.wall.quality = static_cast<TimeQuality>(quality);
    entry.register_name = to_bytes(name);
    return entry;
}

Status read_payloads(const v1::Run& in, std::vector<RunEntry>& entries) {
    ByteView rest = view(in.payloads());
    std::uint64_t wall = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        wall += static_cast<std::uint64_t>(in.wall_ms(static_cast<int>(i)));
        entries[i].wall.utc_ms = static_cast<std::int64_t>(wall);
        const std::size_t size = in.payload_size(static_cast<int>(i));
        if (size > limits::op_payload_bytes_max) {
            return fail(Code::resource_exhausted, "An entry is larger than 64 KiB.");
        }
        if (size > rest.size()) return malformed("payloads cut short");
        entries[i].payload = copy(rest.first(size));
        rest = rest.subspan(size);
    }
    if (!rest.empty()) return malformed("payloads too long");
    // Below 64 KiB plus one op, so that no limit ever has to split a run.
    const std::size_t all = in.payloads().size();
    if (all > limits::run_payload_bytes_max + entries.back().payload.size()) {
        return fail(Code::resource_exhausted, "A run is larger than 64 KiB and its last op.");
    }
    return {};
}

Status read_sparse(const v1::Run& in, std::vector<RunEntry>& entries) {
    for (const auto& list : in.parents()) {
        if (list.index() >= entries.size()) return malformed("parents");
        auto& parents = entries[list.index()].parents;
        for (const auto& bytes : list.op_ids()) {
            const auto id = OpId::from(view(bytes));
            if (!id || parents.size() >= limits::parents_max) return malformed("parents");
            if (!parents.empty() && !(parents.back() < *id)) return malformed("order of parents");
            parents.push_back(*id);
        }
    }
    for (const auto& sealed : in.sealed()) {
        if (sealed.index() >= entries.size()) return malformed("sealed entry");
        auto& entry = entries[sealed.index()];
        const auto salt = Bytes32::from(view(sealed.salt()));
        const auto commitment = Bytes32::from(view(sealed.commitment()));
        if (bool(salt) == bool(commitment)) return malformed("sealed entry");
        if (salt) entry.salt = *salt;
        if (commitment) entry.commitment = *commitment;
        if (commitment && !entry.payload.empty()) return malformed("sealed entry with a payload");
    }
    for (const auto& nonce : in.nonces()) {
        const auto bytes = Bytes16::from(view(nonce.nonce()));
        if (nonce.index() >= entries.size() || !bytes) return malformed("nonce");
        entries[nonce.index()].server_nonce = *bytes;
    }
    return {};
}

Result<std::vector<RunEpoch>> read_epochs(const v1::Run& in, std::size_t count) {
    std::vector<RunEpoch> epochs;
    for (const auto& message : in.epochs()) {
        RunEpoch epoch;
        epoch.starts = message.starts();
        if (epoch.starts > count || (!epochs.empty() && epoch.starts <= epochs.back().starts)) {
            return malformed("epochs");
        }
        if (!message.key().empty()) {
            const auto key = Bytes32::from(view(message.key()));
            if (!key) return malformed("epoch key");
            epoch.key = *key;
            epoch.key_hash = epoch_key_hash_of(*key);
        }
        if (!message.key_hash().empty() || !epoch.key) {
            const auto hash = Bytes32::from(view(message.key_hash()));
            if (!hash) return malformed("epoch key hash");
            epoch.key_hash = *hash;
        }
        epochs.push_back(epoch);
    }
    return epochs;
}

} // namespace

Bytes encode_run(const Run& run) {
    thread_local v1::Run out; // a fresh message costs several times the work
    out.Clear();
    out.set_header_version(1);
    out.set_side(static_cast<std::uint32_t>(run.side));
    out.set_writer(to_string(run.writer.bytes()));
    out.set_certificate(to_string(run.certificate.bytes()));
    out.set_writer_salt(to_string(run.writer_salt.bytes()));
    out.set_first_seq(run.first_seq);
    out.set_prev_hint(to_string(run.prev_hint));
    if (!run.grant.is_zero()) out.set_grant(to_string(run.grant.bytes()));
    write_entries(run.entries, out);
    for (const auto& epoch : run.epochs) {
        auto& message = *out.add_epochs();
        message.set_starts(static_cast<std::uint32_t>(epoch.starts));
        if (epoch.key) {
            message.set_key(to_string(epoch.key->bytes()));
        } else {
            message.set_key_hash(to_string(epoch.key_hash.bytes()));
        }
    }
    out.set_signature(to_string(run.signature.bytes()));
    Bytes bytes(out.ByteSizeLong());
    out.SerializeWithCachedSizesToArray(bytes.data());
    return bytes;
}

Result<Run> decode_run(ByteView bytes) {
    thread_local v1::Run in;
    if (!in.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
        return malformed("not protobuf");
    }
    if (auto shape = check_shape(in); !shape) return error_of(shape);
    Run run;
    run.side = static_cast<Side>(in.side());
    const auto writer = WriterId::from(view(in.writer()));
    const auto certificate = CertificateHash::from(view(in.certificate()));
    const auto salt = Bytes16::from(view(in.writer_salt()));
    const auto signature = Signature::from(view(in.signature()));
    if (!writer || !certificate || !salt || !signature) return malformed("author");
    run.writer = *writer;
    run.certificate = *certificate;
    run.writer_salt = *salt;
    run.signature = *signature;
    run.first_seq = in.first_seq();
    run.prev_hint = to_bytes(in.prev_hint());
    if (!in.grant().empty()) {
        const auto grant = OpId::from(view(in.grant()));
        if (!grant || run.first_seq != 1) return malformed("grant");
        run.grant = *grant;
    }
    const auto count = static_cast<std::size_t>(in.payload_size_size());
    run.entries.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        auto entry = read_entry(in, i);
        if (!entry) return error_of(entry);
        run.entries.push_back(std::move(*entry));
    }
    if (auto read = read_payloads(in, run.entries); !read) return error_of(read);
    if (auto read = read_sparse(in, run.entries); !read) return error_of(read);
    auto epochs = read_epochs(in, count);
    if (!epochs) return error_of(epochs);
    run.epochs = std::move(*epochs);
    return run;
}

} // namespace muster::audit
