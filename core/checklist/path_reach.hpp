// What the location paths of a rule look at among the answers, beyond what its ${names} say: which
// rules must wait for which, and what instances that come and go change.
#pragma once

#include "core/expression/program.hpp"

namespace muster::checklist {

struct PathReach {
    bool own_value = false;         // '.' outside predicates, as a value
    bool looks_around = false;      // where an instance stands among the others matters
    bool reaches_all = false;       // a step takes whatever is there
    std::vector<std::string> names; // of the questions and repeats that steps name
};

// Paths into choice lists reach nothing here.
PathReach reach_of(const expression::Program& rule);

} // namespace muster::checklist
