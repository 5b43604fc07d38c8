#include "clients/cli/conflict_list.hpp"

#include "clients/cli/answer_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

namespace muster::cli {

namespace {

constexpr std::size_t short_id_digits = 8;

template <class Take>
void each_conflict(const audit::Audit& audit, Take take) {
    for (const audit::Field& field : audit.fields) {
        if (field.heads.size() < 2) continue;
        for (const audit::Head& head : field.heads)
            take(field, head);
    }
}

} // namespace

std::string short_id(ByteView id) {
    return to_hex(id).substr(0, short_id_digits);
}

std::string field_text(ByteView register_name) {
    const auto parts = audit::parse_register(register_name);
    if (!parts) return to_hex(register_name);
    std::string text = parts->question_id;
    for (const auto instance : parts->instances)
        text += fmt::format("@{:016x}", instance);
    return text;
}

std::string payload_text(const std::optional<audit::Payload>& payload) {
    if (!payload) return "-";
    if (const auto* note = std::get_if<audit::Note>(&payload->body)) return note->text;
    if (std::holds_alternative<audit::Submission>(payload->body)) return "submitted";
    const auto answer = audit::answer_in(*payload);
    if (!answer) return "-";
    const std::string text = answer_text(*answer);
    return text.empty() ? "taken back" : text;
}

std::string conflicts_text(const audit::Audit& audit, const PersonName& name) {
    TextTable table({"FIELD", "VALUE", "WHO", "WHEN", "TABLET", "LOG", "ENTRY"});
    each_conflict(audit, [&](const audit::Field& field, const audit::Head& head) {
        table.add(
            {field_text(field.register_name),
             payload_text(head.payload),
             name(head.person),
             to_text(head.wall),
             short_id(head.device.bytes()),
             short_id(head.writer.bytes()),
             short_id(head.op.bytes())}
        );
    });
    return table.text("No field has more than one value.\n");
}

boost::json::array conflicts_json(const audit::Audit& audit, const PersonName& name) {
    boost::json::array out;
    each_conflict(audit, [&](const audit::Field& field, const audit::Head& head) {
        out.push_back(boost::json::object{
            {"field", field_text(field.register_name)},
            {"value", payload_text(head.payload)},
            {"who", name(head.person)},
            {"when", to_text(head.wall)},
            {"tablet", head.device.hex()},
            {"log", head.writer.hex()},
            {"entry", head.op.hex()},
            {"shown", &head == &field.heads.front()},
        });
    });
    return out;
}

Result<NamedValue> value_named(const audit::Audit& audit, std::string_view digits) {
    NamedValue found;
    std::size_t count = 0;
    each_conflict(audit, [&](const audit::Field& field, const audit::Head& head) {
        if (digits.empty() || !head.op.hex().starts_with(digits)) return;
        found = {&field, &head};
        ++count;
    });
    if (count == 1) return found;
    return fail(
        count == 0 ? Code::not_found : Code::invalid_input,
        count == 0 ? fmt::format("No value in conflict has an entry {}.", digits)
                   : fmt::format("Several entries begin with {}.", digits),
        "Name one by the digits in the column ENTRY; more of them stand in the output of --json."
    );
}

} // namespace muster::cli
