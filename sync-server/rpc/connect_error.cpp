#include "sync-server/rpc/connect_error.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <google/protobuf/struct.pb.h>

namespace muster::rpc {

namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// The standard alphabet without padding, as Connect wants it (base64url would not do).
std::string to_base64(std::string_view bytes) {
    std::string out;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char byte : bytes) {
        bits = (bits << 8U) | static_cast<std::uint8_t>(byte);
        count += 8;
        while (count >= 6) {
            count -= 6;
            out.push_back(alphabet[(bits >> count) & 63U]);
        }
    }
    if (count > 0) out.push_back(alphabet[(bits << (6U - count)) & 63U]);
    return out;
}

boost::json::object detail_of(const Error& error) {
    google::protobuf::Struct detail;
    boost::json::object debug;
    if (!error.hint.empty()) {
        (*detail.mutable_fields())["hint"].set_string_value(error.hint);
        debug["hint"] = error.hint;
    }
    if (!error.context.empty()) {
        (*detail.mutable_fields())["context"].set_string_value(error.context);
        debug["context"] = error.context;
    }
    boost::json::object out;
    out["type"] = "google.protobuf.Struct";
    out["value"] = to_base64(detail.SerializeAsString());
    out["debug"] = std::move(debug);
    return out;
}

net::Response json_error(int status, std::string_view code, const Error& error) {
    boost::json::object body;
    body["code"] = code;
    if (!error.message.empty()) body["message"] = error.message;
    if (!error.hint.empty() || !error.context.empty()) {
        body["details"] = boost::json::array({detail_of(error)});
    }
    net::Response response;
    response.status = status;
    response.set("Content-Type", "application/json");
    response.body = to_bytes(boost::json::serialize(body));
    return response;
}

} // namespace

std::string_view connect_code(Code code) {
    switch (code) {
    case Code::invalid_input:
        return "invalid_argument";
    case Code::not_found:
        return "not_found";
    case Code::already_exists:
        return "already_exists";
    case Code::permission_denied:
        return "permission_denied";
    case Code::unauthenticated:
        return "unauthenticated";
    case Code::failed_precondition:
        return "failed_precondition";
    case Code::resource_exhausted:
        return "resource_exhausted";
    case Code::unavailable:
        return "unavailable";
    case Code::data_loss:
        return "data_loss";
    case Code::unsupported:
        return "unimplemented";
    case Code::internal:
        return "internal";
    }
    return "unknown";
}

int http_status(Code code) {
    switch (code) {
    case Code::invalid_input:
        return 400;
    case Code::not_found:
        return 404;
    case Code::already_exists:
        return 409;
    case Code::permission_denied:
        return 403;
    case Code::unauthenticated:
        return 401;
    case Code::failed_precondition:
        return 400;
    case Code::resource_exhausted:
        return 429;
    case Code::unavailable:
        return 503;
    case Code::data_loss:
        return 500;
    case Code::unsupported:
        return 501;
    case Code::internal:
        return 500;
    }
    return 500;
}

net::Response connect_error(const Error& error) {
    return connect_error(http_status(error.code), error);
}

net::Response connect_error(int status, const Error& error) {
    return json_error(status, connect_code(error.code), error);
}

net::Response deadline_exceeded() {
    const Error error{
        Code::unavailable, "The call's time was over before it could be served.", "", ""
    };
    return json_error(504, "deadline_exceeded", error);
}

} // namespace muster::rpc
