// What must hold of every form that was read: it becomes a checklist or is refused in a sentence,
// and that checklist is the same after YAML.
#pragma once

#include "core/authoring/yaml.hpp"
#include "core/forms/form_checklist.hpp"
#include "tests/fuzz/fuzzer.hpp"

namespace muster::fuzz {

inline void check_mapping(const forms::Form& form) {
    const auto mapped = forms::checklist_from_form(form, "fuzzed");
    if (!mapped) return check_refusal(mapped.error().error);
    const std::string yaml = authoring::checklist_to_yaml(mapped->checklist);
    const auto back = authoring::checklist_as_written(yaml, "fuzzed.yaml");
    if (!back) return check_refusal(back.error()); // over a limit of YAML
    require(*back == mapped->checklist);
}

} // namespace muster::fuzz
