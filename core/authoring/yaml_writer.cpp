#include "core/authoring/span_text.hpp"
#include "core/authoring/yaml.hpp"
#include "core/authoring/yaml_scalar.hpp"

#include <fmt/format.h>

namespace muster::authoring {

namespace {

using namespace checklist;

class Writer {
public:
    explicit Writer(const Checklist& checklist) : checklist_(checklist) {}

    std::string run() {
        key(0, "checklist", yaml_scalar(checklist_.id));
        key(0, "version", yaml_scalar(checklist_.version));
        local(0, "title", checklist_.title);
        key(0, "languages", yaml_names(checklist_.languages));
        pairs(0, "settings", checklist_.settings);
        if (!checklist_.choice_lists.empty()) {
            out_ += "\nchoice_lists:\n";
            for (const auto& list : checklist_.choice_lists)
                choice_list(list);
        }
        out_ += checklist_.sections.empty() ? "\nsections: []\n" : "\nsections:\n";
        for (const auto& item : checklist_.sections)
            section(item);
        return std::move(out_);
    }

private:
    void key(std::size_t indent, std::string_view name, std::string_view value) {
        out_ += fmt::format("{:{}}{}: {}\n", "", indent, name, value);
    }

    void optional(std::size_t indent, std::string_view name, std::string_view value) {
        if (!value.empty()) key(indent, name, yaml_scalar(value));
    }

    void flag(std::size_t indent, std::string_view name, bool value) {
        if (value) key(indent, name, "yes");
    }

    // One line in the first language alone, else one line per language.
    void local(std::size_t indent, std::string_view name, const LocalText& text) {
        if (text.translations.empty()) return;
        if (text.translations.size() == 1) {
            return key(indent, name, yaml_scalar(text.translations.front().text));
        }
        out_ += fmt::format("{:{}}{}:\n", "", indent, name);
        for (const auto& translation : text.translations) {
            key(indent + 2, yaml_name(translation.language), yaml_scalar(translation.text));
        }
    }

    void condition(std::size_t indent, std::string_view name, std::string_view rule) {
        if (rule == "true()") return key(indent, name, "yes");
        optional(indent, name, rule);
    }

    void pairs(std::size_t indent, std::string_view name, const NamedValues& values) {
        if (values.empty()) return;
        out_ += fmt::format("{:{}}{}:\n", "", indent, name);
        for (const auto& pair : values)
            key(indent + 2, yaml_name(pair.name), yaml_scalar(pair.value));
    }

    void media(std::size_t indent, const std::vector<Media>& media) {
        if (media.empty()) return;
        out_ += fmt::format("{:{}}media:\n", "", indent);
        for (const auto& item : media)
            local(indent + 2, name_of(item.kind), item.files);
    }

    void choice_list(const ChoiceList& list) {
        if (!list.file.empty()) return key(2, yaml_name(list.name), yaml_scalar(list.file));
        const bool is_empty = list.choices.empty(); // of a form; it cannot be published
        out_ += fmt::format("  {}:{}\n", yaml_name(list.name), is_empty ? " {}" : "");
        for (const auto& choice : list.choices)
            this->choice(choice);
    }

    void choice(const Choice& choice) {
        const auto& texts = choice.label.translations;
        const bool label_alone = !choice.points && choice.media.empty() && choice.columns.empty();
        if (texts.size() == 1 && label_alone) {
            return key(4, yaml_name(choice.name), yaml_scalar(texts.front().text));
        }
        out_ += fmt::format("    {}:\n", yaml_name(choice.name));
        local(6, "label", choice.label);
        if (choice.points) key(6, "points", to_text(*choice.points));
        media(6, choice.media);
        pairs(6, "columns", choice.columns);
    }

    void section(const Section& section) {
        out_ += fmt::format("  - id: {}\n", yaml_scalar(section.id));
        local(4, "title", section.title);
        optional(4, "relevant", section.relevant);
        if (section.questions.empty()) return;
        out_ += "    questions:\n";
        open_.clear();
        for (const auto& item : section.questions) {
            enter(item.group);
            question(item);
        }
    }

