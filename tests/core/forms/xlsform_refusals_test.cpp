// What is refused, and where: each case is a survey (its columns are given once), the other sheets,
// and the row and column that the refusal names.
#include "tests/core/forms/form_tables.hpp"

#include <catch2/catch.hpp>

#include <span>

using namespace muster;
using namespace muster::forms;

namespace {

struct Case {
    std::string_view about;
    std::string_view rows; // of the survey, under the columns below
    std::string_view sheets;
    std::string_view sheet;
    std::size_t row;
    std::string_view column;
};

constexpr std::string_view columns =
    "| survey |\n| | type | name | label | parameters | relevant | calculation | trigger | "
    "choice_filter | required | save_to | appearance | media::big-image | guidance_hint |\n";

constexpr std::string_view choices = R"(
| choices |
| | list_name | name | label |
| | c | a b | A |
| | d | x | X |
| | ticks | 0 | None |
| | ticks | 10 | All |
)";

void check(std::span<const Case> cases) {
    for (const Case& one : cases) {
        INFO(one.about);
        const auto form = form_from(
            std::string(columns) + std::string(one.rows) + std::string(choices) +
            std::string(one.sheets)
        );
        REQUIRE_FALSE(form);
        INFO(form.error().error.text());
        CHECK(form.error().place.sheet == one.sheet);
        CHECK(form.error().place.row == one.row);
        CHECK(form.error().place.column == one.column);
        CHECK_FALSE(form.error().error.hint.empty());
        CHECK(form.error().error.context == form.error().place.text());
    }
}

} // namespace

TEST_CASE("Rows that make no question are refused", "[xlsform]") {
    static constexpr Case cases[] = {
        {"unknown type", "| | txt | a | A |", "", "survey", 2, "type"},
        {"no type", "| | | a | A |", "", "survey", 2, "type"},
        {"no name", "| | text | | A |", "", "survey", 2, "name"},
        {"group without name", "| | begin group | | A |", "", "survey", 2, "name"},
        {"name with a space", "| | text | a b | A |", "", "survey", 2, "name"},
        {"name beginning with a digit", "| | text | 1a | A |", "", "survey", 2, "name"},
        {"meta is taken", "| | text | meta | A |", "", "survey", 2, "name"},
        {"no label", "| | text | a | |", "", "survey", 2, "label"},
        {"guidance alone", "| | text | a | | | | | | | | | | | more |", "", "survey", 2, "label"},
        {"big-image alone",
         "| | text | a | A | | | | | | | | | x.png |",
         "",
         "survey",
         2,
         "media::big-image"},
        {"same name twice", "| | text | a | A |\n| | text | a | A |", "", "survey", 3, "name"},
        {"name made by or_other",
         "| | select_one d or_other | a | A |\n| | text | a_other | A |",
         "",
         "survey",
         3,
         "name"},
        {"group never ends", "| | begin group | g | G |\n| | text | a | A |", "", "survey", 2, ""},
        {"end of nothing", "| | text | a | A |\n| | end group | | |", "", "survey", 3, "type"},
        {"end of another",
         "| | begin group | g | G |\n| | end repeat | | |",
         "",
         "survey",
         3,
         "type"},
        {"two repeats of one name",
         "| | begin repeat | r | R |\n| | end repeat |\n| | begin group | g | G |\n| | begin "
         "repeat | r | R |",
         "",
         "survey",
         5,
         "name"},
        {"repeat named like the form", "| | begin repeat | data | R |", "", "survey", 2, "name"},
        {"required group", "| | begin group | g | G | | | | | | yes |", "", "survey", 2, "required"
        },
        {"calculation of nothing", "| | calculate | a | |", "", "survey", 2, "calculation"},
        {"second audit", "| | audit | | |\n| | audit | | |", "", "survey", 3, "type"},
        {"audit by another name", "| | audit | x | |", "", "survey", 2, "name"},
        {"instance in a repeat",
         "| | begin repeat | r | R |\n| | csv-external | x | |",
         "",
         "survey",
         3,
         "type"},
    };
    check(cases);
}

