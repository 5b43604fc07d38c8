// Builds a table column by column and row by row, with the columns that figures always have: value,
// limits, base and method. For the two files that make report_tables().
#pragma once

#include "core/report/tables.hpp"

#include <utility>

namespace muster::report {

inline TableCell table_cell(const std::string& text) {
    return text;
}

inline TableCell table_cell(std::string_view text) {
    return std::string(text);
}

inline TableCell table_cell(std::int64_t count) {
    return count;
}

inline TableCell table_cell(const std::optional<double>& value) {
    if (!value) return std::monostate{};
    return *value;
}

inline TableCell table_flag(bool value) {
    return std::string(value ? "yes" : "");
}

// Every row() starts a new one.
class TableBuilder {
public:
    TableBuilder(std::string name, std::string title, std::string note = "") {
        table_.name = std::move(name);
        table_.title = std::move(title);
        table_.note = std::move(note);
    }

    TableBuilder& column(std::string key, std::string title, ColumnKind kind = ColumnKind::text) {
        table_.columns.push_back({std::move(key), std::move(title), kind});
        return *this;
    }

    // value, limits, n and method of a score under a common prefix.
    TableBuilder& score_columns(const std::string& prefix, const std::string& title) {
        column(prefix, title, ColumnKind::score);
        column(prefix + "_low", title + ", from", ColumnKind::score);
        column(prefix + "_high", title + ", to", ColumnKind::score);
        column(prefix + "_n", title + ", n", ColumnKind::count);
        return column(prefix + "_method", title + ", interval");
    }

    TableBuilder& rate_columns(const std::string& prefix, const std::string& title) {
        column(prefix + "_k", title + ", count", ColumnKind::count);
        column(prefix + "_n", title + ", of", ColumnKind::count);
        column(prefix, title, ColumnKind::share);
        column(prefix + "_low", title + ", from", ColumnKind::share);
        column(prefix + "_high", title + ", to", ColumnKind::share);
        return column(prefix + "_method", title + ", interval");
    }

    TableBuilder& change_columns() {
        column("change", "Change", ColumnKind::points);
        column("change_low", "Change, from", ColumnKind::points);
        return column("change_high", "Change, to", ColumnKind::points);
    }

    TableBuilder& row() {
        table_.rows.emplace_back();
        return *this;
    }

    template <class T>
    TableBuilder& add(const T& value) {
        table_.rows.back().push_back(table_cell(value));
        return *this;
    }

    TableBuilder& add_flag(bool value) {
        table_.rows.back().push_back(table_flag(value));
        return *this;
    }

    TableBuilder& add_score(const ScoreFigure& figure) {
        add(figure.value);
        limits(figure.interval);
        add(figure.audits);
        return add(figure.interval ? name_of(figure.method) : name_of(figure.status));
    }

    TableBuilder& add_rate(const RateFigure& figure) {
        add(figure.k);
        add(figure.n);
        add(figure.share);
        limits(figure.interval);
        return add(figure.interval ? name_of(figure.method) : name_of(figure.status));
    }

    TableBuilder& add_change(const ChangeFigure& figure) {
        add(figure.difference);
        return limits(figure.interval);
    }

    TableBuilder& limits(const std::optional<Interval>& interval) {
        add(interval ? std::optional(interval->low) : std::nullopt);
        return add(interval ? std::optional(interval->high) : std::nullopt);
    }

    Table done() { return std::move(table_); }

private:
    Table table_;
};

} // namespace muster::report
