#include "clients/cli/import_tables.hpp"

#include "clients/cli/files.hpp"
#include "clients/native/zones.hpp"
#include "core/base/nearest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>

namespace muster::cli {

namespace {

using authoring::CsvRow;

constexpr std::size_t ref_bytes_max = 64;

// A ref names something for good: printable, without spaces around it, and once only in its table.
class Refs {
public:
    Result<std::string> take(const CsvRow& row, const std::string& column, std::string_view noun) {
        std::string ref(row.cell(column));
        if (ref.empty()) {
            return row.error(
                column, fmt::format("This {} has no name of its own.", noun), "Fill in the cell."
            );
        }
        if (ref.size() > ref_bytes_max) {
            return row.error(
                column,
                fmt::format("The name of this {} is longer than {} bytes.", noun, ref_bytes_max),
                "Use a short reference such as L01."
            );
        }
        const auto [place, is_new] = line_of_.emplace(ref, row.line());
        if (!is_new) {
            return row.error(
                column,
                fmt::format("{} stands in line {} already.", ref, place->second),
                "Remove one of the two rows."
            );
        }
        return ref;
    }

private:
    std::map<std::string, std::size_t, std::less<>> line_of_;
};

std::string cell_or_empty(const CsvRow& row, const std::string& column) {
    return column.empty() ? std::string() : std::string(row.cell(column));
}

Result<std::vector<audit::Role>> roles_cell(const CsvRow& row, const std::string& column) {
    std::vector<audit::Role> roles;
    std::string_view rest = column.empty() ? std::string_view() : row.cell(column);
    if (rest.empty()) return std::vector{audit::Role::shopper};
    while (!rest.empty()) {
        const auto bar = rest.find('|');
        const std::string_view name = rest.substr(0, bar);
        rest = bar == std::string_view::npos ? std::string_view() : rest.substr(bar + 1);
        const auto role = audit::role_from(name);
        if (!role || *role == audit::Role::server) {
            return row.error(
                column,
                fmt::format("'{}' is no role.", name),
                "Roles are shopper, quality_manager, compliance_officer and administrator, with | "
                "between them."
            );
        }
        roles.push_back(*role);
    }
    return roles;
}

Result<std::pair<std::string, std::string>>
window_cells(const CsvRow& row, const std::string& start_column, const std::string& end_column) {
    const std::string start = cell_or_empty(row, start_column);
    const std::string end = cell_or_empty(row, end_column);
    if (!start.empty()) {
        if (auto date = date_cell(row, start_column); !date) return error_of(date);
    }
    if (!end.empty()) {
        if (auto date = date_cell(row, end_column); !date) return error_of(date);
    }
    if (!start.empty() && !end.empty() && end < start) {
        return row.error(
            end_column, fmt::format("{} is before {}.", end, start), "Swap the two dates."
        );
    }
    return std::pair(start, end);
}

} // namespace

Result<ImportTable> ImportTable::read(const std::filesystem::path& path) {
    auto text = read_file(path);
    if (!text) return error_of(text);
    auto table = authoring::read_csv(*text, path.filename().string());
    if (!table) return error_of(table);
    return ImportTable(std::move(*table));
}

Result<std::string> ImportTable::optional_column(std::initializer_list<std::string_view> names
) const {
    std::string found;
    for (const auto name : names) {
        if (!table_.column(name)) continue;
        if (!found.empty()) {
            return fail(
                Code::invalid_input,
                fmt::format("The columns {} and {} mean the same.", found, name),
                "Remove one of them.",
                fmt::format("{}, line 1", table_.file_name())
            );
        }
        found = name;
    }
    if (!found.empty()) return found;
    for (const auto name : names) {
        if (const auto written = misspelt(name); !written.empty()) {
            return fail(
                Code::invalid_input,
                fmt::format("There is no column {}, but {}.", name, written),
                fmt::format("If {} is meant, call it so; else rename it.", name),
                fmt::format("{}, line 1", table_.file_name())
            );
        }
    }
    return found;
}

// A column that is nearly called so. It would be passed over, and what it says with it.
std::string_view ImportTable::misspelt(std::string_view name) const {
    std::vector<std::string_view> columns;
    for (const auto& column : table_.columns()) {
        const auto shorter = std::min(column.size(), name.size());
        const auto longer = std::max(column.size(), name.size());
        if (longer - shorter <= 1 && column.front() == name.front()) columns.push_back(column);
    }
    return nearest(name, columns);
}

Result<std::string> ImportTable::column(std::initializer_list<std::string_view> names) const {
    auto found = optional_column(names);
    if (!found || !found->empty()) return found;
    return fail(
        Code::invalid_input,
        fmt::format("There is no column {}.", fmt::join(names, " or ")),
        fmt::format("The file has the columns {}.", fmt::join(table_.columns(), ", ")),
        fmt::format("{}, line 1", table_.file_name())
    );
}

Result<std::int64_t> whole_cell(const CsvRow& row, std::string_view column) {
    const std::string_view text = row.cell(column);
    std::int64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size()) {
        return row.error(
            column, fmt::format("'{}' is no whole number.", text), "Write digits only."
        );
    }
    return value;
}

