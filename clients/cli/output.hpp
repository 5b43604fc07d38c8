// What a command prints: one result on stdout, as text for a person or, with --json, as one JSON
// document on one line. Everything else (progress, warnings, failures) goes to stderr, so that
// stdout can always be piped on.
#pragma once

#include "core/base/result.hpp"

#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace muster::cli {

// Columns padded to their widest cell; the last one is not padded. Widths count characters, not
// bytes.
class TextTable {
public:
    enum class Align { left, right };

    explicit TextTable(std::vector<std::string> header);
    TextTable& align_right(std::size_t column);
    void add(std::vector<std::string> row);
    // With a line under the header; an empty table says `when_empty` instead.
    [[nodiscard]] std::string text(std::string_view when_empty) const;

private:
    std::vector<std::string> header_;
    std::vector<Align> align_;
    std::vector<std::vector<std::string>> rows_;
};

// Characters of a UTF-8 text.
std::size_t width_of(std::string_view text);

class Output {
public:
    bool json = false; // set by --json

    // Prints the one or the other; fails when stdout cannot be written (a full disk, a closed
    // pipe).
    [[nodiscard]] Status result(const boost::json::value& value, std::string_view text) const;
    // Bytes as they are: a report to a pipe.
    [[nodiscard]] static Status bytes(std::string_view content);
};

} // namespace muster::cli
