#include "core/expression/limits.hpp"
#include "tests/core/expression/expressions.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <cmath>

using namespace muster;
using namespace muster::expression;

namespace {

std::string repeated(std::string_view text, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i)
        out += text;
    return out;
}

} // namespace

TEST_CASE("Nesting is limited, long chains are not", "[expression]") {
    const ExpressionBench bench;
    const std::size_t deep = limits::expression_depth_max;
    CHECK(bench.shown(repeated("(", deep) + "1" + repeated(")", deep)) == "number 1");
    CHECK(
        bench.error(repeated("(", deep + 1) + "1" + repeated(")", deep + 1)).code ==
        Code::resource_exhausted
    );
    CHECK(bench.shown(repeated("abs(", deep) + "-1" + repeated(")", deep)) == "number 1");
    CHECK(
        bench.error(repeated("abs(", deep + 1) + "-1" + repeated(")", deep + 1)).code ==
        Code::resource_exhausted
    );
    CHECK(bench.error(repeated("(", 9'999)).code == Code::resource_exhausted);
    CHECK(bench.shown("1" + repeated("+1", 4'999)) == "number 5000");
    CHECK(bench.shown(repeated("-", 9'998) + "1") == "number 1");
}

TEST_CASE("An expression's length and its arguments are limited", "[expression]") {
    const ExpressionBench bench;
    const std::size_t length = limits::expression_bytes_max;
    CHECK(bench.shown("1" + std::string(length - 1, ' ')) == "number 1");
    CHECK(bench.error("1" + std::string(length, ' ')).code == Code::resource_exhausted);
    const std::size_t most = limits::arguments_max;
    CHECK(bench.shown("max(1" + repeated(",2", most - 1) + ")") == "number 2");
    CHECK(bench.error("max(1" + repeated(",2", most) + ")").code == Code::invalid_input);
}

TEST_CASE("A text that grows without end is an error, not a full memory", "[expression]") {
    ExpressionBench bench;
    const std::size_t half = limits::result_bytes_max / 2;
    bench.sheet.answers[{"t", {}}] = checklist::answered(std::string(half, 'x'));
    CHECK(bench.shown("string-length(concat(${t}, ${t}))") == "number 1048576");
    const Error error = bench.error("string-length(concat(${t}, ${t}, 'x'))");
    CHECK(error.code == Code::resource_exhausted);
    CHECK(error.context == "column 15");
}

TEST_CASE("A number's spelling reads back as the same number and has no exponent", "[expression]") {
    CHECK(rc::check([](double number) {
        RC_PRE(std::isfinite(number));
        const std::string text = expression::number_to_text(number);
        RC_ASSERT(text.find_first_not_of("-0123456789.") == std::string::npos);
        RC_ASSERT(expression::text_to_number(text, 0) == number);
    }));
    for (const double number : {5e-324, 1.7976931348623157e308, 1e21, 1e-7, 123456789.125}) {
        CHECK(expression::text_to_number(expression::number_to_text(number), 0) == number);
    }
}

TEST_CASE("Any characters either parse or name what is wrong", "[expression]") {
    const ExpressionBench bench;
    CHECK(rc::check([&bench] {
        const auto pieces =
            *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                "${a}",
                "${e}",
                ".",
                "1",
                "'x'",
                "(",
                ")",
                ",",
                "+",
                "-",
                "*",
                "=",
                "<",
                " and ",
                " or ",
                " div ",
                "not(",
                "if(",
                "concat(",
                "regex(",
                "/",
                "[",
                "]",
                "@",
                "\"",
                "$",
                "{",
                "\xC3\xBC",
                "\xFF",
                " "
            ));
        std::string text;
        for (const auto& piece : pieces)
            text += piece;
        const auto result = bench.value(text);
        if (!result) RC_ASSERT(!result.error().message.empty());
    }));
}

TEST_CASE("Sums in the order of their operators are what C++ computes", "[expression]") {
    const ExpressionBench bench;
    CHECK(rc::check([&bench](const std::vector<std::uint16_t>& numbers) {
        RC_PRE(!numbers.empty() && numbers.size() < 500);
        std::string text = std::to_string(numbers[0]);
        double expected = numbers[0];
        for (std::size_t i = 1; i < numbers.size(); ++i) {
            text += (i % 2 ? " - " : " + ") + std::to_string(numbers[i]);
            expected += (i % 2 ? -1.0 : 1.0) * numbers[i];
        }
        RC_ASSERT(bench.shown(text) == "number " + expression::number_to_text(expected));
    }));
}
