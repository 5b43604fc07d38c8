#include "core/forms/xform_reader.hpp"

#include <catch2/catch.hpp>

#include <ctime>

using namespace muster;
using namespace muster::forms;

namespace {

// A form whose instance has a, b and a repeat r with c and d.
std::string form_around(std::string_view model, std::string_view body) {
    return R"(<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms">
<h:head><h:title>Some form</h:title><model>
<instance><data id="some" version="3"><a/><b>2</b><r jr:template=""><c/><d/></r><g><e/></g></data></instance>
<instance id="towns"><root><item><name>x</name><label>X</label></item></root></instance>
)" + std::string(model) +
           "</model></h:head><h:body>\n" + std::string(body) + "</h:body></h:html>";
}

constexpr std::string_view one_input = "<input ref='/data/a'><label>A</label></input>";

Form read(const std::string& xml) {
    const auto form = read_xform(xml);
    INFO((form ? "" : form.error().error.text()));
    REQUIRE(form);
    return *form;
}

bool refuses(const std::string& xml) {
    const auto form = read_xform(xml);
    if (form) return false;
    CHECK(form.error().place.row > 0);
    CHECK_FALSE(form.error().error.message.empty());
    return true;
}

} // namespace

TEST_CASE("An XForm is read with its tree, texts and languages", "[xform]") {
    const Form form = read(form_around(
        R"xml(<itext><translation lang="fr"><text id="q"><value>Un</value><value form="image">jr://images/un.png</value></text></translation>
<translation lang="en" default="true()"><text id="q"><value>One <output value=" /data/b "/></value><value form="guidance">More</value></text></translation></itext>
<bind nodeset="/data/a" type="int" relevant="/data/b = 2" required="true()" constraint=". &lt; 9" jr:constraintMsg="jr:itext('q')"/>
<bind nodeset="/data/r/d" calculate="../c + 1"/>
<setvalue event="odk-instance-first-load" ref="/data/b" value="1 + 1"/>)xml",
        R"xml(<input ref="/data/a" appearance="big"><label ref="jr:itext('q')"/></input>
<group ref="/data/r"><label>Rs</label><repeat nodeset="/data/r" jr:count=" /data/b ">
<select1 ref="/data/r/c"><label>C</label><item><label>X</label><value>x</value></item></select1></repeat></group>
<group ref="/data/g"><odk:rank ref="/data/g/e"><label>E</label><itemset nodeset="instance('towns')/root/item[name != '']"><value ref="name"/><label ref="label"/></itemset></odk:rank></group>
<trigger><label>T</label></trigger>)xml"
    ));
    CHECK(form.title == "Some form");
    CHECK(form.id == "some");
    CHECK(form.version == "3");
    CHECK(form.default_language == "en");
    CHECK(form.counts() == FormCounts{4, 2, {"en", "fr"}});
    REQUIRE(form.items.size() == 5); // b, which nobody is asked for, stands in its place
    const Item& a = form.items[0];
    CHECK(a.type == ItemType::integer);
    CHECK(a.name == "a");
    CHECK(a.path == "/data/a");
    CHECK(a.relevant == "${b} = 2");
    CHECK(a.appearance == "big");
    CHECK(*text_in(a.label, "en") == "One ${b}");
    CHECK(*text_in(a.guidance, "en") == "More");
    CHECK(*text_in(a.media.at("image"), "fr") == "un.png");
    CHECK(a.constraint_message.size() == 2);
    const Item& b = form.items[1];
    CHECK(b.type == ItemType::hidden);
    CHECK(b.default_value == "string(1 + 1)");
    const Item& repeat = form.items[2];
    CHECK(repeat.type == ItemType::repeat);
    CHECK(repeat.repeat_count == " ${b} ");
    CHECK(repeat.items.at(1).calculation == "${c} + 1");
    CHECK(*text_in(repeat.label, default_language_name) == "Rs");
    CHECK(repeat.items.at(0).choices.kind == ChoiceSource::Kind::list);
    const ChoiceSource& towns = form.items[3].items.at(0).choices;
    CHECK(towns.kind == ChoiceSource::Kind::list);
    CHECK(towns.name == "towns");
    CHECK(towns.filter == "name != ''");
    CHECK(form.actions.size() == 1);
    CHECK(form.instances == std::vector<FormInstance>{{"towns", ""}});
}

