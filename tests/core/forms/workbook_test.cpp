#include "core/authoring/limits.hpp"
#include "core/forms/workbook.hpp"
#include "core/forms/xlsform.hpp"
#include "core/forms/xlsx_styles.hpp"
#include "tests/core/forms/form_tables.hpp"

#include <catch2/catch.hpp>
#include <zip.h>

namespace muster::forms {

std::string zip_of(const std::vector<std::pair<std::string, std::string>>& parts) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* buffer = zip_source_buffer_create(nullptr, 0, 0, &error);
    REQUIRE(buffer);
    zip_source_keep(buffer);
    zip_t* archive = zip_open_from_source(buffer, ZIP_TRUNCATE, &error);
    REQUIRE(archive);
    for (const auto& [name, text] : parts) {
        zip_source_t* source = zip_source_buffer(archive, text.data(), text.size(), 0);
        REQUIRE(zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8) >= 0);
    }
    REQUIRE(zip_close(archive) == 0);
    REQUIRE(zip_source_open(buffer) == 0);
    zip_stat_t about;
    REQUIRE(zip_source_stat(buffer, &about) == 0);
    std::string out(about.size, '\0');
    REQUIRE(
        zip_source_read(buffer, out.data(), out.size()) == static_cast<zip_int64_t>(out.size())
    );
    zip_source_close(buffer);
    zip_source_free(buffer);
    return out;
}

std::string xlsx_of(
    const std::vector<std::pair<std::string, std::string>>& sheets,
    const std::vector<std::pair<std::string, std::string>>& more
) {
    const std::string relations =
        R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)";
    const std::string types =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    std::string book =
        R"(<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" )"
        R"(xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>)";
    std::string rels = relations;
    std::vector<std::pair<std::string, std::string>> parts;
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        const std::string id = std::to_string(i + 1);
        book += "<sheet name=\"" + sheets[i].first + "\" sheetId=\"" + id + "\" r:id=\"rId" + id +
                "\"/>";
        rels += "<Relationship Id=\"rId" + id + "\" Type=\"" + types +
                "worksheet\" Target=\"worksheets/sheet" + id + ".xml\"/>";
        parts.emplace_back(
            "xl/worksheets/sheet" + id + ".xml",
            R"(<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>)" +
                sheets[i].second + "</sheetData></worksheet>"
        );
    }
    rels += "<Relationship Id=\"rIdS\" Type=\"" + types +
            "sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"rIdT\" Type=\"" +
            types + "styles\" Target=\"/xl/styles.xml\"/></Relationships>";
    parts.emplace_back(
        "_rels/.rels",
        relations + "<Relationship Id=\"rId1\" Type=\"" + types +
            "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    parts.emplace_back("xl/workbook.xml", book + "</sheets></workbook>");
    parts.emplace_back("xl/_rels/workbook.xml.rels", rels);
    for (const auto& part : more) {
        std::erase_if(parts, [&](const auto& one) { return one.first == part.first; });
        parts.push_back(part);
    }
    return zip_of(parts);
}

} // namespace muster::forms

using namespace muster;
using namespace muster::forms;

namespace {

Workbook read(const std::string& bytes) {
    const auto workbook = read_workbook(view(bytes));
    INFO((workbook ? "" : workbook.error().text()));
    REQUIRE(workbook);
    return *workbook;
}

Error refusal(const std::string& bytes) {
    const auto workbook = read_workbook(view(bytes));
    return workbook ? Error{Code::internal, "it reads", "", ""} : workbook.error();
}

std::string cell(const Workbook& workbook, std::size_t row, std::size_t column) {
    for (const Row& one : workbook.sheets.at(0).rows) {
        if (one.number == row) return std::string(one.text(column));
    }
    return {};
}

} // namespace

TEST_CASE("Every kind of cell comes out as the text a person sees", "[workbook]") {
    const Workbook workbook = read(xlsx_of(
        {{"survey",
          R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>)"
          R"(<c r="D1" t="inlineStr"><is><t xml:space="preserve"> a</t><r><t>b</t></r></is></c></row>)"
          R"(<row r="3" hidden="1"><c r="A3"><v>3</v></c><c r="B3"><v>2.5</v></c>)"
          R"(<c r="C3"><v>1E-7</v></c><c r="D3" t="b"><v>1</v></c><c r="E3" t="b"><v>0</v></c>)"
          R"(<c r="F3" t="str"><f>A3&amp;"x"</f><v>3x</v></c><c r="G3" s="1"><v>45000</v></c>)"
          R"(<c r="H3" s="1"><v>45000.5</v></c><c r="I3" s="2"><v>0.25</v></c>)"
          R"(<c r="J3" t="inlineStr"><is><t>a_x000A_b_x005F_x</t></is></c><c r="K3"/></row>)"}},
        {{"xl/sharedStrings.xml",
          R"(<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">)"
          R"(<si><t>plain</t></si><si><r><t>rich </t></r><r><t>text</t></r><rPh><t>no</t></rPh></si></sst>)"
         },
         {"xl/styles.xml",
          R"(<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">)"
          R"(<numFmts><numFmt numFmtId="170" formatCode="[h]:mm"/></numFmts>)"
          R"(<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>)"
         }}
    ));
    CHECK(cell(workbook, 1, 1) == "plain");
    CHECK(cell(workbook, 1, 2) == "rich text");
    CHECK(cell(workbook, 1, 4) == " ab");
    CHECK(cell(workbook, 3, 1) == "3");
    CHECK(cell(workbook, 3, 2) == "2.5");
    CHECK(cell(workbook, 3, 3) == "1e-07");
    CHECK(cell(workbook, 3, 4) == "TRUE");
    CHECK(cell(workbook, 3, 5) == "FALSE");
    CHECK(cell(workbook, 3, 6) == "3x");
    CHECK(cell(workbook, 3, 7) == "2023-03-15");
    CHECK(cell(workbook, 3, 8) == "2023-03-15T12:00:00");
    CHECK(cell(workbook, 3, 9) == "06:00:00");
    CHECK(cell(workbook, 3, 10) == "a\nb_x");
    CHECK(workbook.sheets[0].rows.size() == 2);
    CHECK(column_letters(28) == "AB");
}

