#include "core/expression/functions.hpp"

#include "core/expression/limits.hpp"

#include <algorithm>
#include <unordered_map>

namespace muster::expression {

namespace {

using Table = std::unordered_map<std::string_view, const Function*>;

const Table& table() {
    static const Table all = [] {
        Table out;
        for (const auto family :
             {text_functions(),
              number_functions(),
              boolean_functions(),
              date_functions(),
              choice_functions(),
              node_functions(),
              place_functions(),
              random_functions()}) {
            for (const auto& function : family)
                out.emplace(function.name, &function);
        }
        return out;
    }();
    return all;
}

} // namespace

Result<std::string> Arguments::text(std::size_t index) {
    auto result = value(index);
    if (!result) return error_of(result);
    if (auto* text = std::get_if<std::string>(&*result)) return std::move(*text);
    return to_text(*result, context());
}

Result<double> Arguments::number(std::size_t index) {
    const auto result = value(index);
    if (!result) return error_of(result);
    return to_number(*result, context());
}

Result<bool> Arguments::boolean(std::size_t index) {
    const auto result = value(index);
    if (!result) return error_of(result);
    return to_boolean(*result, context());
}

Result<NodeSet> Arguments::nodes(std::size_t index) {
    auto result = value(index);
    if (!result) return error_of(result);
    if (auto* set = std::get_if<NodeSet>(&*result)) return std::move(*set);
    return bad(
        Code::invalid_input,
        "Argument " + std::to_string(index + 1) + " must name a question.",
        "Write ${name} there."
    );
}

Result<Value> Arguments::value_or_focus(std::size_t index) {
    if (index < size()) return value(index);
    return Value(NodeSet{focus().node});
}

Result<std::vector<std::string>> Arguments::texts_from(std::size_t first) {
    std::vector<std::string> out;
    for (std::size_t i = first; i < size(); ++i) {
        const auto result = value(i);
        if (!result) return error_of(result);
        if (const auto* set = std::get_if<NodeSet>(&*result)) {
            for (const auto node : *set)
                out.push_back(context().nodes.string_value(node));
        } else {
            out.push_back(to_text(*result, context()));
        }
    }
    return out;
}

const Function* find_function(std::string_view name) {
    const auto found = table().find(name);
    return found == table().end() ? nullptr : found->second;
}

const Function& host_function() {
    static constexpr Function host{
        "host function",
        0,
        limits::arguments_max,
        [](Arguments& arguments) -> Result<Value> {
            return arguments.bad(Code::unsupported, "Only another host has it.", "Replace it.");
        }
    };
    return host;
}

std::vector<std::string_view> function_names() {
    std::vector<std::string_view> out;
    for (const auto& [name, function] : table())
        out.push_back(name);
    std::ranges::sort(out);
    return out;
}

} // namespace muster::expression
