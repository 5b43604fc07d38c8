#include "clients/cli/qr_code.hpp"

#include <qrencode.h>

#include <memory>

namespace muster::cli {

namespace {

struct FreeCode {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

constexpr int quiet_zone = 2; // modules of light around the code; readers need them

} // namespace

Result<std::string> qr_code_text(const std::string& text) {
    const std::unique_ptr<QRcode, FreeCode> code(
        QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M)
    );
    if (!code) {
        return fail(
            Code::resource_exhausted,
            "The link is too long for a QR code.",
            "Send the link as text."
        );
    }
    const int width = code->width;
    const auto is_dark = [&](int row, int column) {
        if (row < 0 || column < 0 || row >= width || column >= width) return false;
        return (code->data[row * width + column] & 1) != 0;
    };
    // Two rows of modules to a line of text; black on white whatever the terminal's colours are.
    std::string out;
    for (int row = -quiet_zone; row < width + quiet_zone; row += 2) {
        out += "\x1b[30;107m";
        for (int column = -quiet_zone; column < width + quiet_zone; ++column) {
            const bool upper = is_dark(row, column);
            const bool lower = is_dark(row + 1, column);
            out += upper && lower ? "█" : upper ? "▀" : lower ? "▄" : " ";
        }
        out += "\x1b[0m\n";
    }
    return out;
}

} // namespace muster::cli
