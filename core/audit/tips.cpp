#include "core/audit/tips.hpp"

#include <algorithm>
#include <unordered_set>

namespace muster::audit {

std::vector<Tip> tips_of(std::span<const Op> ops) {
    std::unordered_set<OpId> followed;
    for (const auto& op : ops)
        followed.insert(op.header.prev);
    std::vector<Tip> tips;
    for (const auto& op : ops) {
        if (!followed.contains(op.id)) tips.push_back({op.header.writer, op.header.seq, op.id});
    }
    std::ranges::sort(tips);
    const auto repeated = std::ranges::unique(tips);
    tips.erase(repeated.begin(), repeated.end());
    return tips;
}

Digest16 digest_of(std::vector<Tip> tips, std::vector<OpId> missing_payloads) {
    std::ranges::sort(tips);
    std::ranges::sort(missing_payloads);
    Sha256 hash;
    for (const auto& tip : tips) {
        std::array<std::uint8_t, 8> seq{};
        for (std::size_t i = 0; i < seq.size(); ++i) {
            seq[i] = static_cast<std::uint8_t>(tip.seq >> (8 * i));
        }
        hash.add(tip.writer.bytes());
        hash.add(seq);
        hash.add(tip.op.bytes());
    }
    for (const auto& id : missing_payloads)
        hash.add(id.bytes());
    const auto full = hash.finish();
    Digest16 digest;
    std::memcpy(digest.value.data.data(), full.data.data(), 16);
    return digest;
}

} // namespace muster::audit
