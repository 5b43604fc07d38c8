#include "clients/cli/answer_list.hpp"

#include "clients/cli/answer_text.hpp"
#include "clients/cli/import_tables.hpp"

#include <fmt/format.h>

namespace muster::cli {

namespace {

using checklist::AnswerState;

// "REL1=4" as its two parts; without = the second is absent.
std::pair<std::string, std::optional<std::string>> parts_of(const std::string& text) {
    const auto equals = text.find('=');
    if (equals == std::string::npos) return {text, std::nullopt};
    return {text.substr(0, equals), text.substr(equals + 1)};
}

// "item" of "order[2].item".
std::string_view question_in(std::string_view name) {
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos ? name : name.substr(dot + 1);
}

// The row's answer; nothing for a blank.
Result<std::optional<checklist::Answer>> answer_in(
    const authoring::CsvRow& row,
    const std::string& id_column,
    const std::string& value_column,
    const std::string& na_column,
    const checklist::Compiled& compiled
) {
    auto question = question_named(compiled.checklist(), question_in(row.cell(id_column)));
    if (!question) return row.error(id_column, question.error().message, question.error().hint);
    if (!na_column.empty() && row.cell(na_column) == "1") {
        return checklist::Answer{AnswerState::not_applicable, {}, {}};
    }
    if (row.cell(value_column).empty()) return std::nullopt;
    auto parsed = parse_answer(compiled, **question, row.cell(value_column));
    if (!parsed) return row.error(value_column, parsed.error().message, parsed.error().hint);
    return checklist::Answer{AnswerState::answered, std::move(*parsed), {}};
}

} // namespace

Status AnswerList::value(const std::string& text) {
    const auto [id, value] = parts_of(text);
    if (!value) {
        return fail(
            Code::invalid_input,
            fmt::format("'{}' answers nothing.", text),
            "Write QUESTION=VALUE, such as REL1=4."
        );
    }
    auto question = question_named(compiled_->checklist(), question_in(id));
    if (!question) return error_of(question);
    auto parsed = parse_answer(*compiled_, **question, *value);
    if (!parsed) return error_of(parsed);
    return add(id, {AnswerState::answered, std::move(*parsed), {}});
}

Status AnswerList::state(AnswerState state, const std::string& text) {
    const auto [id, reason] = parts_of(text);
    return add(id, {state, {}, reason.value_or(std::string())});
}

Status AnswerList::file(const std::string& path, const std::string& visit) {
    auto file = ImportTable::read(path);
    if (!file) return error_of(file);
    auto ref = file->optional_column({"audit_id", "ref", "visit"});
    auto id = file->column({"question_id", "question"});
    auto value = file->column({"value"});
    auto na = file->optional_column({"na"});
    for (const auto* column : {&ref, &id, &value, &na}) {
        if (!*column) return error_of(*column);
    }
    for (std::size_t i = 0; i < file->table().rows_count(); ++i) {
        const auto row = file->table().row(i);
        if (!ref->empty() && row.cell(*ref) != visit) continue;
        auto answer = answer_in(row, *id, *value, *na, *compiled_);
        if (!answer) return error_of(answer);
        if (!*answer) continue;
        if (auto done = add(std::string(row.cell(*id)), std::move(**answer)); !done) {
            return error_of(done, row.place(*id));
        }
    }
    return {};
}

Status AnswerList::remove(const std::string& text) {
    auto instance = names_->instance(text);
    if (!instance) return error_of(instance);
    answers_.push_back({std::move(*instance), {}});
    return {};
}

Status AnswerList::add(const std::string& name, checklist::Answer answer) {
    const bool takes_back = answer.state == AnswerState::unanswered;
    using Missing = FieldNames::Missing;
    auto field = names_->field(name, takes_back ? Missing::refuse : Missing::make);
    if (!field) return error_of(field);
    for (const field::FieldAnswer& other : answers_) {
        if (other.field != *field) continue;
        return fail(
            Code::invalid_input,
            fmt::format("{} is answered twice.", name),
            "Give each question one answer."
        );
    }
    answers_.push_back({std::move(*field), std::move(answer)});
    return {};
}

std::vector<field::FieldAnswer> AnswerList::answers() const {
    auto out = names_->made();
    out.insert(out.end(), answers_.begin(), answers_.end());
    return out;
}

} // namespace muster::cli
