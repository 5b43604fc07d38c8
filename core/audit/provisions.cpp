#include "core/audit/provisions.hpp"

#include "core/audit/points.hpp"

#include <algorithm>

namespace muster::audit {

namespace {

using checklist::AnswerState;
using checklist::Question;
using FieldStatus = checklist::Compiled::FieldStatus;

std::unexpected<Error> bad(const Provision& provision, std::string message, std::string hint) {
    return fail(
        Code::invalid_input, std::move(message), std::move(hint), "provision " + provision.id
    );
}

Status check_dates(const Provision& provision) {
    for (const auto& date : {provision.in_force_from, provision.in_force_to}) {
        if (date && !is_valid(*date)) {
            return bad(provision, "A date of force is no calendar date.", {});
        }
    }
    if (!provision.in_force_to) return {};
    if (!provision.in_force_from) {
        return bad(
            provision,
            "It has an end of force but no beginning.",
            "Fill in_force_from, or leave both blank."
        );
    }
    if (*provision.in_force_to < *provision.in_force_from) {
        return bad(provision, "It goes out of force before it comes into force.", {});
    }
    return {};
}

// What one question says about a provision.
enum class Verdict : std::uint8_t { met, concern, not_met, open, not_applicable, irrelevant };

Verdict verdict_of(
    const checklist::Checklist& checklist,
    const Question& question,
    const FieldStatus& status,
    const checklist::Answer* answer
) {
    if (!status.relevant) return Verdict::irrelevant;
    if (answer == nullptr) return Verdict::open;
    switch (answer->state) {
    case AnswerState::unanswered:
    case AnswerState::not_observed:
        return Verdict::open;
    case AnswerState::not_applicable:
        return Verdict::not_applicable;
    case AnswerState::answered:
        break;
    }
    const auto scale = point_scale(checklist, question);
    if (!scale || !*scale) return Verdict::open;
    // An answer outside its question's domain is kept and shown; it tests nothing.
    const auto points = points_of(question, **scale, answer->value);
    if (!points) return Verdict::open;
    if (!*points) return Verdict::not_applicable; // "does not apply", a choice without points
    if (**points >= (*scale)->maximum) return Verdict::met;
    return **points == 0 ? Verdict::not_met : Verdict::concern;
}

// A provision and a question that names it.
struct Naming {
    std::string_view provision_id;
    std::size_t order = 0; // of the question in the document
    const Question* question = nullptr;
    Verdict verdict = Verdict::open;
};

using Namings = std::vector<Naming>;

bool has(Namings::const_iterator from, Namings::const_iterator to, Verdict verdict) {
    return std::any_of(from, to, [&](const auto& naming) { return naming.verdict == verdict; });
}

std::string list_of(const std::vector<std::string>& ids) {
    std::string out;
    for (const auto& id : ids) {
        if (!out.empty()) out += ", ";
        out += id;
    }
    return out;
}

// Sets the state and the questions it stands on.
void settle(Finding& finding, Namings::const_iterator from, Namings::const_iterator to) {
    std::optional<Verdict> decisive; // none where no question was relevant
    finding.state = FindingState::not_tested;
    constexpr std::pair<Verdict, FindingState> worst_first[] = {
        {Verdict::not_met, FindingState::not_met},
        {Verdict::concern, FindingState::concern},
        {Verdict::met, FindingState::met},
        {Verdict::open, FindingState::not_tested},
        {Verdict::not_applicable, FindingState::not_applicable},
    };
    for (const auto& [verdict, state] : worst_first) {
        if (!has(from, to, verdict)) continue;
        decisive = verdict;
        finding.state = state;
        break;
    }
    for (auto at = from; at != to; ++at) {
        if (at->verdict != decisive) continue;
        const std::string& id = at->question->id; // in a repeat it stands there once an instance
        if (finding.question_ids.empty() || finding.question_ids.back() != id) {
            finding.question_ids.push_back(id);
        }
    }
    const bool partly = has(from, to, Verdict::open);
    switch (finding.state) {
    case FindingState::met:
        if (partly) finding.reason = "not all of its questions were answered";
        break;
    case FindingState::concern:
        finding.reason = "below full marks: " + list_of(finding.question_ids);
        break;
    case FindingState::not_met:
        finding.reason = "no marks: " + list_of(finding.question_ids);
        break;
    case FindingState::not_tested:
        finding.reason =
            partly ? "not answered, not observed or not valid: " + list_of(finding.question_ids)
                   : "not asked at this visit";
        break;
    case FindingState::not_applicable:
        break;
    }
}

// Why the provision cannot be judged on this date; empty if it can.
std::string objection(const Provision* provision, Date visit_date) {
    if (provision == nullptr) return "provision unknown";
    if (!provision->in_force_from) return "dates unknown";
    const bool before = visit_date < *provision->in_force_from;
    const bool after = provision->in_force_to && visit_date > *provision->in_force_to;
    return before || after ? "not in force on " + to_text(visit_date) : std::string();
}

} // namespace

const Provision* Provisions::find(std::string_view id) const {
    const auto at = std::lower_bound(
        provisions.begin(),
        provisions.end(),
        id,
        [](const Provision& provision, std::string_view wanted) { return provision.id < wanted; }
    );
    return at != provisions.end() && at->id == id ? &*at : nullptr;
}

Status check_provisions(const Provisions& provisions) {
    const auto& all = provisions.provisions;
    if (all.size() > provisions_max) {
        return fail(
            Code::resource_exhausted,
            "There are " + std::to_string(all.size()) + " provisions; at most " +
                std::to_string(provisions_max) + " are accepted."
        );
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].id.empty()) {
            return fail(Code::invalid_input, "Provision " + std::to_string(i + 1) + " has no id.");
        }
        if (i > 0 && all[i].id <= all[i - 1].id) {
            return bad(
                all[i],
                all[i].id == all[i - 1].id ? "It is there twice."
                                           : "Provisions are not sorted by id.",
                {}
            );
        }
        if (auto status = check_dates(all[i]); !status) return status;
    }
    return {};
}

