#include "sync-server/store/sqlite/sqlite_store.hpp"

#include "core/sqlite/migrations.hpp"
#include "sync-server/store/sqlite/session.hpp"

#include <mutex>

namespace muster::server {

extern const std::span<const sqlite::Migration> migrations;

namespace {

// Beside those of core/sqlite: the same pages (indexes, cells) are written again and again, so a
// longer WAL saves most of the copying into the database; 64 MB are read back in a moment after a
// crash.
constexpr std::string_view pragmas = R"(
    PRAGMA wal_autocheckpoint = 16000;
    PRAGMA cache_size = -64000;
)";

class SqliteStore final : public Store {
public:
    SqliteStore(sqlite::OpenOptions options, sqlite::Database writer)
        : options_(std::move(options)), writer_(std::move(writer)) {}

    Result<std::unique_ptr<Transaction>> begin() override {
        writing_.lock();
        auto session = std::make_unique<SqliteSession>(writer_, [this] { writing_.unlock(); });
        if (auto begun = session->begin_writing(); !begun) return error_of(begun);
        return session;
    }

    Result<std::unique_ptr<Reader>> read() override {
        auto connection = borrow();
        if (!connection) return error_of(connection);
        auto* borrowed = connection->release();
        auto session = std::make_unique<SqliteSession>(*borrowed, [this, borrowed] {
            const std::scoped_lock lock(idle_mutex_);
            idle_.emplace_back(borrowed);
        });
        if (auto begun = session->begin_reading(); !begun) return error_of(begun);
        return session;
    }

private:
    Result<std::unique_ptr<Connection>> borrow() {
        {
            const std::scoped_lock lock(idle_mutex_);
            if (!idle_.empty()) {
                auto connection = std::move(idle_.back());
                idle_.pop_back();
                return connection;
            }
        }
        auto options = options_;
        options.create = false;
        options.read_only = true;
        auto database = sqlite::Database::open(options);
        if (!database) return error_of(database);
        return std::make_unique<Connection>(std::move(*database));
    }

    sqlite::OpenOptions options_;
    std::mutex writing_;
    Connection writer_;
    std::mutex idle_mutex_;
    std::vector<std::unique_ptr<Connection>> idle_;
};

} // namespace

Result<std::unique_ptr<Store>> open_sqlite_store(const sqlite::OpenOptions& options) {
    auto database = sqlite::Database::open(options);
    if (!database) return error_of(database);
    if (auto migrated = sqlite::migrate(*database, migrations, server_application_id); !migrated) {
        return error_of(migrated, options.path);
    }
    if (auto tuned = database->execute(pragmas); !tuned) return error_of(tuned, options.path);
    return std::make_unique<SqliteStore>(options, std::move(*database));
}

} // namespace muster::server