Result<Date> date_cell(const CsvRow& row, std::string_view column) {
    auto date = parse_date(row.cell(column));
    if (date) return date;
    return row.error(
        column, fmt::format("'{}' is no date.", row.cell(column)), "Write it as 2026-11-22."
    );
}

Result<std::string> ref_cell(
    const CsvRow& row,
    std::string_view column,
    std::string_view noun,
    const std::set<std::string, std::less<>>& known
) {
    const std::string_view ref = row.cell(column);
    if (known.contains(ref)) return std::string(ref);
    if (ref.empty()) {
        return row.error(column, fmt::format("No {} is named.", noun), "Fill in the cell.");
    }
    const std::vector<std::string_view> candidates(known.begin(), known.end());
    const std::string_view near = nearest(ref, candidates);
    return row.error(
        column,
        fmt::format("There is no {} {}.", noun, ref),
        near.empty() ? fmt::format("Import the {} first, or correct the cell.", noun)
                     : fmt::format("Did you mean {}?", near)
    );
}

Status check_zone(std::string_view zone) {
    if (!zone.empty() && native::offset_at(0, zone)) return {};
    return fail(
        Code::invalid_input,
        fmt::format("'{}' is no time zone that this system knows.", zone),
        "Use an IANA name such as Europe/London; the package tzdata must be installed."
    );
}

Result<PeopleTable> read_people(const std::filesystem::path& path) {
    auto file = ImportTable::read(path);
    if (!file) return error_of(file);
    auto ref = file->column({"ref", "shopper_id", "person_id"});
    auto name = file->optional_column({"name"});
    auto roles = file->optional_column({"roles", "role"});
    auto region = file->optional_column({"home_region", "region"});
    for (const auto* column : {&ref, &name, &roles, &region}) {
        if (!*column) return error_of(*column);
    }
    PeopleTable out{{}, !name->empty(), !roles->empty(), !region->empty()};
    Refs refs;
    for (std::size_t i = 0; i < file->table().rows_count(); ++i) {
        const CsvRow row = file->table().row(i);
        auto own_ref = refs.take(row, *ref, "person");
        if (!own_ref) return error_of(own_ref);
        auto own_roles = roles_cell(row, *roles);
        if (!own_roles) return error_of(own_roles);
        std::string own_name = cell_or_empty(row, *name);
        if (own_name.empty()) own_name = *own_ref;
        out.people.push_back(
            {.id = {},
             .ref = *own_ref,
             .name = std::move(own_name),
             .roles = std::move(*own_roles),
             .home_region = cell_or_empty(row, *region)}
        );
    }
    return out;
}

