// What the report calls say, as plain values (proto/muster/v1/report.proto). No I/O.
#pragma once

#include "core/base/ids.hpp"
#include "core/sync/messages.hpp"

#include <string>
#include <vector>

namespace muster::cli {

enum class ReportFormat : std::uint8_t { json = 1, html = 2, csv = 3, xlsx = 4, text = 5 };

struct ReportFilter {
    std::string programme; // ref
    std::string wave;      // empty: all
    std::string region;
    std::string location;
    std::string channel;
};

struct ReportFile {
    std::string media_type;
    std::string file_name;
    std::string content;
    Bytes digest; // of the ops the report stands on
};

// One accepted audit of a programme, as it counted.
struct CountedAudit {
    AuditId audit;
    OpId submit;
    Digest16 digest; // of its field side
};

struct CountedAudits {
    std::vector<CountedAudit> audits;
    bool more = false;
    Bytes32 report_digest;
};

Bytes encode_get_report(const ReportFilter& filter, ReportFormat format, std::string_view table);
Result<ReportFile> decode_report(ByteView bytes);
// `after`: the last audit of the page before; zero for the first page.
Bytes encode_list_audit_digests(std::string_view programme, const AuditId& after);
Result<CountedAudits> decode_audit_digests(ByteView bytes);

} // namespace muster::cli
