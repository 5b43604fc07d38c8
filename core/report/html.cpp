#include "core/report/html.hpp"

#include "core/report/charts.hpp"
#include "core/report/html_parts.hpp"
#include "core/report/svg.hpp"
#include "core/report/words.hpp"

#include <fmt/core.h>

namespace muster::report {

namespace {

constexpr std::string_view shield =
    R"(<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M20 13c0 5-3.5 7.5-7.66 8.95a1 1 0 0 1-.67-.01C7.5 )"
    R"(20.5 4 18 4 13V6a1 1 0 0 1 1-1c2 0 4.5-1.2 6.24-2.72a1.17 1.17 0 0 1 1.52 0C14.51 3.81 17 5 19 5a1 1 0 0 1 )"
    R"(1 1z"/><path d="m9 12 2 2 4-4"/></svg>)";

class Document {
public:
    explicit Document(const Report& report) : report_(report), tables_(report_tables(report)) {}

    std::string build() {
        body_.reserve(std::size_t{1} << 19U);
        head();
        add(html_lead(report_));
        stands_out();
        trend_and_dimensions();
        tiles();
        regions();
        waits();
        care();
        changes();
        provisions();
        locations();
        competitors();
        questions();
        shoppers();
        control();
        trust();
        method();
        return frame();
    }

private:
    void add(std::string_view markup) { body_ += markup; }

    void open(std::string_view id, std::string_view title) {
        anchors_.emplace_back(id, title);
        add(fmt::format(R"(<section id="{}"><h2>{}</h2>)", id, title));
    }

    void close() { add("</section>"); }

    void chart(
        const std::string& svg, std::string_view note, std::string_view table, bool wide = false
    ) {
        if (svg.empty()) return;
        add(wide ? R"(<figure><div class="wide" tabindex="0" role="region" aria-label="Chart">)"
                 : "<figure>");
        add(svg);
        if (wide) add("</div>");
        if (!note.empty()) add(fmt::format(R"(<p class="note">{}</p>)", note));
        add("</figure>");
        add(html_details(tables_, table));
    }

    void head() {
        const Report& r = report_;
        add(fmt::format(
            R"(<header><div class="row"><span class="brand">{}Muster</span><span class="grow"></span>)"
            R"(<span class="small soft any">{}</span></div><h1>{}</h1><p class="soft any">)",
            shield,
            escape_markup(r.scope),
            escape_markup(r.title)
        ));
        std::vector<std::string> facts;
        if (!r.period.empty()) facts.push_back(r.period);
        facts.push_back(counted(r.own_locations, "own location", "own locations"));
        facts.push_back(counted(r.score.audits, "scored audit", "scored audits"));
        if (r.counts.waiting > 0)
            facts.push_back(thousands(r.counts.waiting) + " waiting for review");
        if (!r.generated_at.empty()) facts.push_back("made " + r.generated_at);
        for (std::size_t i = 0; i < facts.size(); ++i) {
            add((i > 0 ? " · " : "") + escape_markup(facts[i]));
        }
        add("</p></header>");
        nav_at_ = body_.size();
    }

    void stands_out() {
        open("stands-out", "What stands out");
        if (report_.stands_out.empty()) {
            add("<p>Nothing beyond what chance would give, after correction for the number of "
                "tests.</p>");
        }
        add(html_remarks(report_.stands_out, true));
        if (report_.also_found > 0) {
            add(fmt::format(
                R"(<p class="note">{} more found; see <a href="#changes">changes</a>, )"
                R"(<a href="#provisions">provisions</a> and <a href="#shoppers">shoppers</a>.</p>)",
                report_.also_found
            ));
        }
        close();
    }

