#include "clients/cli/checklist_file.hpp"

#include "clients/cli/checklist_spellings.hpp"
#include "clients/cli/failure.hpp"
#include "clients/cli/files.hpp"
#include "clients/cli/library_folder.hpp"
#include "core/audit/score.hpp"
#include "core/authoring/choice_files.hpp"
#include "core/checklist/checklist_codec.hpp"

namespace muster::cli {

namespace {

using authoring::PlacedChecklist;

// What a form has and a checklist has not goes to stderr.
Result<PlacedChecklist> read_form(const std::filesystem::path& path) {
    auto read = read_form_file(path);
    if (!read) {
        Error error = read.error().error;
        const std::string place = read.error().place.text();
        const std::string name = path.filename().string();
        error.context = place.empty() ? name : name + ", " + place;
        return std::unexpected(std::move(error));
    }
    for (const auto& warning : read->warnings) {
        const std::string place = warning.place.text();
        print_warning((place.empty() ? "" : place + ": ") + warning.message);
    }
    // The choices of its files; those that cannot be read were named among the warnings, and the
    // checklist is refused for lacking them.
    authoring::read_choice_files(read->checklist, files_beside(path));
    return PlacedChecklist{std::move(read->checklist), {}};
}

// A published document begins with a field that YAML, which is text, cannot begin with.
Result<PlacedChecklist> read_placed(const std::filesystem::path& path) {
    if (path.extension() == ".xlsx" || path.extension() == ".xml") return read_form(path);
    const auto content = read_file(path);
    if (!content) return error_of(content);
    auto published = checklist::decode_checklist(view(*content));
    if (published) return PlacedChecklist{std::move(*published), {}};
    return authoring::placed_checklist_from_yaml(
        *content, path.filename().string(), files_beside(path)
    );
}

} // namespace

Result<ChecklistFile> read_any_checklist(const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    auto placed = read_placed(path);
    if (!placed) return error_of(placed);
    if (auto good = audit::check_scoring(placed->checklist); !good) return error_of(good, name);
    auto compiled = checklist::compile(std::move(placed->checklist));
    if (!compiled) return error_of(compiled, name);
    return ChecklistFile{std::move(*compiled), std::move(placed->places)};
}

Result<std::optional<ProvisionsDocument>> provisions_or_library(const std::string& named) {
    std::filesystem::path path = named;
    if (path.empty()) {
        const auto library = library_folder();
        if (!library) {
            print_warning("Provisions are not looked up: " + library.error().message);
            return std::nullopt;
        }
        path = *library / "provisions/provisions.csv";
    }
    auto document = read_provisions_file(path);
    if (!document) return error_of(document);
    return std::move(*document);
}

} // namespace muster::cli
