// Runs of ops as they come over the wire, before anything about them is believed.
#include "core/audit/run.hpp"
#include "tests/fuzz/fuzzer.hpp"

using namespace muster;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto run = audit::decode_run({data, size});
    if (!run) {
        fuzz::check_refusal(run.error());
        return 0;
    }
    // What decodes encodes to something that decodes to the same.
    const auto again = audit::decode_run(audit::encode_run(*run));
    fuzz::require(again && audit::encode_run(*again) == audit::encode_run(*run));
    const auto rebuilt = audit::rebuild(std::move(*run), AuditId{}, {});
    if (!rebuilt) fuzz::check_refusal(rebuilt.error());
    return 0;
}
