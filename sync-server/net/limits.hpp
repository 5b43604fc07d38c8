// Every limit of the network layer, by name. A server may be started with other values (tests use
// short times), but what ships are these constants; each is tested at the limit and one past it.
// Limits of the protocol itself (ops per push, audits per page) live with the sync service.
#pragma once

#include <chrono>
#include <cstddef>

namespace muster::net {

inline constexpr std::size_t header_bytes_max = std::size_t{16} * 1024;
inline constexpr std::size_t body_bytes_max = std::size_t{2} * 1024 * 1024;
inline constexpr std::size_t decompressed_bytes_max = std::size_t{2} * 1024 * 1024;
inline constexpr std::size_t decompressed_ratio_max = 8; // times the compressed size
inline constexpr std::size_t static_bytes_max = std::size_t{64} * 1024 * 1024; // of the web apps
inline constexpr std::size_t connections_max = 4096;
inline constexpr std::size_t refusals_in_progress_max = 64; // beyond: closed without an answer
inline constexpr std::size_t compress_above_bytes = 512;    // smaller answers go as they are

inline constexpr std::chrono::milliseconds request_time_max{30'000};  // first byte to last
inline constexpr std::chrono::milliseconds response_time_max{30'000}; // writing the answer
inline constexpr std::chrono::milliseconds idle_time_max{15'000};     // between two requests
inline constexpr std::chrono::milliseconds handshake_time_max{10'000};
inline constexpr std::chrono::milliseconds linger_time_max{2'000}; // after a refusal
inline constexpr std::chrono::milliseconds sweep_period{100};      // how exactly times are kept

struct Limits {
    std::size_t header_bytes = header_bytes_max;
    std::size_t body_bytes = body_bytes_max;
    std::size_t decompressed_bytes = decompressed_bytes_max;
    std::size_t decompressed_ratio = decompressed_ratio_max;
    std::size_t connections = connections_max;
    std::size_t refusals_in_progress = refusals_in_progress_max;
    std::chrono::milliseconds request_time = request_time_max;
    std::chrono::milliseconds response_time = response_time_max;
    std::chrono::milliseconds idle_time = idle_time_max;
    std::chrono::milliseconds handshake_time = handshake_time_max;
    std::chrono::milliseconds linger_time = linger_time_max;
};

} // namespace muster::net
