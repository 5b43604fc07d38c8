#include "clients/native/https_client.hpp"

#include "clients/native/compression.hpp"
#include "clients/native/connect_error_codec.hpp"

#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/vector_body.hpp>

#include <algorithm>
#include <charconv>

namespace muster::native {

namespace {

namespace http = boost::beast::http;
using boost::system::error_code;
using std::chrono::steady_clock;
using Parser = http::response_parser<http::vector_body<std::uint8_t>>;

constexpr std::uint32_t header_bytes_max = 64 * 1024;
constexpr std::size_t small_body_bytes = std::size_t{16} * 1024;
constexpr std::size_t read_bytes = std::size_t{32} * 1024;
constexpr std::uint16_t https_port = 443;

bool same_ignoring_case(std::string_view a, std::string_view b) {
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return std::ranges::equal(a, b, [&](char x, char y) { return lower(x) == lower(y); });
}

bool breaks_line(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

Status check_request(const HttpRequest& request) {
    bool wrong = breaks_line(request.target) || request.target.find(' ') != std::string_view::npos;
    for (const auto& [name, value] : request.headers) {
        wrong = wrong || breaks_line(name) || breaks_line(value);
    }
    if (!wrong) return {};
    return fail(Code::invalid_input, "A request's target or header contains a line break.");
}

bool has_content_encoding(const HttpRequest& request) {
    return std::ranges::any_of(request.headers, [](const auto& header) {
        return same_ignoring_case(header.first, "Content-Encoding");
    });
}

std::unexpected<Error> no_http() {
    return fail(
        Code::unavailable,
        "What answers there is not a Muster server.",
        "Check the address and the port."
    );
}

std::unexpected<Error> closed_without_answer() {
    return fail(
        Code::unavailable, "The server closed the connection without an answer.", "Try again."
    );
}

// Puts an answer together from what arrives; 100 Continue and its like are passed over.
class AnswerReader {
public:
    explicit AnswerReader(std::size_t bytes_max) : bytes_max_(bytes_max) { start(); }

    Status add(ByteView bytes) {
        input_.insert(input_.end(), bytes.begin(), bytes.end());
        std::size_t used = 0;
        while (used < input_.size() && !parser_->is_done()) {
            error_code error;
            used += parser_->put({input_.data() + used, input_.size() - used}, error);
            if (error == http::error::need_more) break;
            if (error) return no_http();
            if (parser_->is_done() && parser_->get().result_int() < 200) start();
        }
        input_.erase(input_.begin(), input_.begin() + static_cast<std::ptrdiff_t>(used));
        return {};
    }

    // Whether the end of the connection is the regular end of the answer.
    bool ends_here() {
        if (!parser_->is_header_done()) return false;
        error_code error;
        parser_->put_eof(error);
        return !error;
    }

    [[nodiscard]] bool is_done() const { return parser_->is_done(); }

    [[nodiscard]] bool keeps_alive() const { return parser_->keep_alive() && input_.empty(); }

    HttpAnswer take() {
        HttpAnswer answer;
        answer.status = static_cast<int>(parser_->get().result_int());
        for (const auto& field : parser_->get().base()) {
            answer.headers.emplace_back(
                std::string(field.name_string()), std::string(field.value())
            );
        }
        answer.body = std::move(parser_->get().body());
        return answer;
    }

private:
    void start() {
        parser_.emplace();
        parser_->header_limit(header_bytes_max);
        parser_->body_limit(bytes_max_);
        parser_->eager(true);
    }

    std::size_t bytes_max_;
    std::optional<Parser> parser_;
    Bytes input_; // arrived and not yet understood
};

std::optional<std::chrono::seconds> retry_after_of(const HttpAnswer& answer) {
    const std::string_view text = answer.header("Retry-After");
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (text.empty() || error != std::errc() || seconds < 0) return std::nullopt;
    return std::chrono::seconds(seconds);
}

} // namespace

std::string_view HttpAnswer::header(std::string_view name) const {
    for (const auto& [existing, value] : headers) {
        if (same_ignoring_case(existing, name)) return value;
    }
    return {};
}

HttpsClient::HttpsClient(HttpsClientOptions options) : options_(options) {}

HttpsClient::~HttpsClient() = default;
HttpsClient::HttpsClient(HttpsClient&&) noexcept = default;
HttpsClient& HttpsClient::operator=(HttpsClient&&) noexcept = default;

Status HttpsClient::connect(std::string host, std::uint16_t port, Trust trust) {
    close();
    address_ = {std::move(host), port};
    trust_ = std::move(trust);
    return open();
}

void HttpsClient::close() {
    counters_ = counters();
    connection_.reset();
}

TrafficCounters HttpsClient::counters() const {
    TrafficCounters all = counters_;
    if (connection_ != nullptr) {
        all.tls_bytes_sent += connection_->tls_bytes_sent();
        all.tls_bytes_received += connection_->tls_bytes_received();
    }
    return all;
}

Status HttpsClient::open() {
    close();
    if (!trust_) return fail(Code::failed_precondition, "The client was not told its server.");
    const auto deadline = steady_clock::now() + options_.connect_time_max;
    auto opened = Connection::open(address_, *trust_, deadline);
    if (!opened) return error_of(opened);
    connection_ = std::move(*opened);
    peer_chain_ = connection_->peer_chain();
    used_before_ = false;
    ++counters_.connections;
    return {};
}

std::string
HttpsClient::head_of(const HttpRequest& request, std::size_t body_bytes, bool compressed) const {
    std::string head;
    head.append(request.method).append(" ").append(request.target).append(" HTTP/1.1\r\nHost: ");
    std::string host = to_text(address_);
    if (address_.port == https_port) host.erase(host.rfind(':'));
    head.append(host);
    for (const auto& [name, value] : request.headers) {
        head.append("\r\n").append(name).append(": ").append(value);
    }
    if (!request.content_type.empty()) {
        head.append("\r\nContent-Type: ").append(request.content_type);
        head.append("\r\nContent-Length: ").append(std::to_string(body_bytes));
    }
    if (compressed) head.append("\r\nContent-Encoding: zstd");
    head.append("\r\nAccept-Encoding: zstd\r\n\r\n");
    return head;
}

Result<HttpAnswer> HttpsClient::request(const HttpRequest& request) {
    Status valid = check_request(request);
    if (!valid) return error_of(valid);
    retry_after_.reset();
    std::optional<Bytes> packed;
    if (!has_content_encoding(request)) packed = compress_request(request.body);
    const ByteView body = packed ? ByteView(*packed) : request.body;
    const std::string head = head_of(request, body.size(), packed.has_value());
    const bool stale = connection_ != nullptr && used_before_ && connection_->has_ended();
    if (connection_ == nullptr || stale) {
        Status opened = open();
        if (!opened) return error_of(opened);
    }
    const bool was_kept = used_before_;
    Attempt first = attempt(view(head), body);
    if (first.answer || !first.nothing_received || !was_kept) return std::move(first.answer);
    Status opened = open();
    if (!opened) return error_of(opened);
    Attempt second = attempt(view(head), body);
    return std::move(second.answer);
}

HttpsClient::Attempt HttpsClient::attempt(ByteView head, ByteView body) {
    const auto deadline = steady_clock::now() + options_.request_time_max;
    // A small body travels with its head.
    Bytes together = copy(head);
    const bool small = body.size() <= small_body_bytes;
    if (small) together.insert(together.end(), body.begin(), body.end());
    Status sent = connection_->write(together, deadline);
    if (sent && !small) sent = connection_->write(body, deadline);
    if (sent) counters_.bytes_sent += head.size() + body.size();
    // Even after a failed write there may be an answer: a refusal of what was being sent.
    AnswerReader reader(options_.answer_bytes_max);
    Bytes chunk(read_bytes);
    bool nothing_received = true;
    while (!reader.is_done()) {
        const Result<std::size_t> got = connection_->read(chunk, deadline);
        if (got && *got > 0) {
            nothing_received = false;
            counters_.bytes_received += *got;
            const Status understood = reader.add(ByteView(chunk).first(*got));
            if (understood) continue;
            close();
            return {error_of(understood), false};
        }
        if (got && reader.ends_here()) break;
        close();
        if (!got) return {error_of(got), false};
        if (!sent) return {error_of(sent), nothing_received};
        return {closed_without_answer(), nothing_received};
    }
    ++counters_.round_trips;
    used_before_ = true;
    HttpAnswer answer = reader.take();
    if (!sent || !reader.keeps_alive()) close();
    retry_after_ = retry_after_of(answer);
    return {decoded(std::move(answer)), false};
}

Result<HttpAnswer> HttpsClient::decoded(HttpAnswer answer) {
    const std::string_view coding = answer.header("Content-Encoding");
    if (coding.empty() || answer.body.empty()) return answer;
    if (coding != "zstd") {
        return fail(Code::unsupported, "The answer has an encoding that was not asked for.");
    }
    Result<Bytes> plain = decompress_answer(answer.body, options_.answer_bytes_max);
    if (!plain) return error_of(plain);
    answer.body = std::move(*plain);
    return answer;
}

Result<Bytes>
HttpsClient::call_connect(std::string_view service_method, ByteView body, const Headers& headers) {
    const std::string target = "/" + std::string(service_method);
    HttpRequest call;
    call.target = target;
    call.content_type = "application/proto";
    call.body = body;
    call.headers = headers;
    call.headers.emplace_back("Connect-Protocol-Version", "1");
    Result<HttpAnswer> answer = request(call);
    if (!answer) return error_of(answer);
    if (answer->status != 200) {
        return std::unexpected(read_connect_error(answer->status, answer->body));
    }
    if (answer->header("Content-Type") != "application/proto") return no_http();
    return std::move(answer->body);
}

} // namespace muster::native
