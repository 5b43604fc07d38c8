#include "core/checklist/evaluation.hpp"
#include "core/checklist/limits.hpp"
#include "tests/core/checklist/builders.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::checklist;

namespace {

Question in_group(std::string id, QuestionType type, std::uint32_t group) {
    Question out = question(std::move(id), type);
    out.group = group;
    return out;
}

Question calculated(std::string id, std::string calculation, std::uint32_t group) {
    Question out = in_group(std::move(id), QuestionType::calculate, group);
    out.calculation = std::move(calculation);
    return out;
}

Group repeat(std::string id, std::uint32_t parent = 0) {
    Group out;
    out.id = std::move(id);
    out.label = english("Repeat");
    out.parent = parent;
    out.repeat = true;
    return out;
}

// guests · order { item, price, topping { gram } } · total
Checklist orders() {
    Checklist out = checklist_of(
        {in_group("guests", QuestionType::integer, 0),
         in_group("item", QuestionType::text, 1),
         in_group("price", QuestionType::integer, 1),
         in_group("gram", QuestionType::integer, 2),
         in_group("total", QuestionType::integer, 0)}
    );
    out.groups = {repeat("order"), repeat("topping", 1)};
    return out;
}

Compiled ready(Checklist checklist) {
    auto out = compile(std::move(checklist));
    INFO((out ? "" : out.error().text()));
    REQUIRE(out);
    return std::move(*out);
}

Answer at_moment(std::int64_t ms) {
    return answered(WallTime{ms, 0});
}

// Instances 70 and 30 of order, in this order; 30 has the topping 5.
AnswerSheet two_orders() {
    AnswerSheet out;
    out.answers[{"order", {70}}] = at_moment(1);
    out.answers[{"order", {30}}] = at_moment(2);
    out.answers[{"price", {70}}] = number(4);
    out.answers[{"price", {30}}] = number(6);
    out.answers[{"topping", {30, 5}}] = at_moment(3);
    out.answers[{"gram", {30, 5}}] = number(9);
    return out;
}

constexpr std::size_t item = 1;
constexpr std::size_t price = 2;
constexpr std::size_t gram = 3;
constexpr std::size_t total = 4;

// What a calculation gives, by instance.
std::vector<std::string> texts(const FieldStatuses& status, std::size_t question) {
    std::vector<std::string> out;
    for (const auto& field : status.of(question))
        out.push_back(field.status->calculated);
    return out;
}

using Texts = std::vector<std::string>;

std::vector<std::vector<InstanceId>> ids_of(const FieldStatuses& status, std::size_t repeat) {
    std::vector<std::vector<InstanceId>> out;
    for (const auto& instance : status.repeats[repeat].instances)
        out.push_back(instance.ids);
    return out;
}

// The total as this expression gives it on the two orders.
std::string total_of(const std::string& expression, const AnswerSheet& sheet = two_orders()) {
    Checklist checklist = orders();
    checklist.sections[0].questions[total] = calculated("total", expression, 0);
    const auto status = ready(checklist).evaluate(sheet, {test_now});
    INFO(status[total].message);
    CHECK(status[total].validity == Validity::valid);
    return status[total].calculated;
}

// What a question of order gives in its two instances.
Texts in_orders(const std::string& expression) {
    Checklist checklist = orders();
    checklist.sections[0].questions[item] = calculated("item", expression, 1);
    return texts(ready(checklist).evaluate(two_orders(), {test_now}), item);
}

} // namespace

TEST_CASE(
    "Instances stand by the moment they came to be; what only answers tell of comes last",
    "[repeat]"
) {
    const auto checklist = ready(orders());
    AnswerSheet sheet = two_orders();
    sheet.answers[{"item", {9}}] = answered(std::string("tea"));
    sheet.answers[{"order", {50}}] = at_moment(2);
    const auto status = checklist.evaluate(sheet, {test_now});
    CHECK(ids_of(status, 0) == std::vector<std::vector<InstanceId>>{{70}, {30}, {50}, {9}});
    CHECK(ids_of(status, 1) == std::vector<std::vector<InstanceId>>{{30, 5}});
    CHECK(status.of(gram).size() == 1);
    CHECK(status.find(price, {50}) != nullptr);
    CHECK(status.find(price, {51}) == nullptr);
    CHECK_FALSE(status[price].relevant); // outside of the repeat there is no such field
    CHECK(checklist.evaluate({}, {test_now}).of(price).empty());
}

TEST_CASE(
    "A removed instance takes its answers along, and a later moment brings both back", "[repeat]"
) {
    const auto checklist = ready(orders());
    AnswerSheet sheet = two_orders();
    sheet.answers[{"order", {30}}] = Answer{};
    CHECK(
        ids_of(checklist.evaluate(sheet, {test_now}), 0) ==
        std::vector<std::vector<InstanceId>>{{70}}
    );
    CHECK(ids_of(checklist.evaluate(sheet, {test_now}), 1).empty());
    sheet.answers[{"order", {30}}] = at_moment(0);
    const auto status = checklist.evaluate(sheet, {test_now});
    CHECK(ids_of(status, 0) == std::vector<std::vector<InstanceId>>{{30}, {70}});
    CHECK(ids_of(status, 1) == std::vector<std::vector<InstanceId>>{{30, 5}});
}

