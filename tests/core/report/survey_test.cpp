// The public-domain survey that ships: its means and standard deviations are known to many digits.
#include "core/authoring/yaml.hpp"
#include "core/report/model.hpp"
#include "tests/core/report/programme.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::report;

TEST_CASE("A survey's means and standard deviations are exact", "[report][survey]") {
    const std::string folder = programme::source_path("core/library/demo/anes96/");
    const auto list = authoring::checklist_from_yaml(
        files::read_file(programme::source_path("core/library/anes96_survey.yaml")),
        "anes96_survey.yaml"
    );
    REQUIRE(list);
    const auto compiled = checklist::compile(*list).value();
    const auto table = authoring::read_csv(
        files::read_file(folder + "anes96.csv"), "anes96.csv", {.separator = '\t', .quote = '\''}
    );
    REQUIRE(table);
    Source source;
    source.programme = {"anes96", "Views and voters, 1996", "", "", ""};
    source.waves = {{"1996", "1996", {}, {}}};
    source.locations = {{"all", "All", "", LocationKind::own, "All", ""}};
    source.checklist = *list;
    std::map<CellKey, Cell> cells;
    for (std::size_t i = 0; i < table->rows_count(); ++i) {
        checklist::AnswerSheet sheet;
        for (const auto& column : table->columns()) {
            const auto value = parse_decimal(table->row(i).cell(column));
            REQUIRE(value);
            sheet.answers[{column, {}}] = {checklist::AnswerState::answered, *value, ""};
        }
        VisitFacts facts;
        facts.audit = facts.visit_ref = std::to_string(i);
        facts.wave = "1996";
        facts.location = "all";
        const auto status = compiled.evaluate(sheet, {facts.end});
        const auto score = audit::score(compiled, sheet, status).value();
        for (auto& [key, cell] : contribution(facts, score, {}, sheet, compiled).value()) {
            cells[key] += cell;
        }
        source.audits.push_back(summarise(facts, score, sheet, compiled).value());
    }
    for (auto& [key, cell] : cells) {
        source.cells.emplace_back(key, cell);
    }
    const auto report = make_report(source, {});
    REQUIRE(report);
    CHECK(report->score.status == StatStatus::no_data); // a survey is summarised, not scored
    const auto expected = boost::json::parse(files::read_file(folder + "expected.json"));
    int compared = 0;
    for (const auto& row : report->questions) {
        if (!expected.as_object().contains(row.id)) continue;
        const auto& wanted = expected.at(row.id);
        INFO(row.id);
        CHECK(row.answered == wanted.at("n").to_number<std::int64_t>());
        REQUIRE(row.mean);
        CHECK(*row.mean == Approx(wanted.at("mean").to_number<double>()).epsilon(1e-12));
        CHECK(*row.sd == Approx(wanted.at("sd").to_number<double>()).epsilon(1e-12));
        ++compared;
    }
    CHECK(compared == 4);
}
