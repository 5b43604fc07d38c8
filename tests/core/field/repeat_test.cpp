#include "tests/core/field/office.hpp"

#include <algorithm>

using namespace muster;
using namespace muster::field;

namespace {

using Ids = std::vector<checklist::InstanceId>;

AuditPage page_of(const Tablet& tablet) {
    auto page = tablet.workspace.open_audit(*tablet.workspace.find("V1"));
    REQUIRE(page);
    return std::move(*page);
}

// The items in the order of their instances; "-" where there is none yet.
std::vector<std::string> items(const Tablet& tablet) {
    const AuditPage page = page_of(tablet);
    const auto& ids = page.checklist->question_ids();
    const auto number = static_cast<std::size_t>(std::ranges::find(ids, "item") - ids.begin());
    std::vector<std::string> out;
    for (const auto& field : page.status.of(number)) {
        const auto* answer = page.sheet.find({"item", *field.instances});
        const bool there = answer != nullptr && answer->state == AnswerState::answered;
        out.push_back(there ? std::get<std::string>(answer->value) : "-");
    }
    return out;
}

// At this minute of the day of the visit.
Ids add_order(Tablet& tablet, int minute, const std::string& item) {
    tablet.clock.set(1'772'445'600'000 + minute * 60'000);
    const auto audit = *tablet.workspace.find("V1");
    const auto ids = tablet.workspace.add_instance(audit, "order");
    REQUIRE(ids);
    if (item.empty()) return *ids;
    const FieldAnswer given{{"item", *ids}, {AnswerState::answered, item, {}}};
    REQUIRE(tablet.workspace.answer(audit, {&given, 1}));
    return *ids;
}

using Items = std::vector<std::string>;

} // namespace

TEST_CASE("Instances of a repeat are added, filled, removed and brought back", "[field]") {
    Office office;
    auto& tablet = office.tablet;
    const auto audit = *tablet.workspace.find("V1");
    const auto tea = add_order(tablet, 1, "tea");
    add_order(tablet, 2, "cake");
    add_order(tablet, 3, "");
    CHECK(items(tablet) == Items{"tea", "cake", "-"});
    const Answer came_to_be = *page_of(tablet).sheet.find({"order", tea});
    REQUIRE(tablet.workspace.remove_instance(audit, {"order", tea}));
    tablet.restart();
    CHECK(items(tablet) == Items{"cake", "-"});
    // With the moment it had it stands where it stood.
    const FieldAnswer back{{"order", tea}, came_to_be};
    REQUIRE(tablet.workspace.answer(audit, {&back, 1}));
    CHECK(items(tablet) == Items{"tea", "cake", "-"});
    const AuditPage page = page_of(tablet);
    CHECK(page.status.repeats[0].instances[2].fields[0].validity == checklist::Validity::missing);
}

TEST_CASE("An instance that only answers tell of can be removed too", "[field]") {
    Office office;
    auto& tablet = office.tablet;
    const auto audit = *tablet.workspace.find("V1");
    const FieldAnswer given{{"item", {7}}, {AnswerState::answered, std::string("tea"), {}}};
    REQUIRE(tablet.workspace.answer(audit, {&given, 1}));
    CHECK(items(tablet) == Items{"tea"});
    REQUIRE(tablet.workspace.remove_instance(audit, {"order", {7}}));
    CHECK(items(tablet).empty());
}

TEST_CASE("What does not fit a repeat is refused and changes nothing", "[field]") {
    Office office;
    auto& tablet = office.tablet;
    const auto audit = *tablet.workspace.find("V1");
    const auto refused = [&](FieldAnswer given) {
        return !tablet.workspace.answer(audit, {&given, 1});
    };
    const Answer tea{AnswerState::answered, std::string("tea"), {}};
    CHECK(refused({{"item", {}}, tea}));
    CHECK(refused({{"item", {1, 2}}, tea}));
    CHECK(refused({{"Q0", {1}}, {AnswerState::answered, Decimal::integer(4), {}}}));
    CHECK(refused({{"order", {1}}, tea}));
    CHECK(refused({{"order", {1}}, {AnswerState::not_applicable, {}, {}}}));
    CHECK_FALSE(tablet.workspace.remove_instance(audit, {"Q0", {}}));
    CHECK_FALSE(tablet.workspace.add_instance(audit, "Q0"));
    CHECK(page_of(tablet).state.fields.empty());
}

TEST_CASE("Two tablets that each added instances end with all of them in one order", "[field]") {
    Office office;
    Tablet other(12);
    REQUIRE(other.enrol(office.server, new_code(office.server, "S1")));
    REQUIRE(other.meet(office.server).complete);
    add_order(office.tablet, 1, "tea");
    add_order(office.tablet, 3, "soup");
    add_order(other, 2, "cake");
    for (int i = 0; i < 2; ++i) {
        REQUIRE(office.tablet.meet(office.server).complete);
        REQUIRE(other.meet(office.server).complete);
    }
    CHECK(items(office.tablet) == Items{"tea", "cake", "soup"});
    CHECK(items(other) == items(office.tablet));
    CHECK(page_of(other).state.conflicts == 0);
    CHECK(*other.workspace.digests() == *office.tablet.workspace.digests());
}
