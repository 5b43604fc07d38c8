// Checklists as people write them: YAML with short keys (docs/checklist_language.md). Reading
// refuses what it does not know instead of skipping it, applies every rule that publishing applies,
// and names file, line and column. Writing is stable: the same checklist gives the same bytes, and
// reading them gives the same checklist.
#pragma once

#include "core/authoring/choice_files.hpp"
#include "core/authoring/yaml_tree.hpp"
#include "core/base/result.hpp"
#include "core/checklist/checklist.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace muster::authoring {

// `file_name` is for messages only. The error's context: "rater.yaml, line 12, column 9: question
// REL1: weight". What comes back compiles. `beside` reads the files that choice lists name; without
// it, those lists have no choices.
Result<checklist::Checklist> checklist_from_yaml(
    std::string_view text, std::string_view file_name, const ReadBeside& beside = {}
);

// Where a file says what, under the names that check(), compile() and lint() give places
// ("question REL1: weight").
class ChecklistPlaces {
public:
    void remember(std::string what, YamlPlace place) { places_[std::move(what)] = place; }

    // Of the key, or else of what it would stand in; nothing for a place that the file has not.
    [[nodiscard]] std::optional<YamlPlace> find(std::string_view context) const;

private:
    std::map<std::string, YamlPlace, std::less<>> places_;
};

struct PlacedChecklist {
    checklist::Checklist checklist;
    ChecklistPlaces places;
};

// As checklist_from_yaml, for whoever has more to say about it.
Result<PlacedChecklist> placed_checklist_from_yaml(
    std::string_view text, std::string_view file_name, const ReadBeside& beside = {}
);

// The same before any rule is applied, for checklists that cannot be filled in yet (their choices
// stand in a file).
Result<checklist::Checklist>
checklist_as_written(std::string_view text, std::string_view file_name);

std::string checklist_to_yaml(const checklist::Checklist& checklist);

} // namespace muster::authoring
