#include "core/forms/form_expressions.hpp"

#include "core/base/text_tools.hpp"
#include "core/expression/functions.hpp"
#include "core/expression/parser.hpp"
#include "core/forms/xml_name.hpp"

#include <algorithm>
#include <optional>
#include <variant>

namespace muster::forms {

namespace {

constexpr std::string_view last_saved_mark = "last-saved#";

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' ||
           c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

std::unexpected<Error> malformed_reference(std::string_view text) {
    return fail(
        Code::invalid_input,
        "A reference to a question is malformed: " + std::string(text.substr(0, 40)),
        "Write ${name} with a question's name, without spaces, and close the brace."
    );
}

// Reads the reference that begins at `at` with ${ and moves behind it.
Status
read_reference(std::string_view text, std::size_t& at, ExpressionReferences::Name& reference) {
    const std::size_t end = text.find('}', at);
    if (end == std::string_view::npos) return malformed_reference(text.substr(at));
    std::string_view name = text.substr(at + 2, end - at - 2);
    reference.last_saved = name.starts_with(last_saved_mark);
    if (reference.last_saved) name.remove_prefix(last_saved_mark.size());
    if (!is_xml_name(name, true)) return malformed_reference(text.substr(at, end - at + 1));
    reference.name = name;
    at = end + 1;
    return {};
}

using expression::Axis;
using expression::NodeTest;
using expression::Path;
using expression::Program;

// A step as it is written in short; nothing for those that lead to no one node of the instance.
std::optional<std::string> spelled(const expression::Step& step) {
    const bool any_node = step.test.kind == NodeTest::Kind::any_node;
    if (step.axis == Axis::self && any_node) return ".";
    if (step.axis == Axis::parent && any_node) return "..";
    const bool down = step.axis == Axis::child || step.axis == Axis::descendant;
    if (!down && step.axis != Axis::attribute) return std::nullopt;
    const std::string sign = step.axis == Axis::attribute ? "@" : "";
    if (step.test.kind == NodeTest::Kind::any_name) return sign + "*";
    if (step.test.kind != NodeTest::Kind::name) return std::nullopt;
    return sign + (step.test.uri.empty() ? "" : step.test.uri + ":") + step.test.local;
}

std::optional<std::string> spelled(const Path& path) {
    std::string out;
    bool below = false; // a // stands before the next step
    for (const auto& step : path.steps) {
        if (step.axis == Axis::descendant_or_self) {
            below = true;
            continue;
        }
        const auto text = spelled(step);
        if (!text) return std::nullopt;
        below = below || step.axis == Axis::descendant;
        const bool first = out.empty() && path.start != Path::Start::document;
        out += below ? "//" : first ? "" : "/";
        out += *text;
        below = false;
    }
    return out.empty() ? "/" : out;
}

// What a parsed expression refers to. Paths inside predicates say nothing about dependence.
class References {
public:
    References(const Program& program, ExpressionReferences& out) : program_(program), out_(out) {}

    void visit(expression::PartIndex index, bool in_predicate) {
        std::visit([&](const auto& part) { take(part, in_predicate); }, program_.parts[index]);
    }

private:
    template <class Leaf>
    void take(const Leaf&, bool) {} // constants and ${names}

    void take(const expression::FocusNode&, bool in_predicate) {
        if (!in_predicate) out_.paths.emplace_back(".");
    }

    void take(const expression::Negation& part, bool in_predicate) {
        visit(part.operand, in_predicate);
    }

    void take(const expression::Chain& part, bool in_predicate) {
        visit(part.first, in_predicate);
        for (const auto& link : part.rest)
            visit(link.operand, in_predicate);
    }

    void take(const expression::Call& part, bool in_predicate) {
        if (part.function->name == "pulldata") {
            const auto& file = program_.parts[part.arguments.front()];
            if (const auto* text = std::get_if<expression::TextConstant>(&file)) {
                out_.pulled_files.push_back(text->value);
            }
        }
        for (const auto argument : part.arguments)
            visit(argument, in_predicate);
    }

