#include "core/audit/provisions.hpp"
#include "muster/v1/provisions.pb.h"

namespace muster::audit {

namespace {

constexpr std::uint32_t format_known = 1;

std::string to_date_text(const std::optional<Date>& date) {
    return date ? to_text(*date) : std::string();
}

Result<std::optional<Date>> read_date(const std::string& text) {
    if (text.empty()) return std::optional<Date>{};
    const auto date = parse_date(text);
    if (!date) return error_of(date);
    return std::optional(*date);
}

void write(const Provision& provision, v1::Provision& message) {
    message.set_id(provision.id);
    message.set_act(provision.act);
    message.set_citation(provision.citation);
    message.set_short_title(provision.short_title);
    message.set_duty(provision.duty);
    message.set_observable(provision.observable);
    message.set_example_question(provision.example_question);
    message.set_severity(static_cast<v1::Severity>(provision.severity));
    message.set_regulator(provision.regulator);
    message.set_extent(provision.extent);
    message.set_channels(provision.channels);
    message.set_status(provision.status);
    message.set_in_force_from(to_date_text(provision.in_force_from));
    message.set_in_force_to(to_date_text(provision.in_force_to));
    message.set_note(provision.note);
    message.set_confidence(provision.confidence);
    message.set_source(provision.source);
}

Result<Provision> read(const v1::Provision& message) {
    const auto where = "provision " + message.id();
    if (message.severity() < v1::SEVERITY_MINOR || message.severity() > v1::SEVERITY_CRITICAL) {
        return fail(Code::invalid_input, "Its severity is unknown.", {}, where);
    }
    const auto from = read_date(message.in_force_from());
    const auto to = read_date(message.in_force_to());
    if (!from) return error_of(from, where);
    if (!to) return error_of(to, where);
    return Provision{
        .id = message.id(),
        .act = message.act(),
        .citation = message.citation(),
        .short_title = message.short_title(),
        .duty = message.duty(),
        .observable = message.observable(),
        .example_question = message.example_question(),
        .severity = static_cast<Severity>(message.severity()),
        .regulator = message.regulator(),
        .extent = message.extent(),
        .channels = message.channels(),
        .status = message.status(),
        .in_force_from = *from,
        .in_force_to = *to,
        .note = message.note(),
        .confidence = message.confidence(),
        .source = message.source(),
    };
}

} // namespace

Bytes encode_provisions(const Provisions& provisions) {
    v1::Provisions message;
    message.set_format(format_known);
    for (const auto& provision : provisions.provisions) {
        write(provision, *message.add_provisions());
    }
    return to_bytes(message.SerializeAsString());
}

Result<Provisions> decode_provisions(ByteView bytes) {
    v1::Provisions message;
    if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
        return fail(Code::invalid_input, "These bytes are no provisions document.");
    }
    if (message.format() != format_known) {
        return fail(
            Code::unsupported,
            "The provisions document has format " + std::to_string(message.format()) + ".",
            "Update this program."
        );
    }
    Provisions out;
    out.provisions.reserve(static_cast<std::size_t>(message.provisions_size()));
    for (const auto& each : message.provisions()) {
        auto provision = read(each);
        if (!provision) return error_of(provision);
        out.provisions.push_back(std::move(*provision));
    }
    if (auto status = check_provisions(out); !status) return error_of(status);
    return out;
}

} // namespace muster::audit
