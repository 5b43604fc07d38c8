#include "core/authoring/yaml_tree.hpp"

#include "core/authoring/limits.hpp"
#include "core/base/utf8.hpp"

#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <unordered_set>

namespace muster::authoring {

namespace {

using Kind = YamlNode::Kind;

YamlPlace place_of(const YAML::Mark& mark) {
    return {static_cast<std::size_t>(mark.line) + 1, static_cast<std::size_t>(mark.column) + 1};
}

// Builds the tree from the parser's events. After the first error events are counted no further;
// the parser itself ends, because the text is capped.
class TreeBuilder final : public YAML::EventHandler {
public:
    explicit TreeBuilder(std::string_view file_name) : file_name_(file_name) {}

    Result<YamlNode> take() {
        if (!status_) return error_of(status_);
        return std::move(root_);
    }

    [[nodiscard]] bool failed() const { return !status_; }

    void OnDocumentStart(const YAML::Mark&) override {}

    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        if (!accept(mark, "", anchor)) return;
        YamlNode node;
        node.place = place_of(mark);
        finish(std::move(node));
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        bad(mark, "Aliases (*name) are not read.", "Write the text out.");
    }

    void OnScalar(
        const YAML::Mark& mark,
        const std::string& tag,
        YAML::anchor_t anchor,
        const std::string& value
    ) override {
        if (!accept(mark, tag, anchor)) return;
        YamlNode node;
        node.kind = Kind::text;
        node.place = place_of(mark);
        node.text = value;
        finish(std::move(node));
    }

    void OnSequenceStart(
        const YAML::Mark& mark,
        const std::string& tag,
        YAML::anchor_t anchor,
        YAML::EmitterStyle::value
    ) override {
        if (accept(mark, tag, anchor)) open(Kind::sequence, mark);
    }

    void OnSequenceEnd() override { close(); }

    void OnMapStart(
        const YAML::Mark& mark,
        const std::string& tag,
        YAML::anchor_t anchor,
        YAML::EmitterStyle::value
    ) override {
        if (accept(mark, tag, anchor)) open(Kind::mapping, mark);
    }

    void OnMapEnd() override { close(); }

private:
    // A mapping or sequence whose end has not come yet.
    struct Open {
        YamlNode node;
        std::optional<YamlEntry> entry; // a key that waits for its value
        std::unordered_set<std::string> keys = {};
    };

    void bad(const YAML::Mark& mark, std::string message, std::string hint) {
        fail_with(Code::invalid_input, place_of(mark), std::move(message), std::move(hint));
    }

    void fail_with(Code code, YamlPlace place, std::string message, std::string hint) {
        if (!status_) return;
        status_ = fail(code, std::move(message), std::move(hint), place_text(file_name_, place));
    }

    bool accept(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
        if (failed()) return false;
        if (anchor != 0) bad(mark, "Anchors (&name) are not read.", "Remove it.");
        if (!tag.empty() && tag != "?" && tag != "!") {
            bad(mark, "Tags (" + tag + ") are not read.", "Remove it.");
        }
        if (++nodes_count_ > limits::yaml_nodes_max) {
            fail_with(
                Code::resource_exhausted,
                place_of(mark),
                "The file has more than " + std::to_string(limits::yaml_nodes_max) + " values.",
                "Split it into several checklists."
            );
        }
        return !failed();
    }

    void open(Kind kind, const YAML::Mark& mark) {
        const bool is_key =
            !open_.empty() && open_.back().node.kind == Kind::mapping && !open_.back().entry;
        if (is_key) return bad(mark, "A key must be a text.", "Write key: value.");
        if (open_.size() >= limits::yaml_depth_max) {
            return fail_with(
                Code::resource_exhausted,
                place_of(mark),
                "The file is nested more than " + std::to_string(limits::yaml_depth_max) + " deep.",
                "A checklist has sections, and sections have questions."
            );
        }
        Open opened;
        opened.node.kind = kind;
        opened.node.place = place_of(mark);
        open_.push_back(std::move(opened));
    }

    void close() {
        if (failed()) return;
        YamlNode node = std::move(open_.back().node);
        open_.pop_back();
        finish(std::move(node));
    }

    void finish(YamlNode node) {
        if (open_.empty()) {
            root_ = std::move(node);
            return;
        }
        Open& parent = open_.back();
        if (parent.node.kind == Kind::sequence) {
            parent.node.items.push_back(std::move(node));
        } else if (parent.entry) {
            parent.entry->value = std::move(node);
            parent.node.entries.push_back(std::move(*parent.entry));
            parent.entry.reset();
        } else {
            take_key(parent, std::move(node));
        }
    }

