#include "core/report/charts.hpp"
#include "core/report/svg.hpp"
#include "core/report/words.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace muster::report {

namespace {

std::string_view tint_of(Standing standing) {
    switch (standing) {
    case Standing::above:
        return "a1";
    case Standing::far_above:
        return "a2";
    case Standing::below:
        return "b1";
    case Standing::far_below:
        return "b2";
    case Standing::cannot_tell:
    case Standing::few:
        return "";
    }
    return "";
}

std::string_view glyph_of(Standing standing) {
    switch (standing) {
    case Standing::above:
    case Standing::far_above:
        return "▲ ";
    case Standing::below:
    case Standing::far_below:
        return "▼ ";
    case Standing::cannot_tell:
    case Standing::few:
        return "";
    }
    return "";
}

std::string_view words_of(Standing standing) {
    switch (standing) {
    case Standing::above:
    case Standing::far_above:
        return "above the network";
    case Standing::below:
    case Standing::far_below:
        return "below the network";
    case Standing::cannot_tell:
        return "cannot tell";
    case Standing::few:
        return "few audits";
    }
    return "";
}

std::string limits_words(const Interval& interval) {
    return fixed(interval.low, 0) + "–" + fixed(interval.high, 0);
}

void draw_heat_cell(
    Svg& svg, const HeatCell& cell, double x, double y, double width, double height
) {
    svg.rect("box", x + 1.5, y + 1.5, width - 3, height - 3, 4);
    if (const auto tint = tint_of(cell.standing); !tint.empty()) {
        svg.rect(tint, x + 1.5, y + 1.5, width - 3, height - 3, 4);
    }
    const double middle = x + width / 2;
    const bool few = cell.standing == Standing::few;
    if (!cell.score.value) {
        svg.text("mid q", middle, y + height / 2 - 2, absent);
        svg.text("mid q s11", middle, y + height / 2 + 11, "n = " + thousands(cell.score.audits));
        return;
    }
    const std::string value = std::string(glyph_of(cell.standing)) + fixed(*cell.score.value, 0);
    svg.text(few ? "mid q" : "mid k", middle, y + height / 2 - 2, value);
    svg.text(
        "mid q s11",
        middle,
        y + height / 2 + 11,
        few ? "n = " + thousands(cell.score.audits) : limits_words(*cell.score.interval)
    );
}

// A column's name on one line, or on two where it has words to part; one long word is shortened as
// people do, "Respons.".
void draw_label(Svg& svg, double x, double y, const std::string& name, double width) {
    if (text_width(name) <= width) {
        svg.text("mid", x, y - 6, name);
        return;
    }
    std::size_t cut = std::string::npos;
    for (std::size_t at = name.find(' '); at != std::string::npos; at = name.find(' ', at + 1)) {
        if (cut == std::string::npos || text_width(name.substr(0, at)) <= width) cut = at;
    }
    if (cut == std::string::npos) {
        const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
            return static_cast<unsigned char>(c) < 0x80;
        });
        constexpr std::size_t letters = 7;
        svg.fitted("mid", x, y - 6, plain ? name.substr(0, letters) + "." : name, width);
        return;
    }
    svg.fitted("mid s11", x, y - 13, name.substr(0, cut), width + 6);
    svg.fitted("mid s11", x, y, name.substr(cut + 1), width + 6);
}

// Rows by columns; the network's own figures as the last row.
std::string heat_map(
    const std::string& name,
    const std::string& title,
    const Report& report,
    std::span<const HeatRow> rows
) {
    const auto& columns = report.heat_columns;
    if (rows.empty()) return "";
    const double label = 92;
    const double row_height = 32;
    const auto count = static_cast<double>(columns.size() + 1);
    const double width = std::clamp((680 - label) / count, 62.0, 110.0);
    const double head = 52;
    const auto height = head + row_height * static_cast<double>(rows.size() + 1) + 2;
    Svg svg(name, label + width * count, height);
    std::string words;
    const auto x_of = [&](std::size_t j) { return label + width * static_cast<double>(j); };
    for (std::size_t j = 0; j < columns.size();) {
        std::size_t end = j;
        while (end < columns.size() && columns[end].group == columns[j].group) {
            ++end;
        }
        const double middle = (x_of(j + 1) + x_of(end + 1)) / 2;
        svg.fitted("mid q", middle, 14, columns[j].group, x_of(end + 1) - x_of(j + 1) - 4);
        j = end;
    }
    svg.text("mid k", x_of(0) + width / 2, 40, "Score");
    for (std::size_t j = 0; j < columns.size(); ++j) {
        draw_label(svg, x_of(j + 1) + width / 2, 46, columns[j].name, width - 4);
    }
    double y = head;
    for (const auto& row : rows) {
        svg.fitted("k", 0, y + row_height / 2 + 4, row.name, label - 8);
        draw_heat_cell(svg, row.overall, x_of(0), y, width, row_height);
        for (std::size_t j = 0; j < row.cells.size(); ++j) {
            draw_heat_cell(svg, row.cells[j], x_of(j + 1), y, width, row_height);
            const HeatCell& cell = row.cells[j];
            if (cell.standing == Standing::cannot_tell || cell.standing == Standing::few) continue;
            words += row.name + ", " + columns[j].name + ": " + fixed(*cell.score.value, 0) + ", " +
                     std::string(words_of(cell.standing)) + ". ";
        }
        y += row_height;
    }
    svg.text("k", 0, y + row_height / 2 + 4, "Network");
    const auto network = [&](std::size_t j, const ScoreFigure& figure) {
        const double middle = x_of(j) + width / 2;
        svg.text("mid k", middle, y + row_height / 2 - 2, fixed(figure.value, 0));
        if (figure.interval) {
            svg.text("mid q s11", middle, y + row_height / 2 + 11, limits_words(*figure.interval));
        }
    };
    network(0, report.score);
    for (std::size_t j = 0; j < columns.size(); ++j) {
        network(j + 1, columns[j].network);
    }
    svg.describe(title, words.empty() ? "No figure differs clearly from the network." : words);
    return svg.done();
}

