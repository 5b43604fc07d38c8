#include "core/report/cells.hpp"
#include "core/report/packed.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <map>

using namespace muster;
using report::Cell;
using report::ExactSum;

namespace {

Rational ratio(std::int64_t numerator, std::int64_t denominator) {
    return Rational::of(numerator, denominator).value();
}

std::int64_t any_count() {
    return *rc::gen::oneOf(
        rc::gen::just<std::int64_t>(0),
        rc::gen::inRange<std::int64_t>(-1'000, 1'000),
        rc::gen::inRange<std::int64_t>(-1'000'000'000'000, 1'000'000'000'000)
    );
}

ExactSum any_sum() {
    return ExactSum::of(ratio(
        *rc::gen::inRange<std::int64_t>(-1'000'000'000, 1'000'000'000),
        *rc::gen::inRange<std::int64_t>(1, 1'000)
    ));
}

Cell any_cell() {
    Cell cell;
    for (auto* field : {&cell.audits, &cell.answered, &cell.n})
        *field = any_count();
    for (auto* field : {&cell.sum, &cell.sum_squares, &cell.earned, &cell.possible}) {
        if (*rc::gen::arbitrary<bool>()) *field = any_sum();
    }
    for (auto* field :
         {&cell.scored,
          &cell.not_applicable,
          &cell.not_observed,
          &cell.unanswered,
          &cell.provisional,
          &cell.critical_failed}) {
        *field = any_count();
    }
    const auto options = *rc::gen::inRange<std::size_t>(0, 11);
    for (std::size_t i = 0; i < options; ++i)
        cell.options.push_back(any_count());
    while (!cell.options.empty() && cell.options.back() == 0)
        cell.options.pop_back();
    for (auto& count : cell.findings)
        count = any_count();
    const auto seconds =
        *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 500));
    std::map<std::int64_t, std::int64_t> waits;
    for (const auto second : seconds)
        waits[second] = *rc::gen::inRange<std::int64_t>(1, 9);
    cell.waits.assign(waits.begin(), waits.end());
    return cell;
}

Cell total(const std::vector<Cell>& cells) {
    Cell out;
    for (const auto& cell : cells)
        out += cell;
    return out;
}

} // namespace

TEST_CASE("Cells add up to the same in any order", "[cells]") {
    CHECK(rc::check([] {
        const std::vector<Cell> cells = {any_cell(), any_cell(), any_cell(), any_cell()};
        std::vector<std::size_t> order = {0, 1, 2, 3};
        const Cell expected = total(cells);
        for (int i = *rc::gen::inRange(0, 24); i > 0; --i) {
            std::next_permutation(order.begin(), order.end());
        }
        Cell shuffled;
        for (const auto index : order)
            shuffled += cells[index];
        RC_ASSERT(shuffled == expected);
        // Grouped: (a + b) + (c + d).
        Cell left = total({cells[0], cells[1]});
        left += total({cells[2], cells[3]});
        RC_ASSERT(left == expected);
    }));
}

TEST_CASE("What was added to a cell can be taken away", "[cells]") {
    CHECK(rc::check([] {
        const Cell a = any_cell();
        const Cell b = any_cell();
        Cell sum = a;
        sum += b;
        sum -= b;
        RC_ASSERT(sum == a);
        sum -= a;
        RC_ASSERT(sum == Cell{});
        RC_ASSERT(report::is_zero(sum));
        RC_ASSERT(report::encode_cell(sum).empty());
    }));
}

TEST_CASE("A cell survives its bytes, and equal cells have equal bytes", "[cells]") {
    CHECK(rc::check([] {
        const Cell a = any_cell();
        const auto bytes = report::encode_cell(a);
        const auto back = report::decode_cell(bytes);
        RC_ASSERT(back.has_value());
        RC_ASSERT(*back == a);
        Cell other_way = any_cell();
        const Cell detour = other_way;
        other_way += a;
        other_way -= detour;
        RC_ASSERT(report::encode_cell(other_way) == bytes);
    }));
}

TEST_CASE("A damaged cell is refused or another cell, never read past its end", "[cells]") {
    CHECK(rc::check([] {
        const Cell cell = any_cell();
        auto bytes = report::encode_cell(cell);
        if (bytes.empty()) return;
        const auto cut = *rc::gen::inRange<std::size_t>(1, bytes.size());
        RC_ASSERT(!report::decode_cell(ByteView(bytes).first(cut == bytes.size() ? 1 : cut)));
        auto longer = bytes;
        longer.push_back(*rc::gen::arbitrary<std::uint8_t>());
        RC_ASSERT(!report::decode_cell(longer));
        bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] ^=
            *rc::gen::inRange<std::uint8_t>(1, 255);
        const auto changed = report::decode_cell(bytes);
        // Whatever is accepted has exactly these bytes: there is one spelling of a cell.
        if (changed) RC_ASSERT(report::encode_cell(*changed) == bytes);
    }));
    CHECK(report::decode_cell(to_bytes("\x02\x01\x02")).error().code == Code::data_loss);
}

