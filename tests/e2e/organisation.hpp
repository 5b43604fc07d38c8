// A small organisation for tests of the whole chain: a real muster-server in a folder of its own,
// set up with the real muster, and tablets' vaults beside it. Six visits by two shoppers at three
// locations.
#pragma once

#include "tests/support/program.hpp"

#include <boost/json/parse.hpp>
#include <netinet/in.h>
#include <sys/socket.h>

#include <thread>

namespace muster::test {

inline std::uint16_t free_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    ::close(socket);
    return ntohs(address.sin_port);
}

class Organisation {
public:
    Organisation() : port_(free_port()) {
        const Ran init =
            run("muster-server",
                {"init",
                 server_folder(),
                 "--organisation",
                 "Test & Co",
                 "--host",
                 "127.0.0.1",
                 "--port",
                 std::to_string(port_),
                 "--json"});
        INFO(init.err);
        REQUIRE(init.exit_code == 0);
        administrator_link = text_in(init.out, "administrator_link");
    }

    // The program with this organisation's MUSTER_HOME.
    Ran muster(std::vector<std::string> arguments) const {
        return run("muster", arguments, {{"MUSTER_HOME", folder.file("home")}});
    }

    // The same, which must succeed; gives its standard output.
    std::string must(const std::vector<std::string>& arguments) const {
        const Ran ran = muster(arguments);
        INFO(arguments[0] << " " << arguments[1] << ": " << ran.err);
        REQUIRE(ran.exit_code == 0);
        return ran.out;
    }

    boost::json::value json(std::vector<std::string> arguments) const {
        arguments.push_back("--json");
        return boost::json::parse(must(arguments));
    }

    void start(const std::vector<std::string>& extra = {}) {
        std::vector<std::string> arguments{
            "serve", server_folder(), "--listen", "127.0.0.1", "--port", std::to_string(port_)
        };
        arguments.insert(arguments.end(), extra.begin(), extra.end());
        server_ = std::make_unique<Running>(program("muster-server"), arguments);
        for (int i = 0; i < 1'000; ++i) {
            if (server_->out().find("operations on") != std::string::npos) return;
            if (server_->has_ended()) break;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        FAIL("the server does not start: " << server_->err());
    }

    int end(int signal) {
        const int code = server_->end(signal).exit_code;
        server_.reset();
        return code;
    }

    void stop() { REQUIRE(end(SIGTERM) == 0); }

    // Everything that a programme needs before tablets come.
    void set_up(const std::string& acceptance = "automatic") {
        must({"admin", "login", administrator_link});
        const std::string library = environment("MUSTER_SOURCE") + "/core/library/";
        write("people.csv", "ref,name,roles,home_region\nS01,Ann,shopper,North\nS02,Bob,,South\n");
        write(
            "locations.csv",
            "ref,name,kind,region,format\nL01,One,own,North,shop\nL02,Two,own,South,shop\n"
            "C01,Rival,competitor,North,shop\n"
        );
        write("waves.csv", "ref,name,start,end\n1,Spring,2026-03-01,2026-04-30\n");
        write(
            "visits.csv",
            "ref,wave,location,channel,scenario,shopper,pair\n"
            "V1,1,L01,store,purchase,S01,P1\nV2,1,L01,store,purchase,S02,P1\n"
            "V3,1,L02,store,enquiry,S01,\nV4,1,L02,phone,complaint,S02,\n"
            "V5,1,C01,store,purchase,S01,\nV6,1,C01,chat,return,S02,\n"
        );
        must({"admin", "people", "import", folder.file("people.csv")});
        must({"admin", "locations", "import", folder.file("locations.csv")});
        must(
            {"admin",
             "programme",
             "create",
             "shops",
             "--name",
             "Shops",
             "--checklist",
             library + "rater_programme.yaml",
             "--provisions",
             library + "provisions/provisions.csv",
             "--waves",
             folder.file("waves.csv"),
             "--acceptance",
             acceptance}
        );
        must({"admin", "visits", "import", folder.file("visits.csv"), "--programme", "shops"});
    }

    std::string link_for(const std::string& person) const {
        const auto codes = json({"admin", "codes", "make", person});
        return std::string(codes.as_array().at(0).at("link").as_string());
    }

    std::string vault(const std::string& person) const { return folder.file("tablet-" + person); }

    void enrol(const std::string& person) const {
        must({"tablet", "enrol", link_for(person), "--vault", vault(person)});
        must({"tablet", "sync", "--vault", vault(person)});
    }

    // Fills one visit as a person would, in three commits.
    void fill(const std::string& person, const std::string& visit, int score) const {
        const std::string value = std::to_string(score);
        must({"tablet", "start", visit, "--vault", vault(person)});
        must(
            {"tablet",
             "answer",
             visit,
             "REL1=" + value,
             "REL2=" + value,
             "ASS1=" + value,
             "wait_s=1:30",
             "LEG3=yes",
             "LEG5=no",
             "--na",
             "LEG4",
             "--vault",
             vault(person)}
        );
        must(
            {"tablet",
             "answer",
             visit,
             "NPS=9",
             "comment=The queue was long",
             "--vault",
             vault(person)}
        );
        must({"tablet", "submit", visit, "--vault", vault(person)});
    }

    std::string server_folder() const { return folder.file("server"); }

    std::uint16_t port() const { return port_; }

    void write(const std::string& name, const std::string& text) const { folder.write(name, text); }

    static std::string text_in(const std::string& json, const std::string& name) {
        return std::string(boost::json::parse(json).at(name).as_string());
    }

    TemporaryFolder folder;
    std::string administrator_link;

private:
    std::uint16_t port_;
    std::unique_ptr<Running> server_;
};

} // namespace muster::test
