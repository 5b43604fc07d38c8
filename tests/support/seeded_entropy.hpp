// Entropy that repeats itself: the same seed gives the same keys, ids and salts.
#pragma once

#include "core/base/entropy.hpp"
#include "core/base/hash.hpp"

namespace muster::test {

class SeededEntropy final : public Entropy {
public:
    explicit SeededEntropy(std::uint64_t seed = 1) {
        for (std::size_t i = 0; i < 8; ++i) {
            key_.data[i] = static_cast<std::uint8_t>(seed >> (8 * i));
        }
    }

    void fill(std::span<std::uint8_t> out) override {
        for (std::size_t at = 0; at < out.size(); at += 32) {
            ++counter_;
            std::array<std::uint8_t, 8> number{};
            std::memcpy(number.data(), &counter_, sizeof counter_);
            const auto block = hmac_sha256(key_, {ByteView(number)});
            std::memcpy(
                out.data() + at, block.data.data(), std::min<std::size_t>(32, out.size() - at)
            );
        }
    }

private:
    Bytes32 key_;
    std::uint64_t counter_ = 0;
};

} // namespace muster::test
