// Cells in the order in which a report asks for them: by subject, with wave and location as places
// in the source's lists. Holds pointers into the Source, which must outlive it. Region and location
// filters are applied once, here; the wave is asked for each time, because a trend needs them all.
#pragma once

#include "core/report/figures.hpp"
#include "core/report/source.hpp"
#include "core/report/waits.hpp"

#include <functional>
#include <map>

namespace muster::report {

// Which cells count. `wave` and `location` are indices into the source's lists.
struct Slice {
    std::optional<std::size_t> wave = {};
    std::optional<std::size_t> location = {};
    std::optional<std::string> region = {};
    std::optional<std::string> brand = {};
    std::optional<LocationKind> kind = {};
};

class Rollup {
public:
    // Refuses cells and audits that name a wave or location which the source does not have.
    static Result<Rollup> of(const Source& source, const Filter& filter);

    [[nodiscard]] Cell total(std::string_view subject, const Slice& slice) const;
    // One element per location of the source, empty ones included, in one pass over the cells.
    [[nodiscard]] std::vector<Cell> by_location(std::string_view subject, const Slice& slice) const;
    // The same as moments of the score. Sums of shares as percent.
    [[nodiscard]] std::vector<Cluster> clusters(std::string_view subject, const Slice& slice) const;

    using Count = std::function<RateCluster(const Cell&)>;
    [[nodiscard]] RateFigure
    rate(std::string_view subject, const Slice& slice, const Count& count) const;
    [[nodiscard]] ScoreFigure score(std::string_view subject, const Slice& slice) const;

    // Audits of the slice, in the source's order.
    [[nodiscard]] std::vector<const AuditSummary*> audits(const Slice& slice) const;

    [[nodiscard]] std::size_t wave_of(const AuditSummary& audit) const;
    [[nodiscard]] std::size_t location_of(const AuditSummary& audit) const;

    [[nodiscard]] bool includes(std::size_t location) const { return included_[location]; }

    [[nodiscard]] const Source& source() const { return *source_; }

private:
    struct Entry {
        std::size_t wave = 0;
        std::size_t location = 0;
        const Cell* cell = nullptr;
    };

    struct AuditEntry {
        std::size_t wave = 0;
        std::size_t location = 0;
        const AuditSummary* audit = nullptr;
    };

    [[nodiscard]] bool matches(std::size_t wave, std::size_t location, const Slice& slice) const;
    [[nodiscard]] const std::vector<Entry>& entries(std::string_view subject) const;

    const Source* source_ = nullptr;
    std::vector<bool> included_;
    std::map<std::string, std::size_t, std::less<>> waves_;
    std::map<std::string, std::size_t, std::less<>> locations_;
    std::map<std::string, std::vector<Entry>, std::less<>> entries_;
    std::vector<AuditEntry> audits_;
};

// Shares of parts, which cells do not hold ("Service/reliability"), from audit rows: one cluster
// per location.
using ShareOf = std::function<std::optional<double>(const AuditSummary&)>;
std::vector<Cluster>
clusters_of_audits(const Rollup& rollup, const Slice& slice, const ShareOf& share);
ScoreFigure score_of_audits(const Rollup& rollup, const Slice& slice, const ShareOf& share);
std::vector<double>
values_of_audits(const Rollup& rollup, const Slice& slice, const ShareOf& share);

} // namespace muster::report
