// What tests of contributions share: a visit, an audit judged as the server judges it, and its
// cells.
#pragma once

#include "core/report/contribution.hpp"
#include "tests/core/audit/sample.hpp"

#include <algorithm>
#include <stdexcept>

namespace muster::sample {

using report::AuditSummary;
using report::Cell;
using report::CellKey;
using report::VisitFacts;

using Cells = std::vector<std::pair<CellKey, Cell>>;

inline VisitFacts visit() {
    VisitFacts out;
    out.audit = "00112233445566778899aabbccddeeff";
    out.visit_ref = "A00001";
    out.wave = "2";
    out.location = "L07";
    out.channel = "store";
    out.scenario = "complaint";
    out.shopper = "S05";
    out.pair = "P003";
    out.start = {1'795'348'800'000, 60, TimeQuality::compared};
    out.end = {1'795'348'800'000 + 947'900, 60, TimeQuality::compared};
    return out;
}

// One audit on a checklist, judged by provisions, as the server sees it.
struct Judged {
    audit::Score score;
    std::vector<audit::Finding> findings;
};

inline Judged judge(
    const checklist::Compiled& checklist,
    const AnswerSheet& sheet,
    const audit::Provisions& provisions,
    Date date
) {
    const auto status = status_of(checklist, sheet);
    return {
        audit::score(checklist, sheet, status).value(),
        audit::findings(checklist, sheet, status, provisions, date)
    };
}

inline Cells contributed(
    const checklist::Compiled& checklist,
    const AnswerSheet& sheet,
    const audit::Provisions& provisions = {},
    const VisitFacts& facts = visit()
) {
    const auto judged = judge(checklist, sheet, provisions, local_date(facts.start));
    return report::contribution(facts, judged.score, judged.findings, sheet, checklist).value();
}

inline const Cell& cell_of(const Cells& cells, std::string_view subject) {
    const auto found = std::find_if(cells.begin(), cells.end(), [&](const auto& each) {
        return each.first.subject == subject;
    });
    if (found == cells.end()) throw std::runtime_error("no cell " + std::string(subject));
    return found->second;
}

inline bool has_cell(const Cells& cells, std::string_view subject) {
    return std::any_of(cells.begin(), cells.end(), [&](const auto& each) {
        return each.first.subject == subject;
    });
}

inline AuditSummary summarised(
    const checklist::Compiled& checklist,
    const AnswerSheet& sheet,
    const VisitFacts& facts = visit()
) {
    const auto judged = judge(checklist, sheet, {}, local_date(facts.start));
    return report::summarise(facts, judged.score, sheet, checklist).value();
}

inline Question wait_question() {
    auto out = of_type(QuestionType::stopwatch, "wait");
    out.measure = checklist::Measure::wait;
    out.target_ms = 120'000;
    return out;
}

inline Answer waited(std::int64_t ms) {
    return answered(checklist::Duration{ms});
}

} // namespace muster::sample