Result<std::vector<Location>>
read_locations(const std::filesystem::path& path, const std::string& zone) {
    auto file = ImportTable::read(path);
    if (!file) return error_of(file);
    auto ref = file->column({"ref", "location_id"});
    auto name = file->column({"name"});
    auto brand = file->optional_column({"brand"});
    auto kind = file->optional_column({"kind"});
    auto region = file->column({"region"});
    auto format = file->optional_column({"format"});
    auto own_zone = file->optional_column({"zone"});
    auto visitors = file->optional_column({"weekly_visitors"});
    for (const auto* column :
         {&ref, &name, &brand, &kind, &region, &format, &own_zone, &visitors}) {
        if (!*column) return error_of(*column);
    }
    std::vector<Location> locations;
    Refs refs;
    for (std::size_t i = 0; i < file->table().rows_count(); ++i) {
        const CsvRow row = file->table().row(i);
        auto own_ref = refs.take(row, *ref, "location");
        if (!own_ref) return error_of(own_ref);
        Location location;
        location.ref = *own_ref;
        location.name = row.cell(*name);
        if (location.name.empty()) location.name = location.ref;
        location.brand = cell_or_empty(row, *brand);
        location.region = std::string(row.cell(*region));
        location.format = cell_or_empty(row, *format);
        if (const std::string text = cell_or_empty(row, *kind); !text.empty()) {
            const auto known = location_kind_from(text);
            if (!known) {
                return row.error(
                    *kind,
                    fmt::format("'{}' is no kind of location.", text),
                    "Write own or competitor."
                );
            }
            location.kind = *known;
        }
        location.zone = cell_or_empty(row, *own_zone);
        if (location.zone.empty()) {
            location.zone = zone;
        } else if (auto good = check_zone(location.zone); !good) {
            return row.error(*own_zone, good.error().message, good.error().hint);
        }
        if (!cell_or_empty(row, *visitors).empty()) {
            auto count = whole_cell(row, *visitors);
            if (!count) return error_of(count);
            if (*count < 0) {
                return row.error(
                    *visitors, "Visitors cannot be fewer than none.", "Write 0 or more."
                );
            }
            location.weekly_visitors = *count;
        }
        locations.push_back(std::move(location));
    }
    return locations;
}

Result<std::vector<Wave>> read_waves(const std::filesystem::path& path) {
    auto file = ImportTable::read(path);
    if (!file) return error_of(file);
    auto ref = file->column({"ref", "wave"});
    auto name = file->optional_column({"name"});
    auto start = file->column({"start_date", "start"});
    auto end = file->column({"end_date", "end"});
    for (const auto* column : {&ref, &name, &start, &end}) {
        if (!*column) return error_of(*column);
    }
    std::vector<Wave> waves;
    Refs refs;
    for (std::size_t i = 0; i < file->table().rows_count(); ++i) {
        const CsvRow row = file->table().row(i);
        auto own_ref = refs.take(row, *ref, "wave");
        if (!own_ref) return error_of(own_ref);
        for (const std::string& column : {*start, *end}) {
            if (auto date = date_cell(row, column); !date) return error_of(date);
        }
        auto window = window_cells(row, *start, *end);
        if (!window) return error_of(window);
        std::string own_name = cell_or_empty(row, *name);
        if (own_name.empty()) own_name = "Wave " + *own_ref;
        waves.push_back({*own_ref, std::move(own_name), window->first, window->second});
    }
    return waves;
}

Result<std::vector<Visit>> read_visits(const std::filesystem::path& path, const KnownRefs& known) {
    auto file = ImportTable::read(path);
    if (!file) return error_of(file);
    auto ref = file->column({"ref", "visit", "audit_id"});
    auto wave = file->column({"wave"});
    auto location = file->column({"location", "location_id"});
    auto channel = file->optional_column({"channel"});
    auto scenario = file->optional_column({"scenario"});
    auto shopper = file->column({"shopper", "shopper_id", "person"});
    auto pair = file->optional_column({"pair", "pair_id"});
    auto start = file->optional_column({"window_start"});
    auto end = file->optional_column({"window_end"});
    for (const auto* column :
         {&ref, &wave, &location, &channel, &scenario, &shopper, &pair, &start, &end}) {
        if (!*column) return error_of(*column);
    }
    std::vector<Visit> visits;
    Refs refs;
    for (std::size_t i = 0; i < file->table().rows_count(); ++i) {
        const CsvRow row = file->table().row(i);
        auto own_ref = refs.take(row, *ref, "visit");
        auto own_wave = ref_cell(row, *wave, "wave", known.waves);
        auto own_location = ref_cell(row, *location, "location", known.locations);
        auto own_shopper = ref_cell(row, *shopper, "person", known.people);
        auto window = window_cells(row, *start, *end);
        if (!own_ref) return error_of(own_ref);
        if (!own_wave) return error_of(own_wave);
        if (!own_location) return error_of(own_location);
        if (!own_shopper) return error_of(own_shopper);
        if (!window) return error_of(window);
        visits.push_back(
            {.id = {},
             .ref = *own_ref,
             .wave = *own_wave,
             .location = *own_location,
             .channel = cell_or_empty(row, *channel),
             .scenario = cell_or_empty(row, *scenario),
             .shopper = *own_shopper,
             .pair = cell_or_empty(row, *pair),
             .window_start = window->first,
             .window_end = window->second}
        );
    }
    return visits;
}

} // namespace muster::cli
