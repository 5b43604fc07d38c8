#include "core/base/decimal.hpp"
#include "core/forms/xlsform_parameters.hpp"

#include <algorithm>
#include <set>

namespace muster::forms {

namespace {

using Parameters = std::map<std::string, std::string>;

const std::string* find(const Parameters& parameters, const std::string& key) {
    const auto found = parameters.find(key);
    return found == parameters.end() ? nullptr : &found->second;
}

class RangeChecker {
public:
    RangeChecker(const Item& item, const Form& form, const Place& place)
        : item_(item), parameters_(item.parameters), form_(form), place_(place) {}

    // Range parameters are compared exactly, in units of the finest of them.
    [[nodiscard]] FormStatus check() const {
        const bool has_ticks = find(parameters_, "tick_interval") ||
                               find(parameters_, "placeholder") ||
                               find(parameters_, "tick_labelset");
        if (has_ticks && !item_.appearance.empty() && !appearance_takes_ticks()) {
            return bad(
                "Ticks, their labels and a placeholder cannot be shown with the appearance " +
                    item_.appearance + ".",
                "Use vertical, no-ticks, both, or no appearance."
            );
        }
        std::map<std::string, Decimal> numbers;
        for (const auto& [key, value] :
             {std::pair{"start", "1"},
              std::pair{"end", "10"},
              std::pair{"step", "1"},
              std::pair{"tick_interval", ""},
              std::pair{"placeholder", ""}}) {
            const std::string* written = find(parameters_, key);
            const std::string text = written ? *written : value;
            if (text.empty()) continue;
            auto parsed = parse_decimal(text.starts_with('+') ? text.substr(1) : text);
            if (!parsed) {
                return bad(
                    std::string("The parameter ") + key + " must be a number, not " + text + ".",
                    std::string("Write for example ") + key + "=1."
                );
            }
            numbers[key] = *parsed;
        }
        return range_of(numbers);
    }

private:
    [[nodiscard]] FormStatus bad(std::string message, std::string hint) const {
        return refuse(place_, std::move(message), std::move(hint));
    }

    [[nodiscard]] bool appearance_takes_ticks() const {
        std::string rest = item_.appearance;
        for (const std::string_view word : {"vertical", "no-ticks"}) {
            const std::size_t at = rest.find(word);
            if (at != std::string::npos) rest.erase(at, word.size());
        }
        return std::ranges::all_of(rest, [](char c) { return c == ' '; });
    }

    [[nodiscard]] FormStatus range_of(const std::map<std::string, Decimal>& numbers) const {
        std::uint8_t scale = 0;
        for (const auto& [key, value] : numbers)
            scale = std::max(scale, value.scale);
        std::vector<std::pair<Decimal, const FormChoice*>> labels;
        if (auto read = tick_labels(labels); !read) return read;
        for (const auto& [value, choice] : labels)
            scale = std::max(scale, value.scale);
        const auto units = [&](Decimal value) {
            __extension__ using Wide = __int128;
            Wide out = value.unscaled;
            for (std::uint8_t i = value.scale; i < scale; ++i)
                out *= 10;
            return out;
        };
        const auto start = units(numbers.at("start"));
        const auto end = units(numbers.at("end"));
        const auto step = units(numbers.at("step"));
        const auto width = end > start ? end - start : start - end;
        const auto low = std::min(start, end);
        const auto high = std::max(start, end);
        if (step == 0) return bad("The step of a range cannot be 0.", "Write step=1.");
        if (step > width) {
            return bad(
                "The step is larger than the range.", "Make it smaller, or the range larger."
            );
        }
        auto grid = step;
        std::string_view grid_name = "step";
        if (const auto ticks = numbers.find("tick_interval"); ticks != numbers.end()) {
            const auto interval = units(ticks->second);
            if (interval == 0) return bad("The tick_interval cannot be 0.", "Remove it.");
            if (interval > width || interval % step != 0) {
                return bad(
                    "The tick_interval must be a multiple of step and fit into the range.",
                    "Write for example step=1 tick_interval=2."
                );
            }
            grid = interval;
            grid_name = "tick_interval";
        }
        if (const auto found = numbers.find("placeholder"); found != numbers.end()) {
            const auto value = units(found->second);
            if ((value - start) % step != 0 || value < low || value > high) {
                return bad(
                    "The placeholder must be a value that the range can take.",
                    "It lies between start and end, a number of steps away from start."
                );
            }
        }
        for (const auto& [value, choice] : labels) {
            const auto at = units(value);
            if (at >= low && at <= high && (at - start) % grid == 0) continue;
            return bad(
                "The label for " + choice->name + " stands at no tick of the range.",
                "Each label's name lies between start and end, a multiple of " +
                    std::string(grid_name) + " away from start."
            );
        }
        if (labels.empty() || !item_.appearance.contains("no-ticks")) return {};
        std::set<__int128> ends;
        for (const auto& [value, choice] : labels)
            ends.insert(units(value));
        if (ends != std::set<__int128>{start, end}) {
            return bad(
                "With no-ticks only the two ends of the range can have a label.",
                "Give tick_labelset a list with the values of start and end."
            );
        }
        return {};
    }

    FormStatus tick_labels(std::vector<std::pair<Decimal, const FormChoice*>>& labels) const {
        const std::string* name = find(parameters_, "tick_labelset");
        if (!name) return {};
        const FormChoiceList* list = find_list(form_.choice_lists, *name);
        if (!list) {
            return bad(
                "The tick_labelset " + *name + " is no list of the choices sheet.",
                "Add the list, or correct its name."
            );
        }
        for (const FormChoice& choice : list->choices) {
            auto value = parse_decimal(choice.name);
            if (!value) {
                return bad(
                    "A label of the range stands at " + choice.name + ", which is no number.",
                    "The names in a tick_labelset are numbers."
                );
            }
            labels.emplace_back(*value, &choice);
        }
        return {};
    }

    const Item& item_;
    const Parameters& parameters_;
    const Form& form_;
    const Place& place_;
};

} // namespace

FormStatus check_range_parameters(const Item& item, const Form& form, const Place& place) {
    return RangeChecker(item, form, place).check();
}

} // namespace muster::forms
