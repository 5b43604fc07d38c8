// The fields of an audit that have several values, each with who wrote it, when, and on which
// tablet and log. A value is named by the first digits of its entry's id.
#pragma once

#include "clients/cli/output.hpp"
#include "core/audit/fold.hpp"

#include <boost/json/array.hpp>

#include <functional>

namespace muster::cli {

using PersonName = std::function<std::string(const PersonId&)>;

// "item" or, in a repeat, "item@" and the instance's id.
std::string field_text(ByteView register_name);
// What an entry says, in a few words; a dash where it is not held here.
std::string payload_text(const std::optional<audit::Payload>& payload);
std::string short_id(ByteView id);

std::string conflicts_text(const audit::Audit& audit, const PersonName& name);
boost::json::array conflicts_json(const audit::Audit& audit, const PersonName& name);

struct NamedValue {
    const audit::Field* field = nullptr;
    const audit::Head* head = nullptr;
};

// Among the values in conflict the one whose entry's id begins so.
Result<NamedValue> value_named(const audit::Audit& audit, std::string_view digits);

} // namespace muster::cli
