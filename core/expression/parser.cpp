#include "core/expression/parser.hpp"

#include "core/base/nearest.hpp"
#include "core/base/utf8.hpp"
#include "core/expression/functions.hpp"
#include "core/expression/limits.hpp"
#include "core/expression/parser_state.hpp"

#include <cstdlib>

namespace muster::expression {

namespace {

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

} // namespace

Result<Program> Parser::run() {
    const auto root = chain(Level::either);
    if (!root) return error_of(root);
    if (peek().kind != TokenKind::end) return error_of(surplus());
    program_.root = *root;
    auto& targets = program_.targets;
    std::ranges::sort(targets);
    targets.erase(std::ranges::unique(targets).begin(), targets.end());
    return std::move(program_);
}

Status Parser::deeper(const Token& token) {
    if (++depth_ <= limits::expression_depth_max) return {};
    return bad(
        token.offset,
        Code::resource_exhausted,
        "Parentheses and brackets are nested more than " +
            std::to_string(limits::expression_depth_max) + " deep.",
        "Split the rule over several questions."
    );
}

Status Parser::close(const Token& opened, TokenKind closing) {
    --depth_;
    if (take_if(closing)) return {};
    if (peek().kind != TokenKind::end) return surplus();
    const bool round = closing == TokenKind::paren_close;
    return bad(
        opened.offset,
        Code::invalid_input,
        round ? "A '(' is not closed." : "A '[' is not closed.",
        round ? "Add the ')'." : "Add the ']'."
    );
}

Status Parser::surplus() const {
    const Token& token = peek();
    if (token.kind == TokenKind::paren_close) {
        return bad(
            token.offset, Code::invalid_input, "A ')' closes nothing.", "Remove it, or add a '('."
        );
    }
    return bad(
        token.offset,
        Code::invalid_input,
        spelled(token) + " follows without an operator.",
        "Put and, or, =, + or another operator before it; put text in quotes."
    );
}

std::unexpected<Error> Parser::value_missing(const Token& token) const {
    if (token.kind == TokenKind::end) {
        return bad(
            token.offset,
            Code::invalid_input,
            program_.text.empty() ? "The expression is empty." : "The expression ends too early.",
            "A value is missing: a number, a text in quotes, ${name} or a function."
        );
    }
    return bad(
        token.offset,
        Code::invalid_input,
        "A value is missing before " + spelled(token) + ".",
        "Put a number, a text in quotes, ${name} or a function there."
    );
}

Result<PartIndex> Parser::chain(Level level) {
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

Result<PartIndex> Parser::unary() {
    std::size_t count = 0;
    for (; take_if(TokenKind::minus); ++count) {
    }
    const auto operand = union_of_paths();
    if (!operand || count == 0) return operand;
    return add(Negation{*operand, count % 2 == 1});
}

Result<PartIndex> Parser::union_of_paths() {
    const auto first = path();
    if (!first || peek().kind != TokenKind::pipe) return first;
    Union out{{*first}};
    while (take_if(TokenKind::pipe)) {
        const auto operand = path();
        if (!operand) return operand;
        out.operands.push_back(*operand);
    }
    return add(std::move(out));
}

// A location path, or a value with predicates and steps behind it.
Result<PartIndex> Parser::path() {
    if (peek().kind == TokenKind::slash || peek().kind == TokenKind::double_slash ||
        begins_step()) {
        return location_path();
    }
    auto value = primary();
    if (!value) return value;
    if (peek().kind == TokenKind::bracket_open) {
        auto kept = predicates();
        if (!kept) return error_of(kept);
        value = add(Filter{*value, std::move(*kept)});
    }
    if (peek().kind != TokenKind::slash && peek().kind != TokenKind::double_slash) return value;
    Path out{.start = Path::Start::part, .part = *value, .steps = {}};
    if (take().kind == TokenKind::double_slash) {
        out.steps.push_back({.axis = Axis::descendant_or_self, .test = {}, .predicates = {}});
    }
    return steps(std::move(out));
}

Result<PartIndex> Parser::primary() {
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
    case TokenKind::paren_open:
        return parenthesised();
    case TokenKind::name:
        return call(); // every other name begins a step
    case TokenKind::end:
    case TokenKind::operator_name:
    case TokenKind::paren_close:
    case TokenKind::bracket_open:
    case TokenKind::bracket_close:
    case TokenKind::dot:
    case TokenKind::dot_dot:
    case TokenKind::at:
    case TokenKind::comma:
    case TokenKind::axis:
    case TokenKind::slash:
    case TokenKind::double_slash:
    case TokenKind::star:
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
        return value_missing(token);
    }
    return value_missing(token);
}

Result<PartIndex> Parser::reference(const Token& token) {
    const auto target = names_.find ? names_.find(token.text) : std::nullopt;
    if (!target) {
        return bad(
            token.offset,
            Code::invalid_input,
            "There is no question " + std::string(token.text) + ".",
            names_.hint ? names_.hint(token.text) : std::string()
        );
    }
    program_.targets.push_back(*target);
    return add(Reference{*target});
}

Result<PartIndex> Parser::parenthesised() {
    const Token opened = take();
    if (auto status = deeper(opened); !status) return error_of(status);
    auto inner = chain(Level::either);
    if (!inner) return inner;
    if (auto status = close(opened, TokenKind::paren_close); !status) return error_of(status);
    return inner;
}

Result<PartIndex> Parser::call() {
    const Token name = take();
    const Token opened = take();
    const Function* function = find_function(name.text);
    if (function == nullptr && names_.host_functions) function = &host_function();
    if (function == nullptr) {
        const auto known = function_names();
        return bad(
            name.offset,
            Code::unsupported,
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
    if (auto status = close(opened, TokenKind::paren_close); !status) return error_of(status);
    if (auto status = check_arguments(out); !status) return error_of(status);
    const bool of_focus =
        out.arguments.empty() &&
        (function->name == "string" || function->name == "number" ||
         function->name == "string-length" || function->name == "normalize-space");
    if (of_focus && predicate_depth_ == 0) program_.uses_focus = true; // as if '.' stood there
    return add(std::move(out));
}

Status Parser::check_arguments(Call& call) {
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
    const auto* pattern = std::get_if<TextConstant>(&program_.parts[call.arguments[1]]);
    if (pattern == nullptr) return {};
    auto compiled = Regex::compile(pattern->value);
    if (!compiled) return error_of(compiled, column_text(program_.text, call.offset));
    call.regex = static_cast<std::uint32_t>(program_.regexes.size());
    program_.regexes.push_back(std::move(*compiled));
    return {};
}

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

} // namespace muster::expression
