#include "core/sync/messages.hpp"

namespace muster::sync {

std::string_view name_of(Verdict verdict) {
    switch (verdict) {
    case Verdict::stored:
        return "stored";
    case Verdict::duplicate:
        return "duplicate";
    case Verdict::missing_prev:
        return "missing_prev";
    case Verdict::bad_signature:
        return "bad_signature";
    case Verdict::malformed:
        return "malformed";
    case Verdict::unknown_certificate:
        return "unknown_certificate";
    case Verdict::over_limit:
        return "over_limit";
    }
    return "unknown";
}

bool hash_holds(const Document& document) {
    if (document.kind != DocumentKind::visit_card) {
        return DocumentHash{sha256(document.bytes)} == document.hash;
    }
    const auto card = audit::decode_signed_visit_card(document.bytes);
    return card && audit::hash_of(*card) == document.hash;
}

} // namespace muster::sync
