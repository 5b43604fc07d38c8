#include "core/expression/limits.hpp"
#include "core/expression/regex.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <regex>

using namespace muster;
using muster::expression::Regex;
namespace limits = muster::expression::limits;

namespace {

bool matches(std::string_view pattern, std::string_view text) {
    const auto regex = Regex::compile(pattern);
    INFO(pattern);
    REQUIRE(regex);
    const auto result = regex->matches(text);
    REQUIRE(result);
    return *result;
}

std::string why_not(std::string_view pattern) {
    const auto regex = Regex::compile(pattern);
    return regex ? "it compiles" : regex.error().context + ": " + regex.error().message;
}

} // namespace

TEST_CASE("A pattern matches the whole text", "[regex]") {
    CHECK(matches("abc", "abc"));
    CHECK_FALSE(matches("abc", "xabc"));
    CHECK_FALSE(matches("abc", "abcx"));
    CHECK(matches("", ""));
    CHECK_FALSE(matches("", "a"));
    CHECK(matches("a|bc|", "bc"));
    CHECK(matches("a|bc|", ""));
    CHECK(matches("^a.c$", "abc"));
    CHECK_FALSE(matches("a.c", "a\nc"));
    CHECK(matches("(ab)+", "ababab"));
    CHECK(matches("(?:ab)?c", "c"));
    CHECK(matches("a{2,3}", "aaa"));
    CHECK_FALSE(matches("a{2,3}", "aaaa"));
    CHECK(matches("a{2,}", "aaaaa"));
    CHECK(matches("a{0}b", "b"));
    CHECK(matches("a+?b*?", "aab"));
    CHECK(matches("[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}", "SW1A 1AA"));
    CHECK(matches("\\d{3}-\\d{4}", "555-1234"));
    CHECK(matches("[\\w.-]+@[\\w-]+\\.[a-z]+", "a.b-c@d-e.org"));
    CHECK(matches("[^0-9]*", "abc"));
    CHECK(matches("[]a-]+", "]-a"));
    CHECK(matches("\\S+\\s\\S+", "two words"));
    CHECK(matches("\\bword\\b", "word"));
    CHECK_FALSE(matches("wo\\brd", "word"));
    CHECK(matches("wo\\Brd", "word"));
    CHECK(matches("\\$\\{x\\}", "${x}"));
    CHECK(matches("(a*)*", "aaa"));
    CHECK(matches("(a*)*b", "b"));
    CHECK(matches("()*", ""));
}

TEST_CASE("A pattern works in characters", "[regex]") {
    CHECK(matches("..", "\xC3\xBC\xC3\x9F"));
    CHECK(matches("[\xC3\xA0-\xC3\xBF]+", "\xC3\xBC"));
    CHECK(matches("\xE2\x82\xAC{2}", "\xE2\x82\xAC\xE2\x82\xAC"));
}

TEST_CASE("A pattern that would explode by backtracking takes linear time", "[regex]") {
    const std::string text(20'000, 'a');
    CHECK_FALSE(matches("(a+)+$b", text));
    CHECK_FALSE(matches("(a|a)*b", text));
    CHECK_FALSE(matches("(a|aa)+c", text));
    CHECK(matches("(a?){50}a{50}", std::string(50, 'a')));
}

TEST_CASE("Patterns are limited in bytes, groups, states and work", "[regex]") {
    CHECK(Regex::compile(std::string(limits::regex_bytes_max, 'a')));
    CHECK_FALSE(Regex::compile(std::string(limits::regex_bytes_max + 1, 'a')));

    const auto nested = [](std::size_t depth) {
        return std::string(depth, '(') + "a" + std::string(depth, ')');
    };
    CHECK(Regex::compile(nested(limits::regex_depth_max - 1)));
    CHECK_FALSE(Regex::compile(nested(limits::regex_depth_max)));

    CHECK(Regex::compile("a{1999}")); // and the end
    CHECK_FALSE(Regex::compile("a{2000}"));
    CHECK_FALSE(Regex::compile("((a{100}){100}){100}"));
    CHECK(Regex::compile("(((){2000}){2000}){2000}"));
    CHECK_FALSE(Regex::compile("a{99999999999999999999}"));

    const auto heavy = Regex::compile("(a?){900}");
    REQUIRE(heavy);
    const auto result = heavy->matches(std::string(100'000, 'a'));
    if (result) {
        CHECK_FALSE(*result);
    } else {
        CHECK(result.error().code == Code::resource_exhausted);
    }
    const auto heavier = Regex::compile("(.*.*.*.*.*.*.*.*){60}b");
    REQUIRE(heavier);
    const auto too_long = heavier->matches(std::string(100'000, 'a'));
    REQUIRE_FALSE(too_long);
    CHECK(too_long.error().code == Code::resource_exhausted);
}

TEST_CASE("A pattern that cannot be read names its column", "[regex]") {
    CHECK(why_not("a(b") == "pattern column 2: The pattern cannot be read: a '(' is not closed.");
    CHECK(why_not("ab)") == "pattern column 3: The pattern cannot be read: A ')' closes nothing.");
    CHECK(why_not("[ab") == "pattern column 1: The pattern cannot be read: a '[' is not closed.");
    CHECK(
        why_not("*a") ==
        "pattern column 1: The pattern cannot be read: nothing stands before the repetition."
    );
    CHECK(
        why_not("a**") == "pattern column 2: The pattern cannot be read: a repetition is repeated."
    );
    CHECK(
        why_not("a{3,1}") ==
        "pattern column 2: The pattern cannot be read: the count runs backward."
    );
    CHECK(why_not("a{x}") == "pattern column 2: The pattern cannot be read: '{' begins no count.");
    CHECK(
        why_not("[z-a]") == "pattern column 2: The pattern cannot be read: the range runs backward."
    );
    CHECK(
        why_not("(?=a)") ==
        "pattern column 1: The pattern cannot be read: look-around and flags are not supported."
    );
    CHECK(
        why_not("(a)\\1") == "pattern column 4: The pattern cannot be read: '\\1' is not supported."
    );
    CHECK(
        why_not("a\\") == "pattern column 2: The pattern cannot be read: it ends with a backslash."
    );
}

TEST_CASE("Small patterns agree with std::regex", "[regex]") {
    CHECK(rc::check([] {
        const auto pieces = *rc::gen::resize(
            8,
            rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                "a",
                "b",
                "[ab]",
                "[^a]",
                "(a|b)",
                "(ab)",
                "a*",
                "b+",
                "(a|b)?",
                "(a*b)*",
                "a{1,2}",
                "."
            ))
        );
        std::string pattern;
        for (const auto& piece : pieces)
            pattern += piece;
        const auto text = *rc::gen::resize(
            10, rc::gen::container<std::string>(rc::gen::elementOf(std::string("abc")))
        );
        const auto ours = Regex::compile(pattern);
        RC_ASSERT(ours.has_value());
        const auto result = ours->matches(text);
        RC_ASSERT(result.has_value());
        RC_ASSERT(*result == std::regex_match(text, std::regex(pattern)));
    }));
}
