#include "core/forms/expression_cases.hpp"

#include "core/expression/evaluator.hpp"
#include "core/expression/parser.hpp"
#include "core/forms/xml_document.hpp"

#include <boost/json.hpp>

#include <cmath>

namespace muster::forms {

namespace {

namespace json = boost::json;
using expression::no_node;
using expression::NodeId;
using expression::NodeSet;

constexpr std::int64_t ms_per_day = 86'400'000;

struct Case {
    json::value id;
    std::string instance;
    std::map<std::string, std::string> namespaces;
    std::optional<std::string> context;
    std::string expression;
    std::string want;
    std::map<std::string, std::string> secondary;
    std::optional<std::string> today;
};

Result<std::string> text_member(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    if (value != nullptr && value->is_string()) return std::string(value->as_string());
    return fail(
        Code::invalid_input, "The case has no text '" + std::string(name) + "'.", "Add it."
    );
}

Result<std::map<std::string, std::string>>
texts_member(const json::object& object, std::string_view name) {
    std::map<std::string, std::string> out;
    const auto* value = object.if_contains(name);
    if (value == nullptr || value->is_null()) return out;
    if (value->is_object()) {
        for (const auto& [key, text] : value->as_object()) {
            if (!text.is_string()) break;
            out.emplace(key, text.as_string());
        }
        if (out.size() == value->as_object().size()) return out;
    }
    return fail(
        Code::invalid_input,
        "'" + std::string(name) + "' is not an object of texts.",
        "Write {\"name\": \"text\"}."
    );
}

Result<std::optional<std::string>>
optional_member(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    if (value == nullptr || value->is_null()) return std::optional<std::string>();
    auto text = text_member(object, name);
    if (!text) return error_of(text);
    return std::optional(std::move(*text));
}

Status read_case(const json::object& object, Case& out) {
    auto instance = text_member(object, "instance");
    if (!instance) return error_of(instance);
    auto expression = text_member(object, "expr");
    if (!expression) return error_of(expression);
    auto want = text_member(object, "want");
    if (!want) return error_of(want);
    auto namespaces = texts_member(object, "namespaces");
    if (!namespaces) return error_of(namespaces);
    auto secondary = texts_member(object, "secondary");
    if (!secondary) return error_of(secondary);
    auto context = optional_member(object, "context");
    if (!context) return error_of(context);
    auto today = optional_member(object, "today");
    if (!today) return error_of(today);
    out.instance = std::move(*instance);
    out.expression = std::move(*expression);
    out.want = std::move(*want);
    out.namespaces = std::move(*namespaces);
    out.secondary = std::move(*secondary);
    out.context = std::move(*context);
    out.today = std::move(*today);
    return {};
}

Result<expression::Value>
evaluate_text(std::string_view text, const Case& given, const expression::Context& context) {
    expression::Resolver names;
    names.bare_paths = true;
    names.uri_of = [&](std::string_view prefix) -> std::optional<std::string> {
        const auto found = given.namespaces.find(std::string(prefix));
        if (found == given.namespaces.end()) return std::nullopt;
        return found->second;
    };
    const auto program = expression::parse(text, names);
    if (!program) return error_of(program);
    return expression::evaluate(*program, context);
}

// The local date of the case, at the time of day that `now` has.
Result<WallTime> moment_of(const Case& given, WallTime now) {
    if (!given.today) return now;
    const auto date = parse_date(*given.today);
    if (!date) return error_of(date, "today");
    now.utc_ms += (days_since_epoch(*date) - days_since_epoch(local_date(now))) * ms_per_day;
    return now;
}

json::value json_of(double number) {
    if (std::isnan(number)) return "NaN";
    if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
    return number;
}

Result<json::value> wanted(
    const std::string& want, const expression::Value& value, const expression::Context& context
) {
    if (want == "number") return json_of(expression::to_number(value, context));
    if (want == "string") return json::value(expression::to_text(value, context));
    if (want == "boolean") return json::value(expression::to_boolean(value, context));
    const auto* nodes = std::get_if<NodeSet>(&value);
    const bool known = want == "nodeset-string" || want == "nodeset-values";
    if (!known) {
        return fail(
            Code::invalid_input,
            "There is no result of the kind '" + want + "'.",
            "Use number, string, boolean, nodeset-string or nodeset-values."
        );
    }
    if (nodes == nullptr) {
        return fail(Code::invalid_input, "The result is not a set of nodes.", "Ask for its value.");
    }
    if (want == "nodeset-string") return json::value(expression::to_text(value, context));
    json::array out;
    for (const auto node : *nodes)
        out.emplace_back(context.nodes.string_value(node));
    return json::value(std::move(out));
}

Result<json::value> answer(const Case& given, const WallTime& now, Entropy& entropy) {
    const auto document = XmlDocument::read(given.instance, given.secondary);
    if (!document) return error_of(document);
    const auto moment = moment_of(given, now);
    if (!moment) return error_of(moment);
    expression::Context context{*document, document->main_document(), *moment, &entropy};
    if (given.context) {
        const auto place = evaluate_text(*given.context, given, context);
        if (!place) return error_of(place, "context");
        const auto* nodes = std::get_if<NodeSet>(&*place);
        if (nodes == nullptr || nodes->size() != 1) {
            return fail(Code::not_found, "The context names no node.", "Write a path to one node.");
        }
        context.current = nodes->front();
    }
    const auto value = evaluate_text(given.expression, given, context);
    if (!value) return error_of(value);
    return wanted(given.want, *value, context);
}

} // namespace

std::string answer_case(std::string_view line, const WallTime& now, Entropy& entropy) {
    json::object out;
    out["id"] = nullptr;
    boost::system::error_code broken;
    const auto parsed = json::parse(line, broken);
    Result<json::value> result =
        fail(Code::invalid_input, "The line is not a JSON object.", "Write one object a line.");
    Case given;
    if (!broken && parsed.is_object()) {
        if (const auto* id = parsed.as_object().if_contains("id")) out["id"] = *id;
        const auto read = read_case(parsed.as_object(), given);
        result = read ? answer(given, now, entropy) : Result<json::value>(error_of(read));
    }
    out["ok"] = result.has_value();
    if (result) {
        out["type"] = given.want;
        out["value"] = std::move(*result);
    } else {
        out["error"] = result.error().text();
    }
    return json::serialize(out);
}

} // namespace muster::forms
