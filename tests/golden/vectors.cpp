#include "tests/golden/vectors.hpp"

#include "core/authoring/csv.hpp"
#include "core/report/stable_order.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace muster::golden {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view suffixes[] = {".cases.csv", ".data.csv", ".expected.json"};

Result<std::string> read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) {
        return fail(Code::not_found, "cannot read " + path + ".", "Check the folder's files.");
    }
    return text.str();
}

Result<std::vector<Row>> read_rows(const std::string& path) {
    const auto text = read_file(path);
    if (!text) return error_of(text);
    const auto table = authoring::read_csv(*text, path);
    if (!table) return error_of(table);
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

std::optional<double> parsed(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

double place_of(const Row& row) {
    const auto cell = row.find("idx");
    return cell == row.end() ? 0 : parsed(cell->second).value_or(0);
}

} // namespace

Case::Case(std::string id, Row inputs, std::vector<Row> data)
    : id_(std::move(id)), inputs_(std::move(inputs)), data_(std::move(data)) {
    report::sort_stably(data_, [](const Row& a, const Row& b) {
        return place_of(a) < place_of(b);
    });
}

std::string Case::text(const Row& row, std::string_view column) {
    const auto cell = row.find(column);
    return cell == row.end() ? "" : cell->second;
}

std::optional<double> Case::number(const Row& row, std::string_view column) {
    const std::string cell = text(row, column);
    if (cell.empty()) return std::nullopt;
    const auto value = parsed(cell);
    if (!value || !std::isfinite(*value)) {
        problems_.push_back("column " + std::string(column) + " holds '" + cell + "', no number");
        return std::nullopt;
    }
    return value;
}

std::optional<std::int64_t> Case::count(const Row& row, std::string_view column) {
    const auto value = number(row, column);
    if (!value) return std::nullopt;
    if (*value != std::round(*value) || std::abs(*value) > 9e15) {
        problems_.push_back(
            "column " + std::string(column) + " holds '" + text(row, column) + "', no count"
        );
        return std::nullopt;
    }
    return static_cast<std::int64_t>(*value);
}

double Case::confidence() {
    return input("conf").value_or(0.95);
}

std::vector<double> Case::values(std::string_view column) {
    std::vector<double> out;
    for (const auto& row : data_) {
        if (const auto value = number(row, column)) out.push_back(*value);
    }
    return out;
}

Result<std::vector<std::string>> metrics_in(const std::string& folder) {
    std::error_code failed;
    std::set<std::string> names;
    for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end;
         entry.increment(failed)) {
        const std::string name = entry->path().filename().string();
        for (const auto suffix : suffixes) {
            if (name.ends_with(suffix)) names.insert(name.substr(0, name.size() - suffix.size()));
        }
    }
    if (failed) {
        return fail(
            Code::not_found,
            "cannot read the folder " + folder + ": " + failed.message() + ".",
            "Name a folder of METRIC.cases.csv, METRIC.data.csv and METRIC.expected.json."
        );
    }
    if (names.empty()) {
        return fail(
            Code::not_found,
            folder + " holds no vectors.",
            "Name a folder of METRIC.cases.csv, METRIC.data.csv and METRIC.expected.json."
        );
    }
    return std::vector<std::string>(names.begin(), names.end());
}

Result<Vectors> read_vectors(const std::string& folder, const std::string& metric) {
    const std::string stem = folder + "/" + metric;
    Vectors out;
    out.metric = metric;
    const auto cases = read_rows(stem + ".cases.csv");
    if (!cases) return error_of(cases);
    std::map<std::string, std::vector<Row>> data;
    if (std::error_code ignored; fs::exists(stem + ".data.csv", ignored)) {
        auto rows = read_rows(stem + ".data.csv");
        if (!rows) return error_of(rows);
        for (auto& row : *rows) {
            data[row["case_id"]].push_back(std::move(row));
        }
    }
    for (const auto& row : *cases) {
        const std::string id = Case::text(row, "case_id");
        out.cases.emplace_back(id, row, data[id]);
    }
    const auto text = read_file(stem + ".expected.json");
    if (!text) return error_of(text);
    boost::system::error_code failed;
    const auto document = boost::json::parse(*text, failed);
    const auto* object = document.if_object();
    const auto* expected = object != nullptr ? object->if_contains("cases") : nullptr;
    if (failed || expected == nullptr || !expected->is_object()) {
        return fail(
            Code::invalid_input,
            stem + ".expected.json has no object `cases`.",
            "Write {\"cases\": {\"c01\": {…}}, \"suggested_rel_tolerance\": 1e-9}."
        );
    }
    out.expected = expected->get_object();
    if (const auto* tolerance = object->if_contains("suggested_rel_tolerance");
        tolerance != nullptr && tolerance->is_number()) {
        out.tolerance = tolerance->to_number<double>();
    }
    return out;
}

} // namespace muster::golden
