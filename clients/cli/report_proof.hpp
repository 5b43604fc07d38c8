// A report computed again by somebody who believes the server nothing but its identity's key: pulls
// every op that the report stands on, checks all signatures, and makes digest, cells and report
// once more with the core that the server uses.
#pragma once

#include "clients/cli/desk_session.hpp"
#include "core/report/model.hpp"

#include <functional>

namespace muster::cli {

struct ReportProof {
    std::uint64_t audits = 0;
    std::uint64_t ops = 0;
    std::uint64_t writers = 0;
    std::uint64_t signatures = 0;
    Bytes32 digest; // recomputed
    report::Report report;
    std::vector<std::string> problems; // each names what does not agree
};

using OnProofProgress = std::function<void(double share, std::string_view step)>;

Result<ReportProof>
prove_report(DeskSession& session, const ReportFilter& filter, const OnProofProgress& on_progress);

} // namespace muster::cli
