#include "sync-server/net/message.hpp"

#include <algorithm>

namespace muster::net {

namespace {

constexpr std::size_t kept_body_bytes = std::size_t{16} * 1024;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

bool same_ignoring_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view Request::header(std::string_view name) const {
    for (const Field& field : fields_) {
        if (field.name_size != name.size()) continue;
        const std::string_view text = text_;
        if (same_ignoring_case(text.substr(field.name_at, field.name_size), name)) {
            return text.substr(field.name_at + field.name_size, field.value_size);
        }
    }
    return {};
}

std::size_t Request::header_count(std::string_view name) const {
    const std::string_view text = text_;
    return static_cast<std::size_t>(std::ranges::count_if(fields_, [&](const Field& field) {
        return same_ignoring_case(text.substr(field.name_at, field.name_size), name);
    }));
}

std::string_view Request::path() const {
    const std::string_view whole = target;
    return whole.substr(0, whole.find('?'));
}

void Request::add_header(std::string_view name, std::string_view value) {
    fields_.push_back({text_.size(), name.size(), value.size()});
    text_.append(name).append(value);
}

void Request::clear() {
    method = Method::other;
    target.clear();
    text_.clear();
    fields_.clear();
    body_coding = Coding::identity;
    body_wire_bytes = 0;
    if (body.capacity() > kept_body_bytes) {
        body = Bytes();
    } else {
        body.clear();
    }
}

void Response::set(std::string name, std::string value) {
    for (auto& [existing, old] : headers) {
        if (same_ignoring_case(existing, name)) {
            old = std::move(value);
            return;
        }
    }
    headers.emplace_back(std::move(name), std::move(value));
}

Response text_response(int status, std::string_view text) {
    Response response;
    response.status = status;
    response.set("Content-Type", "text/plain; charset=utf-8");
    response.body = to_bytes(text);
    return response;
}

} // namespace muster::net
