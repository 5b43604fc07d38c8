#include "core/audit/points.hpp"

#include "core/checklist/limits.hpp"

#include <algorithm>
#include <numeric>

namespace muster::audit {

namespace {

using checklist::Question;
using checklist::QuestionType;

// Decimals aligned to one scale stay integers.
constexpr std::int64_t points_max = 1'000'000'000'000'000;
// The most that one answer can earn: the sum over nine million instances of a repeat, far more than
// an audit has ops, stays within 64 bits.
constexpr std::int64_t maximum_max = 1'000'000'000'000;

std::optional<std::int64_t> aligned(Decimal value, std::uint8_t scale) {
    std::int64_t out = value.unscaled;
    for (std::uint8_t i = value.scale; i < scale; ++i) {
        if (out > points_max / 10) return std::nullopt;
        out *= 10;
    }
    return out > points_max ? std::nullopt : std::optional(out);
}

std::unexpected<Error> bad(const Question& question, std::string message, std::string hint) {
    return fail(
        Code::invalid_input, std::move(message), std::move(hint), "question " + question.id
    );
}

Result<std::optional<PointScale>>
choice_scale(const checklist::Checklist& checklist, const Question& question) {
    const auto* list = checklist::find_choice_list(checklist, question.choice_list);
    if (list == nullptr) {
        return bad(question, "There is no choice list '" + question.choice_list + "'.", {});
    }
    std::uint8_t decimals = 0;
    bool any = false;
    for (const auto& choice : list->choices) {
        if (!choice.points) continue;
        any = true;
        decimals = std::max(decimals, normalised(*choice.points).scale);
        if (choice.points->unscaled < 0) {
            return bad(
                question,
                "Choice '" + choice.name + "' has negative points.",
                "Give the worst choice 0 points and the others more."
            );
        }
    }
    if (!any) return std::optional<PointScale>{};

    PointScale out;
    out.list = list;
    out.choice_points.reserve(list->choices.size());
    std::int64_t unit = 0;
    for (const auto& choice : list->choices) {
        auto& points = out.choice_points.emplace_back();
        if (!choice.points) continue;
        points = aligned(normalised(*choice.points), decimals);
        if (!points) {
            return bad(
                question,
                "The points of choice '" + choice.name + "' have too many digits.",
                "Use points such as 0, 1, 2.5 and 10."
            );
        }
        unit = std::gcd(unit, *points);
    }
    if (unit == 0) {
        return bad(
            question,
            "No choice of '" + list->name + "' has points above 0.",
            "Give the best choice points, or take all points away."
        );
    }
    out.maximum = 0;
    for (auto& points : out.choice_points) {
        if (!points) continue;
        *points /= unit;
        out.maximum = question.type == QuestionType::one_choice ? std::max(out.maximum, *points)
                                                                : out.maximum + *points;
        if (out.maximum <= maximum_max) continue;
        return bad(
            question,
            "The points of '" + list->name + "' are too finely divided to be added exactly.",
            "Use points such as 0, 1, 2.5 and 10."
        );
    }
    return std::optional(std::move(out));
}

// v as an integer within [lowest, highest].
std::optional<std::int64_t>
whole_within(const checklist::Value& value, std::int64_t lowest, std::int64_t highest) {
    const auto* number = std::get_if<Decimal>(&value);
    if (number == nullptr) return std::nullopt;
    const Decimal short_form = normalised(*number);
    if (short_form.scale != 0 || short_form.unscaled < lowest || short_form.unscaled > highest) {
        return std::nullopt;
    }
    return short_form.unscaled;
}

Result<std::optional<std::int64_t>>
choice_points_of(const Question& question, const PointScale& scale, const checklist::Value& value) {
    const auto* chosen = std::get_if<checklist::Choices>(&value);
    const bool one = question.type == QuestionType::one_choice;
    if (chosen == nullptr || (one && chosen->names.size() != 1)) {
        return bad(question, "The answer is not a choice.", {});
    }
    std::int64_t sum = 0;
    const auto& choices = scale.list->choices;
    for (auto name = chosen->names.begin(); name != chosen->names.end(); ++name) {
        const auto found = std::find_if(choices.begin(), choices.end(), [&](const auto& choice) {
            return choice.name == *name;
        });
        if (found == choices.end()) {
            return bad(question, "The answer '" + *name + "' is not in the choice list.", {});
        }
        if (std::find(chosen->names.begin(), name, *name) != name) {
            return bad(question, "The answer names '" + *name + "' twice.", {});
        }
        const auto& points = scale.choice_points[static_cast<std::size_t>(found - choices.begin())];
        if (one) return points;
        sum += points.value_or(0);
    }
    return std::optional(sum);
}

} // namespace

Result<std::optional<PointScale>>
point_scale(const checklist::Checklist& checklist, const Question& question) {
    PointScale out;
    const QuestionType type = question.type;
    if (type == QuestionType::likert) {
        if (question.scale_points < checklist::limits::scale_points_min) {
            return bad(question, "A scale needs at least two points.", "Set scale_points.");
        }
        out.maximum = static_cast<std::int64_t>(question.scale_points) - 1;
    } else if (type == QuestionType::nps) {
        out.maximum = checklist::limits::nps_max;
    } else if (type == QuestionType::one_choice || type == QuestionType::many_choices) {
        return choice_scale(checklist, question);
    } else if (type != QuestionType::yes_no &&
               !(type == QuestionType::stopwatch && question.target_ms)) {
        return std::optional<PointScale>{};
    }
    return std::optional(std::move(out));
}

Result<std::optional<std::int64_t>>
points_of(const Question& question, const PointScale& scale, const checklist::Value& value) {
    switch (question.type) {
    case QuestionType::yes_no: {
        const auto* chosen = std::get_if<checklist::Choices>(&value);
        if (chosen != nullptr && chosen->names.size() == 1) {
            if (chosen->names[0] == "yes") return std::optional<std::int64_t>(1);
            if (chosen->names[0] == "no") return std::optional<std::int64_t>(0);
        }
        return bad(question, "The answer is neither yes nor no.", {});
    }
    case QuestionType::likert: {
        const auto v = whole_within(value, 1, scale.maximum + 1);
        if (v) return std::optional(*v - 1);
        return bad(
            question,
            "The answer is not on the scale 1 to " + std::to_string(scale.maximum + 1) + ".",
            {}
        );
    }
    case QuestionType::nps: {
        const auto v = whole_within(value, 0, scale.maximum);
        if (v) return v;
        return bad(question, "The answer is not a whole number from 0 to 10.", {});
    }
    case QuestionType::one_choice:
    case QuestionType::many_choices:
        return choice_points_of(question, scale, value);
    case QuestionType::stopwatch: {
        const auto* measured = std::get_if<checklist::Duration>(&value);
        if (measured == nullptr || measured->ms < 0) {
            return bad(question, "The answer is not a measured time.", {});
        }
        return std::optional<std::int64_t>(measured->ms <= question.target_ms.value_or(0) ? 1 : 0);
    }
    case QuestionType::integer:
    case QuestionType::decimal:
    case QuestionType::text:
    case QuestionType::date:
    case QuestionType::time:
    case QuestionType::note:
    case QuestionType::start:
    case QuestionType::end:
    case QuestionType::range:
    case QuestionType::rank:
    case QuestionType::date_time:
    case QuestionType::geopoint:
    case QuestionType::geotrace:
    case QuestionType::geoshape:
    case QuestionType::image:
    case QuestionType::signature:
    case QuestionType::audio:
    case QuestionType::video:
    case QuestionType::file:
    case QuestionType::barcode:
    case QuestionType::acknowledge:
    case QuestionType::counter:
    case QuestionType::calculate:
    case QuestionType::hidden:
    case QuestionType::today:
    case QuestionType::device_id:
    case QuestionType::username:
    case QuestionType::email:
    case QuestionType::phone_number:
    case QuestionType::audit_trail:
        break;
    }
    return std::optional<std::int64_t>{};
}

} // namespace muster::audit
