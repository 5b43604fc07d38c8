#include "core/report/make_parts.hpp"
#include "core/report/multiplicity.hpp"
#include "core/report/stable_order.hpp"

#include <algorithm>
#include <set>

namespace muster::report {

namespace {

using audit::FindingState;
using audit::Severity;

std::int64_t count(const Cell& cell, FindingState state) {
    return cell.findings[static_cast<std::size_t>(state) - 1];
}

RateCluster met_of_tested(const Cell& cell) {
    const std::int64_t met = count(cell, FindingState::met);
    return {met, met + count(cell, FindingState::concern) + count(cell, FindingState::not_met)};
}

struct Named {
    const audit::Provision* provision = nullptr;
    std::string id;
    Severity severity = Severity::minor;
};

std::vector<Named> named_provisions(const Making& making) {
    std::set<std::string> ids;
    for (const auto& section : making.source.checklist.sections) {
        for (const auto& question : section.questions) {
            ids.insert(question.provisions.begin(), question.provisions.end());
        }
    }
    std::vector<Named> out;
    for (const auto& id : ids) {
        const auto* found = making.source.provisions.find(id);
        out.push_back({found, id, found != nullptr ? found->severity : Severity::minor});
    }
    return out;
}

// Critical: two failures, and a fifth of the visits, are no chance slip. Others: half of them.
FindingState state_of(const MatrixCell& cell, Severity severity) {
    if (cell.tested == 0) {
        return cell.not_tested > 0 || cell.not_applicable == 0 ? FindingState::not_tested
                                                               : FindingState::not_applicable;
    }
    const std::int64_t failed = cell.tested - cell.met;
    if (failed == 0) return FindingState::met;
    const bool critical =
        severity == Severity::critical && failed >= 2 && failed * 5 >= cell.tested;
    return critical || failed * 2 >= cell.tested ? FindingState::not_met : FindingState::concern;
}

MatrixCell cell_of(const Cell& cell, Severity severity) {
    MatrixCell out;
    const RateCluster met = met_of_tested(cell);
    out.met = met.k;
    out.tested = met.n;
    out.not_tested = count(cell, FindingState::not_tested);
    out.not_applicable = count(cell, FindingState::not_applicable);
    out.state = state_of(out, severity);
    if (out.tested >= figure_n_min) {
        out.interval = proportion(out.met, out.tested).clopper_pearson;
    }
    return out;
}

ProvisionRow row_of(const Making& making, const Named& named) {
    const std::string subject = provision_subject(named.id);
    const Cell cell = making.rollup.total(subject, making.own());
    ProvisionRow row;
    row.id = named.id;
    row.severity = audit::name_of(named.severity);
    if (named.provision != nullptr) {
        row.act = named.provision->act;
        row.citation = named.provision->citation;
        row.title = named.provision->short_title;
        row.source = named.provision->source;
    } else {
        row.title = named.id;
    }
    row.met = making.rollup.rate(subject, making.own(), met_of_tested);
    row.concern = count(cell, FindingState::concern);
    row.not_met = count(cell, FindingState::not_met);
    row.not_tested = count(cell, FindingState::not_tested);
    row.not_applicable = count(cell, FindingState::not_applicable);
    for (std::size_t i = 0; i < making.waves.size(); ++i) {
        const Slice slice = making.own_in(making.waves[i]);
        row.by_wave.push_back(making.rollup.rate(subject, slice, met_of_tested));
    }
    if (row.met.n == 0 && named.provision != nullptr) {
        row.untested_because =
            named.provision->in_force_from ? "no visit tested it" : "dates in force unknown";
    }
    return row;
}

// Each location against all others together, all provisions corrected at once. Flagged only when
// the exact lower limit of its failure rate lies above the rate of the others as well.
void compare_locations(Report& report) {
    std::vector<std::optional<double>> p_values;
    std::vector<double> others_rate;
    for (const auto& row : report.provision_locations) {
        for (std::size_t j = 0; j < row.cells.size(); ++j) {
            const MatrixCell& cell = row.cells[j];
            const RateFigure& all = report.provisions[j].met;
            const std::int64_t failed = cell.tested - cell.met;
            const std::int64_t others = all.n - cell.tested;
            const std::int64_t others_failed = all.n - all.k - failed;
            std::optional<double> p;
            if (cell.tested >= figure_n_min && others > 0) {
                const auto test =
                    difference_of_proportions(failed, cell.tested, others_failed, others);
                // One question is asked: worse? The other tail is no evidence of it.
                p = *test.difference > 0 ? test.fisher_p : 1.0;
            }
            p_values.push_back(p);
            others_rate.push_back(
                others > 0 ? static_cast<double>(others_failed) / static_cast<double>(others) : 1
            );
        }
    }
    const auto adjusted = benjamini_hochberg(p_values);
    report.families.push_back(
        {"provisions",
         "Is a provision met less often at a location than at all others?",
         tests_in(p_values),
         0}
    );
    std::size_t at = 0;
    for (auto& row : report.provision_locations) {
        for (auto& cell : row.cells) {
            cell.p_adjusted = adjusted[at];
            cell.stands_out = adjusted[at] && *adjusted[at] < flag_level && cell.interval &&
                              1 - cell.interval->high > others_rate[at];
            ++at;
        }
    }
}

std::int64_t rank_of(FindingState state) {
    switch (state) {
    case FindingState::not_met:
        return 100;
    case FindingState::concern:
        return 1;
    case FindingState::met:
    case FindingState::not_tested:
    case FindingState::not_applicable:
        return 0;
    }
    return 0;
}

std::int64_t seriousness(const MatrixRow& row) {
    std::int64_t out = 0;
    for (const auto& cell : row.cells) {
        out += rank_of(cell.state) + (cell.stands_out ? 10'000 : 0);
    }
    return out;
}

} // namespace

void make_compliance(const Making& making, Report& report) {
    auto named = named_provisions(making);
    sort_stably(named, [](const Named& a, const Named& b) { return a.severity > b.severity; });
    for (const auto& provision : named) {
        report.provisions.push_back(row_of(making, provision));
    }
    if (named.empty()) return;
    std::vector<std::vector<Cell>> parts;
    for (const auto& provision : named) {
        parts.push_back(making.rollup.by_location(provision_subject(provision.id), making.own()));
    }
    const auto overall = making.rollup.by_location(subject_overall, making.own());
    for (std::size_t i = 0; i < overall.size(); ++i) {
        if (overall[i].audits == 0) continue;
        const Location& location = making.source.locations[i];
        MatrixRow row{location.id, location.name, location.region, {}};
        for (std::size_t j = 0; j < named.size(); ++j) {
            row.cells.push_back(cell_of(parts[j][i], named[j].severity));
        }
        report.provision_locations.push_back(std::move(row));
    }
    compare_locations(report);
    sort_stably(report.provision_locations, [](const auto& a, const auto& b) {
        return seriousness(a) > seriousness(b);
    });
    for (const auto& region : making.own_regions()) {
        Slice slice = making.own();
        slice.region = region;
        MatrixRow row{region, region, region, {}};
        for (const auto& provision : named) {
            row.cells.push_back(cell_of(
                making.rollup.total(provision_subject(provision.id), slice), provision.severity
            ));
        }
        report.provision_regions.push_back(std::move(row));
    }
}

} // namespace muster::report
