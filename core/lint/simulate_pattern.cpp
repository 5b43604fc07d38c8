// Texts from patterns: literals, classes, \d \w \s, groups, alternatives and counts. What else a
// pattern has makes a text that may not match; whoever asks for it checks.
#include "core/lint/simulate_values.hpp"

#include <algorithm>

namespace muster::lint {

namespace {

constexpr int further_most = 3; // of what may come any number of times

class PatternWalk {
public:
    PatternWalk(std::string_view pattern, Dice& dice) : pattern_(pattern), dice_(dice) {}

    // Alternatives up to the end or a closing parenthesis.
    std::string alternatives(int depth) {
        std::vector<std::string> found = {sequence(depth)};
        while (at_ < pattern_.size() && pattern_[at_] == '|') {
            ++at_;
            found.push_back(sequence(depth));
        }
        return found[roll(dice_, found.size())];
    }

private:
    static constexpr int depth_max = 20;

    std::string sequence(int depth) {
        std::string out;
        while (at_ < pattern_.size() && pattern_[at_] != '|' && pattern_[at_] != ')') {
            const std::size_t begin = at_;
            std::string once = piece(depth);
            const auto [least, most] = counts();
            const std::size_t end = at_;
            const int times =
                least + static_cast<int>(roll(dice_, static_cast<std::size_t>(most - least) + 1));
            for (int i = 0; i < times; ++i) {
                out += once;
                at_ = begin; // drawn anew, so that \d{5} is no five times the same digit
                once = piece(depth);
            }
            at_ = end;
        }
        return out;
    }

    std::string piece(int depth) {
        const char c = pattern_[at_++];
        if (c == '^' || c == '$') return {};
        if (c == '.') return "x";
        if (c == '\\') return escape();
        if (c == '[') return from_class();
        if (c != '(') return std::string(1, c);
        if (pattern_.substr(at_).starts_with("?:")) at_ += 2;
        std::string out = depth < depth_max ? alternatives(depth + 1) : std::string();
        if (at_ < pattern_.size()) ++at_; // the closing parenthesis
        return out;
    }

    std::string escape() {
        if (at_ >= pattern_.size()) return {};
        const char c = pattern_[at_++];
        if (c == 'd') return std::string(1, static_cast<char>('0' + roll(dice_, 10)));
        if (c == 'w') return std::string(1, static_cast<char>('a' + roll(dice_, 26)));
        if (c == 's') return " ";
        if (c == 'D' || c == 'S') return "x";
        if (c == 'W') return "-";
        if (c == 'b') return {};
        return std::string(1, c);
    }

    std::string from_class() {
        const bool negated = at_ < pattern_.size() && pattern_[at_] == '^';
        if (negated) ++at_;
        std::vector<std::pair<char, char>> ranges;
        while (at_ < pattern_.size() && pattern_[at_] != ']') {
            const bool escaped = pattern_[at_] == '\\' && at_ + 1 < pattern_.size();
            std::string first = escaped ? (++at_, escape()) : std::string(1, pattern_[at_++]);
            char last = first.empty() ? 'x' : first[0];
            const char begin = last;
            if (at_ + 1 < pattern_.size() && pattern_[at_] == '-' && pattern_[at_ + 1] != ']') {
                last = pattern_[at_ + 1];
                at_ += 2;
            }
            ranges.emplace_back(begin, std::max(begin, last));
        }
        if (at_ < pattern_.size()) ++at_;
        if (negated || ranges.empty()) return outside(ranges);
        const auto [begin, end] = ranges[roll(dice_, ranges.size())];
        return std::string(
            1,
            static_cast<char>(
                begin + static_cast<char>(roll(dice_, static_cast<std::size_t>(end - begin) + 1))
            )
        );
    }

    static std::string outside(const std::vector<std::pair<char, char>>& ranges) {
        for (const char c : {'x', 'Q', '7', '-', '~'}) {
            const bool inside = std::ranges::any_of(ranges, [&](const auto& range) {
                return c >= range.first && c <= range.second;
            });
            if (!inside) return std::string(1, c);
        }
        return "x";
    }

    std::pair<int, int> counts() {
        if (at_ >= pattern_.size()) return {1, 1};
        std::pair<int, int> out = {1, 1};
        const char c = pattern_[at_];
        if (c == '*') out = {0, further_most};
        if (c == '+') out = {1, 1 + further_most};
        if (c == '?') out = {0, 1};
        if (c == '{') {
            out = braces();
        } else if (c == '*' || c == '+' || c == '?') {
            ++at_;
        } else {
            return out;
        }
        if (at_ < pattern_.size() && pattern_[at_] == '?') ++at_; // lazy
        return out;
    }

    std::pair<int, int> braces() {
        ++at_;
        const int least = number();
        int most = least;
        if (at_ < pattern_.size() && pattern_[at_] == ',') {
            ++at_;
            most = at_ < pattern_.size() && pattern_[at_] != '}' ? number() : least + further_most;
        }
        if (at_ < pattern_.size()) ++at_;
        return {least, std::max(least, most)};
    }

    int number() {
        int out = 0;
        while (at_ < pattern_.size() && pattern_[at_] >= '0' && pattern_[at_] <= '9' && out < 1'000)
            out = out * 10 + (pattern_[at_++] - '0');
        return out;
    }

    std::string_view pattern_;
    Dice& dice_;
    std::size_t at_ = 0;
};

} // namespace

std::string text_matching(std::string_view pattern, Dice& dice) {
    return PatternWalk(pattern, dice).alternatives(0);
}

} // namespace muster::lint
