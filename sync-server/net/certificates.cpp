#include "sync-server/net/certificates.hpp"

#include "core/base/hash.hpp"
#include "sync-server/net/tls.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <memory>
#include <system_error>

namespace muster::net {

namespace {

constexpr std::int64_t day_seconds = 24 * 60 * 60;
constexpr int serial_bits =
    127; // positive and never zero in its first bits: RFC 5280's 20 octets hold it

template <auto Function>
struct Free {
    template <class T>
    void operator()(T* pointer) const {
        Function(pointer);
    }
};

void free_names(GENERAL_NAMES* names) {
    GENERAL_NAMES_free(names);
}

using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Memory = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Number = std::unique_ptr<BIGNUM, Free<BN_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>>;
using Names = std::unique_ptr<GENERAL_NAMES, Free<free_names>>;

std::unexpected<Error> openssl_failed(std::string_view what) {
    return fail(Code::internal, "OpenSSL could not " + std::string(what) + ": " + openssl_error());
}

Memory memory_of(std::string_view text) {
    return Memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::string text_in(BIO* memory) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

Result<Certificate> read_certificate(std::string_view pem) {
    const Memory memory = memory_of(pem);
    Certificate certificate(PEM_read_bio_X509(memory.get(), nullptr, nullptr, nullptr));
    if (certificate == nullptr) {
        openssl_error();
        return fail(Code::invalid_input, "This is not a certificate in PEM form.");
    }
    return certificate;
}

Result<Key> read_key(std::string_view pem) {
    const Memory memory = memory_of(pem);
    Key key(PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr));
    if (key == nullptr) {
        openssl_error();
        return fail(Code::invalid_input, "This is not a private key in PEM form.");
    }
    return key;
}

Result<std::string> pem_of(X509* certificate) {
    const Memory memory(BIO_new(BIO_s_mem()));
    if (PEM_write_bio_X509(memory.get(), certificate) != 1) {
        return openssl_failed("write a certificate");
    }
    return text_in(memory.get());
}

Result<std::string> pem_of(EVP_PKEY* key) {
    const Memory memory(BIO_new(BIO_s_secmem()));
    if (PEM_write_bio_PKCS8PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr) !=
        1) {
        return openssl_failed("write a key");
    }
    return text_in(memory.get());
}

bool is_address(const std::string& host) {
    std::array<unsigned char, 16> bytes{};
    return inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 ||
           inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

// A name goes into OpenSSL's extension syntax, so it must be a host name and nothing else.
Status check_host(const std::string& host) {
    const bool name = !host.empty() && host.size() <= 253 && host.front() != '.' &&
                      host.front() != '-' && std::ranges::all_of(host, [](char c) {
                          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                 (c >= '0' && c <= '9') || c == '-' || c == '.';
                      });
    if (name || is_address(host)) return {};
    return fail(
        Code::invalid_input,
        "\"" + host + "\" is neither a host name nor a numeric address.",
        "Write it without scheme and port, such as audits.example.org or 192.0.2.7."
    );
}

// A new certificate with version, random serial, validity, subject and key; issuer and the rest
// follow.
Result<Certificate>
start_certificate(const std::string& name, EVP_PKEY* key, std::int64_t now_utc_ms, int days) {
    Certificate certificate(X509_new());
    const Number serial(BN_new());
    if (certificate == nullptr || serial == nullptr ||
        BN_rand(serial.get(), serial_bits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) != 1 ||
        BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate.get())) == nullptr) {
        return openssl_failed("make a serial number");
    }
    const std::time_t now = now_utc_ms / 1000;
    const std::time_t begin = now - (clock_slack_days * day_seconds);
    const std::time_t end = begin + (days * day_seconds);
    X509_NAME* subject = X509_get_subject_name(certificate.get());
    const auto* common_name = reinterpret_cast<const unsigned char*>(name.c_str());
    if (X509_set_version(certificate.get(), X509_VERSION_3) != 1 ||
        ASN1_TIME_set(X509_getm_notBefore(certificate.get()), begin) == nullptr ||
        ASN1_TIME_set(X509_getm_notAfter(certificate.get()), end) == nullptr ||
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, common_name, -1, -1, 0) != 1 ||
        X509_set_pubkey(certificate.get(), key) != 1) {
        return openssl_failed("fill in a certificate");
    }
    return certificate;
}

