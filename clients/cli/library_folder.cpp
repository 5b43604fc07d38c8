#include "clients/cli/library_folder.hpp"

#include "clients/cli/files.hpp"

#include <vector>

namespace muster::cli {

namespace fs = std::filesystem;

Result<fs::path> library_folder() {
    auto folder = program_folder();
    if (!folder) return folder;
    std::vector<fs::path> places = {*folder / "../share/muster/library"};
    for (fs::path up = *folder; up.has_relative_path(); up = up.parent_path())
        places.push_back(up / "core/library");
    std::error_code problem;
    for (const fs::path& place : places) {
        if (fs::is_directory(place / "provisions", problem)) {
            return fs::weakly_canonical(place, problem);
        }
    }
    return fail(
        Code::not_found,
        "The library is not beside this program and not in a source tree above it.",
        "Run the muster of a build folder in the source tree, or name the files that you mean."
    );
}

} // namespace muster::cli
