// Reads the golden vectors of tests/data/golden: cases, their long data, and what two statistics
// packages agreed on. `Check` compares one case with |a − b| <= tolerance · max(1, |a|, |b|) and
// treats null as "absent", so a metric that invents a value fails.
#pragma once

#include "core/authoring/csv.hpp"
#include "core/report/statistics.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace muster::golden {

inline std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

inline std::string test_data(const std::string& name) {
    const char* folder = std::getenv("MUSTER_TEST_DATA");
    if (folder == nullptr) throw std::runtime_error("MUSTER_TEST_DATA is not set; run by ctest");
    return std::string(folder) + "/" + name;
}

using Row = std::map<std::string, std::string>;

inline std::vector<Row> read_rows(const std::string& name) {
    const auto table = authoring::read_csv(read_file(test_data(name)), name);
    if (!table) throw std::runtime_error(table.error().text());
    std::vector<Row> out;
    for (std::size_t i = 0; i < table->rows_count(); ++i) {
        Row row;
        for (const auto& column : table->columns()) {
            row[column] = table->row(i).cell(column);
        }
        out.push_back(std::move(row));
    }
    return out;
}

struct Vectors {
    std::vector<Row> cases;
    std::map<std::string, std::vector<Row>> data;
    boost::json::object expected;
    double tolerance = 0;
};

inline Vectors vectors(const std::string& metric, bool with_data = true) {
    Vectors out;
    out.cases = read_rows("golden/" + metric + ".cases.csv");
    if (with_data) {
        for (auto& row : read_rows("golden/" + metric + ".data.csv")) {
            out.data[row["case_id"]].push_back(row);
        }
    }
    const auto document =
        boost::json::parse(read_file(test_data("golden/" + metric + ".expected.json"))).as_object();
    out.expected = document.at("cases").as_object();
    out.tolerance = document.at("suggested_rel_tolerance").to_number<double>();
    REQUIRE(out.cases.size() == out.expected.size());
    REQUIRE_FALSE(out.cases.empty());
    return out;
}

// The non-missing values of a case, in order.
inline std::vector<double> values(const Vectors& vectors, const std::string& id) {
    std::vector<double> out;
    if (const auto found = vectors.data.find(id); found != vectors.data.end()) {
        for (const auto& row : found->second) {
            if (!row.at("value").empty()) out.push_back(std::stod(row.at("value")));
        }
    }
    return out;
}

class Check {
public:
    Check(const Vectors& vectors, const Row& row)
        : expected_(vectors.expected.at(row.at("case_id")).as_object())
        , tolerance_(vectors.tolerance) {}

    void status(report::StatStatus status) const {
        CHECK(std::string(report::name_of(status)) == expected_.at("status").as_string().c_str());
    }

    void number(const char* key, std::optional<double> value) const {
        compare(key, expected_.at(key), value);
    }

    void numbers(const char* key, const std::vector<std::optional<double>>& values) const {
        const auto& list = expected_.at(key).as_array();
        REQUIRE(list.size() == values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            compare(key, list[i], values[i]);
        }
    }

    [[nodiscard]] const boost::json::object& expected() const { return expected_; }

private:
    void compare(const char* key, const boost::json::value& expected, std::optional<double> value)
        const {
        INFO(key);
        REQUIRE(expected.is_null() != value.has_value());
        if (!value) return;
        const auto wanted = expected.to_number<double>();
        INFO("expected " << wanted << ", is " << *value);
        // Far in the tail a p-value is compared by its logarithm.
        if (std::abs(wanted) < 1e-12 && wanted > 0 && *value > 0) {
            CHECK(
                std::abs(std::log(wanted) - std::log(*value)) <= 1e-6 * std::abs(std::log(wanted))
            );
            return;
        }
        CHECK(
            std::abs(wanted - *value) <=
            tolerance_ * std::max({1.0, std::abs(wanted), std::abs(*value)})
        );
    }

    const boost::json::object& expected_;
    double tolerance_;
};

} // namespace muster::golden
