#include "core/authoring/yaml.hpp"
#include "core/authoring/yaml_fields.hpp"
#include "core/checklist/compiled.hpp"

#include <array>

namespace muster::authoring {

namespace {

using namespace checklist;
using Kind = YamlNode::Kind;

constexpr std::array<std::string_view, 7> checklist_keys = {
    "checklist",
    "version",
    "title",
    "languages",
    "choice_lists",
    "sections",
    "settings",
};
constexpr std::array<std::string_view, 4> section_keys = {"id", "title", "relevant", "questions"};
constexpr std::array<std::string_view, 10> group_keys = {
    "group",
    "label",
    "hint",
    "relevant",
    "read_only",
    "appearance",
    "repeat",
    "repeat_count",
    "matrix",
    "questions",
};
constexpr std::array<std::string_view, 4> choice_keys = {"label", "points", "media", "columns"};

class ChecklistReader {
public:
    explicit ChecklistReader(std::string_view file_name) : fields_(file_name) {}

    Result<Checklist> as_written(const YamlNode& root) {
        fields_.remember("checklist", root);
        if (fields_.mapping(root, checklist_keys, "The checklist")) {
            out_.id = fields_.text(root, "checklist");
            out_.version = fields_.text(root, "version");
            languages(root);
            out_.title = fields_.local_text(root, "title");
            out_.settings = fields_.pairs(root, "settings");
            choice_lists(root);
            for (const auto& item : fields_.items(root, "sections"))
                section(item);
        }
        if (!fields_.status()) return error_of(fields_.status());
        return std::move(out_);
    }

    Result<PlacedChecklist> compiled(const YamlNode& root, const ReadBeside& beside) {
        auto out = as_written(root);
        if (!out) return error_of(out);
        if (beside) {
            const auto wrong = read_choice_files(*out, beside);
            if (!wrong.empty()) return error_of(fields_.placed(wrong.front()));
        }
        if (auto ready = compile(*out); !ready) return error_of(fields_.placed(ready.error()));
        return PlacedChecklist{std::move(*out), fields_.places()};
    }

private:
    void languages(const YamlNode& root) {
        out_.languages = fields_.texts(root, "languages");
        if (root.find("languages") == nullptr) out_.languages = {"en"};
        fields_.set_language(out_.languages.empty() ? std::string() : out_.languages.front());
    }

    void choice_lists(const YamlNode& root) {
        const YamlNode* lists = root.find("choice_lists");
        if (lists == nullptr) return;
        if (lists->kind != Kind::mapping) {
            return fields_.bad(lists->place, "choice_lists must be written as name: choices.");
        }
        for (const auto& entry : lists->entries) {
            ChoiceList list;
            list.name = entry.key;
            fields_.remember("choice list " + list.name, entry.value);
            if (entry.value.kind == Kind::text) {
                list.file = entry.value.text;
            } else if (entry.value.kind != Kind::mapping) {
                return fields_.bad(
                    entry.value.place,
                    "Choices must be written as name: label.",
                    "Or write the name of a file that holds them."
                );
            }
            for (const auto& item : entry.value.entries)
                list.choices.push_back(choice(item));
            out_.choice_lists.push_back(std::move(list));
        }
    }

    Choice choice(const YamlEntry& entry) {
        Choice out;
        out.name = entry.key;
        if (entry.value.kind == Kind::text) {
            out.label = fields_.translations(entry.value, "label");
        } else if (fields_.mapping(entry.value, choice_keys, "A choice")) {
            out.label = fields_.local_text(entry.value, "label");
            out.points = fields_.decimal(entry.value, "points");
            out.media = fields_.media(entry.value);
            out.columns = fields_.pairs(entry.value, "columns");
        }
        return out;
    }

    void section(const YamlNode& node) {
        Section out;
        if (fields_.mapping(node, section_keys, "A section")) {
            out.id = fields_.text(node, "id");
            fields_.remember("section " + out.id, node);
            out.title = fields_.local_text(node, "title");
            out.relevant = fields_.text(node, "relevant");
            questions(node, 0, out);
        }
        out_.sections.push_back(std::move(out));
    }

    // Of a section, or of the group with this number.
    void questions(const YamlNode& node, std::uint32_t group, Section& section) {
        for (const auto& item : fields_.items(node, "questions")) {
            if (item.find("group") != nullptr) {
                read_group(item, group, section);
                continue;
            }
            section.questions.push_back(read_question(fields_, item));
            section.questions.back().group = group;
        }
    }

    void read_group(const YamlNode& node, std::uint32_t parent, Section& section) {
        if (!fields_.mapping(node, group_keys, "A group")) return;
        Group out;
        out.id = fields_.text(node, "group");
        fields_.remember("group " + out.id, node);
        out.label = fields_.local_text(node, "label");
        out.hint = fields_.local_text(node, "hint");
        out.relevant = fields_.text(node, "relevant");
        out.read_only = fields_.condition(node, "read_only");
        out.appearance = fields_.text(node, "appearance");
        out.parent = parent;
        out.repeat = fields_.yes_or_no(node, "repeat");
        out.repeat_count = fields_.text(node, "repeat_count");
        out.matrix = fields_.yes_or_no(node, "matrix");
        out_.groups.push_back(std::move(out));
        questions(node, static_cast<std::uint32_t>(out_.groups.size()), section);
    }

    YamlFields fields_;
    Checklist out_;
};

} // namespace

Result<PlacedChecklist> placed_checklist_from_yaml(
    std::string_view text, std::string_view file_name, const ReadBeside& beside
) {
    auto tree = read_yaml(text, file_name);
    if (!tree) return error_of(tree);
    return ChecklistReader(file_name).compiled(*tree, beside);
}

Result<Checklist>
checklist_from_yaml(std::string_view text, std::string_view file_name, const ReadBeside& beside) {
    auto placed = placed_checklist_from_yaml(text, file_name, beside);
    if (!placed) return error_of(placed);
    return std::move(placed->checklist);
}

Result<Checklist> checklist_as_written(std::string_view text, std::string_view file_name) {
    auto tree = read_yaml(text, file_name);
    if (!tree) return error_of(tree);
    return ChecklistReader(file_name).as_written(*tree);
}

} // namespace muster::authoring
