#include "core/report/svg.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace muster::report {

namespace {

// Light values as fallbacks. In an SVG, `text` and `.k` style text, `.f .s .h` fill or stroke with
// the colour of the element's own class.
constexpr std::string_view style =
    ".mc text{font:400 12px system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",\"Helvetica "
    "Neue\",sans-serif;font-variant-numeric:tabular-nums;fill:var(--ink-2,#454e59)}"
    ".mc text.k{fill:var(--ink,#14181d);font-weight:600}.mc text.q{fill:var(--ink-3,#5a6470)}"
    ".mc text.s11{font-size:11px}.mc text.mid{text-anchor:middle}.mc text.end{text-anchor:end}"
    ".mc text.on{fill:currentColor;font-weight:600}"
    ".mc .grid{stroke:var(--line,#dfe2e6)}.mc .axis{stroke:var(--edge,#76808c)}"
    ".mc .net{stroke:var(--ink-2,#454e59);stroke-dasharray:4 3}.mc .band{fill:var(--band,#e8ebee)}"
    ".mc .box{fill:var(--surface,#fff);stroke:var(--line,#dfe2e6)}"
    ".mc .f{fill:currentColor}.mc .s{stroke:currentColor;fill:none}"
    ".mc .h{fill:var(--surface,#fff);stroke:currentColor;stroke-width:1.75}"
    ".mc .ci{stroke-width:2;stroke-linecap:round}.mc .thin{stroke-width:1.5}"
    ".mc .own{color:var(--own,#0b5a9c)}.mc .comp{color:var(--competitor,#8a4a79)}"
    ".mc .soft{color:var(--ink-3,#5a6470)}.mc .bad{color:var(--not-met-fill,#c24400)}"
    ".mc .good{color:var(--own,#0b5a9c)}"
    ".mc .rel{color:var(--dim-reliability,#0072b2)}.mc .ass{color:var(--dim-assurance,#008a65)}"
    ".mc .tan{color:var(--dim-tangibles,#a66d00)}.mc .emp{color:var(--dim-empathy,#b4558a)}"
    ".mc .res{color:var(--dim-responsiveness,#c95600)}"
    ".mc .a2{fill:var(--heat-above-2,#b9d9f2)}.mc .a1{fill:var(--heat-above-1,#deedf8)}"
    ".mc .b1{fill:var(--heat-below-1,#fbe6d6)}.mc .b2{fill:var(--heat-below-2,#f6c8a6)}"
    ".mc .met{color:var(--met,#00674b)}.mc .concern{color:var(--concern,#744700)}"
    ".mc .not-met{color:var(--not-met,#9d3000)}.mc .not-tested{color:var(--not-tested,#454e59)}"
    ".mc .na{color:var(--na,#5a6470)}.mc .met-t{fill:var(--met-tint,#e2f3ec)}"
    ".mc .concern-t{fill:var(--concern-tint,#fbf0d9)}.mc "
    ".not-met-t{fill:var(--not-met-tint,#fce8df)}"
    ".mc .not-tested-t{fill:var(--not-tested-tint,#eef0f2)}.mc .na-t{fill:var(--na-tint,#fff)}";

// Bytes of the UTF-8 sequence that begins with this byte; broken ones count as one.
std::size_t sequence_length(unsigned char first) {
    if (first < 0x80) return 1;
    if (first >= 0xF0) return 4;
    if (first >= 0xE0) return 3;
    return first >= 0xC0 ? 2 : 1;
}

double glyph_width(std::string_view glyph) {
    if (glyph.size() >= 3 && static_cast<unsigned char>(glyph[0]) >= 0xE3) return 12;
    const char c = glyph[0];
    if (glyph.size() > 1) return 7.2;
    if (c == 'i' || c == 'l' || c == 'I' || c == 'j' || c == '.' || c == ',' || c == ' ')
        return 3.6;
    if (c == 'm' || c == 'w' || c == 'W' || c == 'M') return 10.4;
    return c >= 'A' && c <= 'Z' ? 8.2 : 6.8;
}

bool is_forbidden(unsigned char c) {
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
}

} // namespace

std::string escape_markup(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            if (is_forbidden(static_cast<unsigned char>(c))) {
                out += "�";
            } else {
                out += c;
            }
        }
    }
    return out;
}

double text_width(std::string_view text) {
    double out = 0;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length =
            std::min(sequence_length(static_cast<unsigned char>(text[i])), text.size() - i);
        out += glyph_width(text.substr(i, length));
        i += length;
    }
    return out;
}

