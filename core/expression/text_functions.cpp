// Texts: XPath 1.0 section 4.2, and what ODK adds (regex, substr, join, digest). Positions count
// characters.
#include "core/base/keys.hpp"
#include "core/base/utf8.hpp"
#include "core/expression/digest.hpp"
#include "core/expression/functions.hpp"
#include "core/expression/limits.hpp"

#include <array>
#include <cmath>

namespace muster::expression {

namespace {

constexpr std::size_t many = limits::arguments_max;

// The argument as text, or the node in focus where the call has none.
Result<std::string> text_or_focus(Arguments& arguments) {
    const auto value = arguments.value_or_focus(0);
    if (!value) return error_of(value);
    return to_text(*value, arguments.context());
}

struct TwoTexts {
    std::string first;
    std::string second;
};

Result<TwoTexts> two_texts(Arguments& arguments) {
    auto first = arguments.text(0);
    if (!first) return error_of(first);
    auto second = arguments.text(1);
    if (!second) return error_of(second);
    return TwoTexts{std::move(*first), std::move(*second)};
}

Result<Value> string(Arguments& arguments) {
    auto text = text_or_focus(arguments);
    if (!text) return error_of(text);
    return Value(std::move(*text));
}

Result<Value> string_length(Arguments& arguments) {
    const auto text = text_or_focus(arguments);
    if (!text) return error_of(text);
    return Value(static_cast<double>(count_code_points(*text)));
}

// One text after the other, with `between` where it is given; every node of a node-set counts.
Result<Value> joined(Arguments& arguments, std::size_t first, std::string_view between) {
    const auto texts = arguments.texts_from(first);
    if (!texts) return error_of(texts);
    std::string out;
    bool begun = false;
    for (const auto& text : *texts) {
        if (begun) out += between;
        begun = true;
        out += text;
        if (out.size() > limits::result_bytes_max) {
            return arguments.bad(
                Code::resource_exhausted,
                "The text grows beyond " + std::to_string(limits::result_bytes_max) + " bytes.",
                "Put fewer texts together."
            );
        }
    }
    return Value(std::move(out));
}

Result<Value> concat(Arguments& arguments) {
    return joined(arguments, 0, {});
}

Result<Value> join(Arguments& arguments) {
    const auto between = arguments.text(0);
    if (!between) return error_of(between);
    return joined(arguments, 1, *between);
}

Result<Value> contains(Arguments& arguments) {
    const auto texts = two_texts(arguments);
    if (!texts) return error_of(texts);
    return Value(texts->first.find(texts->second) != std::string::npos);
}

Result<Value> starts_with(Arguments& arguments) {
    const auto texts = two_texts(arguments);
    if (!texts) return error_of(texts);
    return Value(texts->first.starts_with(texts->second));
}

Result<Value> ends_with(Arguments& arguments) {
    const auto texts = two_texts(arguments);
    if (!texts) return error_of(texts);
    return Value(texts->first.ends_with(texts->second));
}

Result<Value> substring_before(Arguments& arguments) {
    const auto texts = two_texts(arguments);
    if (!texts) return error_of(texts);
    const std::size_t at = texts->first.find(texts->second);
    return Value(at == std::string::npos ? std::string() : texts->first.substr(0, at));
}

Result<Value> substring_after(Arguments& arguments) {
    const auto texts = two_texts(arguments);
    if (!texts) return error_of(texts);
    const std::size_t at = texts->first.find(texts->second);
    return Value(
        at == std::string::npos ? std::string() : texts->first.substr(at + texts->second.size())
    );
}

// The characters whose places, counted from 0, satisfy `keep`.
template <class Keep>
std::string kept(std::string_view text, Keep keep) {
    std::string out;
    double place = 0;
    for (std::size_t at = 0; at < text.size(); ++place) {
        const std::size_t begin = at;
        next_code_point(text, at);
        if (keep(place)) out += text.substr(begin, at - begin);
    }
    return out;
}

// XPath 1.0 section 4.2: positions count from 1, and both arguments are rounded.
Result<Value> substring(Arguments& arguments) {
    const auto text = arguments.text(0);
    if (!text) return error_of(text);
    const auto from = arguments.number(1);
    if (!from) return error_of(from);
    const double first = std::floor(*from + 0.5);
    if (arguments.size() == 2) {
        return Value(kept(*text, [&](double place) { return place + 1 >= first; }));
    }
    const auto length = arguments.number(2);
    if (!length) return error_of(length);
    const double end = first + std::floor(*length + 0.5);
    return Value(kept(*text, [&](double place) { return place + 1 >= first && place + 1 < end; }));
}

// ODK: substr(text, start, end?), counted from 0, without the end; negative counts from the end.
Result<Value> substr(Arguments& arguments) {
    const auto text = arguments.text(0);
    if (!text) return error_of(text);
    const auto size = static_cast<double>(count_code_points(*text));
    const auto place = [size](double value) {
        if (std::isnan(value)) return 0.0;
        const double whole = std::trunc(value);
        return whole < 0 ? std::fmax(0, size + whole) : std::fmin(whole, size);
    };
    const auto start = arguments.number(1);
    if (!start) return error_of(start);
    double end = size;
    if (arguments.size() == 3) {
        const auto given = arguments.number(2);
        if (!given) return error_of(given);
        end = place(*given);
    }
    const double first = place(*start);
    return Value(kept(*text, [&](double at) { return at >= first && at < end; }));
}

Result<Value> normalize_space(Arguments& arguments) {
    const auto text = text_or_focus(arguments);
    if (!text) return error_of(text);
    std::string out;
    for (const auto word : split_words(*text)) {
        if (!out.empty()) out += ' ';
        out += word;
    }
    return Value(std::move(out));
}

// Each character found in `from` becomes the one at the same place in `to`, or goes.
Result<Value> translate(Arguments& arguments) {
    const auto texts = two_texts(arguments);
    if (!texts) return error_of(texts);
    const auto to = arguments.text(2);
    if (!to) return error_of(to);
    const auto characters = [](std::string_view text) {
        std::u32string out;
        for (std::size_t at = 0; at < text.size();)
            out.push_back(next_code_point(text, at));
        return out;
    };
    const std::u32string from = characters(texts->second);
    const std::u32string into = characters(*to);
    std::string out;
    for (const char32_t c : characters(texts->first)) {
        const std::size_t place = from.find(c);
        if (place == std::u32string::npos) {
            append_utf8(out, c);
        } else if (place < into.size()) {
            append_utf8(out, into[place]);
        }
    }
    return Value(std::move(out));
}

Result<Value> regex(Arguments& arguments) {
    const auto text = arguments.text(0);
    if (!text) return error_of(text);
    Result<bool> matches = false;
    if (const Regex* constant = arguments.constant_regex()) {
        matches = constant->matches(*text);
    } else {
        const auto pattern = arguments.text(1);
        if (!pattern) return error_of(pattern);
        const auto computed = Regex::compile(*pattern);
        matches = computed ? computed->matches(*text) : Result<bool>(error_of(computed));
    }
    if (matches) return Value(*matches);
    const Error& error = matches.error();
    return arguments.bad(error.code, error.message, error.hint);
}

// ODK: digest(text, algorithm, encoding?), the encoding being base64 or hex.
Result<Value> digest_(Arguments& arguments) {
    const auto texts = two_texts(arguments);
    if (!texts) return error_of(texts);
    std::string encoding = "base64";
    if (arguments.size() == 3) {
        auto given = arguments.text(2);
        if (!given) return error_of(given);
        encoding = std::move(*given);
    }
    const auto hash = digest(texts->second, view(texts->first));
    if (!hash) {
        return arguments.bad(
            Code::invalid_input,
            "There is no algorithm " + texts->second + ".",
            "Use MD5, SHA-1, SHA-256, SHA-384 or SHA-512."
        );
    }
    if (encoding == "hex") return Value(to_hex(*hash));
    if (encoding == "base64") return Value(to_base64(*hash));
    return arguments.bad(
        Code::invalid_input, "There is no encoding " + encoding + ".", "Use base64 or hex."
    );
}

// What decodes to no text, because it is not UTF-8 or holds a NUL, is the empty one.
std::string text_within(ByteView bytes) {
    const std::string_view text = text_of(bytes);
    if (first_bad_utf8(text) || text.find('\0') != std::string_view::npos) return {};
    return std::string(text);
}

// The empty text for what is no base64.
Result<Value> base64_decode(Arguments& arguments) {
    const auto text = arguments.text(0);
    if (!text) return error_of(text);
    const auto bytes = from_base64url(*text);
    return Value(bytes ? text_within(*bytes) : std::string());
}

// extract-signed(code, key): the text behind the Ed25519 signature (64 bytes) in a base64 code,
// where the base64 public key made it; else the empty text.
Result<Value> extract_signed(Arguments& arguments) {
    const auto texts = two_texts(arguments);
    if (!texts) return error_of(texts);
    const auto code = from_base64url(texts->first);
    const auto key = from_base64url(texts->second);
    constexpr std::size_t signature_size = 64;
    if (!code || !key || code->size() < signature_size) return Value(std::string());
    const ByteView whole = *code;
    const auto author = PublicKey::from(*key);
    const auto signature = Signature::from(whole.first(signature_size));
    const auto message = whole.subspan(signature_size);
    if (!author || !verify_plain(*author, *signature, message)) return Value(std::string());
    return Value(text_within(message));
}

constexpr std::array<Function, 17> functions = {{
    {"string", 0, 1, string},
    {"string-length", 0, 1, string_length},
    {"concat", 0, many, concat},
    {"join", 1, many, join},
    {"contains", 2, 2, contains},
    {"starts-with", 2, 2, starts_with},
    {"ends-with", 2, 2, ends_with},
    {"substring-before", 2, 2, substring_before},
    {"substring-after", 2, 2, substring_after},
    {"substring", 2, 3, substring},
    {"substr", 2, 3, substr},
    {"normalize-space", 0, 1, normalize_space},
    {"translate", 3, 3, translate},
    {"regex", 2, 2, regex},
    {"digest", 2, 3, digest_},
    {"base64-decode", 1, 1, base64_decode},
    {"extract-signed", 2, 2, extract_signed},
}};

} // namespace

std::span<const Function> text_functions() {
    return functions;
}

} // namespace muster::expression
