// Whether a question takes an answer, before anything is written.
#pragma once

#include "core/field/workspace.hpp"

namespace muster::field {

std::unexpected<Error> unknown_question(const std::string& id);

// Whether the question takes this kind of answer at all; constraints are judged elsewhere, because
// an invalid value is kept and shown.
Status check_answer(const checklist::Compiled& compiled, const FieldAnswer& given);

} // namespace muster::field
