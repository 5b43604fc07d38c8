#include "core/authoring/yaml.hpp"
#include "core/checklist/checklist_codec.hpp"
#include "core/checklist/compiled.hpp"
#include "core/forms/form_checklist.hpp"
#include "core/forms/xform_reader.hpp"
#include "core/forms/xlsform.hpp"
#include "tests/core/forms/form_tables.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace muster;
using namespace muster::forms;
using namespace muster::checklist;

namespace {

MappedForm mapped(std::string_view table) {
    const auto form = form_from(table);
    INFO((form ? "" : form.error().error.text()));
    REQUIRE(form);
    auto out = checklist_from_form(*form, "some file");
    INFO((out ? "" : out.error().error.text()));
    REQUIRE(out);
    return std::move(*out);
}

Error refusal(std::string_view table) {
    const auto form = form_from(table);
    REQUIRE(form);
    const auto out = checklist_from_form(*form, "some");
    REQUIRE_FALSE(out);
    return out.error().error;
}

bool warns(const MappedForm& form, std::string_view place, std::string_view message) {
    return std::ranges::any_of(form.warnings, [&](const Warning& warning) {
        return warning.place.text() == place && warning.message.contains(message);
    });
}

std::vector<std::string> ids_of(const Section& section) {
    std::vector<std::string> out;
    for (const auto& question : section.questions)
        out.push_back(question.id);
    return out;
}

} // namespace

TEST_CASE("Groups at the top of a form become sections where nothing is lost", "[form]") {
    const MappedForm form = mapped(R"(
| survey |
| | type        | name  | label | appearance | relevant   |
| | start       | start |       |            |            |
| | begin group | one   | One   | field-list |            |
| | text        | a     | A     |            |            |
| | begin group | inner | Inner |            | ${a} = '1' |
| | text        | b     | B     |            |            |
| | end group   |       |       |            |            |
| | end group   |       |       |            |            |
| | text        | c     | C     |            |            |
| | begin group | wide  | Wide  | w4         |            |
| | text        | d     | D     |            |            |
| | end group   |       |       |            |            |
| | begin group | two   | Two   |            | ${a} = '2' |
| | text        | e     | E     |            |            |
| | end group   |       |       |            |            |
| settings |
| | form_id | version |
| | visit   | 3       |
)");
    const auto& sections = form.checklist.sections;
    REQUIRE(sections.size() == 3);
    CHECK(sections[0].id == "one");
    CHECK(sections[0].title.in("und") == "One");
    CHECK(ids_of(sections[0]) == std::vector<std::string>{"start", "a", "b"});
    CHECK(sections[1].id == "visit"); // what stands between two sections
    CHECK(ids_of(sections[1]) == std::vector<std::string>{"c", "d"});
    CHECK(sections[2].relevant == "${a} = '2'");
    REQUIRE(form.checklist.groups.size() == 2);
    CHECK(form.checklist.groups[0].id == "inner");
    CHECK(form.checklist.groups[1].appearance == "w4");
    CHECK(form.warnings.empty());
    CHECK(compile(form.checklist));
}

TEST_CASE("A group that something refers to stays a group", "[form]") {
    const MappedForm form = mapped(R"(
| survey |
| | type        | name | label | calculation    |
| | begin group | one  | One   |                |
| | text        | a    | A     |                |
| | end group   |      |       |                |
| | calculate   | n    |       | count(${one})  |
)");
    CHECK(form.checklist.groups.size() == 1);
    CHECK(form.checklist.sections.size() == 1);
}

TEST_CASE("Names that are no ids are changed, with everything that refers to them", "[form]") {
    const MappedForm form = mapped(R"(
| survey |
| | type | name    | label                | relevant         |
| | text | a.b     | A                    |                  |
| | text | a_b     | Why ${a.b}?          | ${a.b} != ''     |
)");
    CHECK(ids_of(form.checklist.sections[0]) == std::vector<std::string>{"a_b_2", "a_b"});
    const Question& second = form.checklist.sections[0].questions[1];
    CHECK(second.relevant == "${a_b_2} != ''");
    CHECK(second.label.in("und") == "Why ${a_b_2}?");
    CHECK(warns(form, "sheet survey, row 2, column name", "a.b becomes a_b_2"));
}