TEST_CASE("A cell that shows an error is refused by its name", "[workbook]") {
    const auto bytes = xlsx_of(
        {{"survey",
          R"(<row r="2"><c r="A2" t="str"><v>text</v></c><c r="C2" t="e"><v>#REF!</v></c></row>)"}},
        {}
    );
    CHECK(
        refusal(bytes).message ==
        "The cell C2 of the sheet survey holds an error of the spreadsheet: #REF!."
    );
}

TEST_CASE("The first days of both calendars are those a spreadsheet shows", "[workbook]") {
    CHECK(date_text(1, false) == "1900-01-01");
    CHECK(date_text(59, false) == "1900-02-28");
    CHECK(date_text(61, false) == "1900-03-01");
    CHECK(date_text(0, true) == "1904-01-01");
    CHECK(date_text(-1, false).empty());
    CHECK(date_text(1e300, false).empty());
}

TEST_CASE("What is no workbook is refused with a sentence", "[workbook]") {
    CHECK(refusal("").message == "This is not an .xlsx file.");
    CHECK(refusal("a,b\n1,2\n").message == "This is not an .xlsx file.");
    CHECK(
        refusal("\xD0\xCF\x11\xE0rest").message ==
        "This is an old .xls file, or an .xlsx file with a password."
    );
    CHECK(
        refusal(zip_of({{"readme.txt", "hello"}})).message ==
        "This is a zip file, but no .xlsx workbook."
    );
    CHECK(refusal("PK\x03\x04 and nothing more").code == Code::invalid_input);
}

TEST_CASE("A file that is no form at all is told from a damaged one", "[workbook]") {
    const auto said = [](std::string_view bytes) {
        const auto form = read_form(bytes);
        REQUIRE_FALSE(form);
        CHECK_FALSE(form.error().error.hint.empty());
        return form.error().error.message;
    };
    CHECK(said("") == "The file is empty.");
    CHECK(said("\xFF\xFE<\0") == "The text is UTF-16.");
    CHECK(said("checklist: a\n") == "This is neither an XLSForm (.xlsx) nor an XForm (.xml).");
    CHECK(said("PK\x03\x04 and nothing more").starts_with("The .xlsx file is damaged"));
}

TEST_CASE("A damaged workbook is refused wherever it is cut or changed", "[workbook]") {
    const std::string whole =
        xlsx_of({{"survey", R"(<row r="1"><c r="A1" t="inlineStr"><is><t>type</t></is></c></row>)"}}
        );
    REQUIRE(read_workbook(view(whole)));
    for (std::size_t size = 0; size < whole.size(); size += 7) {
        const auto cut = read_workbook(view(std::string_view(whole).substr(0, size)));
        CHECK_FALSE(cut);
    }
    for (std::size_t at = 0; at < whole.size(); at += 3) {
        std::string changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 0x55);
        // Whether it still reads depends on what was hit; it must end with an answer.
        const auto result = read_workbook(view(changed));
        if (!result) CHECK_FALSE(result.error().message.empty());
    }
}

TEST_CASE("A bomb, a DTD and a far too large sheet are refused", "[workbook]") {
    const std::string zeros(40u << 20, '0');
    const Error bomb = refusal(xlsx_of({{"survey", ""}}, {{"xl/worksheets/sheet1.xml", zeros}}));
    CHECK(bomb.code == Code::resource_exhausted);
    CHECK(bomb.message.find("would unpack to") != std::string::npos);
    const Error dtd = refusal(xlsx_of(
        {{"survey", ""}},
        {{"xl/worksheets/sheet1.xml",
          R"(<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>)"}}
    ));
    CHECK(dtd.message.find("DTD subset") != std::string::npos);
    std::string deep;
    for (int i = 0; i < 5'000; ++i)
        deep += "<a>";
    CHECK(
        refusal(xlsx_of({{"survey", ""}}, {{"xl/worksheets/sheet1.xml", deep}})
        ).message.find("nested deeper") != std::string::npos
    );
    CHECK(
        refusal(xlsx_of({{"survey", R"(<row r="1"><c r="A99999999"><v>1</v></c></row>)"}}))
            .message.find("which is no place") != std::string::npos
    );
    CHECK(
        refusal(xlsx_of({{"survey", R"(<row r="1"><c r="A1" t="s"><v>7</v></c></row>)"}}))
            .message.find("a text that is not there") != std::string::npos
    );
}
