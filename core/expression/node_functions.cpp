// Nodes: XPath 1.0 section 4.1, and what ODK adds (instance, position of a repeat, indexed-repeat).
#include "core/base/text_tools.hpp"
#include "core/expression/functions.hpp"
#include "core/expression/limits.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace muster::expression {

namespace {

Result<Value> last(Arguments& arguments) {
    return Value(static_cast<double>(arguments.focus().size));
}

// Of a node: its place among the neighbours of the same name, which is the number of a repeat.
Result<Value> position(Arguments& arguments) {
    if (arguments.size() == 0) return Value(static_cast<double>(arguments.focus().position));
    const auto set = arguments.nodes(0);
    if (!set) return error_of(set);
    if (set->empty()) return Value(std::numeric_limits<double>::quiet_NaN());
    const Nodes& nodes = arguments.context().nodes;
    const NodeId node = set->front();
    if (nodes.kind(node) != NodeKind::element) {
        return arguments.bad(
            Code::invalid_input, "Only elements have a place.", "Name a repeat or a question."
        );
    }
    return Value(static_cast<double>(nodes.place(node)));
}

Result<Value> count(Arguments& arguments) {
    const auto nodes = arguments.nodes(0);
    if (!nodes) return error_of(nodes);
    return Value(static_cast<double>(nodes->size()));
}

Result<Value> count_non_empty(Arguments& arguments) {
    const auto nodes = arguments.nodes(0);
    if (!nodes) return error_of(nodes);
    double count = 0;
    for (const auto node : *nodes) {
        count += arguments.context().nodes.string_value(node).empty() ? 0 : 1;
    }
    return Value(count);
}

Result<Value> id(Arguments& arguments) {
    const auto texts = arguments.texts_from(0);
    if (!texts) return error_of(texts);
    NodeSet out;
    for (const auto& text : *texts) {
        for (const auto word : split_words(text)) {
            const auto node = arguments.context().nodes.identified(word);
            if (node != no_node) out.push_back(node);
        }
    }
    std::ranges::sort(out);
    out.erase(std::ranges::unique(out).begin(), out.end());
    return Value(std::move(out));
}

// The first node of the argument, or the one in focus; no_node for an empty set.
Result<NodeId> node_or_focus(Arguments& arguments) {
    if (arguments.size() == 0) return arguments.focus().node;
    const auto set = arguments.nodes(0);
    if (!set) return error_of(set);
    return set->empty() ? no_node : set->front();
}

Result<NodeName> name_or_focus(Arguments& arguments) {
    const auto node = node_or_focus(arguments);
    if (!node) return error_of(node);
    return *node == no_node ? NodeName() : arguments.context().nodes.name(*node);
}

Result<Value> local_name(Arguments& arguments) {
    const auto name = name_or_focus(arguments);
    if (!name) return error_of(name);
    return Value(std::string(name->local));
}

Result<Value> namespace_uri(Arguments& arguments) {
    const auto name = name_or_focus(arguments);
    if (!name) return error_of(name);
    return Value(std::string(name->uri));
}

Result<Value> name(Arguments& arguments) {
    const auto name = name_or_focus(arguments);
    if (!name) return error_of(name);
    std::string out(name->prefix);
    if (!out.empty()) out += ':';
    return Value(out + std::string(name->local));
}

// XPath 1.0 section 4.3: the nearest xml:lang around the node in focus.
Result<Value> lang(Arguments& arguments) {
    const auto wanted = arguments.text(0);
    if (!wanted) return error_of(wanted);
    const Nodes& nodes = arguments.context().nodes;
    for (auto node = arguments.focus().node; node != no_node; node = nodes.parent(node)) {
        NodeSet attributes;
        nodes.attributes(node, attributes);
        for (const auto attribute : attributes) {
            const auto name = nodes.name(attribute);
            if (name.local != "lang" || name.prefix != "xml") continue;
            const auto there = lower_case(nodes.string_value(attribute));
            const auto sought = lower_case(*wanted);
            const bool same = there == sought || there.starts_with(sought + "-");
            return Value(same);
        }
    }
    return Value(false);
}

Result<Value> current(Arguments& arguments) {
    return Value(NodeSet{arguments.context().current});
}

Result<Value> instance(Arguments& arguments) {
    const auto id = arguments.text(0);
    if (!id) return error_of(id);
    const auto node = arguments.context().nodes.secondary_instance(*id);
    return Value(node == no_node ? NodeSet() : NodeSet{node});
}

// The child elements of that name, or with @name the attribute's value.
std::optional<std::string> field_of(const Nodes& nodes, NodeId row, std::string_view name) {
    if (name.starts_with('@')) {
        NodeSet attributes;
        nodes.attributes(row, attributes);
        for (const auto attribute : attributes) {
            if (nodes.name(attribute).local == name.substr(1)) return nodes.string_value(attribute);
        }
        return std::nullopt;
    }
    for (auto child = nodes.first_child(row); child != no_node; child = nodes.next_sibling(child)) {
        if (nodes.name(child).local == name) return nodes.string_value(child);
    }
    return std::nullopt;
}

// pulldata(table, column, key column, key): of the first row with that key; empty where none has.
Result<Value> pulldata(Arguments& arguments) {
    std::string texts[4];
    for (std::size_t i = 0; i < 4; ++i) {
        auto text = arguments.text(i);
        if (!text) return error_of(text);
        texts[i] = std::move(*text);
    }
    const Nodes& nodes = arguments.context().nodes;
    const auto table = nodes.secondary_instance(texts[0]);
    if (table == no_node) return Value(std::string());
    for (auto root = nodes.first_child(table); root != no_node; root = nodes.next_sibling(root)) {
        for (auto row = nodes.first_child(root); row != no_node; row = nodes.next_sibling(row)) {
            if (nodes.kind(row) != NodeKind::element) continue;
            if (field_of(nodes, row, texts[2]) != texts[3]) continue;
            return Value(field_of(nodes, row, texts[1]).value_or(std::string()));
        }
    }
    return Value(std::string());
}

bool is_inside(const Nodes& nodes, NodeId node, NodeId around) {
    while (node != no_node && node != around)
        node = nodes.parent(node);
    return node == around;
}

struct Indexed {
    NodeSet repeats;
    double index = 0;
};

// Whether the repeats of `a` lie around those of `b`.
bool is_outer(const Nodes& nodes, const Indexed& a, const Indexed& b) {
    return std::ranges::any_of(b.repeats, [&](NodeId inner) {
        return std::ranges::any_of(a.repeats, [&](NodeId outer) {
            return inner != outer && is_inside(nodes, inner, outer);
        });
    });
}

// Of neighbours the one with this number: those that are not relevant are not among them, and the
// others keep their place. Otherwise the one at this place in the set.
NodeId pick(const Nodes& nodes, const NodeSet& repeats, double index) {
    if (!(index >= 1) || repeats.empty()) return no_node;
    const NodeId around = nodes.parent(repeats.front());
    const bool neighbours =
        std::ranges::all_of(repeats, [&](NodeId node) { return nodes.parent(node) == around; });
    if (neighbours) {
        const auto at = std::ranges::find(repeats, index, [&](NodeId node) {
            return static_cast<double>(nodes.place(node));
        });
        return at == repeats.end() ? no_node : *at;
    }
    if (index > static_cast<double>(repeats.size())) return no_node;
    return repeats[static_cast<std::size_t>(index) - 1];
}

// indexed-repeat(nodes, repeat, index, ...): the nodes inside the index-th repeat, inside the
// index-th of the next one, and so on; the pairs may come in any order.
Result<Value> indexed_repeat(Arguments& arguments) {
    if (arguments.size() % 2 == 0) {
        return arguments.bad(
            Code::invalid_input, "An index is missing.", "Give an index after every repeat."
        );
    }
    const Nodes& nodes = arguments.context().nodes;
    std::vector<Indexed> pairs;
    for (std::size_t i = 1; i < arguments.size(); i += 2) {
        auto repeats = arguments.nodes(i);
        if (!repeats) return error_of(repeats);
        const auto index = arguments.number(i + 1);
        if (!index) return error_of(index);
        Indexed pair{std::move(*repeats), *index};
        auto at = pairs.begin();
        while (at != pairs.end() && !is_outer(nodes, pair, *at))
            ++at;
        pairs.insert(at, std::move(pair));
    }
    auto around = no_node;
    for (auto& pair : pairs) {
        if (around != no_node) {
            std::erase_if(pair.repeats, [&](NodeId node) {
                return !is_inside(nodes, node, around);
            });
        }
        around = pick(nodes, pair.repeats, std::trunc(pair.index));
        if (around == no_node) return Value(NodeSet());
    }
    auto targets = arguments.nodes(0);
    if (!targets) return error_of(targets);
    std::erase_if(*targets, [&](NodeId node) { return !is_inside(nodes, node, around); });
    return Value(std::move(*targets));
}

constexpr std::array<Function, 13> functions = {{
    {"last", 0, 0, last},
    {"position", 0, 1, position},
    {"count", 1, 1, count},
    {"count-non-empty", 1, 1, count_non_empty},
    {"id", 1, 1, id},
    {"local-name", 0, 1, local_name},
    {"namespace-uri", 0, 1, namespace_uri},
    {"name", 0, 1, name},
    {"lang", 1, 1, lang},
    {"current", 0, 0, current},
    {"instance", 1, 1, instance},
    {"pulldata", 4, 4, pulldata},
    {"indexed-repeat", 3, limits::arguments_max, indexed_repeat},
}};

} // namespace

std::span<const Function> node_functions() {
    return functions;
}

} // namespace muster::expression
