#include "core/audit/finding.hpp"

#include <array>
#include <utility>

namespace muster::audit {

namespace {

constexpr std::array<std::pair<FindingState, std::string_view>, 5> state_names = {{
    {FindingState::met, "met"},
    {FindingState::concern, "concern"},
    {FindingState::not_met, "not_met"},
    {FindingState::not_tested, "not_tested"},
    {FindingState::not_applicable, "not_applicable"},
}};
constexpr std::array<std::pair<Severity, std::string_view>, 3> severity_names = {{
    {Severity::minor, "minor"},
    {Severity::major, "major"},
    {Severity::critical, "critical"},
}};

template <class Names, class Value>
std::string_view name_in(const Names& names, Value value) {
    for (const auto& [known, name] : names) {
        if (known == value) return name;
    }
    return "unknown"; // only for a value that no decoder lets in
}

template <class Value, std::size_t N>
std::optional<Value>
value_in(const std::array<std::pair<Value, std::string_view>, N>& names, std::string_view name) {
    for (const auto& [value, known] : names) {
        if (known == name) return value;
    }
    return std::nullopt;
}

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
