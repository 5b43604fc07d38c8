#include "sync-server/net/response_writer.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <stdexcept>

namespace muster::net {

namespace {

void append_number(std::string& out, std::size_t number) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

bool is_name(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    });
}

bool is_value(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c == '\t' || (c >= ' ' && c != 0x7f); });
}

// RFC 9110: a server with a clock sends Date. Formatted once a second and thread.
const std::string& date_text() {
    thread_local std::time_t at = 0;
    thread_local std::string text;
    const std::time_t now = std::time(nullptr);
    if (now != at || text.empty()) {
        std::tm parts{};
        gmtime_r(&now, &parts);
        std::array<char, 40> buffer{};
        const std::size_t size =
            std::strftime(buffer.data(), buffer.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
        text.assign(buffer.data(), size);
        at = now;
    }
    return text;
}

} // namespace

std::string_view reason_of(int status) {
    switch (status) {
    case 200:
        return "OK";
    case 204:
        return "No Content";
    case 302:
        return "Found";
    case 304:
        return "Not Modified";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 413:
        return "Content Too Large";
    case 415:
        return "Unsupported Media Type";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    default:
        return "Status";
    }
}

void append_head(
    std::string& out, const Response& response, std::size_t body_bytes, AfterResponse after
) {
    out.append("HTTP/1.1 ");
    append_number(out, static_cast<std::size_t>(response.status));
    out.append(" ").append(reason_of(response.status)).append("\r\n");
    for (const auto& [name, value] : response.headers) {
        if (!is_name(name) || !is_value(value)) {
            throw std::logic_error("a response header would break its line: " + name);
        }
        out.append(name).append(": ").append(value).append("\r\n");
    }
    out.append("Date: ").append(date_text());
    if (response.status != 204 && response.status != 304) {
        out.append("\r\nContent-Length: ");
        append_number(out, body_bytes);
    }
    if (after == AfterResponse::close) out.append("\r\nConnection: close");
    out.append("\r\n\r\n");
}

} // namespace muster::net
