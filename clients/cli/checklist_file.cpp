#include "clients/cli/checklist_file.hpp"

#include "clients/cli/document_files.hpp"
#include "clients/cli/files.hpp"
#include "core/audit/score.hpp"

namespace muster::cli {

Result<ChecklistFile> read_any_checklist(const std::filesystem::path& path) {
    const auto text = read_file(path);
    if (!text) return error_of(text);
    const std::string name = path.filename().string();
    auto placed = authoring::placed_checklist_from_yaml(*text, name, files_beside(path));
    if (!placed) return error_of(placed);
    if (auto good = audit::check_scoring(placed->checklist); !good) return error_of(good, name);
    auto compiled = checklist::compile(std::move(placed->checklist));
    if (!compiled) return error_of(compiled, name);
    return ChecklistFile{std::move(*compiled), std::move(placed->places)};
}

} // namespace muster::cli
