#include "core/report/contribution.hpp"
#include "tests/core/report/sample.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <cmath>
#include <functional>
#include <map>

using namespace muster;
using namespace muster::sample;

namespace {

using Rollup = std::map<CellKey, Cell>;

// The programme that ships, as checklist and answer sheets; from its CSV files and nothing else.
struct Programme {
    checklist::Compiled checklist;
    std::vector<std::pair<VisitFacts, AnswerSheet>> audits;
    std::map<std::string, std::string> kind_of;   // by location
    std::map<std::string, std::string> region_of; // by location
    boost::json::object expected;
};

std::vector<std::vector<std::string>> table(const std::string& name) {
    auto rows = rows_of(read_file("MUSTER_SOURCE", "core/library/demo/programme/" + name));
    rows.erase(rows.begin());
    return rows;
}

Question question_of(const std::vector<std::string>& row) {
    const auto& type = row[3];
    Question out = yes_no(row[0], row[5]);
    if (type.starts_with("likert")) {
        out = likert(row[0], static_cast<std::uint32_t>(std::stoul(row[4])), row[5]);
    } else if (type == "nps") {
        out.type = QuestionType::nps;
    }
    if (!row[2].empty()) out.dimension = checklist::dimension_from(row[2]).value();
    if (row[6] == "1") out.critical = checklist::CriticalRule::flag;
    if (!row[7].empty()) out.provisions = {row[7]};
    out.not_applicable_allowed = true;
    return out;
}

Programme load_programme() {
    Checklist checklist = checklist_of({});
    checklist.sections.clear();
    for (const auto& row : table("questions.csv")) {
        if (checklist.sections.empty() || checklist.sections.back().id != row[1]) {
            checklist.sections.push_back({row[1], {{{"en", row[1]}}}, "", {}});
        }
        checklist.sections.back().questions.push_back(question_of(row));
    }
    checklist.sections.back().questions.push_back(wait_question());
    Programme out{compiled(std::move(checklist)), {}, {}, {}, {}};
    for (const auto& row : table("locations.csv")) {
        out.kind_of[row[0]] = row[3];
        out.region_of[row[0]] = row[4];
    }
    std::map<std::string, std::size_t> index_of;
    for (const auto& row : table("audits.csv")) {
        VisitFacts facts;
        facts.visit_ref = row[0];
        facts.wave = row[1];
        facts.location = row[2];
        facts.channel = row[3];
        facts.shopper = row[5];
        facts.start.utc_ms = parse_local_date_time(row[6]).value();
        facts.end.utc_ms = facts.start.utc_ms + std::stoll(row[7]) * 1'000;
        index_of[row[0]] = out.audits.size();
        auto& sheet = out.audits.emplace_back(facts, AnswerSheet{}).second;
        if (!row[8].empty()) sheet.answers[{"wait", {}}] = waited(std::stoll(row[8]) * 1'000);
    }
    for (const auto& row : table("answers.csv")) {
        auto& sheet = out.audits[index_of.at(row[0])].second;
        if (row[3] == "1") {
            sheet.answers[{row[1], {}}] = not_applicable();
        } else if (!row[2].empty()) {
            const auto* question = checklist::find_question(out.checklist.checklist(), row[1]);
            const bool is_yes_no = question->type == QuestionType::yes_no;
            sheet.answers[{row[1], {}}] =
                is_yes_no ? (row[2] == "1" ? yes() : no()) : number(std::stoll(row[2]));
        }
    }
    out.expected =
        boost::json::parse(
            read_file("MUSTER_SOURCE", "core/library/demo/programme/expected_summary.json")
        )
            .as_object();
    return out;
}

const Programme& programme() {
    static const Programme loaded = load_programme();
    return loaded;
}

double expected(std::string_view key) {
    return programme().expected.at(key).to_number<double>();
}

bool close(double ours, double theirs) {
    return std::abs(ours - theirs) <= 1e-12 * std::max({1.0, std::abs(ours), std::abs(theirs)});
}

// Every cell of the programme added up over keys that `take` accepts.
Cell total(const Rollup& rollup, const std::function<bool(const CellKey&)>& take) {
    Cell out;
    for (const auto& [key, cell] : rollup) {
        if (take(key)) out += cell;
    }
    return out;
}

} // namespace

TEST_CASE(
    "The cells of the shipped programme give its expected figures", "[contribution][programme]"
) {
    const auto& p = programme();
    Rollup rollup;
    for (const auto& [facts, sheet] : p.audits) {
        const auto cells = contributed(p.checklist, sheet, {}, facts);
        const auto again = contributed(p.checklist, sheet, {}, facts);
        REQUIRE(cells == again);
        for (const auto& [key, cell] : cells)
            rollup[key] += cell;
    }
    const auto is_own = [&](const CellKey& key) { return p.kind_of.at(key.location_id) == "own"; };
    const auto overall =
        total(rollup, [](const CellKey& key) { return key.subject == report::subject_overall; });
    CHECK(overall.audits == p.expected.at("audits").as_int64());
    CHECK(overall.scored == p.expected.at("answers_scored").as_int64());
    CHECK(overall.critical_failed == p.expected.at("critical_fail_audits").as_int64());
    const auto questions = total(rollup, [](const CellKey& key) {
        return key.subject.starts_with("question:") && key.subject != "question:wait";
    });
    CHECK(questions.not_applicable == p.expected.at("na").as_int64());
    CHECK(questions.unanswered == p.expected.at("blank").as_int64());

    const auto own = total(rollup, [&](const CellKey& key) {
        return is_own(key) && key.subject == report::subject_overall;
    });
    CHECK(close(100 * report::mean_of(own), expected("own_mean_of_audit_scores")));
    CHECK(close(
        100 * own.earned.to_double() / own.possible.to_double(), expected("pooled_item_score_own")
    ));
    for (const auto& [region, score] : p.expected.at("own_score_by_region").as_object()) {
        const auto cell = total(rollup, [&](const CellKey& key) {
            return is_own(key) && key.subject == report::subject_overall &&
                   p.region_of.at(key.location_id) == std::string(region);
        });
        CHECK(close(100 * report::mean_of(cell), score.to_number<double>()));
    }
    const auto nps = total(rollup, [&](const CellKey& key) {
        return is_own(key) && key.subject == "question:NPS";
    });
    const auto& wanted = p.expected.at("nps_own").as_object();
    CHECK(nps.n == wanted.at("n").as_int64());
    CHECK(nps.option(9) + nps.option(10) == wanted.at("promoters").as_int64());
    const auto waits =
        total(rollup, [](const CellKey& key) { return key.subject == report::subject_wait; });
    CHECK(waits.n == p.expected.at("wait_all").as_object().at("n").as_int64());
    std::int64_t in_histogram = 0;
    for (const auto& [second, count] : waits.waits)
        in_histogram += count;
    CHECK(in_histogram == waits.n);
}

TEST_CASE(
    "The summary rows of the shipped programme give its expected figures",
    "[contribution][programme]"
) {
    const auto& p = programme();
    std::map<std::string, std::pair<double, int>> dimensions;
    for (const auto& [facts, sheet] : p.audits) {
        const auto row =
            report::decode_summary(report::encode_summary(summarised(p.checklist, sheet, facts)));
        REQUIRE(row);
        if (const auto* first =
                p.expected.at("first_audits").as_object().if_contains(row->visit_ref)) {
            CHECK(close(100 * row->raw_share->to_double(), first->to_number<double>()));
        }
        if (p.kind_of.at(row->location) != "own") continue;
        for (const auto& part : row->section_dimensions) {
            if (!part.name.starts_with("Service/")) continue;
            auto& [sum, count] = dimensions
                [p.region_of.at(row->location) + "|" + part.name.substr(8) + "|" + row->wave];
            sum += 100 * part.share.to_double();
            ++count;
        }
    }
    const auto& wanted = p.expected.at("own_dimension_by_region_wave").as_object();
    CHECK(dimensions.size() == wanted.size());
    for (const auto& [name, score] : wanted) {
        INFO(std::string(name));
        const auto& [sum, count] = dimensions.at(std::string(name));
        CHECK(close(sum / count, score.to_number<double>()));
    }
}

TEST_CASE(
    "Cells of any audits equal a plain recomputation, in any order and after removals",
    "[contribution]"
) {
    const auto& p = programme();
    CHECK(rc::check([&] {
        const auto picked = *rc::gen::container<std::vector<std::size_t>>(
            rc::gen::inRange<std::size_t>(0, p.audits.size())
        );
        Rollup forward;
        Rollup backward;
        double sum = 0;
        double sum_squares = 0;
        std::int64_t n = 0;
        for (const auto index : picked) {
            const auto& [facts, sheet] = p.audits[index];
            for (const auto& [key, cell] : contributed(p.checklist, sheet, {}, facts)) {
                forward[key] += cell;
            }
            // Straight from the answers in doubles: Σ w·f ÷ Σ w.
            double earned = 0;
            double possible = 0;
            for (const auto& question : sample::score_of(p.checklist, sheet).questions) {
                if (!question.fraction) continue;
                const auto* asked =
                    checklist::find_question(p.checklist.checklist(), question.question_id);
                earned += to_double(asked->weight) * question.fraction->to_double();
                possible += to_double(asked->weight);
            }
            if (possible == 0) continue;
            sum += earned / possible;
            sum_squares += earned / possible * (earned / possible);
            ++n;
        }
        const auto extra = *rc::gen::inRange<std::size_t>(0, p.audits.size());
        const auto& [extra_facts, extra_sheet] = p.audits[extra];
        const auto extra_cells = contributed(p.checklist, extra_sheet, {}, extra_facts);
        for (const auto& [key, cell] : extra_cells)
            backward[key] += cell;
        for (auto index = picked.rbegin(); index != picked.rend(); ++index) {
            const auto& [facts, sheet] = p.audits[*index];
            for (const auto& [key, cell] : contributed(p.checklist, sheet, {}, facts)) {
                backward[key] += cell;
            }
        }
        for (const auto& [key, cell] : extra_cells)
            backward[key] -= cell;
        std::erase_if(backward, [](const auto& each) { return report::is_zero(each.second); });
        RC_ASSERT(forward == backward);
        const auto overall =
            total(forward, [](const CellKey& key) { return key.subject == "overall"; });
        RC_ASSERT(overall.n == n);
        RC_ASSERT(close(overall.sum.to_double(), sum));
        RC_ASSERT(close(overall.sum_squares.to_double(), sum_squares));
    }));
}
