#include "core/checklist/answer_nodes.hpp"

#include "core/base/decimal.hpp"

namespace muster::checklist {

using expression::no_node;
using expression::NodeId;
using expression::NodeName;
using expression::NodeSet;

namespace {

std::string padded(std::int64_t value, std::size_t width) {
    std::string digits = std::to_string(value);
    if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
    return digits;
}

// "14:02:09", with ".123" only where it is not zero.
std::string time_text(TimeOfDay time) {
    const std::int64_t ms = time.ms;
    std::string out = padded(ms / 3'600'000, 2) + ":" + padded(ms / 60'000 % 60, 2) + ":" +
                      padded(ms / 1'000 % 60, 2);
    if (ms % 1'000 != 0) out += "." + padded(ms % 1'000, 3);
    return out;
}

struct Writer {
    std::string operator()(const std::string& text) const { return text; }

    std::string operator()(const Decimal& number) const { return to_text(number); }

    std::string operator()(const Choices& choices) const {
        std::string out;
        for (const auto& name : choices.names)
            out += (out.empty() ? "" : " ") + name;
        return out;
    }

    std::string operator()(const Date& date) const { return to_text(date); }

    std::string operator()(const TimeOfDay& time) const { return time_text(time); }

    std::string operator()(const Duration& duration) const {
        return to_text(Decimal{duration.ms, 3});
    }

    std::string operator()(const WallTime& time) const { return to_text(time); }
};

} // namespace

std::string expression_text(const Value& value) {
    return std::visit(Writer{}, value);
}

AnswerNodes::AnswerNodes(
    const AnswerSheet& sheet, std::span<const std::string> question_ids, const ChoiceTree& choices
)
    : nodes_(question_ids.size()), ids_(question_ids), choices_(choices) {
    for (std::size_t i = 0; i < question_ids.size(); ++i) {
        nodes_[i].answer = sheet.find(question_ids[i]);
    }
}

NodeSet AnswerNodes::named(std::uint32_t target, NodeId) const {
    return {node_of(target)};
}

std::string AnswerNodes::string_value(NodeId node) const {
    if (is_choice(node)) return choices_.string_value(node);
    if (node == no_node) return {};
    const Entry& entry = nodes_[node.value];
    if (!entry.relevant) return {};
    if (entry.calculated) return *entry.calculated;
    const bool counts = entry.answer != nullptr && entry.answer->state == AnswerState::answered;
    return counts ? expression_text(entry.answer->value) : std::string();
}

bool AnswerNodes::counts_as_false(NodeId node) const {
    return !is_choice(node) && string_value(node).empty();
}

NodeName AnswerNodes::name(NodeId node) const {
    if (is_choice(node)) return choices_.name(node);
    if (node == no_node) return {};
    return {.uri = {}, .prefix = {}, .local = ids_[node.value]};
}

NodeId AnswerNodes::parent(NodeId node) const {
    return is_choice(node) ? choices_.parent(node) : no_node;
}

NodeId AnswerNodes::first_child(NodeId node) const {
    return is_choice(node) ? choices_.first_child(node) : no_node;
}

NodeId AnswerNodes::last_child(NodeId node) const {
    return is_choice(node) ? choices_.last_child(node) : no_node;
}

NodeId AnswerNodes::next_sibling(NodeId node) const {
    return is_choice(node) ? choices_.sibling(node, 1) : no_node;
}

NodeId AnswerNodes::previous_sibling(NodeId node) const {
    return is_choice(node) ? choices_.sibling(node, -1) : no_node;
}

NodeId AnswerNodes::secondary_instance(std::string_view id) const {
    return choices_.instance(id);
}

// jr:choice-name(${channel}, '${channel}'): forms write the question's name as it is referred to.
std::optional<std::string>
AnswerNodes::choice_label(std::string_view question, std::string_view choice) const {
    if (question.starts_with("${") && question.ends_with('}')) {
        question = question.substr(2, question.size() - 3);
    }
    return choices_.label(question, choice);
}

} // namespace muster::checklist