TEST_CASE("An exact sum of any fractions is within half a unit of 10^-18", "[cells]") {
    CHECK(ExactSum::of(Rational(-3)).units == ExactSum::Units(-3) * 1'000'000'000'000'000'000);
    CHECK(ExactSum::of(ratio(1, 3)).units == 333'333'333'333'333'333);
    CHECK(ExactSum::of(ratio(-2, 3)).units == -666'666'666'666'666'667);
    CHECK(ExactSum::square_of(ratio(-5, 2)).to_double() == 6.25);
    CHECK(ExactSum::of(ratio(9'007'199'254'740'993, 2)).to_double() == 4503599627370496.5);
    CHECK(rc::check([] {
        const auto denominator = *rc::gen::inRange<std::int64_t>(1, std::int64_t{1} << 40);
        const auto numerator = *rc::gen::inRange<std::int64_t>(-(std::int64_t{1} << 40), 1 << 30);
        const auto value = ratio(numerator, denominator);
        // |units · d − n · 10^18| ≤ d/2, in integers.
        const ExactSum::Units error =
            ExactSum::of(value).units * value.denominator() -
            ExactSum::Units(value.numerator()) * 1'000'000'000'000'000'000;
        RC_ASSERT(2 * (error < 0 ? -error : error) <= value.denominator());
        const double share = value.to_double();
        if (std::abs(share) < 1'000) {
            RC_ASSERT(
                std::abs(ExactSum::square_of(value).to_double() - share * share) <=
                1e-12 * std::max(1.0, share * share)
            );
        }
    }));
}

TEST_CASE("A billion audits fit a cell's sums", "[cells]") {
    ExactSum sum = ExactSum::of(ratio(99'999'999'999, 1)); // the largest weight of ten digits
    for (int i = 0; i < 30; ++i)
        sum += ExactSum(sum); // doubled: 2^30 audits
    CHECK(sum.to_double() == 99'999'999'999.0 * (1 << 30));
}

TEST_CASE("Mean and variance of a cell are those of its fractions", "[cells]") {
    CHECK(rc::check([] {
        const auto values =
            *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 11)));
        Cell cell;
        double mean = 0;
        for (const int value : values) {
            Cell one;
            one.n = 1;
            one.sum = ExactSum::of(ratio(value, 10));
            one.sum_squares = ExactSum::square_of(ratio(value, 10));
            cell += one;
            mean += value / 10.0 / static_cast<double>(values.size());
        }
        RC_ASSERT(std::abs(report::mean_of(cell) - mean) < 1e-13);
        if (values.size() < 2) return;
        double variance = 0;
        for (const int value : values) {
            variance += std::pow(value / 10.0 - mean, 2) / static_cast<double>(values.size() - 1);
        }
        RC_ASSERT(std::abs(report::variance_of(cell) - variance) < 1e-13);
    }));
    Cell alike; // a thousand thirds: no variation at all, not a little
    for (int i = 0; i < 1'000; ++i) {
        Cell one;
        one.n = 1;
        one.sum = ExactSum::of(ratio(1, 3));
        one.sum_squares = ExactSum::square_of(ratio(1, 3));
        alike += one;
    }
    CHECK(report::variance_of(alike) == 0.0);
}

TEST_CASE("Packed numbers have one spelling", "[cells]") {
    report::PackWriter writer;
    writer.number(UINT64_MAX);
    writer.signed_number(INT64_MIN);
    writer.wide(-(report::Int128(1) << 126));
    writer.text("é");
    writer.flag(true);
    const auto bytes = writer.take();
    report::PackReader reader(bytes);
    CHECK(reader.number() == UINT64_MAX);
    CHECK(reader.signed_number() == INT64_MIN);
    CHECK(reader.wide() == -(report::Int128(1) << 126));
    CHECK(reader.text() == "é");
    CHECK(reader.flag());
    CHECK(reader.ok());
    CHECK(reader.at_end());
    for (const auto& bad : {
             Bytes{0x80, 0x00},                                                       // padded
             Bytes{0x80},                                                             // cut
             Bytes{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02},       // 65 bits
             Bytes{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01}, // 11 bytes
         }) {
        report::PackReader broken(bad);
        broken.number();
        CHECK_FALSE(broken.ok());
    }
    const Bytes too_long = {0x05, 'a'};
    report::PackReader text(too_long);
    CHECK(text.text().empty());
    CHECK_FALSE(text.ok());
}
