#include "core/expression/lexer.hpp"

#include "core/base/utf8.hpp"

#include <array>
#include <optional>
#include <utility>

namespace muster::expression {

namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// NCName, with every character beyond ASCII taken for a letter.
bool starts_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool continues_name(char c) {
    return starts_name(c) || is_digit(c) || c == '-' || c == '.';
}

// What people write by habit from elsewhere, and what XPath wants instead. Tried before anything
// else.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> habits = {{
    {"==", "Write one = to compare."},
    {"<>", "Write != for 'is not'."},
    {"&&", "Write and."},
    {"||", "Write or."},
    {"\xE2\x80\x9C", "Write straight quotes: \"…\"."},
    {"\xE2\x80\x9D", "Write straight quotes: \"…\"."},
    {"\xE2\x80\x98", "Write straight quotes: '…'."},
    {"\xE2\x80\x99", "Write straight quotes: '…'."},
    {"\xC2\xA0", "A no-break space stands here: write an ordinary one."},
}};

constexpr std::array<std::pair<std::string_view, TokenKind>, 20> marks = {{
    {"::", TokenKind::axis},        {"//", TokenKind::double_slash},
    {"..", TokenKind::dot_dot},     {"!=", TokenKind::not_equal},
    {"<=", TokenKind::less_equal},  {">=", TokenKind::greater_equal},
    {"(", TokenKind::paren_open},   {")", TokenKind::paren_close},
    {"[", TokenKind::bracket_open}, {"]", TokenKind::bracket_close},
    {".", TokenKind::dot},          {"@", TokenKind::at},
    {",", TokenKind::comma},        {"/", TokenKind::slash},
    {"|", TokenKind::pipe},         {"+", TokenKind::plus},
    {"-", TokenKind::minus},        {"=", TokenKind::equal},
    {"<", TokenKind::less},         {">", TokenKind::greater},
}};

// XPath 1.0 section 3.7: behind an operand '*' and 'and' are operators, else names.
bool expects_operand(const std::vector<Token>& tokens) {
    return tokens.empty() || !ends_operand(tokens.back().kind);
}

class Lexer {
public:
    explicit Lexer(std::string_view text) : text_(text) {}

    Result<std::vector<Token>> run() {
        while (true) {
            while (at_ < text_.size() && is_space(text_[at_]))
                ++at_;
            if (at_ == text_.size()) break;
            if (auto status = next(); !status) return error_of(status);
        }
        tokens_.push_back({TokenKind::end, {}, at_});
        return std::move(tokens_);
    }

private:
    std::unexpected<Error>
    bad(std::size_t offset, std::string message, std::string_view hint) const {
        return fail(
            Code::invalid_input, std::move(message), std::string(hint), column_text(text_, offset)
        );
    }

    void push(TokenKind kind, std::size_t begin, std::size_t end) {
        tokens_.push_back({kind, text_.substr(begin, end - begin), begin});
    }

    Status next() {
        const std::string_view rest = text_.substr(at_);
        for (const auto& [habit, hint] : habits) {
            if (rest.starts_with(habit)) {
                return bad(at_, "'" + std::string(habit) + "' is not part of an expression.", hint);
            }
        }
        const char c = rest.front();
        const bool digits_follow = rest.size() > 1 && is_digit(rest[1]);
        if (is_digit(c) || (c == '.' && digits_follow)) return number();
        if (c == '"' || c == '\'') return literal(c);
        if (c == '$') return reference();
        if (starts_name(c)) return name();
        if (c == '*') {
            push(expects_operand(tokens_) ? TokenKind::star : TokenKind::multiply, at_, at_ + 1);
            ++at_;
            return {};
        }
        for (const auto& [mark, kind] : marks) {
            if (!rest.starts_with(mark)) continue;
            push(kind, at_, at_ + mark.size());
            at_ += mark.size();
            return {};
        }
        std::size_t end = 0;
        next_code_point(rest, end);
        return bad(
            at_,
            "'" + std::string(rest.substr(0, end)) + "' is not part of an expression.",
            "Remove it, or put text in quotes."
        );
    }

