// Reads the table of provisions that people edit (core/library/provisions/provisions.csv): one row
// per provision, a header row with the columns of audit::Provision, in any order. What is wrong is
// named by file, line and column, and then nothing is read at all. Columns it does not know, such
// as `tier`, are for readers of the table and are passed over.
#pragma once

#include "core/audit/provisions.hpp"

namespace muster::authoring {

// Sorted by id, whatever the order of rows. `file_name` is for messages only. Refuses duplicate
// ids, unknown severities, ids with other characters than a-z 0-9 and -, broken dates, and an end
// of force without or before its beginning.
Result<audit::Provisions> read_provisions_csv(std::string_view text, std::string_view file_name);

} // namespace muster::authoring
