#include "tests/core/expression/expressions.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::expression;

namespace {

struct Case {
    std::string_view expression;
    std::string_view expected;
};

template <std::size_t N>
void check_table(const Case (&cases)[N]) {
    const ExpressionBench bench;
    for (const auto& [expression, expected] : cases) {
        INFO(expression);
        CHECK(bench.shown(expression) == expected);
    }
}

} // namespace

TEST_CASE("Operators keep XPath's precedence and associate to the left", "[expression]") {
    check_table({
        {"1 + 2 * 3", "number 7"},
        {"(1 + 2) * 3", "number 9"},
        {"10 - 3 - 2", "number 5"},
        {"100 div 10 div 2", "number 5"},
        {"5 mod 2", "number 1"},
        {"5 mod -2", "number 1"},
        {"-5 mod 2", "number -1"},
        {"1.5 mod 0.5", "number 0"},
        {"7 mod 0", "number NaN"},
        {"1 div 0", "number Infinity"},
        {"-1 div 0", "number -Infinity"},
        {"0 div 0", "number NaN"},
        {"--3", "number 3"},
        {"- - -3", "number -3"},
        {"2--2", "number 4"},
        {"1 < 2 = true()", "true"},
        {"3 > 2 > 1", "false"}, // true() > 1
        {"1 = 1 and 2 = 3 or 4 = 4", "true"},
        {"true() or true() and false()", "true"},
        {"1 or 0", "true"},
        {"'a' and ''", "false"},
        {"2 <= 2 and 2 >= 2", "true"},
        {"1 != 2", "true"},
    });
}

TEST_CASE("Words are operators only where an operator can stand", "[expression]") {
    check_table({
        {"10 div 2", "number 5"},
        {"10 div(2)", "number 5"},
        {"${a} mod 3", "number 2"},
        {"true()and false()", "false"},
        {"4*2", "number 8"},
        {"4 * (2)", "number 8"},
        {"${a}*${a}", "number 25"},
        {"${ a } - 1", "number 4"},
    });
    const ExpressionBench bench;
    CHECK(bench.error("div 2").message == "The word div stands alone.");
    CHECK(bench.error("1 orange").message == "'orange' follows without an operator.");
    CHECK(bench.error("1orange").message == "A number runs into a word.");
}

TEST_CASE("Values become numbers, texts and booleans as XPath 1.0 says", "[expression]") {
    check_table({
        {"number('')", "number NaN"},
        {"number(' 12 ')", "number 12"},
        {"number('-.5')", "number -0.5"},
        {"number('5.')", "number 5"},
        {"number('.')", "number NaN"},
        {"number('-')", "number NaN"},
        {"number('+5')", "number NaN"},
        {"number('1e3')", "number NaN"},
        {"number('1 2')", "number NaN"},
        {"number('abc')", "number NaN"},
        {"number(true())", "number 1"},
        {"number(false())", "number 0"},
        {"number()", "number 5"},
        {"string(1 = 1)", "text true"},
        {"string(-0)", "text 0"},
        {"string(0.1 + 0.2)", "text 0.30000000000000004"},
        {"string(1 div 3)", "text 0.3333333333333333"},
        {"string(1000000 * 1000000 * 1000000 * 1000000)", "text 1000000000000000000000000"},
        {"string(1 div 10000000)", "text 0.0000001"},
        {"string(-1 div 0)", "text -Infinity"},
        {"string(100)", "text 100"},
        {"string(12.50)", "text 12.5"},
        {"boolean('false')", "true"},
        {"boolean('')", "false"},
        {"boolean(0)", "false"},
        {"boolean(-1)", "true"},
        {"boolean(0 div 0)", "false"},
    });
}

TEST_CASE("An unanswered question is empty, not a number, and false", "[expression]") {
    check_table({
        {"${e}", "nodes 1"},
        {"string(${e})", "text "},
        {"number(${e})", "number NaN"},
        {"boolean(${e})", "false"},
        {"not(${e})", "true"},
        {"${e} = ''", "true"},
        {"${e} != ''", "false"},
        {"${e} = 0", "false"},
        {"${e} != 0", "true"},
        {"${e} < 1", "false"},
        {"${e} >= 1", "false"},
        {"${e} + 1", "number NaN"},
        {"boolean(${a})", "true"},
        {"${yes} = 'yes'", "true"},
    });
}

