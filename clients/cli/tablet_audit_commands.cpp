// muster tablet start · answer · note · show · submit: one audit, from the first tap to its
// submission.
#include "clients/cli/answer_list.hpp"
#include "clients/cli/audit_page_text.hpp"
#include "clients/cli/tablet_options.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace muster::cli {

namespace {

struct VisitOptions : VaultOptions {
    std::string visit;
};

// The vault's workspace and the audit that the visit names.
struct OpenAudit {
    field::Workspace workspace;
    AuditId audit;
};

Result<OpenAudit> open_audit(const VisitOptions& options, Invocation& invocation) {
    auto workspace = open_tablet(options, invocation);
    if (!workspace) return error_of(workspace);
    auto audit = workspace->find(options.visit);
    if (!audit) return error_of(audit);
    return OpenAudit{std::move(*workspace), *audit};
}

// "14:02", as the tablet's own screens say it.
std::string clock_text(const WallTime& time) {
    return to_text(WallTime{time.utc_ms, time.offset_minutes, time.quality}).substr(11, 5);
}

// `submitted_before`: what was changed since counts only once it is submitted again.
Status print_saved(
    const Invocation& invocation,
    const VisitOptions& options,
    std::size_t answers,
    bool submitted_before = false
) {
    const WallTime now = invocation.clock.now();
    std::string text = fmt::format("Saved {} on this tablet\n", clock_text(now));
    if (submitted_before) {
        text += fmt::format(
            "This audit was submitted before. The change counts once you submit it again:\n"
            "  muster tablet submit {} --vault '{}'\n",
            options.visit,
            options.vault
        );
    }
    return invocation.output.result(
        boost::json::object{
            {"visit", options.visit},
            {"answers", answers},
            {"saved", to_text(now)},
            {"submit_again", submitted_before}
        },
        text
    );
}

Status start(const VisitOptions& options, Invocation& invocation) {
    auto open = open_audit(options, invocation);
    if (!open) return error_of(open);
    if (auto done = open->workspace.start(open->audit); !done) return done;
    return print_saved(invocation, options, 0);
}

struct AnswerOptions : VisitOptions {
    std::vector<std::string> answers;
    std::vector<std::string> not_applicable;
    std::vector<std::string> not_observed;
    std::vector<std::string> cleared;
    std::vector<std::string> removed;
    std::string file;
};

Result<std::vector<field::FieldAnswer>>
answers_in(const AnswerOptions& options, const checklist::Compiled& compiled, FieldNames& names) {
    AnswerList list(compiled, names);
    for (const std::string& text : options.answers) {
        if (auto done = list.value(text); !done) return error_of(done);
    }

    struct Marks {
        const std::vector<std::string>& texts;
        checklist::AnswerState state;
    };

    const Marks all_marks[] = {
        {options.not_applicable, checklist::AnswerState::not_applicable},
        {options.not_observed, checklist::AnswerState::not_observed},
        {options.cleared, checklist::AnswerState::unanswered},
    };
    for (const Marks& marks : all_marks) {
        for (const std::string& text : marks.texts) {
            if (auto done = list.state(marks.state, text); !done) return error_of(done);
        }
    }
    for (const std::string& text : options.removed) {
        if (auto done = list.remove(text); !done) return error_of(done);
    }
    if (!options.file.empty()) {
        if (auto done = list.file(options.file, options.visit); !done) return error_of(done);
    }
    auto answers = list.answers();
    if (answers.empty()) {
        return fail(
            Code::invalid_input,
            "No answer was given.",
            "Write QUESTION=VALUE, such as REL1=4, or use --na, --not-observed, --clear or --file."
        );
    }
    return answers;
}

Status answer(const AnswerOptions& options, Invocation& invocation) {
    auto open = open_audit(options, invocation);
    if (!open) return error_of(open);
    auto page = open->workspace.open_audit(open->audit);
    if (!page) return error_of(page);
    FieldNames names(open->workspace, *page, invocation.clock.now());
    const auto answers = answers_in(options, *page->checklist, names);
    if (!answers) return error_of(answers);
    if (auto done = open->workspace.answer(open->audit, *answers); !done) return done;
    return print_saved(
        invocation, options, answers->size() - names.made().size(), !page->state.revisions.empty()
    );
}

struct NoteOptions : VisitOptions {
    std::string question;
    std::string text;
};

Status note(const NoteOptions& options, Invocation& invocation) {
    auto open = open_audit(options, invocation);
    if (!open) return error_of(open);
    const auto page = open->workspace.open_audit(open->audit);
    if (!page) return error_of(page);
    FieldNames names(open->workspace, *page, invocation.clock.now());
    const auto field = names.field(options.question);
    if (!field) return error_of(field);
    if (auto done = open->workspace.answer(open->audit, names.made()); !done) return done;
    if (auto done = open->workspace.note(open->audit, *field, options.text); !done) return done;
    return print_saved(invocation, options, 0);
}

Status show(const VisitOptions& options, Invocation& invocation) {
    auto open = open_audit(options, invocation);
    if (!open) return error_of(open);
    auto page = open->workspace.open_audit(open->audit);
    if (!page) return error_of(page);
    return invocation.output.result(json_of(*page), text_of(*page));
}

struct SubmitOptions : VisitOptions {
    std::string declaration;
};

Status submit(const SubmitOptions& options, Invocation& invocation) {
    auto open = open_audit(options, invocation);
    if (!open) return error_of(open);
    const auto page = open->workspace.open_audit(open->audit);
    if (!page) return error_of(page);
    if (auto done = open->workspace.submit(open->audit, options.declaration); !done) return done;
    const WallTime now = invocation.clock.now();
    const auto missing = missing_in(*page);
    std::string text = fmt::format(
        "Submitted {} on this tablet. It is sent with: muster tablet sync --vault '{}'\n",
        clock_text(now),
        options.vault
    );
    if (!missing.empty()) {
        text +=
            fmt::format("Without an answer, though they need one: {}.\n", fmt::join(missing, ", "));
    }
    return invocation.output.result(
        boost::json::object{
            {"visit", options.visit},
            {"submitted", to_text(now)},
            {"missing", boost::json::array(missing.begin(), missing.end())}
        },
        text
    );
}

template <class Options>
CLI::App& add_visit_command(
    CLI::App& tablet,
    Invocation& invocation,
    std::shared_ptr<Options> options,
    const char* name,
    const char* what,
    const char* examples,
    Status (*run)(const Options&, Invocation&)
) {
    CLI::App& command = add_command(tablet, invocation, name, what, examples);
    command.add_option("VISIT", options->visit, "Reference of the visit, or audit id")->required();
    add_vault_options(command, *options);
    run_with(command, invocation, options, run);
    return command;
}

} // namespace

