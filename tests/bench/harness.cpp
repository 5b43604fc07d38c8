#include "tests/bench/harness.hpp"

#include "clients/native/carrier.hpp"
#include "clients/native/system_clock.hpp"
#include "core/authoring/yaml.hpp"
#include "core/checklist/checklist.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <thread>

namespace muster::bench {

namespace fs = std::filesystem;

void stop(const std::string& why) {
    std::cerr << "error: " << why << "\n";
    std::exit(1);
}

fs::path programs() {
    if (const char* given = std::getenv("MUSTER_BIN")) return given;
    return fs::read_symlink("/proc/self/exe").parent_path();
}

namespace {

int spawn(const std::vector<std::string>& command, const fs::path& home, int out, int log = -1) {
    std::vector<char*> arguments;
    for (const auto& each : command)
        arguments.push_back(const_cast<char*>(each.c_str()));
    arguments.push_back(nullptr);
    const int pid = fork();
    if (pid != 0) return pid;
    prctl(PR_SET_PDEATHSIG, SIGTERM); // no server outlives its bench
    setenv("MUSTER_HOME", home.c_str(), 1);
    dup2(out, STDOUT_FILENO);
    if (log >= 0) dup2(log, STDERR_FILENO);
    execv(arguments[0], arguments.data());
    _exit(127);
}

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

std::string run(const std::vector<std::string>& command, const fs::path& home) {
    std::array<int, 2> pipe_ends{};
    if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) stop("no pipe");
    const int pid = spawn(command, home, pipe_ends[1]);
    close(pipe_ends[1]);
    std::string printed;
    std::array<char, 65536> buffer{};
    for (ssize_t got = 0; (got = read(pipe_ends[0], buffer.data(), buffer.size())) > 0;) {
        printed.append(buffer.data(), static_cast<std::size_t>(got));
    }
    close(pipe_ends[0]);
    int status = 0;
    waitpid(pid, &status, 0);
    if (status != 0) {
        std::string line;
        for (const auto& word : command)
            line += word + " ";
        stop(fmt::format("'{}' ended with {}: {}", line, WEXITSTATUS(status), printed));
    }
    return printed;
}

ServerProcess::ServerProcess() {
    std::string pattern = (fs::temp_directory_path() / "muster-bench-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) stop("no temporary folder");
    folder_ = pattern;
    const auto program = (programs() / "muster-server").string();
    const auto data = folder_ / "server";
    const auto printed = run({program, "init", data.string(), "--port", "0"}, folder_);
    const int quiet = open("/dev/null", O_WRONLY | O_CLOEXEC);
    pid_ = spawn({program, "serve", data.string(), "--port", "0"}, folder_, quiet, quiet);
    close(quiet);
    std::string address;
    for (int i = 0; i < 200 && address.empty(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        address = read_file(data / "run" / "address");
    }
    while (!address.empty() && address.back() == '\n')
        address.pop_back();
    if (address.empty()) stop("the server did not start");
    const auto start = printed.find("https://");
    if (start == std::string::npos) stop("init printed no enrolment link: " + printed);
    auto link = must(
        sync::parse_enrolment_link(
            printed.substr(start, printed.find_first_of(" \n", start) - start)
        ),
        "administrator link"
    );
    link.port = static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
    muster({"admin", "login", sync::to_text(link)});
}

ServerProcess::~ServerProcess() {
    if (pid_ > 0) {
        kill(pid_, SIGTERM);
        waitpid(pid_, nullptr, 0);
    }
    std::error_code ignored; // a leftover folder under /tmp harms nobody
    fs::remove_all(folder_, ignored);
}

boost::json::value ServerProcess::muster(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), (programs() / "muster").string());
    arguments.emplace_back("--json");
    return boost::json::parse(run(arguments, folder_));
}

double ServerProcess::cpu_seconds() const {
    const auto text = read_file(fmt::format("/proc/{}/stat", pid_));
    std::istringstream fields(text.substr(text.rfind(')') + 2));
    std::string skipped;
    for (int i = 0; i < 11; ++i)
        fields >> skipped;
    double user = 0;
    double system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

std::uint64_t ServerProcess::resident_bytes() const {
    std::istringstream fields(read_file(fmt::format("/proc/{}/statm", pid_)));
    std::uint64_t all = 0;
    std::uint64_t resident = 0;
    fields >> all >> resident;
    return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

namespace {

std::string question_id(int index) {
    return fmt::format("question_{:03}", index);
}

checklist::LocalText english(std::string text) {
    return {{{"en", std::move(text)}}};
}

checklist::Checklist checklist_w(int questions) {
    checklist::Checklist out;
    out.id = "w";
    out.version = "1";
    out.title = english("Standard workload");
    out.languages = {"en"};
    checklist::ChoiceList list{"three", {}};
    for (const auto* name : {"low", "middle", "high"}) {
        list.choices.push_back({name, english(name), std::nullopt});
    }
    out.choice_lists.push_back(std::move(list));
    checklist::Section section{"all", english("All"), {}, {}};
    for (int i = 0; i < questions; ++i) {
        checklist::Question question;
        question.id = question_id(i);
        question.type = i % 3 == 0   ? checklist::QuestionType::integer
                        : i % 3 == 1 ? checklist::QuestionType::one_choice
                                     : checklist::QuestionType::text;
        if (i % 3 == 1) question.choice_list = "three";
        question.label = english(fmt::format("Question {}", i));
        section.questions.push_back(std::move(question));
    }
    out.sections.push_back(std::move(section));
    return out;
}

// Numbers that look like answers and do not repeat from audit to audit.
std::uint64_t mixed(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

void write_file(const fs::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

} // namespace

std::vector<std::string>
make_programme(const ServerProcess& server, int questions, int visits, int shoppers) {
    const auto& folder = server.folder();
    write_file(folder / "w.yaml", authoring::checklist_to_yaml(checklist_w(questions)));
    std::string provisions;
    const auto source = std::getenv("MUSTER_SOURCE");
    if (source == nullptr) stop("MUSTER_SOURCE is not set; run this through tools/bench");
    write_file(
        folder / "locations.csv",
        "ref,name,brand,kind,region,format,zone\n"
        "L1,Branch,Own,own,North,shop,Europe/London\n"
    );
    write_file(folder / "waves.csv", "ref,name,start,end\n1,Wave 1,2020-01-01,2039-12-31\n");
    std::string people = "ref,name,roles\n";
    std::string plan = "ref,wave,location,channel,scenario,shopper\n";
    for (int s = 0; s < shoppers; ++s) {
        people += fmt::format("S{},Shopper {},shopper\n", s, s);
        for (int v = 0; v < visits; ++v)
            plan += fmt::format("V{}-{},1,L1,store,w,S{}\n", s, v, s);
    }
    write_file(folder / "people.csv", people);
    write_file(folder / "visits.csv", plan);
    const auto file = [&](const char* name) { return (folder / name).string(); };
    server.muster({"admin", "people", "import", file("people.csv")});
    server.muster({"admin", "locations", "import", file("locations.csv")});
    server.muster(
        {"admin",
         "programme",
         "create",
         "w",
         "--name",
         "W",
         "--checklist",
         file("w.yaml"),
         "--provisions",
         std::string(source) + "/core/library/provisions/provisions.csv",
         "--waves",
         file("waves.csv"),
         "--acceptance",
         "automatic",
         "--kind",
         "service_audit"}
    );
    server.muster({"admin", "visits", "import", file("visits.csv"), "--programme", "w"});
    std::vector<std::string> links;
    for (int s = 0; s < shoppers; ++s) {
        const auto made = server.muster({"admin", "codes", "make", fmt::format("S{}", s)});
        links.emplace_back(made.as_array().at(0).at("link").as_string());
    }
    return links;
}

std::vector<field::FieldAnswer> answers_of_audit(int questions, int audit) {
    static constexpr std::array<const char*, 3> choices = {"low", "middle", "high"};
    std::vector<field::FieldAnswer> out;
    for (int i = 0; i < questions; ++i) {
        const auto r =
            mixed(static_cast<std::uint64_t>(audit) * 1'000 + static_cast<std::uint64_t>(i));
        checklist::Value value;
        if (i % 3 == 0) {
            value = Decimal::integer(static_cast<std::int64_t>(r % 300));
        } else if (i % 3 == 1) {
            value = checklist::Choices{{choices[r % 3]}};
        } else {
            // Twenty bytes that read like words and compress like them.
            std::string text;
            for (auto rest = r; text.size() < 20; rest = mixed(rest)) {
                static constexpr std::array<const char*, 16> words = {
                    "clean ",
                    "friendly ",
                    "waited ",
                    "till ",
                    "queue ",
                    "helpful ",
                    "price ",
                    "shelf ",
                    "parcel ",
                    "promise ",
                    "staff ",
                    "calm ",
                    "asked ",
                    "told ",
                    "late ",
                    "quick "
                };
                text += words[rest % 16];
            }
            text.resize(20);
            value = text;
        }
        out.push_back({{question_id(i), {}}, {checklist::AnswerState::answered, value, {}}});
    }
    return out;
}

Tablet::Tablet(const fs::path& database, const std::string& link)
    : clock(std::make_unique<native::SystemClock>()), entropy(std::make_unique<SystemEntropy>()) {
    field::WorkspaceOptions options{database.string(), {}, true};
    entropy->fill(options.key.value.data);
    workspace = std::make_unique<field::Workspace>(
        must(field::Workspace::open(options, *clock, *entropy), "vault")
    );
    const auto parsed = must(sync::parse_enrolment_link(link), "link");
    must(client.connect(parsed.host, parsed.port, native::Trust::unverified()), "connect");
    field::Enrolment enrolment(*workspace, parsed, "bench");
    while (auto call = enrolment.next()) {
        const auto reply = must(native::carry(client, *call), call->method);
        must(enrolment.receive(reply), "enrolment");
        if (enrolment.greeting() != nullptr) {
            const auto trust = native::Trust::pinned(enrolment.greeting()->authority_pem);
            must(client.connect(parsed.host, parsed.port, trust), "connect");
        }
    }
}

field::MeetingOutcome Tablet::meet() {
    field::Meeting meeting(*workspace);
    must(native::carry(client, meeting), "sync");
    return meeting.outcome();
}

double own_cpu_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

Measured raw_sqlite(const fs::path& file, int rows, int rows_per_commit) {
    sqlite3* database = nullptr;
    const auto check = [&](int result) {
        if (result != SQLITE_OK && result != SQLITE_DONE) stop(sqlite3_errmsg(database));
    };
    check(sqlite3_open(file.c_str(), &database));
    check(sqlite3_exec(
        database,
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
        "CREATE TABLE IF NOT EXISTS ops (log INTEGER, seq INTEGER, id BLOB, kind INTEGER, register "
        "BLOB, wall_ms INTEGER, offset_minutes INTEGER, quality INTEGER, payload BLOB, PRIMARY KEY "
        "(log, seq)) STRICT, WITHOUT ROWID",
        nullptr,
        nullptr,
        nullptr
    ));
    sqlite3_stmt* insert = nullptr;
    check(sqlite3_prepare_v2(
        database, "INSERT INTO ops VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9)", -1, &insert, nullptr
    ));
    static int next_log = 0;
    const auto start = std::chrono::steady_clock::now();
    const double cpu = own_cpu_seconds();
    for (int done = 0; done < rows; done += rows_per_commit) {
        ++next_log;
        check(sqlite3_exec(database, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr));
        for (int i = 0; i < rows_per_commit; ++i) {
            std::array<std::uint64_t, 4> id{};
            for (auto& part : id)
                part = mixed(
                    static_cast<std::uint64_t>(next_log) << 20 | static_cast<std::uint64_t>(i) << 2
                );
            const auto name = question_id(i % 60);
            const std::string payload = i % 3 == 2 ? "a short text of twenty" : "xx";
            sqlite3_bind_int64(insert, 1, next_log);
            sqlite3_bind_int64(insert, 2, i);
            sqlite3_bind_blob(insert, 3, id.data(), 32, SQLITE_STATIC);
            sqlite3_bind_int64(insert, 4, 1);
            sqlite3_bind_blob(insert, 5, name.data(), static_cast<int>(name.size()), SQLITE_STATIC);
            sqlite3_bind_int64(insert, 6, 1'772'445'600'000 + i * 977);
            sqlite3_bind_int64(insert, 7, 60);
            sqlite3_bind_int64(insert, 8, 1);
            sqlite3_bind_blob(
                insert, 9, payload.data(), static_cast<int>(payload.size()), SQLITE_STATIC
            );
            check(sqlite3_step(insert));
            sqlite3_reset(insert);
        }
        check(sqlite3_exec(database, "COMMIT", nullptr, nullptr, nullptr));
    }
    Measured out;
    out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    out.cpu_seconds = own_cpu_seconds() - cpu;
    sqlite3_finalize(insert);
    sqlite3_close(database);
    return out;
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values.empty() ? 0 : values[values.size() / 2];
}

void print_row(boost::json::object row) {
    std::cout << boost::json::serialize(row) << std::endl;
}

} // namespace muster::bench
