// Who may call what, as one table of methods and roles. Row rules (a shopper sees his own visits
// only, a manager makes shoppers only) stand in the services. A method that is not in the table is
// nobody's.
#pragma once

#include "core/audit/authority.hpp"

#include <span>

namespace muster::server {

enum class Proof : std::uint8_t {
    token,     // of an open session
    signature, // a token, and the caller's signature over this very call; stands in the activity
               // log
};

struct MethodRule {
    std::string_view method; // "muster.v1.ProgrammeService/PutPeople"
    bool shopper;
    bool quality_manager;
    bool compliance_officer;
    bool administrator;
    Proof proof;
};

std::span<const MethodRule> policy();
const MethodRule* rule_of(std::string_view method);

// permission_denied, naming the roles that may.
Status may_call(std::string_view method, std::span<const audit::Role> roles);

} // namespace muster::server