Status add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
    X509V3_CTX context{};
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
    if (extension == nullptr || X509_add_ext(certificate, extension.get(), -1) != 1) {
        return openssl_failed("add \"" + value + "\" to a certificate");
    }
    return {};
}

struct ExtensionText {
    int kind;
    std::string value;
};

Status add_extensions(X509* certificate, X509* issuer, const std::vector<ExtensionText>& list) {
    for (const auto& [kind, value] : list) {
        Status added = add_extension(certificate, issuer, kind, value);
        if (!added) return added;
    }
    return {};
}

// Host names and addresses that are always there, then the caller's, each once.
std::vector<std::string> with_local_hosts(const std::vector<std::string>& hosts) {
    std::vector<std::string> all{"localhost", "127.0.0.1", "::1"};
    for (const std::string& host : hosts) {
        if (std::ranges::find(all, host) == all.end()) all.push_back(host);
    }
    return all;
}

// "critical,permitted;DNS:localhost,permitted;IP:127.0.0.1/255.255.255.255,..."
std::string constraints_of(const std::vector<std::string>& hosts) {
    std::string text = "critical";
    for (const std::string& host : with_local_hosts(hosts)) {
        if (!is_address(host)) {
            text += ",permitted;DNS:" + host;
        } else if (host.find(':') == std::string::npos) {
            text += ",permitted;IP:" + host + "/255.255.255.255";
        } else {
            text += ",permitted;IP:" + host + "/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
        }
    }
    return text;
}

Result<Credentials> sign(X509* certificate, EVP_PKEY* own_key, EVP_PKEY* issuer_key) {
    if (X509_sign(certificate, issuer_key, EVP_sha256()) == 0) {
        return openssl_failed("sign a certificate");
    }
    auto certificate_pem = pem_of(certificate);
    if (!certificate_pem) return error_of(certificate_pem);
    auto key_pem = pem_of(own_key);
    if (!key_pem) return error_of(key_pem);
    return Credentials{std::move(*certificate_pem), std::move(*key_pem)};
}

std::int64_t utc_ms_of(const ASN1_TIME* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return 0;
    return static_cast<std::int64_t>(timegm(&parts)) * 1000;
}

std::string text_of_name(const GENERAL_NAME* name) {
    int kind = 0;
    const auto* value = static_cast<const ASN1_STRING*>(GENERAL_NAME_get0_value(name, &kind));
    const unsigned char* bytes = ASN1_STRING_get0_data(value);
    const auto size = static_cast<std::size_t>(ASN1_STRING_length(value));
    if (kind == GEN_DNS) return {reinterpret_cast<const char*>(bytes), size};
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (kind != GEN_IPADD || (size != 4 && size != 16)) return {};
    inet_ntop(size == 4 ? AF_INET : AF_INET6, bytes, text.data(), text.size());
    return text.data();
}

std::unexpected<Error> file_failed(const std::string& what, const std::string& path) {
    const int error = errno;
    return fail(
        error == ENOSPC ? Code::resource_exhausted : Code::failed_precondition,
        "Cannot " + what + ": " + std::generic_category().message(error) + ".",
        "Check the folder's permissions and free space.",
        path
    );
}

Status write_all(int descriptor, std::string_view text, const std::string& path) {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return file_failed("write the file", path);
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(descriptor) != 0) return file_failed("write the file", path);
    return {};
}

} // namespace