TEST_CASE("Selects without their choices are refused", "[xlsform]") {
    static constexpr Case cases[] = {
        {"unknown list", "| | select_one nope | a | A |", "", "survey", 2, "type"},
        {"no list", "| | select_one | a | A |", "", "survey", 2, "type"},
        {"spaces in names", "| | select_multiple c | a | A |", "", "choices", 2, "name"},
        {"file without extension",
         "| | select_one_from_file towns | a | A |",
         "",
         "survey",
         2,
         "type"},
        {"file of another kind",
         "| | select_one_from_file towns.pdf | a | A |",
         "",
         "survey",
         2,
         "type"},
        {"no external sheet", "| | select_one_external x | a | A |", "", "survey", 2, "type"},
        {"filter with or_other",
         "| | select_one d or_other | a | A | | | | | x = 'y' |",
         "",
         "survey",
         2,
         "choice_filter"},
        {"search in a file",
         "| | select_one_from_file t.csv | a | A | | | | | | | | search('x') |",
         "",
         "survey",
         2,
         "appearance"},
        {"two lists in a table",
         "| | begin group | g | G | | | | | | | | table-list |\n| | select_one c | a | A |\n| | "
         "select_one d | b | B |",
         "",
         "survey",
         4,
         "type"},
        {"file and list of one name",
         "| | select_one_from_file d.csv | a | A |\n| | select_one d | b | B |",
         "",
         "survey",
         2,
         "type"},
        {"csv and xml of one name",
         "| | csv-external | t | |\n| | begin group | g | G |\n| | xml-external | t | |\n| | end "
         "group |",
         "",
         "survey",
         4,
         "type"},
        {"repeat in a loop",
         "| | begin loop over ticks | l | L |\n| | begin repeat | r | R |",
         "",
         "survey",
         3,
         "type"},
        {"reference into a loop",
         "| | begin loop over ticks | l | L |\n| | text | a | A |\n| | note | b | ${a} |\n| | end "
         "loop |",
         "",
         "survey",
         4,
         "label"},
        {"loop without list", "| | begin loop over nope | a | A |", "", "survey", 2, "type"},
    };
    check(cases);
}

TEST_CASE("References to nothing are refused", "[xlsform]") {
    static constexpr Case cases[] = {
        {"in an expression", "| | text | a | A | | ${b} = 1 |", "", "survey", 2, "relevant"},
        {"in a label", "| | text | a | A ${b} |", "", "survey", 2, "label"},
        {"case matters", "| | text | a | A |\n| | text | b | ${A} |", "", "survey", 3, "label"},
        {"not closed", "| | text | a | A ${a |", "", "survey", 2, "label"},
        {"with a space", "| | text | a | A ${ a } |", "", "survey", 2, "label"},
        {"empty", "| | text | a | A ${} |", "", "survey", 2, "label"},
        {"ambiguous",
         "| | text | a | A |\n| | begin group | g | G |\n| | text | a | A |\n| | end group |\n| | "
         "text | b | ${a} |",
         "",
         "survey",
         6,
         "label"},
        {"quote never closed", "| | text | a | A | | . = 'x |", "", "survey", 2, "relevant"},
        {"bracket never closed", "| | text | a | A | | not(true( |", "", "survey", 2, "relevant"},
        {"trigger", "| | text | a | A | | | 1 | ${b} |", "", "survey", 2, "trigger"},
        {"trigger without braces", "| | text | a | A | | | 1 | a |", "", "survey", 2, "trigger"},
        {"trigger that nobody sees",
         "| | calculate | c | | | | 1 |\n| | text | a | A | | | 1 | ${c} |",
         "",
         "survey",
         3,
         "trigger"},
        {"background-geopoint without trigger",
         "| | background-geopoint | a | |",
         "",
         "survey",
         2,
         "trigger"},
        {"in a choice", "| | text | a | A |", "| | d | y | ${zz} |", "choices", 6, "label"},
        {"in a setting",
         "| | text | a | A |",
         "| settings |\n| | instance_name |\n| | ${zz} |",
         "settings",
         2,
         "instance_name"},
        {"last saved", "| | text | a | A | | ${last-saved#b} = 1 |", "", "survey", 2, "relevant"},
    };
    check(cases);
}

