#include "core/checklist/path_reach.hpp"

#include "core/expression/functions.hpp"

namespace muster::checklist {

namespace {

using namespace expression;

// What the nodes of a part are nodes of. Parts that give no nodes are `nothing`; `own` is the node
// that the rule belongs to.
enum class Tree : std::uint8_t { nothing, own, answers, choices };

bool is_of_focus(const Call& call) {
    const auto name = call.function->name;
    return call.arguments.empty() && (name == "string" || name == "number" ||
                                      name == "string-length" || name == "normalize-space");
}

bool is_upward(Axis axis) {
    return axis == Axis::self || axis == Axis::parent || axis == Axis::ancestor ||
           axis == Axis::ancestor_or_self;
}

bool is_answers(Tree tree) {
    return tree == Tree::own || tree == Tree::answers;
}

class Reader {
public:
    explicit Reader(const Program& program) : program_(program) {}

    PathReach run() {
        at(program_.root, Tree::own);
        return std::move(out_);
    }

private:
    Tree at(PartIndex index, Tree focus) {
        return std::visit([&](const auto& part) { return of(part, focus); }, program_.parts[index]);
    }

    static Tree of(const NumberConstant&, Tree) { return Tree::nothing; }

    static Tree of(const TextConstant&, Tree) { return Tree::nothing; }

    static Tree of(const Reference&, Tree) { return Tree::answers; }

    Tree of(const FocusNode&, Tree focus) {
        if (focus == Tree::own) out_.own_value = true;
        return focus;
    }

    Tree of(const Negation& part, Tree focus) {
        at(part.operand, focus);
        return Tree::nothing;
    }

    Tree of(const Chain& part, Tree focus) {
        at(part.first, focus);
        for (const auto& link : part.rest)
            at(link.operand, focus);
        return Tree::nothing;
    }

    Tree of(const Call& call, Tree focus) {
        Tree first = Tree::nothing;
        for (std::size_t i = 0; i < call.arguments.size(); ++i) {
            const Tree tree = at(call.arguments[i], focus);
            if (i == 0) first = tree;
        }
        const auto name = call.function->name;
        if (is_of_focus(call) && focus == Tree::own) out_.own_value = true;
        if (name == "instance") return Tree::choices;
        if (name == "current") return Tree::answers;
        if (name == "position" && is_answers(first)) out_.looks_around = true;
        return first; // of randomize(); most others give no nodes
    }

    Tree of(const Union& part, Tree focus) {
        Tree out = Tree::nothing;
        for (const auto operand : part.operands) {
            const Tree tree = at(operand, focus);
            if (!is_answers(out)) out = tree;
        }
        return out;
    }

    Tree of(const Filter& part, Tree focus) {
        const Tree tree = at(part.operand, focus);
        for (const auto predicate : part.predicates)
            at(predicate, tree);
        return tree;
    }

    Tree of(const Path& path, Tree focus) {
        Tree tree = focus;
        if (path.start == Path::Start::part) tree = at(path.part, focus);
        if (path.start == Path::Start::document) tree = Tree::answers;
        for (const auto& step : path.steps) {
            if (is_answers(tree)) {
                note(step);
                tree = Tree::answers;
            }
            for (const auto predicate : step.predicates)
                at(predicate, tree);
        }
        return tree;
    }

    void note(const Step& step) {
        out_.looks_around = true;
        if (is_upward(step.axis)) return; // what lies around has no value of its own
        if (step.test.kind == NodeTest::Kind::name) {
            out_.names.push_back(step.test.local);
        } else {
            out_.reaches_all = true;
        }
    }

    const Program& program_;
    PathReach out_;
};

} // namespace

PathReach reach_of(const Program& rule) {
    return Reader(rule).run();
}

} // namespace muster::checklist
