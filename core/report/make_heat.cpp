#include "core/report/make_parts.hpp"

#include <algorithm>

namespace muster::report {

namespace {

struct Column {
    HeatColumn shown;
    std::vector<Cluster> clusters; // of own locations, one per location
};

std::vector<Column> columns_of(const Making& making, const Report& report) {
    std::vector<Column> out;
    std::string service;
    for (const auto& section : making.source.checklist.sections) {
        if (section.id == making.service_section) service = making.section_title(section);
    }
    const auto add = [&](std::string name, std::string group, std::vector<Cluster> clusters) {
        const ScoreFigure network = score_figure(clusters);
        out.push_back({{std::move(name), std::move(group), network}, std::move(clusters)});
    };
    for (const auto& dimension : report.dimensions) {
        add(dimension.name,
            service.empty() ? "By dimension" : service + ", by dimension",
            clusters_of_audits(making.rollup, making.own(), making.share_of(dimension.dimension)));
    }
    for (const auto& section : report.sections) {
        if (section.id == making.service_section) continue;
        add(section.name,
            report.dimensions.empty() ? "Sections" : "Other sections",
            making.rollup.clusters(section_subject(section.id), making.own()));
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
    const auto& locations = making.source.locations;
    const auto overall = making.rollup.clusters(subject_overall, making.own());
    std::vector<std::vector<Cluster>> parts;
    for (const auto& column : columns) {
        parts.push_back(column.clusters);
    }
    for (const auto& region : making.own_regions()) {
        // A region is its locations: the others are left out of every part.
        const auto of_region = [&](const std::vector<Cluster>& all) {
            std::vector<Cluster> out;
            for (std::size_t i = 0; i < all.size(); ++i) {
                if (locations[i].region == region) out.push_back(all[i]);
            }
            return out;
        };
        HeatRow row{region, region, cell_of(score_figure(of_region(overall)), report.score), {}};
        for (std::size_t j = 0; j < columns.size(); ++j) {
            row.cells.push_back(cell_of(score_figure(of_region(parts[j])), columns[j].shown.network)
            );
        }
        report.region_heat.push_back(std::move(row));
    }
    for (std::size_t i = 0; i < locations.size(); ++i) {
        if (overall[i].n == 0) continue;
        const auto of_location = [&](const std::vector<Cluster>& all) {
            return score_figure(std::span(all).subspan(i, 1));
        };
        HeatRow row{
            locations[i].id, locations[i].name, cell_of(of_location(overall), report.score), {}
        };
        for (std::size_t j = 0; j < columns.size(); ++j) {
            row.cells.push_back(cell_of(of_location(parts[j]), columns[j].shown.network));
        }
        report.location_heat.push_back(std::move(row));
    }
}

} // namespace muster::report
