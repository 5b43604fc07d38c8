// A checklist as its document says it: sections of questions with their rules, weights, dimensions
// and provisions. Plain data; decoding is in checklist_codec, meaning (relevance, validity, order
// of calculation) in compiled.hpp. Immutable once published and named by the hash of its bytes.
#pragma once

#include "core/base/decimal.hpp"
#include "core/base/ids.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::checklist {

enum class QuestionType : std::uint8_t {
    yes_no = 1,       // Choices "yes" or "no"; scores 1 or 0 of 1
    likert = 2,       // Decimal 1..scale_points; scores v − 1 of scale_points − 1
    one_choice = 3,   // Choices with one name; scores the points of that choice
    many_choices = 4, // Choices with any number of names; scores the sum of their points
    integer = 5,      // Decimal of scale 0
    decimal = 6,      // Decimal
    text = 7,         // std::string
    date = 8,         // Date
    time = 9,         // TimeOfDay
    stopwatch = 10,   // Duration
    note = 11,        // shown, never answered
    nps = 12,         // Decimal 0..10
    start = 13,       // WallTime, metadata: the audit's first op
    end = 14,         // WallTime, metadata: the submission
};

// The five dimensions of RATER; a section is where a question stands, a dimension what it measures.
enum class Dimension : std::uint8_t {
    none = 0,
    reliability = 1,
    assurance = 2,
    tangibles = 3,
    empathy = 4,
    responsiveness = 5,
};

// What a failed critical question (score below its maximum) does to the final score.
enum class CriticalRule : std::uint8_t { none = 0, flag = 1, zero = 2, cap = 3 };

// Which headline figure of a report a question feeds.
enum class Measure : std::uint8_t { none = 0, nps = 1, csat = 2, ces = 3, fcr = 4, wait = 5 };

struct Translation {
    std::string language; // BCP 47, "en"
    std::string text;
    bool operator==(const Translation&) const = default;
};

// Texts by language; the first one is the fallback and is always there.
struct LocalText {
    std::vector<Translation> translations;
    // The text in `language`, else the fallback; empty only where nothing was written.
    [[nodiscard]] std::string_view in(std::string_view language) const;
    bool operator==(const LocalText&) const = default;
};

struct Choice {
    std::string name;
    LocalText label;
    std::optional<Decimal> points; // absent: the choice is not scored
    bool operator==(const Choice&) const = default;
};

struct ChoiceList {
    std::string name;
    std::vector<Choice> choices;
    bool operator==(const ChoiceList&) const = default;
};

struct Question {
    std::string id; // unique in the checklist; letters, digits, _ and -, at most 64
    QuestionType type = QuestionType::note;
    LocalText label;
    LocalText hint;
    std::uint32_t scale_points = 0; // likert only, 2 to 11
    std::string choice_list;        // one_choice and many_choices only

    // Expressions (XPath as XLSForm uses it); empty means: always relevant, never required, no
    // limit.
    std::string relevant;
    std::string required;
    std::string constraint;
    LocalText constraint_message;

    Dimension dimension = Dimension::none;
    Decimal weight;     // 0: not scored
    bool bonus = false; // adds to the earned points only
    CriticalRule critical = CriticalRule::none;
    std::optional<Decimal> cap_percent;  // with CriticalRule::cap
    std::vector<std::string> provisions; // ids of the provisions document
    Measure measure = Measure::none;
    std::optional<std::int64_t> target_ms; // SLA target of a stopwatch; equality attains
    bool not_applicable_allowed = false;
    bool not_observed_allowed = false;
    bool not_observed_counts = false; // stays in the denominator, earning nothing

    bool operator==(const Question&) const = default;
};

struct Section {
    std::string id;
    LocalText title;
    std::string relevant;
    std::vector<Question> questions;
    bool operator==(const Section&) const = default;
};

struct Checklist {
    std::string id;      // "dataset-rater"
    std::string version; // as people write it, "2026-11"
    LocalText title;
    std::vector<std::string> languages; // the first is the default
    std::vector<Section> sections;
    std::vector<ChoiceList> choice_lists;

    bool operator==(const Checklist&) const = default;
};

// Looks a question or list up by name; null where there is none.
const Question* find_question(const Checklist& checklist, std::string_view id);
const ChoiceList* find_choice_list(const Checklist& checklist, std::string_view name);

// Stable lower-case names ("yes_no", "responsiveness"), used in YAML, JSON and tables.
std::string_view name_of(QuestionType type);
std::string_view name_of(Dimension dimension);
std::string_view name_of(CriticalRule rule);
std::string_view name_of(Measure measure);
std::optional<QuestionType> question_type_from(std::string_view name);
std::optional<Dimension> dimension_from(std::string_view name);
std::optional<CriticalRule> critical_rule_from(std::string_view name);
std::optional<Measure> measure_from(std::string_view name);

} // namespace muster::checklist
