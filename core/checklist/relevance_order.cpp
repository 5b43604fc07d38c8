#include "core/checklist/relevance_order.hpp"

#include <algorithm>

namespace muster::checklist {

namespace {

enum class Mark : std::uint8_t { unseen, on_path, done };

// Depth first with a stack of its own: 2,000 questions may hang on one another in one row.
class Walk {
public:
    explicit Walk(const RelevanceGraph& graph)
        : graph_(graph), marks_(graph.items.size(), Mark::unseen) {}

    Result<std::vector<std::uint32_t>> run() {
        for (std::uint32_t start = 0; start < graph_.items.size(); ++start) {
            if (marks_[start] != Mark::unseen) continue;
            push(start);
            while (!path_.empty()) {
                if (auto status = step(); !status) return error_of(status);
            }
        }
        return std::move(order_);
    }

private:
    struct Visit {
        std::uint32_t item = 0;
        std::size_t next = 0; // index into needs
    };

    void push(std::uint32_t item) {
        marks_[item] = Mark::on_path;
        path_.push_back({item, 0});
    }

    Status step() {
        Visit& top = path_.back();
        const auto& needs = graph_.items[top.item].needs;
        if (top.next == needs.size()) {
            marks_[top.item] = Mark::done;
            order_.push_back(top.item);
            path_.pop_back();
            return {};
        }
        const std::uint32_t need = needs[top.next++];
        if (marks_[need] == Mark::on_path) return circle(need);
        if (marks_[need] == Mark::unseen) push(need);
        return {};
    }

    [[nodiscard]] Status circle(std::uint32_t back_to) const {
        const auto begin = std::ranges::find(path_, back_to, &Visit::item);
        std::string text;
        for (auto at = begin; at != path_.end(); ++at) {
            text += graph_.items[at->item].name + " → ";
        }
        text += graph_.items[back_to].name;
        const bool calculates = std::any_of(begin, path_.end(), [&](const Visit& visit) {
            return graph_.items[visit.item].calculates;
        });
        return fail(
            Code::invalid_input,
            (calculates ? "Calculations go round in a circle: "
                        : "Relevance goes round in a circle: ") +
                text + ".",
            calculates ? "Remove one of these references."
                       : "Remove one of these references from a relevant rule.",
            graph_.items[back_to].place
        );
    }

    const RelevanceGraph& graph_;
    std::vector<Mark> marks_;
    std::vector<Visit> path_;
    std::vector<std::uint32_t> order_;
};

} // namespace

Result<std::vector<std::uint32_t>> relevance_order(const RelevanceGraph& graph) {
    return Walk(graph).run();
}

} // namespace muster::checklist
