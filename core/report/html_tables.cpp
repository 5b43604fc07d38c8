#include "core/report/findings_look.hpp"
#include "core/report/html_parts.hpp"
#include "core/report/svg.hpp"
#include "core/report/words.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace muster::report {

namespace {

std::string number_text(ColumnKind kind, double value) {
    if (!std::isfinite(value)) return std::string(absent);
    switch (kind) {
    case ColumnKind::share:
        return percent_words(value);
    case ColumnKind::points:
        return with_sign(value, 1);
    case ColumnKind::p:
        return value < 0.001 ? "< 0.001" : fixed(value, 3);
    case ColumnKind::seconds:
        return fixed(value, 0);
    case ColumnKind::score:
        return fixed(value, 1);
    case ColumnKind::count:
        return thousands(std::llround(value));
    case ColumnKind::number:
    case ColumnKind::text:
        return value == std::floor(value) && std::abs(value) < 1e9 ? thousands(std::llround(value))
                                                                   : fixed(value, 2);
    }
    return fixed(value, 2);
}

std::string cell_text(ColumnKind kind, const TableCell& cell) {
    if (const auto* text = std::get_if<std::string>(&cell)) return escape_markup(*text);
    if (const auto* count = std::get_if<std::int64_t>(&cell)) return thousands(*count);
    if (const auto* value = std::get_if<double>(&cell)) return number_text(kind, *value);
    return "";
}

std::string rate_text(const RateFigure& rate) {
    if (rate.n == 0) return "no data";
    if (!rate.share) return count_words(rate.k, rate.n);
    return fmt::format(
        "{} <span class=\"q\">({})</span>",
        percent_words(*rate.share),
        percent_interval_words(*rate.interval)
    );
}

std::string matrix_cell(const MatrixCell& cell) {
    const FindingLook look = look_of(cell.state);
    std::string out = fmt::format(
        R"(<td class="cell {}{}">{} {})",
        look.css,
        cell.stands_out ? " flag" : "",
        look.glyph,
        look.word
    );
    if (cell.tested > 0) {
        out += fmt::format(R"(<br><span class="k">{}</span>)", count_words(cell.met, cell.tested));
    }
    return out + "</td>";
}

constexpr double act_width = 190; // px at 12 px: about thirty letters

std::string matrix_head(const Report& report) {
    std::string out = R"(<thead><tr><th scope="col">Location</th>)";
    for (const auto& row : report.provisions) {
        if (row.met.n == 0) continue;
        out += fmt::format(
            R"(<th scope="col"><small>{}</small>{}<small>{}</small></th>)",
            escape_markup(fit_text(row.act, act_width)),
            escape_markup(row.citation),
            escape_markup(row.title)
        );
    }
    return out + "</tr></thead>";
}

std::string matrix_total(const Report& report) {
    std::string out = fmt::format(
        R"(<tr><th scope="row">All {}<small>95 % interval</small></th>)", report.own_locations
    );
    for (const auto& row : report.provisions) {
        if (row.met.n == 0) continue;
        out += fmt::format(R"(<td class="cell"><b>{}</b>)", count_words(row.met.k, row.met.n));
        if (row.met.interval) out += "<br>" + percent_interval_words(*row.met.interval);
        out += fmt::format(
            R"(<span class="sev">{} {}</span></td>)",
            row.severity == "critical" ? "◆"
            : row.severity == "major"  ? "▲"
                                       : "○",
            escape_markup(row.severity)
        );
    }
    return out + "</tr>";
}

} // namespace

std::string html_table(const Table& table) {
    std::string out = fmt::format("<table><caption>{}", escape_markup(table.title));
    if (!table.note.empty()) out += ". " + escape_markup(table.note);
    if (table.rows.size() > html_rows_max) {
        out += fmt::format(
            " The first {} of {} rows; the rest is in the CSV and XLSX files.",
            thousands(html_rows_max),
            thousands(std::ssize(table.rows))
        );
    }
    out += "</caption><thead><tr>";
    for (const auto& column : table.columns) {
        out += fmt::format(
            R"(<th scope="col"{}>{}</th>)",
            column.kind == ColumnKind::text ? "" : R"( class="num")",
            escape_markup(column.title)
        );
    }
    out += "</tr></thead><tbody>";
    const std::size_t shown = std::min(table.rows.size(), html_rows_max);
    for (std::size_t i = 0; i < shown; ++i) {
        out += "<tr>";
        for (std::size_t j = 0; j < table.columns.size(); ++j) {
            const ColumnKind kind = table.columns[j].kind;
            const std::string text = cell_text(kind, table.rows[i][j]);
            if (j == 0) {
                out += fmt::format(R"(<th scope="row">{}</th>)", text);
            } else if (kind == ColumnKind::text) {
                out += text.size() > 40 ? fmt::format(R"(<td class="any">{}</td>)", text)
                                        : "<td>" + text + "</td>";
            } else {
                out += fmt::format(R"(<td class="num">{}</td>)", text);
            }
        }
        out += "</tr>";
    }
    return out + "</tbody></table>";
}

