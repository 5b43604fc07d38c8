#include "core/authoring/csv.hpp"
#include "core/authoring/provisions_csv.hpp"
#include "core/authoring/yaml.hpp"
#include "core/checklist/check.hpp"
#include "core/checklist/compiled.hpp"
#include "core/expression/functions.hpp"
#include "core/lint/lint.hpp"
#include "core/lint/simulate.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

using namespace muster;
using namespace muster::lint;
using namespace muster::checklist;

namespace {

std::filesystem::path source_folder() {
    const char* source = std::getenv("MUSTER_SOURCE");
    REQUIRE(source != nullptr);
    return source;
}

std::string read_source(const std::string& path) {
    std::ifstream file(source_folder() / path, std::ios::binary);
    REQUIRE(file);
    std::ostringstream out;
    out << file.rdbuf();
    return out.str();
}

std::string read_library(const std::string& path) {
    return read_source("core/library/" + path);
}

Checklist read_checklist(const std::string& name) {
    const auto checklist = authoring::checklist_from_yaml(read_library(name), name);
    INFO((checklist ? "" : checklist.error().text()));
    REQUIRE(checklist);
    return *checklist;
}

authoring::CsvTable read_table(const std::string& path, authoring::CsvOptions options = {}) {
    const auto table = authoring::read_csv(read_library(path), path, options);
    INFO((table ? "" : table.error().text()));
    REQUIRE(table);
    return *table;
}

// "likert5" in the data set is a Likert question of five points here.
std::string type_of(const Question& question) {
    if (question.type == QuestionType::yes_no) return "yesno";
    if (question.type != QuestionType::likert) return std::string(name_of(question.type));
    return "likert" + std::to_string(question.scale_points);
}

} // namespace

TEST_CASE("The programme's checklist carries every question of its data set", "[library]") {
    const Checklist checklist = read_checklist("rater_programme.yaml");
    const authoring::CsvTable table = read_table("demo/programme/questions.csv");
    REQUIRE(table.require(
        {"question_id", "section", "dimension", "type", "weight", "critical", "provision_id", "text"
        }
    ));
    REQUIRE(table.rows_count() == 38);
    for (std::size_t i = 0; i < table.rows_count(); ++i) {
        const authoring::CsvRow row = table.row(i);
        INFO(row.cell("question_id"));
        const Question* question = find_question(checklist, row.cell("question_id"));
        REQUIRE(question != nullptr);
        CHECK(question->label.in("en") == row.cell("text"));
        CHECK(type_of(*question) == row.cell("type"));
        const std::string dimension(row.cell("dimension"));
        CHECK(name_of(question->dimension) == (dimension.empty() ? "none" : dimension));
        CHECK(to_text(question->weight) == row.cell("weight"));
        CHECK((question->critical == CriticalRule::flag) == (row.cell("critical") == "1"));
        const std::string provision(row.cell("provision_id"));
        CHECK(
            question->provisions ==
            (provision.empty() ? std::vector<std::string>() : std::vector{provision})
        );
        CHECK(question->not_applicable_allowed);
        CHECK(question->required.empty());
        const auto in_section = [&](const Section& section) {
            return section.id == row.cell("section") &&
                   std::ranges::find(section.questions, question->id, &Question::id) !=
                       section.questions.end();
        };
        CHECK(std::ranges::any_of(checklist.sections, in_section));
    }
    CHECK(find_question(checklist, "NPS")->measure == Measure::nps);
    CHECK(find_question(checklist, "CSAT")->measure == Measure::csat);
    CHECK(find_question(checklist, "CES")->measure == Measure::ces);
    CHECK(find_question(checklist, "FCR")->measure == Measure::fcr);
    CHECK(find_question(checklist, "wait_s")->measure == Measure::wait);
    CHECK(find_question(checklist, "wait_s")->target_ms == 120'000);
}

TEST_CASE("The programme's channels and scenarios are choices of its checklist", "[library]") {
    const Checklist checklist = read_checklist("rater_programme.yaml");
    const auto compiled = compile(checklist);
    REQUIRE(compiled);
    const authoring::CsvTable audits = read_table("demo/programme/audits.csv");
    REQUIRE(audits.require({"channel", "scenario"}));
    for (std::size_t i = 0; i < audits.rows_count(); ++i) {
        for (const char* column : {"channel", "scenario"}) {
            const Value value = Choices{{std::string(audits.row(i).cell(column))}};
            REQUIRE(compiled->check_type(column, value));
        }
    }
}

TEST_CASE("Every answer of the 1996 survey is valid on its checklist", "[library]") {
    const auto compiled = compile(read_checklist("anes96_survey.yaml"));
    REQUIRE(compiled);
    const authoring::CsvTable table = read_table("demo/anes96/anes96.csv", {'\t', '\''});
    REQUIRE(table.rows_count() == 944);
    for (std::size_t i = 0; i < table.rows_count(); ++i) {
        AnswerSheet sheet;
        for (const auto& column : table.columns()) {
            const auto number = parse_decimal(table.row(i).cell(column));
            REQUIRE(number);
            REQUIRE(compiled->check_type(column, Value(*number)));
            sheet.answers[{column, {}}] = {AnswerState::answered, *number, ""};
        }
        for (const auto& status : compiled->evaluate(sheet, {})) {
            REQUIRE(status.validity == Compiled::Validity::valid);
        }
    }
}

TEST_CASE(
    "Every checklist of the library is clean by lint, and all of it can be reached", "[library]"
) {
    const auto provisions =
        authoring::read_provisions_csv(read_library("provisions/provisions.csv"), "provisions.csv");
    REQUIRE(provisions);
    // 2026-11-22T12:00Z
    constexpr WallTime noon{.utc_ms = 1'795'348'800'000, .offset_minutes = 0};
    std::size_t seen = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(source_folder() / "core/library")) {
        if (entry.path().extension() != ".yaml") continue;
        ++seen;
        const std::string name = entry.path().filename().string();
        INFO(name);
        const auto compiled = compile(read_checklist(name));
        REQUIRE(compiled);
        for (const auto& finding : lint::check(*compiled, {&*provisions, local_date(noon)})) {
            INFO(finding.place << ": " << finding.message);
            CHECK(finding.rule->severity == LintSeverity::hint);
        }
        const auto found =
            simulate(*compiled, {.seed = 1, .runs = 20, .now = noon, .search_scores = false});
        REQUIRE(found);
        for (const auto& branch : found->branches) {
            INFO(branch.place << " " << branch.outcome);
            CHECK(branch.state == Branch::State::covered);
        }
    }
    CHECK(seen > 20);
}

