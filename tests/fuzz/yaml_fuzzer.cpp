// Checklists in YAML: what is read can be written, and reading that gives the same checklist.
#include "core/authoring/yaml.hpp"
#include "tests/fuzz/fuzzer.hpp"

using namespace muster;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto read =
        authoring::checklist_from_yaml(fuzz::text_of_input(data, size), "fuzzed.yaml");
    if (!read) {
        fuzz::check_refusal(read.error());
        return 0;
    }
    const auto again =
        authoring::checklist_from_yaml(authoring::checklist_to_yaml(*read), "written.yaml");
    fuzz::require(again && *again == *read);
    return 0;
}
