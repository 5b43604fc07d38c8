// What the benches share: a real server in a process of its own, set up through the real command
// line, and the raw SQLite yardstick. Figures move two to six times between minutes on one machine,
// so every row is a ratio of two things measured in turns in the same run.
#pragma once

#include "clients/native/https_client.hpp"
#include "core/field/workspace.hpp"

#include <boost/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace muster::bench {

// Ends the program with a sentence; a bench has nobody to hand an error to.
[[noreturn]] void stop(const std::string& why);

template <class T>
T must(Result<T> result, const std::string& what) {
    if (!result) stop(what + ": " + result.error().text());
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// Where the programs lie: MUSTER_BIN, else the folder of this program.
std::filesystem::path programs();

// Runs a program to its end and gives what it printed.
std::string run(const std::vector<std::string>& command, const std::filesystem::path& home);

class ServerProcess {
public:
    ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;
    ~ServerProcess();

    // `muster` with these arguments, as the enrolled administrator; gives its JSON.
    boost::json::value muster(std::vector<std::string> arguments) const;

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

    [[nodiscard]] double cpu_seconds() const; // user and system, so far
    [[nodiscard]] std::uint64_t resident_bytes() const;

private:
    std::filesystem::path folder_;
    int pid_ = -1;
};

// A programme "w" whose checklist has `questions` questions (a third numbers, a third choices, a
// third short text; ids of twelve characters), with `visits` visits for each of `shoppers`; and the
// enrolment links of the shoppers.
std::vector<std::string>
make_programme(const ServerProcess& server, int questions, int visits, int shoppers);

// The answers of one audit of W, as a tablet takes them, and as bare JSON.
std::vector<field::FieldAnswer> answers_of_audit(int questions, int audit);

// One tablet: its own encrypted database, a connection to the server.
struct Tablet {
    std::unique_ptr<Clock> clock;
    std::unique_ptr<Entropy> entropy;
    std::unique_ptr<field::Workspace> workspace;
    native::HttpsClient client;

    Tablet(const std::filesystem::path& database, const std::string& link);
    field::MeetingOutcome meet();
};

struct Measured {
    double seconds = 0;
    double cpu_seconds = 0; // of this process
};

// CPU time of this process, user and system.
double own_cpu_seconds();

// Rows of an op's shape into an unencrypted database with synchronous = FULL, `rows_per_commit`
// each.
Measured raw_sqlite(const std::filesystem::path& file, int rows, int rows_per_commit);

double median(std::vector<double> values);
void print_row(boost::json::object row);

} // namespace muster::bench
