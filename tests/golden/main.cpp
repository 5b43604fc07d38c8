// golden DIR: computes every metric that a folder has vectors of and says where it differs from
// what was expected. Exit 0 when all agree, 1 when something differs, 2 for wrong use.
#include "tests/golden/compare.hpp"
#include "tests/golden/metrics.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace {

using namespace muster;
using golden::Case;
using golden::Vectors;

struct CaseResult {
    std::string id;
    std::string note;
    std::vector<std::string> differences;
};

struct MetricResult {
    std::string metric;
    std::string problem; // of the metric as a whole
    std::vector<CaseResult> cases;

    [[nodiscard]] std::size_t failed() const {
        std::size_t count = cases.empty() && !problem.empty() ? 1 : 0;
        for (const auto& each : cases) {
            count += each.differences.empty() ? 0 : 1;
        }
        return count;
    }

    [[nodiscard]] std::size_t passed() const { return cases.empty() ? 0 : cases.size() - failed(); }
};

std::vector<std::string> run_case(Case& given, golden::Metric metric, const Vectors& vectors) {
    const auto* expected = vectors.expected.if_contains(given.id());
    if (expected == nullptr || !expected->is_object()) return {"nothing is expected of this case"};
    const auto computed = metric(given);
    auto out = golden::differences(expected->get_object(), computed, vectors.tolerance);
    out.insert(out.end(), given.problems().begin(), given.problems().end());
    return out;
}

MetricResult run_metric(const std::string& folder, const std::string& name) {
    MetricResult out{name, {}, {}};
    auto vectors = golden::read_vectors(folder, name);
    if (!vectors) {
        out.problem = vectors.error().text();
        return out;
    }
    const auto metric = golden::known_metrics().find(name);
    if (metric == golden::known_metrics().end()) out.problem = "unknown metric";
    for (auto& given : vectors->cases) {
        CaseResult result{given.id(), Case::text(given.inputs(), "note"), {"unknown metric"}};
        if (out.problem.empty()) result.differences = run_case(given, metric->second, *vectors);
        out.cases.push_back(std::move(result));
    }
    for (const auto& entry : vectors->expected) {
        const bool there = std::any_of(out.cases.begin(), out.cases.end(), [&](const auto& each) {
            return each.id == std::string_view(entry.key());
        });
        if (!there) out.cases.push_back({entry.key(), "", {"no case of this name"}});
    }
    if (out.cases.empty() && out.problem.empty()) out.problem = "no cases";
    return out;
}

void print_metric(const MetricResult& result, bool verbose) {
    const std::size_t all = result.passed() + result.failed();
    fmt::print(
        "{} {:<18} {} of {}{}\n",
        result.failed() == 0 ? "ok  " : "FAIL",
        result.metric,
        result.passed(),
        all,
        result.problem.empty() ? "" : "  " + result.problem
    );
    for (const auto& each : result.cases) {
        const bool failed = !each.differences.empty();
        if (!verbose && (!failed || !result.problem.empty())) continue;
        fmt::print("     {} {}  {}\n", failed ? "FAIL" : "ok  ", each.id, each.note);
        for (const auto& difference : each.differences) {
            fmt::print("            {}\n", difference);
        }
    }
}

boost::json::object json_of(const MetricResult& result, bool verbose) {
    boost::json::array cases;
    for (const auto& each : result.cases) {
        if (!verbose && each.differences.empty()) continue;
        boost::json::array differences;
        for (const auto& difference : each.differences) {
            differences.push_back(boost::json::value(difference));
        }
        cases.push_back({{"id", each.id}, {"note", each.note}, {"differences", differences}});
    }
    return {
        {"metric", result.metric},
        {"passed", result.passed()},
        {"failed", result.failed()},
        {"problem", result.problem},
        {"cases", cases}
    };
}

int run(const std::string& folder, bool as_json, bool verbose) {
    const auto metrics = golden::metrics_in(folder);
    if (!metrics) {
        fmt::print(stderr, "error: {}\nhint:  {}\n", metrics.error().text(), metrics.error().hint);
        return 2;
    }
    std::size_t passed = 0;
    std::size_t failed = 0;
    boost::json::array results;
    for (const auto& name : *metrics) {
        const MetricResult result = run_metric(folder, name);
        passed += result.passed();
        failed += result.failed();
        if (as_json) {
            results.push_back(json_of(result, verbose));
        } else {
            print_metric(result, verbose);
        }
    }
    if (as_json) {
        fmt::print(
            "{}\n",
            boost::json::serialize(
                boost::json::object{{"passed", passed}, {"failed", failed}, {"metrics", results}}
            )
        );
    } else {
        fmt::print("{} passed, {} failed\n", passed, failed);
    }
    return failed == 0 ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App program(
        "Compares every metric with vectors: METRIC.cases.csv, METRIC.data.csv and\n"
        "METRIC.expected.json in one folder, as tests/data/golden has them. Prints a line for "
        "each\n"
        "metric and ends with how many cases passed and failed. A metric that is not known fails\n"
        "by name. Exit status: 0 all agree, 1 something differs, 2 wrong use.",
        "golden"
    );
    std::string folder;
    bool as_json = false;
    bool verbose = false;
    program.add_option("DIR", folder, "folder of vectors")->required();
    program.add_flag("--json", as_json, "one JSON object instead of lines");
    program.add_flag("--verbose", verbose, "every case, also those that agree");
    try {
        program.parse(argc, argv);
    } catch (const CLI::Success& asked) {
        return program.exit(asked);
    } catch (const CLI::ParseError& problem) {
        program.exit(problem);
        return 2;
    }
    try {
        return run(folder, as_json, verbose);
    } catch (const std::exception& fault) {
        fmt::print(stderr, "error: the program failed: {}\n", fault.what());
        return 2;
    }
}
