#include "core/authoring/yaml.hpp"
#include "core/checklist/check.hpp"
#include "core/checklist/checklist_codec.hpp"
#include "core/checklist/compiled.hpp"
#include "tests/support/checklist_builders.hpp"
#include "tests/support/filled_message.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

using namespace muster;
using namespace muster::authoring;
using namespace muster::checklist;

namespace {

std::string read_source(const std::string& path) {
    const char* source = std::getenv("MUSTER_SOURCE");
    REQUIRE(source != nullptr);
    std::ifstream file(std::string(source) + "/" + path, std::ios::binary);
    REQUIRE(file);
    std::ostringstream out;
    out << file.rdbuf();
    return out.str();
}

Checklist library(const std::string& name) {
    const auto checklist = checklist_from_yaml(read_source("core/library/" + name), name);
    INFO((checklist ? "" : checklist.error().text()));
    REQUIRE(checklist);
    return *checklist;
}

} // namespace

TEST_CASE("Any checklist that is written as YAML is read back as it was", "[yaml]") {
    CHECK(rc::check([] {
        const Checklist checklist = any_checklist();
        RC_PRE(compile(checklist).has_value());
        const std::string text = checklist_to_yaml(checklist);
        const auto back = checklist_from_yaml(text, "any.yaml");
        if (!back) RC_FAIL(back.error().text() + "\n" + text);
        RC_ASSERT((*back == checklist));
        RC_ASSERT(checklist_to_yaml(*back) == text);
        RC_ASSERT(encode_checklist(*back) == encode_checklist(checklist));
    }));
}

TEST_CASE("Every field of a checklist is written as YAML and read back", "[yaml]") {
    test::MessageFiller filler(test::MessageFiller::Booleans::all_true);
    const auto message = filler.filled("muster.v1.Checklist");
    REQUIRE(message);
    const auto* format = message->GetDescriptor()->FindFieldByName("format");
    message->GetReflection()->SetUInt32(message.get(), format, 2);
    const std::string bytes = message->SerializeAsString();
    auto checklist = decode_checklist(view(bytes));
    REQUIRE(checklist);
    // What cannot stand side by side: choices and a file, and questions of groups that are not
    // there.
    checklist->choice_lists[0].file.clear();
    checklist->choice_lists[1].choices.clear();
    checklist->groups[0].parent = 0;
    checklist->groups[1].parent = 1;
    for (std::size_t i = 0; i < 2; ++i) {
        for (auto& section : checklist->sections)
            section.questions[i].group = 0;
        checklist->sections[0].questions[i].group = static_cast<std::uint32_t>(i + 1);
    }
    const std::string text = checklist_to_yaml(*checklist);
    INFO(text);
    const auto back = checklist_as_written(text, "full.yaml");
    INFO((back ? "" : back.error().text()));
    REQUIRE(back);
    CHECK(encode_checklist(*back) == encode_checklist(*checklist));
    CHECK(*back == *checklist);
}

TEST_CASE("Checklists are written as a person would write them", "[yaml]") {
    Checklist checklist;
    checklist.id = "demo";
    checklist.version = "2026-11";
    checklist.title.translations = {{"en", "A visit: what we saw"}};
    checklist.languages = {"en"};
    checklist.choice_lists = {{"channel", {{"store", {{{"en", "In a store"}}}, std::nullopt}}}};
    Question one;
    one.id = "LEG1";
    one.type = QuestionType::yes_no;
    one.label.translations = {{"en", "Every product showed its price."}};
    one.relevant = "${channel} = 'store'";
    one.required = "true()";
    one.weight = {15, 1};
    one.critical = CriticalRule::flag;
    one.provisions = {"pmo-2004-art4"};
    one.not_applicable_allowed = true;
    Question channel;
    channel.id = "channel";
    channel.type = QuestionType::one_choice;
    channel.choice_list = "channel";
    channel.label.translations = {{"en", "Channel"}};
    checklist.sections = {{"Legal", {{{"en", "Legal duties"}}}, "", {channel, one}}};
    CHECK(checklist_to_yaml(checklist) == R"(checklist: demo
version: "2026-11"
title: "A visit: what we saw"
languages: [en]

choice_lists:
  channel:
    store: In a store

sections:
  - id: Legal
    title: Legal duties
    questions:
      - id: channel
        type: one_choice
        choices: channel
        label: Channel
      - id: LEG1
        type: yes_no
        label: Every product showed its price.
        relevant: ${channel} = 'store'
        required: yes
        weight: 1.5
        critical: flag
        provisions: [pmo-2004-art4]
        na: yes
)");
}

TEST_CASE("The checklists that ship compile and survive every spelling", "[library]") {
    for (const char* name : {"rater_programme.yaml", "anes96_survey.yaml"}) {
        INFO(name);
        const Checklist checklist = library(name);
        CHECK(compile(checklist));
        const auto from_bytes = decode_checklist(encode_checklist(checklist));
        REQUIRE(from_bytes);
        CHECK(*from_bytes == checklist);
        const auto from_yaml = checklist_from_yaml(checklist_to_yaml(checklist), name);
        REQUIRE(from_yaml);
        CHECK(*from_yaml == checklist);
    }
}
