#include "clients/cli/media_type.hpp"

#include "core/base/text_tools.hpp"

#include <array>

namespace muster::cli {

namespace {

struct Known {
    std::string_view extension;
    std::string_view type;
};

// Of several extensions of a type the first one is written.
constexpr std::array known_types = {
    Known{".jpg", "image/jpeg"},
    Known{".jpeg", "image/jpeg"},
    Known{".png", "image/png"},
    Known{".webp", "image/webp"},
    Known{".heic", "image/heic"},
    Known{".gif", "image/gif"},
    Known{".svg", "image/svg+xml"},
    Known{".mp3", "audio/mpeg"},
    Known{".m4a", "audio/mp4"},
    Known{".ogg", "audio/ogg"},
    Known{".wav", "audio/wav"},
    Known{".mp4", "video/mp4"},
    Known{".webm", "video/webm"},
    Known{".mov", "video/quicktime"},
    Known{".pdf", "application/pdf"},
    Known{".txt", "text/plain"},
};

} // namespace

std::string media_type_of(const std::filesystem::path& file) {
    const std::string extension = lower_case(file.extension().string());
    for (const auto& known : known_types) {
        if (known.extension == extension) return std::string(known.type);
    }
    return "application/octet-stream";
}

checklist::EvidenceKind evidence_kind_of(std::string_view media_type) {
    if (media_type.starts_with("image/")) return checklist::EvidenceKind::photo;
    if (media_type.starts_with("audio/")) return checklist::EvidenceKind::audio;
    if (media_type.starts_with("video/")) return checklist::EvidenceKind::video;
    return checklist::EvidenceKind::file;
}

std::string_view extension_of(std::string_view media_type) {
    for (const auto& known : known_types) {
        if (known.type == media_type) return known.extension;
    }
    return {};
}

} // namespace muster::cli
