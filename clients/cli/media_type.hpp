// What a file is, by the end of its name.
#pragma once

#include "core/checklist/checklist.hpp"

#include <filesystem>

namespace muster::cli {

// "image/jpeg"; "application/octet-stream" for what is not known.
std::string media_type_of(const std::filesystem::path& file);
checklist::EvidenceKind evidence_kind_of(std::string_view media_type);
// ".jpg"; empty for what is not known.
std::string_view extension_of(std::string_view media_type);

} // namespace muster::cli
