#include "sync-server/services/contribution_codec.hpp"

#include "core/report/packed.hpp"

namespace muster::server {

namespace {

constexpr std::uint64_t format = 1;

} // namespace

Bytes encode_contribution(const Contribution& contribution) {
    report::PackWriter out;
    out.number(format);
    if (contribution.empty()) return out.take();
    const auto& first = contribution.front().first;
    out.text(first.wave_id);
    out.text(first.location_id);
    out.text(first.channel);
    for (const auto& [key, cell] : contribution) {
        out.text(key.subject);
        out.text(text_of(report::encode_cell(cell)));
    }
    return out.take();
}

Result<Contribution> decode_contribution(ByteView bytes) {
    report::PackReader in(bytes);
    Contribution out;
    const bool known = in.number() == format;
    if (!known || !in.ok()) return fail(Code::data_loss, "A stored contribution is damaged.");
    if (in.at_end()) return out;
    report::CellKey key{in.text(), in.text(), in.text(), {}};
    while (in.ok() && !in.at_end()) {
        key.subject = in.text();
        const auto packed = in.text();
        if (!in.ok()) break;
        auto cell = report::decode_cell(view(packed));
        if (!cell) return error_of(cell, "contribution");
        out.emplace_back(key, std::move(*cell));
    }
    if (!in.ok()) return fail(Code::data_loss, "A stored contribution is damaged.");
    return out;
}

} // namespace muster::server
