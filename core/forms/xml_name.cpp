#include "core/forms/xml_name.hpp"

#include "core/base/utf8.hpp"

#include <algorithm>
#include <array>

namespace muster::forms {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

constexpr std::array name_start = {
    Range{'A', 'Z'},
    Range{'_', '_'},
    Range{'a', 'z'},
    Range{0xC0, 0xD6},
    Range{0xD8, 0xF6},
    Range{0xF8, 0x2FF},
    Range{0x370, 0x37D},
    Range{0x37F, 0x1FFF},
    Range{0x200C, 0x200D},
    Range{0x2070, 0x218F},
    Range{0x2C00, 0x2FEF},
    Range{0x3001, 0xD7FF},
    Range{0xF900, 0xFDCF},
    Range{0xFDF0, 0xFFFD},
    Range{0x10000, 0xEFFFF},
};
constexpr std::array name_more = {
    Range{'-', '.'},
    Range{'0', '9'},
    Range{0xB7, 0xB7},
    Range{0x300, 0x36F},
    Range{0x203F, 0x2040},
};

template <std::size_t N>
bool in(char32_t c, const std::array<Range, N>& ranges) {
    return std::ranges::any_of(ranges, [c](Range r) { return c >= r.first && c <= r.last; });
}

// The end of the name that begins at `at`; `at` where there is none.
std::size_t name_end(std::string_view text, std::size_t at) {
    std::size_t next = at;
    while (next < text.size()) {
        std::size_t probe = next;
        const char32_t c = next_code_point(text, probe);
        if (!in(c, name_start) && (next == at || !in(c, name_more))) break;
        next = probe;
    }
    return next;
}

} // namespace

bool is_xml_name(std::string_view name, bool qualified) {
    std::size_t end = name_end(name, 0);
    if (end == 0) return false;
    if (qualified && end < name.size() && name[end] == ':') {
        const std::size_t second = end + 1;
        end = name_end(name, second);
        if (end == second) return false;
    }
    return end == name.size();
}

} // namespace muster::forms
