// Tables that people keep in spreadsheets, as what the server is told: people, locations, waves and
// visits from CSV. Column names may be Muster's own or those of a survey export (`ref` or
// `location_id`). A wrong cell is named by file, line and column, and then nothing is imported at
// all.
#pragma once

#include "clients/cli/programme_messages.hpp"
#include "core/authoring/csv.hpp"

#include <filesystem>
#include <initializer_list>
#include <set>

namespace muster::cli {

// A table with its columns found by whichever of their names the file uses.
class ImportTable {
public:
    static Result<ImportTable> read(const std::filesystem::path& path);

    // The first of the names that the table has; refuses a table with none of them, or with two.
    Result<std::string> column(std::initializer_list<std::string_view> names) const;
    // The same for a column that may be absent: empty then.
    Result<std::string> optional_column(std::initializer_list<std::string_view> names) const;

    [[nodiscard]] const authoring::CsvTable& table() const { return table_; }

private:
    [[nodiscard]] std::string_view misspelt(std::string_view name) const;

    explicit ImportTable(authoring::CsvTable table) : table_(std::move(table)) {}

    authoring::CsvTable table_;
};

// What a table of people says; a column that it does not have changes nothing about who is known.
struct PeopleTable {
    std::vector<Person> people; // with the defaults of a new person for columns that are missing
    bool has_names = false;
    bool has_roles = false;
    bool has_regions = false;
};

// ref | shopper_id | person_id · name · roles | role ("shopper|quality_manager") · home_region |
// region
Result<PeopleTable> read_people(const std::filesystem::path& path);

// ref | location_id · name · brand · kind · region · format · zone · weekly_visitors. `zone` is for
// rows that name none.
Result<std::vector<Location>>
read_locations(const std::filesystem::path& path, const std::string& zone);

// ref | wave · name · start_date | start · end_date | end
Result<std::vector<Wave>> read_waves(const std::filesystem::path& path);

// The refs that visits may name; a cell outside them is refused, with the nearest known one as
// hint.
struct KnownRefs {
    std::set<std::string, std::less<>> waves;
    std::set<std::string, std::less<>> locations;
    std::set<std::string, std::less<>> people;
};

// ref | visit | audit_id · wave · location | location_id · channel · scenario · shopper |
// shopper_id | person · pair | pair_id · window_start · window_end
Result<std::vector<Visit>> read_visits(const std::filesystem::path& path, const KnownRefs& known);

// An IANA zone that this system knows.
Status check_zone(std::string_view zone);

// Cells as exact values, refused by file, line and column.
Result<std::int64_t> whole_cell(const authoring::CsvRow& row, std::string_view column);
Result<Date> date_cell(const authoring::CsvRow& row, std::string_view column);
// A cell that names something of `known`.
Result<std::string> ref_cell(
    const authoring::CsvRow& row,
    std::string_view column,
    std::string_view noun,
    const std::set<std::string, std::less<>>& known
);

} // namespace muster::cli
