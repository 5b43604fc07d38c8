#include "sync-server/store/sqlite/session.hpp"

namespace muster::server {

SqliteSession::SqliteSession(Connection& connection, std::function<void()> give_back)
    : db_(connection), give_back_(std::move(give_back)) {}

SqliteSession::~SqliteSession() {
    part_.reset();
    transaction_.reset();
    // Ending a transaction that only read cannot lose anything.
    if (reading_) static_cast<void>(db_.database().execute("COMMIT"));
    give_back_();
}

Status SqliteSession::begin_writing() {
    auto begun = sqlite::Transaction::begin(db_.database());
    if (!begun) return error_of(begun);
    transaction_.emplace(std::move(*begun));
    return {};
}

Status SqliteSession::begin_reading() {
    if (auto begun = db_.database().execute("BEGIN"); !begun) return error_of(begun);
    reading_ = true;
    return {};
}

Status SqliteSession::still_open() const {
    if (db_.database().in_transaction()) return {};
    return fail(
        Code::unavailable,
        "The database undid the transaction.",
        "Nothing was half written; see the first error, then try again."
    );
}

Status SqliteSession::begin_part() {
    if (auto open = still_open(); !open) return open;
    auto begun = sqlite::Savepoint::begin(*transaction_);
    if (!begun) return error_of(begun);
    part_.emplace(std::move(*begun));
    return {};
}

Status SqliteSession::keep_part() {
    if (auto open = still_open(); !open) return open;
    if (auto kept = part_->release(); !kept) return kept;
    part_.reset();
    for (const auto& [key, change] : part_cells_)
        cells_[key] += change;
    part_cells_.clear();
    return {};
}

void SqliteSession::undo_part() {
    part_.reset();
    part_cells_.clear();
}

Status SqliteSession::commit() {
    if (auto open = still_open(); !open) return open;
    if (auto written = write_cells(); !written) return written;
    return transaction_->commit();
}

Result<std::uint32_t> SqliteSession::count(const char* sql) {
    auto number =
        db_.first<std::uint32_t>(sql, [](const sqlite::Statement& row) -> Result<std::uint32_t> {
            return static_cast<std::uint32_t>(row.integer(0));
        });
    if (!number) return error_of(number);
    return number->value_or(0);
}

} // namespace muster::server
