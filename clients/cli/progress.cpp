#include "clients/cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace muster::cli {

namespace {

constexpr int bar_width = 24;
constexpr auto least_interval = std::chrono::milliseconds(100);

} // namespace

Progress::Progress(std::string title)
    : title_(std::move(title)), terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
    clear();
}

void Progress::show(double share, std::string_view detail) {
    if (!terminal_) return;
    const auto now = std::chrono::steady_clock::now();
    if (shown_ && now < next_) return;
    next_ = now + least_interval;
    shown_ = true;
    const double bounded = std::clamp(share, 0.0, 1.0);
    const int full = static_cast<int>(bounded * bar_width);
    std::string bar;
    for (int i = 0; i < bar_width; ++i) {
        bar += i < full ? "█" : "░";
    }
    fmt::print(
        stderr, "\r\x1b[K{} {} {:3.0f} % {}", title_, bar, bounded * 100, detail.substr(0, 40)
    );
    std::fflush(stderr);
}

void Progress::show(std::size_t done, std::size_t total) {
    const double share = total == 0 ? 1.0 : static_cast<double>(done) / static_cast<double>(total);
    show(share, fmt::format("{} of {}", done, total));
}

void Progress::clear() {
    if (!terminal_ || !shown_) return;
    shown_ = false;
    fmt::print(stderr, "\r\x1b[K");
    std::fflush(stderr);
}

} // namespace muster::cli
