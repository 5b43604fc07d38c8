#include "core/authoring/provisions_csv.hpp"
#include "core/authoring/yaml.hpp"
#include "core/report/exports.hpp"
#include "core/report/html.hpp"
#include "tests/core/report/programme.hpp"

#include <fstream>
using namespace muster;

TEST_CASE("look", "[.look]") {
    const char* out = std::getenv("LOOK_OUT");
    const char* in = std::getenv("LOOK_IN");
    const char* wave = std::getenv("LOOK_WAVE");
    auto list =
        authoring::checklist_from_yaml(
            golden::read_file(programme::source_path("core/library/checklists/rater_programme.yaml")
            ),
            "x"
        )
            .value();
    auto prov =
        authoring::read_provisions_csv(
            golden::read_file(programme::source_path("core/library/provisions/provisions.csv")), "p"
        )
            .value();
    const auto source =
        programme::Loader(
            in ? in : programme::source_path("core/library/demo/programme"), list, prov
        )
            .load();
    report::Filter f;
    if (wave) f.wave = wave;
    const auto r = report::make_report(source, f).value();
    std::ofstream(std::string(out) + ".html") << report::report_html(r);
    std::ofstream(std::string(out) + ".json") << report::report_json(r);
    std::ofstream(std::string(out) + ".txt") << report::report_text(r);
}
