// Every id is a type of its own, so that a writer can never stand where an audit is meant.
#pragma once

#include "core/base/bytes.hpp"

#include <functional>

namespace muster {

// Tag keeps ids of the same size apart; it is never completed.
template <class Tag, std::size_t N>
struct Id {
    Fixed<N> value;

    [[nodiscard]] ByteView bytes() const { return value.bytes(); }

    [[nodiscard]] std::string hex() const { return to_hex(bytes()); }

    [[nodiscard]] bool is_zero() const { return value.is_zero(); }

    static Result<Id> from(ByteView bytes) {
        auto fixed = Fixed<N>::from(bytes);
        if (!fixed) return error_of(fixed);
        return Id{*fixed};
    }

    static Result<Id> from_hex_text(std::string_view hex) {
        auto bytes = from_hex(hex);
        if (!bytes) return error_of(bytes);
        return from(*bytes);
    }

    auto operator<=>(const Id&) const = default;
};

using TenantId = Id<struct TenantTag, 16>; // random, made by `muster-server init`
using AuditId = Id<struct AuditTag, 16>;   // derived: see audit::audit_id_of
using WriterId = Id<struct WriterTag, 16>; // derived: see audit::writer_id_of
using DeviceId = Id<struct DeviceTag, 16>; // random, made at enrolment
using PersonId = Id<struct PersonTag, 16>; // random, made by the server
using VisitId = Id<struct VisitTag, 16>; // random, made by the server (or the device: unscheduled)
using ProgrammeId = Id<struct ProgrammeTag, 16>;       // random, made by the server
using OpId = Id<struct OpTag, 32>;                     // SHA-256 of the header: see audit::op_id_of
using DocumentHash = Id<struct DocumentTag, 32>;       // SHA-256 of a document's bytes
using CertificateHash = Id<struct CertificateTag, 32>; // SHA-256 of a certificate's bytes
using EvidenceId = Id<struct EvidenceTag, 32>;         // SHA-256 of the evidence's bytes
using Digest16 = Id<struct DigestTag, 16>;             // tips digest of one side of an audit

} // namespace muster

template <class Tag, std::size_t N>
struct std::hash<muster::Id<Tag, N>> {
    // Ids are hashes or random: their first bytes are as good as any hash of them.
    std::size_t operator()(const muster::Id<Tag, N>& id) const noexcept {
        std::size_t out = 0;
        std::memcpy(&out, id.value.data.data(), sizeof out);
        return out;
    }
};
