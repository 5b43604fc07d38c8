// Folds ops into an audit. Pure: same ops, any order, duplicated or grouped in any way, same audit.
// An op that does not fit is held back and shown, never lost: it neither writes nor supersedes.
// Several heads of one field are a visible conflict with every value kept; clocks only choose which
// of them is shown first.
#pragma once

#include "core/audit/payload.hpp"
#include "core/audit/visit_card.hpp"
#include "core/checklist/answer_sheet.hpp"

#include <map>

namespace muster::audit {

// Changes whenever the same ops would give another audit; stands in rollups and reports.
constexpr std::uint32_t fold_version = 3;

// Registers of different families never conflict, though they may carry the same question's name.
enum class Family : std::uint8_t { answer = 1, note = 2, evidence = 3, timer = 4 };

struct Head {
    OpId op;
    WriterId writer;
    PersonId person; // of a decision whose desk side is here: who made it, else its author
    DeviceId device;
    Phase phase = Phase::fieldwork;
    WallTime wall;
    std::optional<Payload> payload; // absent: not held here, or erased
    bool operator==(const Head&) const = default;
};

struct Field {
    Family family = Family::answer;
    Bytes register_name;
    std::vector<Head> heads; // the first is shown; more than one is a conflict
    bool operator==(const Field&) const = default;
};

struct HeldBackOp {
    OpId op;
    WriterId writer;
    std::string code; // "no_grant", "handed_over", "revoked", "refused", "over_limit" …
    std::string text; // for a person
    bool operator==(const HeldBackOp&) const = default;
};

enum class Stage : std::uint8_t {
    planned = 1, // nobody wrote anything yet
    draft = 2,
    submitted = 3, // waits for a decision
    returned = 4,
    accepted = 5,
    rejected = 6,
    excluded = 7,
};

std::string_view name_of(Stage stage);

// A submission and what it covers.
struct Revision {
    OpId submit;
    WriterId writer;
    PersonId person;
    WallTime wall;
    std::vector<Tip> tips;
    bool complete = false;   // every tip it names is held here
    bool covers_all = false; // no admitted op of a shopper lies outside its reach
    bool operator==(const Revision&) const = default;
};

struct Decision {
    OpId op;
    Kind kind = Kind::accept;
    OpId submit;
    std::string text;                    // reason
    std::vector<ReturnComment> comments; // RETURN
    std::vector<Tip> field_tips;         // ACCEPT
    bool operator==(const Decision&) const = default;
};

// The override in force of one provision; one that was withdrawn is none.
struct ProvisionOverride {
    OpId op;
    std::string provision_id;
    PersonId person;
    FindingState state = FindingState::not_tested;
    std::string reason;
    WallTime wall;
    bool operator==(const ProvisionOverride&) const = default;
};

struct Audit {
    Stage stage = Stage::planned;
    std::vector<Field> fields;        // ascending by family and register name
    std::vector<Revision> revisions;  // ascending by op id
    std::optional<OpId> open_submit;  // the submission that waits for a decision
    std::vector<Decision> decisions;  // heads of the decisions; more than one: a person must look
    std::optional<Decision> accepted; // the acceptance in force
    std::vector<ProvisionOverride> overrides; // ascending by provision
    std::vector<HeldBackOp> held_back;
    std::vector<OpId> missing_payloads;
    std::optional<PersonId> granted_to;     // of the grant or hand-over in force
    OpId grant;                             // its op
    std::optional<DocumentHash> visit_card; // that it names
    std::optional<WallTime> first_write; // earliest and latest wall time of admitted field answers
    std::optional<WallTime> last_write;
    bool upgrade_needed = false; // an unknown critical kind is among the ops
    std::uint32_t conflicts = 0; // fields with more than one head
    std::uint32_t late = 0; // entries that count and that the acceptance in force does not reach

    // Several decisions that did not know of each other: the more restrictive holds until a person
    // decides again.
    [[nodiscard]] bool is_disputed() const { return decisions.size() > 1; }

    [[nodiscard]] const Field* find(Family family, ByteView register_name) const;
    bool operator==(const Audit&) const = default;
};

// The certificate behind every writer id that the holder knows.
using Authors = std::map<WriterId, Certificate>;

struct FoldOptions {
    // Only what these tips reach through prev counts (decisions and grants always do); absent: all.
    std::optional<std::vector<Tip>> frozen;
};

Audit fold(std::span<const Op> ops, const Authors& authors, const FoldOptions& options = {});

// Puts the overrides in force in the place of what was observed, which stays beside them. Those of
// provisions without a finding change nothing.
void override_findings(std::vector<Finding>& findings, const Audit& audit);

// The shown head of every answer field. Fields whose register or payload cannot be read are left
// out of the sheet; they stay visible in `fields`.
checklist::AnswerSheet answers_of(const Audit& audit);

} // namespace muster::audit
