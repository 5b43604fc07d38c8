// XLSForms, written as the tables that the tests use: deeper than bytes of a zip file would reach.
#include "tests/core/forms/form_tables.hpp"
#include "tests/fuzz/checklist_spellings.hpp"
#include "tests/fuzz/fuzzer.hpp"

using namespace muster;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string table = "| survey |\n" + std::string(fuzz::text_of_input(data, size));
    const auto form = forms::form_from(table);
    if (!form) {
        fuzz::check_refusal(form.error().error);
        return 0;
    }
    const auto counts = form->counts();
    fuzz::require(counts == form->counts());
    fuzz::check_mapping(*form);
    return 0;
}
