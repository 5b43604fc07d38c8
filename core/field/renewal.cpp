// When a tablet takes a new writer id. Two hands on one log fork it, so whoever cannot be sure to
// be the only one starts logs of his own: a copy, a database that was restored, and whoever hears
// from the server of entries that he did not make.
#include "core/field/workspace_state.hpp"

namespace muster::field {

namespace {

constexpr std::string_view setting_place = "place";
constexpr std::string_view setting_renewal = "renewal"; // cause 1, count 4, wall time 10; LE

template <class Whole>
void put(Bytes& out, Whole value) {
    const auto bits = static_cast<std::uint64_t>(value);
    for (std::size_t i = 0; i < sizeof(Whole); ++i) {
        out.push_back(static_cast<std::uint8_t>(bits >> (8 * i)));
    }
}

template <class Whole>
Whole take(ByteView bytes, std::size_t at) {
    std::uint64_t bits = 0;
    for (std::size_t i = sizeof(Whole); i > 0; --i)
        bits = bits << 8 | bytes[at + i - 1];
    return static_cast<Whole>(bits);
}

Bytes encoded(const Renewal& renewal) {
    Bytes out{static_cast<std::uint8_t>(renewal.cause)};
    put(out, renewal.count);
    put(out, renewal.when.utc_ms);
    put(out, renewal.when.offset_minutes);
    return out;
}

Renewal decoded(ByteView bytes) {
    Renewal out;
    out.cause = static_cast<Renewal::Cause>(bytes[0]);
    out.count = take<std::uint32_t>(bytes, 1);
    out.when.utc_ms = take<std::int64_t>(bytes, 5);
    out.when.offset_minutes = take<std::int16_t>(bytes, 13);
    return out;
}

} // namespace

std::string_view reason_text(Renewal::Cause cause) {
    switch (cause) {
    case Renewal::Cause::moved:
        return "This tablet's data was copied or restored from a backup.";
    case Renewal::Cause::elsewhere:
        return "The server holds entries of this tablet that were not on it: its data was "
               "restored from a backup, or somebody works with a copy.";
    }
    return "";
}

Status Workspace::Impl::settle_in(const std::string& place) {
    if (place.empty() || !profile) return {};
    const auto before = store.setting(setting_place);
    if (!before) return error_of(before);
    if (*before && text_of(**before) == place) return {};
    auto transaction = store.begin();
    if (!transaction) return error_of(transaction);
    auto done = store.put_setting(*transaction, setting_place, view(place));
    if (!done) return done;
    // The first time nothing is known of where it was.
    if (!*before) return transaction->commit();
    const auto salt = renew_writer(*transaction, Renewal::Cause::moved);
    if (!salt) return error_of(salt);
    if (auto kept = transaction->commit(); !kept) return kept;
    use_writer(*salt);
    return {};
}

Result<Bytes16>
Workspace::Impl::renew_writer(sqlite::Transaction& transaction, Renewal::Cause cause) {
    const auto before = renewal();
    if (!before) return error_of(before);
    const Renewal now{cause, clock.now(), *before ? (*before)->count + 1 : 1};
    auto done = store.put_setting(transaction, setting_renewal, encoded(now));
    if (!done) return error_of(done);
    return put_new_writer(transaction);
}

Result<Bytes16> Workspace::Impl::put_new_writer(sqlite::Transaction& transaction) {
    const auto salt = entropy.bytes<16>();
    auto done = store.put_setting(transaction, setting_writer_salt, salt.bytes());
    if (!done) return error_of(done);
    return salt;
}

void Workspace::Impl::use_writer(const Bytes16& writer_salt) {
    author->writer_salt = writer_salt;
    author->writer = audit::writer_id_of(author->opened.key.value, writer_salt);
}

Result<std::optional<Renewal>> Workspace::Impl::renewal() const {
    constexpr std::size_t size = 15;
    const auto value = store.setting(setting_renewal);
    if (!value) return error_of(value);
    if (!*value || (*value)->size() != size) return std::optional<Renewal>();
    return std::optional(decoded(**value));
}

} // namespace muster::field
