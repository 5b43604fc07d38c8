#include "clients/cli/audit_page_text.hpp"

#include "clients/cli/answer_text.hpp"
#include "clients/cli/field_names.hpp"
#include "core/checklist/check.hpp"
#include "core/checklist/wording.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace muster::cli {

namespace {

using checklist::FieldKey;
using checklist::Group;
using checklist::InstanceId;
using checklist::Question;

std::string share_text(const std::optional<Rational>& share) {
    return share ? fmt::format("{:.1f}", share->to_double() * 100) : "none yet";
}

// Every field in the order of questions, with the number of its question.
template <class Visit>
void each_field(const field::AuditPage& page, Visit visit) {
    const auto& ids = page.checklist->question_ids();
    for (std::size_t i = 0; i < ids.size(); ++i) {
        for (const auto& field : page.status.of(i))
            visit(FieldKey{ids[i], *field.instances}, *field.status);
    }
}

// A question with its number in the checklist.
struct Numbered {
    const Question* question = nullptr;
    std::size_t number = 0;
    std::vector<const Group*> repeats; // around it, outermost first
};

// Sections line by line; what a repeat asks stands instance by instance.
class SectionText {
public:
    explicit SectionText(const field::AuditPage& page) : page_(page) {}

    std::string run(const checklist::Section& section, std::size_t first) {
        std::vector<Numbered> questions;
        for (const auto& question : section.questions) {
            auto repeats = checklist::repeats_around(page_.checklist->checklist(), question);
            questions.push_back({&question, first++, std::move(repeats)});
        }
        text_ = fmt::format("\n{}\n", section.title.in(""));
        write(questions, {});
        return std::move(text_);
    }

    [[nodiscard]] std::size_t missing() const { return missing_; }

private:
    using Ids = std::vector<InstanceId>;

    void write(std::span<const Numbered> questions, const Ids& ids) {
        while (!questions.empty()) {
            const Numbered& first = questions.front();
            std::size_t count = 1;
            if (first.repeats.size() == ids.size()) {
                write_field(first, ids);
            } else {
                const Group* repeat = first.repeats[ids.size()];
                while (count < questions.size() && questions[count].repeats.size() > ids.size() &&
                       questions[count].repeats[ids.size()] == repeat) {
                    ++count;
                }
                write_repeat(*repeat, questions.first(count), ids);
            }
            questions = questions.subspan(count);
        }
    }

    void write_repeat(const Group& repeat, std::span<const Numbered> questions, const Ids& around) {
        const auto status =
            std::ranges::find(page_.status.repeats, repeat.id, &checklist::RepeatStatus::group_id);
        if (!status->problem.empty()) text_ += fmt::format("  {}\n", status->problem);
        for (const auto& instance : status->instances) {
            const bool within = instance.ids.size() == around.size() + 1 &&
                                std::equal(around.begin(), around.end(), instance.ids.begin());
            if (!within || !instance.relevant) continue;
            const FieldKey key{repeat.id, instance.ids};
            text_ += fmt::format(
                "  {} {}\n",
                field_name(*page_.checklist, page_.status, key),
                worded(key, repeat.label)
            );
            write(questions, instance.ids);
        }
    }

    void write_field(const Numbered& numbered, const Ids& ids) {
        const Question& question = *numbered.question;
        const auto* status = page_.status.find(numbered.number, ids);
        if (status == nullptr || !status->relevant) return;
        const auto* answer = page_.sheet.find({question.id, ids});
        std::string shown = answer == nullptr ? std::string() : answer_text(*answer);
        if (shown.empty()) shown = status->calculated;
        if (shown.empty() && checklist::is_answered(question.type)) {
            shown = "not answered";
            ++missing_;
        }
        const std::string indent(2 + 2 * ids.size(), ' ');
        const auto label = worded({question.id, ids}, question.label);
        text_ += fmt::format("{}{:<10} {:<16} {}\n", indent, question.id, shown, label);
        if (!status->message.empty()) {
            text_ += fmt::format("{}{:<10} {}\n", indent, "", status->message);
        }
    }

    [[nodiscard]] std::string worded(const FieldKey& at, const checklist::LocalText& text) const {
        return checklist::worded(*page_.checklist, page_.status, page_.sheet, at, text.in(""));
    }

    const field::AuditPage& page_;
    std::string text_;
    std::size_t missing_ = 0;
};

} // namespace

boost::json::object json_of(const field::AuditPage& page) {
    boost::json::array questions;
    each_field(page, [&](const FieldKey& field, const checklist::FieldStatus& status) {
        const auto* answer = page.sheet.find(field);
        boost::json::object entry{{"question", field.question_id}, {"relevant", status.relevant}};
        if (!field.instances.empty()) {
            entry["field"] = field_name(*page.checklist, page.status, field);
        }
        if (answer != nullptr && answer->state != checklist::AnswerState::unanswered) {
            entry["answer"] = answer_text(*answer);
        }
        if (!status.message.empty()) entry["message"] = status.message;
        questions.push_back(std::move(entry));
    });
    boost::json::object object{
        {"ref", page.card.ref},
        {"audit", page.audit.hex()},
        {"stage", audit::name_of(page.state.stage)},
        {"questions", std::move(questions)},
        {"conflicts", page.state.conflicts},
        {"critical_failures", page.score.critical_failures},
    };
    if (page.score.raw.share) {
        object["score"] = page.score.raw.share->to_double() * 100;
        object["score_exact"] = page.score.raw.share->text();
    }
    return object;
}

std::string text_of(const field::AuditPage& page) {
    std::string text = fmt::format(
        "{}  {} {}  {}\n",
        page.card.ref,
        page.card.location.ref,
        page.card.location.name,
        audit::name_of(page.state.stage)
    );
    SectionText sections(page);
    std::size_t first = 0;
    for (const checklist::Section& section : page.checklist->checklist().sections) {
        text += sections.run(section, first);
        first += section.questions.size();
    }
    text += fmt::format("\nScore {}", share_text(page.score.raw.share));
    if (sections.missing() > 0) {
        text += fmt::format(", provisional: {} questions not answered", sections.missing());
    }
    text += '\n';
    if (page.state.conflicts > 0) {
        text += fmt::format(
            "{} answers were changed on two tablets while both were offline. No answer is lost.\n",
            page.state.conflicts
        );
    }
    for (const audit::HeldBackOp& op : page.state.held_back) {
        text += "The office must look at this: " + op.text + "\n";
    }
    return text;
}

std::vector<std::string> missing_in(const field::AuditPage& page) {
    std::vector<std::string> out;
    each_field(page, [&](const FieldKey& field, const checklist::FieldStatus& status) {
        if (status.validity != checklist::Validity::missing) return;
        out.push_back(field_name(*page.checklist, page.status, field));
    });
    return out;
}

} // namespace muster::cli
