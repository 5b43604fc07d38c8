// What a reader needs to know how far to trust a report: the bias panel, what the sample could have
// shown, and how much was looked for.
#include "core/report/charts.hpp"
#include "core/report/html_parts.hpp"
#include "core/report/svg.hpp"
#include "core/report/words.hpp"

#include <fmt/core.h>

#include <cmath>

namespace muster::report {

namespace {

std::string value_words(const Reading& row, double value) {
    if (row.unit == "share") return percent_words(value);
    if (row.unit == "audits") return thousands(std::llround(value));
    return fixed(value, row.unit == "−1 to 1" ? 2 : 1);
}

std::string figure_of(const Reading& row) {
    if (!row.value) return std::string(absent);
    std::string out = fmt::format("<b>{}</b>", value_words(row, *row.value));
    if (row.interval) {
        out += fmt::format(
            R"( <span class="q">({} to {})</span>)",
            value_words(row, row.interval->low),
            value_words(row, row.interval->high)
        );
    }
    if (row.n > 0) out += fmt::format(R"(<br><span class="q">n = {}</span>)", thousands(row.n));
    return out;
}

std::string readings_table(std::string_view caption, const std::vector<Reading>& readings) {
    if (readings.empty()) return "";
    std::string out = fmt::format(
        R"(<div class="scroll"><table class="readings"><caption>{}</caption><thead><tr>)"
        R"(<th scope="col">Check</th><th scope="col">Figure</th><th scope="col">Reading</th>)"
        "</tr></thead><tbody>",
        escape_markup(caption)
    );
    for (const auto& row : readings) {
        out += fmt::format(
            R"(<tr><th scope="row">{}</th><td>{}</td><td class="any">{}</td></tr>)",
            escape_markup(row.check),
            figure_of(row),
            escape_markup(row.sentence)
        );
    }
    return out + "</tbody></table></div>";
}

// How much was looked for, in a sentence.
std::string tests_words(const Report& report) {
    std::int64_t tests = 0;
    std::int64_t flagged = 0;
    for (const auto& family : report.families) {
        tests += family.tests;
        flagged += family.flagged;
    }
    return fmt::format(
        R"(<p class="note">{} tests in {} were looked at; {} remained after correction within each )"
        "family at 1 %.</p>",
        thousands(tests),
        counted(std::ssize(report.families), "family", "families"),
        thousands(flagged)
    );
}

} // namespace

std::string html_trust(const Report& report) {
    return readings_table("How answers came about", report.bias) +
           readings_table("By design weights", report.weighted) +
           readings_table("What this sample could have shown", report.power) +
           readings_table("Who stays and who is helped at once", report.loyalty) +
           readings_table("What actions did", report.effects) + tests_words(report);
}

} // namespace muster::report
