// A folder of vectors as files: METRIC.cases.csv with one row a case, METRIC.data.csv with the long
// data, METRIC.expected.json with what was computed elsewhere. Blank cells are missing values; a
// case without rows has no data. What cannot be read is an Error that names the file.
#pragma once

#include "core/base/result.hpp"

#include <boost/json.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace muster::golden {

using Row = std::map<std::string, std::string, std::less<>>;

// One case while a metric reads it. A cell that is no number is remembered as a problem, and the
// case fails with it, whatever is computed.
class Case {
public:
    Case(std::string id, Row inputs, std::vector<Row> data);

    [[nodiscard]] const std::string& id() const { return id_; }

    // The rows of the case in order of their column `idx`, where they have one.
    [[nodiscard]] const std::vector<Row>& data() const { return data_; }

    [[nodiscard]] const Row& inputs() const { return inputs_; }

    // Nothing where the cell is blank or the column is not there.
    std::optional<double> number(const Row& row, std::string_view column);

    std::optional<double> input(std::string_view column) { return number(inputs_, column); }

    // A whole number, else a problem.
    std::optional<std::int64_t> count(const Row& row, std::string_view column);
    static std::string text(const Row& row, std::string_view column);
    // 0.95 where the case does not say.
    double confidence();
    // All values of a column, without those that are missing.
    std::vector<double> values(std::string_view column = "value");

    [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }

private:
    std::string id_;
    Row inputs_;
    std::vector<Row> data_;
    std::vector<std::string> problems_;
};

struct Vectors {
    std::string metric;
    std::vector<Case> cases;
    boost::json::object expected; // by case id
    double tolerance = 1e-9;
};

// Every metric that the folder has a file of, in order of name.
Result<std::vector<std::string>> metrics_in(const std::string& folder);
Result<Vectors> read_vectors(const std::string& folder, const std::string& metric);

} // namespace muster::golden
