#include "clients/cli/output.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdio>

namespace muster::cli {

std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0u) != 0x80u;
    }));
}

TextTable::TextTable(std::vector<std::string> header)
    : header_(std::move(header)), align_(header_.size(), Align::left) {}

TextTable& TextTable::align_right(std::size_t column) {
    align_.at(column) = Align::right;
    return *this;
}

void TextTable::add(std::vector<std::string> row) {
    row.resize(header_.size());
    rows_.push_back(std::move(row));
}

std::string TextTable::text(std::string_view when_empty) const {
    if (rows_.empty()) return std::string(when_empty) + "\n";
    std::vector<std::size_t> widths(header_.size());
    for (std::size_t i = 0; i < header_.size(); ++i) {
        widths[i] = width_of(header_[i]);
        for (const auto& row : rows_) {
            widths[i] = std::max(widths[i], width_of(row[i]));
        }
    }
    std::string out;
    const auto line = [&](const std::vector<std::string>& cells) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const std::string pad(widths[i] - width_of(cells[i]), ' ');
            const bool last = i + 1 == cells.size();
            if (align_[i] == Align::right) out += pad;
            out += cells[i];
            if (align_[i] == Align::left && !last) out += pad;
            if (!last) out += "  ";
        }
        while (!out.empty() && out.back() == ' ') {
            out.pop_back();
        }
        out += '\n';
    };
    line(header_);
    std::size_t total = 2 * (widths.size() - 1);
    for (const auto width : widths) {
        total += width;
    }
    out += std::string(total, '-') + '\n';
    for (const auto& row : rows_) {
        line(row);
    }
    return out;
}

Status Output::result(const boost::json::value& value, std::string_view text) const {
    return bytes(json ? boost::json::serialize(value) + "\n" : std::string(text));
}

Status Output::bytes(std::string_view content) {
    errno = 0;
    if (std::fwrite(content.data(), 1, content.size(), stdout) == content.size() &&
        std::fflush(stdout) == 0) {
        return {};
    }
    if (errno == EPIPE) return {}; // the reader has seen enough, as with `| head`
    return fail(
        Code::resource_exhausted,
        "The result could not be written to standard output.",
        "Look whether the disk is full."
    );
}

} // namespace muster::cli
