// One question of a checklist in YAML.
#include "core/authoring/yaml_fields.hpp"

#include <algorithm>
#include <array>

namespace muster::authoring {

using namespace checklist;

namespace {

constexpr std::array<std::string_view, 39> question_keys = {
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

// "120 s", "1.5 min", "800 ms", "1 h"
std::optional<std::int64_t> target(YamlFields& fields, const YamlNode& node) {
    const YamlNode* value = node.find("target");
    if (value == nullptr) return std::nullopt;
    const std::string given = fields.text(node, "target");
    const std::size_t unit_at = given.find_first_not_of("0123456789.");
    const std::string unit = unit_at == std::string::npos ? "" : given.substr(unit_at);
    const auto amount = parse_decimal(std::string_view(given).substr(0, unit_at));
    static const std::map<std::string, std::int64_t> units = {
        {" ms", 1}, {" s", 1'000}, {" min", 60'000}, {" h", 3'600'000}
    };
    const auto ms_per_unit = units.find(unit);
    if (amount && ms_per_unit != units.end()) {
        const auto exact = Rational::of(*amount);
        const auto ms = exact ? multiply(*exact, Rational(ms_per_unit->second)) : exact;
        if (ms && ms->denominator() == 1) return ms->numerator();
    }
    fields.bad(
        value->place,
        "'" + given + "' is no span of time.",
        "Write target: 120 s; units are ms, s, min and h."
    );
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
    out.measure =
        fields.word<Measure>(node, "measure", measure_from, name_of, Measure::wait, Measure::none);
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

Question read_question(YamlFields& fields, const YamlNode& node) {
    Question out;
    if (!fields.mapping(node, question_keys, "A question")) return out;
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
