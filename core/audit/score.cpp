#include "core/audit/score.hpp"

#include "core/audit/score_question.hpp"
#include "core/checklist/check.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace muster::audit {

namespace {

using checklist::AnswerState;
using checklist::CriticalRule;
using checklist::Dimension;
using checklist::Question;

// No sum of a score may pass this; below it everything is exact in 64 bits.
constexpr std::int64_t sum_max = std::int64_t{1} << 62;
constexpr std::size_t dimensions_count = 6; // Dimension::none included

// One question with its rules as integers.
struct Item {
    const Question* question = nullptr;
    std::size_t section = 0;
    std::optional<PointScale> scale;
    std::int64_t weight = 0; // in units of 1 ÷ weight_unit
};

struct Plan {
    std::vector<Item> items; // document order
    std::int64_t weight_unit = 1;
    std::int64_t denominator = 1; // common to all fractions of weighted questions
};

std::unexpected<Error> bad(const Question& question, std::string message, std::string hint) {
    return fail(
        Code::invalid_input, std::move(message), std::move(hint), "question " + question.id
    );
}

// a·b, or nothing beyond sum_max; both are positive or 0.
std::optional<std::int64_t> product(std::int64_t a, std::int64_t b) {
    std::int64_t out = 0;
    if (__builtin_mul_overflow(a, b, &out) || out > sum_max) return std::nullopt;
    return out;
}

Status check_rules(const Question& question, bool has_scale) {
    // A stopwatch with a target shows whether it was attained, but has no points to weigh.
    has_scale = has_scale && checklist::is_scorable(question.type);
    if (question.weight.unscaled < 0) {
        return bad(question, "The weight is negative.", "Weights are 0 or above.");
    }
    if (question.weight.unscaled > 0 && !has_scale) {
        return bad(
            question,
            "The question has a weight but its answers have no points.",
            "Give its choices points, or set the weight to 0."
        );
    }
    if (question.critical != CriticalRule::none && !has_scale) {
        return bad(
            question,
            "The question is critical but its answers have no points, so it can never fail.",
            "Use yes/no, a scale, or choices with points."
        );
    }
    if (question.critical == CriticalRule::cap) {
        const auto& cap = question.cap_percent;
        if (!cap || cap->unscaled < 0 ||
            compare(*cap, Decimal::integer(100)) == std::strong_ordering::greater) {
            return bad(
                question, "A capping question needs a cap from 0 to 100.", "Set cap_percent."
            );
        }
    }
    return {};
}

std::unexpected<Error> too_fine(const Question& question) {
    return bad(
        question,
        "The weights and points of this checklist up to here cannot be added exactly.",
        "Use weights with fewer digits, and choice points whose maxima share factors (5, 10, 20)."
    );
}

// The common units of all weights and fractions.
Status choose_units(Plan& plan) {
    std::uint8_t decimals = 0;
    for (const auto& item : plan.items) {
        decimals = std::max(decimals, normalised(item.question->weight).scale);
    }
    for (std::uint8_t i = 0; i < decimals; ++i)
        plan.weight_unit *= 10;
    std::int64_t total = 0;
    for (auto& item : plan.items) {
        const Decimal weight = normalised(item.question->weight);
        if (weight.unscaled == 0) continue;
        std::int64_t factor = plan.weight_unit;
        for (std::uint8_t i = 0; i < weight.scale; ++i)
            factor /= 10;
        const auto units = product(weight.unscaled, factor);
        const auto maximum = item.scale->maximum;
        const auto common =
            product(plan.denominator, maximum / std::gcd(plan.denominator, maximum));
        if (!units || !common || *units > sum_max - total) return too_fine(*item.question);
        item.weight = *units;
        total += *units;
        plan.denominator = *common;
        // The largest numbers that score() makes.
        if (!product(plan.denominator, total) || !product(plan.denominator, plan.weight_unit)) {
            return too_fine(*item.question);
        }
    }
    return {};
}

Result<Plan> make_plan(const checklist::Checklist& checklist) {
    Plan plan;
    for (std::size_t section = 0; section < checklist.sections.size(); ++section) {
        for (const auto& question : checklist.sections[section].questions) {
            auto scale = point_scale(checklist, question);
            if (!scale) return error_of(scale);
            if (auto status = check_rules(question, scale->has_value()); !status) {
                return error_of(status);
            }
            plan.items.push_back({&question, section, std::move(*scale), 0});
        }
    }
    if (auto status = choose_units(plan); !status) return error_of(status);
    return plan;
}

// Integers of one part while it is added up.
struct Part {
    bool used = false; // has a question with a scale
    bool invalid = false;
    std::int64_t earned = 0;     // in 1 ÷ (weight_unit · denominator)
    std::vector<Rational> means; // in the same unit: what questions of repeats earned
    std::int64_t possible = 0;   // in 1 ÷ weight_unit
    PartScore counts;
};

// What a question earned, in the unit of Part::earned.
struct Earned {
    std::int64_t whole = 0;
    std::vector<Rational> mean; // at most one, of a question in a repeat
};

void enter(Part& part, const Item& item, const Reading& reading, const Earned& earned) {
    if (item.weight == 0) {
        // Its answer earns nothing, but by its rule it may yet decide about the score.
        const bool decides = item.question->critical != CriticalRule::none;
        if (decides && reading.state == AnswerState::unanswered) ++part.counts.unanswered;
        return;
    }
    part.invalid = part.invalid || !reading.problem.empty();
    if (!reading.problem.empty()) return;
    switch (reading.state) {
    case AnswerState::unanswered:
        ++part.counts.unanswered;
        break;
    case AnswerState::not_applicable:
        ++part.counts.not_applicable;
        break;
    case AnswerState::not_observed:
        ++part.counts.not_observed;
        break;
    case AnswerState::answered:
        break;
    }
    if (reading.counted == 0) return;
    ++part.counts.scored;
    part.earned += earned.whole;
    part.means.insert(part.means.end(), earned.mean.begin(), earned.mean.end());
    if (!item.question->bonus) part.possible += item.weight;
}

// Weight × points ÷ maximum, and in a repeat ÷ instances.
Result<Earned> earned_of(const Item& item, const Reading& reading, const Plan& plan) {
    if (item.weight == 0 || reading.counted == 0) return Earned{};
    const auto unit = item.weight * (plan.denominator / item.scale->maximum);
    if (reading.counted == 1) return Earned{unit * reading.points, {}};
    const auto mean = Rational::of(reading.points, reading.counted);
    if (!mean) return error_of(mean);
    const auto earned = multiply(*mean, Rational(unit));
    if (!earned) return error_of(earned);
    return Earned{0, {*earned}};
}

// In 1 ÷ (weight_unit · denominator).
Result<Rational> sum_of(const Part& part) {
    Rational sum(part.earned);
    for (const auto& mean : part.means) {
        const auto next = add(sum, mean);
        if (!next) return next;
        sum = *next;
    }
    return sum;
}

Result<PartScore> finish(const Part& part, const Plan& plan) {
    PartScore out = part.counts;
    const auto sum = sum_of(part);
    if (!sum) return error_of(sum);
    const auto earned = divide(*sum, Rational(plan.weight_unit * plan.denominator));
    const auto possible = Rational::of(part.possible, plan.weight_unit);
    if (!earned) return error_of(earned);
    if (!possible) return error_of(possible);
    out.earned = *earned;
    out.possible = *possible;
    if (part.possible > 0 && !part.invalid) {
        const auto share = divide(*sum, Rational(plan.denominator * part.possible));
        if (!share) return error_of(share);
        out.share = *share;
    }
    return out;
}

class Scorer {
public:
    Scorer(const checklist::Checklist& checklist, Plan plan)
        : checklist_(checklist)
        , plan_(std::move(plan))
        , sections_(checklist.sections.size())
        , crossed_(checklist.sections.size()) {
        out_.questions.reserve(plan_.items.size());
    }

