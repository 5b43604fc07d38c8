// Sync of W by one client: 1,000 audits × 60 answers filled offline through Workspace, then one
// meeting over TLS until every digest agrees. Yardstick in the same round: the same answers as JSON
// over TLS to our own HTTP server, parsed, and inserted in one SQLite transaction.
#include "clients/native/system_clock.hpp"
#include "sync-server/net/certificates.hpp"
#include "sync-server/net/server.hpp"
#include "tests/bench/harness.hpp"

#include <fmt/format.h>
#include <sqlite3.h>
#include <zlib.h>

#include <chrono>
#include <fstream>

namespace {

using namespace muster;
using namespace muster::bench;

constexpr int audits = 1'000;
constexpr int questions = 60;
constexpr int rounds = 5;
constexpr int json_parts = 8; // our HTTP server takes bodies of 2 MiB

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

boost::json::value bare(const checklist::Value& value) {
    if (const auto* number = std::get_if<Decimal>(&value)) return number->unscaled;
    if (const auto* choices = std::get_if<checklist::Choices>(&value)) {
        return boost::json::string(choices->names.front());
    }
    return boost::json::string(std::get<std::string>(value));
}

// The bare answers, with time and author on each, as W is defined.
std::vector<std::string> json_of_w() {
    std::vector<std::string> parts;
    for (int part = 0; part < json_parts; ++part) {
        boost::json::array rows;
        for (int audit = part; audit < audits; audit += json_parts) {
            std::int64_t time = 1'772'445'600'000 + audit * 3'600'000LL;
            for (const auto& answer : answers_of_audit(questions, audit)) {
                time += 7'000;
                rows.push_back(
                    {audit,
                     boost::json::string(answer.field.question_id),
                     bare(answer.answer.value),
                     time,
                     "S0"}
                );
            }
        }
        parts.push_back(boost::json::serialize(rows));
    }
    return parts;
}

// Bytes an answer of JSON + gzip of the bare answers: question and value alone.
double gzip_bytes_per_answer() {
    std::string text;
    for (int audit = 0; audit < audits; ++audit) {
        boost::json::object row;
        for (const auto& answer : answers_of_audit(questions, audit)) {
            row[answer.field.question_id] = bare(answer.answer.value);
        }
        text += boost::json::serialize(row) + "\n";
    }
    std::vector<unsigned char> out(compressBound(text.size()));
    uLongf size = out.size();
    compress2(
        out.data(), &size, reinterpret_cast<const unsigned char*>(text.data()), text.size(), 6
    );
    return static_cast<double>(size) / (audits * questions);
}

// Inserts every row of an uploaded JSON part; the last part commits.
class Lower final : public net::Handler {
public:
    explicit Lower(const std::filesystem::path& file) {
        if (sqlite3_open(file.c_str(), &database_) != SQLITE_OK) stop("no database");
        sqlite3_exec(
            database_,
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE IF NOT EXISTS answers "
            "(audit INTEGER, question TEXT, value TEXT, time INTEGER, author TEXT)",
            nullptr,
            nullptr,
            nullptr
        );
    }

    ~Lower() override { sqlite3_close(database_); }

    net::Task<net::Response> handle(net::Request& request) override {
        insert(request.body);
        net::Response response;
        response.status = 200;
        co_return response;
    }

private:
    void insert(ByteView body) {
        if (parts_ == 0) sqlite3_exec(database_, "BEGIN", nullptr, nullptr, nullptr);
        sqlite3_stmt* statement = nullptr;
        sqlite3_prepare_v2(
            database_, "INSERT INTO answers VALUES (?1,?2,?3,?4,?5)", -1, &statement, nullptr
        );
        const auto rows = boost::json::parse(text_of(body)).as_array();
        for (const auto& row : rows) {
            const auto& columns = row.as_array();
            const auto text = [&](int at, const boost::json::value& value) {
                const auto& string = value.as_string();
                sqlite3_bind_text(
                    statement, at, string.data(), static_cast<int>(string.size()), SQLITE_STATIC
                );
            };
            sqlite3_bind_int64(statement, 1, columns[0].as_int64());
            text(2, columns[1]);
            if (columns[2].is_string()) {
                text(3, columns[2]);
            } else {
                sqlite3_bind_int64(statement, 3, columns[2].as_int64());
            }
            sqlite3_bind_int64(statement, 4, columns[3].as_int64());
            text(5, columns[4]);
            sqlite3_step(statement);
            sqlite3_reset(statement);
        }
        sqlite3_finalize(statement);
        if (++parts_ == json_parts) {
            sqlite3_exec(database_, "COMMIT", nullptr, nullptr, nullptr);
            parts_ = 0;
        }
    }

