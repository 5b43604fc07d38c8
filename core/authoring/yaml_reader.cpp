#include "core/authoring/yaml.hpp"
#include "core/authoring/yaml_tree.hpp"
#include "core/base/nearest.hpp"
#include "core/checklist/compiled.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace muster::authoring {

namespace {

using namespace checklist;
using Kind = YamlNode::Kind;
using Keys = std::span<const std::string_view>;

constexpr std::array<std::string_view, 6> checklist_keys = {
    "checklist",
    "version",
    "title",
    "languages",
    "choice_lists",
    "sections",
};
constexpr std::array<std::string_view, 4> section_keys = {"id", "title", "relevant", "questions"};
constexpr std::array<std::string_view, 20> question_keys = {
    "id",       "type",       "label",   "hint",   "scale",        "choices",    "relevant",
    "required", "constraint", "message", "weight", "bonus",        "dimension",  "critical",
    "cap",      "measure",    "target",  "na",     "not_observed", "provisions",
};
constexpr std::array<std::string_view, 2> choice_keys = {"label", "points"};

// Reads one tree. The first error stays; what is read after it does not matter.
class ChecklistReader {
public:
    explicit ChecklistReader(std::string_view file_name) : file_name_(file_name) {}

    Result<Checklist> run(const YamlNode& root) {
        Checklist out;
        remember("checklist", root);
        if (mapping(root, checklist_keys, "The checklist")) {
            out.id = text(root, "checklist");
            out.version = text(root, "version");
            languages(root, out);
            out.title = local_text(root, "title");
            choice_lists(root, out);
            for (const auto& item : items(root, "sections"))
                out.sections.push_back(section(item));
        }
        if (!status_) return error_of(status_);
        if (auto compiled = compile(out); !compiled) return error_of(placed(compiled.error()));
        return out;
    }

private:
    void bad(YamlPlace place, std::string message, std::string hint = {}) {
        if (!status_) return;
        status_ = fail(
            Code::invalid_input, std::move(message), std::move(hint), place_text(file_name_, place)
        );
    }

    // The rules of core/checklist name a question and a field; people want a line.
    [[nodiscard]] Status placed(Error error) const {
        const std::string& context = error.context;
        const std::size_t first = context.find(": ");
        const std::size_t second =
            first == std::string::npos ? first : context.find(": ", first + 2);
        for (const std::size_t end : {second, first}) {
            const auto found = places_.find(context.substr(0, end));
            if (found == places_.end()) continue;
            error.context = place_text(file_name_, found->second) + ": " + context;
            return std::unexpected<Error>(std::move(error));
        }
        error.context = std::string(file_name_) + (context.empty() ? "" : ": ") + context;
        return std::unexpected<Error>(std::move(error));
    }

    // Under the names that the contexts of check() and compile() use.
    void remember(const std::string& what, const YamlNode& node) {
        places_[what] = node.place;
        for (const auto& entry : node.entries) {
            places_[what + ": " + entry.key] = entry.value.place;
        }
    }

    bool mapping(const YamlNode& node, Keys keys, std::string_view what) {
        if (node.kind != Kind::mapping) {
            bad(node.place, std::string(what) + " must be written as key: value.");
            return false;
        }
        for (const auto& entry : node.entries) {
            if (std::ranges::find(keys, entry.key) != keys.end()) continue;
            bad(entry.place,
                std::string(what) + " has no key " + entry.key + ".",
                nearest_hint(entry.key, keys));
            return false;
        }
        return true;
    }

    // The text of a key that may be missing.
    std::string text(const YamlNode& node, std::string_view key) {
        const YamlNode* value = node.find(key);
        if (value == nullptr) return {};
        if (value->kind == Kind::text) return value->text;
        bad(value->place,
            std::string(key) + " must be a text.",
            value->kind == Kind::nothing ? "Write it behind the colon, or remove the key." : "");
        return {};
    }

    std::span<const YamlNode> items(const YamlNode& node, std::string_view key) {
        const YamlNode* value = node.find(key);
        if (value == nullptr) return {};
        if (value->kind == Kind::sequence) return value->items;
        bad(value->place, std::string(key) + " must be a list.", "Begin each entry with '- '.");
        return {};
    }

