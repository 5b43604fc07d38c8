// One moving line on stderr for work that takes long, shown only when stderr is a terminal and
// never more than ten times a second; it removes itself when it dies. Counts nothing by itself.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace muster::cli {

class Progress {
public:
    explicit Progress(std::string title);
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    Progress(Progress&&) = delete;
    Progress& operator=(Progress&&) = delete;
    ~Progress();

    // `share` from 0 to 1.
    void show(double share, std::string_view detail = {});
    void show(std::size_t done, std::size_t total);
    // Takes the line away, so that something else can be printed.
    void clear();

private:
    std::string title_;
    bool terminal_;
    bool shown_ = false;
    std::chrono::steady_clock::time_point next_;
};

} // namespace muster::cli
