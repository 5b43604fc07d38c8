// An HTTP request as a handler sees it, and the response that it gives. The body is already decoded
// (zstd, gzip, chunks). A Request is reused for all requests of its connection, so views into it
// end with the handler's answer. Knows no sockets and no parser.
#pragma once

#include "core/base/bytes.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::net {

enum class Method { get, head, post, put, remove, options, other };

enum class Coding { identity, gzip, zstd };

class Request {
public:
    Method method = Method::other;
    std::string target;                             // as sent: path and query
    Bytes body;                                     // decoded
    Coding body_coding = Coding::identity;          // as it was sent
    std::size_t body_wire_bytes = 0;                // before decoding
    std::string peer;                               // numeric address without port
    std::chrono::steady_clock::time_point received; // of the first byte
    std::chrono::steady_clock::time_point deadline; // when the request's time is over

    // The first header of that name, any case; empty when there is none.
    [[nodiscard]] std::string_view header(std::string_view name) const;
    [[nodiscard]] std::size_t header_count(std::string_view name) const;
    // The target without its query.
    [[nodiscard]] std::string_view path() const;

    void add_header(std::string_view name, std::string_view value);
    // Forgets the last request and keeps the memory, except that of a big body.
    void clear();

private:
    struct Field {
        std::size_t name_at = 0;
        std::size_t name_size = 0;
        std::size_t value_size = 0; // the value follows the name
    };

    std::string text_; // names and values one after another
    std::vector<Field> fields_;
};

enum class Compress { when_it_pays, never };

struct Response {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers; // without Content-Length and the like
    Bytes body;
    Compress compress = Compress::when_it_pays;

    void set(std::string name, std::string value);
};

// Header names and codings are ASCII without case.
bool same_ignoring_case(std::string_view a, std::string_view b);

Response text_response(int status, std::string_view text);

} // namespace muster::net