    Result<Score> run(const checklist::AnswerSheet& sheet, const checklist::FieldStatuses& status);

private:
    void
    add(const Item& item,
        const std::vector<checklist::FieldView>& fields,
        const checklist::AnswerSheet& sheet);
    void note_critical(const Question& question);
    PartScore settle(const Part& part);
    void finish_parts();
    Status apply_critical_rules();

    const checklist::Checklist& checklist_;
    Plan plan_;
    Part raw_;
    std::vector<Part> sections_;
    std::array<Part, dimensions_count> dimensions_;
    std::vector<std::array<Part, dimensions_count>> crossed_; // by section
    bool zeroed_ = false;
    std::optional<Decimal> cap_percent_; // the lowest of those that apply
    Score out_;
};

void Scorer::note_critical(const Question& question) {
    ++out_.critical_failures;
    switch (question.critical) {
    case CriticalRule::none:
    case CriticalRule::flag:
        return;
    case CriticalRule::zero:
        zeroed_ = true;
        return;
    case CriticalRule::cap:
        if (!cap_percent_ || compare(*question.cap_percent, *cap_percent_) < 0) {
            cap_percent_ = question.cap_percent;
        }
        return;
    }
}

void Scorer::add(
    const Item& item,
    const std::vector<checklist::FieldView>& fields,
    const checklist::AnswerSheet& sheet
) {
    const Question& question = *item.question;
    auto& shown = out_.questions.emplace_back();
    shown.question_id = question.id;
    const PointScale* scale = item.scale ? &*item.scale : nullptr;
    Reading reading = read_question(question, scale, fields, sheet, shown);
    if (out_.problem.empty()) out_.problem = reading.problem;
    if (shown.critical_failed) note_critical(question);
    if (scale == nullptr) return;
    const auto earned = earned_of(item, reading, plan_);
    if (!earned) {
        if (reading.problem.empty()) reading.problem = earned.error().text();
        if (out_.problem.empty()) out_.problem = reading.problem;
    }
    const auto dimension = static_cast<std::size_t>(question.dimension);
    for (Part* part :
         {&raw_,
          &sections_[item.section],
          &dimensions_[dimension],
          &crossed_[item.section][dimension]}) {
        part->used = true; // also where this audit skipped the question
        if (shown.relevant) enter(*part, item, reading, earned.value_or(Earned{}));
    }
    shown.scored = reading.problem.empty() && reading.counted > 0 && item.weight > 0;
}

// Means over instances may have no common denominator that fits: then there is no score, and it is
// said why.
PartScore Scorer::settle(const Part& part) {
    auto done = finish(part, plan_);
    if (done) return std::move(*done);
    if (out_.problem.empty()) out_.problem = done.error().text();
    return part.counts;
}

void Scorer::finish_parts() {
    out_.raw = settle(raw_);
    for (std::size_t i = 0; i < sections_.size(); ++i) {
        if (!sections_[i].used) continue;
        const auto& id = checklist_.sections[i].id;
        out_.sections.emplace(id, settle(sections_[i]));
        for (std::size_t j = 1; j < dimensions_count; ++j) { // without Dimension::none
            if (!crossed_[i][j].used) continue;
            out_.section_dimensions.emplace(
                std::pair(id, static_cast<Dimension>(j)), settle(crossed_[i][j])
            );
        }
    }
    for (std::size_t j = 1; j < dimensions_count; ++j) {
        if (!dimensions_[j].used) continue;
        out_.dimensions.emplace(static_cast<Dimension>(j), settle(dimensions_[j]));
    }
}

Status Scorer::apply_critical_rules() {
    out_.final_share = out_.raw.share;
    if (!out_.final_share) return {};
    if (cap_percent_) {
        const auto percent = Rational::of(*cap_percent_);
        if (!percent) return error_of(percent);
        const auto cap = divide(*percent, Rational(100));
        if (!cap) return error_of(cap);
        out_.final_share = std::min(*out_.final_share, *cap);
    }
    if (zeroed_) out_.final_share = Rational(0);
    return {};
}

Result<Score>
Scorer::run(const checklist::AnswerSheet& sheet, const checklist::FieldStatuses& status) {
    for (std::size_t i = 0; i < plan_.items.size(); ++i)
        add(plan_.items[i], status.of(i), sheet);
    finish_parts();
    if (auto done = apply_critical_rules(); !done) return error_of(done);
    if (!out_.problem.empty()) {
        out_.status = ScoreStatus::invalid_input;
    } else if (!out_.raw.share) {
        out_.status = ScoreStatus::no_data;
    } else {
        out_.status = out_.raw.unanswered > 0 ? ScoreStatus::incomplete : ScoreStatus::ok;
    }
    return std::move(out_);
}

} // namespace

Status check_scoring(const checklist::Checklist& checklist) {
    const auto plan = make_plan(checklist);
    if (!plan) return error_of(plan);
    return {};
}

Result<Score> score(
    const checklist::Compiled& checklist,
    const checklist::AnswerSheet& sheet,
    const checklist::FieldStatuses& status
) {
    auto plan = make_plan(checklist.checklist());
    if (!plan) return error_of(plan);
    if (status.size() != plan->items.size()) {
        return fail(
            Code::internal,
            "The checklist has " + std::to_string(plan->items.size()) + " questions, but " +
                std::to_string(status.size()) + " were evaluated."
        );
    }
    return Scorer(checklist.checklist(), std::move(*plan)).run(sheet, status);
}

} // namespace muster::audit
