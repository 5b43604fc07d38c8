#include "core/authoring/choice_files.hpp"
#include "core/checklist/limits.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::authoring;
using namespace muster::checklist;

namespace {

Checklist with_towns() {
    Checklist out;
    out.languages = {"en", "cy"};
    out.choice_lists = {{"towns", {}, "towns.csv"}};
    Question town;
    town.id = "town";
    town.type = QuestionType::one_choice;
    town.choice_list = "towns";
    out.sections = {{"S", {}, {}, {town}}};
    return out;
}

Error refusal(std::string_view csv) {
    Checklist checklist = with_towns();
    const auto done = read_choice_file(checklist.choice_lists[0], csv, checklist);
    REQUIRE_FALSE(done);
    CHECK(checklist.choice_lists[0].choices.empty());
    return done.error();
}

} // namespace

TEST_CASE("The rows of a file become choices with labels, points and columns", "[choices]") {
    Checklist checklist = with_towns();
    const auto wrong = read_choice_files(checklist, [](const std::string& name) {
        CHECK(name == "towns.csv");
        return Result<std::string>("name,label::English (en),label::cy,muster_points,county\n"
                                   "dover,Dover,Dofr,2,kent\nleeds,Leeds,,,\n");
    });
    CHECK(wrong.empty());
    const ChoiceList& list = checklist.choice_lists[0];
    CHECK(list.file == "towns.csv");
    REQUIRE(list.choices.size() == 2);
    CHECK(list.choices[0].label == LocalText{{{"en", "Dover"}, {"cy", "Dofr"}}});
    CHECK(list.choices[0].points == Decimal::integer(2));
    CHECK(list.choices[0].columns == NamedValues{{"county", "kent"}});
    CHECK(list.choices[1].label == LocalText{{{"en", "Leeds"}}});
    CHECK(list.choices[1].columns.empty());
}

TEST_CASE("A question's parameters say which columns are names and labels", "[choices]") {
    Checklist checklist = with_towns();
    checklist.sections[0].questions[0].parameters = {{"label", "title"}, {"value", "code"}};
    REQUIRE(read_choice_file(checklist.choice_lists[0], "code,title,name\nd,Dover,x\n", checklist));
    const Choice& choice = checklist.choice_lists[0].choices.at(0);
    CHECK(choice.name == "d");
    CHECK(choice.label.in("en") == "Dover");
    CHECK(choice.columns.empty());
}

TEST_CASE("What is wrong with a choice file is named with its line", "[choices]") {
    CHECK(refusal("label\nDover\n").message.contains("name"));
    CHECK(refusal("name\ndover\n").message == "The file has no labels in en.");
    CHECK(refusal("name,label\n").message.contains("0 choices"));
    CHECK(refusal("name,label\na,A\nb,B\na,C\n").context == "towns.csv, line 4, column name");
    CHECK(refusal("name,label\na,\n").context == "towns.csv, line 2, column label");
    CHECK(refusal("name,label\n\"\",A\n").context == "towns.csv, line 2, column name");
    CHECK(refusal("name,label\na b,A\n").message.contains("has a space"));
    CHECK(refusal("name,label,muster_points\na,A,lots\n").context.contains("line 2, column muster")
    );
    CHECK(refusal("name,label\na,\xFF\n").context.contains("towns.csv, line 2"));
}

TEST_CASE("A file may have as many rows as a list has choices", "[choices]") {
    std::string csv = "name,label\n";
    for (std::size_t i = 0; i < checklist::limits::choices_max; ++i)
        csv += "c" + std::to_string(i) + ",C\n";
    Checklist checklist = with_towns();
    CHECK(read_choice_file(checklist.choice_lists[0], csv, checklist));
    CHECK(refusal(csv + "one_more,C\n").code == Code::resource_exhausted);
}

TEST_CASE("A file that is missing or no CSV is one precise message", "[choices]") {
    Checklist checklist = with_towns();
    checklist.choice_lists.push_back({"shapes", {}, "shapes.geojson"});
    const auto wrong = read_choice_files(checklist, [](const std::string& name) {
        return Result<std::string>(fail(Code::not_found, "There is no file " + name + "."));
    });
    REQUIRE(wrong.size() == 2);
    CHECK(wrong[0].message == "There is no file towns.csv.");
    CHECK(wrong[1].message.contains("not from shapes.geojson"));
}
