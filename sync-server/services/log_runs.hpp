// One stored log as the runs that a reader lacks. Each branch is a stretch of consecutive ops
// behind what the reader's tips reach on it; a stretch is cut only at ops that carry a signature,
// and several stored runs become one where the limits of a run allow it.
#pragma once

#include "sync-server/services/shared.hpp"

namespace muster::server {

struct LogRun {
    Bytes bytes; // of a Run message
    CertificateHash certificate;
};

enum class Payloads : std::uint8_t {
    all = 1,
    none = 2, // headers with their commitments: enough to verify and to relay
};

Result<std::vector<LogRun>> runs_behind(
    const LogRecord& log, const std::vector<audit::Tip>& have, Payloads payloads, Reader& reader
);

} // namespace muster::server
