#include "sync-server/net/certificates.hpp"
#include "tests/sync-server/net/test_server.hpp"

#include <sys/stat.h>

using namespace muster;
using namespace muster::net;
using namespace muster::testing;

namespace {

constexpr std::int64_t day_ms = 24LL * 60 * 60 * 1000;
constexpr std::int64_t noon = 1'800'000'000'000; // 2027-01-15

// Whether a TLS client that pins the authority accepts the server under that host name.
bool is_accepted(const Credentials& authority, const Credentials& server, const std::string& host) {
    const TempFolder folder;
    ServerOptions options;
    options.threads = 1;
    options.tls = TlsFiles{folder.file("c"), folder.file("k")};
    must(write_private_file(folder.file("c"), server.certificate_pem));
    must(write_private_file(folder.file("k"), server.key_pem));
    FunctionHandler handler(echo);
    const auto running = start(options, handler);
    const auto opened = native::Connection::open(
        {host, running->port()},
        native::Trust::pinned(authority.certificate_pem),
        steady_clock::now() + std::chrono::seconds(10)
    );
    return opened.has_value();
}

} // namespace

TEST_CASE("A server certificate names its hosts and lasts 397 days", "[certificates]") {
    const Credentials authority = must(make_authority({}, noon));
    const Credentials server =
        must(issue_server_certificate(authority, {"audits.example.org", "192.0.2.7"}, noon));
    const CertificateFacts facts = must(certificate_facts(server.certificate_pem));
    const std::vector<std::string> hosts{
        "localhost", "127.0.0.1", "::1", "audits.example.org", "192.0.2.7"
    };
    CHECK(facts.hosts == hosts);
    CHECK(facts.not_after_utc_ms - facts.not_before_utc_ms == 397 * day_ms);
    CHECK(facts.not_before_utc_ms < noon);
    CHECK(facts.serial_hex.size() >= 30);
    const CertificateFacts root = must(certificate_facts(authority.certificate_pem));
    CHECK(root.not_after_utc_ms - root.not_before_utc_ms == authority_days * day_ms);
}

TEST_CASE("A renewed certificate keeps the hosts and changes serial and key", "[certificates]") {
    const Credentials authority = must(make_authority({}, noon));
    const Credentials first = must(issue_server_certificate(authority, {"a.example"}, noon));
    const Credentials second =
        must(renew_server_certificate(authority, first.certificate_pem, noon + (300 * day_ms)));
    const CertificateFacts before = must(certificate_facts(first.certificate_pem));
    const CertificateFacts after = must(certificate_facts(second.certificate_pem));
    CHECK(after.hosts == before.hosts);
    CHECK(after.serial_hex != before.serial_hex);
    CHECK(after.not_after_utc_ms == before.not_after_utc_ms + (300 * day_ms));
    CHECK(first.key_pem != second.key_pem);
}

TEST_CASE("An issued certificate is accepted by who pins the authority", "[certificates]") {
    const Credentials authority = must(make_authority({}, now_utc_ms()));
    const Credentials other = must(make_authority({}, now_utc_ms()));
    const Credentials server = must(issue_server_certificate(authority, {}, now_utc_ms()));
    CHECK(is_accepted(authority, server, "localhost"));
    CHECK(is_accepted(authority, server, "127.0.0.1"));
    CHECK_FALSE(is_accepted(other, server, "localhost"));
}

TEST_CASE("An authority for certain hosts cannot vouch for others", "[certificates]") {
    const AuthorityOptions options{"Test", {"a.example"}};
    const Credentials authority = must(make_authority(options, now_utc_ms()));
    const Credentials good = must(issue_server_certificate(authority, {"a.example"}, now_utc_ms()));
    const Credentials bad = must(issue_server_certificate(authority, {"b.example"}, now_utc_ms()));
    CHECK(is_accepted(authority, good, "localhost"));
    CHECK_FALSE(is_accepted(authority, bad, "localhost"));
}

TEST_CASE("A certificate is refused before and after its time", "[certificates]") {
    const std::int64_t now = now_utc_ms();
    const Credentials authority = must(make_authority({}, now - (800 * day_ms)));
    const Credentials expired = must(issue_server_certificate(authority, {}, now - (398 * day_ms)));
    const Credentials fresh = must(issue_server_certificate(authority, {}, now - (390 * day_ms)));
    CHECK_FALSE(is_accepted(authority, expired, "localhost"));
    CHECK(is_accepted(authority, fresh, "localhost"));
}

TEST_CASE("What is no host name never reaches a certificate", "[certificates]") {
    const Credentials authority = must(make_authority({}, noon));
    for (const char* host : {"", "a b", "https://a", "a:443", "a,IP:1.2.3.4", "-a", "ä.example"}) {
        INFO(host);
        const auto issued = issue_server_certificate(authority, {host}, noon);
        REQUIRE_FALSE(issued);
        CHECK(issued.error().code == Code::invalid_input);
    }
    CHECK(issue_server_certificate(authority, {"2001:db8::7"}, noon).has_value());
}

TEST_CASE("An authority whose key is another's is refused", "[certificates]") {
    const Credentials one = must(make_authority({}, noon));
    const Credentials two = must(make_authority({}, noon));
    const auto mixed = issue_server_certificate({one.certificate_pem, two.key_pem}, {}, noon);
    REQUIRE_FALSE(mixed);
    CHECK(mixed.error().code == Code::invalid_input);
    CHECK_FALSE(issue_server_certificate({"nonsense", one.key_pem}, {}, noon));
    CHECK_FALSE(certificate_facts("nonsense"));
}

TEST_CASE("A private file is its owner's only and replaces the old one whole", "[certificates]") {
    const TempFolder folder;
    const std::string path = folder.file("key");
    must(write_private_file(path, "first"));
    must(write_private_file(path, "second"));
    std::ifstream file(path);
    std::string text;
    std::getline(file, text);
    CHECK(text == "second");
    struct stat facts{};
    REQUIRE(::stat(path.c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777U) == 0600U);
    CHECK_FALSE(std::filesystem::exists(path + ".new"));
    const Status nowhere = write_private_file(folder.file("no/such/key"), "x");
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.error().code == Code::failed_precondition);
}
