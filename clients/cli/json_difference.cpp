#include "clients/cli/json_difference.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <cmath>

namespace muster::cli {

namespace json = boost::json;

namespace {

class Comparison {
public:
    Comparison(double tolerance, std::size_t count_max)
        : tolerance_(tolerance), count_max_(count_max) {}

    void compare(const json::value& left, const json::value& right, const std::string& path) {
        if (found_.size() >= count_max_) return;
        if (left.is_object() && right.is_object()) {
            compare(left.get_object(), right.get_object(), path);
        } else if (left.is_array() && right.is_array()) {
            compare(left.get_array(), right.get_array(), path);
        } else if (left.is_number() && right.is_number()) {
            const double a = left.to_number<double>();
            const double b = right.to_number<double>();
            if (std::abs(a - b) > tolerance_) differ(path, left, right);
        } else if (left != right) {
            differ(path, left, right);
        }
    }

    std::vector<std::string> take() { return std::move(found_); }

private:
    void compare(const json::object& left, const json::object& right, const std::string& path) {
        for (const auto& member : left) {
            const std::string inner = path.empty()
                                          ? std::string(member.key())
                                          : fmt::format("{}.{}", path, std::string(member.key()));
            const auto* other = right.if_contains(member.key());
            compare(member.value(), other == nullptr ? json::value() : *other, inner);
        }
        for (const auto& member : right) {
            if (left.contains(member.key())) continue;
            differ(
                path.empty() ? std::string(member.key())
                             : fmt::format("{}.{}", path, std::string(member.key())),
                json::value(),
                member.value()
            );
        }
    }

    void compare(const json::array& left, const json::array& right, const std::string& path) {
        if (left.size() != right.size()) {
            if (found_.size() < count_max_) {
                found_.push_back(
                    fmt::format("{}: {} entries, {} recomputed", path, left.size(), right.size())
                );
            }
            return;
        }
        for (std::size_t i = 0; i < left.size(); ++i) {
            compare(left[i], right[i], fmt::format("{}[{}]", path, i));
        }
    }

    void differ(const std::string& path, const json::value& left, const json::value& right) {
        if (found_.size() >= count_max_) return;
        const auto shown = [](const json::value& value) {
            return value.is_null() ? std::string("nothing") : json::serialize(value).substr(0, 80);
        };
        found_.push_back(fmt::format("{}: {}, {} recomputed", path, shown(left), shown(right)));
    }

    double tolerance_;
    std::size_t count_max_;
    std::vector<std::string> found_;
};

} // namespace

std::vector<std::string> differences(
    const json::value& left, const json::value& right, double tolerance, std::size_t count_max
) {
    Comparison comparison(tolerance, count_max);
    comparison.compare(left, right, {});
    return comparison.take();
}

} // namespace muster::cli