    // A list of texts; one text alone is a list of one.
    std::vector<std::string> texts(const YamlNode& node, std::string_view key) {
        const YamlNode* value = node.find(key);
        if (value == nullptr) return {};
        if (value->kind == Kind::text) return {value->text};
        std::vector<std::string> out;
        for (const auto& item : items(node, key)) {
            if (item.kind != Kind::text) bad(item.place, std::string(key) + " holds texts only.");
            out.push_back(item.text);
        }
        return out;
    }

    bool yes_or_no(const YamlNode& node, std::string_view key) {
        const std::string word = text(node, key);
        if (word == "yes" || word == "true") return true;
        if (!word.empty() && word != "no" && word != "false") {
            bad(node.find(key)->place, std::string(key) + " is yes or no, not '" + word + "'.");
        }
        return false;
    }

    std::optional<Decimal> decimal(const YamlNode& node, std::string_view key) {
        const YamlNode* value = node.find(key);
        if (value == nullptr) return std::nullopt;
        const auto number = parse_decimal(text(node, key));
        if (number) return *number;
        bad(value->place, number.error().message, number.error().hint);
        return std::nullopt;
    }

    // A word of a closed list, such as the types of questions.
    template <class E>
    E word(
        const YamlNode& node,
        std::string_view key,
        std::optional<E> (*from)(std::string_view),
        std::string_view (*name)(E),
        E last,
        E otherwise
    ) {
        const YamlNode* value = node.find(key);
        if (value == nullptr) return otherwise;
        const std::string given = text(node, key);
        if (const auto found = from(given)) return *found;
        std::vector<std::string_view> known;
        for (int i = 0; i <= static_cast<int>(last); ++i) {
            const std::string_view candidate = name(static_cast<E>(i));
            if (from(candidate)) known.push_back(candidate);
        }
        bad(value->place,
            "'" + given + "' is no " + std::string(key) + ".",
            nearest_hint(given, known));
        return otherwise;
    }

    void languages(const YamlNode& root, Checklist& out) {
        out.languages = texts(root, "languages");
        if (root.find("languages") == nullptr) out.languages = {"en"};
        language_ = out.languages.empty() ? std::string() : out.languages.front();
    }

    // A text in the first language, or one text per language.
    LocalText local_text(const YamlNode& node, std::string_view key) {
        const YamlNode* value = node.find(key);
        return value == nullptr ? LocalText() : translations(*value, key);
    }

    LocalText translations(const YamlNode& value, std::string_view key) {
        LocalText out;
        if (value.kind == Kind::text) {
            out.translations.push_back({language_, value.text});
            return out;
        }
        if (value.kind != Kind::mapping) {
            bad(value.place,
                std::string(key) + " must be a text, or one text per language.",
                "Write " + std::string(key) + ": … or {en: …, cy: …}.");
        }
        for (const auto& entry : value.entries) {
            if (entry.value.kind != Kind::text) {
                bad(entry.value.place, "The text in " + entry.key + " is missing.");
            }
            out.translations.push_back({entry.key, entry.value.text});
        }
        return out;
    }

    void choice_lists(const YamlNode& root, Checklist& out) {
        const YamlNode* lists = root.find("choice_lists");
        if (lists == nullptr) return;
        if (lists->kind != Kind::mapping) {
            return bad(lists->place, "choice_lists must be written as name: choices.");
        }
        for (const auto& entry : lists->entries) {
            ChoiceList list;
            list.name = entry.key;
            remember("choice list " + list.name, entry.value);
            if (entry.value.kind != Kind::mapping) {
                return bad(entry.value.place, "Choices must be written as name: label.");
            }
            for (const auto& item : entry.value.entries)
                list.choices.push_back(choice(item));
            out.choice_lists.push_back(std::move(list));
        }
    }

    Choice choice(const YamlEntry& entry) {
        Choice out;
        out.name = entry.key;
        if (entry.value.kind == Kind::text) {
            out.label = translations(entry.value, "label");
        } else if (mapping(entry.value, choice_keys, "A choice")) {
            out.label = local_text(entry.value, "label");
            out.points = decimal(entry.value, "points");
        }
        return out;
    }