TEST_CASE("An answer to an inner repeat alone makes the instances around it", "[repeat]") {
    AnswerSheet sheet;
    sheet.answers[{"gram", {8, 2}}] = number(1);
    sheet.answers[{"gram", {8}}] = number(1);        // too few ids: no field of this checklist
    sheet.answers[{"price", {1, 2, 3}}] = number(1); // too many
    const auto status = ready(orders()).evaluate(sheet, {test_now});
    CHECK(ids_of(status, 0) == std::vector<std::vector<InstanceId>>{{8}});
    CHECK(ids_of(status, 1) == std::vector<std::vector<InstanceId>>{{8, 2}});
}

TEST_CASE("From outside a name is all instances, inside it is the own one", "[repeat]") {
    CHECK(total_of("sum(${price})") == "10");
    CHECK(total_of("count(${order})") == "2");
    CHECK(total_of("count(${topping})") == "1");
    CHECK(total_of("sum(${gram})") == "9");
    CHECK(total_of("join(',', ${price})") == "4,6");
    CHECK(total_of("${order}[2]/price") == "6");
    CHECK(total_of("${order}[price > 5]/topping/gram") == "9");
    CHECK(total_of("indexed-repeat(${price}, ${order}, 2)") == "6");
    CHECK(total_of("indexed-repeat(${gram}, ${order}, 2, ${topping}, 1)") == "9");
    CHECK(total_of("indexed-repeat(${price}, ${order}, 3)").empty());
    CHECK(total_of("count(${price})", {}) == "0");
    CHECK(total_of("sum(${price})", {}) == "0");

    CHECK(in_orders("${price} * 2") == Texts{"8", "12"});
    CHECK(in_orders("count(${order})") == Texts{"2", "2"});
    CHECK(in_orders("count(${topping})") == Texts{"0", "1"});
    CHECK(in_orders("sum(${gram})") == Texts{"0", "9"});
    CHECK(in_orders("indexed-repeat(${price}, ${order}, 1)") == Texts{"4", "4"});
    CHECK(in_orders("../price") == Texts{"4", "6"});
    CHECK(in_orders("current()/../price + 1") == Texts{"5", "7"});
}

TEST_CASE("position(..) is the number of the instance", "[repeat]") {
    CHECK(in_orders("position(..)") == Texts{"1", "2"});
    CHECK(in_orders("position(current()/..)") == Texts{"1", "2"});
    CHECK(in_orders("indexed-repeat(${price}, ${order}, position(..) - 1)") == Texts{"", "4"});
    CHECK(
        in_orders("sum(${order}[position() <= position(current()/..)]/price)") == Texts{"4", "10"}
    );
    Checklist checklist = orders();
    checklist.sections[0].questions[gram] =
        calculated("gram", "concat(position(../..), '.', position(..))", 2);
    AnswerSheet sheet = two_orders();
    sheet.answers[{"topping", {30, 6}}] = at_moment(8);
    const auto status = ready(checklist).evaluate(sheet, {test_now});
    CHECK(texts(status, gram) == Texts{"2.1", "2.2"});
}

TEST_CASE("A group in a repeat lies between a question and its instance", "[repeat]") {
    Checklist checklist = orders();
    checklist.groups = {repeat("order"), repeat("topping", 1)};
    Group plain;
    plain.id = "cost";
    plain.label = english("Cost");
    plain.parent = 1;
    checklist.groups.insert(checklist.groups.begin() + 1, plain);
    checklist.groups[2].parent = 1;
    auto& questions = checklist.sections[0].questions;
    questions[price] = calculated("price", "concat(position(../..), name(..))", 2);
    questions[gram].group = 3;
    const auto status = ready(checklist).evaluate(two_orders(), {test_now});
    CHECK(texts(status, price) == Texts{"1cost", "2cost"});
}

TEST_CASE(
    "Relevance is judged in each instance, and what is not relevant counts nowhere", "[repeat]"
) {
    Checklist checklist = orders();
    auto& questions = checklist.sections[0].questions;
    questions[price].relevant = "position(..) > 1";
    questions[total] = calculated("total", "sum(${price})", 0);
    auto status = ready(checklist).evaluate(two_orders(), {test_now});
    CHECK_FALSE(status.of(price)[0].status->relevant);
    CHECK(status.of(price)[1].status->relevant);
    CHECK(status[total].calculated == "6");

    questions[price].relevant = "";
    questions[total].calculation = "concat(count(${order}), sum(${price}), sum(${gram}))";
    checklist.groups[0].relevant = "position(.) = 1";
    status = ready(checklist).evaluate(two_orders(), {test_now});
    CHECK(status[total].calculated == "140");
    CHECK(status.repeats[0].instances[0].relevant);
    CHECK_FALSE(status.repeats[0].instances[1].relevant);
    CHECK_FALSE(status.of(gram)[0].status->relevant);
    questions[total].calculation = "indexed-repeat(${item}, ${order}, 1)";
    checklist.groups[0].relevant = "position(.) = 2";
    questions[item] = calculated("item", "'second'", 1);
    questions[total].calculation = "indexed-repeat(${item}, ${order}, 2)";
    CHECK(ready(checklist).evaluate(two_orders(), {test_now})[total].calculated == "second");
}