TEST_CASE("Parameters that mean nothing are refused", "[xlsform]") {
    for (const auto& [type, parameters] :
         std::initializer_list<std::pair<const char*, const char*>>{
             {"range", "step=0"},
             {"range", "start=1 end=5 step=10"},
             {"range", "start=a"},
             {"range", "min=1"},
             {"range", "step=2 tick_interval=3"},
             {"range", "placeholder=11"},
             {"range", "tick_labelset=nope"},
             {"range", "tick_labelset=d"},
             {"range", "start=0 end=9 tick_labelset=ticks"},
             {"text", "rows=many"},
             {"text", "colour=red"},
             {"image", "max-pixels=big"},
             {"image", "app=camera"},
             {"image", "app=com.9.x"},
             {"audio", "quality=best"},
             {"background-audio", "quality=external"},
             {"geopoint", "allow-mock-accuracy=maybe"},
             {"geopoint", "capture-accuracy=near"},
             {"geotrace", "incremental=false"},
             {"geotrace", "warning-accuracy=5"},
             {"geopoint", "reference-geometry=nope"},
             {"select_one d", "randomize=maybe"},
             {"select_one d", "seed=1"},
             {"select_one d", "randomize=true seed=x"},
             {"select_one d", "value=x"},
             {"select_one_from_file t.csv", "value=7x"},
             {"text", "rows"},
             {"text", "rows=1=2"},
         }) {
        INFO(type << " " << parameters);
        const auto form = form_from(
            std::string(columns) + "| | " + type + " | a | A | " + parameters + " |\n" +
            std::string(choices)
        );
        REQUIRE_FALSE(form);
        CHECK(form.error().place == Place{"survey", 2, "parameters"});
    }
    for (const char* audit :
         {"location-priority=balanced",
          "location-priority=fast location-min-interval=1 location-max-age=2",
          "location-priority=balanced location-min-interval=3 location-max-age=2",
          "track-changes=maybe",
          "identify-user=1",
          "track-changes-reasons=always",
          "colour=red"}) {
        INFO(audit);
        CHECK_FALSE(form_from(std::string(columns) + "| | audit | | | " + audit + " |\n"));
    }
}

TEST_CASE("Parameters that mean something are taken", "[xlsform]") {
    for (const auto& [type, parameters] :
         std::initializer_list<std::pair<const char*, const char*>>{
             {"range", "start=0 end=10 step=0.5"},
             {"range", "start=10, end=0, step=1"},
             {"range", "start=0 end=10 tick_interval=5 tick_labelset=ticks placeholder=4"},
             {"text", "rows = 5"},
             {"image", "max-pixels=640;app=com.example.Camera"},
             {"audio", "Quality=Voice-Only"},
             {"geopoint", "capture-accuracy=2.5 warning-accuracy=10 allow-mock-accuracy=true"},
             {"geoshape", "incremental=true reference-geometry=d"},
             {"select_one d", "randomize=true seed=${a}"},
             {"integer", "anything=goes"},
         }) {
        INFO(type << " " << parameters);
        const auto form = form_from(
            std::string(columns) + "| | " + type + " | a | A | " + parameters + " |\n" +
            std::string(choices)
        );
        INFO((form ? "" : form.error().error.text()));
        CHECK(form);
    }
}

TEST_CASE("Sheets and headers that make no form are refused", "[xlsform]") {
    CHECK_FALSE(form_from(""));
    CHECK_FALSE(form_from("| questions |\n| | type | name |\n| | text | a |\n"));
    CHECK_FALSE(form_from("| survey |\n"));
    CHECK_FALSE(form_from("| survey |\n| | text | a | A |\n"));
    const auto twice =
        form_from("| survey |\n| | type | name | label | value |\n| | text | a | A | b |\n");
    REQUIRE_FALSE(twice);
    CHECK(twice.error().place == Place{"survey", 1, "value"});
    const auto near = form_from("| surveys |\n| | type | name |\n| | text | a |\n");
    REQUIRE_FALSE(near);
    CHECK(near.error().error.hint == "Rename the sheet surveys to survey.");
}

