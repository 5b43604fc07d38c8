#include "core/report/charts.hpp"
#include "core/report/exports.hpp"
#include "core/report/html.hpp"
#include "core/report/svg.hpp"
#include "tests/core/report/fixtures.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <pugixml.hpp>

#include <regex>

using namespace muster;
using namespace muster::report;
using fixtures::source_of;
using fixtures::Visit;

namespace {

constexpr const char* hostile = "<script>alert('x')</script>\"&=1+1\x01";

Report report_of(const Source& source) {
    auto out = make_report(source, {});
    if (!out) throw std::runtime_error(out.error().text());
    return std::move(*out);
}

std::vector<Visit> many(int locations, int waves, int each) {
    std::vector<Visit> out;
    int i = 0;
    for (int wave = 1; wave <= waves; ++wave) {
        for (int location = 1; location <= locations; ++location) {
            for (int k = 0; k < each; ++k, ++i) {
                out.push_back(
                    {.location = "L" + std::to_string(location),
                     .wave = std::to_string(wave),
                     .shopper = "S" + std::to_string(i % 9),
                     .rel = 1 + (i * 7 + location) % 5,
                     .res = 1 + (i * 3 + wave) % 5,
                     .legal = i % 13 == 0 ? "no" : "yes",
                     .nps = (i * 5) % 11,
                     .wait = 20 + (i * 37) % 240}
                );
            }
        }
    }
    return out;
}

std::vector<std::string> charts_of(const Report& report) {
    std::vector<std::string> out{
        score_chart(report),
        trend_chart(report),
        dimension_chart(report),
        region_heat_chart(report),
        region_trend_chart(report),
        location_chart(report),
        provision_region_chart(report),
        wait_chart(report),
        nps_chart(report),
        brand_chart(report)
    };
    for (auto& part : location_heat_charts(report)) {
        out.push_back(std::move(part));
    }
    std::erase(out, "");
    return out;
}

// A value that does not exist is absent: none of these may reach a reader.
void check_no_false_numbers(const std::string& text) {
    const std::regex false_number("(^|[^A-Za-z])-?(nan|NaN|inf|Infinity)($|[^A-Za-z])");
    std::smatch found;
    const bool has = std::regex_search(text, found, false_number);
    INFO(
        (has ? std::string(found.prefix())
                       .substr(
                           found.prefix().length() > 60
                               ? static_cast<std::size_t>(found.prefix().length()) - 60
                               : 0
                       ) +
                   found.str()
             : std::string())
    );
    CHECK_FALSE(has);
}

void check_forms(const Report& report) {
    check_no_false_numbers(report_html(report));
    check_no_false_numbers(report_json(report));
    check_no_false_numbers(report_text(report));
    for (const auto& table : report_tables(report)) {
        check_no_false_numbers(table_csv(table));
        for (const auto& row : table.rows) {
            INFO(table.name);
            REQUIRE(row.size() == table.columns.size());
        }
    }
    for (const auto& svg : charts_of(report)) {
        pugi::xml_document document;
        INFO(svg.substr(0, 200));
        CHECK(document.load_string(svg.c_str()));
        check_no_false_numbers(svg);
    }
}

} // namespace

TEST_CASE("No audits: every form says so and invents no figure", "[report][forms]") {
    const auto report = report_of(source_of({}));
    check_forms(report);
    CHECK(report.lead_title == "No accepted audits of own locations yet.");
    CHECK(report_text(report).find("no data") != std::string::npos);
    const auto document = boost::json::parse(report_json(report)).as_object();
    const auto& summary = document.at("summary").as_object();
    CHECK(summary.at("own_mean_of_audit_scores").is_null());
    CHECK(summary.at("audits").to_number<int>() == 0);
    CHECK(summary.at("wait_all").at("p50").is_null());
    CHECK(document.at("score").at("value").is_null());
    CHECK(charts_of(report).empty());
}

TEST_CASE("One audit: counts, no interval, no change", "[report][forms]") {
    const auto report = report_of(source_of({{.wait = 50}}));
    check_forms(report);
    CHECK(report.lead_title == "Too few audits for a score.");
    const std::string html = report_html(report);
    CHECK(html.find("<p class=\"head-n\">–</p>") != std::string::npos);
    CHECK(html.find("1 audit") != std::string::npos);
}

TEST_CASE("All answers the same: no spread is no error", "[report][forms]") {
    std::vector<Visit> visits;
    for (int i = 0; i < 60; ++i) {
        visits.push_back(
            {.location = "L" + std::to_string(1 + i % 10),
             .wave = i < 30 ? "1" : "2",
             .shopper = "S" + std::to_string(i % 10),
             .rel = 5,
             .res = 5,
             .nps = 10,
             .wait = 30}
        );
    }
    const auto report = report_of(source_of(visits));
    check_forms(report);
    CHECK(*report.score.value == Approx(100));
    CHECK(report.measures.nps_method == IntervalMethod::nps_adjusted);
    CHECK(report.stands_out.empty());
}

