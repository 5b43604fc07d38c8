// The function table: XPath 1.0 section 4 and the ODK XForms specification. A function sees its
// arguments through Arguments, which evaluates each one when it is asked for, so that if() and
// coalesce() leave out what they do not need. Adding a function is one row in a table and one body.
#pragma once

#include "core/expression/program.hpp"
#include "core/expression/value.hpp"

#include <span>

namespace muster::expression {

// The node that is looked at, and where it stands among those looked at with it, counted from 1.
struct Focus {
    NodeId node = no_node;
    std::size_t position = 1;
    std::size_t size = 1;
};

class Arguments {
public:
    virtual ~Arguments() = default;
    [[nodiscard]] virtual std::size_t size() const = 0;
    [[nodiscard]] virtual Result<Value> value(std::size_t index) = 0;
    [[nodiscard]] virtual const Context& context() const = 0;
    [[nodiscard]] virtual const Focus& focus() const = 0;
    [[nodiscard]] virtual const Regex* constant_regex() const = 0; // null: compute the pattern
    // Error with the column of the call.
    [[nodiscard]] virtual std::unexpected<Error>
    bad(Code code, std::string message, std::string hint) const = 0;

    [[nodiscard]] Result<std::string> text(std::size_t index);
    [[nodiscard]] Result<double> number(std::size_t index);
    [[nodiscard]] Result<bool> boolean(std::size_t index);
    [[nodiscard]] Result<NodeSet> nodes(std::size_t index);
    // The argument, or the node in focus where the call has none.
    [[nodiscard]] Result<Value> value_or_focus(std::size_t index);
    // Each value of the arguments from `first` on as text; a node-set gives one for every node.
    [[nodiscard]] Result<std::vector<std::string>> texts_from(std::size_t first);
};

struct Function {
    std::string_view name;
    std::size_t least = 0;
    std::size_t most = 0;
    Result<Value> (*body)(Arguments&) = nullptr;
};

// Null where there is no such function.
const Function* find_function(std::string_view name);
// Stands for a function that only another host has; it gives no value.
const Function& host_function();
// All names in alphabetical order, for hints and documents.
std::vector<std::string_view> function_names();

// One family of the table per file.
std::span<const Function> text_functions();
std::span<const Function> number_functions();
std::span<const Function> boolean_functions();
std::span<const Function> date_functions();
std::span<const Function> choice_functions();
std::span<const Function> node_functions();
std::span<const Function> place_functions();
std::span<const Function> random_functions();

} // namespace muster::expression
