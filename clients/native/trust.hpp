// Whom a client believes to be its server. A device pins the authority that it learned at
// enrolment; at enrolment itself nothing is known yet, so the peer's chain is handed to the caller,
// who compares it with a statement signed by the server identity before anything secret is sent.
#pragma once

#include <string>
#include <utility>

namespace muster::native {

class Trust {
public:
    // Exactly the certificates in this PEM text.
    static Trust pinned(std::string ca_pem) { return {Kind::pinned, std::move(ca_pem)}; }

    // The authorities that the operating system trusts.
    static Trust system_roots() { return {Kind::system_roots, {}}; }

    static Trust pinned_or_system(std::string ca_pem) { return {Kind::both, std::move(ca_pem)}; }

    // Nobody is refused: only for enrolment, with peer_chain() checked by the caller.
    static Trust unverified() { return {Kind::unverified, {}}; }

    [[nodiscard]] bool verifies() const { return kind_ != Kind::unverified; }

    [[nodiscard]] bool uses_system_roots() const {
        return kind_ == Kind::system_roots || kind_ == Kind::both;
    }

    [[nodiscard]] const std::string& ca_pem() const { return ca_pem_; }

private:
    enum class Kind { pinned, system_roots, both, unverified };

    Trust(Kind kind, std::string ca_pem) : kind_(kind), ca_pem_(std::move(ca_pem)) {}

    Kind kind_;
    std::string ca_pem_;
};

} // namespace muster::native
