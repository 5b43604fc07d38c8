#include "core/checklist/checklist_codec.hpp"

#include "core/base/hash.hpp"
#include "core/base/utf8.hpp"
#include "core/checklist/limits.hpp"
#include "core/expression/limits.hpp"
#include "muster/v1/checklist.pb.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

namespace muster::checklist {

namespace {

constexpr std::uint32_t format_now = 1;
constexpr std::int64_t unscaled_max = 999'999'999'999'999; // 15 digits, see Decimal

// ---- enums: the numbers agree except for "none", because zero means "not written" on the wire.

constexpr int wire_dimension_none = v1::DIMENSION_NONE;
constexpr int wire_critical_none = v1::CRITICAL_RULE_NONE;
constexpr int wire_measure_none = v1::MEASURE_NONE;

template <class E>
int to_wire(E value, int wire_none) {
    return value == E::none ? wire_none : static_cast<int>(value);
}

template <class E>
Result<E> from_wire(int number, int wire_none, int last, std::string_view what) {
    if (number == wire_none) return E::none;
    if (number >= 1 && number <= last) return static_cast<E>(number);
    return fail(
        Code::unsupported,
        "Unknown " + std::string(what) + " number " + std::to_string(number) + ".",
        "The checklist was written by a newer program: update this one."
    );
}

// ---- encode

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

void put(v1::Question& to, const Question& question) {
    to.set_id(question.id);
    to.set_type(static_cast<v1::QuestionType>(question.type));
    if (is_written(question.label)) put(*to.mutable_label(), question.label);
    if (is_written(question.hint)) put(*to.mutable_hint(), question.hint);
    to.set_scale_points(question.scale_points);
    to.set_choice_list(question.choice_list);
    to.set_relevant(question.relevant);
    to.set_required(question.required);
    to.set_constraint(question.constraint);
    if (is_written(question.constraint_message)) {
        put(*to.mutable_constraint_message(), question.constraint_message);
    }
    to.set_dimension(static_cast<v1::Dimension>(to_wire(question.dimension, wire_dimension_none)));
    if (question.weight.unscaled != 0) put(*to.mutable_weight(), question.weight);
    to.set_bonus(question.bonus);
    to.set_critical(static_cast<v1::CriticalRule>(to_wire(question.critical, wire_critical_none)));
    if (question.cap_percent) put(*to.mutable_cap_percent(), *question.cap_percent);
    for (const auto& provision : question.provisions)
        to.add_provisions(provision);
    to.set_measure(static_cast<v1::Measure>(to_wire(question.measure, wire_measure_none)));
    if (question.target_ms) to.set_target_ms(*question.target_ms);
    to.set_not_applicable_allowed(question.not_applicable_allowed);
    to.set_not_observed_allowed(question.not_observed_allowed);
    to.set_not_observed_counts(question.not_observed_counts);
}

void put(v1::Section& to, const Section& section) {
    to.set_id(section.id);
    if (is_written(section.title)) put(*to.mutable_title(), section.title);
    to.set_relevant(section.relevant);
    for (const auto& question : section.questions)
        put(*to.add_questions(), question);
}

void put(v1::ChoiceList& to, const ChoiceList& list) {
    to.set_name(list.name);
    for (const auto& choice : list.choices) {
        auto& out = *to.add_choices();
        out.set_name(choice.name);
        if (is_written(choice.label)) put(*out.mutable_label(), choice.label);
        if (choice.points) put(*out.mutable_points(), *choice.points);
    }
}

// ---- decode

Status too_many(std::string_view what, std::size_t count, std::size_t most) {
    if (count <= most) return {};
    return fail(
        Code::resource_exhausted,
        "The checklist has " + std::to_string(count) + " " + std::string(what) + ", " +
            std::to_string(most) + " are allowed.",
        "Split it into several checklists."
    );
}

// The full protobuf runtime refuses bad UTF-8 by itself, the lite one of the wasm build does not.
Result<std::string> text_from(const std::string& text, std::size_t bytes_max) {
    if (text.size() > bytes_max) {
        return fail(
            Code::resource_exhausted,
            "A text of " + std::to_string(text.size()) + " bytes is longer than the " +
                std::to_string(bytes_max) + " allowed."
        );
    }
    if (first_bad_utf8(text)) return fail(Code::invalid_input, "A text is not UTF-8.");
    return text;
}

// Decodes one field after another and keeps the first error, so that a message reads as a list.
class Reader {
public:
    [[nodiscard]] const Status& status() const { return status_; }

