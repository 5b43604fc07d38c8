// Which report: the programme, and the wave, region, location or channel that it is narrowed to.
#pragma once

#include "clients/cli/admin_options.hpp"
#include "clients/cli/report_messages.hpp"

namespace muster::cli {

struct ReportOptions : ProfileOption {
    ReportFilter filter;
};

void add_report_options(CLI::App& command, ReportOptions& options);

} // namespace muster::cli
