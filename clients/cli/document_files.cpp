#include "clients/cli/document_files.hpp"

#include "clients/cli/files.hpp"
#include "core/audit/score.hpp"
#include "core/authoring/provisions_csv.hpp"
#include "core/authoring/yaml.hpp"
#include "core/checklist/checklist_codec.hpp"

namespace muster::cli {

authoring::ReadBeside files_beside(const std::filesystem::path& path) {
    return [path](const std::string& name) -> Result<std::string> {
        const auto plain = std::filesystem::path(name).filename(); // never out of the folder
        const auto media = path.parent_path() / (path.stem().string() + "-media") / plain;
        std::error_code problem;
        return read_file(
            std::filesystem::exists(media, problem) ? media : path.parent_path() / plain
        );
    };
}

Result<ChecklistDocument> read_checklist_file(const std::filesystem::path& path) {
    auto text = read_file(path);
    if (!text) return error_of(text);
    const std::string name = path.filename().string();
    auto checklist = authoring::checklist_from_yaml(*text, name, files_beside(path));
    if (!checklist) return error_of(checklist);
    if (auto good = audit::check_scoring(*checklist); !good) return error_of(good, name);
    Bytes bytes = checklist::encode_checklist(*checklist);
    auto compiled = checklist::compile(std::move(*checklist));
    if (!compiled) return error_of(compiled, name);
    const DocumentHash hash = checklist::document_hash(bytes);
    return ChecklistDocument{std::move(bytes), hash, std::move(*compiled)};
}

Result<ProvisionsDocument> read_provisions_file(const std::filesystem::path& path) {
    auto text = read_file(path);
    if (!text) return error_of(text);
    auto provisions = authoring::read_provisions_csv(*text, path.filename().string());
    if (!provisions) return error_of(provisions);
    Bytes bytes = audit::encode_provisions(*provisions);
    const DocumentHash hash = checklist::document_hash(bytes);
    return ProvisionsDocument{std::move(bytes), hash, std::move(*provisions)};
}

} // namespace muster::cli
