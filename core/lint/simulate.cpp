#include "core/lint/simulate.hpp"

#include "core/lint/simulate_branches.hpp"
#include "core/lint/simulate_range.hpp"

#include <algorithm>

namespace muster::lint {

using namespace checklist;

namespace {

constexpr int tries_for_a_branch = 3;      // with the answers that the reasoner proposes
constexpr int searches_for_a_branch = 150; // with answers drawn for the questions that decide

class Simulator {
public:
    Simulator(const Compiled& compiled, const SimulateOptions& options)
        : compiled_(compiled)
        , options_(options)
        , dice_(options.seed)
        , filler_(compiled, options.now, dice_)
        , branches_(compiled)
        , range_(compiled, filler_, dice_) {}

    Result<Simulation> run() {
        out_.runs = options_.runs;
        for (std::uint32_t i = 0; i < options_.runs; ++i) {
            tell(0.5 * i / options_.runs);
            const Filled filled = filler_.fill({}, Manner::random);
            const auto score = look_at(filled);
            if (!score) return error_of(score);
            count(filled, *score);
        }
        if (auto searched = search(); !searched) return error_of(searched);
        tell(0.8);
        if (options_.search_scores) {
            if (auto climbed = range_.climb(); !climbed) return error_of(climbed);
        }
        out_.raw = range_.raw();
        out_.final = range_.final();
        out_.branches = branches_.all();
        tell(1);
        return std::move(out_);
    }

private:
    void tell(double share) const {
        if (options_.progress) options_.progress(share);
    }

    Result<audit::Score> look_at(const Filled& filled) {
        auto score = audit::score(compiled_, filled.sheet, filled.status);
        if (!score) return score;
        branches_.observe(filled, *score, options_.now);
        if (filled.is_valid()) range_.note(filled, *score);
        return score;
    }

    void count(const Filled& filled, const audit::Score& score) {
        if (score.status == audit::ScoreStatus::incomplete) ++out_.incomplete;
        if (score.final_share) {
            const double share = score.final_share->to_double();
            const double bar = share * static_cast<double>(histogram_bars);
            const double last = static_cast<double>(histogram_bars - 1);
            ++out_.histogram[static_cast<std::size_t>(std::clamp(bar, 0.0, last))];
        } else {
            ++out_.without_score;
        }
        if (options_.provisions == nullptr) return;
        const auto findings = audit::findings(
            compiled_, filled.sheet, filled.status, *options_.provisions, local_date(options_.now)
        );
        for (const auto& finding : findings)
            ++out_.findings[finding.provision_id][finding.state];
    }

    // What random answers missed.
    Status search() {
        const std::size_t count = branches_.all().size();
        for (std::size_t i = 0; i < count; ++i) {
            tell(0.5 + 0.3 * static_cast<double>(i) / static_cast<double>(count));
            if (!is_missed(i)) continue;
            const auto wishes = branches_.way_to(i);
            if (!wishes) continue;
            for (int attempt = 0; attempt < tries_for_a_branch && is_missed(i); ++attempt) {
                const auto score = look_at(filler_.fill(*wishes, Manner::random));
                if (!score) return error_of(score);
            }
            if (is_missed(i)) {
                if (auto drawn = draw(i, *wishes); !drawn) return drawn;
            }
        }
        return {};
    }

    // Draws again and again for the questions that decide about a branch; each time some keep what
    // the reasoner proposed.
    Status draw(std::size_t branch, const Filler::Wishes& proposed) {
        const auto deciding = branches_.deciding(branch);
        const auto named = branches_.named(branch);
        for (int attempt = 0; attempt < searches_for_a_branch && is_missed(branch); ++attempt) {
            Filler::Wishes wishes = proposed;
            // What shows the named ones is kept in every other attempt.
            for (const auto question : attempt % 2 == 0 ? named : deciding) {
                const auto& answers = filler_.answers_to(question);
                if (answers.empty() || roll(dice_, 3) == 0) continue;
                wishes.answers[question] = answers[roll(dice_, answers.size())];
            }
            const auto score = look_at(filler_.fill(wishes, Manner::random));
            if (!score) return error_of(score);
        }
        return {};
    }

    bool is_missed(std::size_t branch) {
        return branches_.all()[branch].state == Branch::State::missed;
    }

    const Compiled& compiled_;
    const SimulateOptions& options_;
    Dice dice_;
    Filler filler_;
    Branches branches_;
    ScoreClimb range_;
    Simulation out_;
};

} // namespace

std::size_t Simulation::count(Branch::State state) const {
    return static_cast<std::size_t>(std::ranges::count(branches, state, &Branch::state));
}

Result<Simulation> simulate(const Compiled& compiled, const SimulateOptions& options) {
    if (auto good = audit::check_scoring(compiled.checklist()); !good) return error_of(good);
    return Simulator(compiled, options).run();
}

} // namespace muster::lint
