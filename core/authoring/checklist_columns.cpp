#include "core/authoring/checklist_columns.hpp"

namespace muster::authoring {

using namespace checklist;

namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words)
        out += (out.empty() ? "" : ", ") + word;
    return out;
}

class Columns {
public:
    Columns& text(std::string key, const std::string& value) {
        if (!value.empty()) out_.push_back({std::move(key), value});
        return *this;
    }

    Columns& text(const std::string& key, const LocalText& value) {
        for (const auto& one : value.translations) {
            const bool first = &one == &value.translations.front();
            text(first ? key : key + "." + one.language, one.text);
        }
        return *this;
    }

    Columns& flag(std::string key, bool value) { return text(std::move(key), value ? "yes" : ""); }

    Columns& number(std::string key, const std::optional<Decimal>& value) {
        return text(std::move(key), value ? to_text(*value) : "");
    }

    template <class E>
    Columns& word(std::string key, E value) {
        return text(std::move(key), value == E::none ? "" : std::string(name_of(value)));
    }

    Columns& pairs(const std::string& key, const NamedValues& values) {
        for (const auto& one : values)
            text(key + "." + one.name, one.value);
        return *this;
    }

    Columns& media(const std::vector<Media>& media) {
        for (const auto& one : media)
            text("media." + std::string(name_of(one.kind)), one.files);
        return *this;
    }

    NamedValues take() { return std::move(out_); }

private:
    NamedValues out_;
};

std::string steps_text(const std::vector<ComplaintStep>& steps) {
    std::vector<std::string> names;
    for (const auto step : steps)
        names.emplace_back(name_of(step));
    return joined(names);
}

} // namespace

NamedValues columns_of(const Checklist& head) {
    return Columns()
        .text("checklist", head.id)
        .text("version", head.version)
        .text("title", head.title)
        .text("languages", joined(head.languages))
        .pairs("settings", head.settings)
        .take();
}

NamedValues columns_of(const Section& section) {
    return Columns().text("title", section.title).text("relevant", section.relevant).take();
}

NamedValues columns_of(const Group& group) {
    return Columns()
        .text("label", group.label)
        .text("hint", group.hint)
        .text("relevant", group.relevant)
        .text("read_only", group.read_only)
        .text("appearance", group.appearance)
        .flag("repeat", group.repeat)
        .text("repeat_count", group.repeat_count)
        .flag("matrix", group.matrix)
        .take();
}

NamedValues columns_of(const Choice& choice) {
    return Columns()
        .text("label", choice.label)
        .number("points", choice.points)
        .media(choice.media)
        .pairs("columns", choice.columns)
        .take();
}

NamedValues columns_of(const Question& question) {
    const Question& q = question;
    return Columns()
        .text("type", std::string(name_of(q.type)))
        .text("label", q.label)
        .text("hint", q.hint)
        .text("guidance", q.guidance)
        .text("scale", q.scale_points == 0 ? "" : std::to_string(q.scale_points))
        .text("choices", q.choice_list)
        .text("choice_filter", q.choice_filter)
        .text("relevant", q.relevant)
        .text("required", q.required)
        .text("required_message", q.required_message)
        .text("read_only", q.read_only)
        .text("default", q.default_value)
        .text("calculation", q.calculation)
        .text("trigger", q.trigger)
        .text("constraint", q.constraint)
        .text("message", q.constraint_message)
        .number("weight", q.weight.unscaled == 0 ? std::nullopt : std::optional(q.weight))
        .flag("bonus", q.bonus)
        .word("dimension", q.dimension)
        .word("critical", q.critical)
        .number("cap", q.cap_percent)
        .text("provisions", joined(q.provisions))
        .word("measure", q.measure)
        .text("target", q.target_ms ? to_text(Decimal{*q.target_ms, 3}) + " s" : "")
        .number("standard", q.standard)
        .word("need", q.need)
        .text("journey_stage", q.journey_stage)
        .text("segment", q.segment)
        .word("evidence", q.evidence)
        .text("evidence_when", q.evidence_when)
        .text("expectation_of", q.expectation_of)
        .text("complaint_steps", steps_text(q.complaint_steps))
        .flag("na", q.not_applicable_allowed)
        .text(
            "not_observed",
            q.not_observed_counts    ? "counts"
            : q.not_observed_allowed ? "yes"
                                     : ""
        )
        .media(q.media)
        .text("appearance", q.appearance)
        .pairs("parameters", q.parameters)
        .pairs("further", q.further)
        .take();
}

} // namespace muster::authoring
