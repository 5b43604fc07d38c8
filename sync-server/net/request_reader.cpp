#include "sync-server/net/request_reader.hpp"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

namespace muster::net {

namespace http = boost::beast::http;

namespace {

constexpr std::string_view last_chunk = "0\r\n\r\n";

using ErrorCode = boost::system::error_code;

std::string_view std_view(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

Method method_of(http::verb verb) {
    switch (verb) {
    case http::verb::get:
        return Method::get;
    case http::verb::head:
        return Method::head;
    case http::verb::post:
        return Method::post;
    case http::verb::put:
        return Method::put;
    case http::verb::delete_:
        return Method::remove;
    case http::verb::options:
        return Method::options;
    default:
        return Method::other; // Beast knows some thirty that this server has no use for
    }
}

} // namespace

// Writes straight into the Request instead of a Beast container: no allocation per field.
class RequestReader::Parser final : public http::basic_parser<true> {
public:
    Parser(Request& request, std::size_t body_limit)
        : request_(request), body_limit_bytes_(body_limit) {
        header_limit(2 * header_bytes_max + 1); // the reader keeps the exact limit
        this->body_limit(boost::none);          // and so does on_body_impl
    }

    void set_body_limit(std::size_t bytes) { body_limit_bytes_ = bytes; }

    [[nodiscard]] bool body_too_large() const { return body_too_large_; }

    [[nodiscard]] bool is_http_1_1() const { return http_1_1_; }

    [[nodiscard]] std::size_t body_limit_bytes() const { return body_limit_bytes_; }

private:
    void on_request_impl(
        http::verb method,
        boost::beast::string_view /*method_text*/,
        boost::beast::string_view target,
        int version,
        ErrorCode& error
    ) override {
        error = {};
        http_1_1_ = version >= 11;
        request_.method = method_of(method);
        request_.target.assign(target.data(), target.size());
    }

    void on_response_impl(
        int /*status*/, boost::beast::string_view /*reason*/, int /*version*/, ErrorCode& error
    ) override {
        error = {};
    }

    void on_field_impl(
        http::field /*field*/,
        boost::beast::string_view name,
        boost::beast::string_view value,
        ErrorCode& error
    ) override {
        error = {};
        if (is_header_done()) return; // a trailer: never mixed with the headers
        request_.add_header(std_view(name), std_view(value));
    }

    void on_header_impl(ErrorCode& error) override { error = {}; }

    void
    on_body_init_impl(const boost::optional<std::uint64_t>& length, ErrorCode& error) override {
        error = {};
        if (length && *length <= body_limit_bytes_) {
            request_.body.reserve(static_cast<std::size_t>(*length));
        }
    }

    std::size_t on_body_impl(boost::beast::string_view part, ErrorCode& error) override {
        return take(part, error);
    }

    void on_chunk_header_impl(
        std::uint64_t /*size*/, boost::beast::string_view /*extensions*/, ErrorCode& error
    ) override {
        error = {};
    }

    std::size_t on_chunk_body_impl(
        std::uint64_t /*remaining*/, boost::beast::string_view part, ErrorCode& error
    ) override {
        return take(part, error);
    }

    void on_finish_impl(ErrorCode& error) override { error = {}; }

    std::size_t take(boost::beast::string_view part, ErrorCode& error) {
        if (request_.body.size() + part.size() > body_limit_bytes_) {
            body_too_large_ = true;
            error = http::error::body_limit;
            return 0;
        }
        error = {};
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(part.data());
        request_.body.insert(request_.body.end(), bytes, bytes + part.size());
        return part.size();
    }

    Request& request_;
    std::size_t body_limit_bytes_;
    bool body_too_large_ = false;
    bool http_1_1_ = false;
};

RequestReader::RequestReader(const Limits& limits) : limits_(limits) {}

RequestReader::~RequestReader() = default;

void RequestReader::start(Request& request) {
    request.clear();
    request_ = &request;
    parser_ = std::make_unique<Parser>(request, limits_.body_bytes);
    head_bytes_ = 0;
    head_reported_ = false;
    status_ = 0;
    text_.clear();
}

ReadStep RequestReader::refuse(int status, std::string text) {
    status_ = status;
    text_ = std::move(text);
    return ReadStep::refused;
}

ReadStep RequestReader::refuse_head() {
    return refuse(
        431,
        "The request's head is larger than the " + std::to_string(limits_.header_bytes) +
            " bytes that the server accepts."
    );
}

ReadStep RequestReader::refuse_body() {
    return refuse(
        413,
        "The body is larger than the " + std::to_string(parser_->body_limit_bytes()) +
            " bytes that the server accepts here."
    );
}

ReadStep RequestReader::check_head() {
    if (head_bytes_ > limits_.header_bytes) return refuse_head();
    const std::size_t hosts = request_->header_count("Host");
    if (hosts > 1 || (hosts == 0 && parser_->is_http_1_1())) {
        return refuse(400, "The request must have exactly one Host header.");
    }
    if (request_->target.empty() || request_->target.front() != '/') {
        return refuse(400, "The request's target must be a path.");
    }
    head_reported_ = true;
    return ReadStep::head_complete;
}

ReadStep RequestReader::feed(ByteView& input) {
    while (!input.empty() || parser_->is_done()) {
        if (parser_->is_done() && head_reported_) return ReadStep::complete;
        if (parser_->is_done()) return check_head();
        const bool in_head = !parser_->is_header_done();
        // Beast's parser asserts that the last chunk comes at least so far at once. Waiting costs
        // nothing: whatever of the body is missing ends with these bytes.
        if (!in_head && parser_->chunked() && input.size() < last_chunk.size()) {
            return ReadStep::need_more;
        }
        ErrorCode error;
        const std::size_t taken = parser_->put({input.data(), input.size()}, error);
        input = input.subspan(taken);
        if (in_head) head_bytes_ += taken;
        if (error == http::error::need_more) {
            // What is left is an unfinished head, or an unfinished head or trailer of a chunk.
            const std::size_t waiting = (in_head ? head_bytes_ : 0) + input.size();
            return waiting >= limits_.header_bytes ? refuse_head() : ReadStep::need_more;
        }
        if (parser_->body_too_large()) return refuse_body();
        if (error == http::error::header_limit) return refuse_head();
        if (error) return refuse(400, "This is not HTTP/1.1: " + error.message() + ".");
        if (in_head && parser_->is_header_done()) return check_head();
    }
    return ReadStep::need_more;
}

bool RequestReader::allow_body(std::size_t bytes_max) {
    parser_->set_body_limit(bytes_max);
    const auto announced = parser_->content_length();
    if (!announced || *announced <= bytes_max) return true;
    refuse_body();
    return false;
}

bool RequestReader::keeps_alive() const {
    return parser_->is_http_1_1() &&
           parser_->keep_alive(); // 1.0 clients are old tools: one request
}

bool RequestReader::expects_continue() const {
    return same_ignoring_case(request_->header("Expect"), "100-continue");
}

} // namespace muster::net
