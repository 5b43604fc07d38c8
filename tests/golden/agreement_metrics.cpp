#include "core/report/agreement.hpp"
#include "core/report/consistency.hpp"
#include "tests/golden/metrics.hpp"

#include <algorithm>
#include <set>
#include <sstream>

namespace muster::golden {

namespace {

using namespace report;

// Long data as a table of units × columns, both in the order in which they first occur.
struct Wide {
    std::vector<std::string> columns;
    std::vector<std::vector<std::optional<double>>> rows;
};

std::size_t place_in(std::vector<std::string>& names, const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    names.push_back(name);
    return names.size() - 1;
}

Wide widen(Case& given, const char* row_name, const char* column_name, const char* value_name) {
    Wide out;
    std::vector<std::string> row_names;
    for (const auto& row : given.data()) {
        const std::size_t r = place_in(row_names, Case::text(row, row_name));
        const std::size_t c = place_in(out.columns, Case::text(row, column_name));
        out.rows.resize(row_names.size());
        if (out.rows[r].size() <= c) out.rows[r].resize(c + 1);
        out.rows[r][c] = given.number(row, value_name);
    }
    for (auto& row : out.rows) {
        row.resize(out.columns.size());
    }
    return out;
}

Values kappa2(Case& given) {
    std::vector<std::string> categories;
    std::istringstream declared(Case::text(given.inputs(), "categories"));
    for (std::string name; std::getline(declared, name, '|');) {
        categories.push_back(name);
    }
    const std::size_t scale = categories.size();
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (const auto& row : given.data()) {
        const std::string a = Case::text(row, "a");
        const std::string b = Case::text(row, "b");
        if (a.empty() || b.empty()) continue;
        // One that was not declared gets a place past the scale, which is refused.
        pairs.emplace_back(place_in(categories, a), place_in(categories, b));
    }
    const Kappa kappa = cohen_kappa(pairs, scale);
    return {
        {"status", status_of(kappa.status)},
        {"n", kappa.n},
        {"agreement", value_of(kappa.agreement)},
        {"kappa", value_of(kappa.kappa)},
        {"kappa_linear", value_of(kappa.linear)},
        {"kappa_quadratic", value_of(kappa.quadratic)},
        {"kappa_se", value_of(kappa.se)},
    };
}

Values fleiss(Case& given) {
    const Wide table = widen(given, "unit", "category", "count");
    std::vector<std::vector<std::int64_t>> counts;
    for (const auto& row : table.rows) {
        auto& unit = counts.emplace_back();
        for (const auto& cell : row) {
            unit.push_back(static_cast<std::int64_t>(cell.value_or(0)));
        }
    }
    const FleissKappa kappa = fleiss_kappa(counts);
    return {
        {"status", status_of(kappa.status)},
        {"units", kappa.units},
        {"raters", value_of(kappa.raters)},
        {"p_bar", value_of(kappa.agreement)},
        {"pe_bar", value_of(kappa.chance)},
        {"kappa", value_of(kappa.kappa)},
    };
}

Values kripp(Case& given) {
    std::vector<std::vector<double>> units;
    for (const auto& row : widen(given, "unit", "rater", "value").rows) {
        auto& unit = units.emplace_back();
        for (const auto& cell : row) {
            if (cell) unit.push_back(*cell);
        }
    }
    const KrippendorffAlpha alpha = krippendorff_alpha(units);
    return {
        {"status", status_of(alpha.status)},
        {"pairable", alpha.pairable},
        {"nominal", value_of(alpha.nominal)},
        {"ordinal", value_of(alpha.ordinal)},
        {"interval", value_of(alpha.interval)},
    };
}

Values icc(Case& given) {
    const Wide table = widen(given, "unit", "rater", "value");
    std::vector<bool> rates(table.columns.size());
    for (const auto& row : table.rows) {
        for (std::size_t c = 0; c < row.size(); ++c) {
            rates[c] = rates[c] || row[c].has_value();
        }
    }
    std::vector<std::vector<double>> units;
    for (const auto& row : table.rows) {
        std::vector<double> unit;
        for (std::size_t c = 0; c < row.size(); ++c) {
            if (rates[c] && row[c]) unit.push_back(*row[c]);
        }
        const bool complete = std::ssize(unit) == std::ranges::count(rates, true);
        if (complete && !unit.empty()) units.push_back(std::move(unit));
    }
    const Intraclass found = intraclass(units);
    return {
        {"status", status_of(found.status)},
        {"units", found.units},
        {"raters", found.raters ? boost::json::value(*found.raters) : nullptr},
        {"icc1", value_of(found.icc1)},
        {"icc_a1", value_of(found.icc_a1)},
        {"icc_c1", value_of(found.icc_c1)},
        {"icc1k", value_of(found.icc1k)},
        {"icc_ak", value_of(found.icc_ak)},
        {"icc_ck", value_of(found.icc_ck)},
    };
}

Values cronbach(Case& given) {
    const Consistency found = cronbach_alpha(widen(given, "resp", "item", "value").rows);
    return {
        {"status", status_of(found.status)},
        {"n", found.n},
        {"items", found.items},
        {"alpha", value_of(found.alpha)},
    };
}

} // namespace

Metrics agreement_metrics() {
    return {
        {"kappa2", kappa2},
        {"fleiss", fleiss},
        {"kripp", kripp},
        {"icc", icc},
        {"cronbach", cronbach},
    };
}

} // namespace muster::golden
