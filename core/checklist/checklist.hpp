// A checklist as its document says it: sections of questions with their rules, weights, dimensions
// and provisions. Plain data; decoding is in checklist_codec, meaning (relevance, validity, order
// of calculation) in compiled.hpp. Immutable once published and named by the hash of its bytes.
#pragma once

#include "core/base/decimal.hpp"
#include "core/base/ids.hpp"

#include <cstdint>
#include <optional>
#include <span>
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
    range = 15,       // Decimal on the steps that the parameters start, end and step say
    rank = 16,        // Choices: every choice of the list once, best first
    date_time = 17,   // WallTime
    geopoint = 18, // std::string "lat lon altitude accuracy"; altitude and accuracy may be missing
    geotrace = 19, // std::string: points with ';' between
    geoshape = 20, // std::string: points with ';' between, the last one is the first
    image = 21,    // std::string: image, signature, audio, video and file name evidence by its hash
    signature = 22,
    audio = 23,
    video = 24,
    file = 25,
    barcode = 26,     // std::string
    acknowledge = 27, // Choices "yes"
    counter = 28,     // Decimal of scale 0, never negative
    calculate = 29,   // never answered: its value is its calculation's
    hidden = 30,      // std::string that nobody is asked for
    today = 31,       // std::string, metadata from here on
    device_id = 32,
    username = 33,
    email = 34,
    phone_number = 35,
    audit_trail = 36,
};

inline constexpr QuestionType question_type_last = QuestionType::audit_trail;

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
enum class Measure : std::uint8_t {
    none = 0,
    nps = 1,
    csat = 2,
    ces = 3,
    fcr = 4,
    wait = 5,
    importance = 6, // points that the customer gives the question's dimension
};

// How much a question matters to whoever commissioned the visit.
enum class Need : std::uint8_t { none = 0, essential = 1, desired = 2 };

// What is asked for beside an answer, to show what it rests on.
enum class EvidenceKind : std::uint8_t {
    none = 0,
    photo = 1,
    audio = 2,
    video = 3,
    file = 4,
    signature = 5,
};

// A step of handling a complaint that a question observes: coverage, order and recovery are made of
// them (core/audit/complaint.hpp). Tens are models; below ten stands what all of them share.
enum class ComplaintStep : std::uint8_t {
    remedy_on_time = 1,
    four_a_acknowledge = 11,
    four_a_apologise = 12,
    four_a_act = 13,
    four_a_assure = 14,
    ladder_listen = 21,
    ladder_apologise = 22,
    ladder_diagnose = 23,
    ladder_deliver = 24,
    ladder_evaluate = 25,
    ladder_review = 26,
    iso_10002_route = 31,
    iso_10002_acknowledgement = 32,
    iso_10002_progress = 33,
    iso_10002_response = 34,
    iso_10002_closing = 35,
    iso_10002_further_routes = 36,
    iso_10002_causes = 37,
};

// In the order in which a complaint takes its steps.
enum class ComplaintModel : std::uint8_t { four_a = 1, ladder = 2, iso_10002 = 3 };

enum class MediaKind : std::uint8_t { image = 1, big_image = 2, audio = 3, video = 4 };

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

// A file shown or played with a label; the texts are its name in each language.
struct Media {
    MediaKind kind = MediaKind::image;
    LocalText files;
    bool operator==(const Media&) const = default;
};

// A column that is kept by its name; neither part is ever empty.
struct NamedValue {
    std::string name;
    std::string value;
    bool operator==(const NamedValue&) const = default;
};

using NamedValues = std::vector<NamedValue>; // each name once

struct Choice {
    std::string name;
    LocalText label;
    std::optional<Decimal> points; // absent: the choice is not scored
    std::vector<Media> media = {}; // by kind, each once
    NamedValues columns = {};      // what filters compare, in the order written
    bool operator==(const Choice&) const = default;
};

struct ChoiceList {
    std::string name;
    std::vector<Choice> choices;
    std::string file = {
    }; // where the choices were read from; without any they are still to be read
    bool operator==(const ChoiceList&) const = default;
};