    void take(const expression::Union& part, bool in_predicate) {
        for (const auto operand : part.operands)
            visit(operand, in_predicate);
    }

    void take(const expression::Filter& part, bool in_predicate) {
        visit(part.operand, in_predicate);
        for (const auto predicate : part.predicates)
            visit(predicate, true);
    }

    void take(const Path& part, bool in_predicate) {
        for (const auto& step : part.steps) {
            for (const auto predicate : step.predicates)
                visit(predicate, true);
        }
        bool of_the_form = part.start != Path::Start::part;
        if (!of_the_form) {
            visit(part.part, in_predicate);
            // current()/.. outside a predicate is the same as ..
            const auto* call = std::get_if<expression::Call>(&program_.parts[part.part]);
            of_the_form = call != nullptr && call->function->name == "current";
        }
        if (in_predicate || !of_the_form) return;
        if (auto text = spelled(part)) out_.paths.push_back(std::move(*text));
    }

    const Program& program_;
    ExpressionReferences& out_;
};

// Without last-saved#, which only says when a name is looked up.
std::string without_marks(std::string_view text) {
    std::string out(text);
    for (auto at = out.find(last_saved_mark); at != std::string::npos;
         at = out.find(last_saved_mark, at)) {
        out.erase(at, last_saved_mark.size());
    }
    return out;
}

} // namespace

Status collect_names(std::string_view text, ExpressionReferences& references) {
    for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at)) {
        ExpressionReferences::Name name;
        if (auto read = read_reference(text, at, name); !read) return read;
        references.names.push_back(std::move(name));
    }
    return {};
}

Status check_expression(std::string_view text, ExpressionReferences& references) {
    if (std::ranges::all_of(text, is_white_space)) {
        return fail(Code::invalid_input, "The expression is empty.", "Write it, or remove it.");
    }
    if (auto collected = collect_names(text, references); !collected) return collected;
    expression::Resolver names;
    names.find = [](std::string_view) { return std::optional<std::uint32_t>(0); };
    names.uri_of = [](std::string_view prefix) { return std::optional<std::string>(prefix); };
    names.bare_paths = true;
    names.host_functions = true;
    const auto program = expression::parse(without_marks(text), names);
    if (program) {
        References(*program, references).visit(program->root, false);
        return {};
    }
    // What is beyond our limits and our patterns is no fault of the form: it is refused once a
    // checklist needs it.
    const Code code = program.error().code;
    if (code == Code::resource_exhausted || code == Code::unsupported) return {};
    return error_of(program);
}

std::string_view single_reference(std::string_view text) {
    while (!text.empty() && is_white_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_white_space(text.back()))
        text.remove_suffix(1);
    if (!text.starts_with("${")) return {};
    std::size_t at = 0;
    ExpressionReferences::Name name;
    if (!read_reference(text, at, name) || at != text.size()) return {};
    text.remove_prefix(name.last_saved ? 2 + last_saved_mark.size() : 2);
    text.remove_suffix(1);
    return text;
}

bool is_dynamic_default(std::string_view text, bool is_date) {
    if (text.contains("${")) return true;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '"' || c == '\'') { // a quoted text is a value, even if it holds operators
            const std::size_t end = text.find(c, at + 1);
            if (end == std::string_view::npos) return false;
            at = end;
            continue;
        }
        const bool after_name = at > 0 && is_name_byte(text[at - 1]) && !is_digit(text[at - 1]);
        if ((c == '(' || c == '[') && after_name) return true;
        if (c == '|' || c == '*') return true;
        if (c == '+' && !is_date && at > 0) return true;
        const std::string_view rest = text.substr(at);
        if (rest.starts_with(" div ") || rest.starts_with(" mod ") || rest.starts_with(" - ")) {
            return true;
        }
    }
    return false;
}

} // namespace muster::forms
