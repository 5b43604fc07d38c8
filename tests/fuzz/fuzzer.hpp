// What every fuzzer shares: libFuzzer's entry point over a text, and what must hold of any refusal.
#pragma once

#include "core/base/result.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace muster::fuzz {

// A property of the program, whatever the input: failing it is a finding.
inline void require(bool holds) {
    if (!holds) std::abort();
}

// Every refusal is a sentence that somebody can act on.
inline void check_refusal(const Error& error) {
    require(!error.message.empty());
    require(error.code != Code::internal);
}

inline std::string_view text_of_input(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

} // namespace muster::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