TEST_CASE("Comparisons convert by the kinds of both sides", "[expression]") {
    check_table({
        {"${a} = 5", "true"},           {"${a} = '5'", "true"},      {"${a} = '5.0'", "false"},
        {"${a} = 5.0", "true"},         {". > 4", "true"},           {"'10' > '9'", "true"},
        {"'a' < 'b'", "false"},         {"'a' = 'a'", "true"},       {"'1' = 1", "true"},
        {"'x' = 1", "false"},           {"true() = 'x'", "true"},    {"false() = ''", "true"},
        {"true() > false()", "true"},   {"${e} = false()", "true"},  {"${a} = true()", "true"},
        {"${a} = ${a}", "true"},        {"${a} != ${a}", "false"},   {"0 div 0 = 0 div 0", "false"},
        {"0 div 0 != 0 div 0", "true"}, {"${e} < true()", "false"},  {"${a} > true()", "true"},
        {"${a} >= true()", "true"},     {"${a} < false()", "false"},
    });
}

TEST_CASE("Dates are texts that count days where a number is wanted", "[expression]") {
    check_table({
        {"today()", "text 2026-11-22"},
        {"now()", "text 2026-11-22T14:02:09.123+00:00"},
        {"number('1970-01-01')", "number 0"},
        {"number('1970-01-02T12:00:00Z')", "number 1.5"},
        {"number('1970-01-01T01:00:00+01:00')", "number 0"},
        {"number('1970-01-01T00:00')", "number 0"},
        {"number('1970-01-01T06:00:00.000-06:00')", "number 0.5"},
        {"number('2026-02-29')", "number NaN"},
        {"number('2026-11-22T25:00')", "number NaN"},
        {"number('2026-11-22T10:00+')", "number NaN"},
        {"number('2026-11-22 10:00')", "number NaN"},
        {"${d} < today()", "true"},
        {"today() - ${d}", "number 2"},
        {"${d} = '2026-11-20'", "true"},
        {"${d} <= now()", "true"},
        {"date(${d} + 12)", "text 2026-12-02"},
        {"date('2026-11-22')", "text 2026-11-22"},
        {"date('yesterday')", "text "},
        {"date(true())", "text "},
        {"date(-1)", "text 1969-12-31"},
        {"date(1e9)", "error: A number runs into a word."},
        {"date(10000000)", "text "},
    });
}

TEST_CASE("Dates without a zone lie at the offset that is passed in", "[expression]") {
    ExpressionBench bench;
    bench.context.now.offset_minutes = 60;
    CHECK(bench.shown("number('1970-01-02')") == "number 0.9583333333333334");
    CHECK(bench.shown("today() - '2026-11-20'") == "number 2");
    CHECK(bench.shown("date('2026-07-01' + 1)") == "text 2026-07-02");
}

TEST_CASE("Functions on booleans and choices", "[expression]") {
    check_table({
        {"if(1 = 1, 'a', 'b')", "text a"},
        {"if(${e}, 'a', 2)", "number 2"},
        {"if(true(), 1, join())", "error: join() has 0 arguments, it takes at least 1."},
        {"coalesce(${e}, 'x')", "text x"},
        {"coalesce(${e} * 1, 'x')", "text x"},
        {"coalesce(${a}, 1)", "nodes 1"},
        {"coalesce('', '')", "text "},
        {"not(1)", "false"},
        {"selected(${m}, 'red')", "true"},
        {"selected(${m}, 're')", "false"},
        {"selected(${m}, 'green')", "false"},
        {"selected(${e}, 'red')", "false"},
        {"selected(${m}, '')", "false"},
        {"selected('a b', 'a b')", "false"},
        {"count-selected(${m})", "number 2"},
        {"count-selected(${e})", "number 0"},
        {"count-selected(' a  b c ')", "number 3"},
    });
}

