// What field.wasm exports: memory for a request, one call, and the reply. The caller is
// src/field-core.ts; every byte that crosses is a message of proto/muster/v1/field.proto.
#include "core/field/calls.hpp"

#include <cstdlib>
#include <optional>

namespace {

using muster::Bytes;
using muster::ByteView;

// Of the worker around: the wall clock with its offset, and a clock that never runs backward.
extern "C" {
__attribute__((import_module("clock"), import_name("utc_ms"))) double clock_utc_ms();
__attribute__((import_module("clock"), import_name("offset_minutes"))) int
clock_offset_minutes(double utc_ms);
__attribute__((import_module("clock"), import_name("monotonic_ms"))) double clock_monotonic_ms();
}

class BrowserClock final : public muster::Clock {
public:
    [[nodiscard]] muster::WallTime now() const override {
        const double utc_ms = clock_utc_ms();
        return {
            static_cast<std::int64_t>(utc_ms),
            static_cast<std::int16_t>(clock_offset_minutes(utc_ms))
        };
    }

    [[nodiscard]] std::int64_t monotonic_ms() const override {
        return static_cast<std::int64_t>(clock_monotonic_ms());
    }
};

// One worker has one core; its memory is the instance's.
struct Core {
    BrowserClock clock;
    muster::SystemEntropy entropy;
    muster::field::Calls calls{clock, entropy, MUSTER_VERSION};
    muster::field::Calls::Reply reply;
};

Core& core() {
    static Core only;
    return only;
}

} // namespace

extern "C" {

// Destructors of thread_local values, which wasi-libc has no place for: the one thread of a worker
// ends with its memory.
int __cxa_thread_atexit(void (*)(void*), void*, void*) {
    return 0;
}

__attribute__((export_name("allocate"))) void* muster_allocate(std::size_t size) {
    return std::malloc(size == 0 ? 1 : size);
}

__attribute__((export_name("release"))) void muster_release(void* memory) {
    std::free(memory);
}

// 1: the reply is what the method gives; 0: it is a Failure. It stands until the next call.
__attribute__((export_name("call"))) int muster_call(
    const char* method,
    std::size_t method_size,
    const std::uint8_t* request,
    std::size_t request_size
) {
    auto& only = core();
    only.reply = only.calls.call({method, method_size}, ByteView(request, request_size));
    return only.reply.ok ? 1 : 0;
}

__attribute__((export_name("reply_data"))) const std::uint8_t* muster_reply_data() {
    return core().reply.bytes.data();
}

__attribute__((export_name("reply_size"))) std::size_t muster_reply_size() {
    return core().reply.bytes.size();
}
}
