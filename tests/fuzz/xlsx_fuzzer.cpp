// Spreadsheets as bytes, and the form that may be in them.
#include "core/forms/workbook.hpp"
#include "core/forms/xlsform_reader.hpp"
#include "tests/fuzz/checklist_spellings.hpp"
#include "tests/fuzz/fuzzer.hpp"

using namespace muster;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto workbook = forms::read_workbook({data, size});
    if (!workbook) {
        fuzz::check_refusal(workbook.error());
        return 0;
    }
    const auto form = forms::read_xlsform(*workbook);
    if (!form) {
        fuzz::check_refusal(form.error().error);
        return 0;
    }
    fuzz::check_mapping(*form);
    return 0;
}
