#include "core/report/exports.hpp"
#include "tests/core/report/generated.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::report;
using muster::programme::Generated;
using muster::programme::run;

namespace {

namespace json = boost::json;

// Names every place where two documents differ by more than a relative 1e-9.
void compare(const json::value& ours, const json::value& theirs, const std::string& where) {
    if (ours.is_object() && theirs.is_object()) {
        const auto& mine = ours.get_object();
        for (const auto& member : theirs.get_object()) {
            INFO(where << "/" << member.key() << " is missing");
            REQUIRE(mine.contains(member.key()));
            compare(mine.at(member.key()), member.value(), where + "/" + std::string(member.key()));
        }
        INFO(where << " has keys that were not expected");
        CHECK(mine.size() == theirs.get_object().size());
    } else if (ours.is_number() && theirs.is_number()) {
        const auto a = ours.to_number<double>();
        const auto b = theirs.to_number<double>();
        INFO(where << ": " << a << " instead of " << b);
        CHECK(std::abs(a - b) <= 1e-9 * std::max({1.0, std::abs(a), std::abs(b)}));
    } else {
        INFO(where);
        CHECK(ours == theirs);
    }
}

void summary_equals(const std::string& folder, const json::value& expected) {
    const auto source = programme::Loader(folder).load();
    const auto report = make_report(source, {});
    REQUIRE(report);
    const auto document = json::parse(report_json(*report)).as_object();
    auto wanted = expected.as_object();
    wanted.erase("found");
    compare(document.at("summary"), wanted, "summary");
}

Report report_of(const std::string& folder) {
    const auto source = programme::Loader(folder).load();
    return make_report(source, {}).value();
}

bool names(const Report& report, const std::string& kind, const std::string& name) {
    return std::any_of(
        report.stands_out.begin(),
        report.stands_out.end(),
        [&](const Remark& remark) {
            return remark.kind == kind &&
                   std::find(remark.names.begin(), remark.names.end(), name) != remark.names.end();
        }
    );
}

const Remark* care(const Report& report, const std::string& kind) {
    for (const auto& remark : report.care) {
        if (remark.kind == kind) return &remark;
    }
    return nullptr;
}

} // namespace

TEST_CASE("The summary of the shipped programme equals its expected figures", "[report][summary]") {
    const std::string folder = programme::source_path("core/library/demo/programme");
    summary_equals(folder, json::parse(files::read_file(folder + "/expected_summary.json")));
}

TEST_CASE("The summary of any seed equals what its CSV files say", "[report][summary]") {
    for (const int seed : {7, 4711}) {
        INFO("seed " << seed);
        const Generated programme(seed, "");
        summary_equals(
            programme.path(),
            json::parse(
                run("python3 '" + files::test_data("expected_summary.py") + "' '" +
                    programme.path() + "'")
            )
        );
    }
}

TEST_CASE("What was planted in the shipped programme stands out", "[report][stands_out]") {
    const auto report = report_of(programme::source_path("core/library/demo/programme"));
    CHECK(report.stands_out.size() <= 5);
    CHECK(names(report, "change", "North"));
    CHECK(names(report, "shopper", "S07"));
    CHECK(names(report, "provision", "L17"));
    CHECK(names(report, "trend", "LEG1"));
    const auto& change = report.stands_out.front();
    CHECK(change.headline == "North: responsiveness fell in wave 3.");
    CHECK(change.text.find("Down 27.1 points on wave 2") != std::string::npos);
    CHECK(change.text.find("No other region shows it.") != std::string::npos);
    REQUIRE(care(report, "severity") != nullptr);
    CHECK(care(report, "severity")->names == std::vector<std::string>{"S03", "S07", "S11"});
    REQUIRE(care(report, "rounding") != nullptr);
    CHECK(care(report, "rounding")->names == std::vector<std::string>{"S05"});
    REQUIRE(care(report, "comments") != nullptr);
    CHECK(care(report, "comments")->text.find("A00056, A00334 and A00778") != std::string::npos);
    REQUIRE(care(report, "places") != nullptr);
    CHECK(care(report, "places")->text.find("S05 (A00101 and A01210)") != std::string::npos);
    REQUIRE(care(report, "dates") != nullptr);
}

TEST_CASE("Locations are told apart by class: the best and the worst one are named", "[report]") {
    const auto report = report_of(programme::source_path("core/library/demo/programme"));
    REQUIRE(report.locations.size() == 40);
    CHECK(report.locations.front().id == "L34");
    CHECK(report.locations.front().standing == Standing::above);
    CHECK(report.locations.back().id == "L12");
    CHECK(report.locations.back().standing == Standing::below);
    for (const auto& row : report.locations) {
        if (row.id != "L40") continue;
        CHECK(row.score.audits == 4);
        CHECK_FALSE(row.score.value.has_value()); // too few for a figure of its own
        CHECK(*row.shrunken == Approx(78.48832258550428).epsilon(1e-9));
        CHECK(row.standing == Standing::cannot_tell);
    }
    CHECK(*report.shrinkage.mu == Approx(80.25767211531007).epsilon(1e-9));
    CHECK(*report.shrinkage.tau2 == Approx(27.08147130963887).epsilon(1e-9));
}
