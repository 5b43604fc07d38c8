#include "core/field/audit_session.hpp"

#include "core/checklist/wording.hpp"
#include "core/field/answer_words.hpp"

#include <algorithm>
#include <map>

namespace muster::field {

namespace {

using checklist::AnswerState;
using checklist::QuestionType;
using checklist::Validity;

// Whether a person is asked, and the question so counts towards what is to be done.
bool is_asked(const checklist::Question& question, const checklist::FieldStatus& status) {
    switch (question.type) {
    case QuestionType::note:
    case QuestionType::start:
    case QuestionType::end:
    case QuestionType::calculate:
    case QuestionType::hidden:
    case QuestionType::today:
    case QuestionType::device_id:
    case QuestionType::username:
    case QuestionType::email:
    case QuestionType::phone_number:
    case QuestionType::audit_trail:
        return false;
    case QuestionType::yes_no:
    case QuestionType::likert:
    case QuestionType::one_choice:
    case QuestionType::many_choices:
    case QuestionType::integer:
    case QuestionType::decimal:
    case QuestionType::text:
    case QuestionType::date:
    case QuestionType::time:
    case QuestionType::stopwatch:
    case QuestionType::nps:
    case QuestionType::range:
    case QuestionType::rank:
    case QuestionType::date_time:
    case QuestionType::geopoint:
    case QuestionType::geotrace:
    case QuestionType::geoshape:
    case QuestionType::image:
    case QuestionType::signature:
    case QuestionType::audio:
    case QuestionType::video:
    case QuestionType::file:
    case QuestionType::barcode:
    case QuestionType::acknowledge:
    case QuestionType::counter:
        return status.relevant && !status.read_only;
    }
    return false;
}

std::string score_problem(const audit::Score& score) {
    if (score.status == audit::ScoreStatus::invalid_input) return score.problem;
    if (score.status == audit::ScoreStatus::no_data)
        return "Nothing that is scored is answered yet.";
    if (score.critical_failures > 0) {
        return std::to_string(score.critical_failures) + " critical questions failed.";
    }
    return {};
}

} // namespace

std::string percent_text(const Rational& share) {
    const double tenths = share.to_double() * 1'000;
    const auto rounded = static_cast<std::int64_t>(tenths < 0 ? tenths - 0.5 : tenths + 0.5);
    return to_text(Decimal{rounded, 1});
}

AuditSession::AuditSession(
    const Workspace& workspace, const Clock& clock, AuditState audit, std::string language
)
    : workspace_(&workspace)
    , clock_(&clock)
    , audit_(std::move(audit))
    , language_(std::move(language))
    , evaluation_(*audit_.checklist, audit::answers_of(audit_.state), {clock.now()}) {}

Result<AuditSession> AuditSession::open(
    const Workspace& workspace, const Clock& clock, const AuditId& audit, std::string language
) {
    auto state = workspace.audit_state(audit);
    if (!state) return error_of(state);
    const auto& languages = state->checklist->checklist().languages;
    const bool known = std::ranges::find(languages, language) != languages.end();
    if (!known) language = languages.empty() ? std::string() : languages.front();
    AuditSession session(workspace, clock, std::move(*state), std::move(language));
    if (auto shown = session.show(); !shown) return error_of(shown);
    return session;
}

Result<std::vector<ShownField>> AuditSession::refresh() {
    auto state = workspace_->audit_state(audit_.audit);
    if (!state) return error_of(state);
    const bool same_checklist = state->checklist == audit_.checklist;
    const auto sheet = audit::answers_of(state->state);
    audit_ = std::move(*state);
    // A step that the evaluation refuses, or another checklist, is begun anew.
    if (!same_checklist || !take_changes(sheet)) {
        evaluation_ = checklist::Evaluation(*audit_.checklist, sheet, {clock_->now()});
    }
    std::map<checklist::FieldKey, ShownField> before;
    for (auto& field : fields_)
        before.emplace(field.key, std::move(field));
    if (auto shown = show(); !shown) return error_of(shown);
    std::vector<ShownField> changed;
    for (const auto& field : fields_) {
        const auto at = before.find(field.key);
        if (at == before.end() || at->second != field) changed.push_back(field);
    }
    return changed;
}

// Tells the evaluation of every answer that is another one now.
Status AuditSession::take_changes(const checklist::AnswerSheet& sheet) {
    const checklist::Compiled::Moment at{clock_->now()};
    std::vector<std::pair<checklist::FieldKey, checklist::Answer>> changes;
    for (const auto& [key, answer] : evaluation_.sheet().answers) {
        if (sheet.find(key) == nullptr) changes.emplace_back(key, checklist::Answer());
    }
    for (const auto& [key, answer] : sheet.answers) {
        const auto* known = evaluation_.sheet().find(key);
        if (known == nullptr || *known != answer) changes.emplace_back(key, answer);
    }
    for (auto& [key, answer] : changes) {
        auto changed = evaluation_.change(key, std::move(answer), at);
        if (!changed) return error_of(changed);
    }
    return {};
}

Status AuditSession::show() {
    const auto& checklist = audit_.checklist->checklist();
    const auto& status = evaluation_.status();
    fields_.clear();
    sections_.clear();
    std::size_t number = 0;
    for (std::uint32_t place = 0; place < checklist.sections.size(); ++place) {
        ShownSection section{place, false, 0, 0, 0};
        for (const auto& question : checklist.sections[place].questions) {
            for (const auto& [instances, field_status] : status.of(number++)) {
                fields_.push_back(shown_field(question, place, *instances, *field_status));
                const auto& field = fields_.back();
                section.relevant = section.relevant || field.status.relevant;
                if (field.status.validity != Validity::valid) ++section.to_look_at;
                if (!is_asked(question, field.status)) continue;
                ++section.asked;
                if (field.answer.state != AnswerState::unanswered) ++section.answered;
            }
        }
        sections_.push_back(section);
    }
    if (auto shown = show_evidence(); !shown) return shown;
    repeats_ = shown_repeats();
    const auto score = audit::score(*audit_.checklist, evaluation_.sheet(), status);
    if (!score) return error_of(score);
    score_ = {};
    score_.scored = score->final_share.has_value();
    score_.provisional = score->status == audit::ScoreStatus::incomplete;
    score_.text = score_problem(*score);
    if (score->final_share) score_.percent = percent_text(*score->final_share);
    return {};
}

ShownField AuditSession::shown_field(
    const checklist::Question& question,
    std::uint32_t section,
    const std::vector<checklist::InstanceId>& instances,
    const checklist::FieldStatus& status
) const {
    const auto& compiled = *audit_.checklist;
    ShownField field;
    field.key = {question.id, instances};
    field.section = section;
    field.status = status;
    if (const auto* answer = evaluation_.sheet().find(field.key)) field.answer = *answer;
    field.shown = shown_text(compiled.checklist(), question, field.answer, language_);
    const auto words = [&](const checklist::LocalText& text) {
        return checklist::worded(
            compiled, evaluation_.status(), evaluation_.sheet(), field.key, text.in(language_)
        );
    };
    field.label = words(question.label);
    field.hint = words(question.hint);
    field.label_language = language_of(question.label, language_);
    add_registers(field, question);
    return field;
}

Status AuditSession::show_evidence() {
    for (auto& attached : audit::evidence_of(audit_.state)) {
        const auto at = std::ranges::find(fields_, attached.field, &ShownField::key);
        if (at == fields_.end()) continue; // of an instance that was removed
        const auto state = workspace_->evidence_state(attached.evidence.id);
        if (!state) return error_of(state);
        at->evidence.push_back({std::move(attached), *state});
    }
    return {};
}

// What stands in the audit beside the answer: notes, other values, a reviewer's comment.
void AuditSession::add_registers(ShownField& field, const checklist::Question& question) const {
    const auto name = audit::register_of(field.key.question_id, field.key.instances);
    if (const auto* note = audit_.state.find(audit::Family::note, name)) {
        const auto& payload = note->heads.front().payload;
        const auto* body = payload ? std::get_if<audit::Note>(&payload->body) : nullptr;
        if (body != nullptr) field.note = body->text;
    }
    const auto* answer = audit_.state.find(audit::Family::answer, name);
    if (answer != nullptr && answer->heads.size() > 1) {
        const auto profile = workspace_->profile();
        for (const auto& head : answer->heads) {
            ShownHead shown{head.op, {}, head.wall, profile && head.device == profile->device};
            const auto given = head.payload ? audit::answer_in(*head.payload) : std::nullopt;
            if (given) {
                shown.shown =
                    shown_text(audit_.checklist->checklist(), question, *given, language_);
            }
            field.heads.push_back(std::move(shown));
        }
    }
    if (audit_.state.stage != audit::Stage::returned) return;
    for (const auto& decision : audit_.state.decisions) {
        for (const auto& comment : decision.comments) {
            if (same(comment.register_name, name)) field.comment = comment.text;
        }
    }
}

std::vector<ShownRepeat> AuditSession::shown_repeats() const {
    const auto& checklist = audit_.checklist->checklist();
    std::vector<ShownRepeat> out;
    for (const auto& repeat : evaluation_.status().repeats) {
        const auto* group = audit_.checklist->find_repeat(repeat.group_id);
        if (group == nullptr) continue;
        const auto list_within = [&](std::vector<checklist::InstanceId> around) -> ShownRepeat& {
            const auto known = std::ranges::find_if(out, [&](const ShownRepeat& each) {
                return each.repeat == repeat.group_id && each.around == around;
            });
            if (known != out.end()) return *known;
            ShownRepeat made{repeat.group_id, std::move(around), {}, false, repeat.problem, {}};
            made.counted = !group->repeat_count.empty();
            made.label = group->label.in(language_);
            return out.emplace_back(std::move(made));
        };
        // One list for each instance around it, empty ones too.
        const auto outer = checklist::repeats_around(checklist, *group);
        if (outer.size() < 2) {
            list_within({});
        } else {
            for (const auto& around : evaluation_.status().repeats) {
                if (around.group_id != outer[outer.size() - 2]->id) continue;
                for (const auto& instance : around.instances)
                    list_within(instance.ids);
            }
        }
        for (const auto& instance : repeat.instances) {
            auto around = instance.ids;
            around.pop_back();
            list_within(std::move(around)).instances.push_back(instance.ids.back());
        }
    }
    return out;
}

} // namespace muster::field
