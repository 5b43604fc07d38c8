// What the demo runs on: a folder laid out like the shipped data set, read and checked as a whole
// before anything is started, so that a broken row is named by file, line and column and nothing is
// half done.
#pragma once

#include "clients/cli/document_files.hpp"
#include "clients/cli/recording.hpp"

namespace muster::cli {

struct DemoFiles {
    std::filesystem::path programme;  // locations, shoppers, waves, audits and answers .csv
    std::filesystem::path checklist;  // YAML
    std::filesystem::path provisions; // CSV
    std::filesystem::path survey;     // the survey's folder: anes96.csv and expected.json
    std::filesystem::path survey_checklist;
    std::filesystem::path guest_checklist; // of the visits that whoever watches may do
};

// The library as it lies beside the program, or in the source tree that it was built from. `data`
// is the programme's folder where another one was asked for.
Result<DemoFiles> find_demo_files(const std::string& data);

struct DemoProgramme {
    std::vector<Person> people;
    std::vector<Location> locations;
    std::vector<Wave> waves;
    std::vector<Visit> visits;
    ChecklistDocument checklist;
    ProvisionsDocument provisions;
    std::size_t answers = 0; // values and N/A, of all audits
};

Result<DemoProgramme> read_demo_programme(const DemoFiles& files, const std::string& zone);

// The survey as tables in the layout of recorded fieldwork, written into a folder: visits.csv and
// answers.csv, one visit per respondent, shared out among interviewers.
struct DemoSurvey {
    std::vector<Person> people;
    std::vector<Location> locations;
    std::vector<Wave> waves;
    std::vector<Visit> visits;
    ChecklistDocument checklist;
    std::filesystem::path audits_csv;
    std::filesystem::path answers_csv;
};

Result<DemoSurvey>
convert_survey(const DemoFiles& files, const std::filesystem::path& folder, Date today);

} // namespace muster::cli
