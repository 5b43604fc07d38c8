#include "core/report/make_parts.hpp"
#include "core/report/words.hpp"

namespace muster::report {

namespace {

std::string base_words(const Report& report) {
    std::string out = counted(report.score.audits, "scored audit", "scored audits") + " of " +
                      counted(report.own_locations, "own location", "own locations");
    if (report.competitor_audits > 0) {
        out += " and " + counted(report.competitor_audits, "audit", "audits") +
               " of competitors, which enter no figure of the own network";
    }
    return out + ".";
}

std::string counts_words(const AuditCounts& counts) {
    std::string out = "In the programme as a whole: " + thousands(counts.accepted) + " accepted";
    out += ", " + thousands(counts.waiting) + " waiting for review and not in these figures";
    out +=
        ", " + thousands(counts.outside_wave) + " dated outside their wave (counted, and listed)";
    out += ", " + thousands(counts.incomplete) +
           " with a scored question left blank (counted on what was answered).";
    return out;
}

} // namespace

void make_method(const Making& making, Report& report) {
    auto& out = report.method;
    const auto& programme = making.source.programme;
    if (!programme.objectives.empty()) out.push_back("Objectives: " + programme.objectives);
    if (!programme.method.empty()) out.push_back("Fieldwork: " + programme.method);
    const auto& list = making.source.checklist;
    out.push_back(
        "Checklist: " + std::string(list.title.in(making.language)) + ", version " + list.version +
        "."
    );
    out.push_back("Base: " + base_words(report));
    out.push_back(counts_words(making.source.counts));
    if (!programme.acceptance.empty()) {
        out.push_back("Audits are accepted " + programme.acceptance + ".");
    }
    out.push_back(
        "Score: the unweighted mean, over audits, of each audit's raw score out of 100; every "
        "visit counts once. Rule: " +
        report.summary.score_rule +
        ". Critical failures are counted and listed; they do not lower a score (policy: flag)."
    );
    if (!report.dimensions.empty()) {
        std::string section;
        for (const auto& each : list.sections) {
            if (each.id == report.service_section) section = making.section_title(each);
        }
        out.push_back(
            section.empty()
                ? std::string("Dimensions are taken from all scored questions that carry one.")
                : "Dimensions are taken from the questions of section " + section + "."
        );
    }
    out.push_back(
        "Intervals are 95 %. Scores: Student's t over locations, so that audits of one location "
        "count as related; below five locations, t over audits. Rates: Wilson on the number of "
        "visits divided by the design effect of locations; Clopper-Pearson below 20 visits and for "
        "single locations in the table of provisions. NPS: normal with the same design effect, "
        "adjusted Wald below 30 answers. With fewer than five observations only counts are shown."
    );
    out.push_back(
        "Changes between waves compare the same locations. What stands out is what remains after "
        "Benjamini-Hochberg correction within its family of tests at 1 %: steps of dimensions in "
        "regions (Welch over visits, a double audit counting once, and again with shoppers evened "
        "out), provisions at locations (Fisher, and the Clopper-Pearson limit above the rate of "
        "the others), shoppers' habits (Fisher), trends of yes/no questions (Cochran-Armitage "
        "within locations), locations outside the spread of the others, and a "
        "competitor's dimension against its other ones (t over locations). Location estimates are "
        "shrunk towards the network (DerSimonian-Laird) and shown in three classes instead of "
        "ranks."
    );
    out.push_back(
        "A finding is what was observed at a visit: an indication, not a ruling. A mystery visit "
        "measures conduct against a standard, not customer satisfaction; outcome questions are the "
        "shopper's view. Dimensions overlap, and shoppers are few and trained. Not to be used "
        "alone for disciplinary purposes."
    );
}

} // namespace muster::report
