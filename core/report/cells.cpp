#include "core/report/cells.hpp"

#include "core/report/packed.hpp"

#include <algorithm>

namespace muster::report {

namespace {

constexpr Int128 units_per_one = 1'000'000'000'000'000'000;
constexpr std::uint64_t format = 1;
constexpr std::size_t options_max = 10'000;
constexpr std::size_t waits_max = 10'000'000;
// Below this a variance is the dust of rounding fractions to 10^-18 and of dividing doubles: the
// least real one, one audit of 10^9 that differs by a tenth, is 10^-11.
constexpr double variance_dust = 1e-15;

// a ÷ b, rounded half away from zero; b above 0 and both well within T.
template <class T>
T rounded(T a, T b) {
    return (a + (a < 0 ? -b : b) / 2) / b;
}

void trim(std::vector<std::int64_t>& options) {
    while (!options.empty() && options.back() == 0)
        options.pop_back();
}

void add_options(std::vector<std::int64_t>& to, const std::vector<std::int64_t>& from, int sign) {
    if (to.size() < from.size()) to.resize(from.size());
    for (std::size_t i = 0; i < from.size(); ++i)
        to[i] += sign * from[i];
    trim(to);
}

using Waits = std::vector<std::pair<std::int64_t, std::int64_t>>;

void add_waits(Waits& to, const Waits& from, int sign) {
    if (from.empty()) return;
    Waits out;
    out.reserve(to.size() + from.size());
    auto a = to.begin();
    auto b = from.begin();
    while (a != to.end() || b != from.end()) {
        if (b == from.end() || (a != to.end() && a->first < b->first)) {
            out.push_back(*a++);
        } else if (a == to.end() || b->first < a->first) {
            out.emplace_back(b->first, sign * b->second);
            ++b;
        } else {
            const auto count = a->second + sign * b->second;
            if (count != 0) out.emplace_back(a->first, count);
            ++a;
            ++b;
        }
    }
    to = std::move(out);
}

// The counts in the order of the struct; sums stand between `n` and `scored`.
constexpr std::int64_t Cell::* counts_before[] = {&Cell::audits, &Cell::answered, &Cell::n};
constexpr ExactSum Cell::* sums[] = {
    &Cell::sum, &Cell::sum_squares, &Cell::earned, &Cell::possible
};
constexpr std::int64_t Cell::* counts_after[] = {
    &Cell::scored,
    &Cell::not_applicable,
    &Cell::not_observed,
    &Cell::unanswered,
    &Cell::provisional,
    &Cell::critical_failed,
};

void add(Cell& to, const Cell& from, int sign) {
    for (const auto field : counts_before)
        to.*field += sign * (from.*field);
    for (const auto field : sums) {
        if (sign > 0) {
            to.*field += from.*field;
        } else {
            to.*field -= from.*field;
        }
    }
    for (const auto field : counts_after)
        to.*field += sign * (from.*field);
    add_options(to.options, from.options, sign);
    for (std::size_t i = 0; i < to.findings.size(); ++i)
        to.findings[i] += sign * from.findings[i];
    add_waits(to.waits, from.waits, sign);
}

bool has_findings(const Cell& cell) {
    return std::any_of(cell.findings.begin(), cell.findings.end(), [](auto n) { return n != 0; });
}

// Which fields are written; bit 0 is the first.
std::uint64_t mask_of(const Cell& cell) {
    std::uint64_t mask = 0;
    std::uint64_t bit = 1;
    const auto next = [&](bool present) {
        if (present) mask |= bit;
        bit <<= 1;
    };
    for (const auto field : counts_before)
        next(cell.*field != 0);
    for (const auto field : sums)
        next((cell.*field).units != 0);
    for (const auto field : counts_after)
        next(cell.*field != 0);
    next(!cell.options.empty());
    next(has_findings(cell));
    next(!cell.waits.empty());
    return mask;
}

constexpr unsigned fields_count = 16;

void read_options(PackReader& reader, Cell& cell, bool& sane) {
    const auto size = reader.size();
    sane = sane && size > 0 && size <= options_max;
    if (!sane) return;
    cell.options.resize(size);
    for (auto& option : cell.options)
        option = reader.signed_number();
    sane = cell.options.back() != 0;
}

void read_waits(PackReader& reader, Cell& cell, bool& sane) {
    const auto size = reader.size();
    sane = sane && size > 0 && size <= waits_max;
    if (!sane) return;
    cell.waits.reserve(size);
    std::int64_t second = 0;
    for (std::size_t i = 0; i < size && sane && reader.ok(); ++i) {
        const auto step = reader.number();
        const auto count = reader.signed_number();
        sane = count != 0 && (step > 0 || i == 0) && step < (1ull << 62) &&
               second < (std::int64_t{1} << 62);
        second += static_cast<std::int64_t>(step);
        cell.waits.emplace_back(second, count);
    }
}

std::unexpected<Error> broken(const char* why) {
    return fail(
        Code::data_loss,
        std::string("A stored rollup cell ") + why + ".",
        "Run the server's rebuild of reports: cells are computed from the audits again."
    );
}

} // namespace

ExactSum ExactSum::of(const Rational& value) {
    // Two steps of nine digits, in T: 128 bits take any numerator, 64 bits are ten times faster.
    const auto in_steps = [&]<class T>(T numerator, T denominator) {
        constexpr T billion = 1'000'000'000;
        const T whole = numerator / denominator;
        const T rest = numerator % denominator * billion;
        const T high = rest / denominator;
        const T low = rounded<T>(rest % denominator * billion, denominator);
        return ExactSum{whole * units_per_one + high * Int128(billion) + low};
    };
    constexpr std::int64_t short_max = 4'000'000'000; // times a billion, still 64 bits
    return value.denominator() <= short_max
               ? in_steps(value.numerator(), value.denominator())
               : in_steps(Int128(value.numerator()), Int128(value.denominator()));
}

ExactSum ExactSum::square_of(const Rational& value) {
    const Int128 units = of(value).units;
    const Int128 size = units < 0 ? -units : units;
    if (size < units_per_one) return {rounded(size * size, units_per_one)};
    const Int128 whole = size / units_per_one;
    const Int128 rest = size % units_per_one;
    // (whole + rest)²: the first two terms are exact.
    return {whole * whole * units_per_one + 2 * whole * rest + rounded(rest * rest, units_per_one)};
}

ExactSum& ExactSum::operator+=(const ExactSum& other) {
    units += other.units;
    return *this;
}

ExactSum& ExactSum::operator-=(const ExactSum& other) {
    units -= other.units;
    return *this;
}

double ExactSum::to_double() const {
    return static_cast<double>(units / units_per_one) +
           static_cast<double>(units % units_per_one) / static_cast<double>(units_per_one);
}

std::string section_subject(std::string_view section_id) {
    return "section:" + std::string(section_id);
}

std::string dimension_subject(checklist::Dimension dimension) {
    return "dimension:" + std::string(checklist::name_of(dimension));
}

std::string question_subject(std::string_view question_id) {
    return "question:" + std::string(question_id);
}

std::string provision_subject(std::string_view provision_id) {
    return "provision:" + std::string(provision_id);
}

Cell& Cell::operator+=(const Cell& other) {
    add(*this, other, 1);
    return *this;
}

Cell& Cell::operator-=(const Cell& other) {
    add(*this, other, -1);
    return *this;
}

bool is_zero(const Cell& cell) {
    return mask_of(cell) == 0;
}

double mean_of(const Cell& cell) {
    return cell.sum.to_double() / static_cast<double>(cell.n);
}

double variance_of(const Cell& cell) {
    const auto n = static_cast<double>(cell.n);
    const double mean = mean_of(cell);
    const double variance = cell.sum_squares.to_double() / n - mean * mean;
    return variance < variance_dust ? 0.0 : variance * n / (n - 1);
}

Bytes encode_cell(const Cell& cell) {
    const auto mask = mask_of(cell);
    if (mask == 0) return {};
    PackWriter writer;
    writer.reserve(64 + 4 * cell.waits.size());
    writer.number(format);
    writer.number(mask);
    for (const auto field : counts_before) {
        if (cell.*field != 0) writer.signed_number(cell.*field);
    }
    for (const auto field : sums) {
        if ((cell.*field).units != 0) writer.wide((cell.*field).units);
    }
    for (const auto field : counts_after) {
        if (cell.*field != 0) writer.signed_number(cell.*field);
    }
    if (!cell.options.empty()) {
        writer.number(cell.options.size());
        for (const auto option : cell.options)
            writer.signed_number(option);
    }
    if (has_findings(cell)) {
        for (const auto count : cell.findings)
            writer.signed_number(count);
    }
    if (!cell.waits.empty()) {
        writer.number(cell.waits.size());
        std::int64_t last = 0;
        for (const auto& [second, count] : cell.waits) {
            writer.number(static_cast<std::uint64_t>(second - last));
            writer.signed_number(count);
            last = second;
        }
    }
    return writer.take();
}

Result<Cell> decode_cell(ByteView bytes) {
    Cell cell;
    if (bytes.empty()) return cell;
    PackReader reader(bytes);
    if (reader.number() != format) return broken("has an unknown format");
    const auto mask = reader.number();
    if (mask == 0 || mask >> fields_count != 0) return broken("is malformed");
    std::uint64_t bit = 1;
    const auto present = [&] {
        const bool out = (mask & bit) != 0;
        bit <<= 1;
        return out;
    };
    for (const auto field : counts_before) {
        if (present()) cell.*field = reader.signed_number();
    }
    for (const auto field : sums) {
        if (present()) (cell.*field).units = reader.wide();
    }
    for (const auto field : counts_after) {
        if (present()) cell.*field = reader.signed_number();
    }
    bool sane = true;
    if (present()) read_options(reader, cell, sane);
    if (present()) {
        for (auto& count : cell.findings)
            count = reader.signed_number();
    }
    if (present()) read_waits(reader, cell, sane);
    // A field that is announced and zero would give one cell two spellings.
    if (!sane || !reader.ok() || !reader.at_end() || mask_of(cell) != mask) {
        return broken("is cut short or malformed");
    }
    return cell;
}

} // namespace muster::report
