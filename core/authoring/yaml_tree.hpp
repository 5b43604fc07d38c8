// A YAML document as a tree that knows where each node stands. Only what checklists need: mappings
// with unique text keys, sequences, texts. Anchors, aliases and tags are refused (an alias can make
// a small file mean a huge one), size, depth and number of nodes are capped.
#pragma once

#include "core/base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace muster::authoring {

struct YamlPlace {
    std::size_t line = 1;
    std::size_t column = 1;
};

struct YamlEntry;

struct YamlNode {
    enum class Kind : std::uint8_t { nothing, text, sequence, mapping };

    Kind kind = Kind::nothing;
    YamlPlace place;
    std::string text;
    std::vector<YamlNode> items;
    std::vector<YamlEntry> entries;

    // The value under a key; null where it is missing.
    [[nodiscard]] const YamlNode* find(std::string_view key) const;
};

struct YamlEntry {
    std::string key;
    YamlPlace place;
    YamlNode value;
};

// "rater.yaml, line 12, column 9"
std::string place_text(std::string_view file_name, YamlPlace place);

Result<YamlNode> read_yaml(std::string_view text, std::string_view file_name);

} // namespace muster::authoring
