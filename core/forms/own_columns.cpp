#include "core/forms/own_columns.hpp"

#include "core/authoring/span_text.hpp"
#include "core/base/nearest.hpp"
#include "core/base/text_tools.hpp"
#include "core/forms/form_types.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>

namespace muster::forms {

using namespace checklist;

namespace {

// A word of a closed list, such as the dimensions.
template <class E>
Status
read_word(std::string_view text, std::optional<E> (*from)(std::string_view), E last, E& field) {
    if (const auto found = from(text)) {
        field = *found;
        return {};
    }
    std::vector<std::string_view> known;
    for (int i = 0; i <= static_cast<int>(last); ++i) {
        const std::string_view name = name_of(static_cast<E>(i));
        if (from(name)) known.push_back(name);
    }
    return fail(
        Code::invalid_input,
        "'" + std::string(text) + "' is none of the words that may stand here.",
        nearest_hint(text, known)
    );
}

template <class Field>
Status read_decimal(std::string_view text, Field& field) {
    const auto number = parse_decimal(text);
    if (!number) return error_of(number);
    field = *number;
    return {};
}

Status read_flag(std::string_view text, bool& field) {
    const auto word = yes_no(text);
    if (!word) {
        return fail(Code::invalid_input, "Here stands yes or no, not '" + std::string(text) + "'.");
    }
    field = *word;
    return {};
}

template <class Values, class Name>
std::string joined(const Values& values, Name name) {
    std::string out;
    for (const auto& value : values) {
        if (!out.empty()) out += ' ';
        out += name(value);
    }
    return out;
}

Status read_scale(std::string_view text, Question& question) {
    const auto points = parse_decimal(text);
    const bool whole = points && points->scale == 0;
    if (!whole || points->unscaled < 0 || points->unscaled > 1'000) {
        return fail(
            Code::invalid_input, "A scale is a whole number of points.", "Write for example 5."
        );
    }
    question.scale_points = static_cast<std::uint32_t>(points->unscaled);
    return {};
}

Status read_steps(std::string_view text, Question& question) {
    for (const std::string& word : words_of(text)) {
        const auto step = complaint_step_from(word);
        if (!step) {
            std::vector<std::string_view> known;
            for (const auto one : complaint_steps())
                known.push_back(name_of(one));
            return fail(
                Code::invalid_input,
                "'" + word + "' is no step of handling a complaint.",
                nearest_hint(word, known)
            );
        }
        question.complaint_steps.push_back(*step);
    }
    std::ranges::sort(question.complaint_steps);
    return {};
}

Status read_not_observed(std::string_view text, Question& question) {
    question.not_observed_counts = text == "counts";
    if (question.not_observed_counts) {
        question.not_observed_allowed = true;
        return {};
    }
    return read_flag(text, question.not_observed_allowed);
}

std::string yes_if(bool flag) {
    return flag ? "yes" : "";
}

std::string text_if(const std::optional<Decimal>& number) {
    return number ? to_text(*number) : "";
}

template <class E>
std::string word_if(E value, E none) {
    return value == none ? std::string() : std::string(name_of(value));
}

// One field: how it is written (empty: not at all) and read.
struct OwnColumn {
    std::string_view name;
    std::string (*write)(const Question& question);
    Status (*read)(std::string_view text, Question& question);
};

using Text = std::string_view;
using Q = Question;

constexpr std::array columns = {
    OwnColumn{
        "scale",
        [](const Q& q) { return q.scale_points == 0 ? "" : std::to_string(q.scale_points); },
        read_scale
    },
    OwnColumn{
        "dimension",
        [](const Q& q) { return word_if(q.dimension, Dimension::none); },
        [](Text t, Q& q) {
            return read_word(t, dimension_from, Dimension::responsiveness, q.dimension);
        }
    },
    OwnColumn{
        "weight",
        [](const Q& q) { return q.weight.unscaled == 0 ? "" : to_text(q.weight); },
        [](Text t, Q& q) { return read_decimal(t, q.weight); }
    },
    OwnColumn{
        "bonus",
        [](const Q& q) { return yes_if(q.bonus); },
        [](Text t, Q& q) { return read_flag(t, q.bonus); }
    },
    OwnColumn{
        "critical",
        [](const Q& q) { return word_if(q.critical, CriticalRule::none); },
        [](Text t, Q& q) { return read_word(t, critical_rule_from, CriticalRule::cap, q.critical); }
    },
    OwnColumn{
        "cap",
        [](const Q& q) { return text_if(q.cap_percent); },
        [](Text t, Q& q) { return read_decimal(t, q.cap_percent); }
    },
    OwnColumn{
        "provisions",
        [](const Q& q) { return joined(q.provisions, std::identity()); },
        [](Text t, Q& q) {
            q.provisions = words_of(t);
            return Status();
        }
    },
    OwnColumn{
        "measure",
        [](const Q& q) { return word_if(q.measure, Measure::none); },
        [](Text t, Q& q) { return read_word(t, measure_from, Measure::importance, q.measure); }
    },
    OwnColumn{
        "target",
        [](const Q& q) { return q.target_ms ? authoring::span_text(*q.target_ms) : ""; },
        [](Text t, Q& q) {
            const auto span = authoring::parse_span(t);
            if (!span) return Status(error_of(span));
            q.target_ms = *span;
            return Status();
        }
    },
    OwnColumn{
        "standard",
        [](const Q& q) { return text_if(q.standard); },
        [](Text t, Q& q) { return read_decimal(t, q.standard); }
    },
    OwnColumn{
        "expectation_of",
        [](const Q& q) { return q.expectation_of; },
        [](Text t, Q& q) {
            q.expectation_of = t;
            return Status();
        }
    },
    OwnColumn{
        "complaint_steps",
        [](const Q& q) {
            return joined(q.complaint_steps, [](ComplaintStep step) { return name_of(step); });
        },
        read_steps
    },
    OwnColumn{
        "need",
        [](const Q& q) { return word_if(q.need, Need::none); },
        [](Text t, Q& q) { return read_word(t, need_from, Need::desired, q.need); }
    },
    OwnColumn{
        "journey_stage",
        [](const Q& q) { return q.journey_stage; },
        [](Text t, Q& q) {
            q.journey_stage = t;
            return Status();
        }
    },
    OwnColumn{
        "segment",
        [](const Q& q) { return q.segment; },
        [](Text t, Q& q) {
            q.segment = t;
            return Status();
        }
    },
    OwnColumn{
        "evidence",
        [](const Q& q) { return word_if(q.evidence, EvidenceKind::none); },
        [](Text t, Q& q) {
            return read_word(t, evidence_kind_from, EvidenceKind::signature, q.evidence);
        }
    },
    OwnColumn{
        "evidence_when",
        [](const Q& q) { return q.evidence_when; },
        [](Text t, Q& q) {
            q.evidence_when = t;
            return Status();
        }
    },
    OwnColumn{
        "na",
        [](const Q& q) { return yes_if(q.not_applicable_allowed); },
        [](Text t, Q& q) { return read_flag(t, q.not_applicable_allowed); }
    },
    OwnColumn{
        "not_observed",
        [](const Q& q) {
            return q.not_observed_counts ? std::string("counts") : yes_if(q.not_observed_allowed);
        },
        read_not_observed
    },
};

} // namespace

std::string_view own_name(std::string_view column) {
    return column.starts_with(own_prefix) ? column.substr(own_prefix.size()) : std::string_view{};
}

std::string own_column(std::string_view name) {
    return std::string(own_prefix) + std::string(name);
}

std::vector<FurtherColumn> write_own_columns(const Question& question) {
    std::vector<FurtherColumn> out;
    for (const OwnColumn& column : columns) {
        std::string value = column.write(question);
        if (!value.empty()) out.push_back({own_column(column.name), std::move(value)});
    }
    return out;
}

Status read_own_column(std::string_view name, std::string_view value, Question& question) {
    const auto found = std::ranges::find(columns, name, &OwnColumn::name);
    if (found != columns.end()) return found->read(value, question);
    return fail(Code::not_found, "There is no column " + own_column(name) + ".");
}

std::vector<std::string_view> own_column_names() {
    std::vector<std::string_view> out;
    for (const OwnColumn& column : columns)
        out.push_back(column.name);
    return out;
}

} // namespace muster::forms
