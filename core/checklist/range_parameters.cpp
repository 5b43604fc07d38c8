#include "core/checklist/range_parameters.hpp"

namespace muster::checklist {

RangeParameters range_parameters(const Question& question) {
    RangeParameters out;
    const auto read = [&](std::string_view name, Decimal& into) {
        const std::string* text = find_value(question.parameters, name);
        if (text == nullptr) return;
        if (const auto number = parse_decimal(*text)) into = normalised(*number);
    };
    read("start", out.start);
    read("end", out.end);
    read("step", out.step);
    return out;
}

bool is_on_range(const RangeParameters& range, Decimal number) {
    if (compare(number, range.start) < 0 || compare(number, range.end) > 0) return false;
    const auto from = Rational::of(range.start);
    const auto to = Rational::of(number);
    const auto step = Rational::of(range.step);
    if (!from || !to || !step) return false;
    const auto way = subtract(*to, *from);
    const auto steps = way ? divide(*way, *step) : way;
    return steps && steps->denominator() == 1;
}

} // namespace muster::checklist
