// An audit as the command line shows it: each field with its answer, what is missing, the score.
#pragma once

#include "core/field/workspace.hpp"

#include <boost/json/object.hpp>

namespace muster::cli {

boost::json::object json_of(const field::AuditPage& page);
std::string text_of(const field::AuditPage& page);

// The fields that need an answer and have none; they hold up no submission, but are said.
std::vector<std::string> missing_in(const field::AuditPage& page);

} // namespace muster::cli
