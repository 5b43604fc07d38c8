#include "core/checklist/xpath_parser.hpp"

#include "core/checklist/limits.hpp"
#include "core/checklist/nearest.hpp"
#include "core/checklist/utf8.hpp"
#include "core/checklist/xpath_functions.hpp"
#include "core/checklist/xpath_lexer.hpp"

#include <algorithm>
#include <cstdlib>

namespace muster::checklist::xpath {

namespace {

// XPath 1.0 section 3.5: from the loosest binding to the tightest.
enum class Level : std::uint8_t { either, both, equality, relation, sum, product, unary };

Level tighter(Level level) {
    return static_cast<Level>(static_cast<int>(level) + 1);
}

std::optional<Operator> operator_at(const Token& token, Level level) {
    struct Row {
        Level level;
        TokenKind kind;
        std::string_view word;
        Operator op;
    };

    static constexpr Row rows[] = {
        {Level::either, TokenKind::operator_name, "or", Operator::either},
        {Level::both, TokenKind::operator_name, "and", Operator::both},
        {Level::equality, TokenKind::equal, "=", Operator::equal},
        {Level::equality, TokenKind::not_equal, "!=", Operator::not_equal},
        {Level::relation, TokenKind::less, "<", Operator::less},
        {Level::relation, TokenKind::less_equal, "<=", Operator::less_equal},
        {Level::relation, TokenKind::greater, ">", Operator::greater},
        {Level::relation, TokenKind::greater_equal, ">=", Operator::greater_equal},
        {Level::sum, TokenKind::plus, "+", Operator::add},
        {Level::sum, TokenKind::minus, "-", Operator::subtract},
        {Level::product, TokenKind::multiply, "*", Operator::multiply},
        {Level::product, TokenKind::operator_name, "div", Operator::divide},
        {Level::product, TokenKind::operator_name, "mod", Operator::modulo},
    };
    for (const auto& row : rows) {
        if (row.level == level && row.kind == token.kind && row.word == token.text) return row.op;
    }
    return std::nullopt;
}

std::string spelled(const Token& token) {
    return token.kind == TokenKind::end ? "the end" : "'" + std::string(token.text) + "'";
}

class Parser {
public:
    Parser(std::string_view text, const Resolver& names, std::vector<Token> tokens)
        : names_(names), tokens_(std::move(tokens)) {
        program_.text = text;
    }

    Result<Program> run() {
        const auto root = chain(Level::either);
        if (!root) return error_of(root);
        if (peek().kind != TokenKind::end) return error_of(surplus());
        program_.root = *root;
        auto& targets = program_.targets;
        std::ranges::sort(targets);
        targets.erase(std::ranges::unique(targets).begin(), targets.end());
        return std::move(program_);
    }

private:
    [[nodiscard]] const Token& peek(std::size_t ahead = 0) const {
        return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
    }

    const Token& take() { return tokens_[at_++]; }

    [[nodiscard]] std::unexpected<Error>
    bad(std::size_t offset, Code code, std::string message, std::string hint) const {
        return fail(code, std::move(message), std::move(hint), column_text(program_.text, offset));
    }

    NodeIndex add(Node node) {
        program_.nodes.push_back(std::move(node));
        return static_cast<NodeIndex>(program_.nodes.size() - 1);
    }

    // What stands after a complete expression.
    [[nodiscard]] Status surplus() const {
        const Token& token = peek();
        if (token.kind == TokenKind::paren_close) {
            return bad(
                token.offset,
                Code::invalid_input,
                "A ')' closes nothing.",
                "Remove it, or add a '('."
            );
        }
        const bool continues_path =
            token.kind == TokenKind::bracket_open || token.kind == TokenKind::slash ||
            token.kind == TokenKind::double_slash || token.kind == TokenKind::pipe;
        if (continues_path) return path(token);
        return bad(
            token.offset,
            Code::invalid_input,
            spelled(token) + " follows without an operator.",
            "Put and, or, =, + or another operator before it; put text in quotes."
        );
    }

    [[nodiscard]] std::unexpected<Error> path(const Token& token) const {
        return bad(
            token.offset,
            Code::unsupported,
            "Paths are not read here.",
            "Write ${name} for the answer to a question, and . for the answer itself."
        );
    }

    Result<NodeIndex> chain(Level level) {
        if (level == Level::unary) return unary();
        const auto first = chain(tighter(level));
        if (!first) return first;
        Chain out{.first = *first, .rest = {}};
        while (const auto op = operator_at(peek(), level)) {
            take();
            const auto operand = chain(tighter(level));
            if (!operand) return operand;
            out.rest.push_back({*op, *operand});
        }
        if (out.rest.empty()) return first;
        return add(std::move(out));
    }

    Result<NodeIndex> unary() {
        std::size_t count = 0;
        for (; peek().kind == TokenKind::minus; ++count)
            take();
        const auto operand = primary();
        if (!operand || count == 0) return operand;
        return add(Negation{*operand, count % 2 == 1});
    }

