#include "clients/cli/folder_check.hpp"

#include "core/audit/visit_card.hpp"
#include "core/base/hash.hpp"
#include "core/sync/messages.hpp"

#include <fmt/format.h>

namespace muster::cli {

namespace {

Result<sqlite::Statement> prepared(const sqlite::Database& database, std::string_view sql) {
    auto statement = database.prepare(sql);
    if (statement) return statement;
    return error_of(statement, "The database's tables are not those of this version");
}

std::string page_place(std::int64_t page, std::int64_t page_bytes) {
    return fmt::format(
        "page {} (bytes {} to {})", page, (page - 1) * page_bytes, page * page_bytes - 1
    );
}

} // namespace

Status
check_pages(const sqlite::Database& database, FolderFindings& findings, const OnShare& on_share) {
    auto page_bytes = database.integer("PRAGMA page_size");
    if (!page_bytes) return error_of(page_bytes);
    auto page_count = database.integer("PRAGMA page_count");
    if (!page_count) return error_of(page_count);
    auto page = prepared(database, "SELECT data FROM sqlite_dbpage('main') WHERE pgno = ?1");
    if (!page) return error_of(page);
    for (std::int64_t number = 1; number <= *page_count; ++number) {
        if (number % 64 == 1) {
            on_share(
                static_cast<double>(number) / static_cast<double>(*page_count), "Reading pages"
            );
        }
        auto row = page->bind(number).step();
        ++findings.counts.pages;
        if (!row) {
            findings.damaged(page_place(number, *page_bytes), row.error().message);
        } else if (!*row || static_cast<std::int64_t>(page->blob(0).size()) != *page_bytes) {
            findings.damaged(page_place(number, *page_bytes), "The page is not there.");
        }
    }
    return {};
}

Status check_structure(const sqlite::Database& database, FolderFindings& findings) {
    auto check = prepared(database, "PRAGMA integrity_check(100)");
    if (!check) return error_of(check);
    for (;;) {
        auto row = check->step();
        if (!row) {
            findings.damaged("database structure", row.error().message);
            return {};
        }
        if (!*row) return {};
        if (check->text(0) != "ok")
            findings.damaged("database structure", std::string(check->text(0)));
    }
}

Status check_documents(
    const sqlite::Database& database, const FolderAuthority& authority, FolderFindings& findings
) {
    auto rows =
        prepared(database, "SELECT document, hash, kind, bytes FROM documents ORDER BY document");
    if (!rows) return error_of(rows);
    for (;;) {
        auto row = rows->step();
        if (!row) {
            findings.damaged("table of documents", row.error().message);
            return {};
        }
        if (!*row) return {};
        ++findings.counts.documents;
        const std::string where = fmt::format("document {}", to_hex(rows->blob(1)));
        Bytes hashed = copy(rows->blob(3));
        if (rows->integer(2) == static_cast<int>(sync::DocumentKind::visit_card)) {
            auto card = audit::decode_signed_visit_card(hashed);
            if (!card) {
                findings.damaged(where, "The visit card cannot be read.");
                continue;
            }
            if (!audit::open_visit_card(*card, authority.tenant, authority.identity)) {
                findings.damaged(where, "The visit card is not signed by the server identity.");
            }
            hashed = std::move(card->body);
        }
        if (!same(sha256(hashed).bytes(), rows->blob(1))) {
            findings.damaged(where, "Its bytes do not have the hash that names it.");
        }
    }
}

Result<CertificateRows> check_certificates(
    const sqlite::Database& database, const FolderAuthority& authority, FolderFindings& findings
) {
    CertificateRows good;
    auto rows = prepared(
        database, "SELECT certificate, hash, body, signature FROM certificates ORDER BY certificate"
    );
    if (!rows) return error_of(rows);
    for (;;) {
        auto row = rows->step();
        if (!row) {
            findings.damaged("table of certificates", row.error().message);
            return good;
        }
        if (!*row) return good;
        ++findings.counts.certificates;
        const std::string where = fmt::format("certificate {}", to_hex(rows->blob(1)));
        audit::SignedCertificate certificate;
        certificate.body = copy(rows->blob(2));
        auto signature = rows->id<Signature>(3);
        if (!signature) {
            findings.damaged(where, "Its signature has the wrong size.");
            continue;
        }
        certificate.signature = *signature;
        if (!same(audit::hash_of(certificate).bytes(), rows->blob(1))) {
            findings.damaged(where, "Its bytes do not have the hash that names it.");
            continue;
        }
        auto opened = audit::open_certificate(certificate, authority.tenant, authority.identity);
        if (!opened) {
            findings.damaged(where, opened.error().message);
            continue;
        }
        good.emplace(rows->integer(0), std::move(*opened));
    }
}

} // namespace muster::cli
