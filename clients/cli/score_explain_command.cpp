// muster score explain: why an audit has the score it has, computed again from its signed changes.
#include "clients/cli/admin_options.hpp"
#include "clients/cli/desk_pull.hpp"
#include "core/audit/explain.hpp"
#include "core/checklist/checklist_codec.hpp"
#include "core/report/audit_result.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

namespace muster::cli {

namespace {

struct Options : ProfileOption {
    std::string programme;
    std::string visit;
    std::optional<double> reach;
};

boost::json::object json_of(const audit::Explanation& explanation) {
    boost::json::array terms;
    for (const auto& term : explanation.terms)
        terms.push_back(json_of(term));
    boost::json::object out{{"what", explanation.what}, {"formula", explanation.formula}};
    out["value"] = explanation.value ? boost::json::value(explanation.value->text()) : nullptr;
    out["terms"] = std::move(terms);
    return out;
}

Result<Rational> mark_of(double percent) {
    const auto decimal = decimal_from(percent);
    if (!decimal) return error_of(decimal);
    const auto whole = Rational::of(*decimal);
    if (!whole) return error_of(whole);
    return divide(*whole, Rational(100));
}

std::string text_of(const std::optional<audit::Improvement>& improvement, double mark) {
    if (!improvement) {
        return fmt::format("No answers that were given can bring it to {} %.\n", mark);
    }
    if (improvement->question_ids.empty()) {
        return fmt::format("It has reached {} % already.\n", mark);
    }
    return fmt::format(
        "It would reach {} % with {} at their best: {:.1f} % then.\n",
        mark,
        fmt::join(improvement->question_ids, ", "),
        100 * improvement->reached.to_double()
    );
}

Status explain_score(const Options& options, Invocation& invocation) {
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    const auto pulled = pull_visit(*session, options.programme, options.visit);
    if (!pulled) return error_of(pulled);
    const auto document = fetch_document(*session, pulled->programme.checklist);
    if (!document) return error_of(document);
    auto decoded = checklist::decode_checklist(document->bytes);
    if (!decoded) return error_of(decoded);
    const auto list = checklist::compile(std::move(*decoded));
    if (!list) return error_of(list);
    const auto sheet = audit::answers_of(pulled->audit);
    const auto score = audit::score(
        *list,
        sheet,
        list->evaluate(sheet, {report::end_of_visit(pulled->audit, list->checklist())})
    );
    if (!score) return error_of(score);
    const auto explanation = audit::explain(*list, sheet, *score, pulled->programme.checklist);
    if (!explanation) return error_of(explanation);
    boost::json::object out{
        {"visit", pulled->visit.visit.ref},
        {"audit", pulled->visit.audit.hex()},
        {"accepted", pulled->accepted},
        {"explanation", json_of(*explanation)}
    };
    std::string text = fmt::format(
        "Visit {}, {}\n{}",
        pulled->visit.visit.ref,
        pulled->accepted ? "as accepted" : "not accepted yet",
        audit::text_of(*explanation)
    );
    if (options.reach) {
        const auto mark = mark_of(*options.reach);
        if (!mark) return error_of(mark);
        const auto improvement = audit::smallest_improvement(*list, *score, *mark);
        if (!improvement) return error_of(improvement);
        text += text_of(*improvement, *options.reach);
        boost::json::object told{
            {"percent", *options.reach}, {"possible", improvement->has_value()}
        };
        if (*improvement) {
            told["questions"] = boost::json::array(
                (*improvement)->question_ids.begin(), (*improvement)->question_ids.end()
            );
            told["reached"] = (*improvement)->reached.text();
        }
        out["reach"] = std::move(told);
    }
    return invocation.output.result(out, text);
}

} // namespace

void add_score_explain_command(CLI::App& score, Invocation& invocation) {
    auto options = std::make_shared<Options>();
    CLI::App& command = add_command(
        score,
        invocation,
        "explain",
        "Why an audit has its score: formulas, weights, exclusions, exact fractions",
        "muster score explain A00001\n"
        "muster score explain A00001 --programme retail --reach 90 --json"
    );
    add_profile_option(command, *options);
    command.add_option("VISIT", options->visit, "Ref of the visit, or id of the audit")->required();
    command.add_option(
        "--programme", options->programme, "Ref of the programme, if several have such a visit"
    );
    command
        .add_option(
            "--reach", options->reach, "Also the fewest answers that would bring it to this percent"
        )
        ->check(CLI::Range(0.0, 1'000.0));
    run_with(command, invocation, options, explain_score);
}

} // namespace muster::cli