    void check(Status status) {
        if (status_ && !status) status_ = std::move(status);
    }

    template <class T>
    T take(Result<T> result) {
        if (result) return std::move(*result);
        if (status_) status_ = error_of(result);
        return T{};
    }

    std::string text(const std::string& value, std::size_t bytes_max) {
        return take(text_from(value, bytes_max));
    }

    std::string id(const std::string& value) { return text(value, limits::id_bytes_max); }

    std::string expression(const std::string& value) {
        return text(value, expression::limits::expression_bytes_max);
    }

    LocalText local(const v1::LocalText& from) {
        LocalText out;
        const auto count = static_cast<std::size_t>(from.translations_size());
        check(too_many("translations of one text", count, limits::languages_max));
        if (!status_) return out;
        for (const auto& translation : from.translations()) {
            out.translations.push_back(
                {id(translation.language()), text(translation.text(), limits::text_bytes_max)}
            );
        }
        return out;
    }

    Decimal decimal(const v1::Decimal& from) {
        if (from.scale() > 15 || from.unscaled() > unscaled_max ||
            from.unscaled() < -unscaled_max) {
            check(fail(Code::invalid_input, "A decimal has more than 15 digits."));
            return {};
        }
        return normalised({from.unscaled(), static_cast<std::uint8_t>(from.scale())});
    }

    QuestionType type(int number) {
        if (number >= 1 && number <= static_cast<int>(QuestionType::end)) {
            return static_cast<QuestionType>(number);
        }
        check(fail(
            Code::unsupported,
            "Unknown question type number " + std::to_string(number) + ".",
            "The checklist was written by a newer program: update this one."
        ));
        return QuestionType::note;
    }

    Question question(const v1::Question& from) {
        Question out;
        out.id = id(from.id());
        out.type = type(from.type());
        out.label = local(from.label());
        out.hint = local(from.hint());
        out.scale_points = from.scale_points();
        out.choice_list = id(from.choice_list());
        out.relevant = expression(from.relevant());
        out.required = expression(from.required());
        out.constraint = expression(from.constraint());
        out.constraint_message = local(from.constraint_message());
        out.dimension =
            take(from_wire<Dimension>(from.dimension(), wire_dimension_none, 5, "dimension"));
        if (from.has_weight()) out.weight = decimal(from.weight());
        out.bonus = from.bonus();
        out.critical =
            take(from_wire<CriticalRule>(from.critical(), wire_critical_none, 3, "critical rule"));
        if (from.has_cap_percent()) out.cap_percent = decimal(from.cap_percent());
        const auto provisions = static_cast<std::size_t>(from.provisions_size());
        check(too_many("provisions on one question", provisions, limits::provisions_max));
        for (const auto& provision : from.provisions())
            out.provisions.push_back(id(provision));
        out.measure = take(from_wire<Measure>(from.measure(), wire_measure_none, 5, "measure"));
        if (from.has_target_ms()) out.target_ms = from.target_ms();
        out.not_applicable_allowed = from.not_applicable_allowed();
        out.not_observed_allowed = from.not_observed_allowed();
        out.not_observed_counts = from.not_observed_counts();
        return out;
    }

    Section section(const v1::Section& from) {
        Section out;
        out.id = id(from.id());
        out.title = local(from.title());
        out.relevant = expression(from.relevant());
        for (const auto& item : from.questions()) {
            out.questions.push_back(question(item));
            if (!status_) {
                status_ = error_of(status_, "question " + out.questions.back().id);
                break;
            }
        }
        return out;
    }

