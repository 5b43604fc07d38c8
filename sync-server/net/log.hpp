// Structured logs: one JSON object a line with time, level and event. What is logged is what
// happened and how long it took; never a body, a name, an answer or an address above debug level.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace spdlog {
class logger;
}

namespace muster::net {

enum class LogLevel { debug, info, warning, error };

struct LogField {
    std::string_view name;
    std::variant<std::string_view, std::int64_t, double> value;
};

class Log {
public:
    // Silent: for tests and tools.
    Log() = default;
    // Thread-safe; lines of that level and above go to the sink.
    static Log to_stderr(LogLevel level);
    // Appends; throws nothing: a file that cannot be opened gives a log to stderr that says so.
    static Log to_file(const std::string& path, LogLevel level);
    static Log to_text(std::string& out, LogLevel level); // for tests; `out` must outlive the log

    void
    write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) const;
    [[nodiscard]] bool is_on(LogLevel level) const;
    void flush() const;

private:
    explicit Log(std::shared_ptr<spdlog::logger> logger) : logger_(std::move(logger)) {}

    std::shared_ptr<spdlog::logger> logger_;
};

} // namespace muster::net
