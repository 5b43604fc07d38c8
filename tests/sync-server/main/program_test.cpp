// muster-server as somebody types it: real processes, real folders, loopback ports.
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>
#include <vector>

using namespace muster;

namespace {

std::string program() {
    const char* folder = std::getenv("MUSTER_BIN");
    REQUIRE(folder != nullptr);
    return std::string(folder) + "/muster-server";
}

class Process {
public:
    Process(test::TemporaryFolder& folder, std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), program());
        const auto out = folder.file("out");
        const auto err = folder.file("err");
        id_ = fork();
        REQUIRE(id_ >= 0);
        if (id_ > 0) return;
        std::vector<char*> words;
        for (auto& argument : arguments)
            words.push_back(argument.data());
        words.push_back(nullptr);
        dup2(open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 1);
        dup2(open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 2);
        execv(words[0], words.data());
        _exit(127);
    }

    ~Process() {
        if (id_ <= 0) return;
        kill(id_, SIGKILL);
        wait();
    }

    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    int wait() {
        int status = 0;
        waitpid(id_, &status, 0);
        id_ = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : 1'000 + WTERMSIG(status);
    }

    int stop() {
        kill(id_, SIGTERM);
        return wait();
    }

private:
    pid_t id_ = 0;
};

struct Server {
    int run(const std::vector<std::string>& arguments) { return Process(folder, arguments).wait(); }

    int init() { return run({"init", place, "--port", "0"}); }

    std::unique_ptr<Process> serve(std::vector<std::string> more = {}) {
        std::vector<std::string> words{"serve", place, "--listen", "127.0.0.1", "--port", "0"};
        words.insert(words.end(), more.begin(), more.end());
        auto process = std::make_unique<Process>(folder, words);
        for (int i = 0; i < 400 && folder.read("s/run/address").empty(); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(25));
        }
        INFO(folder.read("err"));
        REQUIRE_FALSE(folder.read("s/run/address").empty());
        return process;
    }

    test::TemporaryFolder folder;
    std::string place = folder.file("s");
};

} // namespace

TEST_CASE("init makes a folder that is its owner's alone, and never touches one in use") {
    Server server;
    REQUIRE(server.init() == 0);
    const auto printed = server.folder.read("out");
    CHECK(printed.find("https://localhost:") != std::string::npos);
    CHECK(printed.find("Recovery key") != std::string::npos);
    struct stat status{};
    REQUIRE(stat(server.place.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0700);
    for (const auto* name : {"identity.key", "database.key", "authority.key", "server.key"}) {
        REQUIRE(stat((server.place + "/" + name).c_str(), &status) == 0);
        CHECK((status.st_mode & 0777) == 0600);
    }
    const auto before = server.folder.read("s/identity.key");
    CHECK(server.run({"init", server.place}) == 7);
    CHECK(server.folder.read("err").find("hint:") != std::string::npos);
    CHECK(server.folder.read("s/identity.key") == before);
    CHECK(stat((server.place + ".tmp").c_str(), &status) != 0);
    // The recovery key and the administrator's code stand in no file.
    const auto link = printed.find("enrol#") + 6;
    const auto code = printed.substr(link, printed.find('.', link) - link);
    CHECK(server.folder.read("s/muster-server.json").find(code) == std::string::npos);
    CHECK(server.folder.read("s/muster.db").find(code) == std::string::npos);
}

TEST_CASE("serve writes its address, ends with 0 at SIGTERM, and takes the address away") {
    Server server;
    REQUIRE(server.init() == 0);
    const auto process = server.serve();
    CHECK(server.folder.read("s/run/address").starts_with("127.0.0.1:"));
    CHECK(process->stop() == 0);
    CHECK(server.folder.read("s/run/address").empty());
    CHECK(server.folder.read("err").find("\"event\":\"stopped\"") != std::string::npos);
}

TEST_CASE("Two servers never serve one folder, and after kill -9 the next one may") {
    Server server;
    REQUIRE(server.init() == 0);
    {
        const auto process = server.serve();
        test::TemporaryFolder other;
        CHECK(Process(other, {"serve", server.place, "--port", "0"}).wait() == 7);
        CHECK(other.read("err").find("Another muster-server") != std::string::npos);
    }
    REQUIRE(unlink((server.place + "/run/address").c_str()) == 0);
    CHECK(server.serve()->stop() == 0);
}

TEST_CASE("A code is made while the server runs, for people who exist") {
    Server server;
    REQUIRE(server.init() == 0);
    const auto process = server.serve();
    test::TemporaryFolder other;
    CHECK(Process(other, {"code", server.place, "--json"}).wait() == 0);
    auto address = server.folder.read("s/run/address");
    address.pop_back();
    const auto port = address.substr(address.rfind(':'));
    CHECK(other.read("out").find("https://localhost" + port + "/enrol#") != std::string::npos);
    CHECK(Process(other, {"code", server.place, "--person", "nobody"}).wait() == 3);
}

TEST_CASE("A missing database is not replaced unless that is asked for") {
    Server server;
    REQUIRE(server.init() == 0);
    for (const auto* name : {"/muster.db", "/muster.db-wal", "/muster.db-shm"}) {
        unlink((server.place + name).c_str());
    }
    CHECK(server.run({"serve", server.place, "--port", "0"}) == 3);
    CHECK(server.folder.read("err").find("--new-database") != std::string::npos);
    CHECK(server.serve({"--new-database"})->stop() == 0);
    CHECK(server.run({"rebuild", server.place, "--check"}) == 0);
}

TEST_CASE("Damaged keys and configuration are named, and nothing is served") {
    Server server;
    REQUIRE(server.init() == 0);
    const auto key = server.folder.read("s/identity.key");
    server.folder.write("s/identity.key", std::string(64, 'a') + "\n");
    CHECK(server.run({"serve", server.place, "--port", "0"}) == 6);
    CHECK(server.folder.read("err").find("identity.key") != std::string::npos);
    server.folder.write("s/identity.key", key);
    const auto database_key = server.folder.read("s/database.key");
    server.folder.write("s/database.key", std::string(64, 'b') + "\n");
    CHECK(server.run({"serve", server.place, "--port", "0"}) == 6);
    server.folder.write("s/database.key", database_key);
    server.folder.write("s/muster-server.json", "{}");
    CHECK(server.run({"serve", server.place, "--port", "0"}) == 6);
    CHECK(server.run({"serve", server.folder.file("nowhere")}) == 3);
}

TEST_CASE("A command line that cannot be understood is told how to get help") {
    Server server;
    CHECK(server.run({}) == 1);
    CHECK(server.run({"serve"}) == 1);
    CHECK(server.run({"serve", server.place, "--port", "70000"}) == 1);
    CHECK(server.folder.read("err").find("--help") != std::string::npos);
    CHECK(server.run({"--help"}) == 0);
    CHECK(server.folder.read("out").find("Examples:") != std::string::npos);
}
