// An audit that is open on a screen: everything the screen shows, worked out once and kept, so that
// a tap costs what depends on it. refresh() reads what was written and says what is shown otherwise
// now. Refers to its Workspace, which must outlive it; one thread at a time.
#pragma once

#include "core/checklist/evaluation.hpp"
#include "core/field/workspace.hpp"

namespace muster::field {

struct ShownHead {
    OpId op;
    std::string shown;
    WallTime when;
    bool mine = false; // written on this tablet
    bool operator==(const ShownHead&) const = default;
};

struct ShownEvidence {
    audit::AttachedEvidence attached;
    EvidenceState state;
    bool operator==(const ShownEvidence&) const = default;
};

// One field as a screen shows it; texts are in the session's language.
struct ShownField {
    checklist::FieldKey key;
    std::uint32_t section = 0; // number of the section in the checklist, from 0
    checklist::FieldStatus status;
    checklist::Answer answer;
    std::string shown; // the answer in words
    std::string label;
    std::string hint;
    std::string label_language; // the language it is really in
    std::string note;
    std::vector<ShownHead> heads; // two or more: a conflict; else empty
    std::string comment;          // of the reviewer who returned the audit
    std::vector<ShownEvidence> evidence;
    bool operator==(const ShownField&) const = default;
};

struct ShownSection {
    std::uint32_t section = 0;
    bool relevant = true;
    std::uint32_t asked = 0; // relevant questions that are answered by a person
    std::uint32_t answered = 0;
    std::uint32_t to_look_at = 0; // missing or invalid
    bool operator==(const ShownSection&) const = default;
};

// The instances of a repeat within one instance of the repeats around it.
struct ShownRepeat {
    std::string repeat; // id of the group
    std::vector<checklist::InstanceId> around;
    std::vector<checklist::InstanceId> instances; // in order
    bool counted = false;                         // the checklist says how many
    std::string problem;
    std::string label;
    bool operator==(const ShownRepeat&) const = default;
};

struct ShownScore {
    bool scored = false;
    std::string percent; // "87.5"
    bool provisional = false;
    std::string text;
    bool operator==(const ShownScore&) const = default;
};

class AuditSession {
public:
    static Result<AuditSession> open(
        const Workspace& workspace, const Clock& clock, const AuditId& audit, std::string language
    );

    [[nodiscard]] const AuditState& audit() const { return audit_; }

    [[nodiscard]] const std::string& language() const { return language_; }

    [[nodiscard]] const std::vector<ShownField>& fields() const { return fields_; }

    [[nodiscard]] const std::vector<ShownSection>& sections() const { return sections_; }

    [[nodiscard]] const std::vector<ShownRepeat>& repeats() const { return repeats_; }

    [[nodiscard]] const ShownScore& score() const { return score_; }

    // Reads the audit anew and gives the fields that are shown otherwise, or are new.
    Result<std::vector<ShownField>> refresh();

private:
    AuditSession(
        const Workspace& workspace, const Clock& clock, AuditState audit, std::string language
    );
    Status take_changes(const checklist::AnswerSheet& sheet);
    Status show();
    [[nodiscard]] ShownField shown_field(
        const checklist::Question& question,
        std::uint32_t section,
        const std::vector<checklist::InstanceId>& instances,
        const checklist::FieldStatus& status
    ) const;
    Status show_evidence();
    void add_registers(ShownField& field, const checklist::Question& question) const;
    [[nodiscard]] std::vector<ShownRepeat> shown_repeats() const;

    const Workspace* workspace_;
    const Clock* clock_;
    AuditState audit_;
    std::string language_;
    checklist::Evaluation evaluation_;
    std::vector<ShownField> fields_;
    std::vector<ShownSection> sections_;
    std::vector<ShownRepeat> repeats_;
    ShownScore score_;
};

// "87.5": a share as a percentage with one digit.
std::string percent_text(const Rational& share);

} // namespace muster::field
