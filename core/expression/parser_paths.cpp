// Location paths: XPath 1.0 section 2. `//a` without predicates is read as descendant::a, which
// selects the same and walks the tree once.
#include "core/expression/parser_state.hpp"

#include <array>
#include <utility>

namespace muster::expression {

namespace {

constexpr std::array<std::pair<std::string_view, Axis>, 12> axes = {{
    {"ancestor", Axis::ancestor},
    {"ancestor-or-self", Axis::ancestor_or_self},
    {"attribute", Axis::attribute},
    {"child", Axis::child},
    {"descendant", Axis::descendant},
    {"descendant-or-self", Axis::descendant_or_self},
    {"following", Axis::following},
    {"following-sibling", Axis::following_sibling},
    {"parent", Axis::parent},
    {"preceding", Axis::preceding},
    {"preceding-sibling", Axis::preceding_sibling},
    {"self", Axis::self},
}};

constexpr std::array<std::pair<std::string_view, NodeTest::Kind>, 4> node_types = {{
    {"node", NodeTest::Kind::any_node},
    {"text", NodeTest::Kind::text},
    {"comment", NodeTest::Kind::comment},
    {"processing-instruction", NodeTest::Kind::instruction},
}};

constexpr std::string_view xml_uri = "http://www.w3.org/XML/1998/namespace";

Step any_descendant_or_self() {
    return {.axis = Axis::descendant_or_self, .test = {}, .predicates = {}};
}

} // namespace

bool Parser::calls_node_type(std::size_t ahead) const {
    return peek(ahead + 1).kind == TokenKind::paren_open &&
           std::ranges::any_of(node_types, [&](const auto& type) {
               return type.first == peek(ahead).text;
           });
}

bool Parser::begins_step(std::size_t ahead) const {
    switch (peek(ahead).kind) {
    case TokenKind::dot:
    case TokenKind::dot_dot:
    case TokenKind::at:
    case TokenKind::star:
        return true;
    case TokenKind::name:
        return peek(ahead + 1).kind != TokenKind::paren_open || calls_node_type(ahead);
    case TokenKind::end:
    case TokenKind::number:
    case TokenKind::literal:
    case TokenKind::reference:
    case TokenKind::operator_name:
    case TokenKind::paren_open:
    case TokenKind::paren_close:
    case TokenKind::bracket_open:
    case TokenKind::bracket_close:
    case TokenKind::comma:
    case TokenKind::axis:
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

std::unexpected<Error> Parser::bare_path(const Token& token) const {
    if (token.kind != TokenKind::name || peek(1).kind == TokenKind::axis) {
        return bad(
            token.offset,
            Code::unsupported,
            "A path begins here.",
            "Write ${name} for the answer to a question, and . for the answer itself."
        );
    }
    const std::string name(token.text);
    const bool is_question = names_.find && names_.find(token.text).has_value();
    return bad(
        token.offset,
        Code::invalid_input,
        "The word " + name + " stands alone.",
        is_question
            ? "Write ${" + name + "} for the answer to that question."
            : "Write '" + name + "' for a text, ${name} for an answer, name() for a function."
    );
}

Result<PartIndex> Parser::location_path() {
    const Token token = peek();
    const bool dots = token.kind == TokenKind::dot || token.kind == TokenKind::dot_dot;
    if (!dots && !names_.bare_paths && predicate_depth_ == 0) return bare_path(token);
    Path path;
    if (token.kind == TokenKind::slash || token.kind == TokenKind::double_slash) {
        path.start = Path::Start::document;
        take();
        if (token.kind == TokenKind::double_slash) {
            path.steps.push_back(any_descendant_or_self());
        } else if (!begins_step()) {
            return add(std::move(path)); // the document itself
        }
        return steps(std::move(path));
    }
    if (predicate_depth_ == 0) program_.uses_focus = true;
    const bool alone = token.kind == TokenKind::dot && peek(1).kind != TokenKind::slash &&
                       peek(1).kind != TokenKind::double_slash &&
                       peek(1).kind != TokenKind::bracket_open;
    if (alone) {
        take();
        return add(FocusNode{});
    }
    return steps(std::move(path));
}

Result<PartIndex> Parser::steps(Path path) {
    for (;;) {
        auto next = step();
        if (!next) return error_of(next);
        const bool shortened = !path.steps.empty() && next->axis == Axis::child &&
                               next->predicates.empty() &&
                               path.steps.back().axis == Axis::descendant_or_self &&
                               path.steps.back().test.kind == NodeTest::Kind::any_node &&
                               path.steps.back().predicates.empty();
        if (shortened) {
            path.steps.pop_back();
            next->axis = Axis::descendant;
        }
        path.steps.push_back(std::move(*next));
        if (take_if(TokenKind::double_slash)) {
            path.steps.push_back(any_descendant_or_self());
        } else if (!take_if(TokenKind::slash)) {
            return add(std::move(path));
        }
    }
}

Result<Step> Parser::step() {
    const Token token = peek();
    if (!begins_step()) return value_missing(token);
    Step out;
    if (token.kind == TokenKind::dot || token.kind == TokenKind::dot_dot) {
        take();
        out.axis = token.kind == TokenKind::dot ? Axis::self : Axis::parent;
        // XPath 1.0 section 2.5: '.' and '..' take no predicates.
        return out;
    }
    if (take_if(TokenKind::at)) {
        out.axis = Axis::attribute;
    } else if (peek(1).kind == TokenKind::axis) {
        const auto known =
            std::ranges::find(axes, token.text, [](const auto& axis) { return axis.first; });
        if (known == axes.end()) {
            return bad(
                token.offset,
                Code::invalid_input,
                "There is no axis " + std::string(token.text) + ".",
                "Axes are child, parent, self, attribute, ancestor, descendant, following, "
                "preceding and their -sibling and -or-self forms."
            );
        }
        out.axis = known->second;
        take();
        take();
    }
    auto test = node_test();
    if (!test) return error_of(test);
    out.test = std::move(*test);
    auto kept = predicates();
    if (!kept) return error_of(kept);
    out.predicates = std::move(*kept);
    return out;
}

Result<NodeTest> Parser::node_test() {
    const Token token = peek();
    if (take_if(TokenKind::star)) {
        NodeTest out;
        out.kind = NodeTest::Kind::any_name;
        return out;
    }
    if (token.kind != TokenKind::name) return value_missing(token);
    if (calls_node_type()) return node_type();
    take();
    return name_test(token);
}

Result<NodeTest> Parser::node_type() {
    const Token name = take();
    const Token opened = take();
    NodeTest out;
    out.kind = std::ranges::find(node_types, name.text, [](const auto& type) {
                   return type.first;
               })->second;
    if (out.kind == NodeTest::Kind::instruction && peek().kind == TokenKind::literal) {
        out.local = take().text;
    }
    if (auto status = deeper(opened); !status) return error_of(status);
    if (auto status = close(opened, TokenKind::paren_close); !status) return error_of(status);
    return out;
}

Result<NodeTest> Parser::name_test(const Token& token) {
    NodeTest out;
    out.kind = NodeTest::Kind::name;
    const auto colon = token.text.find(':');
    if (colon == std::string_view::npos) {
        out.local = token.text;
        if (names_.uri_of) out.other_uri = names_.uri_of("");
        return out;
    }
    auto uri = uri_of(token, token.text.substr(0, colon));
    if (!uri) return error_of(uri);
    out.uri = std::move(*uri);
    out.local = token.text.substr(colon + 1);
    if (out.local == "*") {
        out.kind = NodeTest::Kind::any_of_uri;
        out.local.clear();
    }
    return out;
}

Result<std::string> Parser::uri_of(const Token& token, std::string_view prefix) const {
    if (prefix == "xml") return std::string(xml_uri);
    auto uri = names_.uri_of ? names_.uri_of(prefix) : std::nullopt;
    if (uri) return std::move(*uri);
    return bad(
        token.offset,
        Code::invalid_input,
        "The prefix " + std::string(prefix) + " is not declared.",
        "Declare its namespace, or leave the prefix out."
    );
}

Result<std::vector<PartIndex>> Parser::predicates() {
    std::vector<PartIndex> out;
    while (peek().kind == TokenKind::bracket_open) {
        const Token opened = take();
        if (auto status = deeper(opened); !status) return error_of(status);
        ++predicate_depth_;
        const auto inner = chain(Level::either);
        --predicate_depth_;
        if (!inner) return error_of(inner);
        if (auto status = close(opened, TokenKind::bracket_close); !status) {
            return error_of(status);
        }
        out.push_back(*inner);
    }
    return out;
}

} // namespace muster::expression
