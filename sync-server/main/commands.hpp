// The commands of muster-server. Each says what it did on standard output, as text or JSON, and
// gives an Error for what went wrong; main turns that into `error:` and `hint:` lines and an exit
// code.
#pragma once

#include "core/base/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace muster::server {

struct InitOptions {
    std::string folder;
    std::string organisation = "Muster";
    std::vector<std::string> hosts;
    std::uint16_t port = 8443;
    bool json = false;
};

struct ServeOptions {
    std::string folder;
    std::string address = "0.0.0.0";
    std::int32_t port = -1; // −1: the configured one
    unsigned threads = 0;
    std::uint16_t operations_port = 0;
    std::int32_t loopback_http_port = -1; // without TLS, on 127.0.0.1 only; −1: none, 0: any
    std::string web; // folder of the web apps; empty: the one beside the program, if there is one
    std::string log_file; // empty: standard error
    bool debug = false;
    bool new_database = false;
};

struct CodeOptions {
    std::string folder;
    std::string person = "admin";
    std::uint32_t valid_hours = 0;
    bool json = false;
};

struct RebuildOptions {
    std::string folder;
    bool check = false;
    bool json = false;
};

Status init(const InitOptions& options);
// Returns when the server was asked to stop and has stopped.
Status serve(const ServeOptions& options);
Status make_code_offline(const CodeOptions& options);
Status rebuild(const RebuildOptions& options);

} // namespace muster::server
