#include "sync-server/rpc/audit_messages.hpp"

#include "sync-server/services/answer_words.hpp"

#include <algorithm>

namespace muster::rpc {

namespace {

using checklist::AnswerState;
using server::AuditLook;

std::string to_string(ByteView bytes) {
    return std::string(text_of(bytes));
}

std::string_view name_of_state(AnswerState state) {
    switch (state) {
    case AnswerState::unanswered:
        return "unanswered";
    case AnswerState::answered:
        return "answered";
    case AnswerState::not_applicable:
        return "not_applicable";
    case AnswerState::not_observed:
        return "not_observed";
    }
    return "unanswered";
}

std::string name_in(const AuditLook& look, const PersonId& person) {
    const auto at = look.names.find(person);
    return at == look.names.end() ? std::string() : at->second;
}

// Instances of a repeat are told apart by their number.
std::string label_of(const checklist::Question& question, std::size_t number, std::size_t count) {
    std::string out(question.label.in({}));
    if (out.empty()) out = question.id;
    return count > 1 ? out + " (" + std::to_string(number + 1) + ")" : out;
}

void write_heads(const AuditLook& look, const audit::Field& field, v1::AnswerView& out) {
    const auto* question = checklist::find_question(look.checklist->checklist(), out.question());
    for (const auto& head : field.heads) {
        auto& message = *out.add_heads();
        message.set_op_id(to_string(head.op.bytes()));
        message.set_who(name_in(look, head.person));
        message.set_utc_ms(head.wall.utc_ms);
        message.set_by_office(head.phase != audit::Phase::fieldwork);
        const auto answer = head.payload ? audit::answer_in(*head.payload) : std::nullopt;
        if (answer && question != nullptr) {
            message.set_value(server::answer_words(look.checklist->checklist(), *question, *answer)
            );
        }
    }
}

void write_score(const AuditLook& look, std::size_t index, v1::AnswerView& out) {
    const auto& scores = look.score.questions;
    const auto& id = look.checklist->question_ids()[index];
    const auto at = std::ranges::find(scores, id, &audit::QuestionScore::question_id);
    if (at == scores.end()) return;
    if (at->fraction) out.set_points(at->fraction->text());
    out.set_scored(at->scored);
    out.set_critical_failed(at->critical_failed);
}

void write_field(
    const AuditLook& look,
    const checklist::Question& question,
    const std::vector<checklist::InstanceId>& instances,
    v1::AnswerView& out
) {
    const auto name = audit::register_of(question.id, instances);
    out.set_register_(to_string(name));
    out.set_question(question.id);
    out.set_dimension(std::string(checklist::name_of(question.dimension)));
    out.set_critical(question.critical != checklist::CriticalRule::none);
    const auto* answer = look.sheet.find(checklist::FieldKey{question.id, instances});
    const auto state = answer == nullptr ? AnswerState::unanswered : answer->state;
    out.set_state(std::string(name_of_state(state)));
    if (answer != nullptr) {
        out.set_value(server::answer_words(look.checklist->checklist(), question, *answer));
    }
    if (const auto* field = look.opened.folded.find(audit::Family::answer, name)) {
        write_heads(look, *field, out);
    }
    const auto* note = look.opened.folded.find(audit::Family::note, name);
    if (note == nullptr || note->heads.empty() || !note->heads.front().payload) return;
    const auto* text = std::get_if<audit::Note>(&note->heads.front().payload->body);
    if (text != nullptr) out.set_note(text->text);
}

// Questions that people answer and that are asked, and whatever was answered nevertheless.
bool is_shown(const checklist::Question& question, bool relevant, const v1::AnswerView& answer) {
    return (relevant && question.type != checklist::QuestionType::note) || answer.heads_size() > 0;
}

void write_sections(const AuditLook& look, v1::GetAuditReply& out) {
    std::size_t index = 0;
    for (const auto& section : look.checklist->checklist().sections) {
        auto& message = *out.add_sections();
        message.set_id(section.id);
        message.set_title(std::string(section.title.in({})));
        const auto part = look.score.sections.find(section.id);
        if (part != look.score.sections.end() && part->second.share) {
            message.set_share(part->second.share->to_double());
            message.set_has_share(true);
        }
        for (const auto& question : section.questions) {
            const auto fields = look.status.of(index);
            for (std::size_t i = 0; i < fields.size(); ++i) {
                v1::AnswerView answer;
                write_field(look, question, *fields[i].instances, answer);
                write_score(look, index, answer);
                answer.set_label(label_of(question, i, fields.size()));
                if (is_shown(question, fields[i].status->relevant, answer)) {
                    *message.add_answers() = std::move(answer);
                }
            }
            ++index;
        }
        if (message.answers_size() == 0) out.mutable_sections()->RemoveLast();
    }
}

void write_findings(const AuditLook& look, v1::GetAuditReply& out) {
    for (const auto& finding : look.findings) {
        auto& message = *out.add_findings();
        message.set_provision(finding.provision_id);
        if (const auto* provision = look.provisions->find(finding.provision_id)) {
            message.set_act(provision->act);
            message.set_citation(provision->citation);
            message.set_title(provision->short_title);
        }
        message.set_state(std::string(audit::name_of(finding.state)));
        message.set_severity(std::string(audit::name_of(finding.severity)));
        message.set_reason(finding.reason);
        for (const auto& question : finding.question_ids)
            message.add_questions(question);
        if (!finding.override_by) continue;
        message.set_observed(std::string(audit::name_of(finding.override_by->observed)));
        message.set_override_reason(finding.override_by->reason);
    }
}

struct Named {
    std::string who;
    std::string reason;
};

// Who stands behind the server's decision, from the desk side.
Named maker_of(const AuditLook& look, const OpId& decision) {
    for (const auto& op : look.opened.loaded.ops) {
        if (op.header.kind != audit::number_of(audit::Kind::attribution) || !op.payload) continue;
        const auto payload = audit::decode_payload(*op.payload);
        const auto* named = payload ? std::get_if<audit::Attribution>(&payload->body) : nullptr;
        if (named != nullptr && named->op == decision) {
            return {name_in(look, named->person), named->reason};
        }
    }
    return {};
}

void write_comments(const audit::Op& op, v1::EventView& out) {
    const auto payload = op.payload ? audit::decode_payload(*op.payload)
                                    : Result<audit::Payload>(fail(Code::data_loss, ""));
    if (!payload) return;
    if (const auto* returned = std::get_if<audit::Returned>(&payload->body)) {
        out.set_due_utc_ms(returned->due_utc_ms);
        for (const auto& comment : returned->comments) {
            auto& message = *out.add_comments();
            message.set_register_(to_string(comment.register_name));
            message.set_text(comment.text);
        }
    }
    if (const auto* rejected = std::get_if<audit::Rejected>(&payload->body)) {
        out.set_reason(rejected->reason);
    }
    if (const auto* excluded = std::get_if<audit::Excluded>(&payload->body)) {
        out.set_reason(excluded->reason);
    }
}

void write_event(const AuditLook& look, const audit::Op& op, v1::GetAuditReply& out) {
    const auto kind = audit::known_kind(op.header.kind);
    if (!kind || *kind == audit::Kind::attribution) return;
    auto& message = *out.add_events();
    message.set_utc_ms(op.header.wall.utc_ms);
    message.set_kind(std::string(audit::name_of(*kind)));
    const auto parts = audit::parse_register(op.header.register_name);
    if (parts) message.set_question(parts->question_id);
    const auto author = look.opened.loaded.authors.find(op.header.writer);
    const bool by_server =
        author != look.opened.loaded.authors.end() && author->second.has(audit::Role::server);
    if (by_server) {
        const auto maker = maker_of(look, op.id);
        message.set_who(maker.who);
        message.set_reason(maker.reason);
    } else if (author != look.opened.loaded.authors.end()) {
        message.set_who(name_in(look, author->second.person));
    }
    write_comments(op, message);
}

// By time; of one writer at the same time, in the order in which they were written.
void write_events(const AuditLook& look, v1::GetAuditReply& out) {
    std::vector<const audit::Op*> ops;
    for (const auto& op : look.opened.loaded.ops)
        ops.push_back(&op);
    std::ranges::sort(ops, {}, [](const audit::Op* op) {
        return std::tuple(op->header.wall.utc_ms, op->header.writer, op->header.seq);
    });
    for (const auto* op : ops)
        write_event(look, *op, out);
}

} // namespace

v1::GetAuditReply message_of(const AuditLook& look) {
    v1::GetAuditReply out;
    const auto& visit = look.visit.visit;
    const auto& folded = look.opened.folded;
    out.set_audit(to_string(look.opened.record.id.bytes()));
    out.set_programme(look.visit.programme_ref);
    out.set_visit(visit.ref);
    out.set_wave(visit.wave);
    out.set_location(look.location.name.empty() ? visit.location : look.location.name);
    out.set_location_ref(visit.location);
    out.set_channel(visit.channel);
    out.set_scenario(visit.scenario);
    out.set_shopper(visit.shopper_ref);
    out.set_stage(std::string(audit::name_of(folded.stage)));
    out.set_seen(to_string(look.opened.record.field_digest.bytes()));
    out.set_conflicts(folded.conflicts);
    out.set_held_back(static_cast<std::uint32_t>(folded.held_back.size()));
    out.set_late(folded.late);
    out.set_disputed(folded.is_disputed());
    out.set_checklist(
        std::string(look.checklist->checklist().title.in({})) + " " +
        look.checklist->checklist().version
    );
    if (folded.first_write) out.set_begun_utc_ms(folded.first_write->utc_ms);
    if (folded.last_write) out.set_ended_utc_ms(folded.last_write->utc_ms);
    for (const auto& hindrance : look.hindrances)
        out.add_hindrances(hindrance);
    if (look.score.final_share) {
        out.set_has_score(true);
        out.set_score(look.score.final_share->to_double());
    }
    out.set_score_problem(look.score.problem);
    out.set_critical_failures(look.score.critical_failures);
    if (look.explanation) out.set_explanation(audit::text_of(*look.explanation));
    write_sections(look, out);
    write_findings(look, out);
    write_events(look, out);
    return out;
}

} // namespace muster::rpc
