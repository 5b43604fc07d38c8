#include "clients/cli/compliance_table.hpp"

#include "clients/cli/import_tables.hpp"
#include "clients/cli/output.hpp"

#include <boost/json/object.hpp>
#include <fmt/format.h>

namespace muster::cli {

namespace {

constexpr std::pair<std::string_view, std::string_view> glyphs[] = {
    {"met", "✓"},
    {"concern", "△"},
    {"not_met", "×"},
    {"not_tested", "◌"},
    {"not_applicable", "–"},
};

Result<authoring::CsvTable> findings_table(std::string_view csv) {
    auto table = authoring::read_csv(csv, "provision_locations");
    if (!table) return table;
    auto good = table->require(
        {"location", "name", "provision", "finding", "met", "tested", "not_tested", "not_applicable"
        }
    );
    if (!good) return error_of(good);
    return table;
}

std::string cell_text(const authoring::CsvRow& row) {
    std::string_view glyph = "?";
    for (const auto& [name, sign] : glyphs) {
        if (row.cell("finding") == name) glyph = sign;
    }
    if (row.cell("tested") == "0") return std::string(glyph);
    return fmt::format("{} {}/{}", glyph, row.cell("met"), row.cell("tested"));
}

// "A", "B" … "Z", "A2" …: short heads for columns whose names are in the legend.
std::string letter_of(std::size_t index) {
    const char letter = static_cast<char>('A' + index % 26);
    return index < 26 ? std::string(1, letter) : fmt::format("{}{}", letter, index / 26 + 1);
}

Result<std::string> legend(std::string_view csv, const std::vector<std::string>& provisions) {
    auto table = authoring::read_csv(csv, "provisions");
    if (!table) return error_of(table);
    if (auto good = table->require({"provision", "title", "severity"}); !good)
        return error_of(good);
    std::string text;
    for (std::size_t i = 0; i < provisions.size(); ++i) {
        std::string_view title;
        std::string_view severity;
        for (std::size_t at = 0; at < table->rows_count(); ++at) {
            const auto row = table->row(at);
            if (row.cell("provision") != provisions[i]) continue;
            title = *row.find("title");
            severity = *row.find("severity");
            text += fmt::format(
                "  {:<3} {:<20} {:<9} {}\n", letter_of(i), provisions[i], severity, title
            );
        }
        if (title.empty()) text += fmt::format("  {:<3} {}\n", letter_of(i), provisions[i]);
    }
    return text;
}

} // namespace

Result<std::string> compliance_text(std::string_view findings, std::string_view provisions) {
    auto table = findings_table(findings);
    if (!table) return error_of(table);
    std::vector<std::string> columns;
    std::vector<std::pair<std::string, std::string>>
        locations; // ref and name, in the report's order
    std::map<std::pair<std::string, std::string>, std::string, std::less<>> cells;
    for (std::size_t i = 0; i < table->rows_count(); ++i) {
        const auto row = table->row(i);
        const std::string provision(row.cell("provision"));
        const std::string location(row.cell("location"));
        if (std::ranges::find(columns, provision) == columns.end()) columns.push_back(provision);
        if (locations.empty() || locations.back().first != location) {
            locations.emplace_back(location, std::string(row.cell("name")));
        }
        cells[{location, provision}] = cell_text(row);
    }
    std::vector<std::string> head{"LOCATION", "NAME"};
    for (std::size_t i = 0; i < columns.size(); ++i) {
        head.push_back(letter_of(i));
    }
    TextTable matrix(head);
    for (const auto& [location, name] : locations) {
        std::vector<std::string> row{location, name};
        for (const std::string& provision : columns) {
            row.push_back(cells[{location, provision}]);
        }
        matrix.add(std::move(row));
    }
    auto names = legend(provisions, columns);
    if (!names) return names;
    return fmt::format(
        "{}\n{}\n✓ met  △ concern  × not met  ◌ not tested  – not applicable; k of n visits that "
        "tested it.\n"
        "Observed at visits: an indication, not a ruling.\n",
        matrix.text("No visit has tested any provision yet."),
        *names
    );
}

Result<boost::json::array> compliance_json(std::string_view findings) {
    auto table = findings_table(findings);
    if (!table) return error_of(table);
    boost::json::array list;
    for (std::size_t i = 0; i < table->rows_count(); ++i) {
        const auto row = table->row(i);
        boost::json::object entry{
            {"location", row.cell("location")},
            {"name", row.cell("name")},
            {"provision", row.cell("provision")},
            {"finding", row.cell("finding")},
        };
        for (const std::string_view count : {"met", "tested", "not_tested", "not_applicable"}) {
            auto number = whole_cell(row, count);
            if (!number) return error_of(number);
            entry[count] = *number;
        }
        list.push_back(std::move(entry));
    }
    return list;
}

} // namespace muster::cli
