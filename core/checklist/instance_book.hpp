// Which instances of repeats the answers of a sheet tell of, and in which order. Knows nothing of
// relevance or of repeats that are counted; instance.hpp holds those that are there.
#pragma once

#include "core/checklist/answer_sheet.hpp"
#include "core/checklist/shape.hpp"

#include <optional>
#include <span>

namespace muster::checklist {

class InstanceBook {
public:
    explicit InstanceBook(std::size_t levels) : levels_(levels) {}

    // Takes in that the answer to a field of this level is another one (null: there is none). Says
    // whether the instance has come or gone by that.
    bool note_field(
        std::uint32_t level,
        std::span<const InstanceId> ids,
        const Answer* before,
        const Answer* now
    );
    // The same for the instance with these ids itself.
    void note_instance(std::uint32_t level, std::span<const InstanceId> ids, const Answer* now);

    // The last ids of the instances within the one with the ids `around`: by moment, then by id;
    // those without a moment come last.
    [[nodiscard]] std::vector<InstanceId>
    list(std::uint32_t level, std::span<const InstanceId> around) const;

private:
    using Ids = std::vector<InstanceId>;

    struct Entry {
        enum class Said : std::uint8_t { nothing, there, removed };

        Said said = Said::nothing;
        std::optional<std::int64_t> moment_ms;
        std::uint32_t answers = 0; // to fields in it, the instances within included

        [[nodiscard]] bool is_there() const {
            return said == Said::nothing ? answers > 0 : said == Said::there;
        }
    };

    std::vector<std::map<Ids, Entry>> levels_; // one book a level; the first stays empty
};

} // namespace muster::checklist
