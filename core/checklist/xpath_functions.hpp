// The function table. A function sees its arguments through Arguments, which evaluates each one
// when it is asked for, so that if() and coalesce() leave out what they do not need. Adding a
// function is one row in the table and one body.
#pragma once

#include "core/checklist/xpath_program.hpp"
#include "core/checklist/xpath_value.hpp"

#include <span>

namespace muster::checklist::xpath {

class Arguments {
public:
    virtual ~Arguments() = default;
    [[nodiscard]] virtual std::size_t size() const = 0;
    [[nodiscard]] virtual Result<Value> value(std::size_t index) = 0;
    [[nodiscard]] virtual const Context& context() const = 0;
    [[nodiscard]] virtual const Regex* constant_regex() const = 0; // null: compute the pattern
    // Error with the column of the call.
    [[nodiscard]] virtual std::unexpected<Error>
    bad(Code code, std::string message, std::string hint) const = 0;

    [[nodiscard]] Result<std::string> text(std::size_t index);
    [[nodiscard]] Result<double> number(std::size_t index);
    [[nodiscard]] Result<bool> boolean(std::size_t index);
    [[nodiscard]] Result<NodeSet> nodes(std::size_t index);
};

struct Function {
    std::string_view name;
    std::size_t least = 0;
    std::size_t most = 0;
    Result<Value> (*body)(Arguments&) = nullptr;
};

// Null where there is no such function.
const Function* find_function(std::string_view name);
// All names, for hints and documents.
std::vector<std::string_view> function_names();

// One group of the table per file.
std::span<const Function> text_functions();
std::span<const Function> number_functions();
std::span<const Function> other_functions(); // booleans, choices, dates

} // namespace muster::checklist::xpath