Status check_named(const checklist::Checklist& checklist, const Provisions& provisions) {
    for (const auto& section : checklist.sections) {
        for (const auto& question : section.questions) {
            for (const auto& id : question.provisions) {
                if (provisions.find(id) != nullptr) continue;
                return fail(
                    Code::invalid_input,
                    "There is no provision '" + id + "'.",
                    "Use an id of the provisions table, or add a row for it.",
                    "question " + question.id
                );
            }
        }
    }
    return {};
}

std::vector<Finding> findings(
    const checklist::Compiled& checklist,
    const checklist::AnswerSheet& sheet,
    const checklist::FieldStatuses& status,
    const Provisions& provisions,
    Date visit_date
) {
    Namings named;
    std::size_t index = 0;
    for (const auto& section : checklist.checklist().sections) {
        for (const auto& question : section.questions) {
            const std::size_t order = index++;
            if (question.provisions.empty()) continue;
            const auto note = [&](Verdict verdict) {
                for (const auto& id : question.provisions)
                    named.push_back({id, order, &question, verdict});
            };
            const auto fields = status.of(order);
            for (const auto& field : fields) {
                const auto* answer = sheet.find({question.id, *field.instances});
                note(verdict_of(checklist.checklist(), question, *field.status, answer));
            }
            if (fields.empty()) note(Verdict::irrelevant); // a repeat that nobody filled
        }
    }
    const auto key = [](const Naming& naming) {
        return std::pair(naming.provision_id, naming.order);
    };
    std::sort(named.begin(), named.end(), [&](const auto& a, const auto& b) {
        return key(a) < key(b);
    });

    std::vector<Finding> out;
    for (auto from = named.cbegin(); from != named.cend();) {
        const auto to = std::find_if(from, named.cend(), [&](const auto& naming) {
            return naming.provision_id != from->provision_id;
        });
        Finding& finding = out.emplace_back();
        finding.provision_id = from->provision_id;
        const Provision* provision = provisions.find(finding.provision_id);
        if (provision != nullptr) finding.severity = provision->severity;
        finding.reason = objection(provision, visit_date);
        if (finding.reason.empty()) settle(finding, from, to);
        from = to;
    }
    return out;
}

} // namespace muster::audit
