#include "core/authoring/yaml.hpp"
#include "core/checklist/checklist_codec.hpp"
#include "core/checklist/compiled.hpp"
#include "core/forms/checklist_form.hpp"
#include "core/forms/workbook_writer.hpp"
#include "core/forms/xlsform.hpp"
#include "core/forms/xlsform_reader.hpp"
#include "core/forms/xlsform_writer.hpp"
#include "tests/support/checklist_builders.hpp"

#include <catch2/catch.hpp>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <rapidcheck.h>

#include <memory>
#include <set>

using namespace muster;
using namespace muster::forms;
using namespace muster::checklist;

namespace {

Result<Checklist> from_xlsx(std::string_view bytes) {
    auto form = read_form(bytes);
    if (!form) return std::unexpected<Error>(form.error().error);
    auto mapped = checklist_from_form(std::move(*form), "any");
    if (!mapped) return std::unexpected<Error>(mapped.error().error);
    return std::move(mapped->checklist);
}

std::string difference(const Checklist& a, const Checklist& b) {
    return authoring::checklist_to_yaml(a) + "\n======\n" + authoring::checklist_to_yaml(b);
}

} // namespace

TEST_CASE("Any checklist that is written as an XLSForm is read back as it was", "[xlsform]") {
    CHECK(rc::check([] {
        const Checklist checklist = any_checklist();
        RC_PRE(compile(checklist).has_value());
        const auto workbook = write_xlsform(form_from_checklist(checklist));
        const auto form = read_xlsform(workbook);
        if (!form) RC_FAIL(form.error().error.text());
        const auto mapped = checklist_from_form(*form, "any");
        if (!mapped) RC_FAIL(mapped.error().error.text());
        if (mapped->checklist != checklist) RC_FAIL(difference(checklist, mapped->checklist));
        RC_ASSERT(mapped->warnings.empty());
        const auto bytes = write_workbook(workbook);
        RC_ASSERT(bytes.has_value());
        const auto back = from_xlsx(*bytes);
        RC_ASSERT(back.has_value());
        RC_ASSERT(encode_checklist(*back) == encode_checklist(checklist));
    }));
}

