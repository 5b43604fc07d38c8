// A text as a QR code made of block characters, dark on light, for a terminal.
#pragma once

#include "core/base/result.hpp"

namespace muster::cli {

Result<std::string> qr_code_text(const std::string& text);

} // namespace muster::cli
