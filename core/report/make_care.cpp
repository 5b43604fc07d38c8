#include "core/report/make_parts.hpp"
#include "core/report/words.hpp"

#include <algorithm>
#include <map>

namespace muster::report {

namespace {

using Audits = std::vector<const AuditSummary*>;

constexpr std::size_t comment_length_min = 40; // shorter ones are the same by nature
constexpr std::size_t names_shown_max = 6;

void say(
    Report& report, std::string kind, std::string headline, std::string text, std::string anchor
) {
    report.care.push_back(
        {std::move(kind), std::move(headline), std::move(text), std::move(anchor), false, {}}
    );
}

std::string names_words(std::vector<std::string> names) {
    const std::size_t count = names.size();
    if (count > names_shown_max) {
        names.resize(names_shown_max);
        names.push_back(number_words(static_cast<std::int64_t>(count - names_shown_max)) + " more");
    }
    return list_words(names);
}

void severe_shoppers(Report& report) {
    std::vector<std::string> parts;
    std::vector<std::string> names;
    for (const auto& row : report.shoppers) {
        if (!row.severity_flagged) continue;
        names.push_back(row.id);
        parts.push_back(
            row.id + " " + with_sign(*row.severity, 1) + " (" +
            signed_interval_words(*row.severity_interval, 1) + ", n = " + thousands(row.audits) +
            ")"
        );
    }
    if (names.empty()) return;
    say(report,
        "severity",
        "Some shoppers judge unlike the others.",
        "Against other visits to the same locations in the same wave, in points: " +
            list_words(parts) + ".",
        "shoppers");
    report.care.back().names = names;
}

void rounding_shoppers(Report& report) {
    std::vector<std::string> parts;
    std::vector<std::string> names;
    for (const auto& row : report.shoppers) {
        if (!row.rounding_flagged) continue;
        names.push_back(row.id);
        parts.push_back(row.id + " (" + percent_words(*row.round_share) + ")");
    }
    if (names.empty()) return;
    say(report,
        "rounding",
        "Waits that look rounded.",
        "Measured seconds end in 0 or 5 far more often than the expected 20 %: " +
            list_words(parts) + ".",
        "shoppers");
    report.care.back().names = names;
}

void agreement(Report& report) {
    if (!report.agreement.icc1) return;
    const double icc = *report.agreement.icc1;
    say(report,
        "agreement",
        icc < 0.5 ? "Two shoppers at the same visit agree only in part."
                  : "Two shoppers at the same visit mostly agree.",
        "ICC(1) " + fixed(icc, 2) + " over " +
            counted(report.agreement.units, "double audit", "double audits") +
            "; 1 would be full agreement. A single visit says little; read means.",
        "shoppers");
}

void thin_columns(Report& report) {
    std::vector<std::string> thin;
    for (std::size_t j = 0; j < report.heat_columns.size(); ++j) {
        std::vector<std::string> regions;
        for (const auto& row : report.region_heat) {
            if (row.cells[j].score.audits < small_n) regions.push_back(row.name);
        }
        if (regions.empty()) continue;
        thin.push_back(
            report.heat_columns[j].name + " was scored at " +
            counted(report.heat_columns[j].network.audits, "visit", "visits") + "; " +
            names_words(regions) + (regions.size() == 1 ? " has" : " have") + " fewer than " +
            number_words(small_n) + (regions.size() == 1 ? "" : " each")
        );
    }
    // With few audits in all, every base is thin and the score says so itself.
    constexpr std::int64_t audits_min = 30;
    if (thin.empty() || report.score.audits < audits_min) return;
    if (thin.size() > names_shown_max) {
        const auto more = static_cast<std::int64_t>(thin.size() - names_shown_max);
        thin.resize(names_shown_max);
        thin.push_back(counted(more, "more part is as thin", "more parts are as thin"));
    }
    std::string text;
    for (const auto& sentence : thin) {
        text += (text.empty() ? "" : " ") + sentence + ".";
    }
    say(report, "thin", "Thin bases.", text, "regions");
}

// Texts equal but for case and spaces.
std::string normalised_text(const std::string& text) {
    std::string out;
    for (const char c : text) {
        const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (space && (out.empty() || out.back() == ' ')) continue;
        out += space ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    while (!out.empty() && out.back() == ' ') {
        out.pop_back();
    }
    return out;
}

void identical_comments(const Audits& audits, Report& report) {
    std::map<std::string, std::vector<std::string>> by_text;
    for (const auto* audit : audits) {
        const std::string text = normalised_text(audit->comment);
        if (text.size() >= comment_length_min) by_text[text].push_back(audit->visit_ref);
    }
    std::vector<std::string> groups;
    for (const auto& [text, refs] : by_text) {
        if (refs.size() > 1) groups.push_back(names_words(refs));
    }
    if (groups.empty()) return;
    std::string text;
    for (std::size_t i = 0; i < std::min(groups.size(), names_shown_max); ++i) {
        text += (i > 0 ? "; " : "") + groups[i];
    }
    if (groups.size() > names_shown_max) {
        text += "; and " + thousands(static_cast<std::int64_t>(groups.size() - names_shown_max)) +
                " more groups";
    }
    say(report,
        "comments",
        "The same long comment more than once.",
        "Word for word alike: " + text + ".",
        "audits");
    for (const auto& [words, refs] : by_text) {
        if (refs.size() < 2) continue;
        auto& names = report.care.back().names;
        names.insert(names.end(), refs.begin(), refs.end());
    }
}

void outside_waves(const Audits& audits, Report& report) {
    std::vector<std::string> refs;
    for (const auto* audit : audits) {
        if (audit->outside_wave) refs.push_back(audit->visit_ref);
    }
    if (refs.empty()) return;
    const auto n = static_cast<std::int64_t>(refs.size());
    say(report,
        "dates",
        counted(n, "audit is", "audits are") + " dated outside their wave.",
        "Counted in the wave they were planned for: " + names_words(refs) + ".",
        "audits");
    report.care.back().names = refs;
}

// A shopper who begins a visit before the one elsewhere has ended.
void overlapping_visits(const Audits& audits, Report& report) {
    std::map<std::string, Audits> by_shopper;
    for (const auto* audit : audits) {
        if (!audit->shopper.empty()) by_shopper[audit->shopper].push_back(audit);
    }
    std::vector<std::string> pairs;
    std::vector<std::string> names;
    for (auto& [shopper, visits] : by_shopper) {
        std::sort(visits.begin(), visits.end(), [](const auto* a, const auto* b) {
            return a->start.utc_ms < b->start.utc_ms;
        });
        for (std::size_t i = 1; i < visits.size(); ++i) {
            const AuditSummary& first = *visits[i - 1];
            const AuditSummary& second = *visits[i];
            if (first.location == second.location) continue;
            if (second.start.utc_ms < first.start.utc_ms + first.duration_s * 1000) {
                pairs.push_back(
                    shopper + " (" + first.visit_ref + " and " + second.visit_ref + ")"
                );
                names.insert(names.end(), {shopper, first.visit_ref, second.visit_ref});
            }
        }
    }
    if (pairs.empty()) return;
    say(report,
        "places",
        "One shopper in two places.",
        counted(static_cast<std::int64_t>(pairs.size()), "time a visit", "times a visit") +
            " began before the same shopper’s visit elsewhere had ended: " + names_words(pairs) +
            ".",
        "audits");
    report.care.back().names = names;
}

void incomplete(const Making& making, Report& report) {
    const Cell overall = making.rollup.total(subject_overall, making.own());
    if (overall.provisional == 0) return;
    say(report,
        "blanks",
        counted(overall.provisional, "audit has", "audits have") + " a scored question left blank.",
        "They are scored on what was answered; " +
            counted(overall.unanswered, "answer is", "answers are") + " missing in all.",
        "questions");
}

} // namespace

void make_care(const Making& making, Report& report) {
    const Audits audits = making.rollup.audits({.wave = making.wave});
    for (const auto& remark : report.stands_out) {
        if (remark.kind == "shopper") {
            report.care.push_back(remark);
        }
    }
    severe_shoppers(report);
    agreement(report);
    rounding_shoppers(report);
    overlapping_visits(audits, report);
    identical_comments(audits, report);
    outside_waves(audits, report);
    thin_columns(report);
    incomplete(making, report);
}

} // namespace muster::report
