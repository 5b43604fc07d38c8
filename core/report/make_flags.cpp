#include "core/report/make_parts.hpp"
#include "core/report/words.hpp"

namespace muster::report {

namespace {

void add_changes(Report& report) {
    for (const auto& trend : report.region_trends) {
        if (!trend.stands_out) continue;
        const auto& wave = report.waves[*trend.step_to];
        report.flags.push_back(
            {"changes",
             {trend.region, lower_first(trend.dimension_name), wave.id},
             lower_first(trend.dimension_name) + ", " + wave.name,
             "points",
             trend.step,
             trend.step_interval,
             trend.waves[*trend.step_to].audits,
             trend.p_adjusted}
        );
    }
}

void add_provisions(Report& report) {
    for (const auto& row : report.provision_locations) {
        for (std::size_t j = 0; j < row.cells.size(); ++j) {
            const MatrixCell& cell = row.cells[j];
            if (!cell.stands_out) continue;
            const double share = static_cast<double>(cell.met) / static_cast<double>(cell.tested);
            report.flags.push_back(
                {"provisions",
                 {row.id, report.provisions[j].id},
                 report.provisions[j].title,
                 "share met",
                 share,
                 cell.interval,
                 cell.tested,
                 cell.p_adjusted}
            );
        }
    }
}

void add_shoppers(Report& report) {
    for (const auto& row : report.shoppers) {
        const auto flag = [&](std::string family, std::string about, std::string unit) -> Flag& {
            report.flags.push_back(
                {std::move(family),
                 {row.id},
                 std::move(about),
                 std::move(unit),
                 {},
                 {},
                 row.audits,
                 {}}
            );
            return report.flags.back();
        };
        if (row.straight_flagged) {
            Flag& found = flag("straight_lining", "one answer throughout", "share");
            found.effect = row.straight.share;
            found.interval = row.straight.interval;
            found.p_adjusted = row.straight_p;
        }
        if (row.quick_flagged) {
            Flag& found = flag("haste", "far quicker than usual", "share");
            const RateFigure quick = rate_figure(row.quick, row.audits);
            found.effect = quick.share;
            found.interval = quick.interval;
            found.p_adjusted = row.quick_p;
        }
        if (row.severity_flagged) {
            Flag& found = flag("severity", *row.severity < 0 ? "severe" : "lenient", "points");
            found.effect = row.severity;
            found.interval = row.severity_interval;
            found.p_adjusted = row.unlike_p;
        }
        if (row.rounding_flagged) {
            Flag& found = flag("rounding", "times end in 0 or 5", "share");
            found.effect = row.round_share;
            found.p_adjusted = row.round_p;
        }
    }
}

void add_trends(Report& report) {
    for (const auto& row : report.questions) {
        if (!row.trend_stands_out) continue;
        report.flags.push_back(
            {"trends",
             {row.id},
             *row.trend.z > 0 ? "rises over the waves" : "falls over the waves",
             "z",
             row.trend.z,
             {},
             row.answered,
             row.trend_p_adjusted}
        );
    }
}

void add_locations(Report& report) {
    for (const auto& row : report.locations) {
        if (!row.stands_out) continue;
        report.flags.push_back(
            {"locations",
             {row.id},
             std::string(name_of(row.standing)) + " the network",
             "points",
             *row.score.value - *report.shrinkage.mu,
             {},
             row.score.audits,
             row.p_adjusted}
        );
    }
}

void add_competitors(Report& report) {
    for (const auto& row : report.brands) {
        for (std::size_t d = 0; d < row.gaps.size(); ++d) {
            const BrandGap& gap = row.gaps[d];
            if (!gap.stands_out) continue;
            const std::string dimension = lower_first(report.dimensions[d].name);
            report.flags.push_back(
                {"competitors",
                 {row.brand, dimension},
                 dimension + " against its other dimensions",
                 "points",
                 gap.particular,
                 gap.particular_interval,
                 row.score.audits,
                 gap.p_adjusted}
            );
        }
    }
}

} // namespace

void make_flags(Report& report) {
    add_changes(report);
    add_provisions(report);
    add_trends(report);
    add_locations(report);
    add_competitors(report);
    add_shoppers(report);
    for (auto& family : report.families) {
        for (const auto& flag : report.flags) {
            family.flagged += flag.family == family.name ? 1 : 0;
        }
    }
}

} // namespace muster::report
