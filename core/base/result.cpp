#include "core/base/result.hpp"

namespace muster {

std::string_view code_name(Code code) {
    switch (code) {
    case Code::invalid_input:
        return "invalid_input";
    case Code::not_found:
        return "not_found";
    case Code::already_exists:
        return "already_exists";
    case Code::permission_denied:
        return "permission_denied";
    case Code::unauthenticated:
        return "unauthenticated";
    case Code::failed_precondition:
        return "failed_precondition";
    case Code::resource_exhausted:
        return "resource_exhausted";
    case Code::unavailable:
        return "unavailable";
    case Code::data_loss:
        return "data_loss";
    case Code::unsupported:
        return "unsupported";
    case Code::internal:
        return "internal";
    }
    return "internal";
}

std::string Error::text() const {
    return context.empty() ? message : context + ": " + message;
}

} // namespace muster
