// Chance: random(), uuid() and randomize(), which with a seed gives every engine the same order.
#include "core/base/hash.hpp"
#include "core/expression/functions.hpp"

#include <array>
#include <cmath>
#include <limits>

namespace muster::expression {

namespace {

Result<Value> random(Arguments& arguments) {
    Entropy* entropy = arguments.context().entropy;
    if (entropy == nullptr) {
        return arguments.bad(
            Code::unsupported, "No random numbers are allowed here.", "Use a fixed value."
        );
    }
    std::uint64_t bits = 0;
    for (const auto byte : entropy->bytes<8>().bytes())
        bits = bits << 8 | byte;
    return Value(static_cast<double>(bits >> 11) / 9'007'199'254'740'992.0); // 2^53
}

// RFC 9562, version 4; with a length, as many characters of them.
Result<Value> uuid(Arguments& arguments) {
    Entropy* entropy = arguments.context().entropy;
    if (entropy == nullptr) {
        return arguments.bad(
            Code::unsupported, "No random numbers are allowed here.", "Use a fixed value."
        );
    }
    std::size_t length = 36;
    if (arguments.size() > 0) {
        const auto wanted = arguments.number(0);
        if (!wanted) return error_of(wanted);
        if (!(*wanted >= 0 && *wanted <= 10'000)) {
            return arguments.bad(
                Code::invalid_input, "The length is none.", "Give a number from 0 to 10000."
            );
        }
        length = static_cast<std::size_t>(*wanted);
    }
    std::string out;
    while (out.size() < length) {
        auto bytes = entropy->bytes<16>();
        bytes.data[6] = static_cast<std::uint8_t>((bytes.data[6] & 0x0F) | 0x40);
        bytes.data[8] = static_cast<std::uint8_t>((bytes.data[8] & 0x3F) | 0x80);
        const auto hex = to_hex(bytes.bytes());
        for (std::size_t i = 0; i < hex.size(); ++i) {
            if (i == 8 || i == 12 || i == 16 || i == 20) out += '-';
            out += hex[i];
        }
    }
    out.resize(length);
    return Value(std::move(out));
}

// Park and Miller's generator ("minimal standard", 16807), as JavaRosa seeds it.
class MinimalStandard {
public:
    explicit MinimalStandard(std::int64_t seed) : state_(seed % modulus) {
        if (state_ <= 0) state_ += modulus - 1;
    }

    double next() {
        state_ = state_ * 16'807 % modulus;
        return static_cast<double>(state_ - 1) / static_cast<double>(modulus - 1);
    }

private:
    static constexpr std::int64_t modulus = 2'147'483'647;
    std::int64_t state_;
};

// As Java turns a double into a long.
std::int64_t whole_seed(double seed) {
    if (std::isnan(seed)) return 0;
    if (seed >= 9'223'372'036'854'775'807.0) return std::numeric_limits<std::int64_t>::max();
    if (seed <= -9'223'372'036'854'775'808.0) return std::numeric_limits<std::int64_t>::min();
    return static_cast<std::int64_t>(seed);
}

// A number seeds by itself, a text that is none by the first 8 bytes of its SHA-256, which JavaRosa
// rounds to a double on the way.
Result<std::int64_t> seed_of(Arguments& arguments) {
    if (arguments.size() < 2) {
        Entropy* entropy = arguments.context().entropy;
        if (entropy == nullptr) {
            return arguments.bad(
                Code::unsupported,
                "No random order is allowed here.",
                "Give a seed as the second argument."
            );
        }
        std::uint64_t bits = 0;
        for (const auto byte : entropy->bytes<8>().bytes())
            bits = bits << 8 | byte;
        return static_cast<std::int64_t>(bits >> 1);
    }
    const auto value = arguments.value(1);
    if (!value) return error_of(value);
    const double number = to_number(*value, arguments.context());
    const auto text = to_text(*value, arguments.context());
    if (!std::isnan(number) || text.empty() || std::holds_alternative<double>(*value)) {
        return whole_seed(number);
    }
    std::uint64_t bits = 0;
    for (const auto byte : sha256(view(text)).bytes().first(8))
        bits = bits << 8 | byte;
    return whole_seed(static_cast<double>(static_cast<std::int64_t>(bits)));
}

Result<Value> randomize(Arguments& arguments) {
    const auto nodes = arguments.nodes(0);
    if (!nodes) return error_of(nodes);
    const auto seed = seed_of(arguments);
    if (!seed) return error_of(seed);
    MinimalStandard generator(*seed);
    // Fisher and Yates, from the inside out.
    NodeSet out;
    for (const auto node : *nodes) {
        const auto size = static_cast<double>(out.size() + 1);
        const auto place = static_cast<std::size_t>(generator.next() * size);
        out.push_back(node);
        std::swap(out[std::min(place, out.size() - 1)], out.back());
    }
    return Value(std::move(out));
}

constexpr std::array<Function, 3> functions = {{
    {"random", 0, 0, random},
    {"uuid", 0, 1, uuid},
    {"randomize", 1, 2, randomize},
}};

} // namespace

std::span<const Function> random_functions() {
    return functions;
}

} // namespace muster::expression
