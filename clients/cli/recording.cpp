#include "clients/cli/recording.hpp"

#include "clients/cli/answer_text.hpp"
#include "core/checklist/check.hpp"

#include <fmt/format.h>

namespace muster::cli {

namespace {

using authoring::CsvRow;
using Recording = std::map<std::string, RecordedAudit, std::less<>>;

constexpr std::int64_t duration_s_max = 24 * 3'600;

struct AuditColumns {
    std::string ref;
    std::string shopper;
    std::string start;
    std::string duration;
};

Result<AuditColumns> audit_columns(const ImportTable& file) {
    auto ref = file.column({"ref", "audit_id", "visit"});
    auto shopper = file.column({"shopper", "shopper_id", "person"});
    auto start = file.optional_column({"start"});
    auto duration = file.optional_column({"duration_s"});
    for (const auto* column : {&ref, &shopper, &start, &duration}) {
        if (!*column) return error_of(*column);
    }
    return AuditColumns{*ref, *shopper, *start, *duration};
}

std::string cell(const CsvRow& row, const std::string& column) {
    return column.empty() ? std::string() : std::string(row.cell(column));
}

Result<RecordedAudit>
audit_in(const CsvRow& row, const AuditColumns& columns, const authoring::CsvTable& table) {
    RecordedAudit audit;
    audit.ref = row.cell(columns.ref);
    if (audit.ref.empty())
        return row.error(columns.ref, "This audit has no name.", "Fill in the cell.");
    audit.shopper = row.cell(columns.shopper);
    audit.place = row.place(columns.ref);
    for (const std::string& column : table.columns()) {
        if (row.cell(column).empty()) continue;
        audit.cells.push_back({column, std::string(row.cell(column)), false, row.place(column)});
    }
    if (const std::string start = cell(row, columns.start); !start.empty()) {
        auto local = parse_local_date_time(start);
        if (!local) {
            return row.error(
                columns.start,
                fmt::format("'{}' is no date and time.", start),
                "Write it as 2026-11-22T14:02:00, local to the location."
            );
        }
        audit.start_local_ms = *local;
    }
    if (!cell(row, columns.duration).empty()) {
        auto duration = whole_cell(row, columns.duration);
        if (!duration) return error_of(duration);
        if (*duration < 0 || *duration > duration_s_max) {
            return row.error(
                columns.duration, "An audit takes from 0 s to a day.", "Correct the cell."
            );
        }
        audit.duration_s = *duration;
    }
    return audit;
}

Status read_answers(const std::filesystem::path& path, Recording& recording) {
    auto file = ImportTable::read(path);
    if (!file) return error_of(file);
    auto ref = file->column({"audit_id", "ref", "visit"});
    auto question = file->column({"question_id", "question"});
    auto value = file->column({"value"});
    auto na = file->optional_column({"na"});
    for (const auto* column : {&ref, &question, &value, &na}) {
        if (!*column) return error_of(*column);
    }
    for (std::size_t i = 0; i < file->table().rows_count(); ++i) {
        const CsvRow row = file->table().row(i);
        const auto audit = recording.find(row.cell(*ref));
        if (audit == recording.end()) {
            return row.error(
                *ref,
                fmt::format("There is no audit {}.", row.cell(*ref)),
                "Correct the cell, or add the audit to the table of audits."
            );
        }
        const std::string not_applicable = cell(row, *na);
        if (!not_applicable.empty() && not_applicable != "0" && not_applicable != "1") {
            return row.error(
                *na,
                fmt::format("'{}' is neither 0 nor 1.", not_applicable),
                "1 means not applicable."
            );
        }
        if (not_applicable == "1" && !row.cell(*value).empty()) {
            return row.error(
                *na, "An answer cannot have a value and not apply.", "Empty one of the cells."
            );
        }
        audit->second.answers.push_back(
            {std::string(row.cell(*question)),
             std::string(row.cell(*value)),
             not_applicable == "1",
             row.place(*value)}
        );
    }
    return {};
}

using AnswersById = std::map<std::string, checklist::Answer, std::less<>>;

// Other columns of the table (location, duration) are no answers and are passed over.
Status
add_cells(AnswersById& answers, const RecordedAudit& audit, const checklist::Compiled& compiled) {
    for (const RecordedAnswer& cell : audit.cells) {
        const auto* question = checklist::find_question(compiled.checklist(), cell.question_id);
        if (question == nullptr || !checklist::is_answered(question->type)) continue;
        if (answers.contains(question->id)) continue;
        auto value = parse_answer(compiled, *question, cell.value);
        if (!value) return error_of(value, cell.place);
        answers[question->id] = {checklist::AnswerState::answered, std::move(*value), {}};
    }
    return {};
}

Result<AnswersById> answers_by_id(const RecordedAudit& audit, const checklist::Compiled& compiled) {
    AnswersById answers;
    for (const RecordedAnswer& recorded : audit.answers) {
        auto question = question_named(compiled.checklist(), recorded.question_id);
        if (!question) return error_of(question, recorded.place);
        if (answers.contains(recorded.question_id)) {
            return fail(
                Code::invalid_input,
                fmt::format("{} is answered twice in audit {}.", recorded.question_id, audit.ref),
                "Remove one of the rows.",
                recorded.place
            );
        }
        if (recorded.not_applicable) {
            if (!(*question)->not_applicable_allowed) {
                return fail(
                    Code::invalid_input,
                    fmt::format("{} cannot be marked not applicable.", recorded.question_id),
                    "Correct the row, or allow it in the checklist.",
                    recorded.place
                );
            }
            answers[recorded.question_id] = {checklist::AnswerState::not_applicable, {}, {}};
        } else if (!recorded.value.empty()) {
            auto value = parse_answer(compiled, **question, recorded.value);
            if (!value) return error_of(value, recorded.place);
            answers[recorded.question_id] = {
                checklist::AnswerState::answered, std::move(*value), {}
            };
        }
    }
    if (auto done = add_cells(answers, audit, compiled); !done) return error_of(done);
    return answers;
}

} // namespace

Result<Recording>
read_recording(const std::filesystem::path& audits, const std::filesystem::path& answers) {
    auto file = ImportTable::read(audits);
    if (!file) return error_of(file);
    auto columns = audit_columns(*file);
    if (!columns) return error_of(columns);
    Recording recording;
    for (std::size_t i = 0; i < file->table().rows_count(); ++i) {
        const CsvRow row = file->table().row(i);
        auto audit = audit_in(row, *columns, file->table());
        if (!audit) return error_of(audit);
        std::string ref = audit->ref;
        if (!recording.emplace(ref, std::move(*audit)).second) {
            return row.error(
                columns->ref,
                fmt::format("{} stands in the table already.", ref),
                "Remove one of the rows."
            );
        }
    }
    if (auto done = read_answers(answers, recording); !done) return error_of(done);
    return recording;
}

Result<std::vector<std::vector<field::FieldAnswer>>>
pages_of(const RecordedAudit& audit, const checklist::Compiled& compiled) {
    auto answers = answers_by_id(audit, compiled);
    if (!answers) return error_of(answers);
    std::vector<std::vector<field::FieldAnswer>> pages;
    for (const auto& section : compiled.checklist().sections) {
        std::vector<field::FieldAnswer> page;
        for (const auto& question : section.questions) {
            const auto answer = answers->find(question.id);
            if (answer == answers->end()) continue;
            page.push_back({{question.id, {}}, std::move(answer->second)});
        }
        if (!page.empty()) pages.push_back(std::move(page));
    }
    return pages;
}

} // namespace muster::cli
