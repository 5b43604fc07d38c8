#include "core/base/utf8.hpp"
#include "core/checklist/checklist_codec.hpp"
#include "core/checklist/compiled.hpp"
#include "core/checklist/limits.hpp"
#include "core/expression/limits.hpp"
#include "tests/core/checklist/builders.hpp"
#include "tests/support/filled_message.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace muster;
using namespace muster::checklist;

namespace {

Checklist full_checklist() {
    Question one = question("REL1", QuestionType::likert);
    one.hint = {{{"en", "Hint"}, {"cy", "Awgrym"}}};
    one.relevant = "${other} = 'red'";
    one.required = "true()";
    one.constraint = ". > 1";
    one.constraint_message = english("More than one.");
    one.dimension = Dimension::reliability;
    one.weight = {25, 1};
    one.bonus = true;
    one.critical = CriticalRule::cap;
    one.cap_percent = Decimal::integer(50);
    one.provisions = {"cra-2015-s9", "cra-2015-s10"};
    one.measure = Measure::csat;
    one.not_applicable_allowed = true;
    one.not_observed_allowed = true;
    one.not_observed_counts = true;
    Question watch = question("wait", QuestionType::stopwatch);
    watch.target_ms = 0;
    Question points = question("points", QuestionType::integer);
    points.dimension = Dimension::empathy;
    points.measure = Measure::importance;
    Checklist out = checklist_of({one, question("other", QuestionType::one_choice), watch, points});
    out.languages = {"en", "cy"};
    out.sections[0].relevant = "true()";
    return out;
}

// The same with what came later.
Checklist wide_checklist() {
    Checklist out = full_checklist();
    auto& one = out.sections[0].questions[0];
    one.group = 2;
    one.guidance = english("Guidance");
    one.required_message = english("Needed.");
    one.media = {{MediaKind::image, english("a.png")}, {MediaKind::audio, english("a.mp3")}};
    one.read_only = "${other} = 'blue'";
    one.default_value = "${other}";
    one.parameters = {{"a", "1"}, {"b", "2"}};
    one.need = Need::desired;
    one.standard = Decimal::integer(4);
    one.evidence = EvidenceKind::photo;
    one.evidence_when = ". = 1";
    one.further = {{"body::x", "y"}};
    one.complaint_steps = {ComplaintStep::four_a_apologise, ComplaintStep::ladder_apologise};
    auto& other = out.sections[0].questions[1];
    other.group = 1;
    other.choice_filter = "tone = ${wait}";
    out.choice_lists[0].choices[0].columns = {{"tone", "warm"}};
    Question sum = question("sum", QuestionType::calculate);
    sum.calculation = "${wait} + 1";
    out.sections[0].questions.push_back(sum);
    Group group;
    group.id = "Outer";
    group.relevant = "${sum} > 0";
    out.groups = {group, group};
    out.groups[1].id = "Inner";
    out.groups[1].parent = 1;
    out.groups[1].matrix = true;
    out.settings = {{"style", "pages"}};
    return out;
}

// A message with one field of length-delimited bytes; enough to forge what the encoder never
// writes.
std::string field(char number, const std::string& bytes) {
    return std::string(1, static_cast<char>(number << 3 | 2)) + static_cast<char>(bytes.size()) +
           bytes;
}

std::string varint(char number, char value) {
    return {static_cast<char>(number << 3), value};
}

Error error_of_decoding(const std::string& bytes) {
    const auto decoded = decode_checklist(view(bytes));
    return decoded ? Error{Code::internal, "it decodes", "", ""} : decoded.error();
}

} // namespace

TEST_CASE("A checklist comes back from its document as it was", "[codec]") {
    const Checklist checklist = full_checklist();
    const Bytes bytes = encode_checklist(checklist);
    const auto back = decode_checklist(bytes);
    REQUIRE(back);
    CHECK(*back == checklist);
    CHECK(encode_checklist(*back) == bytes);
}

TEST_CASE("Every field of the document's format is read and written", "[codec]") {
    using Booleans = test::MessageFiller::Booleans;
    for (const auto booleans : {Booleans::true_first, Booleans::false_first}) {
        test::MessageFiller filler(booleans);
        const auto message = filler.filled("muster.v1.Checklist");
        REQUIRE(message);
        REQUIRE_FALSE(filler.met_unknown());
        const auto* format = message->GetDescriptor()->FindFieldByName("format");
        message->GetReflection()->SetUInt32(message.get(), format, 2);
        const std::string bytes = message->SerializeAsString();
        const auto checklist = decode_checklist(view(bytes));
        INFO((checklist ? "" : checklist.error().text()));
        REQUIRE(checklist);
        const Bytes again = encode_checklist(*checklist);
        CHECK(text_of(again) == bytes);
    }
}

