// muster checklist import: reads a form of the field (XLSForm or ODK XForm), says what is in it and
// writes it as a checklist.
#include "clients/cli/checklist_spellings.hpp"
#include "clients/cli/command.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

namespace muster::cli {

namespace {

namespace json = boost::json;

struct Options {
    std::string file;
    std::string to;
    bool force = false;
};

json::value or_null(std::string_view text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

json::object place_json(const forms::Place& place) {
    return {
        {"sheet", or_null(place.sheet)},
        {"row", place.row == 0 ? json::value(nullptr) : json::value(place.row)},
        {"column", or_null(place.column)},
    };
}

// The refusal on stdout, where it is asked for, and as the error of the command.
Status
refused(const forms::FormError& refusal, const std::string& file, const Invocation& invocation) {
    const auto& [error, place] = refusal;
    if (invocation.output.json) {
        json::object said{{"code", code_name(error.code)}, {"message", error.message}};
        for (const auto& [key, value] : place_json(place))
            said[key] = value;
        const Status written =
            invocation.output.result(json::object{{"error", std::move(said)}}, "");
        if (!written) return written;
    }
    Error said = error;
    const bool names_file = said.context == file;
    if (!names_file) said.context = said.context.empty() ? file : file + ": " + said.context;
    return std::unexpected(std::move(said));
}

std::string text_of(const ReadChecklist& read, const Options& options) {
    std::string languages;
    for (const std::string& language : read.counts->languages)
        languages += (languages.empty() ? "" : ", ") + language;
    std::string out = fmt::format(
        "{}\n{} question{}, {} group{}\nLanguages: {}\n",
        read.checklist.title.in({}),
        read.counts->questions,
        read.counts->questions == 1 ? "" : "s",
        read.counts->groups,
        read.counts->groups == 1 ? "" : "s",
        languages.empty() ? "one, without a name" : languages
    );
    if (!options.to.empty()) out += fmt::format("Written to {}.\n", options.to);
    if (read.warnings.empty()) return out + "No warnings.\n";
    out += fmt::format(
        "\n{} warning{}:\n", read.warnings.size(), read.warnings.size() == 1 ? "" : "s"
    );
    for (const forms::Warning& warning : read.warnings) {
        const std::string place = warning.place.text();
        out += place.empty() ? warning.message + "\n" : place + ": " + warning.message + "\n";
    }
    return out;
}

Status import_form(const Options& options, Invocation& invocation) {
    const auto read = read_form_file(options.file);
    if (!read) return refused(read.error(), options.file, invocation);
    if (!options.to.empty()) {
        const auto existing = options.force ? Existing::replace : Existing::keep;
        if (auto done = write_checklist(read->checklist, options.to, existing); !done) {
            return refused({done.error(), {}}, options.file, invocation);
        }
    }
    json::array languages;
    for (const std::string& language : read->counts->languages)
        languages.emplace_back(language);
    json::array warnings;
    for (const forms::Warning& warning : read->warnings) {
        json::object one = place_json(warning.place);
        one["message"] = warning.message;
        warnings.push_back(std::move(one));
    }
    return invocation.output.result(
        json::object{
            {"questions", read->counts->questions},
            {"groups", read->counts->groups},
            {"languages", std::move(languages)},
            {"warnings", std::move(warnings)},
            {"hash", read->hash.hex()},
        },
        text_of(*read, options)
    );
}

} // namespace

void add_checklist_import_command(CLI::App& checklist, Invocation& invocation) {
    auto options = std::make_shared<Options>();
    CLI::App& command = add_command(
        checklist,
        invocation,
        "import",
        "Read a form made for ODK, Kobo or SurveyCTO, say what is in it, write it as a checklist",
        "muster checklist import household.xlsx\n"
        "muster checklist import household.xml --json\n"
        "muster checklist import household.xlsx --to household.yaml"
    );
    command.add_option("FILE", options->file, "XLSForm (.xlsx) or ODK XForm (.xml)")->required();
    command.add_option("--to", options->to, "Checklist to write (.yaml)");
    command.add_flag("--force", options->force, "Replace the file if it exists");
    run_with(command, invocation, options, import_form);
}

} // namespace muster::cli
