// Rollup cells: what accepted audits add up to, per wave, location, channel and subject. A cell is
// a vector of integers and a commutative group, so the server keeps it by `cell += new − old`
// inside the push transaction, in any order, and reports read cells instead of audits. Sums of
// fractions are integers of 10^-18, wide enough for 10^9 audits; floating point begins where a
// report divides. Layout of an encoded cell: see encode_cell.
#pragma once

#include "core/base/bytes.hpp"
#include "core/base/decimal.hpp"
#include "core/checklist/checklist.hpp"

#include <array>
#include <compare>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::report {

// A sum of fractions in units of 10^-18. Addends may exceed 1 (weights, scores with bonus); 10^9 of
// them may be as large as 10^11.
struct ExactSum {
    __extension__ using Units = __int128;
    Units units = 0;

    // Rounded half away from zero to 10^-18; exact where the denominator divides 10^18.
    static ExactSum of(const Rational& value);
    // The square of that rounded value, rounded in the same way.
    static ExactSum square_of(const Rational& value);

    ExactSum& operator+=(const ExactSum& other);
    ExactSum& operator-=(const ExactSum& other);
    [[nodiscard]] double to_double() const;
    bool operator==(const ExactSum& other) const = default;
};

// Where an audit counts. `subject` is typed: overall, section:ID, dimension:NAME, question:ID,
// provision:ID, wait.
struct CellKey {
    std::string wave_id;
    std::string location_id;
    std::string channel;
    std::string subject;
    auto operator<=>(const CellKey&) const = default;
};

inline constexpr std::string_view subject_overall = "overall";
inline constexpr std::string_view subject_wait = "wait";
std::string section_subject(std::string_view section_id);
std::string dimension_subject(checklist::Dimension dimension);
std::string question_subject(std::string_view question_id);
std::string provision_subject(std::string_view provision_id);

struct Cell {
    // Audits that contributed. A question cell leaves out audits in which the question was not
    // relevant.
    std::int64_t audits = 0;
    // Question: audits with an answer. Part (overall, section, dimension): audits with a share.
    // Wait: measured waits.
    std::int64_t answered = 0;
    // How many fractions `sum` adds: fewer than `answered` where an answer has no points.
    std::int64_t n = 0;
    // Of fractions (question), of the numbers themselves (integer and decimal questions, up to a
    // million), of raw shares (part), of attained targets (wait).
    ExactSum sum;
    ExactSum sum_squares;
    ExactSum earned;   // Σ w·f, for pooled scores: ratio of sums
    ExactSum possible; // Σ w
    // Answers that count in the score (weight above 0): part: summed over its questions.
    std::int64_t scored = 0;
    // Question: audits in this state. Part: its scored questions in this state, over all audits.
    std::int64_t not_applicable = 0;
    std::int64_t not_observed = 0;
    std::int64_t unanswered = 0;
    // Part: audits whose share is provisional, because a scored question is unanswered.
    std::int64_t provisional = 0;
    // Question: audits in which this critical question failed. Overall: audits with any failure.
    std::int64_t critical_failed = 0;
    // Answers per option: no, yes · likert 1 to K · NPS 0 to 10 · choices in the order of their
    // list. Without trailing zeros: read it through option().
    std::vector<std::int64_t> options;
    // Audits per audit::FindingState, index state − 1 (provision).
    std::array<std::int64_t, 5> findings{};
    // Waits per whole second, ascending, counts never 0 (wait, stopwatch questions). Part of a
    // second counts as a second, so that "within 120 s" is the same here and on the stopwatch.
    std::vector<std::pair<std::int64_t, std::int64_t>> waits;

    Cell& operator+=(const Cell& other);
    Cell& operator-=(const Cell& other);
    bool operator==(const Cell& other) const = default;

    [[nodiscard]] std::int64_t option(std::size_t index) const {
        return index < options.size() ? options[index] : 0;
    }
};

bool is_zero(const Cell& cell);

// sum ÷ n; meaningful for n above 0 only.
double mean_of(const Cell& cell);
// Σ(x − mean)² ÷ (n − 1), meaningful for n above 1; exactly 0 where all fractions are the same.
double variance_of(const Cell& cell);

// The zero cell is no bytes at all. Otherwise: format byte 1; a varint mask of the fields that are
// not zero, bit 0 = audits and on in the order of the struct (findings one bit together); then
// those fields: counts and sums as zigzag varints (7 bits a byte, low first; sums up to 19 bytes),
// options and waits with their size in front, waits as second differences and counts. Equal cells
// have equal bytes.
Bytes encode_cell(const Cell& cell);
Result<Cell> decode_cell(ByteView bytes);

} // namespace muster::report
