// Whether the provisions that questions name are there, in force, and testable by these questions.
#include "core/audit/points.hpp"
#include "core/lint/lint_pass.hpp"

namespace muster::lint {

using namespace checklist;

namespace {

// `vague` holds the provisions whose dates were found missing: once for each is enough.
void look_at(
    LintPass& pass, const Question& question, const std::string& id, std::set<std::string>& vague
) {
    const std::string place = place_of(question, "provisions");
    const audit::Provision* provision = pass.options.provisions->find(id);
    if (provision == nullptr) {
        pass.add(
            "provision-unknown",
            place,
            "There is no provision " + id + " in the table.",
            "Use an id of the table, or add a row for it."
        );
        return;
    }
    const Date on = pass.options.on;
    const bool over = provision->in_force_to && on > *provision->in_force_to;
    if (over || provision->status == "repealed") {
        pass.add(
            "provision-repealed",
            place,
            id +
                (over ? " was in force until " + to_text(*provision->in_force_to)
                      : std::string(" is repealed")) +
                ", so that no visit can test it.",
            "Name the provision that replaced it, or none."
        );
        return;
    }
    const bool early = provision->in_force_from && on < *provision->in_force_from;
    if (early || provision->status == "not_in_force") {
        pass.add(
            "provision-not-in-force",
            place,
            id +
                (early ? " is in force from " + to_text(*provision->in_force_from) + " on"
                       : std::string(" is not in force")) +
                "; a visit before tests nothing.",
            "Publish the checklist for visits from that day on, or leave the provision out."
        );
        return;
    }
    if (provision->in_force_from || !vague.insert(id).second) return;
    pass.add(
        "provision-dates-unknown",
        place,
        "The table does not say from when " + id + " is in force, so that it is never counted.",
        "Look its commencement up and fill in in_force_from."
    );
}

} // namespace

void lint_provisions(LintPass& pass) {
    std::set<std::string> vague;
    for (const auto& rules : pass.impl.questions) {
        const Question& question = *rules.question;
        if (question.provisions.empty()) continue;
        const auto scale = audit::point_scale(pass.checklist, question);
        if (scale && !*scale) {
            pass.add(
                "provision-untestable",
                place_of(question, "provisions"),
                "Answers to this question have no points, so that they show a provision neither "
                "met nor not met.",
                "Ask with yes_no, likert, nps or points per choice."
            );
        }
        if (pass.options.provisions == nullptr) continue;
        for (const auto& id : question.provisions)
            look_at(pass, question, id, vague);
    }
}

} // namespace muster::lint
