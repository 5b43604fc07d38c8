#include "clients/cli/demo_run.hpp"

#include "clients/cli/files.hpp"
#include "clients/cli/json_fields.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

namespace muster::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view state_marker = ".muster-demo";
constexpr double survey_tolerance = 1e-9;

// The state of an earlier demo is ours to remove; any other folder is not.
Status make_fresh(const fs::path& state) {
    std::error_code problem;
    if (fs::exists(state, problem) && !fs::is_empty(state, problem)) {
        if (!fs::exists(state / state_marker, problem)) {
            return fail(
                Code::already_exists,
                "This folder is not empty and not of an earlier demo.",
                "Choose another folder with --out.",
                state.string()
            );
        }
        fs::remove_all(state, problem);
        if (problem) {
            return fail(
                Code::failed_precondition,
                "The state of an earlier demo cannot be removed.",
                "Remove the folder yourself, or choose another one with --out.",
                state.string()
            );
        }
    }
    if (auto done = make_folder(state, Access::owner_only); !done) return done;
    return write_file(state / state_marker, "State of muster demo; removed by its next run.\n");
}

std::vector<std::string> refs_of(const std::vector<Person>& people) {
    std::vector<std::string> refs;
    for (const Person& person : people) {
        refs.push_back(person.ref);
    }
    return refs;
}

std::int64_t total(const StepTotals& totals, std::string_view name) {
    const auto found = totals.find(name);
    return found == totals.end() ? 0 : found->second;
}

std::optional<double> number_in(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    if (value == nullptr || !value->is_number()) return std::nullopt;
    return value->to_number<double>();
}

} // namespace

DemoRun::DemoRun(
    DemoOptions options,
    DemoFiles files,
    DemoProgramme programme,
    DemoSurvey survey,
    const Clock& clock,
    Entropy& entropy
)
    : options_(std::move(options))
    , files_(std::move(files))
    , programme_(std::move(programme))
    , survey_(std::move(survey))
    , clock_(&clock)
    , entropy_(&entropy)
    , out_(fs::absolute(options_.out))
    , state_(out_ / "state") {}

Result<DemoRun> DemoRun::prepare(const DemoOptions& options, const Clock& clock, Entropy& entropy) {
    if (auto good = check_zone(options.zone); !good) return error_of(good);
    auto files = find_demo_files(options.data);
    if (!files) return error_of(files);
    auto programme = read_demo_programme(*files, options.zone);
    if (!programme) return error_of(programme);
    const fs::path state = fs::absolute(options.out) / "state";
    if (auto done = make_fresh(state); !done) return error_of(done);
    const fs::path survey_folder = state / "survey";
    if (auto done = make_folder(survey_folder); !done) return error_of(done);
    auto survey = convert_survey(*files, survey_folder, local_date(clock.now()));
    if (!survey) return error_of(survey);
    return DemoRun(
        options, std::move(*files), std::move(*programme), std::move(*survey), clock, entropy
    );
}

fs::path DemoRun::first_vault() const {
    return tablets_->tablets().front().vault;
}

void DemoRun::stage(std::string_view text) {
    stage_began_ms_ = clock_->monotonic_ms();
    fmt::print(stderr, "{}\n", text);
}

void DemoRun::stage_done(std::string_view text) {
    const double seconds = static_cast<double>(clock_->monotonic_ms() - stage_began_ms_) / 1'000;
    fmt::print(stderr, "    {} ({:.1f} s)\n", text, seconds);
}

Result<DeskSession> DemoRun::session() {
    auto profile = load_profile(default_profile_name);
    if (!profile) return error_of(profile);
    return DeskSession::open(std::move(*profile), *clock_, *entropy_);
}

Result<DocumentHash> DemoRun::publish_programme(DeskSession& desk) {
    auto checklist = desk.publish_checklist(programme_.checklist.bytes);
    if (!checklist) return error_of(checklist);
    auto provisions = desk.publish_provisions(programme_.provisions.bytes);
    if (!provisions) return error_of(provisions);
    auto retail = desk.put_programme({
        .id = {},
        .ref = std::string(demo_programme_ref),
        .name = "Retail mystery shopping",
        .objectives =
            "How well own branches serve, by the five RATER dimensions, and what visits observe "
            "of consumers' rights.",
        .acceptance = Acceptance::automatic,
        .kind = ProgrammeKind::mystery_shopping,
        .checklist = checklist->hash,
        .provisions = provisions->hash,
        .waves = programme_.waves,
    });
    if (!retail) return error_of(retail);
    auto survey_checklist = desk.publish_checklist(survey_.checklist.bytes);
    if (!survey_checklist) return error_of(survey_checklist);
    auto survey = desk.put_programme({
        .id = {},
        .ref = std::string(demo_survey_ref),
        .name = "Views and voters, 1996",
        .objectives = "944 answers of the 1996 election study, in the public domain.",
        .acceptance = Acceptance::automatic,
        .kind = ProgrammeKind::customer_survey,
        .checklist = survey_checklist->hash,
        .provisions = provisions->hash,
        .waves = survey_.waves,
    });
    if (!survey) return error_of(survey);
    return checklist->hash;
}

