#include "core/authoring/yaml.hpp"
#include "core/base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace muster::authoring {

namespace {

using namespace checklist;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Words and numbers that YAML takes for something else than text.
bool looks_typed(std::string_view text) {
    static constexpr std::array<std::string_view, 9> words = {
        "null", "true", "false", "yes", "no", "on", "off", "y", "n"
    };
    std::string lower(text);
    for (char& c : lower)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (std::ranges::find(words, lower) != words.end()) return true;
    return std::ranges::all_of(text, [](char c) {
        return is_digit(c) || c == '.' || c == '-' || c == '+' || c == ':' || c == '_' ||
               c == 'e' || c == 'x' || c == 'T';
    });
}

// Whether a text needs no quotes behind "key: ".
bool is_plain(std::string_view text) {
    if (text.empty() || text.back() == ' ' || text.back() == ':' || looks_typed(text)) return false;
    const char first = text.front();
    const bool starts = is_letter(first) || is_digit(first) || first == '$' || first == '(' ||
                        (first == '.' && text.starts_with(". "));
    if (!starts || text.find(": ") != text.npos || text.find(" #") != text.npos) return false;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        const bool ordinary = (c >= 0x20 && c < 0x7F) || (c >= 0xA1 && c < 0x2000) ||
                              (c >= 0x2010 && c < 0x2028) || (c >= 0x2030 && c < 0xD800);
        if (!ordinary) return false;
    }
    return true;
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const char32_t c = next_code_point(text, at);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += static_cast<char>(c);
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (c < 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x2028 || c == 0x2029 ||
                   c == 0xFEFF) {
            out += fmt::format("\\u{:04X}", static_cast<std::uint32_t>(c));
        } else {
            out += text.substr(begin, at - begin);
        }
    }
    return out + '"';
}

std::string scalar(std::string_view text) {
    return is_plain(text) ? std::string(text) : quoted(text);
}

// Names between [ and ], or in front of a colon.
std::string flow_name(std::string_view name) {
    const bool simple = !looks_typed(name) && std::ranges::all_of(name, [](char c) {
        return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.';
    });
    return simple && (is_letter(name.front()) || is_digit(name.front())) ? std::string(name)
                                                                         : quoted(name);
}

std::string flow_list(const std::vector<std::string>& names) {
    std::string out = "[";
    for (const auto& name : names)
        out += (out.size() == 1 ? "" : ", ") + flow_name(name);
    return out + "]";
}

class Writer {
public:
    explicit Writer(const Checklist& checklist) : checklist_(checklist) {}

    std::string run() {
        key(0, "checklist", scalar(checklist_.id));
        key(0, "version", scalar(checklist_.version));
        local(0, "title", checklist_.title);
        key(0, "languages", flow_list(checklist_.languages));
        if (!checklist_.choice_lists.empty()) {
            out_ += "\nchoice_lists:\n";
            for (const auto& list : checklist_.choice_lists)
                choice_list(list);
        }
        out_ += "\nsections:\n";
        for (const auto& item : checklist_.sections)
            section(item);
        return std::move(out_);
    }

private:
    void key(std::size_t indent, std::string_view name, std::string_view value) {
        out_ += fmt::format("{:{}}{}: {}\n", "", indent, name, value);
    }

    void optional(std::size_t indent, std::string_view name, std::string_view value) {
        if (!value.empty()) key(indent, name, scalar(value));
    }

    void flag(std::size_t indent, std::string_view name, bool value) {
        if (value) key(indent, name, "yes");
    }

    // One line in the first language alone, else one line per language.
    void local(std::size_t indent, std::string_view name, const LocalText& text) {
        if (text.translations.empty()) return;
        if (text.translations.size() == 1) {
            return key(indent, name, scalar(text.translations.front().text));
        }
        out_ += fmt::format("{:{}}{}:\n", "", indent, name);
        for (const auto& translation : text.translations) {
            key(indent + 2, flow_name(translation.language), scalar(translation.text));
        }
    }

    void choice_list(const ChoiceList& list) {
        out_ += fmt::format("  {}:\n", flow_name(list.name));
        for (const auto& choice : list.choices) {
            const auto& texts = choice.label.translations;
            if (texts.size() == 1 && !choice.points) {
                key(4, flow_name(choice.name), scalar(texts.front().text));
                continue;
            }
            out_ += fmt::format("    {}:\n", flow_name(choice.name));
            local(6, "label", choice.label);
            if (choice.points) key(6, "points", to_text(*choice.points));
        }
    }

    void section(const Section& section) {
        out_ += fmt::format("  - id: {}\n", scalar(section.id));
        local(4, "title", section.title);
        optional(4, "relevant", section.relevant);
        if (section.questions.empty()) return;
        out_ += "    questions:\n";
        for (const auto& item : section.questions)
            question(item);
    }

    void question(const Question& question) {
        constexpr std::size_t in = 8;
        out_ += fmt::format("      - id: {}\n", scalar(question.id));
        key(in, "type", name_of(question.type));
        if (question.scale_points != 0) key(in, "scale", std::to_string(question.scale_points));
        optional(in, "choices", question.choice_list);
        local(in, "label", question.label);
        local(in, "hint", question.hint);
        optional(in, "relevant", question.relevant);
        if (question.required == "true()") {
            key(in, "required", "yes");
        } else {
            optional(in, "required", question.required);
        }
        optional(in, "constraint", question.constraint);
        local(in, "message", question.constraint_message);
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
        if (!question.provisions.empty()) key(in, "provisions", flow_list(question.provisions));
        flag(in, "na", question.not_applicable_allowed);
        if (question.not_observed_counts) {
            key(in, "not_observed", "counts");
        } else {
            flag(in, "not_observed", question.not_observed_allowed);
        }
    }

    static std::string span_text(std::int64_t ms) {
        return ms % 1'000 == 0 ? fmt::format("{} s", ms / 1'000) : fmt::format("{} ms", ms);
    }

    const Checklist& checklist_;
    std::string out_;
};

} // namespace

std::string checklist_to_yaml(const Checklist& checklist) {
    return Writer(checklist).run();
}

} // namespace muster::authoring
