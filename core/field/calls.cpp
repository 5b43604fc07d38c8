#include "core/field/calls.hpp"

#include "core/base/keys.hpp"
#include "core/field/call_messages.hpp"

#include <array>
#include <exception>
#include <map>

namespace muster::field {

namespace {

// Whether a question waits for an answer or has one, over all sections.
ShownVisit counted(VisitSummary summary, const AuditSession& session) {
    ShownVisit out;
    out.summary = std::move(summary);
    out.checklist_title = session.audit().checklist->checklist().title.in(session.language());
    for (const auto& section : session.sections()) {
        out.asked += section.asked;
        out.answered += section.answered;
    }
    return out;
}

} // namespace

struct Calls::Impl {
    Clock& clock;
    Entropy& entropy;
    std::string version;
    std::optional<Workspace> workspace;
    std::optional<AuditSession> session; // of the audit on the screen
    std::optional<Enrolment> enrolment;
    std::string enrolment_fingerprint;
    std::optional<Meeting> meeting;

    // Counting needs a checklist evaluated; an audit whose digest is the same counts the same.
    struct Count {
        Digest16 digest;
        std::string title;
        std::uint32_t asked = 0;
        std::uint32_t answered = 0;
    };

    std::map<AuditId, Count> counts;

    Result<Bytes> open(ByteView request);
    Result<Bytes> close(ByteView request);
    Result<Bytes> passcode_key(ByteView request);
    Result<Bytes> enrol_start(ByteView request);
    Result<Bytes> enrol_receive(ByteView request);
    Result<Bytes> meeting_start(ByteView request);
    Result<Bytes> meeting_receive(ByteView request);
    Result<Bytes> visits(ByteView request);
    Result<Bytes> sync_state(ByteView request);
    Result<Bytes> open_audit(ByteView request);
    Result<Bytes> start(ByteView request);
    Result<Bytes> answer(ByteView request);
    Result<Bytes> add_instance(ByteView request);
    Result<Bytes> remove_instance(ByteView request);
    Result<Bytes> note(ByteView request);
    Result<Bytes> resolve(ByteView request);
    Result<Bytes> attach(ByteView request);
    Result<Bytes> detach(ByteView request);
    Result<Bytes> evidence(ByteView request);
    Result<Bytes> submit(ByteView request);

    Result<Bytes> dispatch(std::string_view method, ByteView request);
    Result<Bytes> enrol_reply();
    Result<Bytes> meeting_reply();
    Result<ShownVisit> shown(VisitSummary summary);
    Status show_audit(const AuditId& audit, const std::string& language);

