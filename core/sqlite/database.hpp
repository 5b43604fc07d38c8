// SQLite as both stores use it: connection, statement, transaction. Encrypted by
// SQLite3MultipleCiphers when opened with a key; every page then carries its own authentication, so
// altered bytes are found on reading. One Database belongs to one thread at a time. No SQL of a
// product table stands in here.
#pragma once

#include "core/base/bytes.hpp"
#include "core/base/ids.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace muster::sqlite {

using DatabaseKey = Id<struct DatabaseKeyTag, 32>;

// How pages are encrypted and authenticated. ChaCha20-Poly1305 is quick on every device; AEGIS-256
// is several times quicker where the processor has AES instructions, as servers have.
enum class Cipher : std::uint8_t { chacha20_poly1305, aegis_256 };

struct OpenOptions {
    std::string path;               // ":memory:" for a private one
    std::optional<DatabaseKey> key; // absent: not encrypted
    Cipher cipher = Cipher::chacha20_poly1305;
    bool read_only = false;
    bool create = true; // else a file of no bytes is refused, because it has lost what it held
    int busy_timeout_ms = 5'000;
    std::string vfs; // empty: the default one
};

class Database;

// A prepared statement; finalised when it dies, reset before each use. Binding copies nothing:
// bound views must live until the statement was stepped to its end.
class Statement {
public:
    Statement() = default;
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&& other) noexcept;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement();

    // Binds the arguments to ?1, ?2 … after a reset. Integers, double, string_view, ByteView, ids,
    // std::optional of those, nullptr.
    template <class... Args>
    Statement& bind(const Args&... args) {
        reset();
        int index = 0;
        (bind_one(++index, args), ...);
        return *this;
    }

    // True: a row stands ready. False: done.
    Result<bool> step();
    // Steps to the end; for statements whose rows do not matter.
    Status run();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] std::string_view text(int column) const; // valid until the next step
    [[nodiscard]] ByteView blob(int column) const;         // valid until the next step
    [[nodiscard]] bool is_null(int column) const;

    // A blob column that must hold an id of this size.
    template <class Id>
    Result<Id> id(int column) const {
        return Id::from(blob(column));
    }

    void reset();

private:
    friend class Database;

    explicit Statement(sqlite3_stmt* handle, sqlite3* database)
        : handle_(handle), database_(database) {}

    void bind_one(int index, std::int64_t value);

    void bind_one(int index, int value) { bind_one(index, static_cast<std::int64_t>(value)); }

    void bind_one(int index, unsigned value) { bind_one(index, static_cast<std::int64_t>(value)); }

    void bind_one(int index, std::uint64_t value) {
        bind_one(index, static_cast<std::int64_t>(value));
    }

    void bind_one(int index, bool value) { bind_one(index, static_cast<std::int64_t>(value)); }

    void bind_one(int index, double value);
    void bind_one(int index, std::string_view value);

    void bind_one(int index, const std::string& value) { bind_one(index, std::string_view(value)); }

    void bind_one(int index, const char* value) { bind_one(index, std::string_view(value)); }

    void bind_one(int index, ByteView value);

    void bind_one(int index, const Bytes& value) { bind_one(index, ByteView(value)); }

    void bind_one(int index, std::nullptr_t);

    template <std::size_t N>
    void bind_one(int index, const Fixed<N>& value) {
        bind_one(index, value.bytes());
    }

    template <class Tag, std::size_t N>
    void bind_one(int index, const Id<Tag, N>& value) {
        bind_one(index, value.bytes());
    }

    template <class T>
    void bind_one(int index, const std::optional<T>& value) {
        if (value) {
            bind_one(index, *value);
        } else {
            bind_one(index, nullptr);
        }
    }

    sqlite3_stmt* handle_ = nullptr;
    sqlite3* database_ = nullptr;
};

class Database {
public:
    // Opens, sets the key and the pragmas (see database.cpp for the list with reasons) and reads
    // once, so that a wrong key or a damaged file is found here.
    static Result<Database> open(const OpenOptions& options);
    Database(Database&& other) noexcept;
    Database& operator=(Database&& other) noexcept;
    ~Database();

    // For constants of the program: a statement that does not compile is a bug, found by any test.
    [[nodiscard]] Result<Statement> prepare(std::string_view sql) const;
    // One or more statements without parameters or rows.
    [[nodiscard]] Status execute(std::string_view sql) const;
    [[nodiscard]] Result<std::int64_t> integer(std::string_view sql) const;
    [[nodiscard]] std::int64_t last_insert_rowid() const;
    [[nodiscard]] int changes() const;
    // False after SQLite undid a transaction by itself, as it does when the disk is full.
    [[nodiscard]] bool in_transaction() const;
    // Interrupts a statement that runs in another thread.
    void interrupt() const;

private:
    friend class Transaction;

    explicit Database(sqlite3* handle) : handle_(handle) {}

    sqlite3* handle_ = nullptr;
};

// Writes happen inside one of these. Commit is explicit; the destructor rolls back.
class Transaction {
public:
    // BEGIN IMMEDIATE.
    static Result<Transaction> begin(Database& database);
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    Status commit();

    [[nodiscard]] Database& database() const { return *database_; }

private:
    explicit Transaction(Database& database) : database_(&database) {}

    Database* database_;
};

// Undoes its part of a transaction unless it was released: one push among several in a commit.
class Savepoint {
public:
    static Result<Savepoint> begin(Transaction& transaction);
    Savepoint(Savepoint&& other) noexcept;
    Savepoint& operator=(Savepoint&&) = delete;
    ~Savepoint();
    Status release();

private:
    explicit Savepoint(Database& database) : database_(&database) {}

    Database* database_;
};

} // namespace muster::sqlite
