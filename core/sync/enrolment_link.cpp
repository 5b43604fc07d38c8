#include "core/sync/enrolment_link.hpp"

#include "core/base/hash.hpp"

#include <charconv>

namespace muster::sync {

namespace {

std::string in_groups(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i > 0 && i % 4 == 0) out.push_back('-');
        out.push_back(text[i]);
    }
    return out;
}

std::unexpected<Error> not_a_link(std::string why) {
    return fail(
        Code::invalid_input,
        "This is no enrolment link: " + std::move(why) + ".",
        "Copy the whole line that the office sent, from https:// to its end."
    );
}

} // namespace

Bytes16 fingerprint_of(const PublicKey& identity) {
    const auto hash = sha256({view("id1"), identity.bytes()});
    Bytes16 out;
    std::memcpy(out.data.data(), hash.data.data(), out.data.size());
    return out;
}

std::string fingerprint_text(const Bytes16& fingerprint) {
    return in_groups(to_base32(fingerprint.bytes()));
}

std::string to_text(const EnrolmentLink& link) {
    const bool is_ipv6 = link.host.find(':') != std::string::npos;
    return "https://" + (is_ipv6 ? "[" + link.host + "]" : link.host) + ":" +
           std::to_string(link.port) + "/enrol#" + link.code + "." +
           fingerprint_text(link.fingerprint);
}

Result<EnrolmentLink> parse_enrolment_link(std::string_view text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ' '))
        text.remove_suffix(1);
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    constexpr std::string_view scheme = "https://";
    constexpr std::string_view plain_scheme = "http://"; // to this computer only
    const bool plain = text.starts_with(plain_scheme);
    if (!plain && !text.starts_with(scheme)) {
        return not_a_link("it does not begin with https://");
    }
    text.remove_prefix(plain ? plain_scheme.size() : scheme.size());
    const auto slash = text.find('/');
    constexpr std::string_view path = "/enrol#";
    if (slash == std::string_view::npos || !text.substr(slash).starts_with(path)) {
        return not_a_link("/enrol# is missing");
    }
    EnrolmentLink link;
    auto address = text.substr(0, slash);
    const auto rest = text.substr(slash + path.size());
    const auto colon = address.rfind(':');
    const bool has_port = colon != std::string_view::npos && address.back() != ']';
    link.port = 443;
    if (has_port) {
        const auto digits = address.substr(colon + 1);
        const auto [end, wrong] =
            std::from_chars(digits.data(), digits.data() + digits.size(), link.port);
        if (wrong != std::errc() || end != digits.data() + digits.size() || link.port == 0) {
            return not_a_link("the port is no number");
        }
        address = address.substr(0, colon);
    }
    if (address.starts_with('[') && address.ends_with(']')) {
        address = address.substr(1, address.size() - 2);
    }
    if (address.empty()) return not_a_link("the server's name is missing");
    link.host = std::string(address);
    if (plain && link.host != "127.0.0.1" && link.host != "localhost" && link.host != "::1") {
        return not_a_link("only on the server's own computer it may begin with http://");
    }
    const auto dot = rest.find('.');
    if (dot == std::string_view::npos) return not_a_link("the fingerprint is missing");
    auto code = canonical_base32(rest.substr(0, dot));
    auto fingerprint = from_base32(rest.substr(dot + 1));
    if (!code || code->empty()) return not_a_link("the code is cut short or mistyped");
    const auto print =
        fingerprint ? Bytes16::from(*fingerprint) : Result<Bytes16>(fail(Code::invalid_input, {}));
    if (!print) return not_a_link("the fingerprint is cut short or mistyped");
    link.code = in_groups(*code);
    link.fingerprint = *print;
    return link;
}

} // namespace muster::sync