    Section section(const YamlNode& node) {
        Section out;
        if (!mapping(node, section_keys, "A section")) return out;
        out.id = text(node, "id");
        remember("section " + out.id, node);
        out.title = local_text(node, "title");
        out.relevant = text(node, "relevant");
        for (const auto& item : items(node, "questions"))
            out.questions.push_back(question(item));
        return out;
    }

    Question question(const YamlNode& node) {
        Question out;
        if (!mapping(node, question_keys, "A question")) return out;
        out.id = text(node, "id");
        remember("question " + out.id, node);
        if (node.find("type") == nullptr) {
            bad(node.place, "The question has no type.", "Write type: yes_no, or another type.");
        }
        out.type = word<QuestionType>(
            node, "type", question_type_from, name_of, QuestionType::end, QuestionType::note
        );
        out.label = local_text(node, "label");
        out.hint = local_text(node, "hint");
        out.scale_points = scale(node);
        out.choice_list = text(node, "choices");
        out.relevant = text(node, "relevant");
        out.required = required(node);
        out.constraint = text(node, "constraint");
        out.constraint_message = local_text(node, "message");
        read_scoring(node, out);
        out.provisions = texts(node, "provisions");
        out.target_ms = target(node);
        out.not_applicable_allowed = yes_or_no(node, "na");
        out.not_observed_counts = text(node, "not_observed") == "counts";
        out.not_observed_allowed = out.not_observed_counts || yes_or_no(node, "not_observed");
        return out;
    }

    void read_scoring(const YamlNode& node, Question& out) {
        out.weight = decimal(node, "weight").value_or(Decimal{});
        out.bonus = yes_or_no(node, "bonus");
        out.dimension = word<Dimension>(
            node, "dimension", dimension_from, name_of, Dimension::responsiveness, Dimension::none
        );
        out.critical = word<CriticalRule>(
            node, "critical", critical_rule_from, name_of, CriticalRule::cap, CriticalRule::none
        );
        out.cap_percent = decimal(node, "cap");
        out.measure =
            word<Measure>(node, "measure", measure_from, name_of, Measure::wait, Measure::none);
    }

    std::uint32_t scale(const YamlNode& node) {
        const auto points = decimal(node, "scale");
        if (!points) return 0;
        if (points->scale == 0 && points->unscaled >= 0 && points->unscaled <= 1'000) {
            return static_cast<std::uint32_t>(points->unscaled);
        }
        bad(node.find("scale")->place, "A scale is a whole number of points.", "Write scale: 5.");
        return 0;
    }

    std::string required(const YamlNode& node) {
        std::string rule = text(node, "required");
        if (rule == "yes" || rule == "true") return "true()";
        if (rule == "no" || rule == "false") return {};
        return rule;
    }

    // "120 s", "1.5 min", "800 ms", "1 h"
    std::optional<std::int64_t> target(const YamlNode& node) {
        const YamlNode* value = node.find("target");
        if (value == nullptr) return std::nullopt;
        const std::string given = text(node, "target");
        const std::size_t unit_at = given.find_first_not_of("0123456789.");
        const std::string unit = unit_at == std::string::npos ? "" : given.substr(unit_at);
        const auto amount = parse_decimal(std::string_view(given).substr(0, unit_at));
        static const std::map<std::string, std::int64_t> units = {
            {" ms", 1}, {" s", 1'000}, {" min", 60'000}, {" h", 3'600'000}
        };
        const auto ms_per_unit = units.find(unit);
        if (amount && ms_per_unit != units.end()) {
            const auto exact = Rational::of(*amount);
            const auto ms = exact ? multiply(*exact, Rational(ms_per_unit->second)) : exact;
            if (ms && ms->denominator() == 1) return ms->numerator();
        }
        bad(value->place,
            "'" + given + "' is no span of time.",
            "Write target: 120 s; units are ms, s, min and h.");
        return std::nullopt;
    }

    std::string_view file_name_;
    std::string language_;
    std::map<std::string, YamlPlace> places_;
    Status status_;
};

} // namespace

Result<Checklist> checklist_from_yaml(std::string_view text, std::string_view file_name) {
    auto tree = read_yaml(text, file_name);
    if (!tree) return error_of(tree);
    return ChecklistReader(file_name).run(*tree);
}

} // namespace muster::authoring
