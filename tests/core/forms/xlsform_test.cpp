#include "tests/core/forms/form_tables.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace muster;
using namespace muster::forms;

namespace {

Form form_of(std::string_view table) {
    const auto form = form_from(table);
    INFO((form ? "" : form.error().error.text()));
    REQUIRE(form);
    return *form;
}

bool warns(const Form& form, std::string_view part) {
    return std::ranges::any_of(form.warnings, [&](const Warning& warning) {
        return warning.message.find(part) != std::string::npos;
    });
}

} // namespace

TEST_CASE("A form is read with its tree, texts and expressions", "[xlsform]") {
    const Form form = form_of(R"(
| Survey |
| | type | name | label::English (en) | label::French (fr) | hint | relevant | constraint | constraint_message::French (fr) | required | readonly | appearance | parameters | default | media::image::English (en) | bind::muster:weight | colour |
| | begin group | g | Group | Groupe | | | | | | | field-list | | | | | |
| | select_one yn or_other | q1 | One | Un | h | | | | yes | | minimal | randomize=true | a | one.png | 3 | red |
| | integer | n | N | N | | ${q1} = 'a' | . > 1 | trop petit | | TRUE | | | | | | |
| | end group | g | | | | | | | | | | | | | | |
| choices |
| | list_name | name | label::English (en) | points |
| | yn | a | Yes | 1 |
| | yn | b | No | 0 |
| settings |
| | form_title | form_id | version | default_language |
| | A form | f1 | 7 | English (en) |
)");
    CHECK(form.title == "A form");
    CHECK(form.id == "f1");
    CHECK(form.version == "7");
    CHECK(form.languages == std::vector<std::string>{"English (en)", "French (fr)"});
    REQUIRE(form.items.size() == 1);
    const Item& group = form.items[0];
    CHECK(group.type == ItemType::group);
    CHECK(group.appearance == "field-list");
    REQUIRE(group.items.size() == 2);
    const Item& one = group.items[0];
    CHECK(one.type == ItemType::select_one);
    CHECK(one.or_other);
    CHECK(one.choices.kind == ChoiceSource::Kind::list);
    CHECK(one.choices.name == "yn");
    CHECK(*text_in(one.label, "French (fr)") == "Un");
    CHECK(*text_in(one.hint, default_language_name) == "h");
    CHECK(*text_in(one.media.at("image"), "English (en)") == "one.png");
    CHECK(one.parameters.at("randomize") == "true");
    CHECK(one.required == "yes");
    CHECK(one.default_value == "a");
    CHECK(one.place == Place{"Survey", 3, ""});
    CHECK(
        one.further == std::vector<FurtherColumn>{{"bind::muster:weight", "3"}, {"colour", "red"}}
    );
    const Item& number = group.items[1];
    CHECK(number.relevant == "${q1} = 'a'");
    CHECK(number.constraint == ". > 1");
    CHECK(number.read_only == "TRUE");
    CHECK(*text_in(number.constraint_message, "French (fr)") == "trop petit");
    REQUIRE(form.choice_lists.size() == 1);
    CHECK(form.choice_lists[0].choices[1].further == std::vector<FurtherColumn>{{"points", "0"}});
    CHECK(warns(form, "The column colour is not known"));
    CHECK_FALSE(warns(form, "muster"));
    CHECK(form.counts().questions == 2);
    CHECK(form.counts().groups == 1);
}

TEST_CASE("Counts leave out what nobody is shown", "[xlsform]") {
    const Form form = form_of(R"(
| survey |
| | type | name | label | calculation | disabled |
| | start | s | | | |
| | today | t | | | |
| | audit | | | | |
| | csv-external | towns | | | |
| | background-audio | b | | | |
| | start-geopoint | sg | | | |
| | calculate | c | | 1 + 1 | |
| | hidden | h | | | |
| | text | gone | Gone | | yes |
| | begin_repeat | r | R | | |
| | note | | Hello | | |
| | acknowledge | k | OK | | |
| | end repeat | r | | | |
| | | | | a remark | |
)");
    CHECK(form.counts().questions == 2);
    CHECK(form.counts().groups == 1);
    CHECK(form.counts().languages.empty());
    const auto repeat = std::ranges::find(form.items, ItemType::repeat, &Item::type);
    REQUIRE(repeat != form.items.end());
    CHECK(repeat->items[0].name == "generated_note_name_12");
}

