// Writes one SVG picture: escaped text, numbers with at most two decimals, a name and a sentence
// for screen readers. Colours are classes over CSS variables whose fallbacks are the light theme,
// so that a picture stands alone and still follows the page it is put into. Draws nothing by
// itself; the charts do.
#pragma once

#include "core/report/statistics.hpp"

#include <string>

namespace muster::report {

// Text for XML and HTML, in content and in quoted attributes. Control characters that neither may
// hold become U+FFFD.
std::string escape_markup(std::string_view text);

// About how wide a text is in the charts' typeface, in px at 12 px size.
double text_width(std::string_view text);
// The text, or its beginning with an ellipsis, so that it fits.
std::string fit_text(std::string_view text, double width);

class Svg {
public:
    // `name` is unique in the page: ids are made from it.
    Svg(std::string name, double width, double height);

    Svg& describe(std::string title, std::string description);
    Svg& line(std::string_view classes, double x1, double y1, double x2, double y2);
    Svg& rect(
        std::string_view classes, double x, double y, double width, double height, double radius = 0
    );
    Svg& circle(std::string_view classes, double x, double y, double radius);
    Svg& path(std::string_view classes, std::string_view d);
    Svg& text(std::string_view classes, double x, double y, std::string_view content);
    // The text cut to fit, with the whole of it as a tooltip.
    Svg&
    fitted(std::string_view classes, double x, double y, std::string_view content, double width);

    // A horizontal 95 % interval with a mark on it.
    Svg& interval(std::string_view colour, double x1, double x2, double y);

    [[nodiscard]] std::string done() const;

private:
    std::string name_;
    double width_;
    double height_;
    std::string title_;
    std::string description_;
    std::string body_;
};

std::string number(double value);

// Values to px, linear.
struct Axis {
    double from = 0;
    double to = 1;
    double px_from = 0;
    double px_to = 1;

    [[nodiscard]] double at(double value) const {
        // Where all values are the same they stand in the middle.
        const double share = to > from ? (value - from) / (to - from) : 0.5;
        return px_from + share * (px_to - px_from);
    }
};

struct Ticks {
    double from = 0;
    double to = 1;
    double step = 1;
};

// A range of round numbers around [low, high] with about `count` steps of 1 at least; within
// [floor, ceiling].
Ticks ticks_for(double low, double high, int count, double floor, double ceiling);

} // namespace muster::report
