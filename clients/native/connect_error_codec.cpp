#include "clients/native/connect_error_codec.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <google/protobuf/struct.pb.h>

#include <array>
#include <optional>

namespace muster::native {

namespace {

namespace json = boost::json;

struct CodeName {
    std::string_view name;
    Code code;
};

// Connect's sixteen codes. Those that we never send come from proxies and foreign servers.
constexpr std::array<CodeName, 16> code_names{{
    {"canceled", Code::unavailable},
    {"unknown", Code::internal},
    {"invalid_argument", Code::invalid_input},
    {"deadline_exceeded", Code::unavailable},
    {"not_found", Code::not_found},
    {"already_exists", Code::already_exists},
    {"permission_denied", Code::permission_denied},
    {"resource_exhausted", Code::resource_exhausted},
    {"failed_precondition", Code::failed_precondition},
    {"aborted", Code::unavailable},
    {"out_of_range", Code::invalid_input},
    {"unimplemented", Code::unsupported},
    {"internal", Code::internal},
    {"unavailable", Code::unavailable},
    {"data_loss", Code::data_loss},
    {"unauthenticated", Code::unauthenticated},
}};

std::optional<Code> code_of_name(std::string_view name) {
    for (const CodeName& entry : code_names) {
        if (entry.name == name) return entry.code;
    }
    return std::nullopt;
}

Code code_of_status(int status) {
    switch (status) {
    case 401:
        return Code::unauthenticated;
    case 403:
        return Code::permission_denied;
    case 404:
        return Code::unsupported;
    case 408:
    case 429:
    case 502:
    case 503:
    case 504:
        return Code::unavailable;
    case 413:
    case 431:
        return Code::resource_exhausted;
    default:
        return Code::internal;
    }
}

std::string text_member(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    if (value == nullptr || !value->is_string()) return {};
    return std::string(value->get_string());
}

void read_detail(const json::value& detail, Error& error) {
    if (!detail.is_object()) return;
    const json::object& object = detail.get_object();
    if (text_member(object, "type") != "google.protobuf.Struct") return; // another server's detail
    const Result<Bytes> bytes = from_base64url(text_member(object, "value"));
    google::protobuf::Struct fields;
    if (!bytes || !fields.ParseFromArray(bytes->data(), static_cast<int>(bytes->size()))) return;
    const auto hint = fields.fields().find("hint");
    if (hint != fields.fields().end()) error.hint = hint->second.string_value();
    const auto context = fields.fields().find("context");
    if (context != fields.fields().end()) error.context = context->second.string_value();
}

Error error_of_status(int status) {
    Error error;
    error.code = code_of_status(status);
    error.message = "The server, or something in between, answered with HTTP status " +
                    std::to_string(status) + ".";
    return error;
}

} // namespace

Error read_connect_error(int status, ByteView body) {
    boost::system::error_code failed;
    const json::value value = json::parse({text_of(body).data(), body.size()}, failed);
    if (failed || !value.is_object()) return error_of_status(status);
    const json::object& object = value.get_object();
    const std::optional<Code> code = code_of_name(text_member(object, "code"));
    if (!code) return error_of_status(status);
    Error error;
    error.code = *code;
    error.message = text_member(object, "message");
    if (error.message.empty()) error.message = error_of_status(status).message;
    const json::value* details = object.if_contains("details");
    if (details != nullptr && details->is_array()) {
        for (const json::value& detail : details->get_array())
            read_detail(detail, error);
    }
    return error;
}

} // namespace muster::native
