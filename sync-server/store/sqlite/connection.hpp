// One database connection of the server with its prepared statements, which stay prepared from one
// transaction to the next. Used by SqliteSession only; one thread at a time.
#pragma once

#include "core/sqlite/database.hpp"

#include <unordered_map>

namespace muster::server {

class Connection {
public:
    explicit Connection(sqlite::Database database) : database_(std::move(database)) {}

    [[nodiscard]] sqlite::Database& database() { return database_; }

    // `sql` is a constant of the program: its address is its name.
    Result<sqlite::Statement*> statement(const char* sql) {
        const auto at = statements_.find(sql);
        if (at != statements_.end()) return &at->second;
        auto prepared = database_.prepare(sql);
        if (!prepared) return error_of(prepared, sql);
        return &statements_.emplace(sql, std::move(*prepared)).first->second;
    }

    template <class... Args>
    Status run(const char* sql, const Args&... args) {
        auto found = statement(sql);
        if (!found) return error_of(found);
        return (*found)->bind(args...).run();
    }

    // Calls take(statement) for each row until it fails.
    template <class Take, class... Args>
    Status rows(const char* sql, const Take& take, const Args&... args) {
        auto found = statement(sql);
        if (!found) return error_of(found);
        auto& rows = **found;
        rows.bind(args...);
        for (;;) {
            const auto row = rows.step();
            if (!row) return error_of(row);
            if (!*row) break;
            if (Status taken = take(rows); !taken) {
                rows.reset();
                return taken;
            }
        }
        rows.reset();
        return {};
    }

    // The first row as read(statement) makes it, if there is one.
    template <class T, class Read, class... Args>
    Result<std::optional<T>> first(const char* sql, const Read& read, const Args&... args) {
        std::optional<T> out;
        const auto done = rows(
            sql,
            [&](const sqlite::Statement& row) -> Status {
                if (out) return {};
                Result<T> value = read(row);
                if (!value) return error_of(value);
                out = std::move(*value);
                return {};
            },
            args...
        );
        if (!done) return error_of(done);
        return out;
    }

    template <class T, class Read, class... Args>
    Result<std::vector<T>> all(const char* sql, const Read& read, const Args&... args) {
        std::vector<T> out;
        const auto done = rows(
            sql,
            [&](const sqlite::Statement& row) -> Status {
                Result<T> value = read(row);
                if (!value) return error_of(value);
                out.push_back(std::move(*value));
                return {};
            },
            args...
        );
        if (!done) return error_of(done);
        return out;
    }

private:
    sqlite::Database database_;
    std::unordered_map<const char*, sqlite::Statement> statements_;
};

} // namespace muster::server