TEST_CASE("Choices and settings that contradict themselves are refused", "[xlsform]") {
    const std::string survey = "| survey |\n| | type | name | label |\n| | text | a | A |\n";
    const auto place = [&](std::string_view sheets) {
        const auto form = form_from(survey + std::string(sheets));
        return form ? Place{"it reads", 0, ""} : form.error().place;
    };
    CHECK(
        place("| choices |\n| | list_name | name | label |\n| | c | x | X |\n| | c | x | Y |\n") ==
        Place{"choices", 3, "name"}
    );
    CHECK(
        place("| choices |\n| | list_name | name | label |\n| | c | | X |\n") ==
        Place{"choices", 2, "name"}
    );
    CHECK(
        place("| choices |\n| | list_name | label |\n| | c | X |\n") == Place{"choices", 1, "name"}
    );
    CHECK(
        place("| choices |\n| | list_name | name | label | big-image |\n| | c | x | X | y.png |\n"
        ) == Place{"choices", 2, "big-image"}
    );
    CHECK(place("| settings |\n| | name |\n| | my form |\n") == Place{"settings", 2, "name"});
    CHECK(
        place("| settings |\n| | omit_instanceID | public_key |\n| | yes | MIIB |\n") ==
        Place{"settings", 2, "omit_instanceID"}
    );
    CHECK(form_from(
        survey + "| choices |\n| | list_name | name | label |\n| | c | x | X |\n| | c | x | Y |\n"
                 "| settings |\n| | allow_choice_duplicates |\n| | Yes |\n"
    ));
}

TEST_CASE("Entities that cannot be are refused", "[xlsform]") {
    const auto place = [&](std::string_view rows, std::string_view entities) {
        const auto form = form_from(
            "| survey |\n| | type | name | label | save_to |\n" + std::string(rows) +
            (entities.empty() ? "" : "\n| entities |\n") + std::string(entities)
        );
        return form ? Place{"it reads", 0, ""} : form.error().place;
    };
    const std::string_view saved = "| | text | a | A | x |";
    const std::string_view trees = "| | list_name | label |\n| | trees | a |\n";
    CHECK(place(saved, trees) == Place{"it reads", 0, ""});
    CHECK(place(saved, "") == Place{"survey", 2, "save_to"});
    CHECK(place("| | text | a | A | Name |", trees) == Place{"survey", 2, "save_to"});
    CHECK(place("| | text | a | A | __x |", trees) == Place{"survey", 2, "save_to"});
    CHECK(place("| | text | a | A | $x |", trees) == Place{"survey", 2, "save_to"});
    CHECK(place("| | text | a | A | x#y#z |", trees).row == 2);
    CHECK(place("| | text | a | A | other#y |", trees).row == 2);
    CHECK(place("| | begin group | g | G | x |\n| | end group |", trees).row == 2);
    CHECK(place("| | text | a | A | x |\n| | text | b | B | x |", trees).row == 3);
    CHECK(place(saved, "| | list_name |\n| | trees |\n") == Place{"entities", 2, "label"});
    CHECK(place(saved, "| | list_name | label |\n| | tr.ees | a |\n").column == "list_name");
    CHECK(place(saved, "| | list_name | label |\n| | __trees | a |\n").column == "list_name");
    CHECK(place(saved, "| | list_name | label |\n| | | a |\n").column == "list_name");
    CHECK(
        place(saved, "| | list_name | label | colour |\n| | trees | a | b |\n") ==
        Place{"entities", 1, "colour"}
    );
    CHECK(
        place(saved, "| | list_name | label | update_if |\n| | trees | a | true() |\n").column ==
        "entity_id"
    );
    CHECK(place(saved, "| | list_name | entity_id |\n| | trees | ${a} |\n").column == "list_name");
    CHECK(place(saved, "| | list_name | label |\n| | trees | a |\n| | trees | b |\n").row == 3);
    CHECK(
        place(saved, "| | list_name | label |\n| | trees | a |\n| | shovels | b |\n") ==
        Place{"survey", 2, "save_to"}
    );
    CHECK(
        place(
            "| | text | a | A | x |\n| | begin repeat | r | R | |\n| | text | b | B | y |\n| | end "
            "repeat |",
            trees
        ) == Place{"survey", 4, "save_to"}
    );
    CHECK(
        place(
            "| | text | a | A | p#x |\n| | text | b | B | q#y |",
            "| | list_name | label |\n| | p | a |\n| | q | b |\n"
        ) == Place{"entities", 3, ""}
    );
    CHECK(
        place(
            "| | begin group | g | G | |\n| | text | a | A | |\n| | end group | | | x |", trees
        ) == Place{"survey", 4, "save_to"}
    );
    // Groups of their own give each of them a place.
    CHECK(
        place(
            "| | begin group | g | G | |\n| | text | a | A | |\n| | end group |\n"
            "| | begin group | h | H | |\n| | text | b | B | |\n| | end group |",
            "| | list_name | label |\n| | p | ${a} |\n| | q | ${b} |\n"
        ) == Place{"it reads", 0, ""}
    );
}