std::string_view class_title(Standing standing) {
    switch (standing) {
    case Standing::above:
    case Standing::far_above:
        return "Above the network";
    case Standing::below:
    case Standing::far_below:
        return "Below the network";
    case Standing::cannot_tell:
        return "As the network";
    case Standing::few:
        return "Too few audits";
    }
    return "";
}

void draw_location(Svg& svg, const LocationRow& row, const Axis& axis, double y) {
    svg.fitted("k", 0, y + 4, row.name, 128);
    svg.fitted("q s11", 134, y + 4, row.region, 84);
    const bool above = row.standing == Standing::above;
    const bool below = row.standing == Standing::below;
    if (row.shrunken) {
        const auto colour = above ? "own" : below ? "bad" : "soft";
        const double at = axis.at(*row.shrunken);
        svg.interval(
            colour, axis.at(row.shrunken_interval->low), axis.at(row.shrunken_interval->high), y
        );
        const auto classes = fmt::format("f {}", colour);
        if (above) {
            svg.path(classes, fmt::format("M{} {}l5.8 9.5h-11.6z", number(at), number(y - 6)));
        } else if (below) {
            svg.path(classes, fmt::format("M{} {}l5.8 -9.5h-11.6z", number(at), number(y + 6)));
        } else {
            svg.circle(classes, at, y, 4);
        }
        svg.text("end k", 600, y + 4, fixed(*row.shrunken, 1));
    }
    svg.text("end q", 680, y + 4, "n = " + thousands(row.score.audits));
}

} // namespace

std::string region_heat_chart(const Report& report) {
    return heat_map("region-heat", "Regions by dimension and section", report, report.region_heat);
}

std::vector<std::string> location_heat_charts(const Report& report) {
    std::vector<std::string> out;
    if (report.location_heat.size() > locations_drawn_max) return out;
    constexpr std::size_t rows_max = 24; // what stands on one page
    for (std::size_t from = 0; from < report.location_heat.size(); from += rows_max) {
        const std::size_t count = std::min(rows_max, report.location_heat.size() - from);
        out.push_back(heat_map(
            "location-heat-" + std::to_string(out.size() + 1),
            "Locations by dimension and section",
            report,
            std::span(report.location_heat).subspan(from, count)
        ));
    }
    return out;
}

std::string location_chart(const Report& report) {
    if (report.shrinkage.status != StatStatus::ok) return "";
    const bool all = report.locations.size() <= locations_drawn_max;
    std::vector<const LocationRow*> rows;
    double low = 100;
    double high = 0;
    std::string words;
    std::size_t classes = 0;
    for (const auto& row : report.locations) {
        if (!row.shrunken || (!all && row.standing == Standing::cannot_tell)) continue;
        if (rows.size() >= locations_drawn_max) break;
        if (rows.empty() || rows.back()->standing != row.standing) {
            ++classes;
            words += std::string(class_title(row.standing)) + ": ";
        }
        rows.push_back(&row);
        low = std::min(low, row.shrunken_interval->low);
        high = std::max(high, row.shrunken_interval->high);
        words += row.name + " " + fixed(*row.shrunken, 1) + "; ";
    }
    if (rows.empty()) return "";
    const Ticks ticks = ticks_for(low, high, 6, 0, 100);
    const Axis axis{ticks.from, ticks.to, 226, 556};
    const double bottom =
        10 + 19 * static_cast<double>(rows.size()) + 26 * static_cast<double>(classes);
    Svg svg("locations", 680, bottom + 22);
    for (double v = ticks.from; v <= ticks.to + ticks.step / 2; v += ticks.step) {
        svg.line("grid", axis.at(v), 4, axis.at(v), bottom);
        svg.text("mid q", axis.at(v), bottom + 16, fixed(v, 0));
    }
    svg.line("net", axis.at(*report.shrinkage.mu), 4, axis.at(*report.shrinkage.mu), bottom);
    double y = 8;
    Standing current = Standing::few;
    bool first = true;
    for (const auto* row : rows) {
        if (first || row->standing != current) {
            svg.text("q", 0, y + 12, class_title(row->standing));
            y += 26;
        }
        first = false;
        current = row->standing;
        draw_location(svg, *row, axis, y);
        y += 19;
    }
    svg.describe("Locations in three classes, shrunken estimates with 95 % intervals", words);
    return svg.done();
}

} // namespace muster::report
