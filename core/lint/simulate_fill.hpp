// Fills one audit from the top as a shopper would: what is relevant, with answers that are offered
// and meet the constraints, and what appears on the way too. A repeat without a count is asked once
// or twice. A wish for a question of a repeat is one for each of its instances.
#pragma once

#include "core/checklist/evaluation.hpp"
#include "core/lint/simulate_values.hpp"

#include <set>

namespace muster::lint {

// How answers are chosen that nobody wished for.
enum class Manner : std::uint8_t { random, best, worst };

struct Filled {
    checklist::AnswerSheet sheet;
    checklist::FieldStatuses status;

    [[nodiscard]] bool is_valid() const; // no answer breaks a rule; some may be missing
};

class Filler {
public:
    Filler(const checklist::Compiled& compiled, WallTime now, Dice& dice);

    struct Wishes {
        std::map<std::uint32_t, std::string> answers; // as in expressions; "" is no answer
        std::map<std::uint32_t, checklist::AnswerState> states; // N/A and NOT OBSERVED
        std::set<std::uint32_t> may_be_invalid;
    };

    Filled fill(const Wishes& wishes, Manner manner);

    [[nodiscard]] const std::vector<std::string>& answers_to(std::uint32_t question) const {
        return pools_[question];
    }

private:
    class Form;

    const checklist::Compiled& compiled_;
    const checklist::Compiled::Impl& impl_;
    checklist::Compiled::Moment at_;
    Dice& dice_;
    std::vector<std::vector<std::string>> pools_;
};

} // namespace muster::lint
