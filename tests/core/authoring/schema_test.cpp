// The JSON Schema of the language and its reader know the same keys and words, and every checklist
// of the library is valid by it.
#include "core/authoring/yaml_fields.hpp"
#include "core/base/decimal.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

using namespace muster;
using namespace muster::authoring;
namespace json = boost::json;

namespace {

using Names = std::set<std::string>;

std::filesystem::path source_folder() {
    const char* source = std::getenv("MUSTER_SOURCE");
    REQUIRE(source != nullptr);
    return source;
}

std::string read(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    REQUIRE(file);
    std::ostringstream out;
    out << file.rdbuf();
    return out.str();
}

json::object read_schema() {
    return json::parse(read(source_folder() / "core/library/checklist.schema.json")).as_object();
}

Names keys_of(const json::value& object_schema) {
    Names out;
    for (const auto& [key, value] : object_schema.at("properties").as_object())
        out.insert(std::string(key));
    return out;
}

Names words_of(const json::value& enum_schema) {
    Names out;
    for (const auto& word : enum_schema.at("enum").as_array()) {
        if (word.is_string()) out.insert(std::string(word.as_string()));
    }
    return out;
}

// The reader names all that it knows when it meets a word that is like none of them.
Names known_to_reader(const std::string& yaml) {
    const auto read = checklist_as_written(yaml, "test.yaml");
    REQUIRE_FALSE(read);
    const std::string& hint = read.error().hint;
    const std::string intro = "Known are: ";
    INFO(read.error().message << " " << hint);
    REQUIRE(hint.starts_with(intro));
    Names out;
    std::istringstream words(hint.substr(intro.size(), hint.size() - intro.size() - 1));
    for (std::string word; std::getline(words, word, ',');) {
        out.insert(word.substr(word.find_first_not_of(' ')));
    }
    return out;
}

const std::string unknown = "qqqqqqqqqqqqqqqqqqqqqqqq";
const std::string head = "checklist: a\nversion: \"1\"\ntitle: A\n";

Names words_known_for(const std::string& key) {
    return known_to_reader(
        head + "sections: [{id: S, questions: [{id: q, type: note, " + key + ": " + unknown +
        "}]}]\n"
    );
}

// Enough of JSON Schema for this one; other keywords fail the test.
class Validator {
public:
    explicit Validator(const json::object& schema) : schema_(schema) {}

    // Empty, or where and why not.
    std::string problem(const YamlNode& node, const json::value& rule, const std::string& place) {
        for (const auto& [keyword, value] : rule.as_object()) {
            const std::string found = check(keyword, value, node, rule.as_object(), place);
            if (!found.empty()) return found;
        }
        return {};
    }

private:
    std::string check(
        std::string_view keyword,
        const json::value& value,
        const YamlNode& node,
        const json::object& rule,
        const std::string& place
    ) {
        static const Names passed_over = {
            "$schema", "title", "description", "definitions", "required", "additionalProperties"
        };
        if (keyword == "$ref") {
            const std::string name(value.as_string());
            const std::string prefix = "#/definitions/";
            REQUIRE(name.starts_with(prefix));
            return problem(node, schema_.at("definitions").at(name.substr(prefix.size())), place);
        }
        if (keyword == "allOf") return problem(node, value.at(0), place);
        if (keyword == "anyOf") return any_of(value.as_array(), node, place);
        if (keyword == "type") return is_type(value, node) ? "" : place + ": another type";
        if (keyword == "enum") return is_word(value, node) ? "" : place + ": " + node.text;
        if (keyword == "pattern") {
            const std::regex pattern{std::string(value.as_string())};
            return std::regex_search(node.text, pattern) ? "" : place + ": " + node.text;
        }
        if (keyword == "minimum") return std::stoll(node.text) >= value.as_int64() ? "" : place;
        if (keyword == "maximum") return std::stoll(node.text) <= value.as_int64() ? "" : place;
        if (keyword == "items") return items(value, node, place);
        if (keyword == "properties" || keyword == "additionalProperties") {
            if (keyword == "additionalProperties" && rule.contains("properties")) return {};
            return members(node, rule, place);
        }
        INFO(keyword);
        CHECK(passed_over.contains(std::string(keyword)));
        return {};
    }

    std::string any_of(const json::array& rules, const YamlNode& node, const std::string& place) {
        std::string all;
        for (const auto& rule : rules) {
            const std::string found = problem(node, rule, place);
            if (found.empty()) return {};
            all += found + "; ";
        }
        return all;
    }

    std::string items(const json::value& rule, const YamlNode& node, const std::string& place) {
        for (std::size_t i = 0; i < node.items.size(); ++i) {
            const auto found = problem(node.items[i], rule, place + "/" + std::to_string(i));
            if (!found.empty()) return found;
        }
        return {};
    }