    using Change = std::function<Status(const AuditRequest&)>;
    Result<Bytes> change(const Result<AuditRequest>& request, const Change& what);
};

Calls::Calls(Clock& clock, Entropy& entropy, std::string_view version)
    : impl_(std::make_unique<Impl>(clock, entropy, std::string(version))) {}

Calls::~Calls() = default;

Calls::Reply Calls::call(std::string_view method, ByteView request) noexcept {
    try {
        auto reply = impl_->dispatch(method, request);
        if (reply) return {true, std::move(*reply)};
        return {false, encode_failure(reply.error())};
    } catch (const std::exception& bug) {
        // What is in memory may be half changed; what is on disk is not.
        impl_->session.reset();
        return {
            false,
            encode_failure({Code::internal, std::string("A bug: ") + bug.what() + ".", "", ""})
        };
    } catch (...) {
        impl_->session.reset();
        return {false, encode_failure({Code::internal, "A bug without a name.", "", ""})};
    }
}

Result<Bytes> Calls::Impl::dispatch(std::string_view method, ByteView request) {
    struct Method {
        std::string_view name;
        Result<Bytes> (Impl::*run)(ByteView);
        bool needs_vault = true;
    };

    static constexpr std::array methods{
        Method{"Open", &Impl::open, false},
        Method{"Close", &Impl::close, false},
        Method{"PasscodeKey", &Impl::passcode_key, false},
        Method{"EnrolStart", &Impl::enrol_start},
        Method{"EnrolReceive", &Impl::enrol_receive},
        Method{"MeetingStart", &Impl::meeting_start},
        Method{"MeetingReceive", &Impl::meeting_receive},
        Method{"Visits", &Impl::visits},
        Method{"SyncState", &Impl::sync_state},
        Method{"OpenAudit", &Impl::open_audit},
        Method{"Start", &Impl::start},
        Method{"Answer", &Impl::answer},
        Method{"AddInstance", &Impl::add_instance},
        Method{"RemoveInstance", &Impl::remove_instance},
        Method{"Note", &Impl::note},
        Method{"Resolve", &Impl::resolve},
        Method{"Attach", &Impl::attach},
        Method{"Detach", &Impl::detach},
        Method{"Evidence", &Impl::evidence},
        Method{"Submit", &Impl::submit},
    };
    for (const auto& each : methods) {
        if (each.name != method) continue;
        if (each.needs_vault && !workspace) {
            return fail(Code::failed_precondition, "No vault is open.", "Open one first.");
        }
        return (this->*each.run)(request);
    }
    return fail(Code::unsupported, "The core has no method " + std::string(method) + ".");
}

Result<Bytes> Calls::Impl::open(ByteView request) {
    const auto asked = decode_open(request);
    if (!asked) return error_of(asked);
    if (auto closed = close({}); !closed) return closed;
    auto opened =
        Workspace::open({asked->name, asked->key, asked->create, asked->place}, clock, entropy);
    if (!opened) return error_of(opened);
    workspace = std::move(*opened);
    return encode_open_reply(workspace->profile(), version);
}

Result<Bytes> Calls::Impl::close(ByteView) {
    meeting.reset();
    enrolment.reset();
    session.reset();
    counts.clear();
    workspace.reset();
    return Bytes();
}

Result<Bytes> Calls::Impl::passcode_key(ByteView request) {
    const auto asked = decode_passcode_key(request);
    if (!asked) return error_of(asked);
    const auto key = key_from_passcode(asked->passcode, asked->salt);
    if (!key) return error_of(key);
    return encode_passcode_key_reply(*key);
}

Result<Bytes> Calls::Impl::enrol_start(ByteView request) {
    const auto asked = decode_enrol_start(request);
    if (!asked) return error_of(asked);
    const auto link = sync::parse_enrolment_link(asked->link);
    if (!link) return error_of(link);
    enrolment_fingerprint = sync::fingerprint_text(link->fingerprint);
    enrolment.emplace(*workspace, *link, asked->device_label);
    return enrol_reply();
}

Result<Bytes> Calls::Impl::enrol_receive(ByteView request) {
    if (!enrolment) return fail(Code::failed_precondition, "No enrolment is under way.");
    const auto result = decode_enrol_receive(request);
    if (!result) return error_of(result);
    if (!*result) return error_of(*result);
    if (auto received = enrolment->receive(**result); !received) return error_of(received);
    return enrol_reply();
}

Result<Bytes> Calls::Impl::enrol_reply() {
    EnrolProgress progress;
    progress.call = enrolment->next();
    progress.fingerprint = enrolment_fingerprint;
    if (const auto* greeting = enrolment->greeting())
        progress.organisation = greeting->organisation;
    if (!progress.call) {
        progress.profile = workspace->profile();
        enrolment.reset();
    }
    return encode_enrol_reply(progress);
}

Result<Bytes> Calls::Impl::meeting_start(ByteView) {
    meeting.emplace(*workspace);
    return meeting_reply();
}

Result<Bytes> Calls::Impl::meeting_receive(ByteView request) {
    if (!meeting) return fail(Code::failed_precondition, "No meeting is under way.");
    auto result = decode_meeting_receive(request);
    if (!result) return error_of(result);
    if (auto received = meeting->receive(std::move(*result)); !received) {
        meeting.reset();
        return error_of(received);
    }
    return meeting_reply();
}

Result<Bytes> Calls::Impl::meeting_reply() {
    const auto call = meeting->next();
    if (!call) {
        meeting.reset();
        return error_of(call);
    }
    auto reply = encode_meeting_reply(*call, meeting->progress(), meeting->outcome());
    if (!*call) {
        meeting.reset();
        session.reset(); // what came may stand in the audit on the screen
    }
    return reply;
}

Result<Bytes> Calls::Impl::visits(ByteView) {
    auto all = workspace->visits();
    if (!all) return error_of(all);
    std::vector<ShownVisit> out;
    for (auto& summary : *all) {
        auto visit = shown(std::move(summary));
        if (!visit) return error_of(visit);
        out.push_back(std::move(*visit));
    }
    return encode_visits_reply(out);
}

// A visit that is not here wholly is shown without counts, never left out.
Result<ShownVisit> Calls::Impl::shown(VisitSummary summary) {
    if (!summary.ready) return ShownVisit{std::move(summary), {}, 0, 0};
    auto& count = counts[summary.audit];
    if (count.digest != summary.digest || count.title.empty()) {
        const auto opened = AuditSession::open(*workspace, clock, summary.audit, {});
        if (!opened) return error_of(opened);
        const auto visit = counted(summary, *opened);
        count = {summary.digest, visit.checklist_title, visit.asked, visit.answered};
    }
    return ShownVisit{std::move(summary), count.title, count.asked, count.answered};
}

Result<Bytes> Calls::Impl::sync_state(ByteView) {
    const auto state = workspace->sync_state();
    if (!state) return error_of(state);
    return encode_sync_state_reply(*state);
}

Status Calls::Impl::show_audit(const AuditId& audit, const std::string& language) {
    session.reset();
    auto opened = AuditSession::open(*workspace, clock, audit, language);
    if (!opened) return error_of(opened);
    session = std::move(*opened);
    return {};
}

Result<Bytes> Calls::Impl::open_audit(ByteView request) {
    const auto asked = decode_open_audit(request);
    if (!asked) return error_of(asked);
    if (auto opened = show_audit(asked->audit, asked->text); !opened) return error_of(opened);
    auto visit = workspace->visit(asked->audit);
    if (!visit) return error_of(visit);
    const auto document = workspace->checklist_document(asked->audit);
    if (!document) return error_of(document);
    return encode_open_audit_reply(*session, counted(std::move(*visit), *session), *document);
}

// Does a change once, and tells what is shown otherwise after it. An audit that is not on the
// screen is told whole.
Result<Bytes> Calls::Impl::change(const Result<AuditRequest>& request, const Change& what) {
    if (!request) return error_of(request);
    auto done = workspace->once(request->request, [&] { return what(*request); });
    if (!done) return error_of(done);
    const auto saved = clock.now().utc_ms;
    auto visit = workspace->visit(request->audit);
    if (!visit) return error_of(visit);
    if (!session || session->audit().audit != request->audit) {
        if (auto opened = show_audit(request->audit, {}); !opened) return error_of(opened);
        const auto& all = session->fields();
        return encode_audit_changes(*session, counted(std::move(*visit), *session), all, saved);
    }
    const auto changed = session->refresh();
    if (!changed) {
        session.reset();
        return error_of(changed);
    }
    return encode_audit_changes(*session, counted(std::move(*visit), *session), *changed, saved);
}

Result<Bytes> Calls::Impl::start(ByteView request) {
    return change(decode_start(request), [&](const AuditRequest& asked) {
        return workspace->start(asked.audit);
    });
}

Result<Bytes> Calls::Impl::answer(ByteView request) {
    return change(decode_answer(request), [&](const AuditRequest& asked) {
        return workspace->answer(asked.audit, asked.answers);
    });
}

Result<Bytes> Calls::Impl::add_instance(ByteView request) {
    return change(decode_add_instance(request), [&](const AuditRequest& asked) -> Status {
        const auto& [repeat, around] = asked.field;
        const auto added = workspace->add_instance(asked.audit, repeat, around);
        return added ? Status() : error_of(added);
    });
}

Result<Bytes> Calls::Impl::remove_instance(ByteView request) {
    return change(decode_remove_instance(request), [&](const AuditRequest& asked) {
        return workspace->remove_instance(asked.audit, asked.field);
    });
}

Result<Bytes> Calls::Impl::note(ByteView request) {
    return change(decode_note(request), [&](const AuditRequest& asked) {
        return workspace->note(asked.audit, asked.field, asked.text);
    });
}

Result<Bytes> Calls::Impl::resolve(ByteView request) {
    return change(decode_resolve(request), [&](const AuditRequest& asked) {
        return workspace->resolve(asked.audit, asked.field, asked.chosen);
    });
}

Result<Bytes> Calls::Impl::attach(ByteView request) {
    return change(decode_attach(request), [&](const AuditRequest& asked) -> Status {
        auto capture = asked.capture;
        capture.bytes = asked.content;
        const auto attached = workspace->attach(asked.audit, capture);
        return attached ? Status() : error_of(attached);
    });
}

Result<Bytes> Calls::Impl::detach(ByteView request) {
    return change(decode_detach(request), [&](const AuditRequest& asked) {
        return workspace->detach(asked.audit, asked.field, asked.evidence);
    });
}

Result<Bytes> Calls::Impl::evidence(ByteView request) {
    const auto id = decode_evidence(request);
    if (!id) return error_of(id);
    const auto content = workspace->evidence(*id);
    if (!content) return error_of(content);
    return encode_evidence_reply(*content);
}

Result<Bytes> Calls::Impl::submit(ByteView request) {
    return change(decode_submit(request), [&](const AuditRequest& asked) {
        return workspace->submit(asked.audit, asked.text);
    });
}

} // namespace muster::field