TEST_CASE("Prefixes are any, namespaces are not", "[xform]") {
    const Form form = read(
        R"(<html xmlns="http://www.w3.org/1999/xhtml" xmlns:x="http://www.w3.org/2002/xforms">
<head><title>T</title><x:model><x:instance><d xmlns="urn:mine"><q/></d></x:instance><x:bind nodeset="q"/></x:model></head>
<body><x:input ref="q"><x:label>Q</x:label></x:input></body></html>)"
    );
    CHECK(form.counts().questions == 1);
    CHECK(form.items[0].path == "/d/q");
}

TEST_CASE("What is no form is refused", "[xform]") {
    CHECK(refuses("<data/>"));
    CHECK(refuses("<h:html xmlns:h='http://www.w3.org/1999/xhtml'><h:head/><h:body/></h:html>"));
    CHECK(refuses("<a><b></a>"));
    CHECK(refuses("<a>&undefined;</a>"));
    CHECK_FALSE(read_xform(""));
    CHECK_FALSE(read_xform("\xFF\xFE<\0a\0"));
    CHECK(refuses(
        "<h:html xmlns:h='http://www.w3.org/1999/xhtml' xmlns='http://www.w3.org/2002/xforms'>"
        "<h:body/><h:head><model><instance><d><a/></d></instance></model></h:head></h:html>"
    ));
}

TEST_CASE("A model that contradicts itself is refused", "[xform]") {
    REQUIRE_FALSE(refuses(form_around("", one_input)));
    for (const char* model :
         {"<bind type='int'/>",
          "<bind id='x' nodeset='/data/a'/><bind id='x' nodeset='/data/b'/>",
          "<bind nodeset='/data/a' relevant='(1'/>",
          "<bind nodeset='/data/a' calculate='&quot;x'/>",
          "<nonsense/>",
          "stray text",
          "<itext/>",
          "<itext><translation><text id='a'/></translation></itext>",
          "<itext><translation lang='en'/><translation lang='en'/></itext>",
          "<itext><translation lang='en' default=''/><translation lang='fr' default=''/></itext>",
          "<itext><translation lang='en'><text><value>a</value></text></translation></itext>",
          "<itext><translation lang='en'><text id='a'><value>a</value><value>b</value></text>"
          "</translation></itext>",
          "<itext><translation lang='en'><text "
          "id='a'><label>a</label></text></translation></itext>",
          "<setvalue event='odk-instance-first-load' ref='/data/zz' value='1'/>",
          "<setvalue event='odk-instance-first-load' value='1'/>",
          "<setvalue event='sunrise' ref='/data/a' value='1'/>",
          "<setgeopoint event='odk-instance-first-load' ref='/data/a'/>",
          "<submission bind='none' method='post'/>"}) {
        INFO(model);
        CHECK(refuses(form_around(model, one_input)));
    }
}

TEST_CASE("A body that refers to nothing is refused", "[xform]") {
    for (const char* body :
         {"<input ref='/data/zz'><label>A</label></input>",
          "<input ref='/other/a'><label>A</label></input>",
          "<input><label>A</label></input>",
          "<input bind='none'><label>A</label></input>",
          "<input ref='/data/a'><label ref=\"jr:itext('x')\"/></input>",
          "<group ref='/data/zz'/>",
          "<repeat><input ref='/data/a'/></repeat>",
          "<repeat nodeset='/data'><input ref='/data/a'/></repeat>",
          "<repeat nodeset='/data/zz'/>",
          "<repeat nodeset='/data/r'><input ref='/data/a'/></repeat>",
          "<repeat nodeset='/data/r'><repeat nodeset='/data/r'/></repeat>",
          "<input ref='/data/r/c'/><repeat nodeset='/data/r'><input ref='/data/r/d'/></repeat>",
          "<select1 ref='/data/a'><label>A</label></select1>",
          "<select1 ref='/data/a'><item><value>x</value></item></select1>",
          "<select1 ref='/data/a'><item><label>x</label></item></select1>",
          "<select1 ref='/data/a'><itemset nodeset=\"instance('zz')/root/item\"><value ref='name'/>"
          "<label ref='label'/></itemset></select1>",
          "<select1 ref='/data/a'><itemset nodeset=\"instance('towns')/root/item\"><value "
          "ref='name'/></itemset></select1>",
          "<select1 ref='/data/a'><itemset><value ref='n'/><label ref='l'/></itemset></select1>",
          "<range ref='/data/a' start='1' end='2.0.1' step='1'/>",
          "<range ref='/data/a' start='1' end='2'/>",
          "<input ref='/data/a'><label><output value='('/></label></input>",
          "<input ref='/data/a'><setvalue event='xforms-value-changed' ref='/data/zz'/></input>"}) {
        INFO(body);
        CHECK(refuses(form_around("", body)));
    }
    CHECK(refuses(form_around(
        "<itext><translation lang='en'><text id='a'><value>a</value></text></translation></itext>",
        "<input ref='/data/a'><label ref=\"jr:itext('b')\"/></input>"
    )));
}

