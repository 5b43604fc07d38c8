#include "core/report/make_parts.hpp"
#include "core/report/words.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace muster::report {

namespace {

using Audits = std::vector<const AuditSummary*>;

constexpr std::int64_t seconds_an_item_min = 2; // nobody reads a question faster

void say(Report& report, Reading reading) {
    report.bias.push_back(std::move(reading));
}

Reading share_reading(std::string check, std::int64_t k, std::int64_t n) {
    const RateFigure rate = rate_figure(k, n);
    return {std::move(check), "share", rate.share, rate.interval, n, {}};
}

// Of all shoppers that a test flagged: "S07", or that nobody was.
std::string flagged_words(
    const Report& report, bool ShopperRow::* flagged, std::string_view does = "far more often than"
) {
    std::vector<std::string> names;
    for (const auto& row : report.shoppers) {
        if (row.*flagged) names.push_back(row.id);
    }
    if (names.empty()) return "No shopper stands out from the others.";
    return list_words(names) + (names.size() == 1 ? " does so " : " do so ") + std::string(does) +
           " the others.";
}

void straight_lining(Report& report) {
    std::int64_t k = 0;
    std::int64_t n = 0;
    for (const auto& row : report.shoppers) {
        k += row.straight.k;
        n += row.straight.n;
    }
    if (n == 0) return;
    Reading out = share_reading("Straight-lining", k, n);
    out.sentence = count_words(k, n) + " audits hold one answer throughout. " +
                   flagged_words(report, &ShopperRow::straight_flagged);
    say(report, std::move(out));
}

void speed(const Audits& audits, Report& report) {
    std::int64_t quick = 0;
    for (const auto& row : report.shoppers) {
        quick += row.quick;
    }
    std::int64_t timed = 0;
    std::int64_t impossible = 0;
    for (const auto* audit : audits) {
        if (audit->duration_s <= 0) continue;
        ++timed;
        impossible += audit->duration_s < seconds_an_item_min * audit->straight_line.count ? 1 : 0;
    }
    if (timed == 0) return;
    Reading out = share_reading("Speed", quick, timed);
    out.sentence = count_words(quick, timed) + " audits were far quicker than usual, " +
                   thousands(impossible) + " with less than two seconds an item. " +
                   flagged_words(report, &ShopperRow::quick_flagged);
    say(report, std::move(out));
}

void digit_preference_of_waits(const Audits& audits, Report& report) {
    std::array<std::int64_t, 10> digits{};
    for (const auto* audit : audits) {
        if (audit->wait_s) ++digits[static_cast<std::size_t>(*audit->wait_s % 10)];
    }
    const auto found = digit_preference(digits);
    if (found.n == 0) return;
    Reading out = share_reading("Digit preference", digits[0] + digits[5], found.n);
    out.sentence =
        "Measured seconds end in 0 or 5 in " + count_words(digits[0] + digits[5], found.n) +
        " cases; 20 % is what clocks give. " + flagged_words(report, &ShopperRow::rounding_flagged);
    say(report, std::move(out));
}

void severity(Report& report) {
    if (!report.severity.f || !report.severity.p_value) return;
    std::vector<double> differences;
    for (const auto& row : report.shoppers) {
        if (row.severity) differences.push_back(*row.severity);
    }
    if (differences.size() < 2) return;
    const double spread = std::sqrt(variance_of(differences));
    say(report,
        {"Severity",
         "points",
         spread,
         {},
         std::ssize(differences),
         "Shoppers differ by " + fixed(spread, 1) +
             " points (standard deviation) at the same places (" +
             p_words(*report.severity.p_value) + " for no difference at all). " +
             flagged_words(report, &ShopperRow::severity_flagged, "unlike")});
}

// Answers of one audit that hardly differ between dimensions, while audits do, may be one
// impression.
void halo(const Audits& audits, Report& report) {
    std::vector<double> within;
    std::vector<double> means;
    for (const auto* audit : audits) {
        std::vector<double> shares;
        for (const auto& part : audit->dimensions) {
            shares.push_back(100 * part.share.to_double());
        }
        if (shares.size() < 2) continue;
        within.push_back(std::sqrt(variance_of(shares)));
        means.push_back(mean_of(shares));
    }
    if (std::ssize(means) < figure_n_min) return;
    const Mean inside = mean_of_values(within);
    const double between = std::sqrt(variance_of(means));
    say(report,
        {"Halo",
         "points",
         inside.mean,
         inside.interval,
         inside.n,
         "Dimensions of one audit differ by " + fixed(*inside.mean, 1) +
             " points (standard deviation), whole audits by " + fixed(between, 1) +
             (*inside.mean < between / 2
                  ? "; so even a profile may be one overall impression: read dimensions with care."
                  : "; dimensions are told apart.")});
}

void acquiescence(const Audits& audits, Report& report) {
    std::vector<double> values;
    for (const auto* audit : audits) {
        const auto found = straightness_of(audit->straight_line);
        if (found.acquiescence) values.push_back(*found.acquiescence);
    }
    if (std::ssize(values) < figure_n_min) return;
    const Mean mean = mean_of_values(values);
    say(report,
        {"Acquiescence",
         "−1 to 1",
         mean.mean,
         mean.interval,
         mean.n,
         "Answers lie at " + with_sign(*mean.mean, 2) +
             " between the bottom (−1) and the top (+1) of their scale. Good service does the "
             "same: "
             "compare shoppers, not this figure."});
}

void records(std::int64_t audits, Report& report) {
    const std::pair<std::string_view, std::string> kinds[] = {
        {"comments", "Identical comments"},
        {"places", "Impossible places"},
        {"dates", "Dates outside their wave"}
    };
    for (const auto& [kind, name] : kinds) {
        const auto found = std::ranges::find(report.care, kind, &Remark::kind);
        Reading out{name, "audits", 0, {}, audits, "None was found."};
        if (found != report.care.end()) {
            std::int64_t count = 0;
            for (const auto& id : found->names) {
                count += std::ranges::none_of(report.shoppers, [&](const auto& row) {
                    return row.id == id;
                });
            }
            out.value = static_cast<double>(count);
            out.sentence = found->headline + " " + found->text;
        }
        say(report, std::move(out));
    }
}

void without_flagged(const Making& making, Report& report) {
    std::set<std::string> left_out;
    for (const auto& row : report.shoppers) {
        if (row.flagged || row.severity_flagged) left_out.insert(row.id);
    }
    if (left_out.empty() || !report.score.value) return;
    const auto score = score_of_audits(
        making.rollup,
        making.own(),
        [&](const AuditSummary& audit) -> std::optional<double> {
            if (left_out.contains(audit.shopper) || !audit.raw_share) return std::nullopt;
            return audit.raw_share->to_double();
        }
    );
    if (!score.value) return;
    say(report,
        {"Score without flagged shoppers",
         "points",
         score.value,
         score.interval,
         score.audits,
         "Without " + list_words({left_out.begin(), left_out.end()}) + " the score is " +
             fixed(*score.value, 1) + " instead of " + fixed(*report.score.value, 1) + "."});
}

} // namespace

void make_bias(const Making& making, Report& report) {
    const Audits audits = making.rollup.audits({.wave = making.wave});
    straight_lining(report);
    speed(audits, report);
    digit_preference_of_waits(audits, report);
    severity(report);
    halo(audits, report);
    acquiescence(audits, report);
    records(std::ssize(audits), report);
    without_flagged(making, report);
}

} // namespace muster::report