    void take_key(Open& parent, YamlNode key) {
        if (key.kind != Kind::text) {
            return fail_with(
                Code::invalid_input, key.place, "A key must be a text.", "Write key: value."
            );
        }
        if (!parent.keys.insert(key.text).second) {
            return fail_with(
                Code::invalid_input,
                key.place,
                "The key " + key.text + " is there twice.",
                "Remove one of them."
            );
        }
        if (parent.node.entries.size() >= limits::yaml_keys_max) {
            return fail_with(
                Code::resource_exhausted,
                key.place,
                "A mapping has more than " + std::to_string(limits::yaml_keys_max) + " keys.",
                "Split the list."
            );
        }
        parent.entry = YamlEntry{std::move(key.text), key.place, {}};
    }

    std::string_view file_name_;
    Status status_;
    YamlNode root_;
    std::vector<Open> open_;
    std::size_t nodes_count_ = 0;
};

Status check_text(std::string_view text, std::string_view file_name) {
    if (text.size() > limits::yaml_bytes_max) {
        return fail(
            Code::resource_exhausted,
            "The file has " + std::to_string(text.size()) + " bytes, " +
                std::to_string(limits::yaml_bytes_max) + " are allowed.",
            "Split it into several checklists.",
            std::string(file_name)
        );
    }
    std::size_t bad = first_bad_utf8(text).value_or(text.size());
    bad = std::min(bad, text.find('\0'));
    if (bad >= text.size()) return {};
    const auto line = std::ranges::count(text.substr(0, bad), '\n') + 1;
    return fail(
        Code::invalid_input,
        "The text is not UTF-8.",
        "Save the file as UTF-8.",
        std::string(file_name) + ", line " + std::to_string(line)
    );
}

// What most likely made the parser stop at this line, counted from 0.
std::string remedy_for(std::string_view text, int line_number) {
    for (int line = 0; line < line_number && !text.empty(); ++line)
        text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    const auto line = text.substr(0, text.find('\n'));
    const auto indent = line.substr(0, line.find_first_not_of(" \t"));
    if (indent.find('\t') != std::string_view::npos) {
        return "Indent with spaces; YAML allows no tabs there.";
    }
    const bool in_braces = line.find("{") != std::string_view::npos;
    if (in_braces && line.find_first_of("$?") != std::string_view::npos) {
        return "Within { } write texts with ${…} or ? in quotes: label: \"Why ${name}?\".";
    }
    return "Check indentation and quotes; text with ': ' or ' #' needs quotes.";
}

} // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
    const auto found = std::ranges::find(entries, key, &YamlEntry::key);
    return found == entries.end() ? nullptr : &found->value;
}

std::string place_text(std::string_view file_name, YamlPlace place) {
    return std::string(file_name) + ", line " + std::to_string(place.line) + ", column " +
           std::to_string(place.column);
}

Result<YamlNode> read_yaml(std::string_view text, std::string_view file_name) {
    if (auto status = check_text(text, file_name); !status) return error_of(status);
    TreeBuilder builder(file_name);
    try {
        std::istringstream stream{std::string(text)};
        YAML::Parser parser(stream);
        if (!parser.HandleNextDocument(builder)) {
            return fail(
                Code::invalid_input,
                "The file is empty.",
                "A checklist begins with checklist: its-id.",
                std::string(file_name)
            );
        }
        TreeBuilder second(file_name);
        if (!builder.failed() && parser.HandleNextDocument(second)) {
            return fail(
                Code::invalid_input,
                "The file holds more than one document.",
                "Remove the line --- and what follows, or make it a file of its own.",
                std::string(file_name)
            );
        }
    } catch (const YAML::DeepRecursion& error) {
        // The parser's own guard, some hundred levels beyond ours.
        return fail(
            Code::resource_exhausted,
            "The file is nested more than " + std::to_string(limits::yaml_depth_max) + " deep.",
            "A checklist has sections, and sections have questions.",
            place_text(file_name, place_of(error.mark))
        );
    } catch (const YAML::Exception& error) {
        return fail(
            Code::invalid_input,
            "This is not YAML: " + error.msg + ".",
            remedy_for(text, error.mark.line),
            place_text(file_name, place_of(error.mark))
        );
    }
    return builder.take();
}

} // namespace muster::authoring
