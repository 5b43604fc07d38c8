// Which cell styles of a workbook show a number as a date or a time, and how such a number is
// written as ISO text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pugi {
class xml_node;
}

namespace muster::forms {

class XlsxStyles {
public:
    XlsxStyles() = default;
    // `root` is the styleSheet element; an empty node means that the workbook has no styles.
    explicit XlsxStyles(const pugi::xml_node& root);

    [[nodiscard]] bool is_date(std::size_t style) const {
        return style < date_styles_.size() && date_styles_[style];
    }

private:
    std::vector<bool> date_styles_;
};

// "2026-11-22", "2026-11-22T09:30:00", "09:30:00"; empty where the number is no date.
std::string date_text(double serial, bool from_1904);

// 3, 2.5, 1e-07: what reads back as the same number, in the fewest characters.
std::string number_text(double value);

// The part of a name behind its prefix.
std::string_view local_name(const pugi::xml_node& node);

} // namespace muster::forms
