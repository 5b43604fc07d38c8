// What the generator plants is found and named, whatever the seed and wherever it was moved to; and
// where nothing was planted, no family of tests flags more than it may.
#include "tests/core/report/generated.hpp"

#include <boost/json.hpp>

using namespace muster;
using namespace muster::report;
using muster::programme::Generated;

namespace {

namespace json = boost::json;

// A programme whose effects sit elsewhere: regions, locations and shoppers have changed names, and
// time may run backwards.
class Moved {
public:
    Moved(int seed, const std::string& options) : original_(seed, "") {
        const std::string to = original_.path() + "-moved";
        names_ = json::parse(programme::run(
                                 "python3 '" + files::test_data("move_effects.py") + "' '" +
                                 original_.path() + "' '" + to + "' --seed " +
                                 std::to_string(seed) + " " + options
                             ))
                     .as_object();
        report_ = make_report(programme::Loader(to).load(), {}).value();
        std::filesystem::remove_all(to);
    }

    [[nodiscard]] const Report& report() const { return report_; }

    // What is now called what the generator called `name`.
    [[nodiscard]] std::string now(const char* kind, const std::string& name) const {
        return names_.at(kind).as_object().at(name).as_string().c_str();
    }

    [[nodiscard]] std::vector<std::string> first_names(const std::string& family) const {
        std::vector<std::string> out;
        for (const auto& flag : report_.flags) {
            if (flag.family == family) out.push_back(flag.names.front());
        }
        return out;
    }

private:
    Generated original_;
    json::object names_;
    Report report_;
};

bool holds(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::size_t place_of(const Report& report, const std::string& location) {
    const auto found = std::ranges::find(report.locations, location, &LocationRow::id);
    return static_cast<std::size_t>(found - report.locations.begin());
}

int null_seeds() {
    const char* asked = std::getenv("MUSTER_NULL_SEEDS");
    return asked != nullptr ? std::atoi(asked) : 10;
}

} // namespace

TEST_CASE("Planted effects are found under any seed and wherever they are", "[report][planted]") {
    // Small beside the noise of some seeds, and then rightly not told.
    int lenient = 0;
    int rising = 0;
    for (const auto& [seed, options] :
         {std::pair(11, ""), std::pair(12, "--reverse-waves"), std::pair(13, "")}) {
        INFO("seed " << seed << " " << options);
        const Moved moved(seed, options);
        const Report& report = moved.report();
        const bool reversed = std::string(options) != "";
        const std::string north = moved.now("regions", "North");
        bool found = false;
        for (const auto& flag : report.flags) {
            if (flag.family != "changes") continue;
            INFO(flag.names[0] << " " << flag.about << " " << *flag.effect);
            CHECK(flag.names[0] == north);
            found = found || (flag.names[1] == "responsiveness" && flag.names[2] == "3" &&
                              (*flag.effect > 0) == reversed);
        }
        CHECK(found);
        using Names = std::vector<std::string>;
        const std::string straight = moved.now("shoppers", "S07");
        CHECK(moved.first_names("straight_lining") == Names{straight});
        CHECK(moved.first_names("haste") == Names{straight});
        CHECK(moved.first_names("rounding") == Names{moved.now("shoppers", "S05")});
        CHECK(holds(moved.first_names("severity"), moved.now("shoppers", "S11")));
        lenient += holds(moved.first_names("severity"), moved.now("shoppers", "S03")) ? 1 : 0;
        CHECK(holds(moved.first_names("provisions"), moved.now("locations", "L17")));
        rising += holds(moved.first_names("trends"), "LEG1") ? 1 : 0;
        const auto marking = std::ranges::find(report.questions, "LEG1", &QuestionRow::id);
        CHECK((*marking->trend.z < 0) == reversed);
        CHECK(place_of(report, moved.now("locations", "L34")) < 3);
        CHECK(place_of(report, moved.now("locations", "L12")) >= report.locations.size() - 3);
        for (const char* kind : {"comments", "places", "dates"}) {
            INFO(kind);
            CHECK(std::ranges::any_of(report.care, [&](const Remark& remark) {
                return remark.kind == kind && !remark.names.empty();
            }));
        }
    }
    CHECK(lenient >= 2);
    CHECK(rising >= 1);
}

TEST_CASE("Where nothing was planted, hardly anything is flagged", "[report][planted]") {
    std::map<std::string, int> flagged;
    const int seeds = null_seeds();
    for (int seed = 1; seed <= seeds; ++seed) {
        const Generated programme(seed, "--null");
        const auto report = make_report(programme::Loader(programme.path()).load(), {}).value();
        for (const auto& flag : report.flags) {
            INFO("seed " << seed << ": " << flag.family << " " << flag.names.front());
            ++flagged[flag.family];
        }
        CHECK(report.families.size() == 9);
        if (report.stands_out.empty()) {
            CHECK(report.lead_text.find("Nothing stands out") != std::string::npos);
        }
    }
    for (const auto& [family, count] : flagged) {
        INFO(family << ": " << count << " of " << seeds);
        // At most 0.05 a report; one flag in a few reports is no evidence of more.
        CHECK(count <= std::max(1.0, 0.05 * seeds));
    }
}
