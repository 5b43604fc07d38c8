// muster checklist schema: the JSON Schema by which editors complete and check checklists in YAML.
#include "clients/cli/command.hpp"
#include "clients/cli/files.hpp"
#include "clients/cli/library_folder.hpp"

namespace muster::cli {

namespace {

struct Options {};

Status print_schema(const Options&, Invocation&) {
    const auto library = library_folder();
    if (!library) return error_of(library);
    const auto text = read_file(*library / "checklist.schema.json");
    if (!text) return error_of(text);
    return Output::bytes(*text);
}

} // namespace

void add_checklist_schema_command(CLI::App& checklist, Invocation& invocation) {
    CLI::App& command = add_command(
        checklist,
        invocation,
        "schema",
        "Print the JSON Schema of checklists in YAML, for editors (--json changes nothing)",
        "muster checklist schema > checklist.schema.json\n"
        "sed -i '1i # yaml-language-server: $schema=checklist.schema.json' retail.yaml"
    );
    run_with(command, invocation, std::make_shared<Options>(), print_schema);
}

} // namespace muster::cli
