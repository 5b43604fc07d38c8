// Which steps of handling a complaint there are, and which model asks for them.
#include "core/checklist/checklist.hpp"

#include <algorithm>
#include <array>

namespace muster::checklist {

namespace {

using enum ComplaintStep;

constexpr std::array<ComplaintStep, 18> all_steps = {
    remedy_on_time,
    four_a_acknowledge,
    four_a_apologise,
    four_a_act,
    four_a_assure,
    ladder_listen,
    ladder_apologise,
    ladder_diagnose,
    ladder_deliver,
    ladder_evaluate,
    ladder_review,
    iso_10002_route,
    iso_10002_acknowledgement,
    iso_10002_progress,
    iso_10002_response,
    iso_10002_closing,
    iso_10002_further_routes,
    iso_10002_causes,
};
static_assert(std::ranges::is_sorted(all_steps));

constexpr std::uint8_t steps_to_a_model = 10;

} // namespace

std::span<const ComplaintStep> complaint_steps() {
    return all_steps;
}

std::optional<ComplaintModel> model_of(ComplaintStep step) {
    const auto ten = static_cast<std::uint8_t>(step) / steps_to_a_model;
    if (ten == 0) return std::nullopt;
    return static_cast<ComplaintModel>(ten);
}

std::span<const ComplaintStep> steps_of(ComplaintModel model) {
    const auto ten = [](ComplaintStep step) {
        return static_cast<std::uint8_t>(step) / steps_to_a_model;
    };
    const auto own = std::ranges::equal_range(all_steps, static_cast<std::uint8_t>(model), {}, ten);
    return {own.begin(), own.end()};
}

} // namespace muster::checklist
