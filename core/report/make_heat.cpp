#include "core/report/make_parts.hpp"

#include <algorithm>

namespace muster::report {

namespace {

// A column asks for the clusters of a slice, from cells or from audit rows.
struct Column {
    HeatColumn shown;
    std::function<std::vector<Cluster>(const Slice&)> clusters;
};

std::vector<Column> columns_of(const Making& making, const Report& report) {
    std::vector<Column> out;
    std::string service;
    for (const auto& section : making.source.checklist.sections) {
        if (section.id == making.service_section) service = making.section_title(section);
    }
    const auto add = [&](std::string name, std::string group, auto clusters) {
        Column column{{std::move(name), std::move(group), {}}, std::move(clusters)};
        column.shown.network = score_figure(column.clusters(making.own()));
        out.push_back(std::move(column));
    };
    for (const auto& dimension : report.dimensions) {
        add(dimension.name,
            service.empty() ? "By dimension" : service + ", by dimension",
            [&making, share = making.share_of(dimension.dimension)](const Slice& slice) {
                return clusters_of_audits(making.rollup, slice, share);
            });
    }
    for (const auto& section : report.sections) {
        if (section.id == making.service_section) continue;
        add(section.name,
            report.dimensions.empty() ? "Sections" : "Other sections",
            [&making, subject = section_subject(section.id)](const Slice& slice) {
                return making.rollup.clusters(subject, slice);
            });
    }
    return out;
}

HeatCell cell_of(const ScoreFigure& figure, const ScoreFigure& network) {
    HeatCell out{figure, Standing::cannot_tell};
    if (figure.audits < small_n || !figure.interval) {
        out.standing = Standing::few;
        return out;
    }
    if (!network.value) return out;
    const double distance = *figure.value - *network.value;
    if (figure.interval->low > *network.value) {
        out.standing = distance >= far_points ? Standing::far_above : Standing::above;
    } else if (figure.interval->high < *network.value) {
        out.standing = -distance >= far_points ? Standing::far_below : Standing::below;
    }
    return out;
}

HeatRow row_of(
    const Making& making,
    const Report& report,
    const std::vector<Column>& columns,
    const Slice& slice,
    std::string id,
    std::string name
) {
    HeatRow out;
    out.id = std::move(id);
    out.name = std::move(name);
    out.overall = cell_of(making.rollup.score(subject_overall, slice), report.score);
    for (const auto& column : columns) {
        out.cells.push_back(cell_of(score_figure(column.clusters(slice)), column.shown.network));
    }
    return out;
}

} // namespace

std::string_view name_of(Standing standing) {
    switch (standing) {
    case Standing::cannot_tell:
        return "cannot_tell";
    case Standing::above:
        return "above";
    case Standing::far_above:
        return "far_above";
    case Standing::below:
        return "below";
    case Standing::far_below:
        return "far_below";
    case Standing::few:
        return "few";
    }
    return "few";
}

void make_heat(const Making& making, Report& report) {
    const auto columns = columns_of(making, report);
    for (const auto& column : columns) {
        report.heat_columns.push_back(column.shown);
    }
    for (const auto& region : making.own_regions()) {
        Slice slice = making.own();
        slice.region = region;
        report.region_heat.push_back(row_of(making, report, columns, slice, region, region));
    }
    for (std::size_t i = 0; i < making.source.locations.size(); ++i) {
        const Location& location = making.source.locations[i];
        if (location.kind != LocationKind::own || !making.rollup.includes(i)) continue;
        Slice slice = making.own();
        slice.location = i;
        auto row = row_of(making, report, columns, slice, location.id, location.name);
        if (row.overall.score.audits > 0) report.location_heat.push_back(std::move(row));
    }
}

} // namespace muster::report
