// Checklists to bytes; checklist_decode_codec.cpp reads them. What has its default is not written,
// so that a checklist keeps its bytes when fields are added to the language.
#include "core/base/hash.hpp"
#include "core/checklist/checklist_codec.hpp"
#include "muster/v1/checklist.pb.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

namespace muster::checklist {

namespace {

constexpr std::uint32_t first_format = 1;
constexpr std::uint32_t late_format = 2;

// The numbers agree except for "none", because zero means "not written" on the wire.
template <class Wire, class E>
Wire to_wire(E value, Wire wire_none) {
    if (value == E::none) return wire_none;
    const auto number = static_cast<int>(value);
    return static_cast<Wire>(number < static_cast<int>(wire_none) ? number : number + 1);
}

void put(v1::Decimal& to, Decimal value) {
    value = normalised(value);
    to.set_unscaled(value.unscaled);
    to.set_scale(value.scale);
}

void put(v1::LocalText& to, const LocalText& text) {
    for (const auto& translation : text.translations) {
        auto& out = *to.add_translations();
        out.set_language(translation.language);
        out.set_text(translation.text);
    }
}

bool is_written(const LocalText& text) {
    return !text.translations.empty();
}

void put(v1::NamedValue& to, const NamedValue& pair) {
    to.set_name(pair.name);
    to.set_value(pair.value);
}

void put(v1::Media& to, const Media& media) {
    to.set_kind(static_cast<v1::MediaKind>(media.kind));
    put(*to.mutable_files(), media.files);
}

// Fields of format 1 and later ones stand in two functions each, so that the format can be told
// from whether the later ones wrote anything.
class Writer {
public:
    v1::Checklist write(const Checklist& checklist) {
        v1::Checklist message;
        message.set_format(first_format);
        message.set_id(checklist.id);
        message.set_version(checklist.version);
        if (is_written(checklist.title)) put(*message.mutable_title(), checklist.title);
        for (const auto& language : checklist.languages)
            message.add_languages(language);
        for (const auto& section : checklist.sections)
            put_section(*message.add_sections(), section);
        for (const auto& list : checklist.choice_lists)
            put_list(*message.add_choice_lists(), list);
        late(message, [&] {
            for (const auto& group : checklist.groups)
                put_group(*message.add_groups(), group);
            for (const auto& setting : checklist.settings)
                put(*message.add_settings(), setting);
        });
        if (late_) message.set_format(late_format);
        return message;
    }

private:
    template <class Message, class Fields>
    void late(const Message& message, Fields write) {
        const auto before = message.ByteSizeLong();
        write();
        late_ = late_ || message.ByteSizeLong() != before;
    }

    static void put_rules(v1::Question& to, const Question& question) {
        to.set_relevant(question.relevant);
        to.set_required(question.required);
        to.set_constraint(question.constraint);
        if (is_written(question.constraint_message)) {
            put(*to.mutable_constraint_message(), question.constraint_message);
        }
    }

    static void put_scoring(v1::Question& to, const Question& question) {
        to.set_dimension(to_wire(question.dimension, v1::DIMENSION_NONE));
        if (question.weight.unscaled != 0) put(*to.mutable_weight(), question.weight);
        to.set_bonus(question.bonus);
        to.set_critical(to_wire(question.critical, v1::CRITICAL_RULE_NONE));
        if (question.cap_percent) put(*to.mutable_cap_percent(), *question.cap_percent);
        for (const auto& provision : question.provisions)
            to.add_provisions(provision);
        to.set_measure(to_wire(question.measure, v1::MEASURE_NONE));
        if (question.target_ms) to.set_target_ms(*question.target_ms);
        to.set_not_applicable_allowed(question.not_applicable_allowed);
        to.set_not_observed_allowed(question.not_observed_allowed);
        to.set_not_observed_counts(question.not_observed_counts);
    }

    static void put_late(v1::Question& to, const Question& question) {
        to.set_group(question.group);
        if (is_written(question.guidance)) put(*to.mutable_guidance(), question.guidance);
        if (is_written(question.required_message)) {
            put(*to.mutable_required_message(), question.required_message);
        }
        for (const auto& media : question.media)
            put(*to.add_media(), media);
        to.set_read_only(question.read_only);
        to.set_default_value(question.default_value);
        to.set_calculation(question.calculation);
        to.set_choice_filter(question.choice_filter);
        to.set_trigger(question.trigger);
        to.set_appearance(question.appearance);
        for (const auto& parameter : question.parameters)
            put(*to.add_parameters(), parameter);
        to.set_journey_stage(question.journey_stage);
        to.set_need(static_cast<v1::Need>(question.need));
        if (question.standard) put(*to.mutable_standard(), *question.standard);
        to.set_segment(question.segment);
        to.set_evidence(static_cast<v1::EvidenceKind>(question.evidence));
        to.set_evidence_when(question.evidence_when);
        for (const auto& column : question.further)
            put(*to.add_further(), column);
        for (const auto step : question.complaint_steps)
            to.add_complaint_steps(static_cast<v1::ComplaintStep>(step));
        to.set_expectation_of(question.expectation_of);
    }

    void put_question(v1::Question& to, const Question& question) {
        to.set_id(question.id);
        to.set_type(static_cast<v1::QuestionType>(question.type));
        if (is_written(question.label)) put(*to.mutable_label(), question.label);
        if (is_written(question.hint)) put(*to.mutable_hint(), question.hint);
        to.set_scale_points(question.scale_points);
        to.set_choice_list(question.choice_list);
        put_rules(to, question);
        put_scoring(to, question);
        late(to, [&] { put_late(to, question); });
    }

    void put_section(v1::Section& to, const Section& section) {
        to.set_id(section.id);
        if (is_written(section.title)) put(*to.mutable_title(), section.title);
        to.set_relevant(section.relevant);
        for (const auto& question : section.questions)
            put_question(*to.add_questions(), question);
    }

    static void put_group(v1::Group& to, const Group& group) {
        to.set_id(group.id);
        if (is_written(group.label)) put(*to.mutable_label(), group.label);
        if (is_written(group.hint)) put(*to.mutable_hint(), group.hint);
        to.set_relevant(group.relevant);
        to.set_read_only(group.read_only);
        to.set_appearance(group.appearance);
        to.set_parent(group.parent);
        to.set_repeat(group.repeat);
        to.set_repeat_count(group.repeat_count);
        to.set_matrix(group.matrix);
    }

    void put_list(v1::ChoiceList& to, const ChoiceList& list) {
        to.set_name(list.name);
        for (const auto& choice : list.choices) {
            auto& out = *to.add_choices();
            out.set_name(choice.name);
            if (is_written(choice.label)) put(*out.mutable_label(), choice.label);
            if (choice.points) put(*out.mutable_points(), *choice.points);
            late(out, [&] {
                for (const auto& media : choice.media)
                    put(*out.add_media(), media);
                for (const auto& column : choice.columns)
                    put(*out.add_columns(), column);
            });
        }
        late(to, [&] { to.set_file(list.file); });
    }

    bool late_ = false;
};

} // namespace

Bytes encode_checklist(const Checklist& checklist) {
    const v1::Checklist message = Writer().write(checklist);
    std::string out;
    {
        google::protobuf::io::StringOutputStream stream(&out);
        google::protobuf::io::CodedOutputStream coded(&stream);
        coded.SetSerializationDeterministic(true);
        message.SerializeToCodedStream(&coded);
    } // flushes
    return to_bytes(out);
}

DocumentHash document_hash(ByteView document) {
    return DocumentHash{sha256(document)};
}

} // namespace muster::checklist
