// Reading columns that may be NULL. Internal to this room.
#pragma once

#include "core/sqlite/database.hpp"

namespace muster::store {

// A column that is NULL or holds exactly such a value.
template <class Id>
Result<std::optional<Id>> optional_id(const sqlite::Statement& row, int column) {
    if (row.is_null(column)) return std::optional<Id>();
    auto id = Id::from(row.blob(column));
    if (!id) return fail(Code::data_loss, "A stored value has the wrong size.");
    return std::optional<Id>(*id);
}

} // namespace muster::store