    // The groups around the next question become those that are open.
    void enter(std::uint32_t innermost) {
        std::vector<std::uint32_t> around;
        for (auto group = innermost; group != 0; group = checklist_.groups[group - 1].parent)
            around.insert(around.begin(), group);
        std::size_t same = 0;
        while (same < open_.size() && same < around.size() && open_[same] == around[same])
            ++same;
        open_.resize(same);
        for (; same < around.size(); ++same) {
            group(checklist_.groups[around[same] - 1]);
            open_.push_back(around[same]);
        }
    }

    // Where the keys of a question or group begin; two columns before stands its "- ".
    [[nodiscard]] std::size_t indent() const { return 8 + 4 * open_.size(); }

    void group(const Group& group) {
        const std::size_t in = indent();
        out_ += fmt::format("{:{}}- group: {}\n", "", in - 2, yaml_scalar(group.id));
        local(in, "label", group.label);
        local(in, "hint", group.hint);
        optional(in, "relevant", group.relevant);
        condition(in, "read_only", group.read_only);
        optional(in, "appearance", group.appearance);
        flag(in, "repeat", group.repeat);
        optional(in, "repeat_count", group.repeat_count);
        flag(in, "matrix", group.matrix);
        out_ += fmt::format("{:{}}questions:\n", "", in);
    }

    void question(const Question& question) {
        const std::size_t in = indent();
        out_ += fmt::format("{:{}}- id: {}\n", "", in - 2, yaml_scalar(question.id));
        key(in, "type", name_of(question.type));
        if (question.scale_points != 0) key(in, "scale", std::to_string(question.scale_points));
        pairs(in, "parameters", question.parameters);
        optional(in, "choices", question.choice_list);
        optional(in, "choice_filter", question.choice_filter);
        local(in, "label", question.label);
        local(in, "hint", question.hint);
        local(in, "guidance", question.guidance);
        media(in, question.media);
        optional(in, "appearance", question.appearance);
        rules(in, question);
        scoring(in, question);
        optional(in, "journey_stage", question.journey_stage);
        optional(in, "segment", question.segment);
        pairs(in, "further", question.further);
    }

    void rules(std::size_t in, const Question& question) {
        optional(in, "relevant", question.relevant);
        condition(in, "required", question.required);
        local(in, "required_message", question.required_message);
        optional(in, "constraint", question.constraint);
        local(in, "message", question.constraint_message);
        condition(in, "read_only", question.read_only);
        optional(in, "default", question.default_value);
        optional(in, "calculation", question.calculation);
        optional(in, "trigger", question.trigger);
        if (question.evidence != EvidenceKind::none) {
            key(in, "evidence", name_of(question.evidence));
        }
        optional(in, "evidence_when", question.evidence_when);
    }

    void scoring(std::size_t in, const Question& question) {
        if (question.dimension != Dimension::none) {
            key(in, "dimension", name_of(question.dimension));
        }
        if (question.weight.unscaled != 0) key(in, "weight", to_text(question.weight));
        flag(in, "bonus", question.bonus);
        if (question.critical != CriticalRule::none) {
            key(in, "critical", name_of(question.critical));
        }
        if (question.cap_percent) key(in, "cap", to_text(*question.cap_percent));
        if (question.measure != Measure::none) key(in, "measure", name_of(question.measure));
        if (question.target_ms) key(in, "target", span_text(*question.target_ms));
        if (question.standard) key(in, "standard", to_text(*question.standard));
        if (question.need != Need::none) key(in, "need", name_of(question.need));
        if (!question.provisions.empty()) key(in, "provisions", yaml_names(question.provisions));
        optional(in, "expectation_of", question.expectation_of);
        if (!question.complaint_steps.empty()) {
            std::vector<std::string> names;
            for (const auto step : question.complaint_steps)
                names.emplace_back(name_of(step));
            key(in, "complaint_steps", yaml_names(names));
        }
        flag(in, "na", question.not_applicable_allowed);
        if (question.not_observed_counts) {
            key(in, "not_observed", "counts");
        } else {
            flag(in, "not_observed", question.not_observed_allowed);
        }
    }

    const Checklist& checklist_;
    std::vector<std::uint32_t> open_; // groups around the next question, outermost first
    std::string out_;
};

} // namespace

std::string checklist_to_yaml(const Checklist& checklist) {
    return Writer(checklist).run();
}

} // namespace muster::authoring
