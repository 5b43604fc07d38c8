#include "core/sqlite/database.hpp"

#include <sqlite3.h>

#include <cerrno>

namespace muster::sqlite {

namespace {

// What SQLite says, in the words of our errors.
Code code_of(int result) {
    switch (result & 0xff) {
    case SQLITE_FULL:
        return Code::resource_exhausted;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_INTERRUPT:
        return Code::unavailable;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return Code::data_loss;
    case SQLITE_CANTOPEN:
        return Code::not_found;
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_READONLY:
        return Code::permission_denied;
    case SQLITE_CONSTRAINT:
        return Code::already_exists;
    case SQLITE_IOERR:
        return Code::unavailable;
    default:
        return Code::internal;
    }
}

std::string hint_of(int result) {
    switch (result & 0xff) {
    case SQLITE_FULL:
        return "Free some space; nothing was half written.";
    case SQLITE_BUSY:
        return "Another process holds the database; try again.";
    case SQLITE_NOTADB:
        return "Wrong key, or this is no database of Muster.";
    case SQLITE_CORRUPT:
        return "Set the file aside and restore a backup; do not delete it.";
    case SQLITE_IOERR:
        return "The disk does not answer; nothing was half written.";
    default:
        return {};
    }
}

// A full disk shows as an I/O error where SQLite grows the shared index of its log.
int with_full_disk(sqlite3* handle, int result) {
    const bool io = (result & 0xff) == SQLITE_IOERR && handle != nullptr;
    const int cause = io ? sqlite3_system_errno(handle) : 0;
    return cause == ENOSPC || cause == EDQUOT ? SQLITE_FULL : result;
}

std::unexpected<Error> failure(sqlite3* handle, int reported) {
    const int result = with_full_disk(handle, reported);
    const bool own_words = handle != nullptr && result == reported;
    const char* text = own_words ? sqlite3_errmsg(handle) : sqlite3_errstr(result);
    return fail(code_of(result), std::string("Database: ") + text + ".", hint_of(result));
}

// Pragmas of every database, each with its reason. Order matters: the key comes before anything is
// read, journal_mode before the first write.
constexpr std::string_view pragmas = R"(
    PRAGMA journal_mode = WAL;        -- readers never wait for the writer
    PRAGMA synchronous = FULL;        -- a commit that returned is on the disk
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;        -- erased payloads leave no trace in free pages
    PRAGMA temp_store = MEMORY;       -- no plaintext in temporary files
    PRAGMA cell_size_check = ON;      -- damaged pages are found on reading
    PRAGMA trusted_schema = OFF;
    PRAGMA wal_autocheckpoint = 4000; -- pages; large enough not to stop a bulk load
    PRAGMA cache_size = -16000;       -- 16 MB
)";

// Before anything is read. In a browser no second connection can open the file, and its file system
// has no memory to share: the log's index is then the connection's own.
#if defined(__wasm__)
constexpr std::string_view locking = "PRAGMA locking_mode = EXCLUSIVE";
#else
constexpr std::string_view locking = "PRAGMA locking_mode = NORMAL";
#endif

} // namespace

Statement::Statement(Statement&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr))
    , database_(std::exchange(other.database_, nullptr)) {}

Statement& Statement::operator=(Statement&& other) noexcept {
    std::swap(handle_, other.handle_);
    std::swap(database_, other.database_);
    return *this;
}

Statement::~Statement() {
    sqlite3_finalize(handle_);
}

void Statement::reset() {
    sqlite3_reset(handle_);
}

Result<bool> Statement::step() {
    const int result = sqlite3_step(handle_);
    if (result == SQLITE_ROW) return true;
    if (result == SQLITE_DONE) return false;
    auto error = failure(database_, result);
    sqlite3_reset(handle_);
    return error;
}

Status Statement::run() {
    for (;;) {
        const auto row = step();
        if (!row) return error_of(row);
        if (!*row) {
            sqlite3_reset(handle_);
            return {};
        }
    }
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(handle_, column);
}

double Statement::real(int column) const {
    return sqlite3_column_double(handle_, column);
}

