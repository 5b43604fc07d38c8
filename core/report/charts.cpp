#include "core/report/charts.hpp"

#include "core/report/svg.hpp"
#include "core/report/words.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace muster::report {

namespace {

std::string_view class_of(checklist::Dimension dimension) {
    switch (dimension) {
    case checklist::Dimension::none:
        return "own";
    case checklist::Dimension::reliability:
        return "rel";
    case checklist::Dimension::assurance:
        return "ass";
    case checklist::Dimension::tangibles:
        return "tan";
    case checklist::Dimension::empathy:
        return "emp";
    case checklist::Dimension::responsiveness:
        return "res";
    }
    return "own";
}

// Each dimension has its own mark, so that it is known without its colour.
void draw_mark(Svg& svg, checklist::Dimension dimension, double x, double y) {
    const auto classes = fmt::format("f {}", class_of(dimension));
    switch (dimension) {
    case checklist::Dimension::none:
    case checklist::Dimension::reliability:
        svg.circle(classes, x, y, 5);
        return;
    case checklist::Dimension::assurance:
        svg.rect(classes, x - 4.5, y - 4.5, 9, 9);
        return;
    case checklist::Dimension::tangibles:
        svg.path(classes, fmt::format("M{} {}l5.8 9.5h-11.6z", number(x), number(y - 5.5)));
        return;
    case checklist::Dimension::empathy:
        svg.path(classes, fmt::format("M{} {}l6 6.5l-6 6.5l-6 -6.5z", number(x), number(y - 6.5)));
        return;
    case checklist::Dimension::responsiveness:
        svg.rect(classes, x - 2.5, y - 6.5, 5, 13);
        return;
    }
}

std::string score_words(const ScoreFigure& figure) {
    if (!figure.value) return counted(figure.audits, "audit, too few", "audits, too few");
    return fixed(*figure.value, 1) + ", " + interval_words(*figure.interval, 1) +
           ", n = " + thousands(figure.audits);
}

struct Range {
    double low = 100;
    double high = 0;

    void take(const ScoreFigure& figure) {
        if (!figure.interval) return;
        low = std::min(low, figure.interval->low);
        high = std::max(high, figure.interval->high);
    }

    [[nodiscard]] bool empty() const { return low > high; }
};

void vertical_grid(Svg& svg, const Ticks& ticks, const Axis& axis, double top, double bottom) {
    for (double v = ticks.from; v <= ticks.to + ticks.step / 2; v += ticks.step) {
        svg.line("grid", axis.at(v), top, axis.at(v), bottom);
        svg.text("mid q", axis.at(v), bottom + 16, fixed(v, 0));
    }
}

} // namespace

std::string score_chart(const Report& report) {
    if (!report.score.value) return "";
    const auto& interval = *report.score.interval;
    const Ticks ticks =
        ticks_for(std::max(0.0, interval.low - 5), std::min(100.0, interval.high + 5), 4, 0, 100);
    const Axis axis{ticks.from, ticks.to, 8, 178};
    Svg svg("score", 186, 44);
    svg.describe("Score with its 95 % interval", "Score " + score_words(report.score) + ".");
    svg.line("axis", 8, 14, 178, 14);
    for (double v = ticks.from; v <= ticks.to + ticks.step / 2; v += ticks.step) {
        svg.line("axis", axis.at(v), 11, axis.at(v), 17);
        svg.text("mid q s11", axis.at(v), 36, fixed(v, 0));
    }
    svg.rect(
        "f own", axis.at(interval.low), 11.5, axis.at(interval.high) - axis.at(interval.low), 5, 2.5
    );
    svg.circle("h own", axis.at(*report.score.value), 14, 5);
    return svg.done();
}

