#include "core/expression/regex_parser.hpp"

#include "core/base/utf8.hpp"
#include "core/expression/limits.hpp"

namespace muster::expression {

namespace {

using Kind = RegexNode::Kind;
using Range = Regex::Range;
using Set = Regex::Set;

constexpr char32_t last_code_point = 0x10FFFF;

const std::vector<Range> digits = {{'0', '9'}};
const std::vector<Range> words = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
const std::vector<Range> spaces = {{'\t', '\r'}, {' ', ' '}};

// What the ranges leave out; `ranges` is sorted.
std::vector<Range> complement(const std::vector<Range>& ranges) {
    std::vector<Range> out;
    char32_t next = 0;
    for (const auto& range : ranges) {
        if (range.first > next) out.push_back({next, range.first - 1});
        next = range.last + 1;
    }
    out.push_back({next, last_code_point});
    return out;
}

class RegexParser {
public:
    explicit RegexParser(std::string_view pattern) {
        for (std::size_t at = 0; at < pattern.size();) {
            text_.push_back(next_code_point(pattern, at));
        }
    }

    Result<RegexTree> run() {
        RegexTree tree;
        auto root = alternatives();
        if (!root) return error_of(root);
        if (at_ < text_.size()) return bad(at_, "A ')' closes nothing.", "Write \\) for the sign.");
        tree.root = std::move(*root);
        tree.sets = std::move(sets_);
        return tree;
    }

private:
    std::unexpected<Error> bad(std::size_t at, std::string message, std::string hint) const {
        return fail(
            Code::invalid_input,
            "The pattern cannot be read: " + std::move(message),
            std::move(hint),
            "pattern column " + std::to_string(at + 1)
        );
    }

    [[nodiscard]] bool more() const { return at_ < text_.size(); }

    [[nodiscard]] bool next_is(char32_t c) const { return more() && text_[at_] == c; }

    bool take(char32_t c) {
        if (!next_is(c)) return false;
        ++at_;
        return true;
    }

    RegexNode leaf(Kind kind) {
        RegexNode node;
        node.kind = kind;
        return node;
    }

    RegexNode set_node(Set set) {
        RegexNode node = leaf(Kind::set);
        for (std::size_t i = 0; i < sets_.size(); ++i) {
            if (sets_[i] == set) {
                node.set = static_cast<std::uint32_t>(i);
                return node;
            }
        }
        node.set = static_cast<std::uint32_t>(sets_.size());
        sets_.push_back(std::move(set));
        return node;
    }

    Result<RegexNode> alternatives() {
        if (++depth_ > limits::regex_depth_max) {
            return bad(at_, "groups are nested too deeply.", "Write a simpler pattern.");
        }
        RegexNode node = leaf(Kind::alternatives);
        do {
            auto branch = sequence();
            if (!branch) return branch;
            node.children.push_back(std::move(*branch));
        } while (take('|'));
        --depth_;
        if (node.children.size() == 1) return std::move(node.children.front());
        return node;
    }

    Result<RegexNode> sequence() {
        RegexNode node = leaf(Kind::sequence);
        while (more() && !next_is('|') && !next_is(')')) {
            auto piece = atom();
            if (!piece) return piece;
            auto repeated = repeats(std::move(*piece));
            if (!repeated) return repeated;
            node.children.push_back(std::move(*repeated));
        }
        return node;
    }

    Result<RegexNode> repeats(RegexNode piece) {
        const std::size_t begin = at_;
        RegexNode node = leaf(Kind::repeat);
        if (take('*')) {
            node.least = 0;
        } else if (take('+')) {
            node.least = 1;
        } else if (take('?')) {
            node.most = 1;
        } else if (next_is('{')) {
            if (auto status = counts(node); !status) return error_of(status);
        } else {
            return piece;
        }
        take('?'); // lazy: the same texts match
        if (next_is('*') || next_is('+') || next_is('?') || next_is('{')) {
            return bad(begin, "a repetition is repeated.", "Put the inner one in parentheses.");
        }
        node.children.push_back(std::move(piece));
        return node;
    }

    std::optional<std::uint32_t> count() {
        if (!more() || text_[at_] < '0' || text_[at_] > '9') return std::nullopt;
        std::uint32_t value = 0;
        while (more() && text_[at_] >= '0' && text_[at_] <= '9') {
            if (value > limits::regex_states_max) return value; // too large in any case
            value = value * 10 + static_cast<std::uint32_t>(text_[at_++] - '0');
        }
        return value;
    }

