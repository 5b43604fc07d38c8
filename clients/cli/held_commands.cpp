// muster held list · admit · refuse: entries that are stored and do not count until somebody says
// so.
#include "clients/cli/admin_options.hpp"
#include "clients/cli/conflict_list.hpp"
#include "clients/cli/desk_pull.hpp"
#include "clients/cli/review_codec.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace muster::cli {

namespace {

struct ListOptions : ProfileOption {
    std::string programme;
    std::string visit;
};

struct RulingOptions : ListOptions {
    std::vector<std::string> entries;
    std::string reason;
};

Result<std::vector<HeldEntry>> held_in(DeskSession& session, const ListOptions& options) {
    const auto bytes = session.call("muster.v1.ReviewService/ListHeld", encode_list_held());
    if (!bytes) return error_of(bytes);
    auto held = decode_held(*bytes);
    if (!held) return error_of(held);
    std::erase_if(*held, [&](const HeldEntry& entry) {
        const bool other_visit = !options.visit.empty() && entry.visit != options.visit &&
                                 entry.audit.hex() != options.visit;
        return other_visit || (!options.programme.empty() && entry.programme != options.programme);
    });
    return held;
}

std::string value_of(const HeldEntry& entry) {
    const auto payload = audit::decode_payload(entry.payload);
    return payload_text(payload ? std::optional(*payload) : std::nullopt);
}

std::string kind_of(const HeldEntry& entry) {
    const auto kind = audit::known_kind(entry.kind);
    return kind ? std::string(audit::name_of(*kind)) : fmt::format("kind {}", entry.kind);
}

Status list_held(const ListOptions& options, Invocation& invocation) {
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    const auto held = held_in(*session, options);
    if (!held) return error_of(held);
    TextTable table({"VISIT", "ENTRY", "KIND", "FIELD", "VALUE", "WHO", "WHEN", "WHY"});
    boost::json::array list;
    for (const HeldEntry& entry : *held) {
        const auto when = to_text(WallTime{entry.utc_ms, 0, TimeQuality::device});
        table.add(
            {entry.visit.empty() ? short_id(entry.audit.bytes()) : entry.visit,
             short_id(entry.op.bytes()),
             kind_of(entry),
             field_text(entry.register_name),
             value_of(entry),
             entry.person,
             when,
             entry.text}
        );
        list.push_back(boost::json::object{
            {"programme", entry.programme},
            {"visit", entry.visit},
            {"audit", entry.audit.hex()},
            {"entry", entry.op.hex()},
            {"kind", kind_of(entry)},
            {"field", field_text(entry.register_name)},
            {"value", value_of(entry)},
            {"who", entry.person},
            {"when", when},
            {"code", entry.code},
            {"why", entry.text},
            {"can_be_admitted", entry.can_be_admitted},
        });
    }
    return invocation.output.result(list, table.text("Nothing is held back.\n"));
}

// The entries that were named, all of one audit; none named: all that can be ruled on.
Result<RuleOnHeld>
ruling_on(const std::vector<HeldEntry>& held, const RulingOptions& options, bool admit) {
    RuleOnHeld out;
    out.admit = admit;
    out.reason = options.reason;
    for (const HeldEntry& entry : held) {
        const bool other = out.audit && *out.audit != entry.audit;
        if (other) {
            return fail(
                Code::invalid_input,
                "Several programmes have such a visit with entries held back.",
                "Name the programme with --programme."
            );
        }
        out.audit = entry.audit;
    }
    if (!out.audit) return fail(Code::not_found, "Nothing of this visit is held back.");
    for (const std::string& digits : options.entries) {
        const auto fits = [&](const HeldEntry& entry) {
            return entry.op.hex().starts_with(digits);
        };
        if (std::ranges::count_if(held, fits) != 1) {
            return fail(
                Code::not_found,
                fmt::format("Not exactly one entry that is held back begins with {}.", digits),
                "See them with: muster held list --json"
            );
        }
        out.ops.push_back(std::ranges::find_if(held, fits)->op);
    }
    return out;
}

Status rule(const RulingOptions& options, Invocation& invocation, bool admit) {
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    const auto held = held_in(*session, options);
    if (!held) return error_of(held);
    const auto ruling = ruling_on(*held, options, admit);
    if (!ruling) return error_of(ruling);
    const auto bytes =
        session->call("muster.v1.ReviewService/RuleOnHeld", encode_rule_on_held(*ruling));
    if (!bytes) return error_of(bytes);
    const auto count = decode_rule_on_held_reply(*bytes);
    if (!count) return error_of(count);
    return invocation.output.result(
        boost::json::object{{"visit", options.visit}, {"entries", *count}, {"admitted", admit}},
        fmt::format(
            "{} entries {}; who decided and why stays on record.\n",
            *count,
            admit ? "count from now on" : "do not count"
        )
    );
}

Status admit(const RulingOptions& options, Invocation& invocation) {
    return rule(options, invocation, true);
}

Status refuse(const RulingOptions& options, Invocation& invocation) {
    return rule(options, invocation, false);
}

void add_ruling(
    CLI::App& held,
    Invocation& invocation,
    const char* name,
    const char* what,
    const char* examples,
    Status (*run)(const RulingOptions&, Invocation&)
) {
    auto options = std::make_shared<RulingOptions>();
    CLI::App& command = add_command(held, invocation, name, what, examples);
    add_profile_option(command, *options);
    command.add_option("VISIT", options->visit, "Ref of the visit, or id of the audit")->required();
    command.add_option("ENTRY", options->entries, "Entries; none: all that are held back");
    command.add_option(
        "--programme", options->programme, "Ref of the programme, if several have such a visit"
    );
    command.add_option("--reason", options->reason, "Why; kept with the decision")->required();
    run_with(command, invocation, options, run);
}

} // namespace

void add_held_commands(CLI::App& held, Invocation& invocation) {
    auto options = std::make_shared<ListOptions>();
    CLI::App& list = add_command(
        held,
        invocation,
        "list",
        "Entries that are stored and do not count, and why",
        "muster held list\nmuster held list A00001 --json"
    );
    add_profile_option(list, *options);
    list.add_option("VISIT", options->visit, "Ref of the visit, or id of the audit; none: all");
    list.add_option("--programme", options->programme, "Ref of the programme");
    run_with(list, invocation, options, list_held);
    add_ruling(
        held,
        invocation,
        "admit",
        "Let held-back entries count",
        "muster held admit A00001 --reason 'The tablet was found again.'\n"
        "muster held admit A00001 3f9a02bc --reason 'Confirmed by telephone.'",
        admit
    );
    add_ruling(
        held,
        invocation,
        "refuse",
        "Keep entries from counting",
        "muster held refuse A00001 3f9a02bc --reason 'Written after the visit was over.'",
        refuse
    );
}

} // namespace muster::cli
