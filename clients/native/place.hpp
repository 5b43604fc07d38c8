// Where a file lies, told so that a copy of it is told apart: the computer, the file's own number
// and when it was made. Moving or restoring a backup changes it, renaming does not.
#pragma once

#include <string>

namespace muster::native {

// Hexadecimal, and says nothing about the computer. Empty where the file is not there or the system
// does not tell.
std::string place_of(const std::string& path);

} // namespace muster::native
