// Checklists from bytes that anybody may have sent; checklist_encode_codec.cpp writes them.
#include "core/base/utf8.hpp"
#include "core/checklist/checklist_codec.hpp"
#include "core/checklist/limits.hpp"
#include "core/expression/limits.hpp"
#include "muster/v1/checklist.pb.h"

namespace muster::checklist {

namespace {

constexpr std::uint32_t format_now = 2;                    // format 1 is the same with fewer fields
constexpr std::int64_t unscaled_max = 999'999'999'999'999; // 15 digits, see Decimal

// ---- enums: the numbers agree except for "none", because zero means "not written" on the wire.

constexpr int wire_dimension_none = v1::DIMENSION_NONE;
constexpr int wire_critical_none = v1::CRITICAL_RULE_NONE;
constexpr int wire_measure_none = v1::MEASURE_NONE;

template <class E>
Result<E> from_wire(int number, int wire_none, int last, std::string_view what) {
    if (number == wire_none) return E::none;
    // Where none has a number behind others, those behind it are one higher on the wire.
    const int value = wire_none > 0 && number > wire_none ? number - 1 : number;
    if (value >= 1 && value <= last) return static_cast<E>(value);
    return fail(
        Code::unsupported,
        "Unknown " + std::string(what) + " number " + std::to_string(number) + ".",
        "The checklist was written by a newer program: update this one."
    );
}

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
        if (number >= 1 && number <= static_cast<int>(question_type_last)) {
            return static_cast<QuestionType>(number);
        }
        check(fail(
            Code::unsupported,
            "Unknown question type number " + std::to_string(number) + ".",
            "The checklist was written by a newer program: update this one."
        ));
        return QuestionType::note;
    }

    MediaKind media_kind(int number) {
        if (number >= 1 && number <= static_cast<int>(MediaKind::video)) {
            return static_cast<MediaKind>(number);
        }
        check(fail(
            Code::unsupported,
            "Unknown media kind number " + std::to_string(number) + ".",
            "The checklist was written by a newer program: update this one."
        ));
        return MediaKind::image;
    }

    ComplaintStep complaint_step(int number) {
        for (const auto step : complaint_steps()) {
            if (static_cast<int>(step) == number) return step;
        }
        check(fail(
            Code::unsupported,
            "Unknown complaint step number " + std::to_string(number) + ".",
            "The checklist was written by a newer program: update this one."
        ));
        return ComplaintStep::remedy_on_time;
    }

    template <class Messages>
    std::vector<Media> media(const Messages& from) {
        std::vector<Media> out;
        const auto count = static_cast<std::size_t>(from.size());
        check(too_many("media of one label", count, static_cast<std::size_t>(MediaKind::video)));
        if (!status_) return out;
        for (const auto& item : from)
            out.push_back({media_kind(item.kind()), local(item.files())});
        return out;
    }

    template <class Messages>
    NamedValues pairs(const Messages& from) {
        NamedValues out;
        const auto count = static_cast<std::size_t>(from.size());
        check(too_many("columns by name in one row", count, limits::columns_max));
        if (!status_) return out;
        for (const auto& item : from) {
            out.push_back(
                {text(item.name(), limits::column_name_bytes_max),
                 text(item.value(), limits::text_bytes_max)}
            );
        }
        return out;
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
        out.measure = take(from_wire<Measure>(from.measure(), wire_measure_none, 6, "measure"));
        if (from.has_target_ms()) out.target_ms = from.target_ms();
        out.not_applicable_allowed = from.not_applicable_allowed();
        out.not_observed_allowed = from.not_observed_allowed();
        out.not_observed_counts = from.not_observed_counts();
        late_fields(from, out);
        return out;
    }

    void late_fields(const v1::Question& from, Question& out) {
        out.group = from.group();
        out.guidance = local(from.guidance());
        out.required_message = local(from.required_message());
        out.media = media(from.media());
        out.read_only = expression(from.read_only());
        out.default_value = text(from.default_value(), limits::text_bytes_max);
        out.calculation = expression(from.calculation());
        out.choice_filter = expression(from.choice_filter());
        out.trigger = expression(from.trigger());
        out.appearance = text(from.appearance(), limits::text_bytes_max);
        out.parameters = pairs(from.parameters());
        out.journey_stage = id(from.journey_stage());
        out.need = take(from_wire<Need>(from.need(), v1::NEED_NONE, 2, "need"));
        if (from.has_standard()) out.standard = decimal(from.standard());
        out.segment = id(from.segment());
        out.evidence = take(
            from_wire<EvidenceKind>(from.evidence(), v1::EVIDENCE_KIND_NONE, 5, "evidence kind")
        );
        out.evidence_when = expression(from.evidence_when());
        out.further = pairs(from.further());
        for (const auto number : from.complaint_steps())
            out.complaint_steps.push_back(complaint_step(number));
        out.expectation_of = id(from.expectation_of());
    }

    Group group(const v1::Group& from) {
        Group out;
        out.id = id(from.id());
        out.label = local(from.label());
        out.hint = local(from.hint());
        out.relevant = expression(from.relevant());
        out.read_only = expression(from.read_only());
        out.appearance = text(from.appearance(), limits::text_bytes_max);
        out.parent = from.parent();
        out.repeat = from.repeat();
        out.repeat_count = expression(from.repeat_count());
        out.matrix = from.matrix();
        if (!status_) status_ = error_of(status_, "group " + out.id);
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
            choice.media = media(item.media());
            choice.columns = pairs(item.columns());
            out.choices.push_back(std::move(choice));
        }
        out.file = text(from.file(), limits::column_name_bytes_max);
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
    const auto groups = static_cast<std::size_t>(message.groups_size());
    if (auto status = too_many("groups", groups, limits::groups_max); !status) return status;
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
    if (message.format() < 1 || message.format() > format_now) {
        return fail(
            message.format() > format_now ? Code::unsupported : Code::invalid_input,
            "The checklist has format " + std::to_string(message.format()) +
                ", this program reads formats 1 to " + std::to_string(format_now) + ".",
            "Update this program."
        );
    }
    return check_counts(message);
}

} // namespace

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
    for (const auto& group : message.groups()) {
        if (reader.status()) out.groups.push_back(reader.group(group));
    }
    out.settings = reader.pairs(message.settings());
    if (!reader.status()) return error_of(reader.status());
    return out;
}

} // namespace muster::checklist
