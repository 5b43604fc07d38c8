#include "core/authoring/provisions_csv.hpp"

#include "core/authoring/csv.hpp"

#include <algorithm>
#include <unordered_map>

namespace muster::authoring {

namespace {

bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

Result<std::optional<Date>> date_in(const CsvRow& row, std::string_view column) {
    const auto cell = row.cell(column);
    if (cell.empty()) return std::optional<Date>{};
    const auto date = parse_date(cell);
    if (!date) {
        return row.error(
            column, date.error().message, "Write dates as 2015-10-01; leave unknown ones blank."
        );
    }
    return std::optional(*date);
}

Result<audit::Provision> read_row(const CsvRow& row) {
    const auto text = [&](std::string_view column) { return std::string(row.cell(column)); };
    audit::Provision out;
    out.id = text("id");
    if (!is_id(out.id)) {
        return row.error(
            "id",
            "'" + out.id + "' cannot be an id.",
            "Use up to 64 small letters, digits and hyphens, such as eqa-2010-s20-5."
        );
    }
    const auto severity = audit::severity_from(row.cell("severity"));
    if (!severity) {
        return row.error(
            "severity",
            "'" + text("severity") + "' is no severity.",
            "Use minor, major or critical."
        );
    }
    const auto from = date_in(row, "in_force_from");
    if (!from) return error_of(from);
    const auto to = date_in(row, "in_force_to");
    if (!to) return error_of(to);
    if (*to && !*from) {
        return row.error(
            "in_force_from",
            "It is blank, but in_force_to is not.",
            "Fill in_force_from, or leave both blank."
        );
    }
    if (*to && **to < **from) {
        return row.error("in_force_to", "It is before in_force_from.");
    }
    out.severity = *severity;
    out.in_force_from = *from;
    out.in_force_to = *to;
    out.act = text("act");
    out.citation = text("citation");
    out.short_title = text("short_title");
    out.duty = text("duty");
    out.observable = text("observable");
    out.example_question = text("example_question");
    out.regulator = text("regulator");
    out.extent = text("extent");
    out.channels = text("channels");
    out.status = text("status");
    out.note = text("note");
    out.confidence = text("confidence");
    out.source = text("source");
    return out;
}

} // namespace

Result<audit::Provisions> read_provisions_csv(std::string_view text, std::string_view file_name) {
    const auto table = read_csv(text, file_name);
    if (!table) return error_of(table);
    const auto columns = table->require(
        {"id",
         "act",
         "citation",
         "short_title",
         "duty",
         "observable",
         "severity",
         "example_question",
         "regulator",
         "extent",
         "channels",
         "status",
         "in_force_from",
         "in_force_to",
         "note",
         "confidence",
         "source"}
    );
    if (!columns) return error_of(columns);

    audit::Provisions out;
    out.provisions.reserve(table->rows_count());
    std::unordered_map<std::string, std::size_t> line_of;
    for (std::size_t i = 0; i < table->rows_count(); ++i) {
        const auto row = table->row(i);
        auto provision = read_row(row);
        if (!provision) return error_of(provision);
        const auto [first, is_new] = line_of.emplace(provision->id, row.line());
        if (!is_new) {
            return row.error(
                "id",
                "'" + provision->id + "' is already on line " + std::to_string(first->second) + ".",
                "Give each provision a row of its own."
            );
        }
        out.provisions.push_back(std::move(*provision));
    }
    std::sort(out.provisions.begin(), out.provisions.end(), [](const auto& a, const auto& b) {
        return a.id < b.id;
    });
    if (auto status = audit::check_provisions(out); !status) return error_of(status, file_name);
    return out;
}

} // namespace muster::authoring