TEST_CASE("Required and constraint hold in each instance", "[repeat]") {
    Checklist checklist = orders();
    auto& questions = checklist.sections[0].questions;
    questions[item].required = "true()";
    questions[price].constraint = ". < 5 or ${guests} = 1";
    AnswerSheet sheet = two_orders();
    sheet.answers[{"item", {70}}] = answered(std::string("tea"));
    const auto status = ready(checklist).evaluate(sheet, {test_now});
    CHECK(status.of(item)[0].status->validity == Validity::valid);
    CHECK(status.of(item)[1].status->validity == Validity::missing);
    CHECK(status.of(price)[0].status->validity == Validity::valid);
    CHECK(status.of(price)[1].status->validity == Validity::invalid);
}

TEST_CASE("With a count the instances are numbered, whoever filled them", "[repeat]") {
    Checklist checklist = orders();
    checklist.groups[0].repeat_count = "${guests}";
    const auto compiled = ready(checklist);
    AnswerSheet sheet;
    sheet.answers[{"guests", {}}] = number(2);
    sheet.answers[{"price", {2}}] = number(3);
    sheet.answers[{"price", {4}}] = number(3); // beyond the count: kept, and asked nowhere
    Evaluation evaluation(compiled, sheet, {test_now});
    CHECK(ids_of(evaluation.status(), 0) == std::vector<std::vector<InstanceId>>{{1}, {2}});
    REQUIRE(evaluation.change({"guests", {}}, number(4), {test_now}));
    CHECK(ids_of(evaluation.status(), 0).size() == 4);
    CHECK(evaluation.status() == compiled.evaluate(evaluation.sheet(), {test_now}));
    REQUIRE(evaluation.change({"guests", {}}, {}, {test_now}));
    CHECK(ids_of(evaluation.status(), 0).empty());
}

TEST_CASE(
    "No count asks for more instances than the limit, also in repeats in repeats", "[repeat]"
) {
    Checklist checklist = orders();
    checklist.groups[0].repeat_count = "${guests}";
    checklist.groups[1].repeat_count = "1000000";
    AnswerSheet sheet;
    sheet.answers[{"guests", {}}] = number(100);
    const auto status = ready(checklist).evaluate(sheet, {test_now});
    CHECK(status.repeats[0].problem.empty());
    CHECK(status.repeats[1].instances.size() == 10'000);
    CHECK(status.repeats[1].problem == "The count of repeat topping is 1000000, 100 are asked.");
}

TEST_CASE("Circles through repeats are refused with their path", "[repeat]") {
    const auto message = [](Checklist checklist) {
        const auto made = compile(std::move(checklist));
        return made ? std::string("it compiles") : made.error().message;
    };
    Checklist checklist = orders();
    auto& questions = checklist.sections[0].questions;
    questions[price] = calculated("price", "sum(${order}/price)", 1);
    CHECK(
        message(checklist) ==
        "Calculations go round in a circle: calculation price → calculation price."
    );
    questions[price] = calculated("price", "${total} + 1", 1);
    questions[total] = calculated("total", "sum(${price})", 0);
    CHECK_THAT(
        message(checklist),
        Catch::Contains("calculation price → calculation total → calculation price")
    );
    checklist = orders();
    checklist.groups[0].repeat_count = "count(${price})";
    CHECK_THAT(message(checklist), Catch::Contains("→ repeat order"));
}

TEST_CASE("Repeats are nested as deep as the limit says", "[repeat]") {
    const auto nested = [](std::size_t depth) {
        Checklist out =
            checklist_of({in_group("q", QuestionType::text, static_cast<std::uint32_t>(depth))});
        for (std::size_t i = 0; i < depth; ++i)
            out.groups.push_back(repeat("g" + std::to_string(i), static_cast<std::uint32_t>(i)));
        return compile(std::move(out));
    };
    CHECK(nested(limits::repeat_depth_max));
    const auto refused = nested(limits::repeat_depth_max + 1);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().context == "group g8: repeat");
}

TEST_CASE("A change that does not fit the repeats is refused and changes nothing", "[repeat]") {
    const auto compiled = ready(orders());
    Evaluation evaluation(compiled, two_orders(), {test_now});
    const auto few = evaluation.change({"gram", {30}}, number(1), {test_now});
    REQUIRE_FALSE(few);
    CHECK(few.error().message == "gram stands in 2 repeats, but 1 instances are named.");
    CHECK_FALSE(evaluation.change({"order", {}}, at_moment(1), {test_now}));
    CHECK(evaluation.sheet() == two_orders());
}
