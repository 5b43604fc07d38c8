#include "sync-server/services/rows.hpp"

#include "core/base/utf8.hpp"

#include <algorithm>

namespace muster::server {

std::string row_name(std::string_view what, std::size_t index, std::string_view ref) {
    return std::string(what) + " " + std::to_string(index + 1) + " (" + std::string(ref) + ")";
}

Status check_ref(std::string_view ref, std::string_view what) {
    const bool printable = std::ranges::none_of(ref, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    });
    const bool trimmed = ref.empty() || (ref.front() != ' ' && ref.back() != ' ');
    if (ref.empty()) return fail(Code::invalid_input, "The " + std::string(what) + " is missing.");
    if (ref.size() > limits::ref_bytes_max) {
        return fail(
            Code::invalid_input,
            "The " + std::string(what) + " is longer than " +
                std::to_string(limits::ref_bytes_max) + " bytes."
        );
    }
    if (!printable || !trimmed || first_bad_utf8(ref)) {
        return fail(
            Code::invalid_input,
            "The " + std::string(what) +
                " has blanks at its ends or characters that cannot be "
                "printed."
        );
    }
    return {};
}

Status check_text(std::string_view text, std::string_view what) {
    if (text.size() > limits::text_bytes_max) {
        return fail(
            Code::invalid_input,
            "The " + std::string(what) + " is longer than " +
                std::to_string(limits::text_bytes_max) + " bytes."
        );
    }
    if (first_bad_utf8(text)) {
        return fail(Code::invalid_input, "The " + std::string(what) + " is not UTF-8.");
    }
    return {};
}

Status check_count(std::size_t rows) {
    if (rows <= limits::rows_a_call_max) return {};
    return fail(
        Code::resource_exhausted,
        "At most " + std::to_string(limits::rows_a_call_max) + " rows a call.",
        "Send them in smaller parts."
    );
}

} // namespace muster::server
