#include "clients/cli/failure.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdio>

namespace muster::cli {

Exit exit_of(Code code) {
    switch (code) {
    case Code::invalid_input:
        return Exit::input_refused;
    case Code::not_found:
        return Exit::not_found;
    case Code::already_exists:
        return Exit::conflict;
    case Code::permission_denied:
        return Exit::not_allowed;
    case Code::unauthenticated:
        return Exit::not_allowed;
    case Code::failed_precondition:
        return Exit::conflict;
    case Code::resource_exhausted:
        return Exit::no_room;
    case Code::unavailable:
        return Exit::server_unreachable;
    case Code::data_loss:
        return Exit::data_damaged;
    case Code::unsupported:
        return Exit::conflict;
    case Code::internal:
        return Exit::internal;
    }
    return Exit::internal;
}

void print_failure(const Error& error) {
    fmt::print(stderr, "error: {}\n", error.text());
    if (!error.hint.empty()) fmt::print(stderr, "hint:  {}\n", error.hint);
}

void print_warning(std::string_view text) {
    fmt::print(stderr, "warning: {}\n", text);
}

std::string exit_codes_text() {
    struct Row {
        Exit exit;
        std::string_view meaning;
    };

    constexpr std::array rows = {
        Row{Exit::ok, "done"},
        Row{Exit::usage, "the command line cannot be understood"},
        Row{Exit::input_refused, "a file, value or document was refused; nothing was changed"},
        Row{Exit::not_found, "a name or file does not exist"},
        Row{Exit::not_allowed, "not allowed, or the server cannot be trusted"},
        Row{Exit::server_unreachable, "the server does not answer; try again later"},
        Row{Exit::data_damaged, "stored data is damaged, or a report does not verify"},
        Row{Exit::conflict, "in conflict with what exists, or made for another version"},
        Row{Exit::no_room, "disk full, or over a limit"},
        Row{Exit::internal, "a fault of the program"},
    };
    std::string out = "Exit codes:\n";
    for (const Row& row : rows) {
        out += fmt::format("  {:>2}  {}\n", static_cast<int>(row.exit), row.meaning);
    }
    return out;
}

} // namespace muster::cli