TEST_CASE("What depends on itself is refused, what only judges itself is not", "[xform]") {
    for (const char* model :
         {"<bind nodeset='/data/a' calculate='. + 1'/>",
          "<bind nodeset='/data/a' relevant='. &gt; 0'/>",
          "<bind nodeset='/data/a' readonly='. &gt; 0'/>",
          "<bind nodeset='/data/a' required='. &gt; 0'/>",
          "<bind nodeset='/data/a' calculate='/data/b + 1'/><bind nodeset='/data/b' "
          "calculate='../a'/>",
          "<bind nodeset='/data/g' relevant='/data/g/e != 1'/>",
          "<bind nodeset='/data/r/c' calculate='../c + 1'/>",
          "<bind nodeset='/data/r/c' calculate='/data/b + 1'/>"
          "<bind nodeset='/data/b' calculate='/data/r[position() = 1]/c + 1'/>"}) {
        INFO(model);
        CHECK(refuses(form_around(model, one_input)));
    }
    for (const char* model :
         {"<bind nodeset='/data/a' constraint='. &gt; 10'/>",
          "<bind nodeset='/data/r/c' calculate='position(..)'/>",
          "<bind nodeset='/data/b' calculate='count(/data/r)'/>",
          "<bind nodeset='/data/a' calculate=\"instance('towns')/root/item[name = 'a']/label\"/>",
          "<bind nodeset='/data/zz' calculate='. + 1'/>",
          "<bind nodeset='/data/g/e' calculate=\"if(/data/a = 'x' and /data/b div 2 &gt; 1, 1, "
          "2)\"/>"}) {
        INFO(model);
        const auto form = read_xform(form_around(model, one_input));
        INFO((form ? "" : form.error().error.text()));
        CHECK(form);
    }
}

TEST_CASE("A refusal names the line", "[xform]") {
    const auto form =
        read_xform(form_around("", "<input ref='/data/a'/>\n\n<input ref='/data/zz'/>\n"));
    REQUIRE_FALSE(form);
    CHECK(form.error().place == Place{"", 10, ""});
    CHECK(form.error().error.context == "line 10");
}

TEST_CASE("A form of two megabytes is read at once", "[xform]") {
    std::string nodes;
    std::string binds;
    std::string body;
    for (int i = 0; i < 10'500; ++i) {
        const std::string name = "question_number_" + std::to_string(i);
        nodes += "<" + name + "/>";
        binds +=
            "<bind nodeset='/data/" + name + "' type='string' relevant=\"/data/a = 'yes'\"/>\n";
        body += "<input ref='/data/" + name + "'><label>Question " + name + "</label></input>\n";
    }
    std::string xml = form_around(binds, body);
    xml.replace(xml.find("<a/>"), 4, "<a/>" + nodes);
    REQUIRE(xml.size() > 1'900'000);
    const std::clock_t begin = std::clock();
    const auto form = read_xform(xml);
    const auto took_s = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    REQUIRE(form);
    CHECK(form->counts().questions == 10'500);
    // Far above what it needs even in a debug build with sanitizers; a quadratic loop takes longer.
    CHECK(took_s < 10);
}

TEST_CASE("What stands behind instance() is no path of the form itself", "[xform]") {
    const auto form = read_xform(
        R"(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>T</h:title><model>
<instance><data id="d"><total/></data></instance>
<instance id="before" src="jr://file/before.xml"/>
<bind nodeset="/data/total" calculate="instance('before')/data/total + 1"/>
</model></h:head><h:body/></h:html>)"
    );
    CHECK(form);
}

TEST_CASE("A type that nobody knows is named and taken for a text", "[xform]") {
    const auto with_type = [](std::string_view type) {
        return read(
            form_around("<bind nodeset='/data/a' type='" + std::string(type) + "'/>", one_input)
        );
    };
    for (const char* type : {"string", "xsd:int", "odk:rank", "select1"})
        CHECK(with_type(type).warnings.empty());
    const Form form = with_type("colour");
    REQUIRE(form.warnings.size() == 1);
    CHECK(form.warnings[0].message == "The type colour is not known; it is taken for a text.");
    CHECK(form.warnings[0].place.row > 0);
}