    Status counts(RegexNode& node) {
        const std::size_t begin = at_++;
        const auto least = count();
        node.most = least;
        if (least && take(',')) node.most = count();
        if (!least || !take('}')) {
            return bad(
                begin, "'{' begins no count.", "Write {3}, {2,4} or {2,}; or \\{ for the sign."
            );
        }
        node.least = *least;
        if (node.most && *node.most < node.least) {
            return bad(begin, "the count runs backward.", "Write the smaller number first.");
        }
        if (node.least > limits::regex_states_max ||
            node.most.value_or(0) > limits::regex_states_max) {
            return bad(begin, "the count is too large.", "Count with string-length() instead.");
        }
        return {};
    }

    Result<RegexNode> atom() {
        const std::size_t begin = at_;
        const char32_t c = text_[at_++];
        switch (c) {
        case '(':
            return group(begin);
        case '[':
            return char_class(begin);
        case '\\':
            return escape();
        case '.':
            return set_node({.ranges = {{'\n', '\n'}, {'\r', '\r'}}, .negated = true});
        case '^':
            return leaf(Kind::begin);
        case '$':
            return leaf(Kind::end);
        case '*':
        case '+':
        case '?':
        case '{':
            return bad(begin, "nothing stands before the repetition.", "Write \\ before the sign.");
        default:
            return set_node({.ranges = {{c, c}}, .negated = false});
        }
    }

    Result<RegexNode> group(std::size_t begin) {
        if (take('?')) {
            if (!take(':')) {
                return bad(
                    begin, "look-around and flags are not supported.", "Write the cases out with |."
                );
            }
        }
        auto inner = alternatives();
        if (!inner) return inner;
        if (!take(')')) return bad(begin, "a '(' is not closed.", "Add the ')'.");
        return inner;
    }

    // The ranges of \d, \w, \s and their opposites; nothing for other letters.
    static std::optional<std::vector<Range>> shorthand(char32_t letter) {
        if (letter == 'd') return digits;
        if (letter == 'D') return complement(digits);
        if (letter == 'w') return words;
        if (letter == 'W') return complement(words);
        if (letter == 's') return spaces;
        if (letter == 'S') return complement(spaces);
        return std::nullopt;
    }

    // One character after a backslash, which has been taken.
    Result<char32_t> escaped_character() {
        if (!more()) return bad(at_ - 1, "it ends with a backslash.", "Write \\\\ for the sign.");
        const char32_t c = text_[at_++];
        if (c == 'n') return U'\n';
        if (c == 'r') return U'\r';
        if (c == 't') return U'\t';
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (letter || (c >= '0' && c <= '9')) {
            std::string spelled = "\\";
            append_utf8(spelled, c);
            return bad(
                at_ - 2,
                "'" + spelled + "' is not supported.",
                "Supported are \\d \\w \\s \\D \\W \\S \\b \\B \\n \\r \\t and signs."
            );
        }
        return c;
    }

    Result<RegexNode> escape() {
        if (more()) {
            const char32_t c = text_[at_];
            if (auto ranges = shorthand(c)) {
                ++at_;
                return set_node({.ranges = std::move(*ranges), .negated = false});
            }
            if (c == 'b' || c == 'B') {
                ++at_;
                return leaf(c == 'b' ? Kind::word_edge : Kind::no_word_edge);
            }
        }
        const auto c = escaped_character();
        if (!c) return error_of(c);
        return set_node({.ranges = {{*c, *c}}, .negated = false});
    }

    Result<RegexNode> char_class(std::size_t begin) {
        Set set;
        set.negated = take('^');
        bool first = true;
        while (first || !next_is(']')) {
            if (!more()) return bad(begin, "a '[' is not closed.", "Add the ']'.");
            first = false;
            if (auto status = class_item(set); !status) return error_of(status);
        }
        ++at_; // the ]
        return set_node(std::move(set));
    }

    // A shorthand, a character or a range.
    Status class_item(Set& set) {
        const std::size_t begin = at_;
        char32_t first = text_[at_++];
        if (first == '\\') {
            if (const auto ranges = more() ? shorthand(text_[at_]) : std::nullopt) {
                ++at_;
                set.ranges.insert(set.ranges.end(), ranges->begin(), ranges->end());
                return {};
            }
            const auto c = escaped_character();
            if (!c) return error_of(c);
            first = *c;
        }
        char32_t last = first;
        const bool is_range = next_is('-') && at_ + 1 < text_.size() && text_[at_ + 1] != ']';
        if (is_range) {
            ++at_;
            last = text_[at_++];
            if (last == '\\') {
                const auto c = escaped_character();
                if (!c) return error_of(c);
                last = *c;
            }
            if (last < first) {
                return bad(begin, "the range runs backward.", "Write the smaller sign first.");
            }
        }
        set.ranges.push_back({first, last});
        return {};
    }

    std::vector<char32_t> text_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    std::vector<Set> sets_;
};

} // namespace

Result<RegexTree> parse_regex(std::string_view pattern) {
    return RegexParser(pattern).run();
}

} // namespace muster::expression
