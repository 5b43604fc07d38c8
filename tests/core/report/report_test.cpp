#include "core/report/exports.hpp"
#include "tests/core/report/fixtures.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::report;
using fixtures::source_of;
using fixtures::Visit;

namespace {

std::vector<Visit> times(int n, const Visit& visit) {
    return std::vector<Visit>(static_cast<std::size_t>(n), visit);
}

Report report_of(const Source& source, const Filter& filter = {}) {
    auto out = make_report(source, filter);
    if (!out) throw std::runtime_error(out.error().text());
    return std::move(*out);
}

} // namespace

TEST_CASE("Four audits show their count, five their score and interval", "[report]") {
    const auto four = report_of(source_of(times(4, {})));
    CHECK(four.score.status == StatStatus::too_few);
    CHECK(four.score.audits == 4);
    CHECK_FALSE(four.score.value.has_value());
    CHECK_FALSE(four.measures.nps.nps.has_value());
    CHECK(four.measures.nps.n == 4);
    CHECK_FALSE(four.provisions.front().met.share.has_value());
    CHECK(four.provisions.front().met.k == 4);

    auto visits = times(4, {});
    visits.push_back({.rel = 2});
    const auto five = report_of(source_of(visits));
    CHECK(five.score.status == StatStatus::ok);
    // Four audits of (0.75 + 0.75 + 2) ÷ 4 and one of (0.25 + 0.75 + 2) ÷ 4.
    CHECK(*five.score.value == Approx((4 * 87.5 + 75) / 5));
    CHECK(five.score.method == IntervalMethod::student);
    CHECK(five.score.interval->low < *five.score.value);
    CHECK(five.score.interval->high > *five.score.value);
}

TEST_CASE("Audits of one location count as related from five locations on", "[report]") {
    std::vector<Visit> visits;
    for (int i = 1; i <= 5; ++i) {
        for (int j = 0; j < 4; ++j) {
            visits.push_back({.location = "L" + std::to_string(i), .rel = i});
        }
    }
    const auto report = report_of(source_of(visits));
    CHECK(report.score.method == IntervalMethod::clustered);
    CHECK(report.score.locations == 5);
    CHECK(report.score.audits == 20);
    // All spread lies between locations, so twenty visits tell no more than five.
    const std::vector<double> means{75, 81.25, 87.5, 93.75, 100};
    std::vector<double> shown;
    for (int rel = 1; rel <= 5; ++rel) {
        shown.push_back(100 * ((rel - 1) / 4.0 + 0.75 + 2) / 4);
    }
    const auto expected = mean_of_values(shown);
    CHECK(report.score.interval->low == Approx(expected.interval->low));
}

TEST_CASE("Competitors enter no figure of the own network", "[report]") {
    auto visits = times(6, {.location = "L1", .rel = 5, .res = 5});
    for (const auto& visit :
         times(6, {.location = "C1", .rel = 1, .res = 1, .legal = "no", .nps = 0})) {
        visits.push_back(visit);
    }
    const auto report = report_of(source_of(visits));
    CHECK(*report.score.value == Approx(100));
    CHECK(report.competitor_audits == 6);
    CHECK(report.measures.nps.n == 6);
    CHECK(report.provisions.front().met.n == 6);
    CHECK(report.criticals.front().failed == 0);
    CHECK(report.summary.audits == 12);
    CHECK(report.summary.critical_fail_audits == 6);
    REQUIRE(report.brands.size() == 2);
    CHECK(report.brands[0].own);
    CHECK(*report.brands[1].score.value == Approx(0));
}