void add_tablet_audit_commands(CLI::App& tablet, Invocation& invocation) {
    add_visit_command(
        tablet,
        invocation,
        std::make_shared<VisitOptions>(),
        "start",
        "Start the audit of a visit",
        "muster tablet start A00001 --vault ~/audits",
        start
    );
    auto answers = std::make_shared<AnswerOptions>();
    CLI::App& answer_command = add_visit_command(
        tablet,
        invocation,
        answers,
        "answer",
        "Answer questions; all of them are saved, or none",
        "muster tablet answer A00001 REL1=4 LEG1=yes wait=1:30 --vault ~/audits\n"
        "muster tablet answer A00001 --na LEG4 --not-observed REL2='no till open' --vault "
        "~/audits\n"
        "muster tablet answer A00001 'order[1].item=tea' 'order[2].item=cake' --vault ~/audits\n"
        "muster tablet answer A00001 --file answers.csv --vault ~/audits",
        answer
    );
    answer_command.add_option("ANSWER", answers->answers, "QUESTION=VALUE ...");
    answer_command
        .add_option("--na", answers->not_applicable, "Not applicable; may be given several times")
        ->type_name("QUESTION[=REASON]")
        ->allow_extra_args(false);
    answer_command
        .add_option("--not-observed", answers->not_observed, "There was no chance to see it")
        ->type_name("QUESTION[=REASON]")
        ->allow_extra_args(false);
    answer_command.add_option("--clear", answers->cleared, "Take an answer back")
        ->type_name("QUESTION")
        ->allow_extra_args(false);
    answer_command
        .add_option(
            "--remove", answers->removed, "Take an instance of a repeat away, with its answers"
        )
        ->type_name("REPEAT[N]")
        ->allow_extra_args(false);
    answer_command.add_option("--file", answers->file, "CSV with question_id, value and na")
        ->type_name("FILE");

    auto notes = std::make_shared<NoteOptions>();
    CLI::App& note_command = add_visit_command(
        tablet,
        invocation,
        notes,
        "note",
        "Write a remark at a question",
        "muster tablet note A00001 REL1 'The price on the shelf was older' --vault ~/audits",
        note
    );
    note_command.add_option("QUESTION", notes->question, "The question")->required();
    note_command.add_option("TEXT", notes->text, "The remark")->required();

    add_visit_command(
        tablet,
        invocation,
        std::make_shared<VisitOptions>(),
        "show",
        "Show answers, what is missing, and the score",
        "muster tablet show A00001 --vault ~/audits",
        show
    );
    auto submission = std::make_shared<SubmitOptions>();
    CLI::App& submit_command = add_visit_command(
        tablet,
        invocation,
        submission,
        "submit",
        "Submit the audit; blanks are allowed and counted",
        "muster tablet submit A00001 --declaration 'This is what I saw.' --vault ~/audits",
        submit
    );
    submit_command.add_option("--declaration", submission->declaration, "What you declare")
        ->type_name("TEXT");
}

} // namespace muster::cli
