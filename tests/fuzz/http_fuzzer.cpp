// An HTTP connection as it arrives: requests one after another, in pieces of any size, with bodies
// that claim to be compressed. The first byte is the size of the pieces.
#include "sync-server/net/content_coding.hpp"
#include "sync-server/net/request_reader.hpp"
#include "tests/fuzz/fuzzer.hpp"

#include <algorithm>
#include <vector>

using namespace muster;
using namespace muster::net;

namespace {

constexpr std::size_t body_bytes = 4'096;
constexpr std::size_t decompressed_bytes = std::size_t{64} * 1024;

struct Seen {
    std::string target;
    Bytes body;
    int refused = 0; // HTTP status; ends the connection
    bool operator==(const Seen&) const = default;
};

void check_body(const Request& request) {
    const auto coding = parse_content_encoding(request.header("content-encoding"));
    if (!coding) return;
    const auto plain = decompress(*coding, request.body, decompressed_bytes);
    if (!plain) return fuzz::check_refusal(plain.error());
    fuzz::require(plain->size() <= std::max(decompressed_bytes, request.body.size()));
}

// Everything that a connection gets to see of these bytes.
std::vector<Seen> read_all(ByteView input, std::size_t piece) {
    static const Limits limits;
    std::vector<Seen> out;
    RequestReader reader(limits);
    Request request;
    reader.start(request);
    const auto refuse = [&] {
        fuzz::require(reader.refusal_status() >= 400 && !reader.refusal_text().empty());
        out.push_back({request.target, {}, reader.refusal_status()});
    };
    Bytes unread; // what the reader did not take yet, as a connection keeps it
    for (std::size_t begin = 0; begin < input.size(); begin += piece) {
        const ByteView arrived = input.subspan(begin, std::min(piece, input.size() - begin));
        unread.insert(unread.end(), arrived.begin(), arrived.end());
        for (;;) {
            ByteView rest = unread;
            const ReadStep step = reader.feed(rest);
            fuzz::require(rest.size() <= unread.size());
            unread.erase(unread.begin(), unread.end() - static_cast<std::ptrdiff_t>(rest.size()));
            if (step == ReadStep::refused ||
                (step == ReadStep::head_complete && !reader.allow_body(body_bytes))) {
                refuse();
                return out;
            }
            if (step == ReadStep::complete) {
                fuzz::require(request.body.size() <= body_bytes);
                check_body(request);
                out.push_back({request.target, request.body, 0});
                if (!reader.keeps_alive()) return out;
                request.clear();
                reader.start(request);
            }
            if (step == ReadStep::need_more) break;
        }
    }
    return out;
}

// A head that never ends may be refused sooner or later, as its pieces come; all else is the same.
bool agree(const std::vector<Seen>& a, const std::vector<Seen>& b) {
    const auto& shorter = a.size() < b.size() ? a : b;
    const auto& longer = a.size() < b.size() ? b : a;
    if (!std::equal(shorter.begin(), shorter.end(), longer.begin())) return false;
    return longer.size() == shorter.size() ||
           (longer.size() == shorter.size() + 1 && longer.back().refused != 0);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const ByteView input{data + 1, size - 1};
    const auto in_pieces = read_all(input, std::size_t{data[0]} + 1);
    // How a network cuts the bytes changes nothing.
    fuzz::require(agree(read_all(input, input.size()), in_pieces));
    return 0;
}
