// Dependence between the nodes of an XForm: a node depends on what its calculation, relevance,
// requirement and protection read, and on what the relevance of every group around it reads.
// Predicates do not count, nor do constraints, which only judge.
#include "core/base/text_tools.hpp"
#include "core/forms/form_types.hpp"
#include "core/forms/xform_parts.hpp"

#include <algorithm>

namespace muster::forms {

namespace {

class Dependence {
public:
    explicit Dependence(const XformModel& model)
        : model_(model), reads_(model.instance.size()), relevance_(model.instance.size()) {
        for (const XformBind& bind : model.binds) {
            if (!bind.node) continue;
            for (const std::string* text :
                 {&bind.relevant, &bind.required, &bind.read_only, &bind.calculation}) {
                add(*text, *bind.node, text == &bind.relevant);
            }
        }
    }

    // A node on a cycle and the one it was reached from; nothing where there is none.
    std::optional<std::pair<std::size_t, std::size_t>> cycle() {
        std::vector<std::uint8_t> state(reads_.size(), fresh);
        for (std::size_t start = 0; start < reads_.size(); ++start) {
            if (state[start] != fresh) continue;
            if (auto found = search(start, state)) return found;
        }
        return std::nullopt;
    }

private:
    static constexpr std::uint8_t fresh = 0;
    static constexpr std::uint8_t open = 1;
    static constexpr std::uint8_t done = 2;

    void add(const std::string& text, std::size_t node, bool is_relevance) {
        if (text.empty() || yes_no(text)) return;
        ExpressionReferences references;
        if (!check_expression(text, references)) return; // has been reported
        for (const std::string& path : references.paths) {
            const InstancePath target = model_.instance.resolve(path, node);
            if (target.kind != InstancePath::Kind::found) continue;
            reads_[node].push_back(target.node);
            if (is_relevance) relevance_[node].push_back(target.node);
        }
    }

    // What a node reads itself and what decides whether it is there at all.
    [[nodiscard]] std::vector<std::size_t> all_reads(std::size_t node) const {
        std::vector<std::size_t> out = reads_[node];
        for (std::size_t above = node; above != 0;) {
            above = model_.instance.parent(above);
            out.insert(out.end(), relevance_[above].begin(), relevance_[above].end());
        }
        return out;
    }

    struct Step {
        std::size_t node;
        std::vector<std::size_t> reads;
        std::size_t next = 0;
    };

    std::optional<std::pair<std::size_t, std::size_t>>
    search(std::size_t start, std::vector<std::uint8_t>& state) const {
        std::vector<Step> stack;
        stack.push_back({start, all_reads(start)});
        state[start] = open;
        while (!stack.empty()) {
            Step& step = stack.back();
            if (step.next == step.reads.size()) {
                state[step.node] = done;
                stack.pop_back();
                continue;
            }
            const std::size_t read = step.reads[step.next++];
            if (state[read] == open) return std::pair{read, step.node};
            if (state[read] == fresh) {
                state[read] = open;
                stack.push_back({read, all_reads(read)});
            }
        }
        return std::nullopt;
    }

    const XformModel& model_;
    std::vector<std::vector<std::size_t>> reads_;
    std::vector<std::vector<std::size_t>> relevance_;
};

} // namespace

FormStatus check_cycles(const XformModel& model, const XformDocument& document) {
    const auto cycle = Dependence(model).cycle();
    if (!cycle) return {};
    const auto& [node, from] = *cycle;
    pugi::xml_node element = model.instance_root;
    for (const std::size_t one : {node, from}) {
        const auto bind = model.bind_of_node.find(one);
        if (bind != model.bind_of_node.end()) element = model.binds[bind->second].element;
    }
    return document.bad(
        element,
        node == from ? "What " + model.instance.path(node) + " computes depends on itself."
                     : "What " + model.instance.path(node) + " and " + model.instance.path(from) +
                           " compute depends on each other.",
        "Take the reference out of one of their calculations or conditions."
    );
}

} // namespace muster::forms