std::string fit_text(std::string_view text, double width) {
    if (text_width(text) <= width) return std::string(text);
    double used = text_width("…");
    std::size_t end = 0;
    while (end < text.size()) {
        const std::size_t length =
            std::min(sequence_length(static_cast<unsigned char>(text[end])), text.size() - end);
        used += glyph_width(text.substr(end, length));
        if (used > width) break;
        end += length;
    }
    while (end > 0 && text[end - 1] == ' ') {
        --end;
    }
    return std::string(text.substr(0, end)) + "…";
}

std::string number(double value) {
    std::string out = fmt::format("{:.2f}", value);
    while (out.back() == '0') {
        out.pop_back();
    }
    if (out.back() == '.') out.pop_back();
    return out == "-0" ? "0" : out;
}

Svg::Svg(std::string name, double width, double height)
    : name_(std::move(name)), width_(width), height_(height) {}

Svg& Svg::describe(std::string title, std::string description) {
    title_ = std::move(title);
    description_ = std::move(description);
    return *this;
}

Svg& Svg::line(std::string_view classes, double x1, double y1, double x2, double y2) {
    body_ += fmt::format(
        R"(<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>)",
        classes,
        number(x1),
        number(y1),
        number(x2),
        number(y2)
    );
    return *this;
}

Svg& Svg::rect(
    std::string_view classes, double x, double y, double width, double height, double radius
) {
    body_ += fmt::format(
        R"(<rect class="{}" x="{}" y="{}" width="{}" height="{}")",
        classes,
        number(x),
        number(y),
        number(std::max(0.0, width)),
        number(std::max(0.0, height))
    );
    if (radius > 0) body_ += fmt::format(R"( rx="{}")", number(radius));
    body_ += "/>";
    return *this;
}

Svg& Svg::circle(std::string_view classes, double x, double y, double radius) {
    body_ += fmt::format(
        R"(<circle class="{}" cx="{}" cy="{}" r="{}"/>)",
        classes,
        number(x),
        number(y),
        number(radius)
    );
    return *this;
}

Svg& Svg::path(std::string_view classes, std::string_view d) {
    body_ += fmt::format(R"(<path class="{}" d="{}"/>)", classes, d);
    return *this;
}

Svg& Svg::text(std::string_view classes, double x, double y, std::string_view content) {
    body_ += fmt::format(
        R"(<text class="{}" x="{}" y="{}">{}</text>)",
        classes,
        number(x),
        number(y),
        escape_markup(content)
    );
    return *this;
}

Svg& Svg::fitted(
    std::string_view classes, double x, double y, std::string_view content, double width
) {
    const std::string shown = fit_text(content, width);
    if (shown == content) return text(classes, x, y, content);
    body_ += fmt::format(
        R"(<text class="{}" x="{}" y="{}">{}<title>{}</title></text>)",
        classes,
        number(x),
        number(y),
        escape_markup(shown),
        escape_markup(content)
    );
    return *this;
}

Svg& Svg::interval(std::string_view colour, double x1, double x2, double y) {
    return line(fmt::format("ci s {}", colour), x1, y, x2, y);
}

std::string Svg::done() const {
    return fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" class="mc" viewBox="0 0 {0} {1}" width="{0}" )"
        R"(height="{1}" style="max-width:{7}px" role="img" aria-labelledby="{2}-t {2}-d"><title id="{2}-t">{3}</title>)"
        R"(<desc id="{2}-d">{4}</desc><style>{5}</style>{6}</svg>)",
        number(width_),
        number(height_),
        name_,
        escape_markup(title_),
        escape_markup(description_),
        style,
        body_,
        number(1.36 * width_)
    );
}

Ticks ticks_for(double low, double high, int count, double floor, double ceiling) {
    const double rough = std::max(1.0, (high - low) / std::max(1, count));
    const double magnitude = std::pow(10, std::floor(std::log10(rough)));
    double step = 10 * magnitude;
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * magnitude >= rough * 0.999) {
            step = factor * magnitude;
            break;
        }
    }
    Ticks out;
    out.step = step;
    out.from = std::max(floor, std::floor(low / step) * step);
    out.to = std::min(ceiling, std::ceil(high / step) * step);
    // A single value gets room on both sides where there is any.
    if (out.to - out.from < 2 * step) out.to = std::min(ceiling, out.to + step);
    if (out.to - out.from < 2 * step) out.from = std::max(floor, out.from - step);
    return out;
}

} // namespace muster::report