    sqlite3* database_ = nullptr;
    int parts_ = 0;
};

double
lower_bound(const std::filesystem::path& folder, int round, const std::vector<std::string>& parts) {
    const auto now_ms = native::SystemClock().now().utc_ms;
    const auto authority = must(net::make_authority({}, now_ms), "authority");
    const auto shown = must(net::issue_server_certificate(authority, {}, now_ms), "certificate");
    const auto file = [&](const char* name) { return (folder / name).string(); };
    std::ofstream(file("lower.pem")) << shown.certificate_pem;
    std::ofstream(file("lower.key")) << shown.key_pem;
    Lower handler(folder / fmt::format("lower{}.db", round));
    net::ServerOptions options;
    options.threads = 1;
    options.tls = net::TlsFiles{file("lower.pem"), file("lower.key")};
    auto server = must(net::Server::start(options, handler), "server");
    native::HttpsClient client;
    must(
        client.connect(
            "127.0.0.1", server->port(), native::Trust::pinned(authority.certificate_pem)
        ),
        "connect"
    );
    const auto start = std::chrono::steady_clock::now();
    for (const auto& part : parts) {
        native::HttpRequest request;
        request.target = "/w";
        request.content_type = "application/json";
        request.body = view(part);
        must(client.request(request), "upload");
    }
    return seconds_since(start);
}

} // namespace

int main() {
    const ServerProcess server;
    const auto links = make_programme(server, questions, audits, rounds);
    const auto parts = json_of_w();
    std::vector<double> sync_s;
    std::vector<double> lower_s;
    std::vector<double> ratios;
    std::vector<double> bytes;
    std::vector<double> fill_s;
    std::vector<double> server_cpu;
    std::vector<double> client_cpu;
    double trips = 0;
    for (int round = 0; round < rounds; ++round) {
        Tablet tablet(
            server.folder() / fmt::format("tablet{}.db", round),
            links[static_cast<std::size_t>(round)]
        );
        tablet.meet();
        auto start = std::chrono::steady_clock::now();
        for (int audit = 0; audit < audits; ++audit) {
            const auto id =
                must(tablet.workspace->find(fmt::format("V{}-{}", round, audit)), "visit");
            must(tablet.workspace->answer(id, answers_of_audit(questions, audit)), "answer");
        }
        fill_s.push_back(seconds_since(start));
        const auto before = tablet.client.counters();
        const double cpu_before = server.cpu_seconds();
        const double own_before = own_cpu_seconds();
        start = std::chrono::steady_clock::now();
        const auto outcome = tablet.meet();
        sync_s.push_back(seconds_since(start));
        client_cpu.push_back(own_cpu_seconds() - own_before);
        server_cpu.push_back(server.cpu_seconds() - cpu_before);
        if (!outcome.complete) stop("the meeting did not settle");
        const auto after = tablet.client.counters();
        bytes.push_back(
            static_cast<double>(
                after.bytes_sent - before.bytes_sent + after.bytes_received - before.bytes_received
            ) /
            (audits * questions)
        );
        trips = static_cast<double>(after.round_trips - before.round_trips);
        lower_s.push_back(lower_bound(server.folder(), round, parts));
        ratios.push_back(sync_s.back() / lower_s.back());
    }
    constexpr double answers = audits * questions;
    print_row(
        {{"bench", "sync of W, one client"},
         {"answers", answers},
         {"seconds", median(sync_s)},
         {"lower_bound_seconds", median(lower_s)},
         {"ratio", median(ratios)},
         {"floor", 8},
         {"goal", 3},
         {"server_cpu_us_per_answer", median(server_cpu) / answers * 1e6},
         {"client_cpu_us_per_answer", median(client_cpu) / answers * 1e6},
         {"fill_us_per_answer", median(fill_s) / answers * 1e6},
         {"round_trips", trips}}
    );
    const double gzip = gzip_bytes_per_answer();
    print_row(
        {{"bench", "wire bytes per answer"},
         {"bytes_per_answer", median(bytes)},
         {"json_gzip_bytes_per_answer", gzip},
         {"ratio", median(bytes) / gzip},
         {"floor", 1.5},
         {"goal", 1.0}}
    );
    return 0;
}
