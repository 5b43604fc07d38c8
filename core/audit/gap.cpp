#include "core/audit/gap.hpp"

#include "core/checklist/limits.hpp"

#include <algorithm>

namespace muster::audit {

namespace {

using checklist::Dimension;

struct Sum {
    Rational total;
    std::int64_t count = 0;
};

using checklist::Question;
using checklist::QuestionType;

// From the share of the scale back to the answer as it was given.
std::optional<Rational> points_given(const Question& question, const Rational& fraction) {
    const bool likert = question.type == QuestionType::likert;
    if (!likert && question.type != QuestionType::nps) return std::nullopt;
    const std::int64_t steps =
        likert ? static_cast<std::int64_t>(question.scale_points) - 1 : checklist::limits::nps_max;
    const auto points = multiply(fraction, Rational(steps));
    if (!points) return std::nullopt;
    const auto given = add(*points, Rational(likert ? 1 : 0));
    if (!given) return std::nullopt;
    return *given;
}

// An answer in points; the ids are those of the instances around, outermost first.
struct Given {
    std::vector<checklist::InstanceId> ids;
    Rational points;
};

struct Asked {
    const Question* question = nullptr;
    std::vector<Given> given;
};

std::vector<Given> given_to(const Question& question, const QuestionScore& score) {
    std::vector<Given> out;
    const auto take = [&](const auto& part, std::vector<checklist::InstanceId> ids) {
        if (!part.relevant || !part.fraction) return;
        const auto points = points_given(question, *part.fraction);
        if (points) out.push_back({std::move(ids), *points});
    };
    for (const auto& instance : score.instances)
        take(instance, instance.ids);
    if (score.instances.empty()) take(score, {});
    return out;
}

// What was given to every question that has such a scale, in document order.
std::vector<Asked> answers_given(const checklist::Checklist& checklist, const Score& score) {
    std::vector<Asked> out;
    auto entry = score.questions.begin();
    for (const auto& section : checklist.sections) {
        for (const auto& question : section.questions) {
            if (entry == score.questions.end()) return out;
            out.push_back({&question, given_to(question, *entry++)});
        }
    }
    return out;
}

// The answer of the same instance, or of the instance around it where one is asked further out.
const Given* beside(const Given& given, const std::vector<Given>& others) {
    const auto found = std::ranges::find_if(others, [&](const Given& other) {
        const auto common = std::min(given.ids.size(), other.ids.size());
        return std::equal(
            given.ids.begin(), given.ids.begin() + static_cast<long>(common), other.ids.begin()
        );
    });
    return found == others.end() ? nullptr : &*found;
}

Result<std::map<Dimension, Sum>> sums_of(std::span<const GapPair> pairs) {
    std::map<Dimension, Sum> out;
    for (const auto& pair : pairs) {
        if (pair.dimension == Dimension::none) continue;
        const auto gap = subtract(pair.perception, pair.reference);
        if (!gap) return error_of(gap);
        auto& sum = out[pair.dimension];
        const auto total = add(sum.total, *gap);
        if (!total) return error_of(total);
        sum.total = *total;
        ++sum.count;
    }
    return out;
}

Status weigh(GapScore& score, const DimensionPoints& points) {
    Rational all;
    Rational held; // points of the dimensions that have pairs
    Rational weighted;
    for (const auto& [dimension, share] : points) {
        if (share < Rational(0)) {
            return fail(
                Code::invalid_input,
                "The points of " + std::string(name_of(dimension)) + " are below zero.",
                "Share 100 points over the dimensions."
            );
        }
        const auto sum = add(all, share);
        if (!sum) return error_of(sum);
        all = *sum;
        const auto gap = score.dimensions.find(dimension);
        if (gap == score.dimensions.end()) continue;
        const auto more = add(held, share);
        if (!more) return error_of(more);
        held = *more;
        const auto product = multiply(share, gap->second);
        if (!product) return error_of(product);
        const auto total = add(weighted, *product);
        if (!total) return error_of(total);
        weighted = *total;
    }
    score.points_make_100 = all == Rational(100);
    if (held == Rational(0)) return {};
    const auto share = divide(weighted, held);
    if (!share) return error_of(share);
    score.weighted = *share;
    return {};
}

} // namespace

std::vector<GapPair>
gap_pairs(const checklist::Checklist& checklist, const Score& score, GapReference reference_kind) {
    std::vector<GapPair> out;
    const auto asked = answers_given(checklist, score);
    const auto pair = [&](const Question& question, const Given& given, const Rational& reference) {
        out.push_back({question.id, question.dimension, reference_kind, given.points, reference});
    };
    for (const auto& each : asked) {
        const bool expectation = !each.question->expectation_of.empty();
        if (reference_kind == GapReference::standard) {
            // What somebody expects is no perception, whatever standard is written beside it.
            if (expectation || !each.question->standard) continue;
            const auto standard = Rational::of(*each.question->standard);
            if (!standard) continue;
            for (const auto& given : each.given)
                pair(*each.question, given, *standard);
            continue;
        }
        if (!expectation) continue;
        const auto perceived = std::ranges::find_if(asked, [&](const Asked& other) {
            return other.question->id == each.question->expectation_of;
        });
        if (perceived == asked.end()) continue;
        for (const auto& given : perceived->given) {
            const auto* expected = beside(given, each.given);
            if (expected != nullptr) pair(*perceived->question, given, expected->points);
        }
    }
    return out;
}

DimensionPoints importance_points(
    const checklist::Checklist& checklist, const checklist::AnswerSheet& sheet, const Score& score
) {
    DimensionPoints out;
    auto entry = score.questions.begin();
    for (const auto& section : checklist.sections) {
        for (const auto& question : section.questions) {
            if (entry == score.questions.end()) return out;
            const bool asked = (entry++)->relevant;
            if (!asked || question.measure != checklist::Measure::importance) continue;
            const auto answer = sheet.answers.find({question.id, {}});
            if (answer == sheet.answers.end()) continue;
            const auto* points = std::get_if<Decimal>(&answer->second.value);
            if (answer->second.state != checklist::AnswerState::answered || points == nullptr) {
                continue;
            }
            if (const auto exact = Rational::of(*points)) out.emplace(question.dimension, *exact);
        }
    }
    return out;
}

Result<GapScore> gap_score(std::span<const GapPair> pairs, const DimensionPoints& points) {
    GapScore out;
    if (!pairs.empty()) out.reference_kind = pairs.front().reference_kind;
    const bool mixed = std::ranges::any_of(pairs, [&](const GapPair& pair) {
        return pair.reference_kind != out.reference_kind;
    });
    if (mixed) {
        return fail(
            Code::invalid_input,
            "Gaps to expectations and gaps to a standard cannot make one score.",
            "Score them apart."
        );
    }
    const auto sums = sums_of(pairs);
    if (!sums) return error_of(sums);
    Rational total;
    for (const auto& [dimension, sum] : *sums) {
        const auto mean = divide(sum.total, Rational(sum.count));
        if (!mean) return error_of(mean);
        out.dimensions.emplace(dimension, *mean);
        out.pairs += static_cast<std::uint64_t>(sum.count);
        const auto more = add(total, *mean);
        if (!more) return error_of(more);
        total = *more;
    }
    if (auto done = weigh(out, points); !done) return error_of(done);
    if (out.dimensions.empty()) return out;
    const auto mean = divide(total, Rational(static_cast<std::int64_t>(out.dimensions.size())));
    if (!mean) return error_of(mean);
    out.unweighted = *mean;
    out.status = ScoreStatus::ok;
    return out;
}

} // namespace muster::audit
