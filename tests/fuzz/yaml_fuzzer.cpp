// Checklists in YAML: what is read can be written, and reading that gives the same checklist, also
// by way of an XLSForm.
#include "core/authoring/yaml.hpp"
#include "core/forms/checklist_form.hpp"
#include "core/forms/form_checklist.hpp"
#include "core/forms/xlsform_reader.hpp"
#include "core/forms/xlsform_writer.hpp"
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
    // As an XLSForm it is the same, or it cannot be one (a text that holds a stray ${).
    const auto form = forms::read_xlsform(forms::write_xlsform(forms::form_from_checklist(*read)));
    if (!form) {
        fuzz::check_refusal(form.error().error);
        return 0;
    }
    const auto mapped = forms::checklist_from_form(*form, "fuzzed");
    fuzz::require(mapped && mapped->checklist == *read);
    return 0;
}
