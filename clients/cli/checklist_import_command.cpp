// muster checklist import: reads a form of the field (XLSForm or ODK XForm) and says what is in it.
#include "clients/cli/command.hpp"
#include "clients/cli/files.hpp"
#include "core/authoring/limits.hpp"
#include "core/authoring/workbook.hpp"
#include "core/authoring/xform_reader.hpp"
#include "core/authoring/xlsform_reader.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

namespace muster::cli {

namespace {

namespace json = boost::json;

struct Options {
    std::string file;
};

json::value or_null(std::string_view text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

json::object place_json(const authoring::Place& place) {
    return {
        {"sheet", or_null(place.sheet)},
        {"row", place.row == 0 ? json::value(nullptr) : json::value(place.row)},
        {"column", or_null(place.column)},
    };
}

// A form is XML if it looks like it, whatever its name says.
bool is_xml(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    const std::size_t begin = bytes.find_first_not_of(" \t\r\n");
    return begin != std::string_view::npos && bytes[begin] == '<';
}

authoring::FormResult<authoring::Form> read_form(const std::string& file) {
    const auto content = read_file(file, authoring::limits::xform_bytes_max);
    if (!content) return std::unexpected(authoring::FormError{content.error(), {}});
    if (is_xml(*content) || file.ends_with(".xml")) return authoring::read_xform(*content);
    const auto workbook = authoring::read_workbook(view(*content));
    if (!workbook) return std::unexpected(authoring::FormError{workbook.error(), {}});
    return authoring::read_xlsform(*workbook);
}

std::string text_of(const authoring::Form& form, const authoring::FormCounts& counts) {
    std::string languages;
    for (const std::string& language : counts.languages)
        languages += (languages.empty() ? "" : ", ") + language;
    std::string out = fmt::format(
        "{}\n{} questions, {} groups\nLanguages: {}\n",
        form.title.empty() ? form.id.empty() ? "A form without a title" : form.id : form.title,
        counts.questions,
        counts.groups,
        languages.empty() ? "one, without a name" : languages
    );
    if (form.warnings.empty()) return out + "No warnings.\n";
    out += fmt::format("\n{} warnings:\n", form.warnings.size());
    for (const authoring::Warning& warning : form.warnings) {
        const std::string place = warning.place.text();
        out += place.empty() ? warning.message + "\n" : place + ": " + warning.message + "\n";
    }
    return out;
}

Status import_form(const Options& options, Invocation& invocation) {
    const auto form = read_form(options.file);
    if (!form) {
        const auto& [error, place] = form.error();
        if (invocation.output.json) {
            json::object refusal{{"code", code_name(error.code)}, {"message", error.message}};
            for (const auto& [key, value] : place_json(place))
                refusal[key] = value;
            const Status written =
                invocation.output.result(json::object{{"error", std::move(refusal)}}, "");
            if (!written) return written;
        }
        Error said = error;
        said.context = said.context.empty() ? options.file : options.file + ": " + said.context;
        return std::unexpected(std::move(said));
    }
    const authoring::FormCounts counts = form->counts();
    json::array languages;
    for (const std::string& language : counts.languages)
        languages.emplace_back(language);
    json::array warnings;
    for (const authoring::Warning& warning : form->warnings) {
        json::object one = place_json(warning.place);
        one["message"] = warning.message;
        warnings.push_back(std::move(one));
    }
    return invocation.output.result(
        json::object{
            {"questions", counts.questions},
            {"groups", counts.groups},
            {"languages", std::move(languages)},
            {"warnings", std::move(warnings)},
            {"hash", authoring::form_hash(*form)},
        },
        text_of(*form, counts)
    );
}

} // namespace

void add_checklist_import_command(CLI::App& checklist, Invocation& invocation) {
    auto options = std::make_shared<Options>();
    CLI::App& command = add_command(
        checklist,
        invocation,
        "import",
        "Read a form made for ODK, Kobo or SurveyCTO and say what is in it",
        "muster checklist import household.xlsx\nmuster checklist import household.xml --json"
    );
    command.add_option("FILE", options->file, "XLSForm (.xlsx) or ODK XForm (.xml)")->required();
    run_with(command, invocation, options, import_form);
}

} // namespace muster::cli
