#include "core/forms/xlsform.hpp"

#include "core/base/text_tools.hpp"
#include "core/forms/checklist_form.hpp"
#include "core/forms/workbook_writer.hpp"
#include "core/forms/xform_reader.hpp"
#include "core/forms/xlsform_reader.hpp"
#include "core/forms/xlsform_writer.hpp"

namespace muster::forms {

namespace {

// A form is XML if it looks like it, whatever its name says.
bool is_xml(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    return without_outer_space(bytes).starts_with('<');
}

// What is neither is told from the first bytes, so that the remedy is about this file.
FormStatus recognise(std::string_view bytes) {
    if (bytes.empty()) return refuse({}, "The file is empty.", "Export or save the form again.");
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
        return refuse({}, "The text is UTF-16.", "Save the file as UTF-8.");
    }
    const bool is_workbook = bytes.starts_with("PK") || bytes.starts_with("\xD0\xCF\x11\xE0");
    if (is_workbook || is_xml(bytes)) return {};
    return refuse(
        {},
        "This is neither an XLSForm (.xlsx) nor an XForm (.xml).",
        "Save a spreadsheet as .xlsx. A checklist in YAML needs no import: muster checklist lint."
    );
}

FormResult<MappedForm> read_back(std::string_view bytes) {
    const auto form = read_form(bytes);
    if (!form) return std::unexpected<FormError>(form.error());
    return checklist_from_form(*form, {});
}

} // namespace

FormResult<Form> read_form(std::string_view bytes) {
    if (auto known = recognise(bytes); !known) return std::unexpected<FormError>(known.error());
    if (is_xml(bytes)) return read_xform(bytes);
    const auto workbook = read_workbook(view(bytes));
    if (!workbook) return std::unexpected<FormError>(FormError{workbook.error(), {}});
    return read_xlsform(*workbook);
}

Result<std::string> checklist_to_xlsx(const checklist::Checklist& checklist) {
    auto bytes = write_workbook(write_xlsform(form_from_checklist(checklist)));
    if (!bytes) return bytes;
    const auto back = read_back(*bytes);
    if (!back) {
        Error error = back.error().error;
        error.message = "An XLSForm cannot hold this checklist: " + error.message;
        return std::unexpected<Error>(std::move(error));
    }
    if (back->checklist == checklist) return bytes;
    return fail(
        Code::invalid_input,
        "An XLSForm cannot hold this checklist: read back, it says something else.",
        "Keep it in YAML, and tell whoever maintains Muster what it holds."
    );
}

} // namespace muster::forms
