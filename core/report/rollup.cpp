#include "core/report/rollup.hpp"

namespace muster::report {

namespace {

constexpr double percent = 100;

std::unexpected<Error> unknown(const char* what, const std::string& id) {
    return fail(
        Code::invalid_input,
        std::string("The audits name a ") + what + " that the programme does not have: " + id + ".",
        "Rebuild the report cells of this programme."
    );
}

} // namespace

Result<Rollup> Rollup::of(const Source& source, const Filter& filter) {
    Rollup out;
    out.source_ = &source;
    for (std::size_t i = 0; i < source.waves.size(); ++i) {
        out.waves_[source.waves[i].id] = i;
    }
    for (std::size_t i = 0; i < source.locations.size(); ++i) {
        const auto& location = source.locations[i];
        out.locations_[location.id] = i;
        out.included_.push_back(
            (!filter.region || location.region == *filter.region) &&
            (!filter.location || location.id == *filter.location)
        );
    }
    for (const auto& [key, cell] : source.cells) {
        const auto wave = out.waves_.find(key.wave_id);
        if (wave == out.waves_.end()) return unknown("wave", key.wave_id);
        const auto location = out.locations_.find(key.location_id);
        if (location == out.locations_.end()) return unknown("location", key.location_id);
        if (!out.included_[location->second]) continue;
        out.entries_[key.subject].push_back({wave->second, location->second, &cell});
    }
    for (const auto& audit : source.audits) {
        const auto wave = out.waves_.find(audit.wave);
        if (wave == out.waves_.end()) return unknown("wave", audit.wave);
        const auto location = out.locations_.find(audit.location);
        if (location == out.locations_.end()) return unknown("location", audit.location);
        if (!out.included_[location->second]) continue;
        out.audits_.push_back({wave->second, location->second, &audit});
    }
    return out;
}

bool Rollup::matches(std::size_t wave, std::size_t location, const Slice& slice) const {
    const Location& place = source_->locations[location];
    return (!slice.wave || *slice.wave == wave) &&
           (!slice.location || *slice.location == location) &&
           (!slice.region || *slice.region == place.region) &&
           (!slice.brand || *slice.brand == place.brand) &&
           (!slice.kind || *slice.kind == place.kind);
}

const std::vector<Rollup::Entry>& Rollup::entries(std::string_view subject) const {
    static const std::vector<Entry> none;
    const auto found = entries_.find(subject);
    return found == entries_.end() ? none : found->second;
}

Cell Rollup::total(std::string_view subject, const Slice& slice) const {
    Cell out;
    for (const auto& entry : entries(subject)) {
        if (matches(entry.wave, entry.location, slice)) out += *entry.cell;
    }
    return out;
}

std::vector<Cell> Rollup::by_location(std::string_view subject, const Slice& slice) const {
    std::vector<Cell> out(source_->locations.size());
    for (const auto& entry : entries(subject)) {
        if (matches(entry.wave, entry.location, slice)) out[entry.location] += *entry.cell;
    }
    return out;
}

std::vector<Cluster> Rollup::clusters(std::string_view subject, const Slice& slice) const {
    // Whole sums first, so that a location's cluster does not depend on the order of its cells.
    std::vector<ExactSum> sums(source_->locations.size());
    std::vector<ExactSum> squares(source_->locations.size());
    std::vector<Cluster> out(source_->locations.size());
    for (const auto& entry : entries(subject)) {
        if (!matches(entry.wave, entry.location, slice)) continue;
        out[entry.location].n += entry.cell->n;
        sums[entry.location] += entry.cell->sum;
        squares[entry.location] += entry.cell->sum_squares;
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i].sum = percent * sums[i].to_double();
        out[i].sum_squares = percent * percent * squares[i].to_double();
    }
    return out;
}

RateFigure Rollup::rate(std::string_view subject, const Slice& slice, const Count& count) const {
    std::vector<RateCluster> out(source_->locations.size());
    for (const auto& entry : entries(subject)) {
        if (!matches(entry.wave, entry.location, slice)) continue;
        const RateCluster part = count(*entry.cell);
        out[entry.location].k += part.k;
        out[entry.location].n += part.n;
    }
    return rate_figure(out);
}

ScoreFigure Rollup::score(std::string_view subject, const Slice& slice) const {
    return score_figure(clusters(subject, slice));
}

std::vector<const AuditSummary*> Rollup::audits(const Slice& slice) const {
    std::vector<const AuditSummary*> out;
    for (const auto& entry : audits_) {
        if (matches(entry.wave, entry.location, slice)) out.push_back(entry.audit);
    }
    return out;
}

std::size_t Rollup::wave_of(const AuditSummary& audit) const {
    return waves_.find(audit.wave)->second;
}

std::size_t Rollup::location_of(const AuditSummary& audit) const {
    return locations_.find(audit.location)->second;
}

std::vector<Cluster>
clusters_of_audits(const Rollup& rollup, const Slice& slice, const ShareOf& share) {
    std::vector<Cluster> out(rollup.source().locations.size());
    for (const auto* audit : rollup.audits(slice)) {
        const auto value = share(*audit);
        if (!value) continue;
        Cluster& cluster = out[rollup.location_of(*audit)];
        ++cluster.n;
        cluster.sum += percent * *value;
        cluster.sum_squares += percent * percent * *value * *value;
    }
    return out;
}

ScoreFigure score_of_audits(const Rollup& rollup, const Slice& slice, const ShareOf& share) {
    return score_figure(clusters_of_audits(rollup, slice, share));
}

std::vector<double>
values_of_audits(const Rollup& rollup, const Slice& slice, const ShareOf& share) {
    std::vector<double> out;
    for (const auto* audit : rollup.audits(slice)) {
        if (const auto value = share(*audit)) out.push_back(percent * *value);
    }
    return out;
}

} // namespace muster::report
