#include "core/report/exports.hpp"
#include "core/report/words.hpp"

#include <algorithm>

namespace muster::report {

namespace {

// Columns that a terminal needs: one per code point, two for wide East Asian ones.
std::size_t columns_of(std::string_view text) {
    std::size_t out = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0) == 0x80) continue;
        out += byte >= 0xE3 && byte < 0xEE ? 2 : 1;
    }
    return out;
}

// Control characters would drive the terminal: names come from people.
std::string printable(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        out += byte < 0x20 || byte == 0x7F ? ' ' : c;
    }
    return out;
}

class Page {
public:
    explicit Page(std::size_t width) : width_(std::max<std::size_t>(width, 40)) {}

    // Words wrapped; `first` stands before the first line, the others are indented as far.
    void paragraph(std::string_view first, std::string_view text) {
        const std::size_t indent = columns_of(first);
        std::string line(first);
        std::size_t used = indent;
        bool empty = true;
        const std::string clean = printable(text);
        for (std::size_t at = 0; at < clean.size();) {
            const std::size_t end = std::min(clean.find(' ', at), clean.size());
            const std::string word = clean.substr(at, end - at);
            at = end + 1;
            if (word.empty()) continue;
            const std::size_t size = columns_of(word);
            if (!empty && used + 1 + size > width_) {
                out_ += line + "\n";
                line = std::string(indent, ' ');
                used = indent;
                empty = true;
            }
            line += (empty ? "" : " ") + word;
            used += size + (empty ? 0 : 1);
            empty = false;
        }
        out_ += line + "\n";
    }

    void blank() { out_ += "\n"; }

    void heading(std::string_view text) {
        blank();
        paragraph("", text);
    }

    // A label in a column of its own.
    void figure(std::string_view label, const std::string& text) {
        constexpr std::size_t label_width = 24;
        std::string first = "  " + std::string(label);
        const std::size_t used = columns_of(first);
        first.append(used < label_width ? label_width - used : 1, ' ');
        paragraph(first, text);
    }

    std::string take() { return std::move(out_); }

private:
    std::size_t width_;
    std::string out_;
};

std::string rate_words(const RateFigure& rate) {
    if (rate.n == 0) return "no data";
    if (!rate.share) return count_words(rate.k, rate.n) + ", too few for a rate";
    return percent_words(*rate.share) + " (" + percent_interval_words(*rate.interval) + "), " +
           count_words(rate.k, rate.n);
}

std::string score_words(const ScoreFigure& score) {
    if (score.audits == 0) return "no data";
    if (!score.value) return counted(score.audits, "audit", "audits") + ", too few for a score";
    return fixed(*score.value, 1) + " (" + interval_words(*score.interval, 1) +
           "), n = " + thousands(score.audits);
}

void headline(Page& page, const Report& report) {
    page.figure("Score out of 100", score_words(report.score));
    for (const auto& wave : report.waves) {
        if (report.waves.size() > 1) {
            page.figure("  " + printable(wave.name), score_words(wave.score));
        }
    }
    page.figure("With critical failure", rate_words(report.critical));
    const Measures& m = report.measures;
    if (m.has_nps && m.nps.nps) {
        page.figure(
            "NPS (shopper’s view)",
            with_sign(*m.nps.nps, 0) + " (" + signed_interval_words(*m.nps_interval, 0) +
                "), n = " + thousands(m.nps.n)
        );
    }
    if (m.has_csat) page.figure("Satisfied, top 2", rate_words(m.csat));
    if (m.has_ces && m.ces.interval) {
        page.figure(
            "Effort, 7 = easy",
            fixed(m.ces.mean, 2) + " (" + interval_words(*m.ces.interval, 2) +
                "), n = " + thousands(m.ces.n)
        );
    }
    if (m.has_fcr) page.figure("Solved in one contact", rate_words(m.fcr));
    if (!report.waits.empty()) {
        const Waits& waits = report.waits.front().waits;
        if (waits.n < figure_n_min) {
            page.figure("Waits", counted(waits.n, "wait", "waits") + ", too few");
            return;
        }
        std::string text =
            "median " + fixed(waits.p50, 0) + " s, 95th percentile " + fixed(waits.p95, 0) + " s";
        if (report.wait_target_s) {
            text += "; within " + std::to_string(*report.wait_target_s) +
                    " s: " + rate_words(report.waits.front().attained);
        }
        page.figure("Waits", text);
    }
}

void remarks(Page& page, const std::vector<Remark>& list, bool numbered) {
    std::size_t place = 0;
    for (const auto& remark : list) {
        const std::string mark = numbered ? " " + std::to_string(++place) + ". " : "  - ";
        page.paragraph(mark, remark.headline + " " + remark.text);
    }
}

} // namespace

std::string report_text(const Report& report, std::size_t width) {
    Page page(width);
    page.paragraph("", report.title + ": " + report.scope);
    std::string base = report.period;
    if (!base.empty()) base += " · ";
    base += counted(report.score.audits, "scored audit", "scored audits") + " of " +
            counted(report.own_locations, "own location", "own locations");
    if (report.competitor_audits > 0) {
        base += " · " + thousands(report.competitor_audits) + " of competitors";
    }
    page.paragraph("", base);
    page.blank();
    headline(page, report);
    page.heading("What stands out");
    if (report.stands_out.empty()) {
        page.paragraph("  ", "Nothing beyond what chance would give.");
    }
    remarks(page, report.stands_out, true);
    if (report.also_found > 0) {
        page.paragraph(
            "  ",
            "And " + counted(static_cast<std::int64_t>(report.also_found), "more", "more") +
                ", in the tables of the report."
        );
    }
    if (!report.care.empty()) {
        page.heading("Read with care");
        std::vector<Remark> others;
        for (const auto& remark : report.care) {
            if (remark.kind != "shopper") others.push_back(remark);
        }
        remarks(page, others, false);
    }
    page.blank();
    page.paragraph("", "95 % intervals in brackets. Digest " + report.digest + ".");
    return page.take();
}

} // namespace muster::report
