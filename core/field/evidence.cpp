// What Workspace does with photos, recordings and files: the bytes and the op that names them go
// into one commit.
#include "core/base/hash.hpp"
#include "core/base/utf8.hpp"
#include "core/field/answer_check.hpp"
#include "core/field/workspace_state.hpp"

#include <algorithm>

namespace muster::field {

namespace {

using checklist::Question;
using checklist::QuestionType;

constexpr std::size_t name_bytes_max = 255;

bool is_answered_by_evidence(QuestionType type) {
    return type >= QuestionType::image && type <= QuestionType::file;
}

Status check_capture(const Capture& capture) {
    if (capture.bytes.empty()) {
        return fail(Code::invalid_input, "The file is empty.", "Capture it again.");
    }
    if (capture.bytes.size() > audit::limits::evidence_bytes_max) {
        return fail(
            Code::resource_exhausted,
            "The file has " + std::to_string(capture.bytes.size()) + " bytes, " +
                std::to_string(audit::limits::evidence_bytes_max) + " are allowed.",
            "Take a smaller picture, or a shorter recording."
        );
    }
    const bool good_name = capture.name.size() <= name_bytes_max && !first_bad_utf8(capture.name);
    const bool good_type = !capture.media_type.empty() &&
                           capture.media_type.size() <= name_bytes_max &&
                           !first_bad_utf8(capture.media_type);
    if (good_name && good_type) return {};
    return fail(
        Code::invalid_input,
        "The name or the media type of the file is missing, too long or no text.",
        "Rename the file."
    );
}

audit::NewOp new_op(audit::Kind kind, Bytes name, const audit::Payload& payload, WallTime now) {
    audit::NewOp out;
    out.kind = kind;
    out.register_name = std::move(name);
    out.payload = audit::encode_payload(payload);
    out.wall = now;
    return out;
}

bool names(const audit::Audit& state, ByteView answer_register, const EvidenceId& id) {
    const auto* field = state.find(audit::Family::answer, answer_register);
    if (field == nullptr || !field->heads.front().payload) return false;
    const auto answer = audit::answer_in(*field->heads.front().payload);
    const auto* text = answer ? std::get_if<std::string>(&answer->value) : nullptr;
    return text != nullptr && *text == id.hex();
}

} // namespace

Result<EvidenceId> Workspace::attach(const AuditId& audit, const Capture& capture) {
    if (auto good = check_capture(capture); !good) return error_of(good);
    auto opened = impl_->open(audit);
    if (!opened) return error_of(opened);
    if (auto mine = impl_->require_grant(*opened); !mine) return error_of(mine);
    const auto compiled = impl_->checklist_of(opened->row);
    if (!compiled) return error_of(compiled);
    const auto& id_text = capture.field.question_id;
    const Question* question = checklist::find_question((*compiled)->checklist(), id_text);
    if (question == nullptr) return unknown_question(id_text);
    if (auto fits = (*compiled)->check_field(capture.field); !fits) return error_of(fits);
    const EvidenceId id{sha256(capture.bytes)};
    const auto now = impl_->clock.now();
    std::vector<audit::NewOp> entries;
    const auto held = audit::evidence_of(opened->state);
    const bool attached = std::ranges::any_of(held, [&](const audit::AttachedEvidence& each) {
        return each.field == capture.field && each.evidence.id == id;
    });
    if (!attached) {
        const audit::Evidence facts{
            id,
            capture.bytes.size(),
            capture.kind,
            capture.media_type,
            capture.name,
            capture.captured.value_or(now),
            capture.original_hash,
            capture.redacts,
        };
        auto name = audit::evidence_register_of(id, capture.field);
        entries.push_back(new_op(audit::Kind::evidence, std::move(name), {facts, {}}, now));
        entries.back().parents =
            impl_->parents_of(*opened, entries.back(), audit::Family::evidence);
    }
    auto answer = audit::register_of(id_text, capture.field.instances);
    if (is_answered_by_evidence(question->type) && !names(opened->state, answer, id)) {
        const audit::Payload value{checklist::Value(id.hex()), {}};
        entries.push_back(new_op(audit::Kind::set, std::move(answer), value, now));
        entries.back().parents = impl_->parents_of(*opened, entries.back(), audit::Family::answer);
    }
    const auto keep_bytes = [&](sqlite::Transaction& transaction) {
        return impl_->store.put_evidence(
            transaction, opened->row.audit, id, capture.bytes, audit::evidence_chunk_bytes
        );
    };
    auto written = impl_->write(*opened, std::move(entries), {}, keep_bytes);
    if (!written) return error_of(written);
    return id;
}

Status Workspace::detach(
    const AuditId& audit, const checklist::FieldKey& field, const EvidenceId& evidence
) {
    auto opened = impl_->open(audit);
    if (!opened) return error_of(opened);
    if (auto mine = impl_->require_grant(*opened); !mine) return mine;
    const auto held = audit::evidence_of(opened->state);
    const bool attached = std::ranges::any_of(held, [&](const audit::AttachedEvidence& each) {
        return each.field == field && each.evidence.id == evidence;
    });
    if (!attached) {
        return fail(
            Code::not_found,
            "There is no such evidence at " + field.question_id + ".",
            "See what there is with: muster tablet show VISIT"
        );
    }
    const auto now = impl_->clock.now();
    const audit::Payload cleared{audit::Cleared{}, {}};
    std::vector<audit::NewOp> entries;
    auto name = audit::evidence_register_of(evidence, field);
    entries.push_back(new_op(audit::Kind::evidence, std::move(name), cleared, now));
    entries.back().parents = impl_->parents_of(*opened, entries.back(), audit::Family::evidence);
    auto answer = audit::register_of(field.question_id, field.instances);
    if (names(opened->state, answer, evidence)) {
        entries.push_back(new_op(audit::Kind::set, std::move(answer), cleared, now));
        entries.back().parents = impl_->parents_of(*opened, entries.back(), audit::Family::answer);
    }
    return impl_->write(*opened, std::move(entries));
}

Result<Bytes> Workspace::evidence(const EvidenceId& id) const {
    const auto row = impl_->store.evidence(id);
    if (!row) return error_of(row);
    if (!*row) {
        return fail(
            Code::not_found,
            "These bytes are not on this tablet.",
            "What was captured on another tablet is at the server."
        );
    }
    Bytes out;
    out.reserve(static_cast<std::size_t>((*row)->size_bytes));
    for (std::uint32_t i = 0; i < audit::chunks_of((*row)->size_bytes); ++i) {
        const auto chunk = impl_->store.evidence_chunk((*row)->evidence, i);
        if (!chunk) return error_of(chunk);
        out.insert(out.end(), chunk->begin(), chunk->end());
    }
    if (sha256(out) == id.value) return out;
    return fail(Code::data_loss, "These bytes are not those that were captured.", {}, id.hex());
}

Result<EvidenceState> Workspace::evidence_state(const EvidenceId& id) const {
    const auto row = impl_->store.evidence(id);
    if (!row) return error_of(row);
    EvidenceState out;
    out.id = id;
    if (!*row) return out;
    out.held = true;
    out.size_bytes = (*row)->size_bytes;
    out.verified = (*row)->verified.has_value();
    const auto chunks = audit::chunks_of((*row)->size_bytes);
    out.sent = out.verified ? 1.0 : static_cast<double>((*row)->chunks_on_server) / chunks;
    return out;
}

} // namespace muster::field