TEST_CASE("A choice's name that is too long is cut between characters", "[form]") {
    const auto with_name = [](const std::string& name) {
        return "| survey |\n| | type | name | label |\n| | select_one l | q | Q |\n| choices |\n"
               "| | list_name | name | label |\n| | l | " +
               name + " | L |\n";
    };
    std::string euros;
    for (int i = 0; i < 30; ++i)
        euros += "\xE2\x82\xAC"; // 90 bytes
    const auto form = mapped(with_name(euros));
    CHECK(form.checklist.choice_lists[0].choices[0].name == euros.substr(0, 63));
    // Bytes that begin no character anywhere: no reader of files gives them, and no checklist has
    // them.
    CHECK_FALSE(compile(mapped(with_name(std::string(70, '\x8A'))).checklist));
}

TEST_CASE("Languages get their tags, and a gap in the first one is filled and said", "[form]") {
    const MappedForm form = mapped(R"(
| survey |
| | type | name | label::English (en) | label::Cymraeg | hint::English (en) | hint::Cymraeg |
| | text | a    | Hello               | Helo           |                    | Awgrym        |
| settings |
| | default_language |
| | English (en)     |
)");
    CHECK(form.checklist.languages == std::vector<std::string>{"en", "cy"});
    const Question& question = form.checklist.sections[0].questions[0];
    CHECK(question.label == LocalText{{{"en", "Hello"}, {"cy", "Helo"}}});
    CHECK(question.hint == LocalText{{{"en", "Awgrym"}, {"cy", "Awgrym"}}});
    CHECK(warns(form, "sheet survey, row 2, column hint", "missing in en"));
}

TEST_CASE("or_other and loops become what XLSForm means by them", "[form]") {
    const MappedForm form = mapped(R"(
| survey |
| | type                  | name | label          |
| | select_one c or_other | how  | How            |
| | begin loop over c     | each | Each           |
| | integer               | n    | How many %(label)s? |
| | end loop              |      |                |
| choices |
| | list_name | name | label |
| | c         | x    | Xs    |
| | c         | y    | Ys    |
)");
    CHECK(ids_of(form.checklist.sections[0]) == std::vector<std::string>{"how", "how_other"});
    CHECK(ids_of(form.checklist.sections[1]) == std::vector<std::string>{"each_x_n", "each_y_n"});
    CHECK(form.checklist.sections[1].questions[1].label.in("und") == "How many Ys?");
    CHECK(form.checklist.sections[0].questions[1].relevant == "selected(${how}, 'other')");
    const ChoiceList* list = find_choice_list(form.checklist, "c_or_other");
    REQUIRE(list != nullptr);
    CHECK(list->choices.back().name == "other");
    CHECK(compile(form.checklist));
}

TEST_CASE("What a checklist cannot hold is a warning with its place", "[form]") {
    const MappedForm form = mapped(R"(
| survey |
| | type             | name | label | constraint_message | media::image | required |
| | begin group      | g    | G     |                    | g.png        |          |
| | text             | a    | A     | Never shown        |              |          |
| | end group        |      |       |                    |              |          |
| | background-audio | rec  |       |                    |              |          |
| | begin group      | none | None  |                    |              |          |
| | end group        |      |       |                    |              |          |
| | note             | n    | N     |                    |              | yes      |
)");
    CHECK(warns(form, "sheet survey, row 2, column media", "keeps no such column"));
    CHECK(warns(form, "sheet survey, row 3, column constraint_message", "no constraint"));
    CHECK(warns(form, "sheet survey, row 5, column type", "not recorded"));
    CHECK(warns(form, "sheet survey, row 6, column name", "no questions"));
    CHECK(warns(form, "sheet survey, row 8, column required", "Nobody answers"));
    CHECK(compile(form.checklist));
}

TEST_CASE("A column of ours that means nothing is refused with its place", "[form]") {
    const auto with = [](const std::string& column, const std::string& value) {
        return refusal(
            "| survey |\n| | type | name | label | " + column + " |\n| | integer | a | A | " +
            value + " |\n"
        );
    };
    const Error misspelt = with("bind::muster:wieght", "1");
    CHECK(misspelt.context == "sheet survey, row 2, column bind::muster:wieght");
    CHECK(misspelt.hint == "Did you mean weight?");
    CHECK(with("bind::muster:weight", "much").message.contains("much"));
    CHECK(with("bind::muster:dimension", "empty").hint == "Did you mean empathy?");
    CHECK(with("bind::muster:na", "perhaps").message.contains("yes or no"));
    CHECK(with("bind::muster:target", "soon").message.contains("span of time"));
    CHECK(with("bind::muster:complaint_steps", "shout").message.contains("complaint"));
    CHECK(with("bind::muster:type", "smiley").message.contains("no type of question"));
    CHECK(with("bind::muster:type", "stopwatch").message.contains("is a decimal there"));
    CHECK(with("bind::muster:further", "{").message.contains("no list of columns"));
    CHECK(with("bind::muster:parameters", "[1]").message.contains("no list of columns"));
}