    Status number() {
        const std::size_t begin = at_;
        while (at_ < text_.size() && is_digit(text_[at_]))
            ++at_;
        if (at_ < text_.size() && text_[at_] == '.') {
            ++at_;
            while (at_ < text_.size() && is_digit(text_[at_]))
                ++at_;
        }
        if (at_ < text_.size() && starts_name(text_[at_]) && operator_length() == 0) {
            return bad(begin, "A number runs into a word.", "Put a space or an operator between.");
        }
        push(TokenKind::number, begin, at_);
        return {};
    }

    Status literal(char quote) {
        const std::size_t end = text_.find(quote, at_ + 1);
        if (end == std::string_view::npos) {
            return bad(at_, "A text in quotes does not end.", "Add the closing quote.");
        }
        tokens_.push_back({TokenKind::literal, text_.substr(at_ + 1, end - at_ - 1), at_});
        at_ = end + 1;
        return {};
    }

    Status reference() {
        const std::size_t begin = at_;
        const std::size_t end = text_.find('}', begin);
        if (!text_.substr(begin).starts_with("${") || end == std::string_view::npos) {
            return bad(begin, "A question's name is not closed.", "Write ${name}.");
        }
        std::size_t from = begin + 2;
        std::size_t to = end;
        while (from < to && is_space(text_[from]))
            ++from;
        while (to > from && is_space(text_[to - 1]))
            --to;
        const std::string_view inner = text_.substr(from, to - from);
        bool good = !inner.empty() && starts_name(inner.front());
        for (const char c : inner)
            good = good && continues_name(c);
        if (!good) {
            return bad(
                begin,
                "'${" + std::string(inner) + "}' names no question.",
                "Write ${name} with a question's id."
            );
        }
        tokens_.push_back({TokenKind::reference, inner, begin});
        at_ = end + 1;
        return {};
    }

    // Of the operator that the text goes on with. Where an operator is due it ends there, as in
    // "3 mod4": no name may follow a value.
    [[nodiscard]] std::size_t operator_length() const {
        for (const std::string_view word : {"and", "or", "div", "mod"}) {
            const std::string_view rest = text_.substr(at_);
            if (!rest.starts_with(word)) continue;
            // "1or2" is read as people mean it, "1 orange" is no "1 or ange".
            const bool goes_on = rest.size() > word.size() && starts_name(rest[word.size()]);
            if (!goes_on) return word.size();
        }
        return 0;
    }

    Status name() {
        const std::size_t begin = at_;
        if (const auto length = operator_length(); length > 0 && !expects_operand(tokens_)) {
            at_ += length;
            push(TokenKind::operator_name, begin, at_);
            return {};
        }
        while (at_ < text_.size() && continues_name(text_[at_]))
            ++at_;
        // prefix:local and prefix:*, but not the axis in child::local
        const bool colon = at_ + 1 < text_.size() && text_[at_] == ':' && text_[at_ + 1] != ':';
        if (colon && text_[at_ + 1] == '*') {
            at_ += 2;
        } else if (colon && starts_name(text_[at_ + 1])) {
            ++at_;
            while (at_ < text_.size() && continues_name(text_[at_]))
                ++at_;
        }
        push(TokenKind::name, begin, at_);
        return {};
    }

    std::string_view text_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
};

} // namespace

std::string column_text(std::string_view text, std::size_t offset) {
    return "column " + std::to_string(count_code_points(text.substr(0, offset)) + 1);
}

bool ends_operand(TokenKind kind) {
    switch (kind) {
    case TokenKind::number:
    case TokenKind::literal:
    case TokenKind::reference:
    case TokenKind::name:
    case TokenKind::paren_close:
    case TokenKind::bracket_close:
    case TokenKind::dot:
    case TokenKind::dot_dot:
    case TokenKind::star:
        return true;
    case TokenKind::end:
    case TokenKind::at:
    case TokenKind::axis:
    case TokenKind::paren_open:
    case TokenKind::bracket_open:
    case TokenKind::comma:
    case TokenKind::operator_name:
    case TokenKind::slash:
    case TokenKind::double_slash:
    case TokenKind::pipe:
    case TokenKind::plus:
    case TokenKind::minus:
    case TokenKind::equal:
    case TokenKind::not_equal:
    case TokenKind::less:
    case TokenKind::less_equal:
    case TokenKind::greater:
    case TokenKind::greater_equal:
    case TokenKind::multiply:
        return false;
    }
    return false;
}

Result<std::vector<Token>> tokenize(std::string_view text) {
    return Lexer(text).run();
}

} // namespace muster::expression
