// ODK XForms as XML.
#include "core/forms/xform_reader.hpp"
#include "tests/fuzz/checklist_spellings.hpp"
#include "tests/fuzz/fuzzer.hpp"

using namespace muster;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto form = forms::read_xform(fuzz::text_of_input(data, size));
    if (!form) {
        fuzz::check_refusal(form.error().error);
        return 0;
    }
    fuzz::check_mapping(*form);
    return 0;
}