TEST_CASE("An XForm becomes a checklist in which paths are names", "[form]") {
    const auto form = read_xform(
        R"xml(<h:html xmlns:h="http://www.w3.org/1999/xhtml" xmlns="http://www.w3.org/2002/xforms" xmlns:jr="http://openrosa.org/javarosa">
<h:head><h:title>Visit</h:title><model>
<instance><data id="visit" version="7"><begun/><town/><shop/><g><n>2</n><n2/></g><total/><meta><instanceID/></meta></data></instance>
<instance id="shops"><root><item><name>s1</name><town>dover</town><label>One</label></item><item><name>s2</name><town>leeds</town><label>Two</label></item></root></instance>
<bind nodeset="/data/begun" type="dateTime" jr:preload="timestamp" jr:preloadParams="start"/>
<bind nodeset="/data/shop" relevant=" /data/town != ''" />
<bind nodeset="/data/g/n" type="int" constraint=". &gt; 0 and current()/../n2 != '/data/town'"/>
<bind nodeset="/data/total" type="int" calculate="/data/g/n * 2 + count(/data/g/*)"/>
</model></h:head><h:body>
<select1 ref="/data/town"><label>Town</label><item><label>Dover</label><value>dover</value></item></select1>
<select1 ref="/data/shop"><label>Shop in <output value="/data/town"/></label>
<itemset nodeset="instance('shops')/root/item[town = /data/town]"><value ref="name"/><label ref="label"/></itemset></select1>
<group ref="/data/g"><label>G</label><input ref="/data/g/n"><label>N</label></input><input ref="/data/g/n2"><label>N2</label></input></group>
</h:body></h:html>)xml"
    );
    INFO((form ? "" : form.error().error.text()));
    REQUIRE(form);
    CHECK(form->counts().questions == 4);
    const auto out = checklist_from_form(*form, "some");
    REQUIRE(out);
    const Checklist& checklist = out->checklist;
    CHECK(checklist.id == "visit");
    CHECK(checklist.version == "7");
    REQUIRE(checklist.sections.size() == 3);
    CHECK(ids_of(checklist.sections[0]) == std::vector<std::string>{"begun", "town", "shop"});
    CHECK(checklist.sections[0].questions[0].type == QuestionType::start);
    const Question& shop = checklist.sections[0].questions[2];
    CHECK(shop.relevant == " ${town} != ''");
    CHECK(shop.choice_filter == "town = ${town}");
    CHECK(shop.label.in("und") == "Shop in ${town}");
    const ChoiceList* shops = find_choice_list(checklist, shop.choice_list);
    REQUIRE(shops != nullptr);
    CHECK(shops->choices.at(1).columns == NamedValues{{"town", "leeds"}});
    CHECK(checklist.sections[1].id == "g");
    const Question& n = checklist.sections[1].questions[0];
    CHECK(n.default_value == "2");
    CHECK(n.constraint == ". > 0 and ${n2} != '${town}'");
    const Question& total = checklist.sections[2].questions[0];
    CHECK(total.type == QuestionType::calculate);
    CHECK(total.calculation == "${n} * 2 + count(/data/g/*)"); // no name says all of a group

    SECTION("and then it stays the same in every spelling") {
        const auto yaml =
            authoring::checklist_as_written(authoring::checklist_to_yaml(checklist), "visit.yaml");
        REQUIRE(yaml);
        CHECK(*yaml == checklist);
        const auto xlsx = checklist_to_xlsx(checklist);
        INFO((xlsx ? "" : xlsx.error().text()));
        REQUIRE(xlsx);
        auto again = read_form(*xlsx);
        REQUIRE(again);
        const auto back = checklist_from_form(std::move(*again), "some");
        REQUIRE(back);
        CHECK(encode_checklist(back->checklist) == encode_checklist(checklist));
    }
}