TEST_CASE("A filter leaves only what it asks for, the trend keeps earlier waves", "[report]") {
    std::vector<Visit> visits;
    for (const char* wave : {"1", "2", "3"}) {
        for (const char* location : {"L1", "L2"}) {
            for (int i = 0; i < 6; ++i) {
                visits.push_back({.location = location, .wave = wave, .rel = *wave - '0'});
            }
        }
    }
    const auto source = source_of(visits);
    const auto second = report_of(source, {.wave = "2"});
    CHECK(second.score.audits == 12);
    CHECK(second.waves.size() == 2);
    CHECK(second.summary.own_score_by_wave.size() == 1);
    CHECK(second.scope == "Wave 2");
    const auto east = report_of(source, {.region = "East"});
    CHECK(east.score.audits == 18);
    REQUIRE(east.locations.size() == 1);
    CHECK(east.locations.front().id == "L2");
    const auto one = report_of(source, {.location = "L1"});
    CHECK(one.summary.audits == 18);
    CHECK(one.scope == "All three waves · Branch L1");
}

TEST_CASE("A filter that names nothing is refused with what there is", "[report]") {
    const auto source = source_of(times(5, {}));
    const auto wave = make_report(source, {.wave = "9"});
    REQUIRE_FALSE(wave);
    CHECK(wave.error().code == Code::not_found);
    CHECK(wave.error().message.find("wave 9") != std::string::npos);
    CHECK(wave.error().hint == "There are: 1.");
    CHECK_FALSE(make_report(source, {.programme = "other"}));
    CHECK_FALSE(make_report(source, {.region = "Moon"}));
    CHECK_FALSE(make_report(source, {.location = "L9"}));
}

TEST_CASE("Cells of an unknown location are refused, never dropped", "[report]") {
    auto source = source_of(times(5, {}));
    source.locations.clear();
    const auto report = make_report(source, {});
    REQUIRE_FALSE(report);
    CHECK(report.error().code == Code::invalid_input);
    CHECK(report.error().message.find("L1") != std::string::npos);
}

TEST_CASE("A single failure of a critical question is listed with its count", "[report]") {
    auto visits = times(29, {});
    visits.push_back({.legal = "no"});
    const auto report = report_of(source_of(visits));
    REQUIRE(report.criticals.size() == 1);
    CHECK(report.criticals.front().failed == 1);
    CHECK(report.criticals.front().answered == 30);
    CHECK(report.critical.k == 1);
    const auto& cell = report.provision_locations.front().cells.front();
    CHECK(cell.state == audit::FindingState::concern);
    CHECK(cell.tested == 30);
}

TEST_CASE("A critical provision failed at two visits and a fifth of them is not met", "[report]") {
    auto visits = times(8, {});
    visits.push_back({.legal = "no"});
    visits.push_back({.legal = "no"});
    const auto report = report_of(source_of(visits));
    CHECK(report.provision_locations.front().cells.front().state == audit::FindingState::not_met);
}

TEST_CASE("A provision nobody could test is not applicable, not met by nobody", "[report]") {
    const auto report = report_of(source_of(times(6, {.legal = "na"})));
    const auto& row = report.provisions.front();
    CHECK(row.met.n == 0);
    CHECK(row.met.status == StatStatus::no_data);
    CHECK(
        report.provision_locations.front().cells.front().state ==
        audit::FindingState::not_applicable
    );
}

TEST_CASE("A wait of exactly the target attains it", "[report]") {
    std::vector<Visit> visits;
    for (const int wait : {10, 60, 119, 120, 121, 300}) {
        visits.push_back({.wait = wait});
    }
    const auto report = report_of(source_of(visits));
    REQUIRE(report.wait_target_s == 120);
    CHECK(report.waits.front().attained.k == 4);
    CHECK(report.waits.front().attained.n == 6);
}

TEST_CASE("The same answers in another order make the same report", "[report]") {
    std::vector<Visit> visits;
    for (int i = 0; i < 40; ++i) {
        visits.push_back(
            {.location = "L" + std::to_string(1 + i % 7),
             .wave = i % 2 == 0 ? "1" : "2",
             .rel = 1 + i % 5,
             .res = 1 + (i * 3) % 5,
             .nps = i % 11}
        );
    }
    auto source = source_of(visits);
    const std::string first = report_json(report_of(source));
    std::reverse(source.cells.begin(), source.cells.end());
    CHECK(report_json(report_of(source)) == first);
}
