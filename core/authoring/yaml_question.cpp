// One question of a checklist in YAML.
#include "core/authoring/span_text.hpp"
#include "core/authoring/yaml_fields.hpp"

#include <algorithm>
#include <array>

namespace muster::authoring {

using namespace checklist;

namespace {

constexpr std::array<std::string_view, 39> known_keys = {
    "id",
    "type",
    "label",
    "hint",
    "scale",
    "choices",
    "relevant",
    "required",
    "constraint",
    "message",
    "weight",
    "bonus",
    "dimension",
    "critical",
    "cap",
    "measure",
    "target",
    "na",
    "not_observed",
    "provisions",
    "guidance",
    "required_message",
    "media",
    "read_only",
    "default",
    "calculation",
    "choice_filter",
    "trigger",
    "appearance",
    "parameters",
    "journey_stage",
    "need",
    "standard",
    "segment",
    "evidence",
    "evidence_when",
    "further",
    "complaint_steps",
    "expectation_of",
};

std::uint32_t scale(YamlFields& fields, const YamlNode& node) {
    const auto points = fields.decimal(node, "scale");
    if (!points) return 0;
    if (points->scale == 0 && points->unscaled >= 0 && points->unscaled <= 1'000) {
        return static_cast<std::uint32_t>(points->unscaled);
    }
    fields.bad(
        node.find("scale")->place, "A scale is a whole number of points.", "Write scale: 5."
    );
    return 0;
}

std::optional<std::int64_t> target(YamlFields& fields, const YamlNode& node) {
    const YamlNode* value = node.find("target");
    if (value == nullptr) return std::nullopt;
    const auto span = parse_span(fields.text(node, "target"));
    if (span) return *span;
    fields.bad(value->place, span.error().message, span.error().hint);
    return std::nullopt;
}

void read_scoring(YamlFields& fields, const YamlNode& node, Question& out) {
    out.weight = fields.decimal(node, "weight").value_or(Decimal{});
    out.bonus = fields.yes_or_no(node, "bonus");
    out.dimension = fields.word<Dimension>(
        node, "dimension", dimension_from, name_of, Dimension::responsiveness, Dimension::none
    );
    out.critical = fields.word<CriticalRule>(
        node, "critical", critical_rule_from, name_of, CriticalRule::cap, CriticalRule::none
    );
    out.cap_percent = fields.decimal(node, "cap");
    out.measure = fields.word<Measure>(
        node, "measure", measure_from, name_of, Measure::importance, Measure::none
    );
}

void read_further(YamlFields& fields, const YamlNode& node, Question& out) {
    out.guidance = fields.local_text(node, "guidance");
    out.required_message = fields.local_text(node, "required_message");
    out.media = fields.media(node);
    out.read_only = fields.condition(node, "read_only");
    out.default_value = fields.text(node, "default");
    out.calculation = fields.text(node, "calculation");
    out.choice_filter = fields.text(node, "choice_filter");
    out.trigger = fields.text(node, "trigger");
    out.appearance = fields.text(node, "appearance");
    out.parameters = fields.pairs(node, "parameters");
    std::ranges::sort(out.parameters, {}, &NamedValue::name);
    out.journey_stage = fields.text(node, "journey_stage");
    out.need = fields.word<Need>(node, "need", need_from, name_of, Need::desired, Need::none);
    out.standard = fields.decimal(node, "standard");
    out.segment = fields.text(node, "segment");
    out.evidence = fields.word<EvidenceKind>(
        node, "evidence", evidence_kind_from, name_of, EvidenceKind::signature, EvidenceKind::none
    );
    out.evidence_when = fields.text(node, "evidence_when");
    out.further = fields.pairs(node, "further");
    out.complaint_steps = fields.steps(node);
    out.expectation_of = fields.text(node, "expectation_of");
}

} // namespace

std::span<const std::string_view> question_keys() {
    return known_keys;
}

Question read_question(YamlFields& fields, const YamlNode& node) {
    Question out;
    if (!fields.mapping(node, known_keys, "A question")) return out;
    out.id = fields.text(node, "id");
    fields.remember("question " + out.id, node);
    if (node.find("type") == nullptr) {
        fields.bad(node.place, "The question has no type.", "Write type: yes_no, or another type.");
    }
    out.type = fields.word<QuestionType>(
        node, "type", question_type_from, name_of, question_type_last, QuestionType::note
    );
    out.label = fields.local_text(node, "label");
    out.hint = fields.local_text(node, "hint");
    out.scale_points = scale(fields, node);
    out.choice_list = fields.text(node, "choices");
    out.relevant = fields.text(node, "relevant");
    out.required = fields.condition(node, "required");
    out.constraint = fields.text(node, "constraint");
    out.constraint_message = fields.local_text(node, "message");
    read_scoring(fields, node, out);
    out.provisions = fields.texts(node, "provisions");
    out.target_ms = target(fields, node);
    out.not_applicable_allowed = fields.yes_or_no(node, "na");
    out.not_observed_counts = fields.text(node, "not_observed") == "counts";
    out.not_observed_allowed = out.not_observed_counts || fields.yes_or_no(node, "not_observed");
    read_further(fields, node, out);
    return out;
}

} // namespace muster::authoring
