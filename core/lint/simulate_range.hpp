// The lowest and the highest score that valid audits reach, with answers that reach them: every
// filled audit counts, and from the best and the worst ones a climb changes one deciding answer at
// a time. An end is reached, never proven to be the last one.
#pragma once

#include "core/lint/simulate.hpp"
#include "core/lint/simulate_fill.hpp"

namespace muster::lint {

class ScoreClimb {
public:
    ScoreClimb(const checklist::Compiled& compiled, Filler& filler, Dice& dice);

    // Takes a valid audit in.
    void note(const Filled& filled, const audit::Score& score);
    Status climb();

    [[nodiscard]] const ScoreRange& raw() const { return raw_; }

    [[nodiscard]] const ScoreRange& final() const { return final_; }

private:
    Status climb(Manner manner);
    // Fills, takes in, and gives the final score.
    Result<std::optional<Rational>> fill(const Filler::Wishes& wishes, Manner manner);

    const checklist::Compiled& compiled_;
    Filler& filler_;
    Dice& dice_;
    std::vector<std::uint32_t> deciding_; // questions that show or hide others
    ScoreRange raw_;
    ScoreRange final_;
};

} // namespace muster::lint
