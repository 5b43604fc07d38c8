// Places: geopoints "latitude longitude altitude accuracy", several of them with ; between. The
// earth is a sphere of the equator's radius, as the ODK XForms specification has it.
#include "core/expression/functions.hpp"
#include "core/expression/limits.hpp"

#include <array>
#include <cmath>
#include <numbers>

namespace muster::expression {

namespace {

constexpr double earth_radius_m = 6'378'100;

struct Point {
    double latitude = 0; // radians
    double longitude = 0;
};

std::optional<double> angle(std::string_view text, double degrees_max) {
    const double degrees = text_to_number(text, 0);
    if (!(std::fabs(degrees) <= degrees_max)) return std::nullopt;
    return degrees * std::numbers::pi / 180;
}

std::optional<Point> read_point(std::string_view text) {
    const auto words = split_words(text);
    if (words.size() < 2 || words.size() > 4) return std::nullopt;
    const auto latitude = angle(words[0], 90);
    const auto longitude = angle(words[1], 180);
    if (!latitude || !longitude) return std::nullopt;
    return Point{*latitude, *longitude};
}

// Nothing where one of the points is none.
std::optional<std::vector<Point>> read_points(const std::vector<std::string>& texts) {
    std::vector<Point> out;
    for (std::string_view text : texts) {
        for (bool more = true; more;) {
            const auto end = text.find(';');
            more = end != std::string_view::npos;
            const auto piece = text.substr(0, end);
            text.remove_prefix(more ? end + 1 : text.size());
            if (!more && split_words(piece).empty()) break; // unanswered, or a ; at the end
            const auto point = read_point(piece);
            if (!point) return std::nullopt;
            out.push_back(*point);
        }
    }
    return out;
}

double to_centimetres(double metres) {
    return std::fabs(std::floor(metres * 100 + 0.5) / 100);
}

double length_m(const Point& a, const Point& b) {
    // Haversine, because the arc cosine of the usual formula knows nothing below a decimetre.
    const double across = std::sin((a.latitude - b.latitude) / 2);
    const double along = std::sin((a.longitude - b.longitude) / 2);
    const double square =
        across * across + std::cos(a.latitude) * std::cos(b.latitude) * along * along;
    return 2 * std::asin(std::sqrt(std::fmin(1.0, square))) * earth_radius_m;
}

Result<Value> distance(Arguments& arguments) {
    const auto texts = arguments.texts_from(0);
    if (!texts) return error_of(texts);
    const auto points = read_points(*texts);
    if (!points) {
        return arguments.bad(
            Code::invalid_input,
            "The places cannot be read.",
            "Give latitude and longitude in degrees, and ; between places."
        );
    }
    double total = 0;
    for (std::size_t i = 1; i < points->size(); ++i)
        total += length_m((*points)[i - 1], (*points)[i]);
    return Value(to_centimetres(total));
}

// Square metres inside the line that the points draw, closed where it is open; 0 where they enclose
// nothing, be it that they cannot be read.
Result<Value> area(Arguments& arguments) {
    const auto texts = arguments.texts_from(0);
    if (!texts) return error_of(texts);
    const auto points = read_points(*texts);
    if (!points || points->size() < 3) return Value(0.0);
    double total = 0;
    for (std::size_t i = 0; i < points->size(); ++i) {
        const Point& a = (*points)[i];
        const Point& b = (*points)[(i + 1) % points->size()];
        total += (b.longitude - a.longitude) * (2 + std::sin(a.latitude) + std::sin(b.latitude));
    }
    return Value(to_centimetres(total * earth_radius_m * earth_radius_m / 2));
}

// Whether a point lies inside the closed line of a geoshape, on the plane of degrees.
Result<Value> geofence(Arguments& arguments) {
    const auto place = arguments.text(0);
    if (!place) return error_of(place);
    const auto shape = arguments.text(1);
    if (!shape) return error_of(shape);
    const auto point = read_point(*place);
    const auto corners = read_points({*shape});
    if (!point || !corners || corners->size() < 4) return Value(false);
    bool inside = false;
    for (std::size_t i = 0, j = corners->size() - 1; i < corners->size(); j = i++) {
        const Point& a = (*corners)[i];
        const Point& b = (*corners)[j];
        if ((a.longitude > point->longitude) == (b.longitude > point->longitude)) continue;
        const double crossing = (b.latitude - a.latitude) * (point->longitude - a.longitude) /
                                    (b.longitude - a.longitude) +
                                a.latitude;
        if (point->latitude < crossing) inside = !inside;
    }
    return Value(inside);
}

constexpr std::array<Function, 3> functions = {{
    {"distance", 1, limits::arguments_max, distance},
    {"area", 1, 1, area},
    {"geofence", 2, 2, geofence},
}};

} // namespace

std::span<const Function> place_functions() {
    return functions;
}

} // namespace muster::expression
