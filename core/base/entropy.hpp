// The Entropy port: where random bytes come from. Keys, salts and random ids only ever come from
// here, so that a simulated twin with a seed makes a whole run repeatable.
#pragma once

#include "core/base/bytes.hpp"

namespace muster {

class Entropy {
public:
    virtual ~Entropy() = default;
    virtual void fill(std::span<std::uint8_t> out) = 0;

    template <std::size_t N>
    Fixed<N> bytes() {
        Fixed<N> out;
        fill(out.data);
        return out;
    }
};

// libsodium's generator: the operating system natively, crypto.getRandomValues in the browser.
class SystemEntropy final : public Entropy {
public:
    void fill(std::span<std::uint8_t> out) override;
};

} // namespace muster
