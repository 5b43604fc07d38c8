// Cuts an expression into the tokens of XPath 1.0 section 3.7, and ${name} of XLSForm. All of
// XPath's tokens are known, whether or not the parser has a use for them. Tokens look into the
// text.
#pragma once

#include "core/base/result.hpp"

#include <string_view>
#include <vector>

namespace muster::expression {

enum class TokenKind : std::uint8_t {
    end,
    number,
    literal,       // its text is without the quotes
    reference,     // ${name}; its text is the name
    name,          // NCName, QName
    operator_name, // and, or, div, mod where XPath reads them as operators
    paren_open,
    paren_close,
    bracket_open,
    bracket_close,
    dot,
    dot_dot,
    at,
    comma,
    axis, // ::
    slash,
    double_slash,
    pipe,
    plus,
    minus,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    multiply, // '*' as an operator
    star,     // '*' as a name test
};

struct Token {
    TokenKind kind = TokenKind::end;
    std::string_view text;
    std::size_t offset = 0; // bytes from the beginning
};

// Whether a value is complete with this token, so that an operator is due behind it.
bool ends_operand(TokenKind kind);

// Ends with a token of kind `end`. The error's context is "column N".
Result<std::vector<Token>> tokenize(std::string_view text);

// "column 7": counted in characters from 1, as a person counts.
std::string column_text(std::string_view text, std::size_t offset);

} // namespace muster::expression
