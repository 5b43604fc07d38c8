#include "core/authoring/span_text.hpp"

#include "core/base/decimal.hpp"

#include <map>

namespace muster::authoring {

Result<std::int64_t> parse_span(std::string_view text) {
    static const std::map<std::string_view, std::int64_t> units = {
        {" ms", 1}, {" s", 1'000}, {" min", 60'000}, {" h", 3'600'000}
    };
    const std::size_t unit_at = text.find_first_not_of("0123456789.");
    const auto amount = parse_decimal(text.substr(0, unit_at));
    const auto ms_per_unit =
        units.find(unit_at == std::string_view::npos ? "" : text.substr(unit_at));
    if (amount && ms_per_unit != units.end()) {
        const auto exact = Rational::of(*amount);
        const auto ms = exact ? multiply(*exact, Rational(ms_per_unit->second)) : exact;
        if (ms && ms->denominator() == 1) return ms->numerator();
    }
    return fail(
        Code::invalid_input,
        "'" + std::string(text) + "' is no span of time.",
        "Write target: 120 s; units are ms, s, min and h."
    );
}

std::string span_text(std::int64_t ms) {
    return ms % 1'000 == 0 ? std::to_string(ms / 1'000) + " s" : std::to_string(ms) + " ms";
}

} // namespace muster::authoring
