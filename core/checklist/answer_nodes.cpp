#include "core/checklist/answer_nodes.hpp"

#include "core/base/decimal.hpp"

namespace muster::checklist {

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

AnswerNodes::AnswerNodes(const AnswerSheet& sheet, std::span<const std::string> question_ids)
    : nodes_(question_ids.size()) {
    for (std::size_t i = 0; i < question_ids.size(); ++i) {
        nodes_[i].answer = sheet.find(question_ids[i]);
    }
}

expression::NodeSet AnswerNodes::named(std::uint32_t target, expression::NodeId) const {
    return {node_of(target)};
}

std::string AnswerNodes::string_value(expression::NodeId node) const {
    const Entry& entry = nodes_[node.value];
    const bool counts =
        entry.relevant && entry.answer != nullptr && entry.answer->state == AnswerState::answered;
    return counts ? expression_text(entry.answer->value) : std::string();
}

bool AnswerNodes::counts_as_false(expression::NodeId node) const {
    return string_value(node).empty();
}

} // namespace muster::checklist
