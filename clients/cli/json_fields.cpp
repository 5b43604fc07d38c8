#include "clients/cli/json_fields.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>

namespace muster::cli {

Result<JsonFields> JsonFields::parse(std::string_view text, std::string place) {
    boost::system::error_code problem;
    boost::json::value value = boost::json::parse(text, problem);
    if (problem || !value.is_object()) {
        return fail(
            Code::data_loss,
            "This file should hold a JSON object and does not.",
            "Restore the file from a copy.",
            std::move(place)
        );
    }
    return JsonFields(std::move(value.as_object()), std::move(place));
}

std::unexpected<Error> JsonFields::refuse(std::string_view name, std::string_view what) const {
    return fail(
        Code::data_loss,
        fmt::format("The field \"{}\" holds {}.", name, what),
        "Restore the file from a copy.",
        place_
    );
}

Result<std::string> JsonFields::text(std::string_view name) const {
    const auto* value = object_.if_contains(name);
    if (value == nullptr || !value->is_string()) return refuse(name, "no text");
    return std::string(value->as_string());
}

Result<std::int64_t> JsonFields::whole(std::string_view name) const {
    const auto* value = object_.if_contains(name);
    if (value == nullptr || !value->is_int64()) return refuse(name, "no whole number");
    return value->as_int64();
}

Result<Bytes> JsonFields::bytes(std::string_view name) const {
    auto encoded = text(name);
    if (!encoded) return error_of(encoded);
    auto decoded = from_base64url(*encoded);
    if (!decoded) return refuse(name, "no base64url text");
    return decoded;
}

} // namespace muster::cli
