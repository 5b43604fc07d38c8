#include "core/audit/authority.hpp"

#include <algorithm>

namespace muster::audit {

namespace {

// One row per kind: the sides it may stand on and the roles that may write it.
struct Rule {
    Kind kind;
    bool field_side;
    bool desk_side;
    bool shopper;
    bool quality_manager;
    bool server;
};

// ERASE, ACCEPT, DECIDE, HANDOVER, ADMIT, REFUSE, REVOKE and the other decisions come from the
// server's writers alone: a manager's decision is an op by the server whose payload names the
// person.
constexpr Rule rules[] = {
    // kind            field  desk   shopper manager server
    {Kind::set, true, true, true, true, true},
    {Kind::note, true, true, true, true, true},
    {Kind::evidence, true, true, true, true, false},
    {Kind::timer, true, false, true, false, false},
    {Kind::submit, true, false, true, false, false},
    {Kind::resolve, true, true, true, true, true},
    {Kind::grant, true, false, false, false, true},
    {Kind::returned, true, true, false, false, true},
    {Kind::accept, true, true, false, false, true},
    {Kind::reject, true, true, false, false, true},
    {Kind::exclude, true, true, false, false, true},
    {Kind::admit, true, true, false, false, true},
    {Kind::refuse, true, true, false, false, true},
    {Kind::appeal, false, true, false, true, true},
    {Kind::decide, true, true, false, false, true},
    {Kind::handover, true, true, false, false, true},
    {Kind::revoke, true, true, false, false, true},
    {Kind::erase, true, true, false, false, true},
    {Kind::override_finding, false, true, false, false, true},
    {Kind::attribution, false, true, false, false, true},
};

} // namespace

std::string_view name_of(Role role) {
    switch (role) {
    case Role::shopper:
        return "shopper";
    case Role::quality_manager:
        return "quality_manager";
    case Role::compliance_officer:
        return "compliance_officer";
    case Role::administrator:
        return "administrator";
    case Role::server:
        return "server";
    }
    return "unknown";
}

std::optional<Role> role_from(std::string_view name) {
    for (const auto role :
         {Role::shopper,
          Role::quality_manager,
          Role::compliance_officer,
          Role::administrator,
          Role::server}) {
        if (name_of(role) == name) return role;
    }
    return std::nullopt;
}

bool Certificate::has(Role role) const {
    return std::ranges::find(roles, role) != roles.end();
}

Phase phase_of(const Certificate& author) {
    if (author.has(Role::server)) return Phase::decision;
    if (author.has(Role::quality_manager)) return Phase::review;
    return Phase::fieldwork;
}

bool may_write(const Certificate& author, KindNumber kind, Side side) {
    const auto* rule =
        std::ranges::find(rules, kind, [](const Rule& r) { return number_of(r.kind); });
    if (rule == std::end(rules)) return false;
    const bool side_allowed = side == Side::field ? rule->field_side : rule->desk_side;
    return side_allowed && ((rule->shopper && author.has(Role::shopper)) ||
                            (rule->quality_manager && author.has(Role::quality_manager)) ||
                            (rule->server && author.has(Role::server)));
}

} // namespace muster::audit
