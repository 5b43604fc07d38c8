// A finding of lint as people read it, and what publishing does with findings.
#pragma once

#include "clients/cli/checklist_file.hpp"
#include "core/lint/lint.hpp"

namespace muster::cli {

// "retail.yaml:12:9: error: question REL1: weight: … [weights-off]", and the remedy on a line of
// its own. Both end with a line feed.
std::string lint_line(
    const std::string& file,
    const lint::LintFinding& finding,
    const authoring::ChecklistPlaces& places
);

// A checklist that may be published: errors of lint refuse it, warnings go to stderr, hints are for
// its author alone. Without `provisions` they are not looked up.
Result<ChecklistDocument> read_checklist_to_publish(
    const std::filesystem::path& path, const audit::Provisions* provisions, Date on
);

} // namespace muster::cli
