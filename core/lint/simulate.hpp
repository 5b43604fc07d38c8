// Fills a checklist again and again under its rules and reports what was reached: which branches,
// which scores, which findings. Random answers first, then a search for what they missed, with
// answers that the reasoner of lint proposes. Deterministic: the same checklist, seed and runs give
// the same result.
#pragma once

#include "core/audit/provisions.hpp"
#include "core/audit/score.hpp"

#include <array>
#include <functional>
#include <map>

namespace muster::lint {

struct SimulateOptions {
    std::uint64_t seed = 1;
    std::uint32_t runs = 300;
    WallTime now;                                  // the moment at which audits are filled
    const audit::Provisions* provisions = nullptr; // null: no findings
    bool search_scores = true; // climb to the ends of the range; else only what was met by the way
    std::function<void(double)> progress = {}; // told a share from 0 to 1 now and then
};

// One way in which a part of the checklist can come out.
struct Branch {
    enum class State : std::uint8_t {
        covered,
        missed, // neither reached nor proven to be out of reach
        never,  // proven to be out of reach
    };

    std::string place;   // "question REL1: relevant"
    std::string outcome; // "holds", "does not hold", "is broken", "answered yes", "fails"
    State state = State::missed;
};

// An end of the range of scores, and valid answers that reach it.
struct ScoreEnd {
    Rational share;
    checklist::AnswerSheet answers;
};

struct ScoreRange {
    std::optional<ScoreEnd> lowest;
    std::optional<ScoreEnd> highest;
};

constexpr std::size_t histogram_bars = 10;

struct Simulation {
    std::uint32_t runs = 0;
    std::uint32_t incomplete = 0; // a weighted question without an answer
    std::uint32_t without_score = 0;
    std::vector<Branch> branches;
    ScoreRange raw;
    ScoreRange final;
    // Final scores of the random runs: 0 to 10 %, … 90 to 100 % and above.
    std::array<std::uint32_t, histogram_bars> histogram{};
    std::map<std::string, std::map<audit::FindingState, std::uint32_t>> findings; // by provision

    [[nodiscard]] std::size_t count(Branch::State state) const;
};

// Refuses a checklist that cannot be scored (audit::check_scoring).
Result<Simulation> simulate(const checklist::Compiled& compiled, const SimulateOptions& options);

} // namespace muster::lint
