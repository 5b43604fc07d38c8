// Rules that rows of any table share, and how an error names its row.
#pragma once

#include "sync-server/services/programme.hpp"

namespace muster::server {

// "person 3 (S05)": rows are counted as people count them.
std::string row_name(std::string_view what, std::size_t index, std::string_view ref);

// A ref must be there, short, printable and without blanks at its ends.
Status check_ref(std::string_view ref, std::string_view what);
Status check_text(std::string_view text, std::string_view what);
Status check_count(std::size_t rows);

} // namespace muster::server
