#include "core/expression/regex.hpp"

#include "core/base/utf8.hpp"
#include "core/expression/limits.hpp"
#include "core/expression/regex_parser.hpp"

#include <algorithm>

namespace muster::expression {

namespace {

using Kind = RegexNode::Kind;

bool is_word(char32_t c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= 'a' && c <= 'z');
}

// Where a walk stands in the text: what lies left and right of it.
struct Gap {
    bool at_begin = false;
    bool at_end = false;
    bool word_before = false;
    bool word_after = false;
};

// The states of a walk: a set that remembers its order, cleared in no time.
class States {
public:
    explicit States(std::size_t size) : places_(size) {}

    void clear() { members_.clear(); }

    [[nodiscard]] bool has(std::uint32_t state) const {
        const std::size_t place = places_[state];
        return place < members_.size() && members_[place] == state;
    }

    void add(std::uint32_t state) {
        places_[state] = static_cast<std::uint32_t>(members_.size());
        members_.push_back(state);
    }

    [[nodiscard]] const std::vector<std::uint32_t>& members() const { return members_; }

private:
    std::vector<std::uint32_t> places_;
    std::vector<std::uint32_t> members_;
};

// Adds a state and all that can be reached from it without reading a character.
void follow(
    const std::vector<Regex::Instruction>& program,
    std::uint32_t from,
    const Gap& gap,
    States& states,
    std::vector<std::uint32_t>& pending
) {
    pending.push_back(from);
    while (!pending.empty()) {
        const std::uint32_t state = pending.back();
        pending.pop_back();
        if (states.has(state)) continue;
        states.add(state);
        const auto& instruction = program[state];
        bool passes = false;
        switch (instruction.step) {
        case Regex::Step::set:
        case Regex::Step::match:
            break;
        case Regex::Step::jump:
            pending.push_back(instruction.first);
            break;
        case Regex::Step::split:
            pending.push_back(instruction.second);
            pending.push_back(instruction.first);
            break;
        case Regex::Step::begin:
            passes = gap.at_begin;
            break;
        case Regex::Step::end:
            passes = gap.at_end;
            break;
        case Regex::Step::word_edge:
            passes = gap.word_before != gap.word_after;
            break;
        case Regex::Step::no_word_edge:
            passes = gap.word_before == gap.word_after;
            break;
        }
        if (passes) pending.push_back(state + 1);
    }
}

} // namespace

// Writes the instructions of a tree.
class RegexProgram {
public:
    static Result<Regex> write(RegexTree tree) {
        RegexProgram program;
        program.regex_.sets_ = std::move(tree.sets);
        if (!program.node(tree.root) || !program.put(Regex::Step::match)) {
            return fail(
                Code::resource_exhausted,
                "The pattern has more than " + std::to_string(limits::regex_states_max) +
                    " states once its counts are written out.",
                "Use smaller counts, or string-length()."
            );
        }
        return std::move(program.regex_);
    }

private:
    [[nodiscard]] std::uint32_t size() const {
        return static_cast<std::uint32_t>(regex_.program_.size());
    }

    // False when the program grows too long: that also ends the writing of nested counts early.
    bool put(Regex::Step step, std::uint32_t first = 0, std::uint32_t second = 0) {
        if (regex_.program_.size() >= limits::regex_states_max) return false;
        regex_.program_.push_back({step, first, second});
        return true;
    }

    bool node(const RegexNode& node) {
        switch (node.kind) {
        case Kind::sequence:
            return std::ranges::all_of(node.children, [&](const auto& child) {
                return this->node(child);
            });
        case Kind::alternatives:
            return alternatives(node);
        case Kind::repeat:
            return repeat(node);
        case Kind::set:
            return put(Regex::Step::set, node.set);
        case Kind::begin:
            return put(Regex::Step::begin);
        case Kind::end:
            return put(Regex::Step::end);
        case Kind::word_edge:
            return put(Regex::Step::word_edge);
        case Kind::no_word_edge:
            return put(Regex::Step::no_word_edge);
        }
        return false;
    }

    bool alternatives(const RegexNode& node) {
        std::vector<std::uint32_t> jumps;
        for (std::size_t i = 0; i < node.children.size(); ++i) {
            const bool last = i + 1 == node.children.size();
            const std::uint32_t split = size();
            if (!last && !put(Regex::Step::split, split + 1)) return false;
            if (!this->node(node.children[i])) return false;
            if (last) break;
            jumps.push_back(size());
            if (!put(Regex::Step::jump)) return false;
            regex_.program_[split].second = size();
        }
        for (const auto jump : jumps)
            regex_.program_[jump].first = size();
        return true;
    }

    bool repeat(const RegexNode& node) {
        const RegexNode& child = node.children.front();
        for (std::uint32_t i = 0; i < node.least; ++i) {
            const std::uint32_t before = size();
            if (!this->node(child)) return false;
            if (size() == before) break; // an empty child stays empty, however often
        }
        if (!node.most) {
            const std::uint32_t split = size();
            if (!put(Regex::Step::split, split + 1) || !this->node(child) ||
                !put(Regex::Step::jump, split)) {
                return false;
            }
            regex_.program_[split].second = size();
            return true;
        }
        std::vector<std::uint32_t> splits;
        for (std::uint32_t i = node.least; i < *node.most; ++i) {
            splits.push_back(size());
            if (!put(Regex::Step::split, size() + 1) || !this->node(child)) return false;
        }
        for (const auto split : splits)
            regex_.program_[split].second = size();
        return true;
    }

    Regex regex_;
};

bool Regex::Set::contains(char32_t c) const {
    const bool inside = std::ranges::any_of(ranges, [c](const Range& range) {
        return range.first <= c && c <= range.last;
    });
    return inside != negated;
}

Result<Regex> Regex::compile(std::string_view pattern) {
    if (pattern.size() > limits::regex_bytes_max) {
        return fail(
            Code::resource_exhausted,
            "The pattern has " + std::to_string(pattern.size()) + " bytes, " +
                std::to_string(limits::regex_bytes_max) + " are allowed."
        );
    }
    auto tree = parse_regex(pattern);
    if (!tree) return error_of(tree);
    return RegexProgram::write(std::move(*tree));
}

Result<bool> Regex::matches(std::string_view text) const {
    States now(program_.size());
    States next(program_.size());
    std::vector<std::uint32_t> pending;
    std::size_t steps = 0;
    std::size_t at = 0;
    Gap gap{.at_begin = true, .at_end = text.empty(), .word_before = false, .word_after = false};
    const auto word_at = [&](std::size_t place) {
        return place < text.size() && is_word(next_code_point(text, place));
    };
    gap.word_after = word_at(0);
    follow(program_, 0, gap, now, pending);
    while (at < text.size() && !now.members().empty()) {
        const char32_t c = next_code_point(text, at);
        gap = {false, at == text.size(), is_word(c), word_at(at)};
        next.clear();
        for (const auto state : now.members()) {
            const auto& instruction = program_[state];
            if (instruction.step != Step::set) continue;
            const Set& set = sets_[instruction.first];
            steps += 1 + set.ranges.size();
            if (set.contains(c)) follow(program_, state + 1, gap, next, pending);
        }
        steps += now.members().size();
        if (steps > limits::regex_steps_max) {
            return fail(
                Code::resource_exhausted,
                "The pattern takes too long on this text.",
                "Write a simpler pattern, or limit the text with string-length()."
            );
        }
        std::swap(now, next);
    }
    if (at < text.size()) return false;
    return std::ranges::any_of(now.members(), [&](std::uint32_t state) {
        return program_[state].step == Step::match;
    });
}

} // namespace muster::expression
