// The words by which YAML, JSON and tables know types, dimensions and the other closed lists.
#include "core/base/name_table.hpp"
#include "core/checklist/checklist.hpp"

namespace muster::checklist {

namespace {

constexpr NameTable<QuestionType, 36> type_names = {{
    {QuestionType::yes_no, "yes_no"},
    {QuestionType::likert, "likert"},
    {QuestionType::one_choice, "one_choice"},
    {QuestionType::many_choices, "many_choices"},
    {QuestionType::integer, "integer"},
    {QuestionType::decimal, "decimal"},
    {QuestionType::text, "text"},
    {QuestionType::date, "date"},
    {QuestionType::time, "time"},
    {QuestionType::stopwatch, "stopwatch"},
    {QuestionType::note, "note"},
    {QuestionType::nps, "nps"},
    {QuestionType::start, "start"},
    {QuestionType::end, "end"},
    {QuestionType::range, "range"},
    {QuestionType::rank, "rank"},
    {QuestionType::date_time, "date_time"},
    {QuestionType::geopoint, "geopoint"},
    {QuestionType::geotrace, "geotrace"},
    {QuestionType::geoshape, "geoshape"},
    {QuestionType::image, "image"},
    {QuestionType::signature, "signature"},
    {QuestionType::audio, "audio"},
    {QuestionType::video, "video"},
    {QuestionType::file, "file"},
    {QuestionType::barcode, "barcode"},
    {QuestionType::acknowledge, "acknowledge"},
    {QuestionType::counter, "counter"},
    {QuestionType::calculate, "calculate"},
    {QuestionType::hidden, "hidden"},
    {QuestionType::today, "today"},
    {QuestionType::device_id, "device_id"},
    {QuestionType::username, "username"},
    {QuestionType::email, "email"},
    {QuestionType::phone_number, "phone_number"},
    {QuestionType::audit_trail, "audit_trail"},
}};

constexpr NameTable<Dimension, 6> dimension_names = {{
    {Dimension::none, "none"},
    {Dimension::reliability, "reliability"},
    {Dimension::assurance, "assurance"},
    {Dimension::tangibles, "tangibles"},
    {Dimension::empathy, "empathy"},
    {Dimension::responsiveness, "responsiveness"},
}};

constexpr NameTable<CriticalRule, 4> critical_names = {{
    {CriticalRule::none, "none"},
    {CriticalRule::flag, "flag"},
    {CriticalRule::zero, "zero"},
    {CriticalRule::cap, "cap"},
}};

constexpr NameTable<Measure, 7> measure_names = {{
    {Measure::none, "none"},
    {Measure::nps, "nps"},
    {Measure::csat, "csat"},
    {Measure::ces, "ces"},
    {Measure::fcr, "fcr"},
    {Measure::wait, "wait"},
    {Measure::importance, "importance"},
}};

constexpr NameTable<Need, 3> need_names = {{
    {Need::none, "none"},
    {Need::essential, "essential"},
    {Need::desired, "desired"},
}};

constexpr NameTable<EvidenceKind, 6> evidence_names = {{
    {EvidenceKind::none, "none"},
    {EvidenceKind::photo, "photo"},
    {EvidenceKind::audio, "audio"},
    {EvidenceKind::video, "video"},
    {EvidenceKind::file, "file"},
    {EvidenceKind::signature, "signature"},
}};

constexpr NameTable<MediaKind, 4> media_names = {{
    {MediaKind::image, "image"},
    {MediaKind::big_image, "big_image"},
    {MediaKind::audio, "audio"},
    {MediaKind::video, "video"},
}};

constexpr NameTable<ComplaintModel, 3> model_names = {{
    {ComplaintModel::four_a, "four_a"},
    {ComplaintModel::ladder, "ladder"},
    {ComplaintModel::iso_10002, "iso_10002"},
}};

constexpr NameTable<ComplaintStep, 18> step_names = {{
    {ComplaintStep::remedy_on_time, "remedy_on_time"},
    {ComplaintStep::four_a_acknowledge, "four_a.acknowledge"},
    {ComplaintStep::four_a_apologise, "four_a.apologise"},
    {ComplaintStep::four_a_act, "four_a.act"},
    {ComplaintStep::four_a_assure, "four_a.assure"},
    {ComplaintStep::ladder_listen, "ladder.listen"},
    {ComplaintStep::ladder_apologise, "ladder.apologise"},
    {ComplaintStep::ladder_diagnose, "ladder.diagnose"},
    {ComplaintStep::ladder_deliver, "ladder.deliver"},
    {ComplaintStep::ladder_evaluate, "ladder.evaluate"},
    {ComplaintStep::ladder_review, "ladder.review"},
    {ComplaintStep::iso_10002_route, "iso_10002.route"},
    {ComplaintStep::iso_10002_acknowledgement, "iso_10002.acknowledgement"},
    {ComplaintStep::iso_10002_progress, "iso_10002.progress"},
    {ComplaintStep::iso_10002_response, "iso_10002.response"},
    {ComplaintStep::iso_10002_closing, "iso_10002.closing"},
    {ComplaintStep::iso_10002_further_routes, "iso_10002.further_routes"},
    {ComplaintStep::iso_10002_causes, "iso_10002.causes"},
}};

} // namespace

std::string_view name_of(QuestionType type) {
    return name_in(type_names, type);
}

std::string_view name_of(Dimension dimension) {
    return name_in(dimension_names, dimension);
}

std::string_view name_of(CriticalRule rule) {
    return name_in(critical_names, rule);
}

std::string_view name_of(Measure measure) {
    return name_in(measure_names, measure);
}

std::string_view name_of(Need need) {
    return name_in(need_names, need);
}

std::string_view name_of(EvidenceKind kind) {
    return name_in(evidence_names, kind);
}

std::string_view name_of(MediaKind kind) {
    return name_in(media_names, kind);
}

std::string_view name_of(ComplaintStep step) {
    return name_in(step_names, step);
}

std::string_view name_of(ComplaintModel model) {
    return name_in(model_names, model);
}

std::optional<QuestionType> question_type_from(std::string_view name) {
    return value_in(type_names, name);
}

std::optional<Dimension> dimension_from(std::string_view name) {
    return value_in(dimension_names, name);
}

std::optional<CriticalRule> critical_rule_from(std::string_view name) {
    return value_in(critical_names, name);
}

std::optional<Measure> measure_from(std::string_view name) {
    return value_in(measure_names, name);
}

std::optional<Need> need_from(std::string_view name) {
    return value_in(need_names, name);
}

std::optional<EvidenceKind> evidence_kind_from(std::string_view name) {
    return value_in(evidence_names, name);
}

std::optional<MediaKind> media_kind_from(std::string_view name) {
    return value_in(media_names, name);
}

std::optional<ComplaintStep> complaint_step_from(std::string_view name) {
    return value_in(step_names, name);
}

} // namespace muster::checklist
