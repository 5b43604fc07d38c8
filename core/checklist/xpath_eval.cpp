#include "core/checklist/xpath_eval.hpp"

#include "core/checklist/limits.hpp"
#include "core/checklist/xpath_functions.hpp"
#include "core/checklist/xpath_lexer.hpp"

#include <cmath>

namespace muster::checklist::xpath {

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
    CallArguments(Evaluator& evaluator, const Call& call) : evaluator_(evaluator), call_(call) {}

    [[nodiscard]] std::size_t size() const override { return call_.arguments.size(); }

    [[nodiscard]] Result<Value> value(std::size_t index) override;
    [[nodiscard]] const Context& context() const override;
    [[nodiscard]] const Regex* constant_regex() const override;
    [[nodiscard]] std::unexpected<Error>
    bad(Code code, std::string message, std::string hint) const override;

private:
    Evaluator& evaluator_;
    const Call& call_;
};

class Evaluator {
public:
    Evaluator(const Program& program, const Context& context)
        : program_(program), context_(context) {}

    Result<Value> at(NodeIndex index) {
        return std::visit([this](const auto& node) { return of(node); }, program_.nodes[index]);
    }

    [[nodiscard]] const Program& program() const { return program_; }

    [[nodiscard]] const Context& context() const { return context_; }

private:
    Result<Value> of(const NumberConstant& node) { return Value(node.value); }

    Result<Value> of(const TextConstant& node) { return Value(node.value); }

    Result<Value> of(const Reference& node) {
        return Value(context_.nodes.named(node.target, context_.current));
    }

    Result<Value> of(const CurrentNode&) { return Value(NodeSet{context_.current}); }

    Result<Value> of(const Negation& node) {
        const auto operand = at(node.operand);
        if (!operand) return operand;
        const double number = to_number(*operand, context_);
        return Value(node.changes_sign ? -number : number);
    }

    Result<Value> of(const Chain& chain) {
        auto result = at(chain.first);
        for (const auto& link : chain.rest) {
            if (!result) return result;
            if (link.op == Operator::either || link.op == Operator::both) {
                const bool decides = link.op == Operator::either;
                if (to_boolean(*result, context_) == decides) return Value(decides);
            }
            const auto operand = at(link.operand);
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

    Result<Value> of(const Call& call) {
        CallArguments arguments(*this, call);
        return call.function->body(arguments);
    }

    const Program& program_;
    const Context& context_;
};

Result<Value> CallArguments::value(std::size_t index) {
    return evaluator_.at(call_.arguments[index]);
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
    // With a boolean on the other side, the node-set is one boolean.
    if (std::holds_alternative<bool>(left) || std::holds_alternative<bool>(right)) {
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

Result<Value> evaluate(const Program& program, const Context& context) {
    return Evaluator(program, context).at(program.root);
}

} // namespace muster::checklist::xpath
