// muster tablet fill: replays recorded fieldwork on a tablet, one durable commit per section page,
// with the recorded times. Needs no network.
#include "clients/cli/progress.hpp"
#include "clients/cli/recording.hpp"
#include "clients/cli/replay_clock.hpp"
#include "clients/cli/tablet_options.hpp"
#include "clients/native/zones.hpp"

#include <fmt/format.h>

namespace muster::cli {

namespace {

struct FillOptions : VaultOptions {
    std::string audits;
    std::string answers;
};

struct FillCounts {
    std::size_t audits = 0;
    std::size_t submitted_before = 0;
    std::size_t passed_over = 0; // rows of visits that this tablet does not have
    std::size_t answers = 0;
    std::size_t commits = 0;
};

// The recorded stretch of one audit, or the present moment where none is recorded.
struct Stretch {
    std::int64_t from_ms = 0;
    std::int64_t to_ms = 0;
    std::int16_t offset_minutes = 0;
};

Result<Stretch>
stretch_of(const RecordedAudit& audit, const std::string& zone, const Clock& system_clock) {
    if (!audit.start_local_ms) {
        const WallTime now = system_clock.now();
        return Stretch{now.utc_ms, now.utc_ms + audit.duration_s * 1'000, now.offset_minutes};
    }
    auto start = native::local_to_wall(*audit.start_local_ms, zone);
    if (!start) return error_of(start, audit.place);
    return Stretch{start->utc_ms, start->utc_ms + audit.duration_s * 1'000, start->offset_minutes};
}

// All that one audit is filled with.
struct Planned {
    AuditId audit;
    Stretch stretch;
    std::vector<std::vector<field::FieldAnswer>> pages;
    std::string place;
};

Result<Planned> plan_audit(
    const field::Workspace& workspace,
    const field::VisitSummary& visit,
    const RecordedAudit& recorded,
    const Clock& system_clock
) {
    auto stretch = stretch_of(recorded, visit.card.location.zone, system_clock);
    if (!stretch) return error_of(stretch);
    auto opened = workspace.open_audit(visit.audit);
    if (!opened) return error_of(opened);
    auto pages = pages_of(recorded, *opened->checklist);
    if (!pages) return error_of(pages);
    return Planned{visit.audit, *stretch, std::move(*pages), recorded.place};
}

Status fill_audit(
    field::Workspace& workspace, ReplayClock& clock, const Planned& planned, FillCounts& counts
) {
    const auto& [audit, stretch, pages, place] = planned;
    clock.hold(stretch.from_ms, stretch.offset_minutes);
    if (auto done = workspace.start(audit); !done) return done;
    std::size_t total = 0;
    for (const auto& page : pages) {
        total += page.size();
    }
    const std::int64_t span = stretch.to_ms - stretch.from_ms;
    const auto moment = [&, from_ms = stretch.from_ms](std::size_t answers) {
        return from_ms + span * static_cast<std::int64_t>(answers) /
                             static_cast<std::int64_t>(std::max<std::size_t>(total, 1));
    };
    std::size_t answered = 0;
    for (const auto& page : pages) {
        clock.play(
            moment(answered), moment(answered + page.size()), page.size(), stretch.offset_minutes
        );
        if (auto done = workspace.answer(audit, page); !done) return error_of(done, place);
        answered += page.size();
        ++counts.commits;
    }
    clock.hold(stretch.to_ms, stretch.offset_minutes);
    if (auto done = workspace.submit(audit, {}); !done) return done;
    ++counts.audits;
    counts.answers += answered;
    counts.commits += 2;
    return {};
}

bool is_submitted(audit::Stage stage) {
    return stage != audit::Stage::planned && stage != audit::Stage::draft &&
           stage != audit::Stage::returned;
}

Status fill(const FillOptions& options, Invocation& invocation) {
    auto recording = read_recording(options.audits, options.answers);
    if (!recording) return error_of(recording);
    auto vault = Vault::open(options.vault, options.passcode);
    if (!vault) return error_of(vault);
    ReplayClock clock;
    const WallTime now = invocation.clock.now();
    clock.hold(now.utc_ms, now.offset_minutes);
    auto workspace = open_workspace(*vault, false, clock, invocation.entropy);
    if (!workspace) return error_of(workspace);
    auto visits = workspace->visits();
    if (!visits) return error_of(visits);
    FillCounts counts;
    // Every cell is read before the first audit is begun: a wrong one leaves nothing half filled.
    std::vector<Planned> all;
    std::size_t here = 0;
    for (const field::VisitSummary& visit : *visits) {
        const auto recorded = recording->find(visit.card.ref);
        if (recorded == recording->end()) continue;
        ++here;
        if (is_submitted(visit.stage)) {
            ++counts.submitted_before;
            continue;
        }
        auto planned = plan_audit(*workspace, visit, recorded->second, invocation.clock);
        if (!planned) return error_of(planned, "visit " + visit.card.ref);
        all.push_back(std::move(*planned));
    }
    counts.passed_over = recording->size() - here;
    Progress progress("Filling audits");
    for (std::size_t i = 0; i < all.size(); ++i) {
        progress.show(i, all.size());
        if (auto done = fill_audit(*workspace, clock, all[i], counts); !done) return done;
    }
    progress.clear();
    return invocation.output.result(
        boost::json::object{
            {"audits", counts.audits},
            {"answers", counts.answers},
            {"commits", counts.commits},
            {"submitted_before", counts.submitted_before},
            {"passed_over", counts.passed_over},
        },
        fmt::format(
            "{} audits filled and submitted on this tablet: {} answers in {} durable commits.\n"
            "{} were submitted before; {} rows are visits that this tablet does not have.\n",
            counts.audits,
            counts.answers,
            counts.commits,
            counts.submitted_before,
            counts.passed_over
        )
    );
}

} // namespace

void add_tablet_fill_command(CLI::App& tablet, Invocation& invocation) {
    auto options = std::make_shared<FillOptions>();
    CLI::App& command = add_command(
        tablet,
        invocation,
        "fill",
        "Fill and submit this tablet's visits from recorded fieldwork, without a network",
        "muster tablet fill --vault ~/audits --audits audits.csv --answers answers.csv\n\n"
        "audits.csv: ref (or audit_id), shopper (or shopper_id), start, duration_s, and answers in "
        "columns "
        "named like their questions\n"
        "answers.csv: audit_id (or ref), question_id, value, na. Visits that are submitted already "
        "are left as they are, so the command can be repeated after an interruption."
    );
    command.add_option("--audits", options->audits, "CSV with a row per audit")
        ->required()
        ->type_name("FILE");
    command.add_option("--answers", options->answers, "CSV with a row per answer")
        ->required()
        ->type_name("FILE");
    add_vault_options(command, *options);
    run_with(command, invocation, options, fill);
}

} // namespace muster::cli
