#include "sync-server/net/log.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <cmath>
#include <mutex>

namespace muster::net {

namespace {

spdlog::level::level_enum spdlog_level(LogLevel level) {
    switch (level) {
    case LogLevel::debug:
        return spdlog::level::debug;
    case LogLevel::info:
        return spdlog::level::info;
    case LogLevel::warning:
        return spdlog::level::warn;
    case LogLevel::error:
        return spdlog::level::err;
    }
    return spdlog::level::err;
}

class TextSink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    explicit TextSink(std::string& out) : out_(out) {}

private:
    void sink_it_(const spdlog::details::log_msg& message) override {
        spdlog::memory_buf_t line;
        formatter_->format(message, line);
        out_.append(line.data(), line.size());
    }

    void flush_() override {}

    std::string& out_;
};

std::shared_ptr<spdlog::logger> make_logger(spdlog::sink_ptr sink, LogLevel level) {
    auto logger = std::make_shared<spdlog::logger>("muster", std::move(sink));
    logger->set_pattern(
        R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})", spdlog::pattern_time_type::utc
    );
    logger->set_level(spdlog_level(level));
    logger->flush_on(spdlog::level::info); // a crash must not lose what led to it
    return logger;
}

void append_text(fmt::memory_buffer& out, std::string_view text) {
    const bool plain = text.find_first_of("\"\\") == std::string_view::npos &&
                       std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
    if (plain) {
        fmt::format_to(std::back_inserter(out), "\"{}\"", text);
    } else {
        const std::string escaped = boost::json::serialize(boost::json::string_view(text));
        out.append(escaped);
    }
}

void append(fmt::memory_buffer& out, const LogField& field) {
    fmt::format_to(std::back_inserter(out), ",\"{}\":", field.name);
    if (const auto* text = std::get_if<std::string_view>(&field.value)) {
        append_text(out, *text);
    } else if (const auto* whole = std::get_if<std::int64_t>(&field.value)) {
        fmt::format_to(std::back_inserter(out), "{}", *whole);
    } else {
        const double number = std::get<double>(field.value);
        fmt::format_to(std::back_inserter(out), "{:.3f}", std::isfinite(number) ? number : -1.0);
    }
}

} // namespace

Log Log::to_stderr(LogLevel level) {
    return Log(make_logger(std::make_shared<spdlog::sinks::stderr_sink_mt>(), level));
}

Log Log::to_file(const std::string& path, LogLevel level) {
    std::string reason;
    try {
        return Log(make_logger(std::make_shared<spdlog::sinks::basic_file_sink_mt>(path), level));
    } catch (const spdlog::spdlog_ex& e) { // spdlog has no other way to say it
        reason = e.what();
    }
    Log log = to_stderr(level);
    log.write(LogLevel::error, "log_file_failed", {{"path", path}, {"reason", reason}});
    return log;
}

Log Log::to_text(std::string& out, LogLevel level) {
    return Log(make_logger(std::make_shared<TextSink>(out), level));
}

bool Log::is_on(LogLevel level) const {
    return logger_ != nullptr && logger_->should_log(spdlog_level(level));
}

void Log::write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields)
    const {
    if (!is_on(level)) return;
    fmt::memory_buffer line;
    line.append(std::string_view("\"event\":"));
    append_text(line, event);
    for (const LogField& field : fields) {
        append(line, field);
    }
    logger_->log(spdlog_level(level), std::string_view(line.data(), line.size()));
}

void Log::flush() const {
    if (logger_ != nullptr) logger_->flush();
}

} // namespace muster::net
