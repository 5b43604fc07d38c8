// muster score compare: accepted audits under another version of their checklist, beside the scores
// that were given. Changes nothing.
#include "clients/cli/admin_options.hpp"
#include "clients/cli/desk_pull.hpp"
#include "clients/cli/document_files.hpp"
#include "clients/cli/progress.hpp"
#include "core/audit/rescore.hpp"
#include "core/checklist/checklist_codec.hpp"
#include "core/report/audit_result.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace muster::cli {

namespace {

constexpr std::size_t audits_a_pull = 200;

struct Options : ProfileOption {
    std::string programme;
    std::string under;
    std::string visit;
};

struct Row {
    std::string visit;
    audit::Rescore scores;
};

Result<std::vector<VisitStatus>> accepted_visits(DeskSession& session, const Options& options) {
    auto visits = session.visits(options.programme);
    if (!visits) return error_of(visits);
    std::erase_if(*visits, [&](const VisitStatus& each) {
        if (each.state != "accepted") return true;
        return !options.visit.empty() && each.visit.ref != options.visit &&
               each.audit.hex() != options.visit;
    });
    if (!visits->empty()) return visits;
    return fail(
        Code::not_found,
        options.visit.empty() ? "The programme has no accepted audit."
                              : "The programme has no accepted audit " + options.visit + ".",
        "See muster report show.",
        options.programme
    );
}

Result<std::vector<Row>> compare_all(
    DeskSession& session,
    const std::vector<VisitStatus>& visits,
    const checklist::Compiled& given,
    const checklist::Compiled& other
) {
    Progress progress("Scoring");
    std::vector<Row> out;
    for (std::size_t from = 0; from < visits.size(); from += audits_a_pull) {
        std::vector<AuditId> ids;
        const auto to = std::min(visits.size(), from + audits_a_pull);
        for (std::size_t i = from; i < to; ++i)
            ids.push_back(visits[i].audit);
        PulledAudits pulled(session.profile().tenant, session.profile().server_identity);
        if (auto done = pull_audits(session, ids, pulled); !done) return error_of(done);
        for (std::size_t i = from; i < to; ++i) {
            const auto held = pulled.audits().find(visits[i].audit);
            if (held == pulled.audits().end()) continue;
            const auto folded = fold_accepted(held->second);
            auto scores = audit::rescore(
                given,
                other,
                audit::answers_of(folded),
                {report::end_of_visit(folded, given.checklist())}
            );
            if (!scores) return error_of(scores, visits[i].visit.ref);
            out.push_back({visits[i].visit.ref, std::move(*scores)});
        }
        progress.show(to, visits.size());
    }
    return out;
}

boost::json::value json_of(const std::optional<Rational>& share) {
    if (!share) return nullptr;
    return boost::json::value(share->text());
}

std::string percent(const std::optional<Rational>& share) {
    return share ? fmt::format("{:.1f} %", 100 * share->to_double()) : std::string("none");
}

std::string difference(const audit::Rescore& scores) {
    if (!scores.given.final_share || !scores.other.final_share) return {};
    return fmt::format(
        "{:+.1f}",
        100 * (scores.other.final_share->to_double() - scores.given.final_share->to_double())
    );
}

Status compare_scores(const Options& options, Invocation& invocation) {
    const auto other = read_checklist_file(options.under);
    if (!other) return error_of(other);
    auto session = open_session(options, invocation);
    if (!session) return error_of(session);
    const auto programme = session->programme(options.programme);
    if (!programme) return error_of(programme);
    const auto visits = accepted_visits(*session, options);
    if (!visits) return error_of(visits);
    const auto document = fetch_document(*session, programme->checklist);
    if (!document) return error_of(document);
    auto decoded = checklist::decode_checklist(document->bytes);
    if (!decoded) return error_of(decoded);
    const auto given = checklist::compile(std::move(*decoded));
    if (!given) return error_of(given);
    const auto rows = compare_all(*session, *visits, *given, other->compiled);
    if (!rows) return error_of(rows);

    boost::json::array out;
    TextTable table({"visit", "as given", "under the other", "points", "left out"});
    for (std::size_t column = 1; column < 4; ++column)
        table.align_right(column);
    for (const auto& [visit, scores] : *rows) {
        out.push_back(boost::json::object{
            {"visit", visit},
            {"given", json_of(scores.given.final_share)},
            {"other", json_of(scores.other.final_share)},
            {"provisional", scores.other.status == audit::ScoreStatus::incomplete},
            {"left_out", boost::json::array(scores.left_out.begin(), scores.left_out.end())}
        });
        table.add(
            {visit,
             percent(scores.given.final_share),
             percent(scores.other.final_share),
             difference(scores),
             fmt::format("{}", fmt::join(scores.left_out, ", "))}
        );
    }
    return invocation.output.result(
        boost::json::object{
            {"programme", options.programme},
            {"given", programme->checklist.hex()},
            {"other", other->hash.hex()},
            {"audits", std::move(out)}
        },
        fmt::format(
            "{}\nNothing was changed: the scores that were given stay.\n",
            table.text("No audits.\n")
        )
    );
}

} // namespace

void add_score_compare_command(CLI::App& score, Invocation& invocation) {
    auto options = std::make_shared<Options>();
    CLI::App& command = add_command(
        score,
        invocation,
        "compare",
        "Accepted audits under another version of their checklist, beside the scores given",
        "muster score compare --programme retail --under rater_store_v2.yaml\n"
        "muster score compare --programme retail --under rater_store_v2.yaml --visit A00001 --json"
    );
    add_profile_option(command, *options);
    command.add_option("--programme", options->programme, "Ref of the programme")->required();
    command.add_option("--under", options->under, "The other version, a checklist file")
        ->required();
    command.add_option("--visit", options->visit, "Only this visit, by its ref or its audit's id");
    run_with(command, invocation, options, compare_scores);
}

} // namespace muster::cli
