// Packs integers and texts for one BLOB column: varints of 7 bits a byte, low first; signed ones in
// zigzag, 128 bits wide where sums need it; texts with their size in front. Reading never passes
// the end, refuses numbers that are longer than they need to be, and so each value has one
// spelling.
#pragma once

#include "core/base/bytes.hpp"

namespace muster::report {

__extension__ using Int128 = __int128;
__extension__ using Uint128 = unsigned __int128;

class PackWriter {
public:
    void number(std::uint64_t value);
    void signed_number(std::int64_t value);
    void wide(Int128 value);
    void text(std::string_view value);

    void flag(bool value) { number(value ? 1 : 0); }

    void reserve(std::size_t bytes) { out_.reserve(bytes); }

    [[nodiscard]] Bytes take() { return std::move(out_); }

private:
    Bytes out_;
};

// After a failed read every further one gives zeros, and ok() stays false: check it once at the
// end, and before trusting a size.
class PackReader {
public:
    explicit PackReader(ByteView bytes) : bytes_(bytes) {}

    std::uint64_t number();
    std::int64_t signed_number();
    Int128 wide();
    std::string text();
    bool flag();
    // A number of items of at least one byte each, so never more than there are bytes left.
    std::size_t size();

    [[nodiscard]] bool ok() const { return ok_; }

    [[nodiscard]] bool at_end() const { return at_ == bytes_.size(); }

private:
    Uint128 varint(unsigned bits_max);

    ByteView bytes_;
    std::size_t at_ = 0;
    bool ok_ = true;
};

} // namespace muster::report
