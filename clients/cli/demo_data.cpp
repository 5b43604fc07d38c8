#include "clients/cli/demo_data.hpp"

#include "clients/cli/files.hpp"
#include "clients/cli/library_folder.hpp"

#include <fmt/format.h>

namespace muster::cli {

namespace fs = std::filesystem;

namespace {

constexpr int interviewers = 2;
constexpr std::string_view survey_wave = "1";
constexpr std::string_view survey_location = "PANEL";

Status check_answers(
    const std::map<std::string, RecordedAudit, std::less<>>& recording,
    const checklist::Compiled& checklist,
    std::size_t& answers
) {
    for (const auto& [ref, audit] : recording) {
        auto pages = pages_of(audit, checklist);
        if (!pages) return error_of(pages);
        for (const auto& page : *pages) {
            answers += page.size();
        }
    }
    return {};
}

template <class Items>
std::set<std::string, std::less<>> refs_of(const Items& items) {
    std::set<std::string, std::less<>> refs;
    for (const auto& item : items) {
        refs.insert(item.ref);
    }
    return refs;
}

std::string interviewer_ref(std::size_t respondent) {
    return fmt::format("I{}", respondent % interviewers + 1);
}

} // namespace

Result<DemoFiles> find_demo_files(const std::string& data) {
    auto library = library_folder();
    if (!library) return error_of(library);
    DemoFiles files{
        .programme = data.empty() ? *library / "demo/programme" : fs::path(data),
        .checklist = *library / "rater_programme.yaml",
        .provisions = *library / "provisions/provisions.csv",
        .survey = *library / "demo/anes96",
        .survey_checklist = *library / "anes96_survey.yaml",
        .guest_checklist = *library / "rater_store.yaml",
    };
    // A folder may bring its own checklist and provisions.
    std::error_code problem;
    if (fs::exists(files.programme / "checklist.yaml", problem)) {
        files.checklist = files.programme / "checklist.yaml";
    }
    if (fs::exists(files.programme / "provisions.csv", problem)) {
        files.provisions = files.programme / "provisions.csv";
    }
    return files;
}

Result<DemoProgramme> read_demo_programme(const DemoFiles& files, const std::string& zone) {
    auto table = read_people(files.programme / "shoppers.csv");
    if (!table) return error_of(table);
    auto& people = table->people;
    auto locations = read_locations(files.programme / "locations.csv", zone);
    if (!locations) return error_of(locations);
    auto waves = read_waves(files.programme / "waves.csv");
    if (!waves) return error_of(waves);
    auto visits = read_visits(
        files.programme / "audits.csv", {refs_of(*waves), refs_of(*locations), refs_of(people)}
    );
    if (!visits) return error_of(visits);
    auto checklist = read_checklist_file(files.checklist);
    if (!checklist) return error_of(checklist);
    auto provisions = read_provisions_file(files.provisions);
    if (!provisions) return error_of(provisions);
    auto recording =
        read_recording(files.programme / "audits.csv", files.programme / "answers.csv");
    if (!recording) return error_of(recording);
    std::size_t answers = 0;
    if (auto good = check_answers(*recording, checklist->compiled, answers); !good) {
        return error_of(good);
    }
    return DemoProgramme{
        std::move(people),
        std::move(*locations),
        std::move(*waves),
        std::move(*visits),
        std::move(*checklist),
        std::move(*provisions),
        answers,
    };
}

Result<DemoSurvey> convert_survey(const DemoFiles& files, const fs::path& folder, Date today) {
    auto checklist = read_checklist_file(files.survey_checklist);
    if (!checklist) return error_of(checklist);
    const fs::path source = files.survey / "anes96.csv";
    auto text = read_file(source);
    if (!text) return error_of(text);
    // The package that it comes from separates by tabs and quotes by apostrophes.
    auto table = authoring::read_csv(*text, source.filename().string(), {'\t', '\''});
    if (!table) return error_of(table);
    DemoSurvey survey{
        .people = {},
        .locations = {},
        .waves =
            {{std::string(survey_wave),
              "1996 interviews, typed in today",
              to_text(today),
              to_text(today)}},
        .visits = {},
        .checklist = std::move(*checklist),
        .audits_csv = folder / "visits.csv",
        .answers_csv = folder / "answers.csv",
    };
    for (std::size_t i = 0; i < interviewers; ++i) {
        survey.people.push_back(
            {{},
             interviewer_ref(i),
             fmt::format("Interviewer {}", i + 1),
             {audit::Role::shopper},
             {}}
        );
    }
    Location panel;
    panel.ref = survey_location;
    panel.name = "Survey panel, United States";
    panel.brand = "Survey";
    panel.region = "United States";
    panel.format = "panel";
    panel.zone = "America/New_York";
    survey.locations.push_back(std::move(panel));
    std::string audits = "ref,shopper\n";
    std::string answers = "ref,question,value\n";
    for (std::size_t i = 0; i < table->rows_count(); ++i) {
        const std::string ref = fmt::format("R{:04}", i + 1);
        Visit visit;
        visit.ref = ref;
        visit.wave = survey_wave;
        visit.location = survey_location;
        visit.channel = "interview";
        visit.scenario = "survey";
        visit.shopper = interviewer_ref(i);
        audits += fmt::format("{},{}\n", ref, visit.shopper);
        survey.visits.push_back(std::move(visit));
        for (const std::string& column : table->columns()) {
            answers += fmt::format("{},{},{}\n", ref, column, table->row(i).cell(column));
        }
    }
    if (auto done = write_file(survey.audits_csv, audits); !done) return error_of(done);
    if (auto done = write_file(survey.answers_csv, answers); !done) return error_of(done);
    auto recording = read_recording(survey.audits_csv, survey.answers_csv);
    if (!recording) return error_of(recording);
    std::size_t checked = 0;
    auto good = check_answers(*recording, survey.checklist.compiled, checked);
    if (!good) return error_of(good);
    return survey;
}

} // namespace muster::cli
