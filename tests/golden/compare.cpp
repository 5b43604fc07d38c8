#include "tests/golden/compare.hpp"

#include <algorithm>
#include <cmath>

namespace muster::golden {

namespace {

namespace json = boost::json;

// Below this a p-value is compared by its logarithm.
constexpr double tail = 1e-12;
constexpr double tail_tolerance = 1e-6;

bool is_near(double expected, double computed, double tolerance) {
    return std::abs(expected - computed) <=
           tolerance * std::max({1.0, std::abs(expected), std::abs(computed)});
}

bool is_near_in_tail(double expected, double computed) {
    if (expected <= 0 || computed <= 0) return expected == computed;
    const double wanted = std::log(expected);
    return std::abs(wanted - std::log(computed)) <= tail_tolerance * std::abs(wanted);
}

bool is_p_value(std::string_view name) {
    return name.starts_with("p_") || name.ends_with("_p") || name == "bh" || name == "holm";
}

class Comparison {
public:
    explicit Comparison(double tolerance) : tolerance_(tolerance) {}

    void
    object(const std::string& path, const json::object& expected, const json::object& computed) {
        for (const auto& [name, value] : expected) {
            const std::string here =
                path.empty() ? std::string(name) : path + "." + std::string(name);
            const auto* found = computed.if_contains(name);
            if (found == nullptr) {
                found_.push_back(
                    here + ": expected " + json::serialize(value) + ", is not computed"
                );
            } else {
                compare(here, value, *found);
            }
        }
        if (path.empty()) return;
        for (const auto& entry : computed) {
            if (expected.contains(entry.key())) continue;
            found_.push_back(path + "." + std::string(entry.key()) + ": is not expected");
        }
    }

    [[nodiscard]] std::vector<std::string> found() && { return std::move(found_); }

private:
    void
    compare(const std::string& path, const json::value& expected, const json::value& computed) {
        if (expected.is_object() && computed.is_object()) {
            object(path, expected.get_object(), computed.get_object());
        } else if (expected.is_array() && computed.is_array() &&
                   expected.get_array().size() == computed.get_array().size()) {
            for (std::size_t i = 0; i < expected.get_array().size(); ++i) {
                compare(
                    path + "[" + std::to_string(i) + "]",
                    expected.get_array()[i],
                    computed.get_array()[i]
                );
            }
        } else if (!agrees(path, expected, computed)) {
            found_.push_back(
                path + ": expected " + json::serialize(expected) + ", is " +
                json::serialize(computed)
            );
        }
    }

    [[nodiscard]] bool agrees(
        const std::string& path, const json::value& expected, const json::value& computed
    ) const {
        if (!expected.is_number() || !computed.is_number()) return expected == computed;
        const auto wanted = expected.to_number<double>();
        const auto got = computed.to_number<double>();
        const auto dot = path.find_last_of('.');
        const auto name = path.substr(dot == std::string::npos ? 0 : dot + 1);
        if (is_p_value(name.substr(0, name.find('['))) && wanted > 0 && wanted < tail) {
            return is_near_in_tail(wanted, got);
        }
        return is_near(wanted, got, tolerance_);
    }

    double tolerance_;
    std::vector<std::string> found_;
};

} // namespace

std::vector<std::string>
differences(const json::object& expected, const json::object& computed, double tolerance) {
    Comparison comparison(tolerance);
    comparison.object("", expected, computed);
    return std::move(comparison).found();
}

} // namespace muster::golden
