#include "core/checklist/compiled.hpp"
#include "core/checklist/limits.hpp"
#include "tests/core/checklist/builders.hpp"

#include <catch2/catch.hpp>

using namespace muster;
using namespace muster::checklist;

namespace {

Question in_group(std::string id, std::uint32_t group) {
    Question out = question(std::move(id), QuestionType::yes_no);
    out.group = group;
    return out;
}

Group group(std::string id, std::uint32_t parent = 0) {
    Group out;
    out.id = std::move(id);
    out.label = english("Group");
    out.parent = parent;
    return out;
}

// a, then Till around b and Card around c, then d.
Checklist grouped() {
    Checklist out =
        checklist_of({in_group("a", 0), in_group("b", 1), in_group("c", 2), in_group("d", 0)});
    out.groups = {group("Till"), group("Card", 1)};
    return out;
}

Error error_of_compiling(Checklist checklist) {
    const auto compiled = compile(std::move(checklist));
    return compiled ? Error{Code::internal, "it compiles", "", ""} : compiled.error();
}

FieldStatuses
status_of(const Checklist& checklist, std::vector<std::pair<std::string, Answer>> answers) {
    const auto compiled = compile(checklist);
    REQUIRE(compiled);
    return compiled->evaluate(sheet_of(std::move(answers)), {test_now});
}

} // namespace

TEST_CASE("A group's rule hides its questions and those of the groups in it", "[group]") {
    Checklist checklist = grouped();
    checklist.groups[0].relevant = "${a} = 'yes'";
    checklist.groups[1].relevant = "${b} = 'yes'";
    auto status = status_of(checklist, {{"a", choice("yes")}, {"b", choice("yes")}});
    CHECK((status[1].relevant && status[2].relevant && status[3].relevant));
    status = status_of(checklist, {{"a", choice("no")}, {"b", choice("yes")}});
    CHECK_FALSE(status[1].relevant);
    CHECK_FALSE(status[2].relevant);
    CHECK(status[3].relevant);
    status = status_of(checklist, {{"a", choice("yes")}});
    CHECK(status[1].relevant);
    CHECK_FALSE(status[2].relevant);
    checklist.sections[0].relevant = "false()";
    CHECK_FALSE(status_of(checklist, {{"a", choice("yes")}})[2].relevant);
}

TEST_CASE("What is read-only in a group is read-only in the groups in it", "[group]") {
    Checklist checklist = grouped();
    checklist.groups[0].read_only = "${a} = 'yes'";
    const auto status = status_of(checklist, {{"a", choice("yes")}});
    CHECK_FALSE(status[0].read_only);
    CHECK(status[1].read_only);
    CHECK(status[2].read_only);
    CHECK_FALSE(status[3].read_only);
}

TEST_CASE("Groups take part in circles", "[group]") {
    Checklist checklist = grouped();
    checklist.groups[0].relevant = "${c} = 'yes'";
    const Error error = error_of_compiling(checklist);
    CHECK(
        error.message ==
        "Relevance goes round in a circle: group Till → c → group Card → group Till."
    );
    CHECK(error.context == "group Till: relevant");
}

TEST_CASE("Rules of groups name questions, and nothing names a group", "[group]") {
    Checklist checklist = grouped();
    checklist.groups[1].relevant = "${qq} = 1";
    CHECK(error_of_compiling(checklist).context == "group Card: relevant: column 1");
    checklist.groups[1].relevant = ". = 1";
    CHECK(
        error_of_compiling(checklist).message ==
        "A group has no answer, so '.' means nothing in its rule."
    );
    checklist.groups[1].relevant = "";
    checklist.sections[0].questions[3].relevant = "count(${Till}) > 1";
    const Error error = error_of_compiling(checklist);
    CHECK(error.message == "There is no question Till.");
    CHECK(error.hint == "Till is a group, which has no answer: name one of its questions.");
}

TEST_CASE("Groups stand in one place, in order, around some question", "[group]") {
    CHECK(compile(grouped()));
    Checklist apart = grouped();
    apart.sections[0].questions[3].group = 1;
    CHECK(compile(apart)); // Till goes on behind Card
    apart.sections[0].questions[2].group = 0;
    apart.groups.pop_back();
    CHECK(
        error_of_compiling(apart).message ==
        "The questions of group Till do not stand side by side."
    );
    Checklist pages = grouped();
    pages.sections.push_back({"More", english("More"), "", {in_group("e", 1)}});
    CHECK(error_of_compiling(pages).context == "group Till: questions");

    Checklist order = grouped();
    std::swap(order.groups[0], order.groups[1]);
    order.groups[0].parent = 0;
    CHECK(error_of_compiling(order).message == "it compiles"); // Card around Till
    order = grouped();
    order.groups = {group("One"), group("Two")};
    std::swap(order.sections[0].questions[1], order.sections[0].questions[2]);
    CHECK(
        error_of_compiling(order).message ==
        "The groups do not stand in the order of their questions."
    );
    Checklist empty = grouped();
    empty.groups.push_back(group("Empty"));
    CHECK(error_of_compiling(empty).message == "The group Empty has no questions.");
    Checklist circle = grouped();
    circle.groups[0].parent = 2;
    CHECK(error_of_compiling(circle).context == "group Till: group");
    Checklist missing = grouped();
    missing.sections[0].questions[0].group = 3;
    CHECK(error_of_compiling(missing).context == "question a: group");
    Checklist names = grouped();
    names.groups[0].id = "a";
    CHECK(error_of_compiling(names).context == "group a: id");
    Checklist count = grouped();
    count.groups[0].repeat_count = "3";
    CHECK(error_of_compiling(count).context == "group Till: repeat_count");
}

TEST_CASE("Groups are nested as deep as the limit says", "[group]") {
    const auto nested = [](std::size_t depth) {
        Checklist out = checklist_of({in_group("q", static_cast<std::uint32_t>(depth))});
        for (std::size_t i = 0; i < depth; ++i)
            out.groups.push_back(group("g" + std::to_string(i), static_cast<std::uint32_t>(i)));
        return out;
    };
    CHECK(compile(nested(limits::group_depth_max)));
    CHECK(error_of_compiling(nested(limits::group_depth_max + 1)).code == Code::resource_exhausted);
}

TEST_CASE("Choices of a file that was not read are refused", "[group]") {
    Checklist checklist = grouped();
    checklist.choice_lists.push_back({"towns", {}, "towns.csv"});
    CHECK(error_of_compiling(checklist).code == Code::unsupported);
    CHECK(error_of_compiling(checklist).context == "choice list towns: file");
    checklist.choice_lists.back().choices.push_back({"dover", english("Dover"), std::nullopt});
    CHECK(compile(checklist));
}
