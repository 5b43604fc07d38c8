// The messages of programme.proto as the values that services work with, and back. Enum zeros,
// unknown numbers and dates that do not exist are refused here.
#pragma once

#include "muster/v1/programme.pb.h"
#include "sync-server/services/programme.hpp"

namespace muster::rpc {

Result<server::Person> read(const v1::Person& in);
void write(const server::Person& in, v1::Person& out);

Result<server::Location> read(const v1::Location& in);
void write(const server::Location& in, v1::Location& out);

Result<server::Programme> read(const v1::Programme& in);
void write(const server::Programme& in, v1::Programme& out);

Result<server::VisitRequest> read(const v1::Visit& in);
void write(const server::VisitListing& in, v1::VisitStatus& out);

// A whole repeated field; the error's context names the row.
template <class Row, class Messages>
Result<std::vector<Row>> read_rows(const Messages& messages, std::string_view what) {
    std::vector<Row> out;
    for (const auto& message : messages) {
        auto row = read(message);
        if (!row) return error_of(row, std::string(what) + " " + std::to_string(out.size() + 1));
        out.push_back(std::move(*row));
    }
    return out;
}

} // namespace muster::rpc
