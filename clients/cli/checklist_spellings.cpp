#include "clients/cli/checklist_spellings.hpp"

#include "clients/cli/document_files.hpp"
#include "clients/cli/files.hpp"
#include "core/authoring/limits.hpp"
#include "core/authoring/yaml.hpp"
#include "core/checklist/checklist_codec.hpp"
#include "core/checklist/compiled.hpp"
#include "core/forms/limits.hpp"
#include "core/forms/xlsform.hpp"

namespace muster::cli {

namespace fs = std::filesystem;
using forms::FormError;
using forms::FormResult;

namespace {

bool is_yaml(const fs::path& path) {
    return path.extension() == ".yaml" || path.extension() == ".yml";
}

Result<std::string> spelled(const checklist::Checklist& checklist, const fs::path& path) {
    if (path.extension() == ".xlsx") return forms::checklist_to_xlsx(checklist);
    if (is_yaml(path)) {
        std::string yaml = authoring::checklist_to_yaml(checklist);
        const auto back = authoring::checklist_as_written(yaml, path.filename().string());
        if (!back) return error_of(back);
        if (*back == checklist) return yaml;
        return fail(Code::internal, "YAML cannot hold this checklist as it is.");
    }
    return fail(
        Code::invalid_input,
        "A checklist is not written as " + path.filename().string() + ".",
        "Name a file that ends with .yaml or .xlsx."
    );
}

// With the choices of its files, which the spelling names and the document holds.
void finish(ReadChecklist& read, const fs::path& path) {
    checklist::Checklist filled = read.checklist;
    for (const Error& error : authoring::read_choice_files(filled, files_beside(path))) {
        read.warnings.push_back({{}, error.text()});
    }
    read.hash = checklist::document_hash(checklist::encode_checklist(filled));
    if (const auto ready = checklist::compile(std::move(filled)); !ready) {
        read.warnings.push_back({{}, "It cannot be published yet: " + ready.error().text()});
    }
}

} // namespace

FormResult<ReadChecklist> read_form_file(const fs::path& path) {
    const auto content = read_file(path, forms::limits::xform_bytes_max);
    if (!content) return std::unexpected(FormError{content.error(), {}});
    auto form = forms::read_form(*content);
    if (!form) return std::unexpected(form.error());
    ReadChecklist out{{}, {}, form->counts(), form->warnings};
    auto mapped = forms::checklist_from_form(std::move(*form), path.stem().string());
    if (!mapped) return std::unexpected(mapped.error());
    out.checklist = std::move(mapped->checklist);
    for (auto& warning : mapped->warnings)
        out.warnings.push_back(std::move(warning));
    finish(out, path);
    return out;
}

FormResult<ReadChecklist> read_any_spelling(const fs::path& path) {
    if (!is_yaml(path)) return read_form_file(path);
    const auto text = read_file(path, authoring::limits::yaml_bytes_max);
    if (!text) return std::unexpected(FormError{text.error(), {}});
    auto checklist = authoring::checklist_as_written(*text, path.filename().string());
    if (!checklist) return std::unexpected(FormError{checklist.error(), {}});
    ReadChecklist out{std::move(*checklist), {}, {}, {}};
    finish(out, path);
    return out;
}

Status
write_checklist(const checklist::Checklist& checklist, const fs::path& path, Existing existing) {
    std::error_code problem; // what cannot be looked at is said when it is written
    if (existing == Existing::keep && fs::exists(path, problem)) {
        return fail(
            Code::already_exists,
            "The file " + path.string() + " exists.",
            "Name another one, or add --force to replace it."
        );
    }
    const auto content = spelled(checklist, path);
    if (!content) return error_of(content);
    return write_file(path, *content);
}

} // namespace muster::cli
