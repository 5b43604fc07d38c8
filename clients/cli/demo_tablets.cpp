#include "clients/cli/demo_tablets.hpp"

#include "clients/cli/files.hpp"
#include "clients/cli/json_fields.hpp"

#include <fmt/format.h>

namespace muster::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t at_once_max = 4;

} // namespace

DemoTablets::DemoTablets(fs::path folder, fs::path logs, const std::vector<std::string>& people)
    : logs_(std::move(logs)) {
    for (const std::string& person : people) {
        tablets_.push_back({person, folder / person});
    }
}

Result<StepTotals> DemoTablets::run(
    std::string_view title,
    std::string_view step,
    const std::function<std::vector<std::string>(const DemoTablet&)>& arguments
) {
    auto folder = program_folder();
    if (!folder) return error_of(folder);
    std::vector<ChildJob> jobs;
    for (const DemoTablet& tablet : tablets_) {
        std::vector<std::string> words = arguments(tablet);
        words.insert(words.end(), {"--vault", tablet.vault.string(), "--json"});
        const std::string log = fmt::format("{}-{}", step, tablet.person);
        jobs.push_back(
            {fmt::format("tablet of {}", tablet.person),
             {*folder / "muster", std::move(words), logs_ / (log + ".out"), logs_ / (log + ".err")}}
        );
    }
    Progress progress{std::string(title)};
    progress.show(0, jobs.size());
    auto done =
        run_jobs(jobs, at_once_max, [&](std::size_t count) { progress.show(count, jobs.size()); });
    progress.clear();
    if (!done) return error_of(done);
    StepTotals totals;
    for (const ChildJob& job : jobs) {
        auto text = read_file(job.options.out_file);
        if (!text) return error_of(text);
        auto fields = JsonFields::parse(*text, job.options.out_file.string());
        if (!fields) return error_of(fields);
        for (const auto& field : fields->object()) {
            if (field.value().is_int64())
                totals[std::string(field.key())] += field.value().as_int64();
        }
    }
    return totals;
}

Status DemoTablets::enrol(const std::map<std::string, std::string>& links) {
    auto totals = run("Enrolling tablets", "enrol", [&links](const DemoTablet& tablet) {
        const auto link = links.find(tablet.person);
        return std::vector<std::string>{
            "tablet",
            "enrol",
            link == links.end() ? std::string() : link->second,
            "--label",
            "Tablet of " + tablet.person,
        };
    });
    if (!totals) return error_of(totals);
    return {};
}

Result<StepTotals> DemoTablets::sync(std::string_view title) {
    return run(title, "sync", [](const DemoTablet&) {
        return std::vector<std::string>{"tablet", "sync"};
    });
}

Result<StepTotals> DemoTablets::fill(const fs::path& audits, const fs::path& answers) {
    return run("Filling audits", "fill", [&](const DemoTablet&) {
        return std::vector<std::string>{
            "tablet", "fill", "--audits", audits.string(), "--answers", answers.string()
        };
    });
}

} // namespace muster::cli
