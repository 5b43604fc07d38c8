#include "sync-server/exports/workbook.hpp"
#include "tests/core/report/fixtures.hpp"

#include <catch2/catch.hpp>
#include <pugixml.hpp>
#include <zip.h>

using namespace muster;

namespace {

// One member of a zip archive that is held in memory.
std::string member(const std::string& bytes, const std::string& name) {
    zip_error_t problem;
    zip_error_init(&problem);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &problem);
    zip_t* archive = zip_open_from_source(source, ZIP_RDONLY, &problem);
    REQUIRE(archive != nullptr);
    zip_stat_t stat;
    REQUIRE(zip_stat(archive, name.c_str(), 0, &stat) == 0);
    std::string out(stat.size, '\0');
    zip_file_t* file = zip_fopen(archive, name.c_str(), 0);
    REQUIRE(file != nullptr);
    REQUIRE(zip_fread(file, out.data(), out.size()) == static_cast<zip_int64_t>(out.size()));
    zip_fclose(file);
    zip_close(archive);
    return out;
}

report::Report report_of(const std::string& decoration) {
    std::vector<fixtures::Visit> visits;
    for (int i = 0; i < 60; ++i) {
        visits.push_back(
            {.location = "L" + std::to_string(1 + i % 6),
             .rel = 1 + i % 5,
             .nps = i % 11,
             .wait = i * 3}
        );
    }
    const auto source = fixtures::source_of(visits, decoration);
    return report::make_report(source, {}).value();
}

} // namespace

TEST_CASE("A workbook has a sheet per table and one on the method", "[exports]") {
    const auto report = report_of("");
    const auto bytes = exports::report_workbook(report);
    REQUIRE(bytes);
    pugi::xml_document book;
    REQUIRE(book.load_string(member(*bytes, "xl/workbook.xml").c_str()));
    std::vector<std::string> names;
    for (const auto& sheet : book.child("workbook").child("sheets").children("sheet")) {
        names.emplace_back(sheet.attribute("name").value());
    }
    CHECK(names.size() == report::report_tables(report).size() + 1);
    CHECK(names.front() == "Headline figures");
    CHECK(names.back() == "Method");
}

TEST_CASE("Numbers are numbers, formulas stay text, the header is frozen", "[exports]") {
    const auto report = report_of("=HYPERLINK(\"x\")");
    const auto bytes = exports::report_workbook(report);
    REQUIRE(bytes);
    const auto tables = report::report_tables(report);
    for (std::size_t i = 0; i < tables.size(); ++i) {
        INFO(tables[i].name);
        pugi::xml_document sheet;
        const std::string name = "xl/worksheets/sheet" + std::to_string(i + 1) + ".xml";
        REQUIRE(sheet.load_string(member(*bytes, name).c_str()));
        const auto root = sheet.child("worksheet");
        CHECK(root.select_nodes("//f").empty());
        CHECK(root.select_node("//pane[@state='frozen']"));
        std::size_t expected = 0;
        for (const auto& row : tables[i].rows) {
            for (const auto& cell : row) {
                expected += cell.index() >= 2 ? 1 : 0;
            }
        }
        // Cells without a type are numbers.
        CHECK(root.select_nodes("//c[not(@t)][v]").size() == expected);
    }
}

TEST_CASE("An empty report makes a workbook that opens", "[exports]") {
    const auto source = fixtures::source_of({});
    const auto bytes = exports::report_workbook(report::make_report(source, {}).value());
    REQUIRE(bytes);
    CHECK(bytes->starts_with("PK"));
    pugi::xml_document book;
    CHECK(book.load_string(member(*bytes, "xl/workbook.xml").c_str()));
}