    std::string members(const YamlNode& node, const json::object& rule, const std::string& place) {
        const json::value* properties = rule.if_contains("properties");
        const json::value* others = rule.if_contains("additionalProperties");
        for (const auto& entry : node.entries) {
            const std::string there = place + "/" + entry.key;
            const json::value* known =
                properties == nullptr ? nullptr : properties->as_object().if_contains(entry.key);
            if (known == nullptr && (others == nullptr || others->is_bool())) {
                return there + ": unknown key";
            }
            const auto found = problem(entry.value, known != nullptr ? *known : *others, there);
            if (!found.empty()) return found;
        }
        if (const auto* required = rule.if_contains("required")) {
            for (const auto& key : required->as_array()) {
                if (node.find(key.as_string()) == nullptr) {
                    return place + ": no " + std::string(key.as_string());
                }
            }
        }
        return {};
    }

    static bool is_type(const json::value& types, const YamlNode& node) {
        if (types.is_array()) {
            for (const auto& type : types.as_array()) {
                if (is_type(type, node)) return true;
            }
            return false;
        }
        const std::string_view type = types.as_string();
        if (type == "object") return node.kind == YamlNode::Kind::mapping;
        if (type == "array") return node.kind == YamlNode::Kind::sequence;
        if (node.kind != YamlNode::Kind::text) return false;
        if (type == "string") return true;
        const auto number = parse_decimal(node.text);
        if (type == "integer") return number && normalised(*number).scale == 0;
        return type == "number" && number.has_value();
    }

    static bool is_word(const json::value& words, const YamlNode& node) {
        for (const auto& word : words.as_array()) {
            if (word.is_string() && word.as_string() == node.text) return true;
            if (word.is_bool() && node.text == (word.as_bool() ? "true" : "false")) return true;
        }
        return false;
    }

    const json::object& schema_;
};

} // namespace

TEST_CASE("The schema and the reader know the same keys", "[schema]") {
    const json::object schema = read_schema();
    const json::value& parts = schema.at("definitions");
    CHECK(keys_of(json::value(schema)) == known_to_reader(head + unknown + ": x\n"));
    CHECK(
        keys_of(parts.at("section")) == known_to_reader(head + "sections: [{" + unknown + ": x}]\n")
    );
    const std::string in_section = "sections: [{id: S, questions: [{";
    const auto known = question_keys();
    CHECK(keys_of(parts.at("question")) == Names(known.begin(), known.end()));
    CHECK(
        keys_of(parts.at("group")) ==
        known_to_reader(head + in_section + "group: g, " + unknown + ": x}]}]\n")
    );
    CHECK(
        keys_of(parts.at("choice")) ==
        known_to_reader(head + "choice_lists: {l: {a: {" + unknown + ": x}}}\n")
    );
    CHECK(
        keys_of(parts.at("question").at("properties").at("media")) ==
        known_to_reader(head + in_section + "id: q, type: note, media: {" + unknown + ": x}}]}]\n")
    );
}

TEST_CASE("The schema and the reader know the same words", "[schema]") {
    const json::object schema = read_schema();
    const json::value& properties = schema.at("definitions").at("question").at("properties");
    for (const std::string key : {"dimension", "critical", "measure", "need", "evidence"}) {
        INFO(key);
        CHECK(words_of(properties.at(key)) == words_known_for(key));
    }
    Names types;
    for (int i = 1; i <= static_cast<int>(checklist::question_type_last); ++i)
        types.emplace(name_of(static_cast<checklist::QuestionType>(i)));
    CHECK(words_of(properties.at("type")) == types);
    Names steps;
    for (const auto step : checklist::complaint_steps())
        steps.emplace(name_of(step));
    CHECK(words_of(schema.at("definitions").at("complaintStep")) == steps);
}

TEST_CASE("Every key of the schema is described", "[schema]") {
    const json::object schema = read_schema();
    const auto described = [](const json::value& object_schema) {
        for (const auto& [key, value] : object_schema.at("properties").as_object()) {
            INFO(key);
            CHECK(value.as_object().contains("description"));
        }
    };
    described(json::value(schema));
    for (const char* part : {"section", "question", "group", "choice"})
        described(schema.at("definitions").at(part));
}

TEST_CASE("Every checklist of the library is valid by the schema", "[schema]") {
    const json::object schema = read_schema();
    Validator validator(schema);
    std::size_t seen = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(source_folder() / "core/library")) {
        if (entry.path().extension() != ".yaml") continue;
        ++seen;
        const auto tree = read_yaml(read(entry.path()), entry.path().filename().string());
        REQUIRE(tree);
        CHECK(
            validator.problem(*tree, json::value(schema), entry.path().filename().string()) == ""
        );
    }
    CHECK(seen > 20);
}

TEST_CASE("What the reader refuses for its keys, the schema refuses too", "[schema]") {
    const json::object schema = read_schema();
    Validator validator(schema);
    const auto problem = [&](const std::string& yaml) {
        const auto tree = read_yaml(head + yaml, "test.yaml");
        REQUIRE(tree);
        return validator.problem(*tree, json::value(schema), "");
    };
    const std::string question = "sections: [{id: S, questions: [{id: q, type: ";
    CHECK(problem(question + "yes_no, weight: 2, na: yes}]}]\n") == "");
    CHECK(problem(question + "yesno}]}]\n") != "");
    CHECK(problem(question + "yes_no, weigth: 2}]}]\n") != "");
    CHECK(problem(question + "yes_no, weight: much}]}]\n") != "");
    CHECK(problem(question + "stopwatch, target: soon}]}]\n") != "");
    CHECK(problem("") != "");
}
