#include "core/report/packed.hpp"

namespace muster::report {

namespace {

Uint128 zigzag(Int128 value) {
    const auto doubled = static_cast<Uint128>(value) << 1;
    return value < 0 ? ~doubled : doubled;
}

Int128 unzigzag(Uint128 value) {
    const auto half = static_cast<Int128>(value >> 1);
    return (value & 1) != 0 ? ~half : half;
}

} // namespace

void PackWriter::number(std::uint64_t value) {
    while (value >= 0x80) {
        out_.push_back(static_cast<std::uint8_t>(value | 0x80));
        value >>= 7;
    }
    out_.push_back(static_cast<std::uint8_t>(value));
}

void PackWriter::signed_number(std::int64_t value) {
    number(static_cast<std::uint64_t>(zigzag(value)));
}

void PackWriter::wide(Int128 value) {
    Uint128 rest = zigzag(value);
    while (rest >= 0x80) {
        out_.push_back(static_cast<std::uint8_t>(rest | 0x80));
        rest >>= 7;
    }
    out_.push_back(static_cast<std::uint8_t>(rest));
}

void PackWriter::text(std::string_view value) {
    number(value.size());
    out_.insert(out_.end(), value.begin(), value.end());
}

Uint128 PackReader::varint(unsigned bits_max) {
    Uint128 out = 0;
    for (unsigned shift = 0; ok_; shift += 7) {
        if (at_ == bytes_.size() || shift >= bits_max) break;
        const std::uint8_t byte = bytes_[at_++];
        const Uint128 part = byte & 0x7f;
        const unsigned room = bits_max - shift;
        if (room < 7 && (part >> room) != 0) break; // a bit beyond the number's width
        out |= part << shift;
        if ((byte & 0x80) != 0) continue;
        if (byte == 0 && shift > 0) break; // longer than it needs to be
        return out;
    }
    ok_ = false;
    return 0;
}

std::uint64_t PackReader::number() {
    return static_cast<std::uint64_t>(varint(64));
}

std::int64_t PackReader::signed_number() {
    return static_cast<std::int64_t>(unzigzag(varint(64)));
}

Int128 PackReader::wide() {
    return unzigzag(varint(128));
}

bool PackReader::flag() {
    const auto value = number();
    if (value > 1) ok_ = false;
    return value == 1;
}

std::size_t PackReader::size() {
    const auto value = number();
    if (value > bytes_.size() - at_) ok_ = false;
    return ok_ ? static_cast<std::size_t>(value) : 0;
}

std::string PackReader::text() {
    const auto length = size();
    const auto out = text_of(bytes_.subspan(at_, length));
    at_ += length;
    return std::string(out);
}

} // namespace muster::report
