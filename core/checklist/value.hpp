// What a person answered, as a value. Exact: numbers are decimals, never floating point; a value is
// what is stored, synced and hashed, formatting happens at the edge.
#pragma once

#include "core/base/decimal.hpp"
#include "core/base/time.hpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace muster::checklist {

// Names of one or more choices, in the order of the choice list, or of a ranking. yes/no questions
// use the names "yes" and "no".
struct Choices {
    std::vector<std::string> names;
    bool operator==(const Choices&) const = default;
};

// Local time of day, milliseconds since midnight.
struct TimeOfDay {
    std::int32_t ms = 0;
    auto operator<=>(const TimeOfDay&) const = default;
};

// A measured span, milliseconds.
struct Duration {
    std::int64_t ms = 0;
    auto operator<=>(const Duration&) const = default;
};

// std::string: text, places, barcodes, metadata · Decimal: integer, decimal, likert, NPS, range,
// counter · Choices: yes/no, one and many choices, rank (in the order given), acknowledge ·
// WallTime: date and time, start and end of an audit.
using Value = std::variant<std::string, Decimal, Choices, Date, TimeOfDay, Duration, WallTime>;

// How a question stands in an audit. N/A is a decision of the shopper, NOT OBSERVED a missed
// chance; they score differently, see core/audit/score.hpp.
enum class AnswerState : std::uint8_t { unanswered, answered, not_applicable, not_observed };

struct Answer {
    AnswerState state = AnswerState::unanswered;
    Value value;        // meaningful only when answered
    std::string reason; // for not_observed and not_applicable, as typed; may be empty

    bool operator==(const Answer&) const = default;
};

} // namespace muster::checklist