    Result<NodeIndex> primary() {
        const Token token = peek();
        switch (token.kind) {
        case TokenKind::number:
            take();
            return add(NumberConstant{std::strtod(std::string(token.text).c_str(), nullptr)});
        case TokenKind::literal:
            take();
            return add(TextConstant{std::string(token.text)});
        case TokenKind::reference:
            take();
            return reference(token);
        case TokenKind::dot:
            take();
            program_.uses_current = true;
            return add(CurrentNode{});
        case TokenKind::paren_open:
            return parenthesised();
        case TokenKind::name:
            if (peek(1).kind == TokenKind::paren_open) return call();
            return word(token);
        case TokenKind::slash:
        case TokenKind::double_slash:
        case TokenKind::dot_dot:
        case TokenKind::at:
        case TokenKind::star:
        case TokenKind::axis:
            return path(token);
        case TokenKind::end:
            return bad(
                token.offset,
                Code::invalid_input,
                program_.text.empty() ? "The expression is empty."
                                      : "The expression ends too early.",
                "A value is missing: a number, a text in quotes, ${name} or a function."
            );
        case TokenKind::operator_name:
        case TokenKind::paren_close:
        case TokenKind::bracket_open:
        case TokenKind::bracket_close:
        case TokenKind::comma:
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
            return bad(
                token.offset,
                Code::invalid_input,
                "A value is missing before " + spelled(token) + ".",
                "Put a number, a text in quotes, ${name} or a function there."
            );
        }
        return path(token);
    }

    // A bare word: a name test in XPath, but nearly always a forgotten ${} or forgotten quotes.
    [[nodiscard]] std::unexpected<Error> word(const Token& token) const {
        const std::string name(token.text);
        const bool is_question = names_.find(token.text).has_value();
        return bad(
            token.offset,
            Code::invalid_input,
            "The word " + name + " stands alone.",
            is_question
                ? "Write ${" + name + "} for the answer to that question."
                : "Write '" + name + "' for a text, ${name} for an answer, name() for a function."
        );
    }

    Result<NodeIndex> reference(const Token& token) {
        const auto target = names_.find(token.text);
        if (!target) {
            return bad(
                token.offset,
                Code::not_found,
                "There is no question " + std::string(token.text) + ".",
                names_.hint ? names_.hint(token.text) : std::string()
            );
        }
        program_.targets.push_back(*target);
        return add(Reference{*target});
    }

    Status deeper(const Token& token) {
        if (++depth_ <= limits::expression_depth_max) return {};
        return bad(
            token.offset,
            Code::resource_exhausted,
            "Parentheses are nested more than " + std::to_string(limits::expression_depth_max) +
                " deep.",
            "Split the rule over several questions."
        );
    }

    Status close(const Token& opened) {
        --depth_;
        if (peek().kind == TokenKind::paren_close) {
            take();
            return {};
        }
        if (peek().kind != TokenKind::end) return surplus();
        return bad(opened.offset, Code::invalid_input, "A '(' is not closed.", "Add the ')'.");
    }

    Result<NodeIndex> parenthesised() {
        const Token opened = take();
        if (auto status = deeper(opened); !status) return error_of(status);
        auto inner = chain(Level::either);
        if (!inner) return inner;
        if (auto status = close(opened); !status) return error_of(status);
        return inner;
    }

    Result<NodeIndex> call() {
        const Token name = take();
        const Token opened = take();
        const Function* function = find_function(name.text);
        if (function == nullptr) {
            const auto known = function_names();
            return bad(
                name.offset,
                Code::invalid_input,
                "There is no function " + std::string(name.text) + "().",
                nearest_hint(name.text, known)
            );
        }
        if (auto status = deeper(opened); !status) return error_of(status);
        Call out{.function = function, .arguments = {}, .regex = {}, .offset = name.offset};
        while (peek().kind != TokenKind::paren_close) {
            const auto argument = chain(Level::either);
            if (!argument) return argument;
            out.arguments.push_back(*argument);
            if (peek().kind != TokenKind::comma) break;
            take();
            if (peek().kind == TokenKind::paren_close) {
                return bad(
                    peek().offset, Code::invalid_input, "A value is missing after the comma.", {}
                );
            }
        }
        if (auto status = close(opened); !status) return error_of(status);
        if (auto status = check_arguments(out); !status) return error_of(status);
        return add(std::move(out));
    }

    Status check_arguments(Call& call) {
        const Function& function = *call.function;
        const std::size_t count = call.arguments.size();
        if (count < function.least || count > function.most) {
            std::string wanted = std::to_string(function.least);
            if (function.most == limits::arguments_max) {
                wanted = "at least " + wanted;
            } else if (function.most != function.least) {
                wanted += " to " + std::to_string(function.most);
            }
            return bad(
                call.offset,
                Code::invalid_input,
                std::string(function.name) + "() has " + std::to_string(count) +
                    " arguments, it takes " + wanted + ".",
                "Arguments are separated by commas."
            );
        }
        if (function.name != "regex") return {};
        const auto* pattern = std::get_if<TextConstant>(&program_.nodes[call.arguments[1]]);
        if (pattern == nullptr) return {};
        auto compiled = Regex::compile(pattern->value);
        if (!compiled) return error_of(compiled, column_text(program_.text, call.offset));
        call.regex = static_cast<std::uint32_t>(program_.regexes.size());
        program_.regexes.push_back(std::move(*compiled));
        return {};
    }

    const Resolver& names_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    Program program_;
};

} // namespace

Result<Program> parse(std::string_view text, const Resolver& names) {
    if (text.size() > limits::expression_bytes_max) {
        return fail(
            Code::resource_exhausted,
            "The expression has " + std::to_string(text.size()) + " bytes, " +
                std::to_string(limits::expression_bytes_max) + " are allowed.",
            "Split the rule over several questions."
        );
    }
    if (first_bad_utf8(text)) {
        return fail(Code::invalid_input, "The expression is not UTF-8.", "Save the file as UTF-8.");
    }
    auto tokens = tokenize(text);
    if (!tokens) return error_of(tokens);
    return Parser(text, names, std::move(*tokens)).run();
}

} // namespace muster::checklist::xpath