namespace {

using google::protobuf::Descriptor;
using google::protobuf::Message;

std::unique_ptr<Message> message_of(const Checklist& checklist) {
    const auto* type = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
        "muster.v1.Checklist"
    );
    REQUIRE(type != nullptr);
    std::unique_ptr<Message> out(
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New()
    );
    const Bytes bytes = encode_checklist(checklist);
    REQUIRE(out->ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
    return out;
}

// "muster.v1.Question.weight" for every field that is set anywhere below.
void collect_set(const Message& message, std::set<std::string>& names) {
    std::vector<const google::protobuf::FieldDescriptor*> fields;
    const auto& reflection = *message.GetReflection();
    reflection.ListFields(message, &fields);
    for (const auto* field : fields) {
        names.insert(field->full_name());
        if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
        if (!field->is_repeated()) {
            collect_set(reflection.GetMessage(message, field), names);
            continue;
        }
        for (int i = 0; i < reflection.FieldSize(message, field); ++i)
            collect_set(reflection.GetRepeatedMessage(message, field, i), names);
    }
}

void collect_all(const Descriptor& type, std::set<std::string>& names) {
    for (int i = 0; i < type.field_count(); ++i) {
        const auto& field = *type.field(i);
        const bool is_new = names.insert(field.full_name()).second;
        if (is_new && field.message_type() != nullptr) collect_all(*field.message_type(), names);
    }
}

LocalText both(const std::string& text) {
    return {{{"en", text}, {"cy", text + " (cy)"}}};
}

Question asked(std::string id, QuestionType type) {
    Question out;
    out.id = std::move(id);
    out.type = type;
    out.label = both("Label of " + out.id);
    return out;
}

// Every field of the document says something here; the test below names the one that does not.
Checklist checklist_with_everything() {
    Question scale = asked("scale", QuestionType::likert);
    scale.scale_points = 5;
    scale.hint = both("Hint");
    scale.guidance = both("Guidance");
    scale.relevant = "${served} = 'yes'";
    scale.required = "true()";
    scale.required_message = both("Required");
    scale.constraint = ". > 1";
    scale.constraint_message = both("Constraint");
    scale.dimension = Dimension::empathy;
    scale.weight = {15, 1};
    scale.bonus = true;
    scale.critical = CriticalRule::cap;
    scale.cap_percent = Decimal::integer(50);
    scale.provisions = {"pmo-2004-art4", "cra-2015-s9"};
    scale.measure = Measure::csat;
    scale.not_applicable_allowed = true;
    scale.not_observed_allowed = true;
    scale.not_observed_counts = true;
    scale.group = 2;
    scale.media = {{MediaKind::image, both("a.png")}, {MediaKind::audio, both("a.mp3")}};
    scale.read_only = "${served} = 'no'";
    scale.default_value = "3";
    scale.appearance = "w1";
    scale.parameters = {{"anything", "of ours"}};
    scale.journey_stage = "At the till";
    scale.need = Need::essential;
    scale.standard = Decimal::integer(4);
    scale.segment = "65+";
    scale.evidence = EvidenceKind::photo;
    scale.evidence_when = ". < 3";
    scale.further = {{"body::accept", "a"}, {"label::fr", "b"}};
    scale.complaint_steps = {ComplaintStep::four_a_apologise};
    Question served = asked("served", QuestionType::yes_no);
    Question expected = asked("expected", QuestionType::likert);
    expected.scale_points = 5;
    expected.expectation_of = "scale";
    Question wait = asked("wait", QuestionType::stopwatch);
    wait.target_ms = 90'500;
    Question town = asked("town", QuestionType::one_choice);
    town.choice_list = "towns";
    town.choice_filter = "county = 'kent'";
    Question sum = asked("sum", QuestionType::calculate);
    sum.calculation = "1 + 1";
    sum.trigger = "${served}";
    Question file_town = asked("file_town", QuestionType::one_choice);
    file_town.choice_list = "more-towns";
    Checklist out;
    out.id = "everything";
    out.version = "2026-11";
    out.title = both("Title");
    out.languages = {"en", "cy"};
    Choice dover{"dover", both("Dover"), Decimal::integer(2)};
    dover.media = {{MediaKind::big_image, both("big.png")}};
    dover.columns = {{"county", "kent"}};
    out.choice_lists = {
        {"more-towns", {}, "places.csv"}, {"towns", {dover}}, {"unused", {}, "unused.csv"}
    };
    Group outer;
    outer.id = "outer";
    outer.label = both("Outer");
    outer.hint = both("Hint");
    outer.relevant = "${served} = 'yes'";
    outer.read_only = "true()";
    outer.appearance = "w2";
    Group grid;
    grid.id = "grid";
    grid.parent = 1;
    grid.repeat = true;
    grid.repeat_count = "2";
    grid.matrix = true;
    out.groups = {outer, grid};
    out.settings = {{"style", "pages"}, {"namespaces", "esri=\"urn:esri\""}};
    out.sections = {
        {"served", both("Served"), "", {served}},
        {"Rest", {}, "${served} = 'yes'", {scale, expected, wait, town, sum, file_town}},
    };
    return out;
}

} // namespace

TEST_CASE("Every field of a checklist goes into an XLSForm and comes back", "[xlsform]") {
    const Checklist checklist = checklist_with_everything();
    const auto message = message_of(checklist);
    std::set<std::string> set;
    collect_set(*message, set);
    std::set<std::string> all;
    collect_all(*message->GetDescriptor(), all);
    // A field that is missing here is to be added to the checklist above, and to the columns.
    for (const auto& field : all) {
        INFO(field);
        CHECK(set.contains(field));
    }
    const auto bytes = checklist_to_xlsx(checklist);
    INFO((bytes ? "" : bytes.error().text()));
    REQUIRE(bytes);
    const auto back = from_xlsx(*bytes);
    REQUIRE(back);
    CHECK(*back == checklist);
    CHECK(encode_checklist(*back) == encode_checklist(checklist));
}

TEST_CASE("The same checklist gives the same workbook", "[xlsform]") {
    const auto first = checklist_to_xlsx(checklist_with_everything());
    const auto second = checklist_to_xlsx(checklist_with_everything());
    REQUIRE(first);
    REQUIRE(second);
    CHECK(*first == *second);
}

TEST_CASE("A text that XLSForm would take for a reference is refused, not changed", "[xlsform]") {
    Checklist checklist = checklist_with_everything();
    checklist.sections[0].questions[0].label = both("It costs ${ price");
    const auto refused = checklist_to_xlsx(checklist);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::invalid_input);
    CHECK(refused.error().message.starts_with("An XLSForm cannot hold this checklist: A reference")
    );
    CHECK(refused.error().context == "sheet survey, row 3, column label::en");
}
