#include "core/forms/xlsform_parameters.hpp"

#include "core/base/text_tools.hpp"
#include "core/forms/form_expressions.hpp"
#include "core/forms/form_types.hpp"
#include "core/forms/xml_name.hpp"

#include <algorithm>
#include <charconv>
#include <initializer_list>

namespace muster::forms {

namespace {

using Parameters = std::map<std::string, std::string>;

bool is_delimiter(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == ';';
}

const std::string* find(const Parameters& parameters, const std::string& key) {
    const auto found = parameters.find(key);
    return found == parameters.end() ? nullptr : &found->second;
}

std::optional<double> number(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<long long> integer(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    long long value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// The check of one row's parameters; every refusal names the same cell.
class Checker {
public:
    Checker(const Item& item, const Form& form, const Place& place)
        : item_(item), parameters_(item.parameters), form_(form), place_(place) {}

    FormStatus check() {
        switch (item_.type) {
        case ItemType::text:
            if (auto keys = only({"rows"}); !keys) return keys;
            return needs_integer("rows");
        case ItemType::image:
            return image();
        case ItemType::audio:
            if (auto keys = only({"quality"}); !keys) return keys;
            return one_of("quality", {"voice-only", "low", "normal", "external"});
        case ItemType::background_audio:
            if (auto keys = only({"quality"}); !keys) return keys;
            return one_of("quality", {"voice-only", "low", "normal"});
        case ItemType::geopoint:
        case ItemType::geotrace:
        case ItemType::geoshape:
            return geography();
        case ItemType::audit:
            return audit();
        case ItemType::range:
            if (auto keys =
                    only({"start", "end", "step", "tick_interval", "placeholder", "tick_labelset"});
                !keys) {
                return keys;
            }
            return check_range_parameters(item_, form_, place_);
        case ItemType::select_one:
        case ItemType::select_multiple:
        case ItemType::select_one_external:
        case ItemType::rank:
            return select();
        default:
            return {}; // other types ignore what the column says
        }
    }

private:
    [[nodiscard]] FormStatus bad(std::string message, std::string hint) const {
        return refuse(place_, std::move(message), std::move(hint));
    }

    [[nodiscard]] FormStatus only(std::initializer_list<std::string_view> keys) const {
        for (const auto& [key, value] : parameters_) {
            if (is_one_of(keys, key)) continue;
            std::string known;
            for (const std::string_view one : keys)
                known += (known.empty() ? "" : ", ") + std::string(one);
            return bad(
                "The parameter " + key + " is not known for this type of question.",
                "Known are: " + known + "."
            );
        }
        return {};
    }

    [[nodiscard]] FormStatus
    one_of(const std::string& key, std::initializer_list<std::string_view> values) const {
        const std::string* value = find(parameters_, key);
        if (!value || is_one_of(values, *value)) return {};
        std::string known;
        for (const std::string_view one : values)
            known += (known.empty() ? "" : ", ") + std::string(one);
        return bad(
            "The parameter " + key + " cannot be " + *value + ".", "It can be: " + known + "."
        );
    }

    [[nodiscard]] FormStatus needs_integer(const std::string& key) const {
        const std::string* value = find(parameters_, key);
        if (!value || integer(*value)) return {};
        return bad(
            "The parameter " + key + " must be a whole number, not " + *value + ".",
            "Write for example " + key + "=1000."
        );
    }

    [[nodiscard]] FormStatus needs_number(const std::string& key) const {
        const std::string* value = find(parameters_, key);
        if (!value || number(*value)) return {};
        return bad(
            "The parameter " + key + " must be a number, not " + *value + ".",
            "Write for example " + key + "=2.5."
        );
    }

    [[nodiscard]] FormStatus image() const {
        if (auto keys = only({"max-pixels", "app"}); !keys) return keys;
        if (auto pixels = needs_integer("max-pixels"); !pixels) return pixels;
        const std::string* app = find(parameters_, "app");
        // Other appearances start no other program, so that its name does not matter.
        if (!app || (!item_.appearance.empty() && item_.appearance != "annotate")) return {};
        const bool good = app->contains('.') && !app->ends_with('.') && !app->starts_with('.') &&
                          !app->contains("..") && segments_are_good(*app);
        if (good) return {};
        return bad(
            "The parameter app is no Android package name: " + *app,
            "Write letters, digits and underscores between dots, each part beginning with a "
            "letter: app=com.example.camera."
        );
    }

    static bool segments_are_good(std::string_view name) {
        bool begins = true;
        for (const char c : name) {
            const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            const bool more = (c >= '0' && c <= '9') || c == '_';
            if (c == '.') {
                begins = true;
                continue;
            }
            if (!letter && (begins || !more)) return false;
            begins = false;
        }
        return true;
    }

    [[nodiscard]] FormStatus geography() const {
        auto keys = item_.type == ItemType::geopoint
                        ? only(
                              {"allow-mock-accuracy",
                               "capture-accuracy",
                               "warning-accuracy",
                               "reference-geometry"}
                          )
                        : only({"allow-mock-accuracy", "incremental", "reference-geometry"});
        if (!keys) return keys;
        if (auto good = one_of("allow-mock-accuracy", {"true", "false"}); !good) return good;
        if (auto good = needs_number("capture-accuracy"); !good) return good;
        if (auto good = needs_number("warning-accuracy"); !good) return good;
        const std::string* incremental = find(parameters_, "incremental");
        if (incremental && yes_no(*incremental) != true) {
            return bad(
                "The parameter incremental can only be true.",
                "Write incremental=true, or leave it."
            );
        }
        return {};
    }

    [[nodiscard]] FormStatus audit() const {
        if (auto keys = only(
                {"location-priority",
                 "location-min-interval",
                 "location-max-age",
                 "track-changes",
                 "identify-user",
                 "track-changes-reasons"}
            );
            !keys) {
            return keys;
        }
        if (auto good = one_of("track-changes", {"true", "false"}); !good) return good;
        if (auto good = one_of("identify-user", {"true", "false"}); !good) return good;
        if (auto good = one_of("track-changes-reasons", {"on-form-edit"}); !good) return good;
        const std::string* priority = find(parameters_, "location-priority");
        const std::string* interval = find(parameters_, "location-min-interval");
        const std::string* age = find(parameters_, "location-max-age");
        if (!priority && !interval && !age) return {};
        if (!priority || !interval || !age) {
            return bad(
                "An audit with places needs location-priority, location-min-interval and "
                "location-max-age.",
                "Give all three, or none."
            );
        }
        if (auto good =
                one_of("location-priority", {"no-power", "low-power", "balanced", "high-accuracy"});
            !good) {
            return good;
        }
        if (auto good = needs_integer("location-min-interval"); !good) return good;
        if (auto good = needs_integer("location-max-age"); !good) return good;
        if (*integer(*interval) < 0 || *integer(*age) < *integer(*interval)) {
            return bad(
                "location-max-age must not be less than location-min-interval, nor either below 0.",
                "Write for example location-min-interval=60 location-max-age=120."
            );
        }
        return {};
    }

    [[nodiscard]] FormStatus select() const {
        auto keys = item_.choices.kind == ChoiceSource::Kind::file
                        ? only({"randomize", "seed", "value", "label"})
                        : only({"randomize", "seed"});
        if (!keys) return keys;
        if (auto good = one_of("randomize", {"true", "false"}); !good) return good;
        const std::string* seed = find(parameters_, "seed");
        if (seed && !find(parameters_, "randomize")) {
            return bad("A seed needs randomize=true.", "Add randomize=true, or remove the seed.");
        }
        if (seed && single_reference(*seed).empty() && !number(*seed)) {
            return bad(
                "The seed must be a number or a reference to a question, not " + *seed + ".",
                "Write for example seed=${start}."
            );
        }
        for (const char* key : {"value", "label"}) {
            const std::string* column = find(parameters_, key);
            if (!column || is_plain_name(*column)) continue;
            return bad(
                std::string("The parameter ") + key + " is no name of a column: " + *column,
                "Begin with a letter or underscore; letters, digits, dots and dashes may follow."
            );
        }
        return {};
    }

    static bool is_plain_name(std::string_view text) {
        const bool ascii =
            std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
        return ascii && is_xml_name(text, false);
    }

    const Item& item_;
    const Parameters& parameters_;
    const Form& form_;
    const Place& place_;
};

} // namespace

FormResult<Parameters> read_parameters(std::string_view text, const Place& place) {
    static constexpr std::initializer_list<std::string_view> kept_as_written = {
        "label", "value", "reference-geometry", "tick_labelset", "seed", "app"
    };
    // Tokens are what stands between delimiters and = signs; three in a row make a pair.
    std::vector<std::string> tokens;
    for (std::size_t at = 0; at < text.size();) {
        if (is_delimiter(text[at])) {
            ++at;
            continue;
        }
        const std::size_t begin = at;
        if (text[at] == '=') {
            ++at;
        } else {
            while (at < text.size() && !is_delimiter(text[at]) && text[at] != '=')
                ++at;
        }
        tokens.emplace_back(text.substr(begin, at - begin));
    }
    Parameters out;
    for (std::size_t i = 0; i < tokens.size(); i += 3) {
        const bool pair = i + 2 < tokens.size() && tokens[i] != "=" && tokens[i + 1] == "=" &&
                          tokens[i + 2] != "=";
        if (!pair) {
            return refuse(
                place,
                "The parameters are no pairs: " + std::string(text),
                "Write key1=value1 key2=value2."
            );
        }
        const std::string key = lower_case(tokens[i]);
        out[key] = is_one_of(kept_as_written, key) ? tokens[i + 2] : lower_case(tokens[i + 2]);
    }
    return out;
}

FormStatus check_parameters(const Item& item, const Form& form, const Place& place) {
    return Checker(item, form, place).check();
}

} // namespace muster::forms
