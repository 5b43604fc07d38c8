// The steps of a question of type range. Without parameters they are 1 to 10 by 1, as in ODK.
#pragma once

#include "core/checklist/checklist.hpp"

namespace muster::checklist {

struct RangeParameters {
    Decimal start = Decimal::integer(1);
    Decimal end = Decimal::integer(10);
    Decimal step = Decimal::integer(1);
};

// A parameter that is no number counts as missing; check() refuses it.
RangeParameters range_parameters(const Question& question);

// Whether a number is start, start + step, … up to end.
bool is_on_range(const RangeParameters& range, Decimal number);

} // namespace muster::checklist