TEST_CASE("What uses nothing new is written in the first format", "[codec]") {
    const auto format = [](const Checklist& checklist) {
        const Bytes bytes = encode_checklist(checklist);
        REQUIRE(bytes[0] == 8); // field 1, a number
        return static_cast<int>(bytes[1]);
    };
    Checklist checklist = full_checklist();
    CHECK(format(checklist) == 1);
    checklist.sections[0].questions[0].appearance = "minimal";
    CHECK(format(checklist) == 2);
    checklist = full_checklist();
    checklist.choice_lists[0].choices[1].columns = {{"county", "kent"}};
    CHECK(format(checklist) == 2);
    checklist = full_checklist();
    checklist.settings = {{"style", "pages"}};
    CHECK(format(checklist) == 2);
}

TEST_CASE("The hash of a document is the hash of its bytes", "[codec]") {
    Checklist checklist = full_checklist();
    const auto hash = document_hash(encode_checklist(checklist));
    CHECK(hash == document_hash(encode_checklist(checklist)));
    checklist.sections[0].questions[0].weight = Decimal::integer(3);
    CHECK_FALSE(hash == document_hash(encode_checklist(checklist)));
    // SHA-256 of the empty text, FIPS 180-4
    CHECK(
        document_hash({}).hex() ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
}

TEST_CASE("Equal decimals are equal bytes", "[codec]") {
    Checklist checklist = full_checklist();
    const Bytes bytes = encode_checklist(checklist);
    checklist.sections[0].questions[0].weight = {250, 2};
    CHECK(encode_checklist(checklist) == bytes);
}

TEST_CASE("Bytes that are no checklist are refused", "[codec]") {
    CHECK(error_of_decoding("").message == "The document is not a checklist.");
    CHECK(error_of_decoding("\xFF\xFF").message == "The document is not a checklist.");
    const Bytes bytes = encode_checklist(full_checklist());
    const std::string whole(text_of(bytes));
    CHECK(error_of_decoding(whole).message == "it decodes");
    CHECK(error_of_decoding(whole.substr(0, whole.size() - 1)).code == Code::invalid_input);
    CHECK(
        error_of_decoding(std::string(limits::document_bytes_max + 1, 'x')).code ==
        Code::resource_exhausted
    );
}

TEST_CASE("A newer format and numbers nobody knows are refused", "[codec]") {
    CHECK(error_of_decoding(varint(1, 3)).code == Code::unsupported);
    CHECK(error_of_decoding(varint(2, 1)).code == Code::invalid_input); // no format at all
    const auto with = [](const std::string& question) {
        return error_of_decoding(varint(1, 1) + field(6, field(4, question)));
    };
    const std::string full =
        varint(2, 1) + varint(11, 6) + "\x70\x04" + std::string("\x88\x01\x06", 3);
    CHECK(with(full).message == "it decodes");
    CHECK(with("").message == "Unknown question type number 0.");
    CHECK(with(varint(2, 37)).message == "Unknown question type number 37.");
    CHECK(with(varint(2, 1)).message == "Unknown dimension number 0.");
    CHECK(with(varint(2, 1) + varint(11, 7)).message == "Unknown dimension number 7.");
    CHECK(with(varint(2, 1) + varint(11, 6)).message == "Unknown critical rule number 0.");
    CHECK(with(varint(2, 1) + varint(11, 6) + "\x70\x04").message == "Unknown measure number 0.");
    // A decimal of scale 16
    CHECK(with(full + field(12, varint(2, 16))).message == "A decimal has more than 15 digits.");
}

TEST_CASE("Texts that are too long or not UTF-8 are refused", "[codec]") {
    Checklist checklist = full_checklist();
    auto& rule = checklist.sections[0].questions[0].relevant;
    rule = std::string(expression::limits::expression_bytes_max, ' ');
    CHECK(decode_checklist(encode_checklist(checklist)));
    rule += ' ';
    CHECK(decode_checklist(encode_checklist(checklist)).error().code == Code::resource_exhausted);
    CHECK_FALSE(decode_checklist(view(varint(1, 1) + field(2, "\xFF"))));
    CHECK(decode_checklist(view(varint(1, 1) + field(2, "ok"))));
}

TEST_CASE("Counts are limited", "[codec]") {
    Checklist checklist = checklist_of({});
    const auto decodes = [&] { return decode_checklist(encode_checklist(checklist)).has_value(); };
    for (std::size_t i = 0; i < limits::questions_max; ++i) {
        checklist.sections[0].questions.push_back(question("q", QuestionType::text));
    }
    CHECK(decodes());
    checklist.sections[0].questions.push_back(question("q", QuestionType::text));
    CHECK_FALSE(decodes());
    checklist.sections.assign(limits::sections_max, Section{});
    CHECK(decodes());
    checklist.sections.emplace_back();
    CHECK_FALSE(decodes());
    checklist.sections.clear();
    checklist.choice_lists.assign(limits::choice_lists_max, ChoiceList{});
    CHECK(decodes());
    checklist.choice_lists.emplace_back();
    CHECK_FALSE(decodes());
    checklist.choice_lists = {ChoiceList{"l", std::vector<Choice>(limits::choices_max)}};
    CHECK(decodes());
    checklist.choice_lists[0].choices.emplace_back();
    CHECK_FALSE(decodes());
    checklist.choice_lists.clear();
    checklist.languages.assign(limits::languages_max, "en");
    CHECK(decodes());
    checklist.languages.emplace_back("en");
    CHECK_FALSE(decodes());
    checklist.languages.clear();
    checklist.groups.assign(limits::groups_max, Group{});
    CHECK(decodes());
    checklist.groups.emplace_back();
    CHECK_FALSE(decodes());
    checklist.groups.clear();
    checklist.settings.assign(limits::columns_max, {"a", "b"});
    CHECK(decodes());
    checklist.settings.push_back({"a", "b"});
    CHECK_FALSE(decodes());
    checklist.settings.clear();
    checklist.sections = {Section{"s", {}, "", {question("q", QuestionType::text)}}};
    auto& provisions = checklist.sections[0].questions[0].provisions;
    provisions.assign(limits::provisions_max, "p");
    CHECK(decodes());
    provisions.emplace_back("p");
    CHECK_FALSE(decodes());
}

TEST_CASE("Damaged documents are refused or decode, and never crash", "[codec]") {
    const Checklist whole = wide_checklist();
    const auto compiled = compile(whole);
    INFO((compiled ? "" : compiled.error().text()));
    REQUIRE(compiled);
    const Bytes bytes = encode_checklist(whole);
    CHECK(rc::check([&bytes] {
        Bytes damaged = bytes;
        const auto hits = *rc::gen::inRange(1, 6);
        for (int i = 0; i < hits; ++i) {
            damaged[*rc::gen::inRange<std::size_t>(0, damaged.size())] =
                *rc::gen::arbitrary<std::uint8_t>();
        }
        const auto decoded = decode_checklist(damaged);
        if (!decoded) return;
        const auto again = decode_checklist(encode_checklist(*decoded));
        RC_ASSERT(again.has_value());
        RC_ASSERT((*again == *decoded));
        if (const auto ready = compile(*decoded)) {
            const auto status =
                ready->evaluate(sheet_of({{"wait", answered(Duration{1'000})}}), {test_now});
            RC_ASSERT(status.size() == ready->question_ids().size());
        }
    }));
}

TEST_CASE("UTF-8 is judged by RFC 3629", "[utf8]") {
    CHECK_FALSE(first_bad_utf8("a\xC3\xBC\xE2\x82\xAC\xF0\x9F\x98\x80"));
    CHECK(first_bad_utf8("ab\xC3") == 2);
    CHECK(first_bad_utf8("\xC0\xAF") == 0);         // overlong
    CHECK(first_bad_utf8("a\xED\xA0\x80") == 1);    // surrogate
    CHECK(first_bad_utf8("\xF4\x90\x80\x80") == 0); // beyond U+10FFFF
    CHECK(first_bad_utf8("\xE2\x82") == 0);
    CHECK(first_bad_utf8("\x80") == 0);
    CHECK(count_code_points("a\xC3\xBC\xE2\x82\xAC\xF0\x9F\x98\x80") == 4);
    CHECK(rc::check([] {
        const auto code_point =
            *rc::gen::suchThat(rc::gen::inRange<std::uint32_t>(0, 0x110000), [](auto c) {
                return c < 0xD800 || c > 0xDFFF;
            });
        std::string text;
        append_utf8(text, static_cast<char32_t>(code_point));
        std::size_t at = 0;
        RC_ASSERT(next_code_point(text, at) == static_cast<char32_t>(code_point));
        RC_ASSERT(at == text.size());
        RC_ASSERT(!first_bad_utf8(text));
    }));
}

TEST_CASE("Names of enums lead back to them", "[codec]") {
    for (int i = 1; i <= static_cast<int>(question_type_last); ++i) {
        const auto type = static_cast<QuestionType>(i);
        CHECK(question_type_from(name_of(type)) == type);
    }
    for (int i = 0; i <= 5; ++i) {
        CHECK(dimension_from(name_of(static_cast<Dimension>(i))) == static_cast<Dimension>(i));
        CHECK(measure_from(name_of(static_cast<Measure>(i))) == static_cast<Measure>(i));
    }
    for (int i = 0; i <= 3; ++i) {
        CHECK(
            critical_rule_from(name_of(static_cast<CriticalRule>(i))) ==
            static_cast<CriticalRule>(i)
        );
    }
    for (int i = 0; i <= 5; ++i) {
        const auto kind = static_cast<EvidenceKind>(i);
        CHECK(evidence_kind_from(name_of(kind)) == kind);
    }
    for (int i = 0; i <= 2; ++i)
        CHECK(need_from(name_of(static_cast<Need>(i))) == static_cast<Need>(i));
    for (int i = 1; i <= 4; ++i)
        CHECK(media_kind_from(name_of(static_cast<MediaKind>(i))) == static_cast<MediaKind>(i));
    CHECK_FALSE(question_type_from("unknown"));
}
