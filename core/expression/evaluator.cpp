#include "core/expression/evaluator.hpp"

#include "core/expression/axes.hpp"
#include "core/expression/functions.hpp"
#include "core/expression/lexer.hpp"
#include "core/expression/limits.hpp"

#include <algorithm>
#include <cmath>

namespace muster::expression {

namespace {

bool compare_numbers(Operator op, double left, double right) {
    switch (op) {
    case Operator::equal:
        return left == right;
    case Operator::not_equal:
        return left != right;
    case Operator::less:
        return left < right;
    case Operator::less_equal:
        return left <= right;
    case Operator::greater:
        return left > right;
    case Operator::greater_equal:
        return left >= right;
    case Operator::either:
    case Operator::both:
    case Operator::add:
    case Operator::subtract:
    case Operator::multiply:
    case Operator::divide:
    case Operator::modulo:
        return false; // no comparisons
    }
    return false;
}

double calculate(Operator op, double left, double right) {
    switch (op) {
    case Operator::add:
        return left + right;
    case Operator::subtract:
        return left - right;
    case Operator::multiply:
        return left * right;
    case Operator::divide:
        return left / right;
    case Operator::modulo:
        return std::fmod(left, right); // truncates like XPath: 5 mod -2 is 1, -5 mod 2 is -1
    case Operator::equal:
    case Operator::not_equal:
    case Operator::less:
    case Operator::less_equal:
    case Operator::greater:
    case Operator::greater_equal:
    case Operator::either:
    case Operator::both:
        break;
    }
    return std::nan("");
}

bool is_equality(Operator op) {
    return op == Operator::equal || op == Operator::not_equal;
}

bool is_comparison(Operator op) {
    return is_equality(op) || op == Operator::less || op == Operator::less_equal ||
           op == Operator::greater || op == Operator::greater_equal;
}

// Neither side is a node-set.
bool compare_simple(Operator op, const Value& left, const Value& right, const Context& context) {
    if (is_equality(op)) {
        bool equal = false;
        if (std::holds_alternative<bool>(left) || std::holds_alternative<bool>(right)) {
            equal = to_boolean(left, context) == to_boolean(right, context);
        } else if (std::holds_alternative<double>(left) || std::holds_alternative<double>(right)) {
            equal = to_number(left, context) == to_number(right, context);
        } else {
            equal = std::get<std::string>(left) == std::get<std::string>(right);
        }
        return equal == (op == Operator::equal);
    }
    return compare_numbers(op, to_number(left, context), to_number(right, context));
}

class Evaluator;

// The arguments of one call, evaluated when asked for.
class CallArguments final : public Arguments {
public:
    CallArguments(Evaluator& evaluator, const Call& call, const Focus& focus)
        : evaluator_(evaluator), call_(call), focus_(focus) {}

    [[nodiscard]] std::size_t size() const override { return call_.arguments.size(); }

    [[nodiscard]] const Focus& focus() const override { return focus_; }

    [[nodiscard]] Result<Value> value(std::size_t index) override;
    [[nodiscard]] const Context& context() const override;
    [[nodiscard]] const Regex* constant_regex() const override;
    [[nodiscard]] std::unexpected<Error>
    bad(Code code, std::string message, std::string hint) const override;

private:
    Evaluator& evaluator_;
    const Call& call_;
    const Focus& focus_;
};

void sort_by_document(NodeSet& nodes) {
    std::ranges::sort(nodes);
    nodes.erase(std::ranges::unique(nodes).begin(), nodes.end());
}

class Evaluator {
public:
    Evaluator(const Program& program, const Context& context)
        : program_(program), context_(context) {}

    Result<Value> at(PartIndex index, const Focus& focus) {
        return std::visit([&](const auto& part) { return of(part, focus); }, program_.parts[index]);
    }

    // Leaves the nodes for which every predicate holds: a number holds for the node at that place.
    Status keep(const std::vector<PartIndex>& predicates, NodeSet& nodes) {
        for (const auto predicate : predicates) {
            NodeSet kept;
            for (std::size_t i = 0; i < nodes.size(); ++i) {
                const Focus focus{nodes[i], i + 1, nodes.size()};
                const auto value = at(predicate, focus);
                if (!value) return error_of(value);
                const auto* number = std::get_if<double>(&*value);
                const bool holds = number != nullptr ? *number == static_cast<double>(i + 1)
                                                     : to_boolean(*value, context_);
                if (holds) kept.push_back(nodes[i]);
            }
            nodes = std::move(kept);
        }
        return {};
    }

    [[nodiscard]] const Program& program() const { return program_; }

    [[nodiscard]] const Context& context() const { return context_; }

private:
    Result<Value> of(const NumberConstant& part, const Focus&) { return Value(part.value); }

    Result<Value> of(const TextConstant& part, const Focus&) { return Value(part.value); }

    Result<Value> of(const Reference& part, const Focus&) {
        return Value(context_.nodes.named(part.target, context_.current));
    }

    Result<Value> of(const FocusNode&, const Focus& focus) { return Value(NodeSet{focus.node}); }

    Result<Value> of(const Negation& part, const Focus& focus) {
        const auto operand = at(part.operand, focus);
        if (!operand) return operand;
        const double number = to_number(*operand, context_);
        return Value(part.changes_sign ? -number : number);
    }

    Result<Value> of(const Chain& chain, const Focus& focus) {
        auto result = at(chain.first, focus);
        for (const auto& link : chain.rest) {
            if (!result) return result;
            if (link.op == Operator::either || link.op == Operator::both) {
                const bool decides = link.op == Operator::either;
                if (to_boolean(*result, context_) == decides) return Value(decides);
            }
            const auto operand = at(link.operand, focus);
            if (!operand) return operand;
            result = apply(link.op, *result, *operand);
        }
        return result;
    }

