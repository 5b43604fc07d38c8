// A small programme whose whole report is kept in golden/ and read like code when it changes.
// MUSTER_UPDATE_GOLDEN=1 writes the files anew.
#include "core/report/exports.hpp"
#include "core/report/html.hpp"
#include "tests/core/report/fixtures.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::report;
using fixtures::Visit;

namespace {

namespace json = boost::json;

// Eight own locations and one competitor over three waves. East's responsiveness falls in wave 2,
// location L3 fails its duty, shopper S4 rounds nothing and hurries nowhere: all else is a pattern
// that any reader can redo by hand.
Source small_programme() {
    std::vector<Visit> visits;
    int i = 0;
    for (int wave = 1; wave <= 3; ++wave) {
        for (int place = 1; place <= 9; ++place) {
            for (int k = 0; k < 4; ++k, ++i) {
                const bool east = place % 2 == 0;
                Visit visit;
                visit.location = place == 9 ? "C1" : "L" + std::to_string(place);
                visit.wave = std::to_string(wave);
                visit.shopper = "S" + std::to_string(1 + i % 5);
                visit.rel = 3 + (i * 7 + place) % 3;
                visit.res = east && wave >= 2 ? 1 + i % 2 : 3 + (i * 5) % 3;
                visit.legal = place == 3 && k < 3 ? "no" : i % 17 == 0 ? "na" : "yes";
                visit.nps = (i * 3 + place) % 11;
                visit.wait = 30 + (i * 37) % 200;
                visits.push_back(visit);
            }
        }
    }
    return fixtures::source_of(visits);
}

std::string golden_path(const std::string& name) {
    return programme::source_path("tests/core/report/golden/" + name);
}

bool updating() {
    const char* value = std::getenv("MUSTER_UPDATE_GOLDEN");
    return value != nullptr && std::string(value) == "1";
}

// The kept text; when updating, the new one after it has been written.
std::string kept(const std::string& name, const std::string& text) {
    if (updating()) std::ofstream(golden_path(name), std::ios::binary) << text;
    return files::read_file(golden_path(name));
}

void compare(const json::value& ours, const json::value& theirs, const std::string& where) {
    INFO(where);
    if (ours.is_double() && theirs.is_number()) {
        CHECK(ours.get_double() == Approx(theirs.to_number<double>()).epsilon(1e-9).margin(1e-12));
    } else if (ours.is_object() && theirs.is_object()) {
        REQUIRE(ours.get_object().size() == theirs.get_object().size());
        for (const auto& member : ours.get_object()) {
            REQUIRE(theirs.get_object().contains(member.key()));
            compare(
                member.value(),
                theirs.get_object().at(member.key()),
                where + "/" + std::string(member.key())
            );
        }
    } else if (ours.is_array() && theirs.is_array()) {
        REQUIRE(ours.get_array().size() == theirs.get_array().size());
        for (std::size_t i = 0; i < ours.get_array().size(); ++i) {
            compare(ours.get_array()[i], theirs.get_array()[i], where + "/" + std::to_string(i));
        }
    } else if (ours.is_number() && theirs.is_number()) {
        CHECK(ours.to_number<double>() == Approx(theirs.to_number<double>()));
    } else {
        CHECK(ours == theirs);
    }
}

} // namespace

TEST_CASE("The report of a small programme is the one that was read and kept", "[report][golden]") {
    const auto source = small_programme();
    const auto report = make_report(source, {});
    REQUIRE(report);
    CHECK(report_text(*report) == kept("small.txt", report_text(*report)));
    CHECK(
        report_csv(*report, "regions").value() ==
        kept("small.regions.csv", report_csv(*report, "regions").value())
    );
    const std::string ours = report_json(*report);
    compare(json::parse(ours), json::parse(kept("small.json", ours)), "");
    const std::string html = report_html(*report);
    const bool same = html == kept("small.html", html);
    INFO("the page differs; compare it with MUSTER_UPDATE_GOLDEN=1 and git diff");
    CHECK(same);
}
