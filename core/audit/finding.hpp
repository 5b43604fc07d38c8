// What was observed of one provision of law at one visit. An observation, never a ruling.
#pragma once

#include "core/base/ids.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::audit {

enum class Severity : std::uint8_t { minor = 1, major = 2, critical = 3 };

enum class FindingState : std::uint8_t {
    met = 1,
    concern = 2,
    not_met = 3,
    not_tested = 4,
    not_applicable = 5
};

// What a reviewer put in the place of what the answers say. Both stay.
struct Override {
    FindingState observed = FindingState::not_tested; // what the answers say
    std::string reason;                               // as typed, never empty
    PersonId person;
    bool operator==(const Override&) const = default;
};

struct Finding {
    std::string provision_id;
    FindingState state = FindingState::not_tested; // what counts
    Severity severity = Severity::minor;
    std::string reason; // for people: "dates unknown", "not in force on 2026-03-01", "below full
                        // marks: LEG4"
    std::vector<std::string> question_ids; // that the state stands on, in document order
    std::optional<Override> override_by;   // absent: the state is what was observed
    bool operator==(const Finding&) const = default;
};

std::string_view name_of(FindingState state);
std::string_view name_of(Severity severity);
std::optional<FindingState> finding_state_from(std::string_view name);
std::optional<Severity> severity_from(std::string_view name);

} // namespace muster::audit
