#include "core/report/contribution.hpp"
#include "core/report/packed.hpp"

#include <algorithm>
#include <array>

namespace muster::report {

namespace {

using checklist::AnswerState;
using checklist::Question;
using checklist::QuestionType;

constexpr std::uint64_t format = 1;

std::size_t scale_index(const Question& question) {
    return std::min<std::size_t>(question.scale_points, 63);
}

// The scale most likert questions have, 0 without any.
std::uint32_t commonest_scale(const checklist::Checklist& checklist) {
    std::array<std::size_t, 64> questions_of{};
    for (const auto& section : checklist.sections) {
        for (const auto& question : section.questions) {
            if (question.type == QuestionType::likert) ++questions_of[scale_index(question)];
        }
    }
    const auto most = std::max_element(questions_of.begin(), questions_of.end()); // the first one
    return *most == 0 ? 0 : static_cast<std::uint32_t>(most - questions_of.begin());
}

// Adds up one audit's answers of one scale in document order.
class RunCounter {
public:
    explicit RunCounter(std::uint32_t scale_points) : times_(scale_points + 1) {
        out_.scale_points = scale_points;
    }

    void add(const checklist::Value& value) {
        const auto* number = std::get_if<Decimal>(&value);
        if (number == nullptr) return;
        const Decimal whole = normalised(*number);
        if (whole.scale != 0 || whole.unscaled < 1 || whole.unscaled > out_.scale_points) return;
        const std::int64_t v = whole.unscaled;
        run_ = v == last_ ? run_ + 1 : 1;
        last_ = v;
        ++out_.count;
        out_.sum += v;
        out_.sum_squares += v * v;
        out_.longest_run = std::max(out_.longest_run, run_);
        auto& times = times_[static_cast<std::size_t>(v)];
        if (times++ == 0) ++out_.distinct;
        out_.commonest = std::max(out_.commonest, times);
    }

    [[nodiscard]] const StraightLine& facts() const { return out_; }

private:
    std::vector<std::uint32_t> times_;
    std::uint32_t run_ = 0;
    std::int64_t last_ = 0;
    StraightLine out_;
};

void add_parts(
    AuditSummary& out, const audit::Score& score, const checklist::Checklist& checklist
) {
    for (const auto& section : checklist.sections) {
        const auto part = score.sections.find(section.id);
        if (part != score.sections.end() && part->second.share) {
            out.sections.push_back({section.id, *part->second.share});
        }
    }
    for (const auto& [dimension, part] : score.dimensions) {
        if (part.share) {
            out.dimensions.push_back({std::string(checklist::name_of(dimension)), *part.share});
        }
    }
    for (const auto& [key, part] : score.section_dimensions) {
        if (!part.share) continue;
        const auto name = key.first + "/" + std::string(checklist::name_of(key.second));
        out.section_dimensions.push_back({name, *part.share});
    }
}

Status add_wait(AuditSummary& out, const Question& question, const checklist::Value& value) {
    if (question.measure != checklist::Measure::wait || out.wait_s) return {};
    const auto* measured = std::get_if<checklist::Duration>(&value);
    if (measured == nullptr) return {};
    if (measured->ms < 0) {
        return fail(
            Code::invalid_input, "A measured time is negative.", {}, "question " + question.id
        );
    }
    out.wait_s = measured->ms / 1'000 + (measured->ms % 1'000 > 0 ? 1 : 0);
    return {};
}

Status add_answer(
    AuditSummary& out,
    RunCounter& runs,
    const checklist::Question& question,
    const checklist::Answer& answer
) {
    if (question.type == QuestionType::likert &&
        question.scale_points == runs.facts().scale_points) {
        runs.add(answer.value);
    }
    const auto* text = std::get_if<std::string>(&answer.value);
    if (question.type == QuestionType::text && text != nullptr && !text->empty()) {
        if (!out.comment.empty()) out.comment += "\n\n";
        out.comment += *text;
    }
    return add_wait(out, question, answer.value);
}

Status add_answers(
    AuditSummary& out,
    const audit::Score& score,
    const checklist::AnswerSheet& sheet,
    const checklist::Checklist& checklist
) {
    RunCounter runs(commonest_scale(checklist));
    std::size_t index = 0;
    for (const auto& section : checklist.sections) {
        for (const auto& question : section.questions) {
            if (index >= score.questions.size() ||
                score.questions[index].question_id != question.id) {
                return fail(Code::internal, "The score is of another checklist.");
            }
            const auto& shown = score.questions[index++];
            for (const auto* answer : audit::answers_given(shown, sheet)) {
                auto status = add_answer(out, runs, question, *answer);
                if (!status) return status;
            }
        }
    }
    out.straight_line = runs.facts();
    return {};
}

void write(PackWriter& writer, const Rational& value) {
    writer.signed_number(value.numerator());
    writer.signed_number(value.denominator());
}

void write(PackWriter& writer, const std::optional<Rational>& value) {
    writer.flag(value.has_value());
    if (value) write(writer, *value);
}

void write(PackWriter& writer, const std::vector<PartShare>& parts) {
    writer.number(parts.size());
    for (const auto& part : parts) {
        writer.text(part.name);
        write(writer, part.share);
    }
}

// Reads what write() wrote; `sane` turns false at a value that write() never makes.
struct SummaryReader {
    PackReader reader;
    bool sane = true;

