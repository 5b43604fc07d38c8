#include "clients/cli/codec_base.hpp"
#include "clients/cli/report_messages.hpp"
#include "muster/v1/report.pb.h"

namespace muster::cli {

Bytes encode_get_report(const ReportFilter& filter, ReportFormat format, std::string_view table) {
    v1::GetReportRequest request;
    auto* out = request.mutable_filter();
    out->set_programme(filter.programme);
    out->set_wave(filter.wave);
    out->set_region(filter.region);
    out->set_location(filter.location);
    out->set_channel(filter.channel);
    request.set_format(static_cast<v1::ReportFormat>(format));
    request.set_table(std::string(table));
    return bytes_of(request);
}

Result<ReportFile> decode_report(ByteView bytes) {
    auto reply = parsed<v1::GetReportReply>(bytes);
    if (!reply) return error_of(reply);
    return ReportFile{
        .media_type = reply->media_type(),
        .file_name = reply->file_name(),
        .content = std::move(*reply->mutable_content()),
        .digest = to_bytes(reply->digest()),
    };
}

Bytes encode_list_audit_digests(std::string_view programme, const AuditId& after) {
    v1::ListAuditDigestsRequest request;
    request.set_programme(std::string(programme));
    if (!after.is_zero()) request.set_after(std::string(text_of(after.bytes())));
    return bytes_of(request);
}

Result<CountedAudits> decode_audit_digests(ByteView bytes) {
    auto reply = parsed<v1::ListAuditDigestsReply>(bytes);
    if (!reply) return error_of(reply);
    CountedAudits out;
    out.more = reply->more();
    auto digest = Bytes32::from(view(reply->report_digest()));
    if (!digest) return error_of(digest, "report digest");
    out.report_digest = *digest;
    for (const auto& entry : reply->audits()) {
        auto audit = AuditId::from(view(entry.audit()));
        if (!audit) return error_of(audit, "audit id");
        auto submit = OpId::from(view(entry.accepted_submit()));
        if (!submit) return error_of(submit, "accepted submission");
        auto own = Digest16::from(view(entry.digest()));
        if (!own) return error_of(own, "digest of audit " + audit->hex());
        out.audits.push_back({*audit, *submit, *own});
    }
    return out;
}

} // namespace muster::cli
