// What the readers of checklists in YAML share: one tree, the first error, and the places that
// later errors are looked up by. Each function reads one kind of value under a key; what is read
// after an error does not matter.
#pragma once

#include "core/authoring/yaml.hpp"
#include "core/base/decimal.hpp"
#include "core/checklist/checklist.hpp"

#include <optional>
#include <span>

namespace muster::authoring {

class YamlFields {
public:
    using Keys = std::span<const std::string_view>;

    explicit YamlFields(std::string_view file_name) : file_name_(file_name) {}

    [[nodiscard]] const Status& status() const { return status_; }

    void bad(YamlPlace place, std::string message, std::string hint = {});

    // Under the names that the contexts of check() and compile() use.
    void remember(const std::string& what, const YamlNode& node);
    // The rules of core/checklist name a question and a field; people want a line.
    [[nodiscard]] Status placed(Error error) const;

    [[nodiscard]] const ChecklistPlaces& places() const { return places_; }

    // The language of texts that name none.
    void set_language(std::string language) { language_ = std::move(language); }

    bool mapping(const YamlNode& node, Keys keys, std::string_view what);
    // The text of a key that may be missing.
    std::string text(const YamlNode& node, std::string_view key);
    std::span<const YamlNode> items(const YamlNode& node, std::string_view key);
    // A list of texts; one text alone is a list of one.
    std::vector<std::string> texts(const YamlNode& node, std::string_view key);
    bool yes_or_no(const YamlNode& node, std::string_view key);
    // An expression, where yes and no stand for themselves.
    std::string condition(const YamlNode& node, std::string_view key);
    std::optional<Decimal> decimal(const YamlNode& node, std::string_view key);
    // A text in the first language, or one text per language.
    checklist::LocalText local_text(const YamlNode& node, std::string_view key);
    checklist::LocalText translations(const YamlNode& value, std::string_view key);
    std::vector<checklist::Media> media(const YamlNode& node);
    // Steps of handling a complaint, in their order.
    std::vector<checklist::ComplaintStep> steps(const YamlNode& node);
    // name: text, in the order written.
    checklist::NamedValues pairs(const YamlNode& node, std::string_view key);

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
        no_such_word(value->place, given, key, known);
        return otherwise;
    }

private:
    void no_such_word(YamlPlace place, const std::string& given, std::string_view key, Keys known);

    std::string_view file_name_;
    std::string language_;
    ChecklistPlaces places_;
    Status status_;
};

// One question; its group is not known here. yaml_question.cpp
checklist::Question read_question(YamlFields& fields, const YamlNode& node);
// The keys that it knows.
std::span<const std::string_view> question_keys();

} // namespace muster::authoring
