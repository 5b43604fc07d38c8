// Types of questions here and in XLSForm, both ways.
#pragma once

#include "core/checklist/checklist.hpp"
#include "core/forms/form.hpp"

#include <optional>

namespace muster::forms {

// The type that other tools know and that comes nearest: a stopwatch is a decimal.
ItemType item_type_of(checklist::QuestionType type);

// What an item is where no column of ours says it; nothing for what is no question or cannot be
// held as it is.
std::optional<checklist::QuestionType> question_type_of(const Item& item);

// The word of the type column, without the list of a select: "dateTime", "select_one".
std::string_view written_type_of(ItemType type);

// Whether an appearance has a word.
bool has_appearance(std::string_view appearance, std::string_view word);

} // namespace muster::forms
