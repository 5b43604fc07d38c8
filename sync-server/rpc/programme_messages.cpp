#include "sync-server/rpc/programme_messages.hpp"

namespace muster::rpc {

namespace {

std::string to_string(ByteView bytes) {
    return std::string(text_of(bytes));
}

std::unexpected<Error> unknown_number(std::string_view what) {
    return fail(
        Code::invalid_input, "The " + std::string(what) + " is missing or not one that is known."
    );
}

// Empty means: none.
Status read_date(const std::string& text, std::optional<Date>& out) {
    if (text.empty()) return {};
    const auto date = parse_date(text);
    if (!date) return error_of(date);
    out = *date;
    return {};
}

std::string date_text(const std::optional<Date>& date) {
    return date ? to_text(*date) : std::string();
}

Status read_hash(const std::string& bytes, std::optional<DocumentHash>& out) {
    if (bytes.empty()) return {};
    const auto hash = DocumentHash::from(view(bytes));
    if (!hash) return error_of(hash, "document hash");
    out = *hash;
    return {};
}

Result<server::Wave> read_wave(const v1::Wave& in) {
    server::Wave out{in.ref(), in.name(), std::nullopt, std::nullopt};
    if (auto start = read_date(in.start_date(), out.start); !start) return error_of(start, "start");
    if (auto end = read_date(in.end_date(), out.end); !end) return error_of(end, "end");
    return out;
}

} // namespace

Result<server::Person> read(const v1::Person& in) {
    server::Person out;
    out.ref = in.ref();
    out.name = in.name();
    out.home_region = in.home_region();
    for (const auto role : in.roles()) {
        if (role < v1::ROLE_SHOPPER || role > v1::ROLE_SERVER) return unknown_number("role");
        out.roles.push_back(static_cast<audit::Role>(role));
    }
    return out;
}

void write(const server::Person& in, v1::Person& out) {
    out.set_id(to_string(in.id.bytes()));
    out.set_ref(in.ref);
    out.set_name(in.name);
    for (const auto role : in.roles)
        out.add_roles(static_cast<v1::Role>(role));
    out.set_home_region(in.home_region);
}

Result<server::Location> read(const v1::Location& in) {
    if (in.kind() != v1::LOCATION_KIND_OWN && in.kind() != v1::LOCATION_KIND_COMPETITOR) {
        return unknown_number("location's kind");
    }
    return server::Location{
        in.ref(),
        in.name(),
        in.brand(),
        static_cast<server::LocationKind>(in.kind()),
        in.region(),
        in.format(),
        in.zone(),
        in.weekly_visitors()
    };
}

void write(const server::Location& in, v1::Location& out) {
    out.set_ref(in.ref);
    out.set_name(in.name);
    out.set_brand(in.brand);
    out.set_kind(static_cast<v1::LocationKind>(in.kind));
    out.set_region(in.region);
    out.set_format(in.format);
    out.set_zone(in.zone);
    out.set_weekly_visitors(in.weekly_visitors);
}

Result<server::Programme> read(const v1::Programme& in) {
    if (in.acceptance() < v1::ACCEPTANCE_AUTOMATIC || in.acceptance() > v1::ACCEPTANCE_REVIEW) {
        return unknown_number("acceptance");
    }
    if (in.kind() < v1::PROGRAMME_KIND_MYSTERY_SHOPPING ||
        in.kind() > v1::PROGRAMME_KIND_SERVICE_AUDIT) {
        return unknown_number("programme's kind");
    }
    server::Programme out;
    out.ref = in.ref();
    out.name = in.name();
    out.objectives = in.objectives();
    out.acceptance = static_cast<server::Acceptance>(in.acceptance());
    out.kind = static_cast<server::ProgrammeKind>(in.kind());
    if (auto hash = read_hash(in.checklist(), out.checklist); !hash) return error_of(hash);
    if (auto hash = read_hash(in.provisions(), out.provisions); !hash) return error_of(hash);
    for (const auto& message : in.waves()) {
        auto wave = read_wave(message);
        if (!wave) return error_of(wave, "wave " + message.ref());
        out.waves.push_back(std::move(*wave));
    }
    return out;
}

void write(const server::Programme& in, v1::Programme& out) {
    out.set_id(to_string(in.id.bytes()));
    out.set_ref(in.ref);
    out.set_name(in.name);
    out.set_objectives(in.objectives);
    out.set_acceptance(static_cast<v1::Acceptance>(in.acceptance));
    out.set_kind(static_cast<v1::ProgrammeKind>(in.kind));
    if (in.checklist) out.set_checklist(to_string(in.checklist->bytes()));
    if (in.provisions) out.set_provisions(to_string(in.provisions->bytes()));
    for (const auto& wave : in.waves) {
        auto& message = *out.add_waves();
        message.set_ref(wave.ref);
        message.set_name(wave.name);
        message.set_start_date(date_text(wave.start));
        message.set_end_date(date_text(wave.end));
    }
}

Result<server::VisitRequest> read(const v1::Visit& in) {
    server::VisitRequest out;
    out.visit.ref = in.ref();
    out.visit.wave = in.wave();
    out.visit.location = in.location();
    out.visit.channel = in.channel();
    out.visit.scenario = in.scenario();
    out.visit.pair = in.pair();
    out.shopper_ref = in.shopper();
    if (auto date = read_date(in.window_start(), out.visit.window_start); !date) {
        return error_of(date, "window_start");
    }
    if (auto date = read_date(in.window_end(), out.visit.window_end); !date) {
        return error_of(date, "window_end");
    }
    return out;
}

void write(const server::VisitListing& in, v1::VisitStatus& out) {
    auto& visit = *out.mutable_visit();
    visit.set_id(to_string(in.visit.id.bytes()));
    visit.set_ref(in.visit.ref);
    visit.set_wave(in.visit.wave);
    visit.set_location(in.visit.location);
    visit.set_channel(in.visit.channel);
    visit.set_scenario(in.visit.scenario);
    visit.set_shopper(in.visit.shopper_ref);
    visit.set_pair(in.visit.pair);
    visit.set_window_start(date_text(in.visit.window_start));
    visit.set_window_end(date_text(in.visit.window_end));
    out.set_state(std::string(audit::name_of(in.stage)));
    out.set_audit(to_string(in.audit.bytes()));
}

} // namespace muster::rpc
