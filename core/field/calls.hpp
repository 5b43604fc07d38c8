// The boundary of the core in bytes: a method's name and the request that
// proto/muster/v1/field.proto describes go in, a reply comes out, or a Failure. Holds the vault
// that is open, the audit on the screen, and the enrolment or meeting under way. Whatever the
// bytes, a call never throws and never leaves half of what it was to do. One thread at a time.
#pragma once

#include "core/base/clock.hpp"
#include "core/base/entropy.hpp"

#include <memory>
#include <string_view>

namespace muster::field {

class Calls {
public:
    // All must outlive it; `version` is what Open says of the program.
    Calls(Clock& clock, Entropy& entropy, std::string_view version);
    ~Calls();

    struct Reply {
        bool ok = false; // else `bytes` are a Failure
        Bytes bytes;
    };

    Reply call(std::string_view method, ByteView request) noexcept;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace muster::field
