#include "core/audit/finding.hpp"

#include "core/base/name_table.hpp"

namespace muster::audit {

namespace {

constexpr NameTable<FindingState, 5> state_names = {{
    {FindingState::met, "met"},
    {FindingState::concern, "concern"},
    {FindingState::not_met, "not_met"},
    {FindingState::not_tested, "not_tested"},
    {FindingState::not_applicable, "not_applicable"},
}};
constexpr NameTable<Severity, 3> severity_names = {{
    {Severity::minor, "minor"},
    {Severity::major, "major"},
    {Severity::critical, "critical"},
}};

} // namespace

std::string_view name_of(FindingState state) {
    return name_in(state_names, state);
}

std::string_view name_of(Severity severity) {
    return name_in(severity_names, severity);
}

std::optional<FindingState> finding_state_from(std::string_view name) {
    return value_in(state_names, name);
}

std::optional<Severity> severity_from(std::string_view name) {
    return value_in(severity_names, name);
}

} // namespace muster::audit
