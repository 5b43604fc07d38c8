// One run of the demo, step by step, in a state folder of its own: server, administrator's profile
// and tablets' vaults all lie below OUT/state, so that nothing of the user's own is touched.
#pragma once

#include "clients/cli/demo_data.hpp"
#include "clients/cli/demo_guest.hpp"
#include "clients/cli/demo_server.hpp"
#include "clients/cli/demo_tablets.hpp"
#include "clients/cli/desk_session.hpp"

namespace muster::cli {

struct DemoOptions {
    std::string data;
    std::string out = "demo";
    std::uint16_t port = 0;
    std::string zone = "Europe/London";
};

inline constexpr std::string_view demo_programme_ref = "retail";
inline constexpr std::string_view demo_survey_ref = "survey-1996";

// A question of the survey beside what its source says of it.
struct SurveyFigure {
    std::string question;
    std::int64_t n = 0;
    double mean = 0;
    double sd = 0;
    bool as_expected = false; // within 1e-9 of expected.json
};

struct DemoOutcome {
    std::int64_t audits = 0;
    std::int64_t accepted = 0;
    std::int64_t answers = 0;
    std::int64_t commits = 0;
    std::int64_t tablets = 0;
    std::int64_t bytes_sent = 0;
    double seconds = 0;
    std::vector<std::filesystem::path> files;
    std::vector<SurveyFigure> survey;
    std::string text; // for the terminal
};

class DemoRun {
public:
    // Reads and checks all data, then makes a fresh state folder. Nothing is started.
    static Result<DemoRun>
    prepare(const DemoOptions& options, const Clock& clock, Entropy& entropy);

    // All steps; leaves the server running.
    Result<DemoOutcome> play();

    // After play(): visits for whoever watches.
    Result<DemoGuest> invite();

    [[nodiscard]] DemoServer& server() { return *server_; }

    [[nodiscard]] const DemoServer& server() const { return *server_; }

    [[nodiscard]] std::filesystem::path home() const { return state_ / "home"; }

    [[nodiscard]] std::filesystem::path first_vault() const;

private:
    DemoRun(
        DemoOptions options,
        DemoFiles files,
        DemoProgramme programme,
        DemoSurvey survey,
        const Clock& clock,
        Entropy& entropy
    );

    Status set_up();
    Status enrol_tablets();
    Status fill_offline(DemoOutcome& outcome);
    Status sync_and_count(DemoOutcome& outcome);
    Status write_reports(DemoOutcome& outcome);
    Status check_survey(DemoOutcome& outcome);
    Result<DeskSession> session();
    Result<DocumentHash> publish_programme(DeskSession& desk);
    void stage(std::string_view text);
    void stage_done(std::string_view text);

    DemoOptions options_;
    DemoFiles files_;
    DemoProgramme programme_;
    DemoSurvey survey_;
    const Clock* clock_;
    Entropy* entropy_;
    std::filesystem::path out_;
    std::filesystem::path state_;
    std::optional<DemoServer> server_;
    std::optional<DemoTablets> tablets_;
    std::optional<DemoTablets> interviewers_;
    std::int64_t stage_began_ms_ = 0;
};

} // namespace muster::cli