std::string_view Statement::text(int column) const {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

ByteView Statement::blob(int column) const {
    const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_, column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

void Statement::bind_one(int index, std::int64_t value) {
    sqlite3_bind_int64(handle_, index, value);
}

void Statement::bind_one(int index, double value) {
    sqlite3_bind_double(handle_, index, value);
}

void Statement::bind_one(int index, std::string_view value) {
    sqlite3_bind_text64(
        handle_,
        index,
        value.data() == nullptr ? "" : value.data(),
        value.size(),
        SQLITE_STATIC,
        SQLITE_UTF8
    );
}

void Statement::bind_one(int index, ByteView value) {
    // An empty blob is not NULL.
    sqlite3_bind_blob64(
        handle_,
        index,
        value.data() == nullptr ? reinterpret_cast<const std::uint8_t*>("") : value.data(),
        value.size(),
        SQLITE_STATIC
    );
}

void Statement::bind_one(int index, std::nullptr_t) {
    sqlite3_bind_null(handle_, index);
}

Result<Database> Database::open(const OpenOptions& options) {
    sqlite3* handle = nullptr;
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (options.read_only) {
        flags |= SQLITE_OPEN_READONLY;
    } else {
        flags |= SQLITE_OPEN_READWRITE | (options.create ? SQLITE_OPEN_CREATE : 0);
    }
    const int opened = sqlite3_open_v2(
        options.path.c_str(), &handle, flags, options.vfs.empty() ? nullptr : options.vfs.c_str()
    );
    Database database(handle);
    if (opened != SQLITE_OK) {
        auto error = failure(handle, opened);
        error.error().context = options.path;
        return error;
    }
    sqlite3_busy_timeout(handle, options.busy_timeout_ms);
    if (options.key) {
        const bool aegis = options.cipher == Cipher::aegis_256;
        auto chosen =
            database.execute(aegis ? "PRAGMA cipher = 'aegis'" : "PRAGMA cipher = 'chacha20'");
        if (!chosen) return error_of(chosen, options.path);
        // A raw key: no derivation, because the key is random already.
        const std::string raw = "raw:" + to_hex(options.key->bytes());
        const int keyed = sqlite3_key(handle, raw.data(), static_cast<int>(raw.size()));
        if (keyed != SQLITE_OK) return failure(handle, keyed);
    }
    if (auto set = database.execute(locking); !set) return error_of(set, options.path);
    // The first read finds a wrong key or a damaged header.
    auto first = database.integer("SELECT count(*) FROM sqlite_schema");
    if (!first) return error_of(first, options.path);
    if (!options.create) {
        const auto pages = database.integer("PRAGMA page_count");
        if (!pages) return error_of(pages, options.path);
        if (*pages == 0) {
            return fail(
                Code::data_loss,
                "The database is empty, although it was in use.",
                "Keep the file, and restore it from a backup.",
                options.path
            );
        }
    }
    if (!options.read_only) {
        if (auto set = database.execute(pragmas); !set) return error_of(set, options.path);
    }
    return database;
}

Database::Database(Database&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}

Database& Database::operator=(Database&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
}

Database::~Database() {
    // Statements of this database that live on keep it open until they are finalised.
    sqlite3_close_v2(handle_);
}

Result<Statement> Database::prepare(std::string_view sql) const {
    sqlite3_stmt* statement = nullptr;
    const int prepared = sqlite3_prepare_v3(
        handle_,
        sql.data(),
        static_cast<int>(sql.size()),
        SQLITE_PREPARE_PERSISTENT,
        &statement,
        nullptr
    );
    if (prepared != SQLITE_OK) return failure(handle_, prepared);
    return Statement(statement, handle_);
}

Status Database::execute(std::string_view sql) const {
    const std::string terminated(sql);
    const int result = sqlite3_exec(handle_, terminated.c_str(), nullptr, nullptr, nullptr);
    if (result != SQLITE_OK) return failure(handle_, result);
    return {};
}

Result<std::int64_t> Database::integer(std::string_view sql) const {
    auto statement = prepare(sql);
    if (!statement) return error_of(statement);
    const auto row = statement->step();
    if (!row) return error_of(row);
    if (!*row) return fail(Code::not_found, "No row.");
    return statement->integer(0);
}

std::int64_t Database::last_insert_rowid() const {
    return sqlite3_last_insert_rowid(handle_);
}

int Database::changes() const {
    return sqlite3_changes(handle_);
}

bool Database::in_transaction() const {
    return sqlite3_get_autocommit(handle_) == 0;
}

void Database::interrupt() const {
    sqlite3_interrupt(handle_);
}

Result<Transaction> Transaction::begin(Database& database) {
    if (auto begun = database.execute("BEGIN IMMEDIATE"); !begun) return error_of(begun);
    return Transaction(database);
}

Transaction::Transaction(Transaction&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)) {}

Transaction::~Transaction() {
    if (database_ == nullptr) return;
    // SQLite rolls back by itself after some errors; then there is nothing left to undo.
    if (sqlite3_get_autocommit(database_->handle_) == 0) {
        sqlite3_exec(database_->handle_, "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

Status Transaction::commit() {
    if (auto done = database_->execute("COMMIT"); !done) return error_of(done);
    database_ = nullptr;
    return {};
}

Result<Savepoint> Savepoint::begin(Transaction& transaction) {
    auto& database = transaction.database();
    if (auto begun = database.execute("SAVEPOINT step"); !begun) return error_of(begun);
    return Savepoint(database);
}

Savepoint::Savepoint(Savepoint&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)) {}

Savepoint::~Savepoint() {
    if (database_ == nullptr) return;
    // A failure here leaves the transaction aborted, which its own commit then reports.
    static_cast<void>(database_->execute("ROLLBACK TO step"));
    static_cast<void>(database_->execute("RELEASE step"));
}

Status Savepoint::release() {
    if (auto done = database_->execute("RELEASE step"); !done) return error_of(done);
    database_ = nullptr;
    return {};
}

} // namespace muster::sqlite