TEST_CASE("Functions on texts count characters, not bytes", "[expression]") {
    check_table({
        {"string-length(${t})", "number 14"},
        {"string-length('')", "number 0"},
        {"string-length()", "number 1"},
        {"concat('a', 1, true(), ${e})", "text a1true"},
        {"contains(${t}, 'an')", "true"},
        {"contains('abc', '')", "true"},
        {"starts-with(${t}, 'Gr')", "true"},
        {"ends-with('abc', 'bc')", "true"},
        {"substr('abcde', 1)", "text bcde"},
        {"substr('abcde', 1, 3)", "text bc"},
        {"substr('abcde', -2)", "text de"},
        {"substr('abcde', 0, -1)", "text abcd"},
        {"substr('abcde', 3, 1)", "text "},
        {"substr('abcde', -9, 99)", "text abcde"},
        {"substr(${t}, 2, 4)", "text \xC3\xBC\xC3\x9F"},
        {"substring('12345', 2, 3)", "text 234"},
        {"substring('12345', 2)", "text 2345"},
        {"substring('12345', 1.5, 2.6)", "text 234"},
        {"substring('12345', 0, 3)", "text 12"},
        {"substring('12345', 0 div 0, 3)", "text "},
        {"substring('12345', 1, 0 div 0)", "text "},
        {"substring('12345', -42, 1 div 0)", "text 12345"},
        {"substring('12345', -1 div 0, 1 div 0)", "text "},
        {"substring-before('1999/04/01', '/')", "text 1999"},
        {"substring-before('abc', 'x')", "text "},
        {"substring-after('1999/04/01', '/')", "text 04/01"},
        {"substring-after('abc', 'x')", "text "},
        {"normalize-space(${t})",
         "text Gr\xC3\xBC\xC3\x9F"
         "e an alle"},
        {"translate('bar', 'abc', 'AB')", "text BAr"},
        {"translate('--aaa--', 'abc-', 'ABC')", "text AAA"},
        {"regex('AB12', '[A-Z]{2}[0-9]+')", "true"},
        {"regex('xAB12', '[A-Z]{2}[0-9]+')", "false"},
        {"regex('ab', concat('a', 'b'))", "true"},
        {"regex('ab', concat('(', 'b'))",
         "error: regex(): The pattern cannot be read: a '(' is not closed."},
    });
}

TEST_CASE("What decodes to no text is the empty text", "[expression]") {
    check_table({
        {"base64-decode('TXVzdGVy')", "text Muster"},
        {"base64-decode('/w==')", "text "},
        {"base64-decode('AAE=')", "text "},
    });
}

TEST_CASE("Places are told apart to the centimetre", "[expression]") {
    check_table({
        {"distance('50.7 -1.5;50.7 -1.5')", "number 0"},
        {"distance('0 0;0 0.0000001')", "number 0.01"},
    });
}

TEST_CASE("A percent sign that is written twice is one", "[expression]") {
    check_table({
        {"format-date('2026-11-22', '100%% %Y')", "text 100% 2026"},
        {"format-date('2026-11-22', '%%Y')", "text %Y"},
    });
}

TEST_CASE("Functions on numbers", "[expression]") {
    check_table({
        {"round(2.5)", "number 3"},
        {"round(-2.5)", "number -3"},
        {"round(0.49999999999999994)", "number 0"},
        {"round(-0.2)", "number 0"},
        {"round(1.005, 2)", "number 1.01"},
        {"round(2.675, 2)", "number 2.68"},
        {"round(1.234, 5)", "number 1.234"},
        {"round(1250, -2)", "number 1300"},
        {"round(1249, -2)", "number 1200"},
        {"round('x')", "number NaN"},
        {"round(1 div 0, 2)", "number Infinity"},
        {"int(2.9)", "number 2"},
        {"int(-2.9)", "number -2"},
        {"int('')", "number NaN"},
        {"abs(-3)", "number 3"},
        {"floor(-2.5)", "number -3"},
        {"ceiling(2.1)", "number 3"},
        {"min(3, ${a}, 4)", "number 3"},
        {"max(3, ${a}, 4)", "number 5"},
        {"max(1, ${e})", "number NaN"},
        {"min(-1 div 0, 1)", "number -Infinity"},
        {"sum(${a})", "number 5"},
        {"sum(${e})", "number NaN"},
        {"sum(5)", "error: sum(): Argument 1 must name a question."},
        {"count-non-empty(${a})", "number 1"},
        {"count-non-empty(${e})", "number 0"},
    });
}

