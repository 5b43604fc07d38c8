// Local dates in columns: days since 1970-01-01, NULL where there is none.
#pragma once

#include "core/base/time.hpp"
#include "core/sqlite/database.hpp"

#include <optional>

namespace muster::server {

inline std::optional<std::int64_t> days_of(const std::optional<Date>& date) {
    if (!date) return std::nullopt;
    return days_since_epoch(*date);
}

inline std::optional<Date> date_in(const sqlite::Statement& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return date_from_days(row.integer(column));
}

} // namespace muster::server