std::string html_details(const std::vector<Table>& tables, std::string_view name) {
    for (const auto& table : tables) {
        if (table.name != name) continue;
        return fmt::format(
            R"(<details><summary>Table: {}</summary><div class="scroll" tabindex="0" role="region" )"
            R"(aria-label="{}">{}</div></details>)",
            escape_markup(lower_first(table.title)),
            escape_markup(table.title),
            html_table(table)
        );
    }
    return "";
}

std::string html_matrix(const Report& report) {
    std::string out = R"(<div class="scroll" tabindex="0" role="region" aria-label="Provisions by )"
                      R"(location"><table class="matrix">)" +
                      matrix_head(report) + "<tbody>" + matrix_total(report);
    const std::size_t shown = std::min(report.provision_locations.size(), html_rows_max);
    for (std::size_t i = 0; i < shown; ++i) {
        const MatrixRow& row = report.provision_locations[i];
        out += fmt::format(
            R"(<tr><th scope="row">{}<small>{}</small></th>)",
            escape_markup(row.name),
            escape_markup(row.region)
        );
        for (std::size_t j = 0; j < row.cells.size(); ++j) {
            if (report.provisions[j].met.n > 0) out += matrix_cell(row.cells[j]);
        }
        out += "</tr>";
    }
    return out + "</tbody></table></div>";
}

std::string html_criticals(const Report& report) {
    std::string out =
        R"(<div class="scroll"><table><thead><tr><th scope="col">Critical question</th>)"
        R"(<th scope="col" class="num">Failed</th><th scope="col" class="num">of answered)"
        R"(</th><th scope="col" class="num">Share (95 %)</th></tr></thead><tbody>)";
    for (const auto& row : report.criticals) {
        out += fmt::format(
            R"(<tr><th scope="row" class="any">{} <span class="q">{}</span></th><td class="num">{}</td>)"
            R"(<td class="num">{}</td><td class="num">{}</td></tr>)",
            escape_markup(row.label),
            escape_markup(row.question),
            thousands(row.failed),
            thousands(row.answered),
            rate_text(row.rate)
        );
    }
    return out + "</tbody></table></div>";
}

std::string html_questions(const Report& report) {
    std::string out;
    std::string section;
    for (const auto& row : report.questions) {
        if (row.answered == 0) continue;
        if (row.section != section) {
            if (!section.empty()) out += "</tbody></table></div>";
            section = row.section;
            out += fmt::format(
                R"(<h3>{}</h3><div class="scroll"><table><thead><tr><th scope="col">Question</th>)"
                R"(<th scope="col" class="num">Answered</th><th scope="col" class="num">N/A</th>)"
                R"(<th scope="col" class="num">Mean, sd</th><th scope="col" class="num">Score (95 %)</th>)"
                R"(<th scope="col"><span class="q">0 to 100</span></th></tr></thead><tbody>)",
                escape_markup(section)
            );
        }
        const std::string mean =
            row.mean ? fixed(*row.mean, 2) + " · " + fixed(row.sd, 2) : std::string(absent);
        std::string score = std::string(absent);
        std::string bar;
        if (row.score.value) {
            score = fmt::format(
                "{} <span class=\"q\">({})</span>",
                fixed(*row.score.value, 0),
                interval_words(*row.score.interval, 0)
            );
            bar = fmt::format(
                R"(<span class="bar"><i style="width:{}%"></i></span>)",
                number(std::clamp(*row.score.value, 0.0, 100.0))
            );
        }
        out += fmt::format(
            R"(<tr><th scope="row" class="any">{}{} <span class="q">{}</span></th>)"
            R"(<td class="num">{}</td><td class="num">{}</td><td class="num">{}</td>)"
            R"(<td class="num">{}</td><td class="barcell">{}</td></tr>)",
            escape_markup(row.label),
            row.critical ? " <span class=\"q\">critical</span>" : "",
            escape_markup(row.id),
            thousands(row.answered),
            thousands(row.not_applicable),
            mean,
            score,
            bar
        );
    }
    return section.empty() ? "" : out + "</tbody></table></div>";
}

