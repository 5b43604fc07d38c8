// The messages of enrolment and sync, on both sides of the wire. The first byte chooses the
// message.
#include "core/sync/messages.hpp"
#include "tests/fuzz/fuzzer.hpp"

using namespace muster;

namespace {

// What decodes encodes to something that decodes to the same.
template <class Message>
void decode_twice(ByteView bytes, Result<Message> (*decode)(ByteView)) {
    const auto message = decode(bytes);
    if (!message) return fuzz::check_refusal(message.error());
    const auto again = decode(sync::encode(*message));
    fuzz::require(again && *again == *message);
}

using Decoder = void (*)(ByteView);

constexpr Decoder decoders[] = {
    [](ByteView bytes) { decode_twice(bytes, &sync::decode_hello_request); },
    [](ByteView bytes) { decode_twice(bytes, &sync::decode_push_request); },
    [](ByteView bytes) { decode_twice(bytes, &sync::decode_pull_request); },
    [](ByteView bytes) { decode_twice(bytes, &sync::decode_fetch_request); },
    [](ByteView bytes) { decode_twice(bytes, &sync::decode_enrol_request); },
    [](ByteView bytes) { decode_twice(bytes, &sync::decode_open_request); },
    [](ByteView bytes) { decode_twice(bytes, &sync::decode_greeting); },
    [](ByteView bytes) { decode_twice(bytes, &sync::decode_hello_state); },
    [](ByteView bytes) { decode_twice(bytes, &sync::decode_push_reply); },
    [](ByteView bytes) { decode_twice(bytes, &sync::decode_receipt); },
    [](ByteView bytes) { decode_twice(bytes, &sync::decode_pull_reply); },
    [](ByteView bytes) { decode_twice(bytes, &sync::decode_fetch_reply); },
    [](ByteView bytes) { decode_twice(bytes, &sync::decode_enrol_reply); },
    [](ByteView bytes) { decode_twice(bytes, &sync::decode_open_reply); },
    [](ByteView bytes) { decode_twice(bytes, &sync::decode_have_request); },
    [](ByteView bytes) { decode_twice(bytes, &sync::decode_chunks_request); },
    [](ByteView bytes) { decode_twice(bytes, &sync::decode_chunks_reply); },
    [](ByteView bytes) { decode_twice(bytes, &sync::decode_put_chunk_request); },
    [](ByteView bytes) { decode_twice(bytes, &sync::decode_get_chunk_reply); },
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    decoders[data[0] % std::size(decoders)]({data + 1, size - 1});
    return 0;
}
