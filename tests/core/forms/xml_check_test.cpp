#include "core/forms/xml_check.hpp"
#include "core/forms/xml_name.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace muster::forms;

TEST_CASE("Well-formed documents pass", "[xml]") {
    for (const std::string_view good : {
             "<a/>",
             "\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?>\n<a x='1' y=\"2\">t<b/></a>\n",
             "<!DOCTYPE a SYSTEM 'a.dtd'><a/>",
             "<p:a xmlns:p='urn:p' p:x='1' x='2'><!-- c --><?pi d?><![CDATA[<&]]></p:a>",
             "<a>&amp;&lt;&#65;&#x1F600;</a>",
             "<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:lang='en'/>",
             "<\xC3\xA9l\xC3\xA8ve/>",
         }) {
        INFO(good);
        CHECK(check_xml(good).message.empty());
    }
}

TEST_CASE("What is not well-formed is refused, naming line and column", "[xml]") {
    for (const std::string_view bad : {
             "",
             "   ",
             "text",
             "<a>",
             "<a></b>",
             "<a/><b/>",
             "<a/>text",
             "<a x='1' x='2'/>",
             "<a xmlns:p='u' xmlns:q='u' p:x='1' q:x='2'/>",
             "<p:a/>",
             "<a p:x='1'/>",
             "<a>&nbsp;</a>",
             "<a>&#0;</a>",
             "<a>& b</a>",
             "<a x='<'/>",
             "<a x=1/>",
             "<a x/>",
             "<a x='1'y='2'/>",
             "<a>]]></a>",
             "<a><!-- a -- b --></a>",
             "<a><?xml version='1.0'?></a>",
             "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
             "<a>\x01</a>",
             "<a>\xFF</a>",
             "<a>\xED\xA0\x80</a>",
             "<1a/>",
             "<a:/>",
             "<a xmlns:p=''/>",
             "<?xml version='1.0' encoding='ISO-8859-1'?><a/>",
         }) {
        INFO(bad);
        CHECK_FALSE(check_xml(bad).message.empty());
    }
    const XmlFault fault = check_xml("<a>\n  <b>\n </c>\n</a>");
    CHECK(fault.line == 3);
    CHECK(fault.column == 4); // where the name c begins
    CHECK(fault.message == "Another element than b is closed.");
}

TEST_CASE("Names follow XML, with a colon only where one is allowed", "[xml]") {
    for (const std::string_view good : {"a", "_a", "A-1.b", "\xC3\xA9t\xC3\xA9"})
        CHECK(is_xml_name(good, false));
    for (const std::string_view bad : {"", "1a", "-a", "a b", "a:b", "$a", "a%"})
        CHECK_FALSE(is_xml_name(bad, false));
    CHECK(is_xml_name("a:b", true));
    CHECK_FALSE(is_xml_name("a:", true));
    CHECK_FALSE(is_xml_name("a:b:c", true));
}

TEST_CASE("Depth is capped, and an end tag before any element is refused", "[xml]") {
    std::string deep;
    for (int i = 0; i < 300; ++i)
        deep += "<a>";
    CHECK(check_xml(deep).message == "Elements are nested deeper than 200.");
    CHECK_FALSE(check_xml("</a>").message.empty());
    CHECK_FALSE(check_xml("<!DOCTYPE a></a>").message.empty());
    CHECK_FALSE(check_xml("<!DOCTYPE a SYSTEM 'a.dtd'><a>&nbsp;</a>").message.empty());
}
