// The demo's tablets: each a vault of its own, worked on by processes of its own.
#pragma once

#include "clients/cli/child_process.hpp"
#include "clients/cli/progress.hpp"

#include <map>

namespace muster::cli {

struct DemoTablet {
    std::string person; // ref of whose tablet it is
    std::filesystem::path vault;
};

// What a step's processes printed as JSON, added up by field.
using StepTotals = std::map<std::string, std::int64_t, std::less<>>;

class DemoTablets {
public:
    // Vaults in `folder`/PERSON; what the processes say goes to `logs`.
    DemoTablets(
        std::filesystem::path folder,
        std::filesystem::path logs,
        const std::vector<std::string>& people
    );

    // One `muster tablet enrol` per tablet; links by person.
    Status enrol(const std::map<std::string, std::string>& links);
    Result<StepTotals> sync(std::string_view title);
    Result<StepTotals>
    fill(const std::filesystem::path& audits, const std::filesystem::path& answers);

    [[nodiscard]] const std::vector<DemoTablet>& tablets() const { return tablets_; }

private:
    Result<StepTotals>
    run(std::string_view title,
        std::string_view step,
        const std::function<std::vector<std::string>(const DemoTablet&)>& arguments);

    std::filesystem::path logs_;
    std::vector<DemoTablet> tablets_;
};

} // namespace muster::cli