    void trend_and_dimensions() {
        const std::string trend = report_.waves.size() > 1 ? trend_chart(report_) : "";
        const std::string dimensions = dimension_chart(report_);
        if (trend.empty() && dimensions.empty()) return;
        const bool both = !trend.empty() && !dimensions.empty();
        if (both) add(R"(<div class="cols">)");
        if (!trend.empty()) {
            open("trend", "Trend");
            std::string note = "Bars: 95 % interval.";
            if (report_.limits.limits && report_.waves.size() > 2) {
                note += " Band: control limits " + interval_words(*report_.limits.limits, 1) +
                        (report_.limits.n < 10 ? ", provisional below 10 waves." : ".");
                note += report_.limits.outside.empty() ? " No wave is outside." : "";
            }
            chart(trend, note, "waves");
            close();
        }
        if (!dimensions.empty()) {
            open("dimensions", "Dimensions");
            chart(
                dimensions,
                "n = " + thousands(report_.score.audits) +
                    " audits. 95 % intervals; a change is told where its interval leaves 0 out.",
                "dimensions"
            );
            close();
        }
        if (both) add("</div>");
    }

    void regions() {
        const std::string heat = region_heat_chart(report_);
        if (heat.empty()) return;
        open("regions", "Regions and sections");
        chart(
            heat,
            "▲ ▼ and colour only where the 95 % interval leaves the network figure out; darker "
            "from 8 "
            "points. Plain: cannot tell. Grey figures: fewer than 10 audits; below 5 only the "
            "count.",
            "regions",
            true
        );
        add(html_details(tables_, "sections"));
        close();
    }

    void tiles() {
        const std::string figures = html_tiles(report_);
        if (figures.empty()) return;
        open("measures", "Outcome, in the shopper’s view");
        add(figures);
        add(html_details(tables_, "measures"));
        close();
    }

    void waits() {
        if (report_.waits.empty()) return;
        open("waits", "Waits");
        const std::string svg = wait_chart(report_);
        if (svg.empty()) {
            add(html_waits(report_));
            close();
            return;
        }
        add(R"(<div class="cols waits"><div class="keep">)");
        std::string note = "n = " + thousands(size_of(report_.wait_histogram)) + ".";
        if (report_.wait_target_s) note += " Dashed: target; lighter bars missed it.";
        chart(svg, note, "waits");
        add(R"(</div><div class="keep">)");
        add(html_waits(report_));
        add("</div></div>");
        close();
    }

    void care() {
        if (report_.care.empty()) return;
        open("care", "Read with care");
        std::vector<Remark> shown;
        for (const auto& remark : report_.care) {
            if (remark.kind != "shopper") shown.push_back(remark);
        }
        add(html_remarks(shown, false));
        add(R"(<p class="note">Signs for a person to look at; no audit was left out because of them.</p>)"
        );
        close();
    }

    void changes() {
        const std::string svg = region_trend_chart(report_);
        if (svg.empty()) return;
        open("changes", "Dimensions by region, wave by wave");
        chart(
            svg,
            "Bars: 95 % intervals, one scale for all. ▲ ▼ with the step in points where it stands "
            "out "
            "after correction for every step of every row.",
            "region_trends",
            true
        );
        close();
    }

    void provisions() {
        if (report_.provisions.empty()) return;
        open("provisions", "Provisions");
        add(R"(<p class="small soft">Observed at visits: an indication, not a ruling. Judged by the wording in )"
            R"(force on the day of the visit.</p>)");
        chart(
            provision_region_chart(report_),
            "Of the visits that tested it; all with 95 % interval.",
            "provision_regions",
            true
        );
        add(html_details(tables_, "provisions"));
        add(html_untested(report_));
        if (!report_.criticals.empty()) {
            add("<h3>Critical questions</h3>");
            add(html_criticals(report_));
            add(fmt::format(
                R"(<p class="note">Audits with any critical failure: {}{}.</p>)",
                count_words(report_.critical.k, report_.critical.n),
                report_.critical.interval
                    ? " (" + percent_interval_words(*report_.critical.interval) + ")"
                    : ""
            ));
        }
        add("<h3>Locations, most serious first</h3>");
        add(html_matrix(report_));
        add(R"(<p class="note">✓ Met: at every visit that tested it. × Not met: failed at half of them or more; )"
            R"(critical provisions at two and a fifth of them. △ Concern: in between. ◌ Not tested: it applied and )"
            R"(nobody could test it. Outlined: worse than all other locations together, after correction, with the )"
            R"(exact limit above their rate.</p>)");
        add(html_details(tables_, "provision_locations"));
        close();
    }

