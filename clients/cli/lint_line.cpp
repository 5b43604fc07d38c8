#include "clients/cli/lint_line.hpp"

#include "clients/cli/failure.hpp"
#include "core/checklist/checklist_codec.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace muster::cli {

namespace {

std::string where(
    const std::string& file,
    const lint::LintFinding& finding,
    const authoring::ChecklistPlaces& places
) {
    const auto place = places.find(finding.place);
    return place ? fmt::format("{}:{}:{}", file, place->line, place->column) : file;
}

std::string what(const lint::LintFinding& finding) {
    return finding.place.empty() ? finding.message : finding.place + ": " + finding.message;
}

// A file that could not be read is named by its refusal: "retail.yaml, line 8, column 2".
bool names_file(const lint::LintFinding& finding, const std::string& file) {
    const auto name = std::filesystem::path(file).filename().string();
    return finding.rule->id == "refused" && (finding.place + ",").starts_with(name + ",");
}

} // namespace

std::string lint_line(
    const std::string& file,
    const lint::LintFinding& finding,
    const authoring::ChecklistPlaces& places
) {
    const std::string remedy = finding.remedy.empty() ? "" : "    " + finding.remedy + "\n";
    const bool named = names_file(finding, file);
    return fmt::format(
        "{}: {}: {} [{}]\n{}",
        named ? finding.place : where(file, finding, places),
        name_of(finding.rule->severity),
        named ? finding.message : what(finding),
        finding.rule->id,
        remedy
    );
}

Result<ChecklistDocument> read_checklist_to_publish(
    const std::filesystem::path& path, const audit::Provisions* provisions, Date on
) {
    auto read = read_any_checklist(path);
    if (!read) return error_of(read);
    const std::string file = path.filename().string();
    const auto findings = lint::check(read->compiled, {provisions, on});
    for (const auto& finding : findings) {
        if (finding.rule->severity != lint::LintSeverity::warning) continue;
        print_warning(fmt::format(
            "{}: {} {}", where(file, finding, read->places), what(finding), finding.remedy
        ));
    }
    const auto error = std::ranges::find_if(findings, [](const lint::LintFinding& finding) {
        return finding.rule->severity == lint::LintSeverity::error;
    });
    if (error != findings.end()) {
        return fail(
            Code::invalid_input,
            fmt::format("{} [{}]", what(*error), error->rule->id),
            error->remedy + " All findings: muster checklist lint " + path.string(),
            where(file, *error, read->places)
        );
    }
    Bytes bytes = checklist::encode_checklist(read->compiled.checklist());
    const DocumentHash hash = checklist::document_hash(bytes);
    return ChecklistDocument{std::move(bytes), hash, std::move(read->compiled)};
}

} // namespace muster::cli
