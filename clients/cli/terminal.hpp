// Asks the person in front of the terminal: questions go to the terminal itself, never to stdout.
#pragma once

#include "core/base/result.hpp"

namespace muster::cli {

// Whether there is a terminal to ask on.
bool has_terminal();

// One line without echo.
Result<std::string> ask_secret(std::string_view question);

} // namespace muster::cli
