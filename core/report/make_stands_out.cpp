#include "core/report/make_parts.hpp"
#include "core/report/stable_order.hpp"
#include "core/report/svg.hpp"
#include "core/report/words.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace muster::report {

namespace {

constexpr std::size_t remarks_max = 5;

struct Candidate {
    double p = 1;
    Remark remark;
};

using Candidates = std::vector<Candidate>; // of one family, strongest first

void sort_strongest_first(Candidates& candidates) {
    sort_stably(candidates, [](const auto& a, const auto& b) { return a.p < b.p; });
}

std::string magnitude_words(const Interval& interval) {
    const double a = std::abs(interval.low);
    const double b = std::abs(interval.high);
    return fixed(std::min(a, b), 1) + " to " + fixed(std::max(a, b), 1);
}

// ---- a dimension in a region moves from one wave to the next ----

// Where the region stands now against the wave before the step.
std::string since_then(const Making& making, const RegionTrend& trend) {
    const std::size_t before = making.waves[*trend.step_to - 1];
    const std::size_t last = making.waves.back();
    if (making.waves[*trend.step_to] == last) return "";
    const ShareOf share = making.share_of(trend.dimension);
    Slice then = making.own_in(before);
    then.region = trend.region;
    Slice now = making.own_in(last);
    now.region = trend.region;
    const auto test = welch(
        values_of_audits(making.rollup, now, share), values_of_audits(making.rollup, then, share)
    );
    if (!test.interval) return "";
    const std::string wave = wave_words(making.source.waves[last]);
    const std::string base = wave_words(making.source.waves[before]);
    const bool apart = test.interval->low > 0 || test.interval->high < 0;
    if (!apart) return " In " + wave + " it cannot be told from " + base + " again.";
    return " In " + wave + " it is still " + fixed(std::abs(*test.difference), 1) +
           (*test.difference < 0 ? " below " : " above ") + base + " (" +
           magnitude_words(*test.interval) + ").";
}

std::string waits_then(const Making& making, const RegionTrend& trend) {
    if (trend.dimension != checklist::Dimension::responsiveness) return "";
    Slice before = making.own_in(making.waves[*trend.step_to - 1]);
    before.region = trend.region;
    Slice after = making.own_in(making.waves[*trend.step_to]);
    after.region = trend.region;
    const auto then = percentile(making.rollup.total(subject_wait, before).waits, 500);
    const auto now = percentile(making.rollup.total(subject_wait, after).waits, 500);
    if (!then || !now) return "";
    return " The median wait there went from " + seconds_words(*then) + " to " +
           seconds_words(*now) + ".";
}

Candidate change_candidate(const Making& making, const Report& report, const RegionTrend& trend) {
    const std::size_t to = *trend.step_to;
    const auto& waves = making.source.waves;
    const std::string from_wave = wave_words(waves[making.waves[to - 1]]);
    const std::string to_wave = wave_words(waves[making.waves[to]]);
    const bool fell = *trend.step < 0;
    const bool alone = std::none_of(
        report.region_trends.begin(),
        report.region_trends.end(),
        [&](const RegionTrend& other) {
            return other.stands_out && other.dimension == trend.dimension &&
                   other.region != trend.region;
        }
    );
    Candidate out{*trend.p_adjusted, {}};
    Remark& remark = out.remark;
    remark.kind = "change";
    remark.anchor = "changes";
    remark.good = !fell;
    remark.names = {trend.region};
    remark.headline = trend.region + ": " + lower_first(trend.dimension_name) +
                      (fell ? " fell in " : " rose in ") + to_wave + ".";
    remark.text = (fell ? "Down " : "Up ") + fixed(std::abs(*trend.step), 1) + " points on " +
                  from_wave + " (95 % interval " + magnitude_words(*trend.step_interval) +
                  "; n = " + thousands(trend.waves[to].audits) + " and " +
                  thousands(trend.waves[to - 1].audits) + ")." + since_then(making, trend) +
                  waits_then(making, trend);
    if (alone) remark.text += " No other region shows it.";
    return out;
}

Candidates changes(const Making& making, const Report& report) {
    Candidates out;
    for (const auto& trend : report.region_trends) {
        if (trend.stands_out) out.push_back(change_candidate(making, report, trend));
    }
    sort_strongest_first(out);
    return out;
}

// ---- a provision fails at one location more than elsewhere ----

std::string provision_words(const ProvisionRow& provision, const MatrixCell& cell) {
    const std::int64_t others = provision.met.n - cell.tested;
    return provision.title + " (" + provision.act + ", " + provision.citation + "): met at " +
           count_words(cell.met, cell.tested) + " visits that tested it (exact 95 % interval " +
           percent_interval_words(*cell.interval) + "), elsewhere at " +
           count_words(provision.met.k - cell.met, others);
}

Candidates provisions(const Report& report) {
    Candidates out;
    for (const auto& row : report.provision_locations) {
        std::vector<std::string> parts;
        std::vector<std::string> titles;
        double p = 1;
        for (std::size_t j = 0; j < row.cells.size(); ++j) {
            if (!row.cells[j].stands_out) continue;
            parts.push_back(provision_words(report.provisions[j], row.cells[j]));
            titles.push_back(lower_first(report.provisions[j].title));
            p = std::min(p, *row.cells[j].p_adjusted);
        }
        if (parts.empty()) continue;
        Candidate candidate{p, {}};
        candidate.remark.kind = "provision";
        candidate.remark.anchor = "provisions";
        candidate.remark.names = {row.id, row.name};
        candidate.remark.headline = row.name + ": " + list_words(titles) + ".";
        std::string text;
        for (const auto& part : parts) {
            text += (text.empty() ? "" : ". ") + part;
        }
        candidate.remark.text = text + ". Observed at visits: an indication, not a ruling.";
        out.push_back(std::move(candidate));
    }
    sort_strongest_first(out);
    return out;
}

// ---- a shopper answers alike throughout, or in a hurry ----

std::string without_them(const Making& making, const Report& report, const std::string& shopper) {
    const auto score = score_of_audits(
        making.rollup,
        making.own(),
        [&](const AuditSummary& audit) -> std::optional<double> {
            if (audit.shopper == shopper || !audit.raw_share) return std::nullopt;
            return audit.raw_share->to_double();
        }
    );
    if (!score.value || !score.interval || !report.score.value) return "";
    return " Without them the score is " + fixed(*score.value, 1) + " (" +
           interval_words(*score.interval, 1) + ") instead of " + fixed(*report.score.value, 1) +
           ".";
}

std::optional<double> median_of_others(const Report& report, const ShopperRow& self) {
    std::vector<double> medians;
    for (const auto& row : report.shoppers) {
        if (row.id != self.id && row.median_minutes) medians.push_back(*row.median_minutes);
    }
    if (medians.empty()) return std::nullopt;
    std::sort(medians.begin(), medians.end());
    return medians[medians.size() / 2];
}

Candidates shoppers(const Making& making, const Report& report) {
    Candidates out;
    for (const auto& row : report.shoppers) {
        if (!row.flagged) continue;
        Candidate candidate{row.straight_p.value_or(1), {}};
        Remark& remark = candidate.remark;
        remark.kind = "shopper";
        remark.anchor = "shoppers";
        remark.names = {row.id};
        remark.headline = "Shopper " + row.id + " needs a look.";
        const std::int64_t other_straight = [&] {
            std::int64_t k = 0;
            for (const auto& other : report.shoppers) {
                k += other.id == row.id ? 0 : other.straight.k;
            }
            return k;
        }();
        remark.text =
            "One answer throughout in " + count_words(row.straight.k, row.straight.n) + " audits";
        if (row.straight.interval) {
            remark.text += " (" + percent_interval_words(*row.straight.interval) + ")";
        }
        remark.text += "; all other shoppers together: " + thousands(other_straight) + ".";
        const auto others = median_of_others(report, row);
        if (row.median_minutes && others) {
            remark.text += " A median of " + fixed(*row.median_minutes, 0) +
                           " minutes an audit, where others take " + fixed(*others, 0) + ".";
        }
        remark.text += without_them(making, report, row.id);
        out.push_back(std::move(candidate));
    }
    sort_strongest_first(out);
    return out;
}

// ---- what is met more often, or less, over the waves ----

Candidate trend_candidate(const QuestionRow& row, std::int64_t tests) {
    std::vector<std::string> rates;
    std::int64_t fewest = row.answered;
    std::int64_t most = 0;
    for (const auto& wave : row.by_wave) {
        if (wave.n == 0) continue;
        rates.push_back(
            wave.share ? fixed(*wave.share * 100, 0) + " %" : count_words(wave.k, wave.n)
        );
        fewest = std::min(fewest, wave.n);
        most = std::max(most, wave.n);
    }
    const bool up = *row.trend.z > 0;
    Candidate out{*row.trend_p_adjusted, {}};
    out.remark.kind = "trend";
    out.remark.anchor = "questions";
    out.remark.good = up;
    out.remark.names = {row.id};
    constexpr double headline_width = 480; // about seventy letters
    std::string label = fit_text(row.label, headline_width);
    if (label.ends_with('.')) label.pop_back();
    out.remark.headline =
        "“" + label + "”" +
        (up ? " is met more often, wave by wave." : " is met less often, wave by wave.");
    out.remark.text =
        "Yes at " + list_words(rates) + " of visits (" + row.id + "; n = " + thousands(fewest) +
        (most > fewest ? " to " + thousands(most) : "") +
        " a wave). The trend is unlikely to be chance (" + p_words(*row.trend_p_adjusted) +
        ", corrected for " + counted(tests, "question", "questions") + ").";
    return out;
}

Candidates trends(const Report& report) {
    std::int64_t tests = 0;
    for (const auto& row : report.questions) {
        tests += row.trend_p_adjusted ? 1 : 0;
    }
    Candidates out;
    for (const auto& row : report.questions) {
        if (row.trend_stands_out) out.push_back(trend_candidate(row, tests));
    }
    sort_strongest_first(out);
    return out;
}

// ---- a location lies outside the spread of the others ----

Candidates locations(const Report& report) {
    Candidates out;
    for (const auto& row : report.locations) {
        if (!row.stands_out) continue;
        const bool above = row.standing == Standing::above;
        Candidate candidate{*row.p_adjusted, {}};
        candidate.remark.kind = "location";
        candidate.remark.anchor = "locations";
        candidate.remark.good = above;
        candidate.remark.names = {row.id, row.name};
        candidate.remark.headline = row.name + (above ? " is far ahead." : " is far behind.");
        candidate.remark.text =
            "It scores " + fixed(*row.score.value, 1) + " (" +
            interval_words(*row.score.interval, 1) + "; n = " + thousands(row.score.audits) +
            "), the network centre is " + fixed(*report.shrinkage.mu, 1) +
            "; that is outside the spread of the other locations (" + p_words(*row.p_adjusted) +
            ", corrected for " + thousands(std::ssize(report.locations)) + " locations).";
        out.push_back(std::move(candidate));
    }
    sort_strongest_first(out);
    return out;
}

// ---- a competitor is ahead or behind in one dimension ----

Candidate competitor_candidate(const Report& report, const BrandRow& row, std::size_t d) {
    const BrandGap& gap = row.gaps[d];
    const bool strong = *gap.particular > 0;
    const std::string dimension = lower_first(report.dimensions[d].name);
    Candidate out{*gap.p_adjusted, {}};
    out.remark.kind = "competitor";
    out.remark.anchor = "brands";
    out.remark.good = !strong;
    out.remark.names = {row.brand, dimension};
    out.remark.headline = row.brand +
                          (strong ? " is particularly strong in " : " is particularly weak in ") +
                          dimension + ".";
    out.remark.text = with_sign(*gap.difference, 1) + " points against own locations (" +
                      signed_interval_words(*gap.interval, 1) + ", over " +
                      counted(row.locations, "branch", "branches") +
                      "); set against its other dimensions " + with_sign(*gap.particular, 1) +
                      " (" + signed_interval_words(*gap.particular_interval, 1) + "; " +
                      p_words(*gap.p_adjusted) + ", corrected for all brands and dimensions).";
    return out;
}

Candidates competitors(const Report& report) {
    Candidates out;
    for (const auto& row : report.brands) {
        for (std::size_t d = 0; d < row.gaps.size(); ++d) {
            if (row.gaps[d].stands_out) out.push_back(competitor_candidate(report, row, d));
        }
    }
    sort_strongest_first(out);
    return out;
}

// ---- the lead ----

void make_lead(const Making& making, Report& report) {
    if (!report.score.value) {
        report.lead_title = report.score.audits == 0 ? "No accepted audits of own locations yet."
                                                     : "Too few audits for a score.";
        report.lead_text = report.score.audits == 0
                               ? "As soon as audits are accepted, figures appear here."
                               : counted(report.score.audits, "audit is", "audits are") +
                                     " in; a score is shown from " + number_words(figure_n_min) +
                                     " on.";
        return;
    }
    const ChangeFigure& change = report.change;
    const std::string step = change.interval
                                 ? with_sign(*change.difference, 1) + " on " + change.from + " (" +
                                       signed_interval_words(*change.interval, 1) + ")"
                                 : "";
    if (change.interval && is_change(change)) {
        report.lead_title = std::string("The network ") +
                            (*change.difference > 0 ? "improved" : "fell back") + " in " +
                            change.to + ".";
        report.lead_text = "The score of " + change.to + " is " + step + ".";
    } else if (change.interval) {
        report.lead_title = change.interval->low == change.interval->high
                                ? "Every location scores as before."
                                : "No clear change across the network.";
        report.lead_text =
            "The score of " + change.to + " is " + step + ", which cannot be told from no change.";
    } else if (making.waves.size() < 2) {
        report.lead_title = "A first measurement.";
        report.lead_text = "There is no earlier wave to compare with.";
    } else {
        report.lead_title = "Too few locations to tell a change.";
        report.lead_text =
            "Changes between waves are told from " + number_words(clusters_min) + " locations on.";
    }
    for (const auto& remark : report.stands_out) {
        if (remark.kind != "change" && remark.kind != "provision") continue;
        report.lead_title += " " + remark.headline;
        break;
    }
    if (report.score.interval->low == report.score.interval->high) {
        report.lead_text += " No variation was seen: all locations score the same.";
    }
    if (report.stands_out.empty()) {
        report.lead_text += " Nothing stands out beyond what chance would give.";
    }
}

} // namespace

void make_stands_out(const Making& making, Report& report) {
    std::vector<Candidates> families;
    families.push_back(changes(making, report));
    families.push_back(provisions(report));
    families.push_back(shoppers(making, report));
    families.push_back(trends(report));
    families.push_back(locations(report));
    families.push_back(competitors(report));
    std::size_t found = 0;
    for (const auto& family : families) {
        found += family.size();
    }
    // One of each family first, then the second ones, so that one kind of finding never hides the
    // others.
    for (std::size_t rank = 0; report.stands_out.size() < std::min(found, remarks_max); ++rank) {
        for (const auto& family : families) {
            if (rank < family.size() && report.stands_out.size() < remarks_max) {
                report.stands_out.push_back(family[rank].remark);
            }
        }
    }
    report.also_found = found - report.stands_out.size();
    make_lead(making, report);
}

} // namespace muster::report