    void locations() {
        if (report_.locations.empty()) return;
        open("locations", "Locations");
        const std::string svg = location_chart(report_);
        chart(
            svg,
            "Estimates shrunk towards the network (dashed) by as much as chance could have moved "
            "them; "
            "95 % intervals. ▲ above, ● as, ▼ below the network: classes instead of ranks.",
            "locations",
            true
        );
        if (svg.empty()) {
            add("<p>Too few audits to compare locations.</p>");
            add(html_details(tables_, "locations"));
        }
        const auto heat = location_heat_charts(report_);
        if (!heat.empty() && report_.locations.size() > 1) {
            add("<h3>Locations by dimension and section</h3>");
            for (const auto& part : heat) {
                chart(part, "", "", true);
            }
            add(R"(<p class="note">As in the table of regions: colour and ▲ ▼ only where it can be told.</p>)"
            );
            add(html_details(tables_, "location_parts"));
        }
        close();
    }

    void competitors() {
        const std::string svg = brand_chart(report_);
        if (svg.empty()) return;
        open("brands", "Own network and competitors");
        chart(
            svg,
            "Filled: own. Hollow: competitors, by brand, never by branch. Overlapping intervals: "
            "cannot tell.",
            "brands",
            true
        );
        close();
    }

    void questions() {
        const std::string tables = html_questions(report_);
        if (tables.empty()) return;
        open("questions", "Questions");
        add(tables);
        add(html_details(tables_, "answers"));
        close();
    }

    void shoppers() {
        if (report_.shoppers.empty()) return;
        open("shoppers", "Shoppers");
        add(html_shoppers(report_));
        add(R"(<p class="note">Severity: against other visits to the same locations in the same wave. Flags come )"
            R"(after correction for the number of shoppers. Not to be used alone for disciplinary purposes.</p>)"
        );
        add(html_details(tables_, "shoppers"));
        close();
    }

    void control() {
        const std::string waves = critical_chart(report_);
        const std::string funnel = funnel_chart(report_);
        const std::string misses = misses_chart(report_);
        if (waves.empty() && funnel.empty() && misses.empty()) return;
        open("control", "Routine or not");
        add(R"(<div class="cols">)");
        const auto part = [&](const std::string& svg, std::string_view note, std::string_view table
                          ) {
            if (svg.empty()) return;
            add(R"(<div class="keep">)");
            chart(svg, std::string(note), std::string(table));
            add("</div>");
        };
        part(
            waves,
            "Critical failures by wave. Dashed: centre; lines: three standard deviations.",
            "control_chart"
        );
        part(funnel, "Critical failures by location: few audits, wide limits.", "funnel");
        part(
            misses,
            "Noes to scored questions. In bold: the vital few, four fifths of all.",
            "misses"
        );
        add("</div>");
        close();
    }

    void trust() {
        open("trust", "How far to trust this");
        add(html_trust(report_));
        add(html_details(tables_, "tests"));
        add(html_details(tables_, "flags"));
        close();
    }

    void method() {
        open("method", "How this was made");
        add(R"(<ul class="method">)");
        for (const auto& line : report_.method) {
            add("<li>" + escape_markup(line) + "</li>");
        }
        add("</ul>");
        close();
        add(fmt::format(
            R"(<footer><p>Digest {} · anyone holding the records can recompute this report with “muster report )"
            R"(verify”.</p></footer>)",
            escape_markup(report_.digest)
        ));
    }

    std::string frame() {
        std::string nav = R"(<nav aria-label="Contents">)";
        for (const auto& [id, title] : anchors_) {
            nav += fmt::format(R"(<a href="#{}">{}</a>)", id, title);
        }
        nav += "</nav>";
        body_.insert(nav_at_, nav);
        keep_percent_together(body_);
        return fmt::format(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
            "name=\"viewport\" "
            "content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" "
            "content=\"light "
            "dark\">\n<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main "
            "class=\"page\">{}</main>\n"
            "</body>\n</html>\n",
            escape_markup(report_.title + ", " + report_.scope),
            html_style(report_.digest),
            body_
        );
    }

    const Report& report_;
    std::vector<Table> tables_;
    std::string body_;
    std::size_t nav_at_ = 0;
    std::vector<std::pair<std::string, std::string>> anchors_;
};

} // namespace

std::string report_html(const Report& report) {
    return Document(report).build();
}

} // namespace muster::report
