#include "clients/native/connect_error_codec.hpp"
#include "sync-server/rpc/connect_error.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster;
using namespace muster::rpc;

namespace {

constexpr std::array<Code, 11> all_codes{
    Code::invalid_input,
    Code::not_found,
    Code::already_exists,
    Code::permission_denied,
    Code::unauthenticated,
    Code::failed_precondition,
    Code::resource_exhausted,
    Code::unavailable,
    Code::data_loss,
    Code::unsupported,
    Code::internal,
};

} // namespace

TEST_CASE("Every code has the name and the status of Connect's table", "[connect]") {
    struct Row {
        Code code;
        std::string_view name;
        int status;
    };

    const std::vector<Row> table{
        {Code::invalid_input, "invalid_argument", 400},
        {Code::not_found, "not_found", 404},
        {Code::already_exists, "already_exists", 409},
        {Code::permission_denied, "permission_denied", 403},
        {Code::unauthenticated, "unauthenticated", 401},
        {Code::failed_precondition, "failed_precondition", 400},
        {Code::resource_exhausted, "resource_exhausted", 429},
        {Code::unavailable, "unavailable", 503},
        {Code::data_loss, "data_loss", 500},
        {Code::unsupported, "unimplemented", 501},
        {Code::internal, "internal", 500},
    };
    REQUIRE(table.size() == all_codes.size());
    for (const Row& row : table) {
        CHECK(connect_code(row.code) == row.name);
        CHECK(http_status(row.code) == row.status);
        CHECK(connect_error({row.code, "", "", ""}).status == row.status);
    }
}

TEST_CASE("An error is written as Connect's JSON", "[connect]") {
    const net::Response plain = connect_error({Code::not_found, "No visit \"V7\".", "", ""});
    CHECK(text_of(plain.body) == R"({"code":"not_found","message":"No visit \"V7\"."})");
    const net::Response full = connect_error({Code::not_found, "No visit.", "Look again.", "V7"});
    const std::string text(text_of(full.body));
    CHECK(
        text.find(R"("details":[{"type":"google.protobuf.Struct","value":")") != std::string::npos
    );
    CHECK(text.find(R"("debug":{"hint":"Look again.","context":"V7"}}]})") != std::string::npos);
    CHECK(text.find('=') == std::string::npos); // the value is unpadded
}

TEST_CASE("The native client gets every error back as it was", "[connect]") {
    for (const Code code : all_codes) {
        const Error error{code, "message", "hint", "context"};
        const net::Response sent = connect_error(error);
        CHECK(native::read_connect_error(sent.status, sent.body) == error);
    }
    CHECK(rc::check("any text", [](const std::string& hint, const std::string& context) {
        // Errors are text; bytes that are no UTF-8 have no place in protobuf strings or JSON.
        std::string clean_hint;
        std::string clean_context;
        for (const char c : hint) {
            if ((static_cast<unsigned char>(c) & 0x80U) == 0) clean_hint.push_back(c);
        }
        for (const char c : context) {
            if ((static_cast<unsigned char>(c) & 0x80U) == 0) clean_context.push_back(c);
        }
        const Error error{Code::internal, "m", clean_hint + "é", clean_context};
        const net::Response sent = connect_error(error);
        RC_ASSERT(native::read_connect_error(sent.status, sent.body) == error);
    }));
}

TEST_CASE("An answer that is no Connect error is judged by its status", "[connect]") {
    const auto code = [](int status, std::string_view body) {
        return native::read_connect_error(status, view(body)).code;
    };
    CHECK(code(502, "<html>Bad gateway</html>") == Code::unavailable);
    CHECK(code(503, "") == Code::unavailable);
    CHECK(code(429, "{}") == Code::unavailable);
    CHECK(code(401, R"({"code":null})") == Code::unauthenticated);
    CHECK(code(403, R"({"code":"nonsense"})") == Code::permission_denied);
    CHECK(code(404, "[1,2") == Code::unsupported);
    CHECK(code(500, "{\"code\":7}") == Code::internal);
    CHECK(code(500, R"({"code":"deadline_exceeded"})") == Code::unavailable);
}

TEST_CASE("A damaged or foreign detail costs the hint, not the error", "[connect]") {
    const auto read = [](std::string_view details) {
        const std::string body =
            R"({"code":"aborted","message":"m","details":)" + std::string(details) + "}";
        return native::read_connect_error(409, view(body));
    };
    const Error bare{Code::unavailable, "m", "", ""};
    CHECK(read(R"([{"type":"google.protobuf.Struct","value":"!!!"}])") == bare);
    CHECK(read(R"([{"type":"google.rpc.RetryInfo","value":"CgIIPA"}])") == bare);
    CHECK(read(R"([7,null,{"type":"google.protobuf.Struct"}])") == bare);
    CHECK(read(R"({"a":1})") == bare);
}
