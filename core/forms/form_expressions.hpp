// The expressions inside forms, behind one door: whether a text can be an expression, and what it
// refers to. Both readers ask here and nowhere else.
#pragma once

#include "core/base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace muster::forms {

struct ExpressionReferences {
    struct Name {
        std::string name;
        bool last_saved = false; // ${last-saved#name}
    };

    std::vector<Name> names;               // ${name}, in order
    std::vector<std::string> paths;        // location paths without their predicates, in order
    std::vector<std::string> pulled_files; // the first argument of each pulldata('…')
};

// The ${name}s of any text, also of a label. Fails on ${ without a name and a closing brace.
Status collect_names(std::string_view text, ExpressionReferences& references);

// Whether `text` is an expression; adds what it refers to.
Status check_expression(std::string_view text, ExpressionReferences& references);

// The name in "${name}" and nothing around it; empty otherwise.
std::string_view single_reference(std::string_view text);

// Whether a default is computed instead of being the value itself: it refers to a question, calls a
// function or does arithmetic.
bool is_dynamic_default(std::string_view text, bool is_date);

} // namespace muster::forms
