#include "core/report/charts.hpp"
#include "core/report/html_parts.hpp"
#include "core/report/svg.hpp"
#include "core/report/words.hpp"

#include <fmt/core.h>

namespace muster::report {

namespace {

std::string tile(
    std::string_view name,
    const std::string& value,
    const std::string& interval,
    const std::string& base
) {
    return fmt::format(
        R"(<div><p>{}</p><p class="v">{}{}</p><p>{}</p></div>)",
        name,
        value,
        interval.empty() ? "" : " <small>(" + interval + ")</small>",
        base
    );
}

std::string rate_tile(std::string_view name, const RateFigure& rate) {
    if (rate.n == 0) return tile(name, std::string(absent), "", "no data");
    if (!rate.share) {
        return tile(name, count_words(rate.k, rate.n), "", "too few for a rate");
    }
    return tile(
        name,
        percent_words(*rate.share),
        percent_interval_words(*rate.interval),
        count_words(rate.k, rate.n)
    );
}

std::string nps_tile(const NetPromoter& nps, const std::optional<Interval>& interval) {
    const std::string parts = fmt::format(
        "n = {} · {} promote, {} passive, {} detract",
        thousands(nps.n),
        thousands(nps.promoters),
        thousands(nps.passives),
        thousands(nps.detractors)
    );
    if (!nps.nps || !interval) return tile("NPS", std::string(absent), "", parts);
    return tile("NPS", with_sign(*nps.nps, 0), signed_interval_words(*interval, 0), parts);
}

std::string_view mark_of(const Remark& remark) {
    if (remark.kind == "shopper") return "⚑";
    if (remark.kind == "provision") return "×";
    return remark.good ? "▲" : "▼";
}

} // namespace

std::string html_remarks(const std::vector<Remark>& remarks, bool ordered) {
    if (remarks.empty()) return "";
    std::string out = ordered ? R"(<ol class="acts">)" : R"(<ul class="acts">)";
    for (const auto& remark : remarks) {
        const bool look = !ordered || remark.kind == "shopper";
        out += fmt::format(
            R"(<li><span class="g {}" aria-hidden="true">{}</span><b>{}</b><p>{}</p></li>)",
            look          ? "look"
            : remark.good ? "good"
                          : "bad",
            ordered ? mark_of(remark) : "!",
            escape_markup(remark.headline),
            escape_markup(remark.text)
        );
    }
    return out + (ordered ? "</ol>" : "</ul>");
}

void keep_percent_together(std::string& markup) {
    std::string out;
    out.reserve(markup.size() + markup.size() / 64);
    for (std::size_t i = 0; i < markup.size(); ++i) {
        const bool apart = markup[i] == ' ' && i + 1 < markup.size() && markup[i + 1] == '%';
        if (apart) {
            out += "\u00A0";
        } else {
            out += markup[i];
        }
    }
    markup = std::move(out);
}

std::string html_tiles(const Report& report) {
    const Measures& m = report.measures;
    std::string out;
    if (m.has_nps) out += nps_tile(m.nps, m.nps_interval);
    if (m.has_csat) {
        out += rate_tile(
            fmt::format("Satisfied, {} or {} of {}", m.csat_scale - 1, m.csat_scale, m.csat_scale),
            m.csat
        );
    }
    if (m.has_ces) {
        const std::string base = "n = " + thousands(m.ces.n);
        out += m.ces.interval ? tile(
                                    fmt::format("Effort, {} = easy", m.ces_scale),
                                    fixed(m.ces.mean, 2),
                                    interval_words(*m.ces.interval, 2),
                                    base
                                )
                              : tile("Effort", std::string(absent), "", base);
    }
    if (m.has_fcr) out += rate_tile("Solved in this one contact", m.fcr);
    if (!report.criticals.empty()) out += rate_tile("With a critical failure", report.critical);
    if (out.empty()) return "";
    out = R"(<div class="tiles">)" + out + "</div>";
    const std::string nps = nps_chart(report);
    if (!nps.empty()) {
        out += R"(<figure style="max-width:350px;margin-top:14px">)" + nps + "</figure>";
    }
    return out;
}

std::string html_lead(const Report& r) {
    std::string out;
    out += (R"(<div class="lead keep"><div><p class="small soft">Score out of 100</p>)");
    out += (fmt::format(R"(<p class="head-n">{}</p>)", fixed(r.score.value, 1)));
    if (r.score.interval) {
        out += (fmt::format(
            R"(<p class="small soft">95 % interval {}<br>n = {}, {}</p>)",
            interval_words(*r.score.interval, 1),
            counted(r.score.audits, "audit", "audits"),
            counted(r.score.locations, "location", "locations")
        ));
    } else {
        out += (fmt::format(
            R"(<p class="small soft">{}</p>)", counted(r.score.audits, "audit", "audits")
        ));
    }
    out += (fmt::format(
        R"(</div><div><h2 class="any">{}</h2><p class="any">{}</p>)",
        escape_markup(r.lead_title),
        escape_markup(r.lead_text)
    ));
    out += (R"(<div class="score-svg">)" + score_chart(r) + "</div></div></div>");
    return out;
}

} // namespace muster::report