// Questions that stand side by side in one section and share rules; groups may stand in groups.
// Relevant is a question if its section, the groups around it and it itself are.
struct Group {
    std::string id; // unique among questions and groups
    LocalText label;
    LocalText hint;
    std::string relevant;
    std::string read_only;
    std::string appearance;
    std::uint32_t parent = 0; // the group around it, counted from 1; 0: none
    bool repeat = false;      // its questions are asked any number of times
    std::string repeat_count; // expression: how many times; empty: as many as there are
    bool matrix = false;      // its questions share one scale and are shown as the rows of a grid
    bool operator==(const Group&) const = default;
};

struct Question {
    std::string id; // unique in the checklist; letters, digits, _ and -, at most 64
    QuestionType type = QuestionType::note;
    LocalText label;
    LocalText hint;
    std::uint32_t scale_points = 0; // likert only, 2 to 11
    std::string choice_list;        // one_choice, many_choices and rank only

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

    std::uint32_t group = 0; // the innermost group around it, counted from 1; 0: none
    LocalText guidance;      // for whoever trains or reviews; shown on request
    LocalText required_message;
    std::vector<Media> media;  // by kind, each once
    std::string read_only;     // expression: shown, but not to be changed
    std::string default_value; // what an unanswered field starts with, see is_expression_default()
    std::string calculation;   // expression: the value, whatever is answered; but see `trigger`
    std::string choice_filter; // expression on each choice, whose columns are bare words in it
    std::string trigger; // "${a}, ${b}": the calculation is written as the answer when these change
    std::string appearance; // words that other tools understand too
    NamedValues parameters; // by name

    std::string journey_stage; // where in the customer's journey it stands, as people write it
    Need need = Need::none;
    std::optional<Decimal> standard; // the value that is promised, on the scale of the answers
    std::string segment;             // the customers it is about
    EvidenceKind evidence = EvidenceKind::none;
    std::string evidence_when;                  // expression: evidence is asked for; empty: always
    NamedValues further;                        // columns of other tools, in the order written
    std::vector<ComplaintStep> complaint_steps; // ascending, at most one of a model
    std::string expectation_of; // the question whose answer is held against this one's

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
    // In the order of their first questions, outer ones before inner ones.
    std::vector<Group> groups = {};
    NamedValues settings = {}; // further settings of other tools, in the order written

    bool operator==(const Checklist&) const = default;
};

// Looks a question or list up by name; null where there is none.
const Question* find_question(const Checklist& checklist, std::string_view id);
// The repeats around a question, or around and with a group; outermost first.
std::vector<const Group*> repeats_around(const Checklist& checklist, const Question& question);
std::vector<const Group*> repeats_around(const Checklist& checklist, const Group& group);
const ChoiceList* find_choice_list(const Checklist& checklist, std::string_view name);
const std::string* find_value(const NamedValues& values, std::string_view name);
// Whether a default is worked out (it holds ${name} or calls a function) and not the value itself.
bool is_expression_default(std::string_view text);

// Stable lower-case names ("yes_no", "responsiveness"), used in YAML, JSON and tables.
std::string_view name_of(QuestionType type);
std::string_view name_of(Dimension dimension);
std::string_view name_of(CriticalRule rule);
std::string_view name_of(Measure measure);
std::string_view name_of(Need need);
std::string_view name_of(EvidenceKind kind);
std::string_view name_of(MediaKind kind);
std::string_view name_of(ComplaintStep step);   // "four_a.apologise", "remedy_on_time"
std::string_view name_of(ComplaintModel model); // "four_a"
std::optional<QuestionType> question_type_from(std::string_view name);
std::optional<Dimension> dimension_from(std::string_view name);
std::optional<CriticalRule> critical_rule_from(std::string_view name);
std::optional<Measure> measure_from(std::string_view name);
std::optional<Need> need_from(std::string_view name);
std::optional<EvidenceKind> evidence_kind_from(std::string_view name);
std::optional<MediaKind> media_kind_from(std::string_view name);
std::optional<ComplaintStep> complaint_step_from(std::string_view name);

// Nothing for what all models share.
std::optional<ComplaintModel> model_of(ComplaintStep step);
// The steps of a model in their order.
std::span<const ComplaintStep> steps_of(ComplaintModel model);
// Every step there is, ascending.
std::span<const ComplaintStep> complaint_steps();

} // namespace muster::checklist