std::string html_waits(const Report& report) {
    std::string out =
        R"(<div class="scroll"><table><thead><tr><th scope="col">Waits, seconds</th>)"
        R"(<th scope="col" class="num">n</th><th scope="col" class="num">Median</th>)"
        R"(<th scope="col" class="num">90th</th><th scope="col" class="num">95th</th>)";
    if (report.wait_target_s) {
        out += fmt::format(
            R"(<th scope="col" class="num">Within {} s (95 %)</th>)", *report.wait_target_s
        );
    }
    out += "</tr></thead><tbody>";
    for (const auto& row : report.waits) {
        const bool enough = row.waits.n >= figure_n_min;
        const auto shown = [&](std::optional<double> value) {
            return enough ? fixed(value, 0) : std::string(absent);
        };
        out += fmt::format(
            R"(<tr><th scope="row">{}</th><td class="num">{}</td><td class="num">{}</td>)"
            R"(<td class="num">{}</td><td class="num">{}</td>)",
            escape_markup(capitalised(row.name)),
            thousands(row.waits.n),
            shown(row.waits.p50),
            shown(row.waits.p90),
            shown(row.waits.p95)
        );
        if (report.wait_target_s) out += R"(<td class="num">)" + rate_text(row.attained) + "</td>";
        out += "</tr>";
    }
    return out + "</tbody></table></div>";
}

std::string html_shoppers(const Report& report) {
    std::string out =
        R"(<div class="scroll"><table><thead><tr><th scope="col">Shopper</th>)"
        R"(<th scope="col" class="num">Audits</th><th scope="col" class="num">One answer throughout</th>)"
        R"(<th scope="col" class="num">Very quick</th><th scope="col" class="num">Median minutes</th>)"
        R"(<th scope="col" class="num">Severity, points (95 %)</th>)"
        R"(<th scope="col" class="num">Times ending in 0 or 5</th><th scope="col">Look at</th></tr></thead><tbody>)";
    for (const auto& row : report.shoppers) {
        std::vector<std::string> look;
        if (row.flagged) look.emplace_back("answers, haste");
        if (row.severity_flagged) look.emplace_back("severity");
        if (row.rounding_flagged) look.emplace_back("rounding");
        std::string severity(absent);
        if (row.severity && row.severity_interval) {
            severity = fmt::format(
                "{} <span class=\"q\">({})</span>",
                with_sign(*row.severity, 1),
                signed_interval_words(*row.severity_interval, 1)
            );
        }
        out += fmt::format(
            R"(<tr><th scope="row">{}</th><td class="num">{}</td><td class="num">{}</td>)"
            R"(<td class="num">{}</td><td class="num">{}</td><td class="num">{}</td>)"
            R"(<td class="num">{}</td><td class="nowrap">{}</td></tr>)",
            escape_markup(row.id),
            thousands(row.audits),
            thousands(row.straight.k),
            thousands(row.quick),
            fixed(row.median_minutes, 0),
            severity,
            row.round_share ? percent_words(*row.round_share) : std::string(absent),
            look.empty() ? "" : "⚑ " + list_words(look)
        );
    }
    return out + "</tbody></table></div>";
}

// Provisions that no visit was judged by stand in a sentence, not in empty columns.
std::string html_untested(const Report& report) {
    std::vector<std::string> names;
    for (const auto& row : report.provisions) {
        if (row.met.n > 0) continue;
        std::string name = row.title + " (" + row.act + ", " + row.citation;
        if (!row.untested_because.empty()) name += ": " + row.untested_because;
        names.push_back(name + ")");
    }
    if (names.empty()) return "";
    return R"(<p class="note any">◌ Not tested: )" + escape_markup(list_words(names)) + ".</p>";
}

} // namespace muster::report