    Rational rational() {
        const auto numerator = reader.signed_number();
        const auto denominator = reader.signed_number();
        const auto out = Rational::of(numerator, denominator);
        // Only lowest terms: one value, one spelling.
        sane = sane && out && out->numerator() == numerator && out->denominator() == denominator;
        return sane ? *out : Rational();
    }

    std::optional<Rational> optional_rational() {
        return reader.flag() ? std::optional(rational()) : std::nullopt;
    }

    std::vector<PartShare> parts() {
        std::vector<PartShare> out;
        const auto size = reader.size();
        for (std::size_t i = 0; i < size && reader.ok() && sane; ++i) {
            auto name = reader.text();
            out.push_back({std::move(name), rational()});
        }
        return out;
    }

    std::uint32_t count() {
        const auto value = reader.number();
        sane = sane && value <= UINT32_MAX;
        return static_cast<std::uint32_t>(value);
    }

    WallTime wall_time() {
        WallTime out;
        out.utc_ms = reader.signed_number();
        const auto offset = reader.signed_number();
        const auto quality = reader.number();
        sane = sane && offset >= -1'440 && offset <= 1'440 && quality >= 1 && quality <= 3;
        if (!sane) return {};
        out.offset_minutes = static_cast<std::int16_t>(offset);
        out.quality = static_cast<TimeQuality>(quality);
        return out;
    }

    StraightLine straight_line() {
        StraightLine out;
        out.scale_points = count();
        out.count = count();
        out.distinct = count();
        out.longest_run = count();
        out.commonest = count();
        out.sum = reader.signed_number();
        out.sum_squares = reader.signed_number();
        return out;
    }
};

} // namespace

Result<AuditSummary> summarise(
    const VisitFacts& visit,
    const audit::Score& score,
    const checklist::AnswerSheet& sheet,
    const checklist::Compiled& checklist
) {
    AuditSummary out;
    out.audit = visit.audit;
    out.visit_ref = visit.visit_ref;
    out.wave = visit.wave;
    out.location = visit.location;
    out.channel = visit.channel;
    out.scenario = visit.scenario;
    out.shopper = visit.shopper;
    out.pair = visit.pair;
    out.start = visit.start;
    const std::int64_t took_ms = visit.end.utc_ms - visit.start.utc_ms;
    // A clock that was set back in between gives no duration below 0.
    out.duration_s = took_ms < 0 ? 0 : took_ms / 1'000;
    out.raw_share = score.raw.share;
    out.final_share = score.final_share;
    out.provisional = score.raw.unanswered > 0;
    out.critical_failures = score.critical_failures;
    const Date date = local_date(visit.start);
    out.outside_wave = (visit.wave_start && date < *visit.wave_start) ||
                       (visit.wave_end && date > *visit.wave_end);
    add_parts(out, score, checklist.checklist());
    if (auto status = add_answers(out, score, sheet, checklist.checklist()); !status) {
        return error_of(status);
    }
    return out;
}

Bytes encode_summary(const AuditSummary& summary) {
    PackWriter writer;
    writer.reserve(320 + summary.comment.size());
    writer.number(format);
    for (const auto* text :
         {&summary.audit,
          &summary.visit_ref,
          &summary.wave,
          &summary.location,
          &summary.channel,
          &summary.scenario,
          &summary.shopper,
          &summary.pair}) {
        writer.text(*text);
    }
    writer.signed_number(summary.start.utc_ms);
    writer.signed_number(summary.start.offset_minutes);
    writer.number(static_cast<std::uint64_t>(summary.start.quality));
    writer.signed_number(summary.duration_s);
    writer.flag(summary.wait_s.has_value());
    if (summary.wait_s) writer.signed_number(*summary.wait_s);
    write(writer, summary.raw_share);
    write(writer, summary.final_share);
    writer.flag(summary.provisional);
    writer.number(summary.critical_failures);
    write(writer, summary.sections);
    write(writer, summary.dimensions);
    write(writer, summary.section_dimensions);
    const auto& line = summary.straight_line;
    for (const auto count :
         {line.scale_points, line.count, line.distinct, line.longest_run, line.commonest}) {
        writer.number(count);
    }
    writer.signed_number(line.sum);
    writer.signed_number(line.sum_squares);
    writer.text(summary.comment);
    writer.flag(summary.outside_wave);
    return writer.take();
}

Result<AuditSummary> decode_summary(ByteView bytes) {
    SummaryReader in{PackReader(bytes)};
    auto& reader = in.reader;
    AuditSummary out;
    in.sane = reader.number() == format;
    for (auto* text :
         {&out.audit,
          &out.visit_ref,
          &out.wave,
          &out.location,
          &out.channel,
          &out.scenario,
          &out.shopper,
          &out.pair}) {
        *text = reader.text();
    }
    out.start = in.wall_time();
    out.duration_s = reader.signed_number();
    if (reader.flag()) out.wait_s = reader.signed_number();
    out.raw_share = in.optional_rational();
    out.final_share = in.optional_rational();
    out.provisional = reader.flag();
    out.critical_failures = in.count();
    out.sections = in.parts();
    out.dimensions = in.parts();
    out.section_dimensions = in.parts();
    out.straight_line = in.straight_line();
    out.comment = reader.text();
    out.outside_wave = reader.flag();
    if (!in.sane || !reader.ok() || !reader.at_end()) {
        return fail(
            Code::data_loss,
            "A stored summary of an audit is cut short or malformed.",
            "Run the server's rebuild of reports: summaries are computed from the audits again."
        );
    }
    return out;
}

} // namespace muster::report
