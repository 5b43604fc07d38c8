#include "core/expression/axes.hpp"

namespace muster::expression {

namespace {

class Walk {
public:
    Walk(const Nodes& nodes, Axis axis, const NodeTest& test, NodeSet& out, std::size_t& budget)
        : nodes_(nodes)
        , principal_(axis == Axis::attribute ? NodeKind::attribute : NodeKind::element)
        , test_(test)
        , out_(out)
        , budget_(budget) {}

    bool along(Axis axis, NodeId from) {
        switch (axis) {
        case Axis::self:
            return visit(from);
        case Axis::parent:
            return visit(nodes_.parent(from));
        case Axis::ancestor:
            return ancestors(nodes_.parent(from));
        case Axis::ancestor_or_self:
            return ancestors(from);
        case Axis::attribute:
            return attributes(from);
        case Axis::child:
            return siblings(nodes_.first_child(from));
        case Axis::descendant:
            return below(from);
        case Axis::descendant_or_self:
            return visit(from) && below(from);
        case Axis::following_sibling:
            return siblings(nodes_.next_sibling(from));
        case Axis::preceding_sibling:
            return siblings_before(from);
        case Axis::following:
            return following(from);
        case Axis::preceding:
            return preceding(from);
        }
        return true;
    }

private:
    [[nodiscard]] bool passes(NodeId node) const {
        const NodeKind kind = nodes_.kind(node);
        switch (test_.kind) {
        case NodeTest::Kind::any_node:
            return true;
        case NodeTest::Kind::text:
            return kind == NodeKind::text;
        case NodeTest::Kind::comment:
            return kind == NodeKind::comment;
        case NodeTest::Kind::instruction:
            return kind == NodeKind::instruction &&
                   (test_.local.empty() || nodes_.name(node).local == test_.local);
        case NodeTest::Kind::any_name:
            return kind == principal_;
        case NodeTest::Kind::any_of_uri:
            return kind == principal_ && nodes_.name(node).uri == test_.uri;
        case NodeTest::Kind::name:
            return kind == principal_ && is_named(nodes_.name(node));
        }
        return false;
    }

    [[nodiscard]] bool is_named(const NodeName& name) const {
        return name.local == test_.local &&
               (name.uri == test_.uri || (test_.other_uri && name.uri == *test_.other_uri));
    }

    bool visit(NodeId node) {
        if (node == no_node) return true;
        if (budget_ == 0) return false;
        --budget_;
        if (passes(node)) out_.push_back(node);
        return true;
    }

    bool ancestors(NodeId node) {
        for (; node != no_node; node = nodes_.parent(node)) {
            if (!visit(node)) return false;
        }
        return true;
    }

    bool attributes(NodeId node) {
        NodeSet all;
        nodes_.attributes(node, all);
        for (const auto each : all) {
            if (!visit(each)) return false;
        }
        return true;
    }

    bool siblings(NodeId node) {
        for (; node != no_node; node = nodes_.next_sibling(node)) {
            if (!visit(node)) return false;
        }
        return true;
    }

    bool siblings_before(NodeId node) {
        for (node = nodes_.previous_sibling(node); node != no_node;
             node = nodes_.previous_sibling(node)) {
            if (!visit(node)) return false;
        }
        return true;
    }

    // The next node in document order that is not below `node`, up to `top`.
    [[nodiscard]] NodeId after(NodeId node, NodeId top) const {
        while (node != top && node != no_node) {
            const auto next = nodes_.next_sibling(node);
            if (next != no_node) return next;
            node = nodes_.parent(node);
        }
        return no_node;
    }

    bool below(NodeId top) {
        NodeId node = nodes_.first_child(top);
        while (node != no_node) {
            if (!visit(node)) return false;
            const auto child = nodes_.first_child(node);
            node = child != no_node ? child : after(node, top);
        }
        return true;
    }

    bool following(NodeId node) {
        if (nodes_.kind(node) == NodeKind::attribute) {
            node = nodes_.parent(node);
            if (!below(node)) return false;
        }
        for (node = after(node, no_node); node != no_node; node = after(node, no_node)) {
            if (!visit(node) || !below(node)) return false;
        }
        return true;
    }

    // A node and everything below it, against document order.
    bool backward(NodeId top) {
        NodeId node = deepest_last(top);
        for (;;) {
            if (!visit(node)) return false;
            if (node == top) return true;
            const auto before = nodes_.previous_sibling(node);
            node = before == no_node ? nodes_.parent(node) : deepest_last(before);
        }
    }

    [[nodiscard]] NodeId deepest_last(NodeId node) const {
        for (auto child = nodes_.last_child(node); child != no_node;
             child = nodes_.last_child(node)) {
            node = child;
        }
        return node;
    }

    bool preceding(NodeId node) {
        if (nodes_.kind(node) == NodeKind::attribute) node = nodes_.parent(node);
        for (; node != no_node; node = nodes_.parent(node)) {
            for (auto before = nodes_.previous_sibling(node); before != no_node;
                 before = nodes_.previous_sibling(before)) {
                if (!backward(before)) return false;
            }
        }
        return true;
    }

    const Nodes& nodes_;
    NodeKind principal_;
    const NodeTest& test_;
    NodeSet& out_;
    std::size_t& budget_;
};

} // namespace

bool walk(
    const Nodes& nodes,
    NodeId from,
    Axis axis,
    const NodeTest& test,
    NodeSet& out,
    std::size_t& budget
) {
    return Walk(nodes, axis, test, out, budget).along(axis, from);
}

bool is_reverse(Axis axis) {
    return axis == Axis::ancestor || axis == Axis::ancestor_or_self || axis == Axis::preceding ||
           axis == Axis::preceding_sibling;
}

} // namespace muster::expression