Result<Credentials> make_authority(const AuthorityOptions& options, std::int64_t now_utc_ms) {
    for (const std::string& host : options.only_hosts) {
        Status valid = check_host(host);
        if (!valid) return error_of(valid);
    }
    const Key key(EVP_EC_gen("P-256"));
    if (key == nullptr) return openssl_failed("make a key");
    auto certificate = start_certificate(options.name, key.get(), now_utc_ms, authority_days);
    if (!certificate) return error_of(certificate);
    X509* own = certificate->get();
    X509_set_issuer_name(own, X509_get_subject_name(own));
    std::vector<ExtensionText> extensions{
        {NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
        {NID_key_usage, "critical,keyCertSign,cRLSign"},
        {NID_subject_key_identifier, "hash"},
    };
    if (!options.only_hosts.empty()) {
        extensions.push_back({NID_name_constraints, constraints_of(options.only_hosts)});
    }
    Status added = add_extensions(own, own, extensions);
    if (!added) return error_of(added);
    return sign(own, key.get(), key.get());
}

Result<Credentials> issue_server_certificate(
    const Credentials& authority, const std::vector<std::string>& hosts, std::int64_t now_utc_ms
) {
    auto issuer = read_certificate(authority.certificate_pem);
    if (!issuer) return error_of(issuer, "the authority's certificate");
    auto issuer_key = read_key(authority.key_pem);
    if (!issuer_key) return error_of(issuer_key, "the authority's key");
    if (X509_check_private_key(issuer->get(), issuer_key->get()) != 1) {
        openssl_error();
        return fail(Code::invalid_input, "The authority's key does not belong to its certificate.");
    }
    std::string names;
    for (const std::string& host : with_local_hosts(hosts)) {
        Status valid = check_host(host);
        if (!valid) return error_of(valid);
        names += (names.empty() ? "" : ",") + std::string(is_address(host) ? "IP:" : "DNS:") + host;
    }
    const Key key(EVP_EC_gen("P-256"));
    if (key == nullptr) return openssl_failed("make a key");
    auto certificate = start_certificate("Muster server", key.get(), now_utc_ms, server_days);
    if (!certificate) return error_of(certificate);
    X509_set_issuer_name(certificate->get(), X509_get_subject_name(issuer->get()));
    const std::vector<ExtensionText> extensions{
        {NID_basic_constraints, "critical,CA:FALSE"},
        {NID_key_usage, "critical,digitalSignature"},
        {NID_ext_key_usage, "serverAuth"},
        {NID_subject_key_identifier, "hash"},
        {NID_authority_key_identifier, "keyid:always"},
        {NID_subject_alt_name, names},
    };
    Status added = add_extensions(certificate->get(), issuer->get(), extensions);
    if (!added) return error_of(added);
    Result<Credentials> issued = sign(certificate->get(), key.get(), issuer_key->get());
    if (issued) issued->certificate_pem += authority.certificate_pem;
    return issued;
}

Result<Credentials> renew_server_certificate(
    const Credentials& authority, std::string_view old_certificate_pem, std::int64_t now_utc_ms
) {
    auto facts = certificate_facts(old_certificate_pem);
    if (!facts) return error_of(facts);
    return issue_server_certificate(authority, facts->hosts, now_utc_ms);
}

Result<CertificateFacts> certificate_facts(std::string_view certificate_pem) {
    auto certificate = read_certificate(certificate_pem);
    if (!certificate) return error_of(certificate);
    X509* x509 = certificate->get();
    CertificateFacts facts;
    facts.not_before_utc_ms = utc_ms_of(X509_get0_notBefore(x509));
    facts.not_after_utc_ms = utc_ms_of(X509_get0_notAfter(x509));
    const ASN1_INTEGER* serial = X509_get0_serialNumber(x509);
    const auto serial_size = static_cast<std::size_t>(ASN1_STRING_length(serial));
    facts.serial_hex = to_hex({ASN1_STRING_get0_data(serial), serial_size});
    const Names names(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(x509, NID_subject_alt_name, nullptr, nullptr))
    );
    for (int i = 0; names != nullptr && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        std::string host = text_of_name(sk_GENERAL_NAME_value(names.get(), i));
        if (!host.empty()) facts.hosts.push_back(std::move(host));
    }
    Bytes der(static_cast<std::size_t>(std::max(0, i2d_X509(x509, nullptr))));
    unsigned char* out = der.data();
    if (i2d_X509(x509, &out) <= 0) return openssl_failed("encode a certificate");
    facts.fingerprint = sha256(der);
    return facts;
}

Status write_private_file(const std::string& path, std::string_view text) {
    const std::string beside = path + ".new";
    ::unlink(beside.c_str()); // what a crash left; if it stays, the next line says why
    const int descriptor = ::open(
        beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR
    );
    if (descriptor < 0) return file_failed("create the file", beside);
    Status written = write_all(descriptor, text, beside);
    if (::close(descriptor) != 0 && written) written = file_failed("write the file", beside);
    if (written && std::rename(beside.c_str(), path.c_str()) != 0) {
        written = file_failed("move the file to its place", path);
    }
    if (!written) ::unlink(beside.c_str());
    return written;
}

} // namespace muster::net