TEST_CASE("Old names of columns, types and sheets mean what they meant", "[xlsform]") {
    const Form form = form_of(R"(
|  SURVEY  |
| | Command | Tag | Caption | Relevance | Calculation | Constraining Message | Repeat_Count |
| | begin lgroup | r | R | | | | 3 |
| | add select one prompt using c | q | Q | | | no | |
| | select all that apply from c | m | M | ${q} = 'x' | | | |
| | q int | i | I | | | | |
| | photo | p | P | | | | |
| | end lgroup | | | | | | |
| Choices |
| | List Name | Value | Caption |
| | c | x | X |
)");
    const Item& repeat = form.items.at(0);
    CHECK(repeat.type == ItemType::repeat);
    CHECK(repeat.repeat_count == "3");
    CHECK(repeat.items.at(0).type == ItemType::select_one);
    CHECK(repeat.items.at(0).constraint_message.size() == 1);
    CHECK(repeat.items.at(1).type == ItemType::select_multiple);
    CHECK(repeat.items.at(1).relevant == "${q} = 'x'");
    CHECK(repeat.items.at(2).type == ItemType::integer);
    CHECK(repeat.items.at(3).type == ItemType::image);
}

TEST_CASE("Selects find their choices wherever they are", "[xlsform]") {
    const Form form = form_of(R"(
| survey |
| | type | name | label | choice_filter | parameters |
| | select_one_from_file towns.csv | f | F | a = 'b' | value=code, label=Name |
| | select one from file shops.geojson | g | G | | |
| | begin repeat | people | P | | |
| | text | who | Who | | |
| | end repeat | | | | |
| | select_one ${who} | head | Head | | |
| | select_one_external city | c | City | state = 'x' | |
| | rank c | k | K | | seed=1;randomize=TRUE |
| choices |
| | list_name | name | label |
| | c | x y | X |
| external_choices |
| | list_name | name | state |
| | city | a | x |
)");
    CHECK(form.items[0].choices.kind == ChoiceSource::Kind::file);
    CHECK(form.items[0].choices.value_ref == "code");
    CHECK(form.items[0].choices.label_ref == "Name");
    CHECK(form.items[1].choices.name == "shops.geojson");
    CHECK(form.items[3].choices.kind == ChoiceSource::Kind::reference);
    CHECK(form.items[3].choices.name == "who");
    CHECK(form.items[4].choices.kind == ChoiceSource::Kind::external_list);
    CHECK(form.items[5].parameters.at("randomize") == "true");
}

TEST_CASE("What is odd but meant is a warning with its place", "[xlsform]") {
    const Form form = form_of(R"(
| survey |
| | type | name | label | label::fr |
| | text | a | A | A |
| | text | A | A | A |
| | begin group | g | | |
| | image | p | P | P |
| | end group | | | |
| setings |
| | form_id |
| | x |
)");
    CHECK(warns(form, "differs from another only in upper and lower case"));
    CHECK(warns(form, "The group g has no label."));
    CHECK(warns(form, "max-pixels"));
    CHECK(warns(form, "is it meant to be settings?"));
    const auto cased = std::ranges::find_if(form.warnings, [](const Warning& warning) {
        return warning.message.find("upper and lower") != std::string::npos;
    });
    CHECK(cased->place == Place{"survey", 3, "name"});
}

TEST_CASE("form_id holds where the old id_string stands beside it", "[xlsform]") {
    const Form form = form_of(R"(
| survey |
| | type | name | label |
| | text | a | A |
| settings |
| | id_string | version | form_id |
| | old | 1 | new |
)");
    CHECK(form.id == "new");
}

TEST_CASE("Entities take their properties from one place", "[xlsform]") {
    const Form form = form_of(R"(
| survey |
| | type | name | label | save_to |
| | text | a | A | trees#height |
| | begin repeat | r | R | |
| | text | b | B | shovels#colour |
| | end repeat | | | |
| entities |
| | list_name | label |
| | trees | ${a} |
| | shovels | ${b} |
)");
    CHECK(form.entities.size() == 2);
    CHECK(form.items[0].save_to == "trees#height");
}

TEST_CASE("A list of a hundred thousand choices is read", "[xlsform]") {
    Workbook workbook = workbook_from(R"(
| survey |
| | type | name | label |
| | select_one c | q | Q |
| choices |
| | list_name | name | label |
)");
    for (std::size_t i = 0; i < 100'000; ++i) {
        const std::string name = "n" + std::to_string(i);
        workbook.sheets[1].rows.push_back({i + 2, {{1, "c"}, {2, name}, {3, name}}});
    }
    const auto form = read_xlsform(workbook);
    REQUIRE(form);
    CHECK(form->choice_lists[0].choices.size() == 100'000);
}