Status DemoRun::set_up() {
    stage("Making a server and setting up the programme");
    auto server = DemoServer::make(state_ / "server", options_.port);
    if (!server) return error_of(server);
    server_ = std::move(*server);
    if (auto done = server_->start(); !done) return done;
    auto link = sync::parse_enrolment_link(server_->administrator_link());
    if (!link) return error_of(link, "link printed by muster-server init");
    auto profile = enrol_desk(*link, std::string(default_profile_name), "muster demo", *entropy_);
    if (!profile) return error_of(profile);
    if (auto done = save_profile(*profile); !done) return done;
    auto desk = session();
    if (!desk) return error_of(desk);
    for (const auto* people : {&programme_.people, &survey_.people}) {
        if (auto done = desk->put_people(*people); !done) return error_of(done);
    }
    for (const auto* locations : {&programme_.locations, &survey_.locations}) {
        if (auto done = desk->put_locations(*locations); !done) return error_of(done);
    }
    if (auto done = publish_programme(*desk); !done) return error_of(done);
    if (auto done = desk->put_visits(demo_programme_ref, programme_.visits); !done) {
        return error_of(done);
    }
    if (auto done = desk->put_visits(demo_survey_ref, survey_.visits); !done) return error_of(done);
    stage_done(fmt::format(
        "https://{}:{}: {} people, {} locations, {} waves, {} visits, {} questions, {} provisions",
        demo_host,
        server_->port(),
        programme_.people.size(),
        programme_.locations.size(),
        programme_.waves.size(),
        programme_.visits.size(),
        programme_.checklist.compiled.question_ids().size(),
        programme_.provisions.provisions.provisions.size()
    ));
    return {};
}

Status DemoRun::enrol_tablets() {
    const std::vector<std::string> shoppers = refs_of(programme_.people);
    const std::vector<std::string> interviewers = refs_of(survey_.people);
    tablets_.emplace(state_ / "tablets", state_ / "logs", shoppers);
    interviewers_.emplace(state_ / "tablets", state_ / "logs", interviewers);
    stage(fmt::format("Enrolling {} tablets over TLS", shoppers.size() + interviewers.size()));
    auto desk = session();
    if (!desk) return error_of(desk);
    std::map<std::string, std::string> links;
    for (const auto* people : {&shoppers, &interviewers}) {
        auto codes = desk->make_codes(*people, 1);
        if (!codes) return error_of(codes);
        for (const EnrolmentCode& code : *codes) {
            links[code.person] = sync::to_text(desk->link_for(code.code));
        }
    }
    for (auto* tablets : {&*tablets_, &*interviewers_}) {
        if (auto done = tablets->enrol(links); !done) return done;
        auto synced = tablets->sync("Fetching visits");
        if (!synced) return error_of(synced);
    }
    stage_done("each with a vault and an encrypted database of its own, its visits fetched");
    return {};
}

Status DemoRun::fill_offline(DemoOutcome& outcome) {
    stage("Stopping the server, so that the tablets are on their own");
    if (auto done = server_->stop(); !done) return done;
    stage_done(fmt::format("nobody answers on port {}", server_->port()));
    stage("Filling audits offline, one durable commit per section page");
    auto filled = tablets_->fill(files_.programme / "audits.csv", files_.programme / "answers.csv");
    if (!filled) return error_of(filled);
    outcome.tablets = static_cast<std::int64_t>(tablets_->tablets().size());
    outcome.audits = total(*filled, "audits");
    outcome.answers = total(*filled, "answers");
    outcome.commits = total(*filled, "commits");
    stage_done(fmt::format(
        "{} audits, {} answers, {} durable commits on {} tablets",
        outcome.audits,
        outcome.answers,
        outcome.commits,
        outcome.tablets
    ));
    stage("Typing in the survey offline");
    auto typed = interviewers_->fill(survey_.audits_csv, survey_.answers_csv);
    if (!typed) return error_of(typed);
    stage_done(fmt::format("{} questionnaires", total(*typed, "audits")));
    return {};
}

Status DemoRun::sync_and_count(DemoOutcome& outcome) {
    stage("Starting the server again; the tablets sync");
    if (auto done = server_->start(); !done) return done;
    std::int64_t ops = 0;
    for (auto* tablets : {&*tablets_, &*interviewers_}) {
        auto synced = tablets->sync("Syncing tablets");
        if (!synced) return error_of(synced);
        ops += total(*synced, "ops_sent");
        outcome.bytes_sent += total(*synced, "bytes_sent");
    }
    auto desk = session();
    if (!desk) return error_of(desk);
    auto visits = desk->visits(demo_programme_ref);
    if (!visits) return error_of(visits);
    outcome.accepted = std::ranges::count(*visits, "accepted", &VisitStatus::state);
    stage_done(fmt::format(
        "{} changes in {} KB; {} of {} audits accepted",
        ops,
        outcome.bytes_sent / 1'000,
        outcome.accepted,
        visits->size()
    ));
    return {};
}