TEST_CASE("Names from outside cannot break out of any form", "[report][forms]") {
    const auto report = report_of(source_of(many(6, 2, 4), hostile));
    check_forms(report);
    const std::string html = report_html(report);
    CHECK(html.find("<script") == std::string::npos);
    CHECK(html.find("&lt;script&gt;") != std::string::npos);
    CHECK(html.find('\x01') == std::string::npos);
    CHECK(report_text(report).find('\x01') == std::string::npos);
    CHECK(boost::json::parse(report_json(report)).is_object());
}

TEST_CASE("The page stands alone: no script, no link out, no other file", "[report][forms]") {
    const std::string html = report_html(report_of(source_of(many(8, 3, 4))));
    CHECK(html.find("<script") == std::string::npos);
    CHECK(html.find("<link") == std::string::npos);
    CHECK(html.find("@import") == std::string::npos);
    CHECK(html.find("url(") == std::string::npos);
    CHECK(html.find(" src=") == std::string::npos);
    CHECK(html.find(" on") == html.find(" on ")); // no event handler attribute before plain text
    const std::regex address("https?://(?!www\\.w3\\.org/2000/svg)");
    CHECK_FALSE(std::regex_search(html, address));
    std::map<std::string, int> ids;
    const std::regex id(" id=\"([^\"]+)\"");
    for (std::sregex_iterator at(html.begin(), html.end(), id), end; at != end; ++at) {
        INFO((*at)[1].str());
        CHECK(++ids[(*at)[1].str()] == 1);
    }
    const std::regex anchor("href=\"#([^\"]+)\"");
    for (std::sregex_iterator at(html.begin(), html.end(), anchor), end; at != end; ++at) {
        INFO((*at)[1].str());
        CHECK(ids.contains((*at)[1].str()));
    }
}

TEST_CASE("Every chart has a name, a sentence and a fallback for each colour", "[report][charts]") {
    const auto charts = charts_of(report_of(source_of(many(8, 3, 6))));
    CHECK(charts.size() >= 9);
    for (const auto& svg : charts) {
        pugi::xml_document document;
        REQUIRE(document.load_string(svg.c_str()));
        const auto root = document.child("svg");
        CHECK(std::string(root.attribute("role").value()) == "img");
        CHECK_FALSE(std::string(root.child("title").text().get()).empty());
        CHECK_FALSE(std::string(root.child("desc").text().get()).empty());
        const std::regex bare("var\\(--[a-z0-9-]+\\)");
        CHECK_FALSE(std::regex_search(svg, bare));
    }
}

TEST_CASE(
    "Texts that a spreadsheet would run are defused in CSV, numbers are not", "[report][csv]"
) {
    Table table;
    table.name = "t";
    table.columns = {{"name", "Name", ColumnKind::text}, {"change", "Change", ColumnKind::points}};
    for (const char* text : {"=1+1", "+1", "-1", "@x", "\tx", "plain", "a,\"b\"\nc"}) {
        table.rows.push_back({std::string(text), -1.5});
    }
    table.rows.push_back({std::monostate{}, std::monostate{}});
    CHECK(
        table_csv(table) == "name,change\r\n'=1+1,-1.5\r\n'+1,-1.5\r\n'-1,-1.5\r\n'@x,-1.5\r\n'\tx,"
                            "-1.5\r\nplain,-1.5\r\n"
                            "\"a,\"\"b\"\"\nc\",-1.5\r\n,\r\n"
    );
}

TEST_CASE("A CSV table that does not exist is refused with those that do", "[report][csv]") {
    const auto report = report_of(source_of(many(2, 1, 6)));
    const auto csv = report_csv(report, "nonsense");
    REQUIRE_FALSE(csv);
    CHECK(csv.error().code == Code::not_found);
    CHECK(csv.error().hint.find("locations") != std::string::npos);
    CHECK(report_csv(report, "locations").value().starts_with("location,name,"));
}

TEST_CASE("The terminal summary keeps to its width", "[report][text]") {
    const std::string text = report_text(report_of(source_of(many(9, 3, 4))), 80);
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::size_t columns = 0;
        for (const char c : line) {
            columns += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
        }
        INFO(line);
        CHECK(columns <= 80);
    }
}

TEST_CASE("A long name is cut with an ellipsis and kept whole as a tooltip", "[report][charts]") {
    const std::string name(80, 'W');
    CHECK(text_width(fit_text(name, 100)) <= 100);
    CHECK(fit_text(name, 100).ends_with("…"));
    CHECK(fit_text("短い名前", 60) == "短い名前");
    CHECK(fit_text("ééééééééééé", 40).find("\xC3\xE2") == std::string::npos); // never half a letter
    const auto report = report_of(source_of(many(6, 2, 4), " " + name));
    const std::string svg = location_chart(report);
    CHECK(svg.find("<title>Branch L1 " + name + "</title>") != std::string::npos);
}