    ChoiceList choice_list(const v1::ChoiceList& from) {
        ChoiceList out;
        out.name = id(from.name());
        const auto count = static_cast<std::size_t>(from.choices_size());
        check(too_many("choices in one list", count, limits::choices_max));
        if (!status_) return out;
        for (const auto& item : from.choices()) {
            Choice choice{.name = id(item.name()), .label = local(item.label()), .points = {}};
            if (item.has_points()) choice.points = decimal(item.points());
            out.choices.push_back(std::move(choice));
        }
        return out;
    }

private:
    Status status_;
};

Status check_counts(const v1::Checklist& message) {
    const auto sections = static_cast<std::size_t>(message.sections_size());
    if (auto status = too_many("sections", sections, limits::sections_max); !status) return status;
    std::size_t questions = 0;
    for (const auto& section : message.sections()) {
        questions += static_cast<std::size_t>(section.questions_size());
    }
    if (auto status = too_many("questions", questions, limits::questions_max); !status) {
        return status;
    }
    const auto lists = static_cast<std::size_t>(message.choice_lists_size());
    if (auto status = too_many("choice lists", lists, limits::choice_lists_max); !status) {
        return status;
    }
    const auto languages = static_cast<std::size_t>(message.languages_size());
    return too_many("languages", languages, limits::languages_max);
}

Status parse(v1::Checklist& message, ByteView bytes) {
    if (bytes.size() > limits::document_bytes_max) {
        return fail(
            Code::resource_exhausted,
            "The checklist document has " + std::to_string(bytes.size()) + " bytes, " +
                std::to_string(limits::document_bytes_max) + " are allowed."
        );
    }
    if (bytes.empty() || !message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
        return fail(
            Code::invalid_input,
            "The document is not a checklist.",
            "Fetch it again, or publish the checklist from its YAML source."
        );
    }
    if (message.format() != format_now) {
        return fail(
            message.format() > format_now ? Code::unsupported : Code::invalid_input,
            "The checklist has format " + std::to_string(message.format()) +
                ", this program reads format " + std::to_string(format_now) + ".",
            "Update this program."
        );
    }
    return check_counts(message);
}

} // namespace

Bytes encode_checklist(const Checklist& checklist) {
    v1::Checklist message;
    message.set_format(format_now);
    message.set_id(checklist.id);
    message.set_version(checklist.version);
    if (is_written(checklist.title)) put(*message.mutable_title(), checklist.title);
    for (const auto& language : checklist.languages)
        message.add_languages(language);
    for (const auto& section : checklist.sections)
        put(*message.add_sections(), section);
    for (const auto& list : checklist.choice_lists)
        put(*message.add_choice_lists(), list);

    std::string out;
    {
        google::protobuf::io::StringOutputStream stream(&out);
        google::protobuf::io::CodedOutputStream coded(&stream);
        coded.SetSerializationDeterministic(true);
        message.SerializeToCodedStream(&coded);
    } // flushes
    return to_bytes(out);
}

Result<Checklist> decode_checklist(ByteView bytes) {
    v1::Checklist message;
    if (auto status = parse(message, bytes); !status) return error_of(status);

    Reader reader;
    Checklist out;
    out.id = reader.id(message.id());
    out.version = reader.id(message.version());
    out.title = reader.local(message.title());
    for (const auto& language : message.languages())
        out.languages.push_back(reader.id(language));
    for (const auto& section : message.sections()) {
        if (reader.status()) out.sections.push_back(reader.section(section));
    }
    for (const auto& list : message.choice_lists()) {
        if (reader.status()) out.choice_lists.push_back(reader.choice_list(list));
    }
    if (!reader.status()) return error_of(reader.status());
    return out;
}

DocumentHash document_hash(ByteView document) {
    return DocumentHash{sha256(document)};
}

} // namespace muster::checklist