TEST_CASE("What is not an expression names its column and a remedy", "[expression]") {
    const ExpressionBench bench;

    struct Bad {
        std::string_view expression;
        std::string_view column;
        std::string_view message;
        std::string_view hint;
    };

    const Bad cases[] = {
        {"", "column 1", "The expression is empty.", "A value is missing"},
        {"1 +", "column 4", "The expression ends too early.", "A value is missing"},
        {"1 + + 2", "column 5", "A value is missing before '+'.", "Put a number"},
        {"(1 + 2", "column 1", "A '(' is not closed.", "Add the ')'"},
        {"1 + 2)", "column 6", "A ')' closes nothing.", "Remove it"},
        {"(1 2)", "column 4", "'2' follows without an operator.", "Put and, or"},
        {"${a} == 5", "column 6", "'==' is not part of an expression.", "Write one ="},
        {"${a} && 1", "column 6", "'&&' is not part of an expression.", "Write and."},
        {"'\xC3\xBC\xC3\xBC' == 5", "column 6", "'==' is not part of an expression.", ""},
        {"\xE2\x80\x9Cx\xE2\x80\x9D",
         "column 1",
         "'\xE2\x80\x9C' is not part of an expression.",
         "straight quotes"},
        {"${a} = 'x", "column 8", "A text in quotes does not end.", "Add the closing quote."},
        {"${a", "column 1", "A question's name is not closed.", "Write ${name}."},
        {"$a", "column 1", "A question's name is not closed.", "Write ${name}."},
        {"${}", "column 1", "'${}' names no question.", "Write ${name}"},
        {"${a b}", "column 1", "'${a b}' names no question.", "Write ${name}"},
        {"${b}", "column 1", "There is no question b.", "No such name."},
        {"a = 5", "column 1", "The word a stands alone.", "Write ${a}"},
        {"${yes} = nope", "column 10", "The word nope stands alone.", "Write 'nope'"},
        {"selectd(${m}, 'x')",
         "column 1",
         "There is no function selectd().",
         "Did you mean selected?"},
        {"selected(${m})", "column 1", "selected() has 1 arguments, it takes 2.", "commas"},
        {"round(1, 2, 3)", "column 1", "round() has 3 arguments, it takes 1 to 2.", "commas"},
        {"max(1, )", "column 8", "A value is missing after the comma.", ""},
        {"regex(., '[')", "column 1", "The pattern cannot be read: a '[' is not closed.", "Add"},
        {"/data/a", "column 1", "A path begins here.", "Write ${name}"},
        {"child::a", "column 1", "A path begins here.", "Write ${name}"},
        {"${a}/", "column 6", "The expression ends too early.", "A value is missing"},
        {"${a}[1", "column 5", "A '[' is not closed.", "Add the ']'"},
        {"../far::a", "column 4", "There is no axis far.", "Axes are"},
        {"../x:a", "column 4", "The prefix x is not declared.", "Declare"},
        {"5a", "column 1", "A number runs into a word.", "Put a space"},
        {"1 # 2", "column 3", "'#' is not part of an expression.", "Remove it"},
        {"1 = \xFF", "", "The expression is not UTF-8.", "UTF-8"},
    };
    for (const auto& [expression, column, message, hint] : cases) {
        INFO(expression);
        const Error error = bench.error(expression);
        CHECK(error.message == message);
        CHECK_THAT(error.context, Catch::StartsWith(std::string(column)));
        CHECK_THAT(error.hint, Catch::Contains(std::string(hint)));
    }
}