std::string trend_chart(const Report& report) {
    Range range;
    for (const auto& wave : report.waves) {
        range.take(wave.score);
    }
    if (range.empty()) return "";
    const bool band = report.limits.limits.has_value() && report.waves.size() > 2;
    if (band) {
        range.low = std::min(range.low, report.limits.limits->low);
        range.high = std::max(range.high, report.limits.limits->high);
    }
    const Ticks ticks = ticks_for(range.low, range.high, 4, 0, 100);
    Svg svg("trend", 350, 192);
    const Axis y{ticks.from, ticks.to, 152, 12};
    const auto count = static_cast<double>(report.waves.size());
    const double step = 280 / std::max(1.0, count);
    const auto x_of = [&](std::size_t i) { return 36 + step * (static_cast<double>(i) + 0.5); };
    if (band) {
        const double top = y.at(std::min(ticks.to, report.limits.limits->high));
        svg.rect("band", 36, top, 280, y.at(std::max(ticks.from, report.limits.limits->low)) - top);
    }
    for (double v = ticks.from; v <= ticks.to + ticks.step / 2; v += ticks.step) {
        svg.line("grid", 36, y.at(v), 316, y.at(v));
        svg.text("end q", 30, y.at(v) + 4, fixed(v, 0));
    }
    if (band) {
        svg.line("net", 36, y.at(*report.limits.centre), 316, y.at(*report.limits.centre));
        svg.text("q", 320, y.at(*report.limits.centre) + 4, fixed(*report.limits.centre, 1));
    }
    std::string words;
    std::string points;
    for (std::size_t i = 0; i < report.waves.size(); ++i) {
        const WaveRow& wave = report.waves[i];
        words += capitalised(wave.name) + ": " + score_words(wave.score) + ". ";
        if (!wave.score.value) continue;
        points += fmt::format(
            "{}{} {}", points.empty() ? "M" : "L", number(x_of(i)), number(y.at(*wave.score.value))
        );
    }
    svg.path("s own thin", points);
    for (std::size_t i = 0; i < report.waves.size(); ++i) {
        const WaveRow& wave = report.waves[i];
        if (wave.score.value) {
            const double at = y.at(*wave.score.value);
            svg.line(
                "ci s own",
                x_of(i),
                y.at(wave.score.interval->low),
                x_of(i),
                y.at(wave.score.interval->high)
            );
            svg.circle("f own", x_of(i), at, 5);
            if (step > 44) svg.text("k", x_of(i) + 9, at - 8, fixed(*wave.score.value, 1));
        }
        // Many waves leave room for their number only.
        const bool wide = text_width(wave.name) <= step - 2;
        svg.fitted("mid", x_of(i), 170, wide ? capitalised(wave.name) : wave.id, step - 2);
        if (step > 34) svg.text("mid q s11", x_of(i), 185, "n = " + thousands(wave.score.audits));
    }
    svg.describe("Score, wave by wave, with 95 % intervals", words);
    return svg.done();
}

std::string dimension_chart(const Report& report) {
    Range range;
    for (const auto& row : report.dimensions) {
        range.take(row.score);
    }
    if (range.empty()) return "";
    const bool changes =
        std::any_of(report.dimensions.begin(), report.dimensions.end(), [](const auto& row) {
            return row.change.difference.has_value();
        });
    const Ticks ticks = ticks_for(range.low, range.high, 4, 0, 100);
    const Axis x{ticks.from, ticks.to, 118, changes ? 250.0 : 384.0};
    const double bottom = 24 + 33 * static_cast<double>(report.dimensions.size());
    Svg svg("dimensions", 400, bottom + 22);
    vertical_grid(svg, ticks, x, 22, bottom);
    std::string words;
    double y = 42;
    for (const auto& row : report.dimensions) {
        words += row.name + ": " + score_words(row.score) + ". ";
        svg.fitted("k", 0, y + 4, row.name, 106);
        if (row.score.value) {
            svg.interval(
                class_of(row.dimension),
                x.at(row.score.interval->low),
                x.at(row.score.interval->high),
                y
            );
            draw_mark(svg, row.dimension, x.at(*row.score.value), y);
            svg.text("mid k", x.at(*row.score.value), y - 10, fixed(*row.score.value, 1));
        } else {
            svg.text("q", 118, y + 4, counted(row.score.audits, "audit", "audits") + ", too few");
        }
        if (row.change.interval) {
            svg.text("end k", 294, y + 4, with_sign(*row.change.difference, 1));
            svg.text("end", 400, y + 4, "(" + signed_interval_words(*row.change.interval, 1) + ")");
            words += "Change " + with_sign(*row.change.difference, 1) + ", " +
                     signed_interval_words(*row.change.interval, 1) + ". ";
        }
        y += 33;
    }
    if (changes) svg.text("end q", 400, 12, "change from " + report.change.from);
    svg.describe("Dimensions with 95 % intervals", words);
    return svg.done();
}

