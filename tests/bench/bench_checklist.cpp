// What one tap costs while an audit is filled in: deep dependencies, cascades over long lists, many
// instances of a repeat; and how long a large XForm takes to load. Each series also prints the
// exponent by which it grows.
#include "core/checklist/evaluation.hpp"
#include "core/forms/xform_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <functional>

using namespace muster;
using namespace muster::checklist;

namespace {

constexpr WallTime now{.utc_ms = 1'795'356'129'123, .offset_minutes = 0};
constexpr int rounds = 21;

[[noreturn]] void stop(const std::string& why) {
    fmt::print(stderr, "error: {}\n", why);
    std::exit(1);
}

// Medians of one step. The CPU time stays what it is on a machine with other work to do.
struct Cost {
    double ms = 0;
    double cpu_ms = 0;
};

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

Cost cost_of(const std::function<void(int)>& step) {
    std::vector<double> wall;
    std::vector<double> cpu;
    for (int i = 0; i < rounds; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        const std::clock_t cpu_begin = std::clock();
        step(i);
        const std::clock_t cpu_end = std::clock();
        const std::chrono::duration<double, std::milli> spent =
            std::chrono::steady_clock::now() - begin;
        wall.push_back(spent.count());
        cpu.push_back(1'000.0 * static_cast<double>(cpu_end - cpu_begin) / CLOCKS_PER_SEC);
    }
    return {median(std::move(wall)), median(std::move(cpu))};
}

// Sizes with what they cost.
using Series = std::vector<std::pair<double, double>>;

// Slope of the line through (log size, log cost) by least squares.
double exponent(const Series& series) {
    double x = 0;
    double y = 0;
    double xx = 0;
    double xy = 0;
    for (const auto& [size, cost] : series) {
        x += std::log(size);
        y += std::log(cost);
        xx += std::log(size) * std::log(size);
        xy += std::log(size) * std::log(cost);
    }
    const auto n = static_cast<double>(series.size());
    return (n * xy - x * y) / (n * xx - x * x);
}

void measure(
    const char* name,
    const std::vector<int>& sizes,
    int shown,
    double goal_ms,
    const std::function<Cost(int)>& cost
) {
    Series series;
    for (const int size : sizes) {
        const Cost spent = cost(size);
        series.emplace_back(size, spent.cpu_ms);
        const std::string goal =
            size == shown ? fmt::format(R"(,"goal_ms":{})", goal_ms) : std::string();
        fmt::print(
            R"({{"bench":"{}","size":{},"ms":{:.4f},"cpu_ms":{:.4f}{}}})"
            "\n",
            name,
            size,
            spent.ms,
            spent.cpu_ms,
            goal
        );
    }
    fmt::print(
        R"({{"bench":"{}, growth","exponent":{:.2f}}})"
        "\n",
        name,
        exponent(series)
    );
}

LocalText english(std::string text) {
    return {{{"en", std::move(text)}}};
}

Question question(std::string id, QuestionType type) {
    Question out;
    out.id = std::move(id);
    out.type = type;
    out.label = english("Question");
    return out;
}

Checklist checklist_of(std::vector<Question> questions) {
    Checklist out;
    out.id = "bench";
    out.version = "1";
    out.title = english("Bench");
    out.languages = {"en"};
    out.sections = {{"Main", english("Main"), "", std::move(questions)}};
    return out;
}

Compiled ready(Checklist checklist) {
    auto out = compile(std::move(checklist));
    if (!out) stop(out.error().text());
    return std::move(*out);
}

Answer number(std::int64_t value) {
    return {AnswerState::answered, Decimal::integer(value), {}};
}

Answer text(std::string value) {
    return {AnswerState::answered, std::move(value), {}};
}

void change(Evaluation& evaluation, const FieldKey& field, Answer answer) {
    const auto changed = evaluation.change(field, std::move(answer), {now});
    if (!changed) stop(changed.error().text());
    if (changed->fields.empty()) stop("a tap changed nothing");
}

// Every question depends on the one before: the first tap reaches all of them.
Cost deep_tap(int count) {
    std::vector<Question> questions;
    for (int i = 0; i < count; ++i) {
        Question each = question(fmt::format("q{}", i), QuestionType::integer);
        if (i > 0 && i % 3 == 0) {
            each.type = QuestionType::calculate;
            each.calculation = fmt::format("${{q{}}} + 1", i - 3);
        } else if (i > 0) {
            each.relevant = fmt::format("${{q{}}} >= 0", i - i % 3);
            each.constraint = fmt::format(". < 1000 and . != ${{q{}}}", i - i % 3);
        }
        questions.push_back(std::move(each));
    }
    const auto compiled = ready(checklist_of(std::move(questions)));
    Evaluation evaluation(compiled, {}, {now});
    return cost_of([&](int i) { change(evaluation, {"q0", {}}, number(i)); });
}

Cost cascade_tap(int rows) {
    Question town = question("town", QuestionType::one_choice);
    town.choice_list = "towns";
    town.choice_filter = "county = ${county}";
    Checklist checklist = checklist_of({question("county", QuestionType::text), town});
    ChoiceList list{"towns", {}};
    for (int i = 0; i < rows; ++i) {
        Choice choice{fmt::format("t{}", i), english("Town"), std::nullopt};
        choice.columns = {{"county", fmt::format("c{}", i % 100)}, {"kind", "town"}};
        list.choices.push_back(std::move(choice));
    }
    checklist.choice_lists.push_back(std::move(list));
    const auto compiled = ready(std::move(checklist));
    Evaluation evaluation(compiled, {}, {now});
    return cost_of([&](int i) { change(evaluation, {"county", {}}, text(fmt::format("c{}", i))); });
}

Compiled orders() {
    Question sum = question("sum", QuestionType::calculate);
    sum.calculation = "sum(${price})";
    Question price = question("price", QuestionType::integer);
    Question place = question("place", QuestionType::calculate);
    place.calculation = "position(..)";
    Question cost = question("cost", QuestionType::calculate);
    cost.calculation = "${price} * 2";
    for (Question* each : {&price, &place, &cost})
        each->group = 1;
    Checklist checklist = checklist_of({price, place, cost, sum});
    Group repeat;
    repeat.id = "order";
    repeat.label = english("Order");
    repeat.repeat = true;
    checklist.groups = {repeat};
    return ready(std::move(checklist));
}

AnswerSheet orders_sheet(int count) {
    AnswerSheet out;
    for (int i = 1; i <= count; ++i) {
        const auto id = static_cast<InstanceId>(i);
        out.answers[{"order", {id}}] = {AnswerState::answered, WallTime{i, 0}, {}};
        out.answers[{"price", {id}}] = number(i);
    }
    return out;
}

Cost instance_tap(int count) {
    const auto compiled = orders();
    Evaluation evaluation(compiled, orders_sheet(count), {now});
    return cost_of([&](int i) { change(evaluation, {"price", {7}}, number(1'000 + i)); });
}

// A new instance before all others: every number changes.
Cost instance_added(int count) {
    const auto compiled = orders();
    Evaluation evaluation(compiled, orders_sheet(count), {now});
    return cost_of([&](int i) {
        const auto id = static_cast<InstanceId>(1'000'000 + i);
        change(evaluation, {"order", {id}}, {AnswerState::answered, WallTime{-1 - i, 0}, {}});
    });
}

Cost xform_load(int kilobytes) {
    std::string instance;
    std::string binds;
    std::string body;
    for (int i = 0;
         static_cast<int>(instance.size() + binds.size() + body.size()) < kilobytes * 1'024;
         ++i) {
        instance += fmt::format("<q{}/>", i);
        binds += fmt::format(
            R"(<bind nodeset="/d/q{}" type="int" constraint=". &gt; 0 and . &lt; 100"{}/>)",
            i,
            i == 0 ? "" : fmt::format(R"( relevant="/d/q{} = 1")", i - 1)
        );
        body += fmt::format(
            R"(<input ref="/d/q{}"><label>How many of number {} were there?</label></input>)", i, i
        );
    }
    const std::string xml =
        R"(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">)"
        R"(<h:head><h:title>T</h:title><model><instance><d id="d">)" +
        instance + "</d></instance>" + binds + "</model></h:head><h:body>" + body +
        "</h:body></h:html>";
    return cost_of([&](int) {
        const auto form = forms::read_xform(xml);
        if (!form) stop("the form cannot be read");
    });
}

} // namespace

int main() {
    measure("deep tap, questions", {125, 250, 500, 1'000, 2'000}, 500, 2, deep_tap);
    measure("cascade tap, rows", {1'000, 8'000, 64'000}, 8'000, 50, cascade_tap);
    measure("repeat tap, instances", {625, 1'250, 2'500, 5'000, 10'000}, 5'000, 50, instance_tap);
    measure("instance added, instances", {625, 1'250, 2'500, 5'000}, 5'000, 50, instance_added);
    measure("XForm load, kB", {256, 512, 1'024, 2'048}, 2'048, 300, xform_load);
}