namespace {

// "| [rater_store](rater_store.yaml) | what for | channel | 43 | 8 · 6 · 5 · 6 · 8 |" as its cells.
std::vector<std::string> table_cells(const std::string& line) {
    std::vector<std::string> out;
    std::istringstream cells(line.substr(1));
    for (std::string cell; std::getline(cells, cell, '|');) {
        const auto first = cell.find_first_not_of(' ');
        const auto last = cell.find_last_not_of(' ');
        out.push_back(first == std::string::npos ? "" : cell.substr(first, last - first + 1));
    }
    return out;
}

// What somebody answers, and how many of it are scored in each dimension.
struct Counts {
    std::size_t questions = 0;
    std::map<Dimension, std::size_t> scored;
};

Counts counts_of(const Checklist& checklist) {
    Counts out;
    for (const auto& section : checklist.sections) {
        for (const auto& question : section.questions) {
            if (!is_shown(question.type) || question.type == QuestionType::note) continue;
            ++out.questions;
            if (question.weight.unscaled != 0) ++out.scored[question.dimension];
        }
    }
    return out;
}

} // namespace

TEST_CASE("The library's contents say how much each checklist asks", "[library]") {
    std::istringstream readme(read_library("README.md"));
    std::size_t seen = 0;
    for (std::string line; std::getline(readme, line);) {
        const auto name_end = line.find("](");
        if (!line.starts_with("| [") || name_end == std::string::npos) continue;
        ++seen;
        const auto name = line.substr(3, name_end - 3);
        INFO(name);
        const auto cells = table_cells(line);
        Counts counts = counts_of(read_checklist(name + ".yaml"));
        CHECK(cells[3] == std::to_string(counts.questions));
        if (cells[4].find("·") == std::string::npos) continue;
        std::string dimensions;
        for (const auto dimension :
             {Dimension::reliability,
              Dimension::assurance,
              Dimension::tangibles,
              Dimension::empathy,
              Dimension::responsiveness}) {
            dimensions +=
                (dimensions.empty() ? "" : " · ") + std::to_string(counts.scored[dimension]);
        }
        CHECK(cells[4] == dimensions);
    }
    CHECK(seen > 20);
}

TEST_CASE("Every provision is tested by a question, or the table says why not", "[library]") {
    std::set<std::string> tested;
    for (const auto& entry :
         std::filesystem::directory_iterator(source_folder() / "core/library")) {
        if (entry.path().extension() != ".yaml") continue;
        for (const auto& section : read_checklist(entry.path().filename().string()).sections) {
            for (const auto& question : section.questions)
                tested.insert(question.provisions.begin(), question.provisions.end());
        }
    }
    const auto provisions =
        authoring::read_provisions_csv(read_library("provisions/provisions.csv"), "provisions.csv");
    REQUIRE(provisions);
    const std::string readme = read_library("provisions/README.md");
    const std::string excused = readme.substr(readme.find("are tested by no question"));
    for (const auto& provision : provisions->provisions) {
        INFO(provision.id);
        CHECK(
            tested.contains(provision.id) !=
            (excused.find("| `" + provision.id + "` |") != std::string::npos)
        );
    }
}

TEST_CASE(
    "The language's document names every function and type, and its example is right", "[library]"
) {
    const std::string document = read_source("docs/checklist_language.md");
    for (const auto name : expression::function_names()) {
        INFO(name);
        CHECK(document.find("`" + std::string(name) + "(") != std::string::npos);
    }
    for (int i = 1; i <= static_cast<int>(question_type_last); ++i) {
        const std::string name(name_of(static_cast<QuestionType>(i)));
        INFO(name);
        CHECK(document.find("`" + name + "`") != std::string::npos);
    }
    std::istringstream lines(document);
    std::string example; // the only indented block
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("    ")) example += line.substr(4) + "\n";
    }
    const auto checklist = authoring::checklist_from_yaml(example, "example.yaml");
    INFO((checklist ? "" : checklist.error().text()));
    REQUIRE(checklist);
    CHECK(checklist->sections[1].questions[0].id == "LEG1");
}