    Result<Value> apply(Operator op, const Value& left, const Value& right) {
        if (op == Operator::either || op == Operator::both) {
            return Value(to_boolean(right, context_)); // the left one left it open
        }
        if (is_comparison(op)) return Value(compare(op, left, right, context_));
        return Value(calculate(op, to_number(left, context_), to_number(right, context_)));
    }

    Result<Value> of(const Call& call, const Focus& focus) {
        CallArguments arguments(*this, call, focus);
        return call.function->body(arguments);
    }

    // The nodes that a part selects; an error for what selects none by its nature.
    Result<NodeSet> nodes_of(PartIndex part, const Focus& focus, std::string_view use) {
        auto value = at(part, focus);
        if (!value) return error_of(value);
        if (auto* nodes = std::get_if<NodeSet>(&*value)) return std::move(*nodes);
        return fail(
            Code::invalid_input,
            "What stands before " + std::string(use) + " is not a set of nodes.",
            "Put a path or ${name} there."
        );
    }

    Result<Value> of(const Union& part, const Focus& focus) {
        NodeSet out;
        for (const auto operand : part.operands) {
            const auto nodes = nodes_of(operand, focus, "|");
            if (!nodes) return error_of(nodes);
            out.insert(out.end(), nodes->begin(), nodes->end());
        }
        sort_by_document(out);
        return Value(std::move(out));
    }

    Result<Value> of(const Filter& part, const Focus& focus) {
        auto nodes = nodes_of(part.operand, focus, "[");
        if (!nodes) return error_of(nodes);
        if (auto kept = keep(part.predicates, *nodes); !kept) return error_of(kept);
        return Value(std::move(*nodes));
    }

    Result<Value> of(const Path& path, const Focus& focus) {
        auto nodes = start_of(path, focus);
        for (const auto& step : path.steps) {
            if (!nodes) break;
            nodes = take_step(step, *nodes);
        }
        if (!nodes) return error_of(nodes);
        return Value(std::move(*nodes));
    }

    Result<NodeSet> start_of(const Path& path, const Focus& focus) {
        switch (path.start) {
        case Path::Start::part:
            return nodes_of(path.part, focus, "/");
        case Path::Start::document: {
            const auto document = context_.nodes.main_document();
            return document == no_node ? NodeSet() : NodeSet{document};
        }
        case Path::Start::focus:
            break;
        }
        return focus.node == no_node ? NodeSet() : NodeSet{focus.node};
    }

    Result<NodeSet> take_step(const Step& step, const NodeSet& from) {
        NodeSet out;
        NodeSet reached;
        for (const auto node : from) {
            reached.clear();
            if (!walk(context_.nodes, node, step.axis, step.test, reached, budget_)) {
                return fail(
                    Code::resource_exhausted,
                    "The expression looks at more than " + std::to_string(limits::nodes_max) +
                        " nodes.",
                    "Narrow the path down."
                );
            }
            if (auto kept = keep(step.predicates, reached); !kept) return error_of(kept);
            out.insert(out.end(), reached.begin(), reached.end());
        }
        if (from.size() > 1 || is_reverse(step.axis)) sort_by_document(out);
        return out;
    }

    const Program& program_;
    const Context& context_;
    std::size_t budget_ = limits::nodes_max;
};

Result<Value> CallArguments::value(std::size_t index) {
    return evaluator_.at(call_.arguments[index], focus_);
}

const Context& CallArguments::context() const {
    return evaluator_.context();
}

const Regex* CallArguments::constant_regex() const {
    return call_.regex ? &evaluator_.program().regexes[*call_.regex] : nullptr;
}

std::unexpected<Error> CallArguments::bad(Code code, std::string message, std::string hint) const {
    return fail(
        code,
        std::string(call_.function->name) + "(): " + std::move(message),
        std::move(hint),
        column_text(evaluator_.program().text, call_.offset)
    );
}

} // namespace

bool compare(Operator op, const Value& left, const Value& right, const Context& context) {
    const auto* left_nodes = std::get_if<NodeSet>(&left);
    const auto* right_nodes = std::get_if<NodeSet>(&right);
    if (left_nodes == nullptr && right_nodes == nullptr) {
        return compare_simple(op, left, right, context);
    }
    // With a boolean on the other side, = takes the node-set for one boolean (XPath 1.0, section
    // 3.4); for < and its like every node is a number, as ODK's engines have it.
    const bool boolean = std::holds_alternative<bool>(left) || std::holds_alternative<bool>(right);
    if (boolean && is_equality(op)) {
        return compare_simple(op, to_boolean(left, context), to_boolean(right, context), context);
    }
    const auto each = [&](const NodeSet* nodes, const Value& value) {
        std::vector<Value> out;
        if (nodes == nullptr) {
            out.push_back(value);
        } else {
            for (const auto node : *nodes)
                out.emplace_back(context.nodes.string_value(node));
        }
        return out;
    };
    const auto rights = each(right_nodes, right);
    for (const auto& a : each(left_nodes, left)) {
        for (const auto& b : rights) {
            if (compare_simple(op, a, b, context)) return true;
        }
    }
    return false;
}

Result<NodeSet>
filter(const Program& program, PartIndex predicate, NodeSet nodes, const Context& context) {
    auto kept = Evaluator(program, context).keep({predicate}, nodes);
    if (!kept) return error_of(kept);
    return nodes;
}

Result<Value> evaluate(const Program& program, const Context& context) {
    return Evaluator(program, context).at(program.root, {context.current, 1, 1});
}

} // namespace muster::expression
