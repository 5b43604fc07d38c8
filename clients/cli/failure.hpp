// How a command ends: the exit codes that scripts may rely on (docs/cli.md lists them), and the
// lines `error:` and `hint:` that a person reads on stderr. Nothing here writes to stdout.
#pragma once

#include "core/base/result.hpp"

namespace muster::cli {

enum class Exit : int {
    ok = 0,
    usage = 1,              // the command line itself cannot be understood
    found = 1,              // of lint and diff: they found something, and wrong use is 2
    input_refused = 2,      // a file, value or document is malformed or contradictory
    not_found = 3,          // names something that does not exist
    not_allowed = 4,        // unknown caller, missing role, used code, untrusted server
    server_unreachable = 5, // no answer; trying again later may work
    data_damaged = 6,       // stored bytes are not what was written, or a report does not verify
    conflict = 7,           // right command at the wrong time, or made for another version
    no_room = 8,            // disk full, or over a limit
    internal = 10,          // a fault of the program
};

Exit exit_of(Code code);

// "error: context: message" and, where there is one, "hint: …", on stderr.
void print_failure(const Error& error);
// "warning: …" on stderr.
void print_warning(std::string_view text);

// The list that --help of the program shows.
std::string exit_codes_text();

} // namespace muster::cli