std::string brand_chart(const Report& report) {
    if (report.brands.size() < 2) return "";
    Range range;
    for (const auto& brand : report.brands) {
        range.take(brand.score);
        for (const auto& figure : brand.dimensions) {
            range.take(figure);
        }
    }
    if (range.empty()) return "";
    const Ticks ticks = ticks_for(range.low, range.high, 5, 0, 100);
    const Axis x{ticks.from, ticks.to, 210, 560};
    const double row_height = 18;
    const auto brands = static_cast<double>(report.brands.size());
    const double group_height = brands * row_height + 14;
    const auto groups = static_cast<double>(report.dimensions.size() + 1);
    const double bottom = 8 + groups * group_height;
    Svg svg("brands", 680, bottom + 22);
    vertical_grid(svg, ticks, x, 4, bottom);
    std::string words;
    double y = 18;
    for (std::size_t group = 0; group <= report.dimensions.size(); ++group) {
        const std::string name = group == 0 ? "Score" : report.dimensions[group - 1].name;
        svg.fitted("k", 0, y + 4, name, 106);
        words += name + ": ";
        for (std::size_t i = 0; i < report.brands.size(); ++i) {
            const BrandRow& brand = report.brands[i];
            const ScoreFigure& figure = group == 0 ? brand.score : brand.dimensions[group - 1];
            words += brand.brand + " " + score_words(figure) + "; ";
            svg.fitted(brand.own ? "k" : "", 122, y + 4, brand.brand, 76);
            const auto colour = brand.own ? "own" : "comp";
            if (figure.value) {
                svg.interval(colour, x.at(figure.interval->low), x.at(figure.interval->high), y);
                const double at = x.at(*figure.value);
                if (brand.own) {
                    svg.circle("f own", at, y, 5);
                } else if (i % 3 == 1) {
                    svg.rect("h comp", at - 4.5, y - 4.5, 9, 9);
                } else if (i % 3 == 2) {
                    svg.path(
                        "h comp", fmt::format("M{} {}l5.8 9.5h-11.6z", number(at), number(y - 6))
                    );
                } else {
                    svg.path(
                        "h comp", fmt::format("M{} {}l6 6l-6 6l-6 -6z", number(at), number(y - 6))
                    );
                }
                svg.text("end k", 604, y + 4, fixed(*figure.value, 1));
            }
            svg.text("end q", 680, y + 4, "n = " + thousands(figure.audits));
            y += row_height;
        }
        y += 14;
    }
    svg.describe("Own network and competitors by brand, with 95 % intervals", words);
    return svg.done();
}

std::string nps_chart(const Report& report) {
    const NetPromoter& nps = report.measures.nps;
    if (!report.measures.has_nps || nps.n < figure_n_min) return "";
    const auto n = static_cast<double>(nps.n);

    struct Part {
        std::string_view classes;
        std::string_view name;
        std::int64_t count;
    };

    const std::array parts{
        Part{"b2", "detract", nps.detractors},
        Part{"band", "passive", nps.passives},
        Part{"a2", "promote", nps.promoters}
    };
    Svg svg("nps", 350, 48);
    double x = 0;
    std::string words;
    for (const auto& part : parts) {
        const double width = 350 * static_cast<double>(part.count) / n;
        svg.rect(part.classes, x, 0, std::max(0.0, width - 2), 22, 3);
        const std::string share = percent_words(static_cast<double>(part.count) / n);
        if (width > 44) svg.text("mid k", x + width / 2, 15, share);
        const std::string label = thousands(part.count) + " " + std::string(part.name);
        if (part.count == 0) continue;
        if (x <= 0) {
            svg.text("q", 0, 40, label);
        } else if (&part == &parts.back() && x < 250) {
            svg.text("end q", 348, 40, label);
        } else if (width > text_width(label)) {
            svg.text("mid q", x + width / 2, 40, label);
        }
        words += thousands(part.count) + " " + std::string(part.name) + " (" + share + "). ";
        x += width;
    }
    svg.describe("Promoters, passives and detractors", words);
    return svg.done();
}

} // namespace muster::report
