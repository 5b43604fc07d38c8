#include "core/audit/explain_service.hpp"

#include <utility>

namespace muster::audit {

namespace {

std::string joined(const std::vector<std::string>& ids) {
    std::string out;
    for (const auto& id : ids)
        out += (out.empty() ? "" : ", ") + id;
    return out;
}

std::string sequence_formula(const ComplaintScore& score) {
    return std::to_string(score.in_sequence) + " met before the first that was not ÷ " +
           std::to_string(score.seen) + " seen";
}

std::string recovery_formula(const ComplaintScore& score) {
    if (!score.remedy) return "no question asks whether the remedy came on time";
    switch (*score.remedy) {
    case StepState::met:
        return "the remedy came on time: the coverage";
    case StepState::not_met:
        return "the remedy did not come on time";
    case StepState::not_seen:
        return "whether the remedy came on time could not be seen";
    case StepState::open:
        return "whether the remedy came on time is not answered";
    }
    return {};
}

// The mean of the dimensions' gaps once more, each with the points that the customer gave it.
Result<Explanation> weighted_gap(const GapScore& gaps, const DimensionPoints& points) {
    Explanation out{"weighted by importance", "Σ points × gap ÷ Σ points", gaps.weighted, {}};
    if (!gaps.weighted) out.formula += ", and all points fall where nothing was answered";
    if (!gaps.points_make_100) out.formula += "; the points do not add to 100";
    for (const auto& [dimension, share] : points) {
        Explanation term{"dimension " + std::string(name_of(dimension)), share.text(), {}, {}};
        const auto gap = gaps.dimensions.find(dimension);
        if (gap == gaps.dimensions.end()) {
            term.formula += " points, left out: nothing was answered";
        } else {
            const auto product = multiply(share, gap->second);
            if (!product) return error_of(product);
            term.formula += " points × " + gap->second.text();
            term.value = *product;
        }
        out.terms.push_back(std::move(term));
    }
    return out;
}

} // namespace

void explain_complaints(
    const checklist::Checklist& checklist, const Score& score, Explanation& root
) {
    for (const auto& model : complaint_scores(checklist, score)) {
        Explanation out{
            "complaint handling " + std::string(name_of(model.model)),
            "coverage: " + std::to_string(model.met) + " met ÷ " + std::to_string(model.seen) +
                " seen",
            model.coverage,
            {}
        };
        if (model.is_provisional()) out.formula += ", provisional: a step has no answer";
        for (const auto& step : model.steps) {
            out.terms.push_back(
                {"step " + std::string(name_of(step.step)),
                 std::string(name_of(step.state)) + ": " + joined(step.question_ids),
                 {},
                 {}}
            );
        }
        out.terms.push_back({"in sequence", sequence_formula(model), model.sequence, {}});
        out.terms.push_back({"recovery", recovery_formula(model), model.recovery, {}});
        root.terms.push_back(std::move(out));
    }
}

Status explain_gap(
    const checklist::Checklist& checklist,
    const checklist::AnswerSheet& sheet,
    const Score& score,
    GapReference reference,
    Explanation& root
) {
    const auto pairs = gap_pairs(checklist, score, reference);
    const auto points = importance_points(checklist, sheet, score);
    auto gaps = gap_score(pairs, points);
    std::optional<Error> no_weights; // points that are none take nothing from the gaps themselves
    if (!gaps && !points.empty()) {
        no_weights = gaps.error();
        gaps = gap_score(pairs, {});
    }
    if (!gaps) return error_of(gaps);
    if (gaps->dimensions.empty()) return {};
    const bool standard = reference == GapReference::standard;
    Explanation out{
        standard ? "gap to standard" : "gap to expectation",
        "mean of the dimensions, answer minus " +
            std::string(standard ? "standard" : "expectation"),
        gaps->unweighted,
        {}
    };
    for (const auto& [dimension, mean] : gaps->dimensions) {
        Explanation part{"dimension " + std::string(name_of(dimension)), "mean", mean, {}};
        for (const auto& pair : pairs) {
            if (pair.dimension != dimension) continue;
            const auto gap = subtract(pair.perception, pair.reference);
            if (!gap) return error_of(gap);
            part.terms.push_back(
                {"question " + pair.question_id,
                 pair.perception.text() + " − " + pair.reference.text(),
                 *gap,
                 {}}
            );
        }
        out.terms.push_back(std::move(part));
    }
    if (no_weights) {
        out.terms.push_back({"weighted by importance", no_weights->message, {}, {}});
    } else if (!points.empty()) {
        auto weighted = weighted_gap(*gaps, points);
        if (!weighted) return error_of(weighted);
        out.terms.push_back(std::move(*weighted));
    }
    root.terms.push_back(std::move(out));
    return {};
}

} // namespace muster::audit