Status DemoRun::write_reports(DemoOutcome& outcome) {
    stage("Writing the merged report");
    auto desk = session();
    if (!desk) return error_of(desk);
    ReportFilter filter;
    filter.programme = demo_programme_ref;

    struct Target {
        ReportFormat format;
        std::string_view table;
        std::string_view file;
    };

    const Target targets[] = {
        {ReportFormat::json, "", "report.json"},
        {ReportFormat::html, "", "report.html"},
        {ReportFormat::xlsx, "", "report.xlsx"},
        {ReportFormat::csv, "locations", "locations.csv"},
        {ReportFormat::csv, "provisions", "provisions.csv"},
    };
    for (const Target& target : targets) {
        auto report = desk->report(filter, target.format, target.table);
        if (!report) return error_of(report, target.file);
        if (auto done = write_file(out_ / target.file, report->content); !done) return done;
        outcome.files.push_back(out_ / target.file);
    }
    auto text = desk->report(filter, ReportFormat::text);
    if (!text) return error_of(text);
    outcome.text += text->content;
    stage_done(out_.string());
    return {};
}

Status DemoRun::check_survey(DemoOutcome& outcome) {
    stage("Comparing the survey with what its source says");
    auto desk = session();
    if (!desk) return error_of(desk);
    ReportFilter filter;
    filter.programme = demo_survey_ref;
    auto report = desk->report(filter, ReportFormat::json);
    if (!report) return error_of(report);
    if (auto done = write_file(out_ / "survey.json", report->content); !done) return done;
    outcome.files.push_back(out_ / "survey.json");
    auto fields = JsonFields::parse(report->content, "survey report");
    if (!fields) return error_of(fields);
    auto expected_text = read_file(files_.survey / "expected.json");
    if (!expected_text) return error_of(expected_text);
    auto expected = JsonFields::parse(*expected_text, (files_.survey / "expected.json").string());
    if (!expected) return error_of(expected);
    boost::system::error_code problem;
    const boost::json::value whole = fields->object();
    const auto* questions = whole.find_pointer("/tables/questions/rows", problem);
    if (questions == nullptr || !questions->is_array()) {
        return fields->refuse("tables", "no table of questions");
    }
    bool all = true;
    outcome.text += "\nSurvey of 1996, means and standard deviations of the merged answers:\n";
    for (const auto& question : questions->as_array()) {
        const auto& row = question.as_object();
        const std::string id(row.at("question").as_string());
        const auto* source = expected->object().if_contains(id);
        if (source == nullptr || !source->is_object()) continue;
        const auto mean = number_in(row, "mean");
        const auto sd = number_in(row, "sd");
        const auto n = number_in(row, "answered");
        const auto same = [&](const std::optional<double>& value, std::string_view name) {
            const auto wanted = number_in(source->as_object(), name);
            return value && wanted && std::abs(*value - *wanted) <= survey_tolerance;
        };
        const bool good = same(mean, "mean") && same(sd, "sd") && same(n, "n");
        all = all && good;
        outcome.survey.push_back(
            {id, static_cast<std::int64_t>(n.value_or(0)), mean.value_or(0), sd.value_or(0), good}
        );
        outcome.text += fmt::format(
            "  {:<8} n {:>4}  mean {:.4f}  sd {:.4f}  {}\n",
            id,
            n.value_or(0),
            mean.value_or(0),
            sd.value_or(0),
            good ? "as its source says" : "NOT as its source says"
        );
    }
    stage_done(fmt::format("{} questions compared", outcome.survey.size()));
    if (all && !outcome.survey.empty()) return {};
    return fail(
        Code::data_loss,
        "The survey's merged figures are not those of its source.",
        fmt::format("Compare {} with expected.json.", (out_ / "survey.json").string())
    );
}

Result<DemoOutcome> DemoRun::play() {
    // Keys of the demo lie in the demo's folder, for this process and for its children.
    if (::setenv("MUSTER_HOME", home().c_str(), 1) != 0) {
        return fail(Code::resource_exhausted, "The environment has no room.", "Free some memory.");
    }
    const std::int64_t began = clock_->monotonic_ms();
    DemoOutcome outcome;
    if (auto done = set_up(); !done) return error_of(done);
    if (auto done = enrol_tablets(); !done) return error_of(done);
    if (auto done = fill_offline(outcome); !done) return error_of(done);
    if (auto done = sync_and_count(outcome); !done) return error_of(done);
    if (auto done = write_reports(outcome); !done) return error_of(done);
    if (auto done = check_survey(outcome); !done) return error_of(done);
    outcome.seconds = static_cast<double>(clock_->monotonic_ms() - began) / 1'000;
    outcome.text += fmt::format("\nAll of it took {:.0f} s. Files:\n", outcome.seconds);
    for (const fs::path& file : outcome.files) {
        outcome.text += fmt::format("  {}\n", file.string());
    }
    return outcome;
}

Result<DemoGuest> DemoRun::invite() {
    auto desk = session();
    if (!desk) return error_of(desk);
    return invite_guest(
        *desk, files_, programme_.locations, local_date(clock_->now()), server_->loopback_port()
    );
}

} // namespace muster::cli
