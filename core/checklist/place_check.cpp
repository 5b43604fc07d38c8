#include "core/checklist/place_check.hpp"

#include <cstdlib>
#include <optional>
#include <vector>

namespace muster::checklist {

namespace {

std::unexpected<Error> bad(std::string message) {
    return fail(
        Code::invalid_input,
        std::move(message),
        "A point is latitude and longitude in degrees, then perhaps altitude and accuracy in "
        "metres: "
        "51.5 -0.12 20 5."
    );
}

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::optional<double> number_from(std::string_view word) {
    if (word.find_first_not_of("0123456789.-") != std::string_view::npos) return std::nullopt;
    const std::string text(word);
    char* stop = nullptr;
    const double out = std::strtod(text.c_str(), &stop);
    if (text.empty() || stop != text.c_str() + text.size()) return std::nullopt;
    return out;
}

std::vector<std::string_view> split(std::string_view text, char between) {
    std::vector<std::string_view> out;
    for (;;) {
        const auto at = text.find(between);
        out.push_back(trimmed(text.substr(0, at)));
        if (at == std::string_view::npos) return out;
        text.remove_prefix(at + 1);
    }
}

// ODK ends lines and shapes with a ';' or without one.
Result<std::vector<std::string_view>> points_of(std::string_view text) {
    auto points = split(text, ';');
    if (points.size() > 1 && points.back().empty()) points.pop_back();
    for (const auto point : points) {
        if (auto status = check_point(point); !status) return error_of(status);
    }
    return points;
}

} // namespace

Status check_point(std::string_view text) {
    const std::string shown(text.substr(0, 80));
    std::vector<double> numbers;
    for (const auto word : split(trimmed(text), ' ')) {
        if (word.empty()) continue;
        const auto number = number_from(word);
        if (!number) return bad("'" + shown + "' is no point: it holds more than numbers.");
        numbers.push_back(*number);
    }
    if (numbers.size() < 2 || numbers.size() > 4) {
        return bad(
            "'" + shown + "' is no point: it has " + std::to_string(numbers.size()) +
            (numbers.size() == 1 ? " number." : " numbers.")
        );
    }
    if (numbers[0] < -90 || numbers[0] > 90) return bad("The latitude is not from -90 to 90.");
    if (numbers[1] < -180 || numbers[1] > 180) return bad("The longitude is not from -180 to 180.");
    if (numbers.size() == 4 && numbers[3] < 0) return bad("The accuracy is below 0.");
    return {};
}

Status check_line(std::string_view text) {
    const auto points = points_of(text);
    if (!points) return error_of(points);
    return points->size() >= 2 ? Status() : bad("A line has two points or more.");
}

Status check_shape(std::string_view text) {
    const auto points = points_of(text);
    if (!points) return error_of(points);
    if (points->size() < 4)
        return bad("A shape has three corners or more, and the first one again.");
    if (points->front() == points->back()) return {};
    return bad("The shape does not close: its last point is not its first.");
}

} // namespace muster::checklist
