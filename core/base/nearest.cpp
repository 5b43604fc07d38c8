#include "core/base/nearest.hpp"

#include <algorithm>
#include <vector>

namespace muster {

namespace {

constexpr std::size_t word_bytes_max = 64; // longer words are compared by their beginning
constexpr std::size_t listed_max = 20;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Levenshtein distance, ignoring the case of ASCII letters; a neighbouring swap counts as two.
std::size_t changes(std::string_view a, std::string_view b) {
    a = a.substr(0, word_bytes_max);
    b = b.substr(0, word_bytes_max);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (lower(a[i]) == lower(b[j]) ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return row[b.size()];
}

} // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
    std::string_view best;
    std::size_t best_changes = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const auto candidate : candidates) {
        const std::size_t count = changes(word, candidate);
        // A candidate of which nothing remains is no guess.
        if (count < best_changes && count < std::max(word.size(), candidate.size())) {
            best = candidate;
            best_changes = count;
        }
    }
    return best;
}

std::string nearest_hint(std::string_view word, std::span<const std::string_view> candidates) {
    if (const auto best = nearest(word, candidates); !best.empty()) {
        return "Did you mean " + std::string(best) + "?";
    }
    if (candidates.empty()) return {};
    std::string out = "Known are: ";
    for (std::size_t i = 0; i < candidates.size() && i < listed_max; ++i) {
        out += (i == 0 ? "" : ", ") + std::string(candidates[i]);
    }
    return out + (candidates.size() > listed_max ? ", …" : ".");
}

} // namespace muster
