// docs/lint.md is the specification of lint, and its examples are the tests.
#include "core/authoring/provisions_csv.hpp"
#include "core/authoring/yaml.hpp"
#include "core/lint/lint.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

using namespace muster;
using namespace muster::lint;

namespace {

struct Entry {
    std::string says;                            // up to the first example
    std::map<std::string, std::string> examples; // "Bad", "Good"
};

struct Document {
    std::string provisions;
    std::map<std::string, Entry> entries;
};

Document read_document() {
    const char* source = std::getenv("MUSTER_SOURCE");
    REQUIRE(source != nullptr);
    std::ifstream file(std::string(source) + "/docs/lint.md", std::ios::binary);
    REQUIRE(file);
    Document out;
    Entry* entry = nullptr;
    std::string example;
    std::string* block = nullptr;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("```")) {
            if (block != nullptr) {
                block = nullptr;
            } else if (entry != nullptr) {
                block = &entry->examples[example];
            } else {
                block = &out.provisions;
            }
        } else if (block != nullptr) {
            *block += line + "\n";
        } else if (line.starts_with("## ")) {
            entry = &out.entries[line.substr(3)];
            example.clear();
        } else if (line == "Bad:" || line == "Good:") {
            example = line.substr(0, line.size() - 1);
        } else if (entry != nullptr && example.empty()) {
            entry->says += line + "\n";
        }
    }
    return out;
}

// Examples leave out what is the same in all of them.
std::string whole(const std::string& example) {
    std::string head = "checklist: example\nversion: \"1\"\n";
    if (!example.starts_with("title:")) head += "title: Example\n";
    if (!example.starts_with("- ")) return head + example;
    std::string out = head + "sections:\n  - id: Page\n    title: Page\n    questions:\n";
    std::istringstream lines(example);
    for (std::string line; std::getline(lines, line);)
        out += "      " + line + "\n";
    return out;
}

std::set<std::string> found_in(const std::string& example, const audit::Provisions& provisions) {
    const auto read = authoring::checklist_from_yaml(whole(example), "example.yaml");
    if (!read) {
        UNSCOPED_INFO(read.error().text());
        return {std::string(refusal(read.error()).rule->id)};
    }
    const auto compiled = checklist::compile(*read);
    REQUIRE(compiled);
    std::set<std::string> out;
    for (const auto& finding : lint::check(*compiled, {&provisions, {2026, 11, 22}})) {
        UNSCOPED_INFO(finding.place << ": " << finding.message);
        CHECK_FALSE(finding.message.empty());
        CHECK_FALSE(finding.remedy.empty());
        out.insert(std::string(finding.rule->id));
    }
    return out;
}

} // namespace

TEST_CASE("Every rule of lint is explained, and its examples are right", "[lint]") {
    const Document document = read_document();
    const auto provisions = authoring::read_provisions_csv(document.provisions, "lint.md");
    INFO((provisions ? "" : provisions.error().text()));
    REQUIRE(provisions);
    for (const auto& rule : lint_rules()) {
        INFO(rule.id);
        const auto entry = document.entries.find(std::string(rule.id));
        REQUIRE(entry != document.entries.end());
        const std::string severity = " " + std::string(name_of(rule.severity)) + ".";
        CHECK(entry->second.says.find(severity) != std::string::npos);
        const auto bad = entry->second.examples.find("Bad");
        const auto good = entry->second.examples.find("Good");
        REQUIRE(bad != entry->second.examples.end());
        REQUIRE(good != entry->second.examples.end());
        CHECK(found_in(bad->second, *provisions) == std::set{std::string(rule.id)});
        CHECK(found_in(good->second, *provisions) == std::set<std::string>());
    }
    for (const auto& [id, entry] : document.entries) {
        INFO(id);
        CHECK(find_lint_rule(id) != nullptr);
    }
}
