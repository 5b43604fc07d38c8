// What can go wrong, as a value. Every function whose input comes from disk, the wire or a person
// returns a Result; exceptions are for bugs and are caught at four boundaries only (wasm export,
// request root, co_spawn, main). An Error is written for the person who meets it: `message` says
// what happened, `hint` what to do about it, `context` where (file, line, column, id).
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace muster {

// The values are those of the Connect protocol's codes that we use, so that one table maps them.
enum class Code {
    invalid_input,       // malformed or contradictory input; the same input fails again
    not_found,           // names something that does not exist
    already_exists,      // would create something twice
    permission_denied,   // known caller, not allowed
    unauthenticated,     // unknown caller, expired token, wrong signature
    failed_precondition, // right call at the wrong time: submit twice, newer database
    resource_exhausted,  // over a limit, disk full
    unavailable,         // try again later: no answer, shutting down
    data_loss,           // stored bytes are not what was written
    unsupported,         // a version or kind that this program does not know
    internal,            // a bug of ours, or of a library
};

// "invalid_input" and so on: stable, for logs and --json.
std::string_view code_name(Code code);

struct Error {
    Code code = Code::internal;
    std::string message;
    std::string hint;
    std::string context;

    // One line: "context: message".
    [[nodiscard]] std::string text() const;

    bool operator==(const Error&) const = default;
};

template <class T>
using Result = std::expected<T, Error>;
using Status = Result<void>;

// fail(Code::not_found, "No visit V7.") as a return value of any Result.
inline std::unexpected<Error>
fail(Code code, std::string message, std::string hint = {}, std::string context = {}) {
    return std::unexpected<Error>(
        Error{code, std::move(message), std::move(hint), std::move(context)}
    );
}

// Passes a failed result's error on: `if (!x) return error_of(x);`
template <class T>
std::unexpected<Error> error_of(const Result<T>& failed) {
    return std::unexpected<Error>(failed.error());
}

// The same, with where it happened put in front of the error's context.
template <class T>
std::unexpected<Error> error_of(const Result<T>& failed, std::string_view where) {
    Error error = failed.error();
    error.context =
        error.context.empty() ? std::string(where) : std::string(where) + ": " + error.context;
    return std::unexpected<Error>(std::move(error));
}

} // namespace muster
