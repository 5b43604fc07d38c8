#include "sync-server/rpc/report_rpc.hpp"

#include "core/report/charts.hpp"
#include "core/report/exports.hpp"
#include "core/report/html.hpp"
#include "muster/v1/report.pb.h"
#include "sync-server/exports/workbook.hpp"
#include "sync-server/services/pull.hpp"
#include "sync-server/services/report_source.hpp"

namespace muster::rpc {

namespace {

std::string to_string(ByteView bytes) {
    return std::string(text_of(bytes));
}

std::optional<std::string> filled(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return text;
}

struct Rendered {
    std::string media_type;
    std::string file_name;
    Bytes content;
};

Result<Rendered> render(const v1::GetReportRequest& request, const report::Report& report) {
    const auto name = "report-" + request.filter().programme();
    switch (request.format()) {
    case v1::REPORT_FORMAT_JSON:
        return Rendered{"application/json", name + ".json", to_bytes(report::report_json(report))};
    case v1::REPORT_FORMAT_HTML:
        return Rendered{
            "text/html; charset=utf-8", name + ".html", to_bytes(report::report_html(report))
        };
    case v1::REPORT_FORMAT_XLSX: {
        const auto workbook = exports::report_workbook(report);
        if (!workbook) return error_of(workbook);
        return Rendered{
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            name + ".xlsx",
            to_bytes(*workbook)
        };
    }
    case v1::REPORT_FORMAT_TEXT:
        return Rendered{
            "text/plain; charset=utf-8", name + ".txt", to_bytes(report::report_text(report))
        };
    case v1::REPORT_FORMAT_CSV: {
        const auto table = report::report_csv(report, request.table());
        if (!table) return error_of(table);
        return Rendered{
            "text/csv; charset=utf-8", name + "-" + request.table() + ".csv", to_bytes(*table)
        };
    }
    default:
        return fail(
            Code::invalid_input, "The report's format is missing or not one that is known."
        );
    }
}

struct Made {
    report::Report report;
    Bytes32 digest;
};

Result<Made> compute(const Api& api, const v1::ReportFilter& filter) {
    auto reader = api.store.read();
    if (!reader) return error_of(reader);
    const auto source =
        server::report_source({filter.programme(), filter.channel()}, **reader, api.shared);
    if (!source) return error_of(source);
    auto report = report::make_report(
        source->source,
        {filled(filter.programme()),
         filled(filter.wave()),
         filled(filter.region()),
         filled(filter.location())}
    );
    if (!report) return error_of(report);
    return Made{std::move(*report), source->digest};
}

Result<v1::GetReportReply> make(const Api& api, const v1::GetReportRequest& request) {
    const auto made = compute(api, request.filter());
    if (!made) return error_of(made);
    auto rendered = render(request, made->report);
    if (!rendered) return error_of(rendered);
    v1::GetReportReply out;
    out.set_media_type(rendered->media_type);
    out.set_file_name(rendered->file_name);
    out.set_content(to_string(rendered->content));
    out.set_digest(to_string(made->digest.bytes()));
    return out;
}

void add_chart(const char* name, const char* table, std::string svg, v1::ListChartsReply& out) {
    if (svg.empty()) return;
    auto& chart = *out.add_charts();
    chart.set_name(name);
    chart.set_table(table);
    chart.set_svg(std::move(svg));
}

Result<v1::ListChartsReply> draw(const Api& api, const v1::ReportFilter& filter) {
    const auto made = compute(api, filter);
    if (!made) return error_of(made);
    const auto& report = made->report;
    v1::ListChartsReply out;
    add_chart("score", "headline", report::score_chart(report), out);
    add_chart("trend", "waves", report::trend_chart(report), out);
    add_chart("dimensions", "dimensions", report::dimension_chart(report), out);
    add_chart("regions", "regions", report::region_heat_chart(report), out);
    add_chart("locations", "locations", report::location_chart(report), out);
    add_chart("funnel", "funnel", report::funnel_chart(report), out);
    add_chart("waits", "waits", report::wait_chart(report), out);
    add_chart("nps", "measures", report::nps_chart(report), out);
    add_chart("brands", "brands", report::brand_chart(report), out);
    add_chart("misses", "misses", report::misses_chart(report), out);
    add_chart("critical", "control_chart", report::critical_chart(report), out);
    return out;
}

net::Task<Result<v1::ListChartsReply>>
list_charts(const Api& api, const v1::ListChartsRequest& request, CallContext& context) {
    const auto admitted = admit(api, context);
    if (!admitted) co_return error_of(admitted);
    std::function<Result<v1::ListChartsReply>()> work = [&api, filter = request.filter()] {
        return draw(api, filter);
    };
    co_return co_await api.workers.run<v1::ListChartsReply>(std::move(work));
}

net::Task<Result<v1::GetReportReply>>
get_report(const Api& api, const v1::GetReportRequest& request, CallContext& context) {
    const auto admitted = admit(api, context);
    if (!admitted) co_return error_of(admitted);
    std::function<Result<v1::GetReportReply>()> work = [&api, request] {
        return make(api, request);
    };
    co_return co_await api.workers.run<v1::GetReportReply>(std::move(work));
}

net::Task<Result<v1::ListAuditDigestsReply>> list_audit_digests(
    const Api& api, const v1::ListAuditDigestsRequest& request, CallContext& context
) {
    auto reader = api.store.read();
    if (!reader) co_return error_of(reader);
    const auto admitted = admit(api, context, **reader);
    if (!admitted) co_return error_of(admitted);
    AuditId after;
    if (!request.after().empty()) {
        const auto id = AuditId::from(view(request.after()));
        if (!id) co_return error_of(id, "after");
        after = *id;
    }
    const auto page = server::audit_digests(request.programme(), after, **reader);
    if (!page) co_return error_of(page);
    v1::ListAuditDigestsReply out;
    for (const auto& each : page->audits) {
        auto& message = *out.add_audits();
        message.set_audit(to_string(each.audit.bytes()));
        message.set_accepted_submit(to_string(each.accepted_submit.bytes()));
        message.set_digest(to_string(each.digest.bytes()));
    }
    out.set_more(page->more);
    out.set_report_digest(to_string(page->report_digest.bytes()));
    co_return out;
}

net::Task<Result<Bytes>> pull_audits(const Api& api, ByteView body, CallContext& context) {
    auto reader = api.store.read();
    if (!reader) co_return error_of(reader);
    const auto admitted = admit(api, context, **reader);
    if (!admitted) co_return error_of(admitted);
    const auto request = sync::decode_pull_request(body);
    if (!request) co_return error_of(request);
    const auto reply = server::pull(*request, admitted->caller, **reader, api.shared);
    if (!reply) co_return error_of(reply);
    co_return sync::encode(*reply);
}

} // namespace

void add_report_service(Router& router, const Api& api) {
    std::function<net::Task<Result<v1::GetReportReply>>(const v1::GetReportRequest&, CallContext&)>
        report = [&api](const v1::GetReportRequest& request, CallContext& context) {
            return get_report(api, request, context);
        };
    router.unary<v1::GetReportRequest, v1::GetReportReply>(
        "muster.v1.ReportService/GetReport", std::move(report)
    );
    std::function<
        net::Task<Result<v1::ListChartsReply>>(const v1::ListChartsRequest&, CallContext&)>
        charts = [&api](const v1::ListChartsRequest& request, CallContext& context) {
            return list_charts(api, request, context);
        };
    router.unary<v1::ListChartsRequest, v1::ListChartsReply>(
        "muster.v1.ReportService/ListCharts", std::move(charts)
    );
    std::function<net::Task<
        Result<v1::ListAuditDigestsReply>>(const v1::ListAuditDigestsRequest&, CallContext&)>
        digests = [&api](const v1::ListAuditDigestsRequest& request, CallContext& context) {
            return list_audit_digests(api, request, context);
        };
    router.unary<v1::ListAuditDigestsRequest, v1::ListAuditDigestsReply>(
        "muster.v1.ReportService/ListAuditDigests", std::move(digests)
    );
    router.bytes<v1::PullRequest, v1::PullReply>(
        "muster.v1.ReportService/PullAudits",
        [&api](ByteView body, CallContext& context) { return pull_audits(api, body, context); }
    );
}

} // namespace muster::rpc
