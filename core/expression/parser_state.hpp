// What the parser knows while it reads one expression. Internal to this room: parser.cpp reads
// operators, calls and constants, parser_paths.cpp location paths.
#pragma once

#include "core/expression/lexer.hpp"
#include "core/expression/parser.hpp"

#include <algorithm>

namespace muster::expression {

// XPath 1.0 section 3.5: from the loosest binding to the tightest.
enum class Level : std::uint8_t { either, both, equality, relation, sum, product, unary };

class Parser {
public:
    Parser(std::string_view text, const Resolver& names, std::vector<Token> tokens)
        : names_(names), tokens_(std::move(tokens)) {
        program_.text = text;
    }

    Result<Program> run();

private:
    // ---- tokens

    [[nodiscard]] const Token& peek(std::size_t ahead = 0) const {
        return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
    }

    const Token& take() { return tokens_[at_++]; }

    bool take_if(TokenKind kind) {
        const bool there = peek().kind == kind;
        if (there) ++at_;
        return there;
    }

    [[nodiscard]] std::unexpected<Error>
    bad(std::size_t offset, Code code, std::string message, std::string hint) const {
        return fail(code, std::move(message), std::move(hint), column_text(program_.text, offset));
    }

    PartIndex add(Part part) {
        program_.parts.push_back(std::move(part));
        return static_cast<PartIndex>(program_.parts.size() - 1);
    }

    Status deeper(const Token& token);
    // Takes what closes `opened`, or says what is wrong instead.
    Status close(const Token& opened, TokenKind closing);
    [[nodiscard]] Status surplus() const; // what stands after a complete expression
    [[nodiscard]] std::unexpected<Error> value_missing(const Token& token) const;

    // ---- expressions

    Result<PartIndex> chain(Level level);
    Result<PartIndex> unary();
    Result<PartIndex> union_of_paths();
    Result<PartIndex> path();
    Result<PartIndex> primary();
    Result<PartIndex> reference(const Token& token);
    Result<PartIndex> parenthesised();
    Result<PartIndex> call();
    Status check_arguments(Call& call);

    // ---- location paths

    // Whether the token begins a location path and not a value.
    [[nodiscard]] bool begins_step(std::size_t ahead = 0) const;
    [[nodiscard]] bool calls_node_type(std::size_t ahead = 0) const;
    Result<PartIndex> location_path();
    // The steps behind `path`, whose next token begins a step.
    Result<PartIndex> steps(Path path);
    Result<Step> step();
    Result<NodeTest> node_test();
    Result<NodeTest> node_type();
    Result<NodeTest> name_test(const Token& token);
    Result<std::string> uri_of(const Token& token, std::string_view prefix) const;
    Result<std::vector<PartIndex>> predicates();
    [[nodiscard]] std::unexpected<Error> bare_path(const Token& token) const;

    const Resolver& names_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    std::size_t predicate_depth_ = 0;
    Program program_;
};

} // namespace muster::expression
