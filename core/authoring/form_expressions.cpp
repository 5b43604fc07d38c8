#include "core/authoring/form_expressions.hpp"

#include "core/authoring/text_tools.hpp"
#include "core/authoring/xml_name.hpp"
#include "core/expression/parser.hpp"

#include <algorithm>

namespace muster::authoring {

namespace {

constexpr std::string_view last_saved_mark = "last-saved#";

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' ||
           c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

std::unexpected<Error> malformed_reference(std::string_view text) {
    return fail(
        Code::invalid_input,
        "A reference to a question is malformed: " + std::string(text.substr(0, 40)),
        "Write ${name} with a question's name, without spaces, and close the brace."
    );
}

// Reads the reference that begins at `at` with ${ and moves behind it.
Status
read_reference(std::string_view text, std::size_t& at, ExpressionReferences::Name& reference) {
    const std::size_t end = text.find('}', at);
    if (end == std::string_view::npos) return malformed_reference(text.substr(at));
    std::string_view name = text.substr(at + 2, end - at - 2);
    reference.last_saved = name.starts_with(last_saved_mark);
    if (reference.last_saved) name.remove_prefix(last_saved_mark.size());
    if (!is_xml_name(name, true)) return malformed_reference(text.substr(at, end - at + 1));
    reference.name = name;
    at = end + 1;
    return {};
}

// Walks an expression once for what it refers to: strings, brackets, names and paths.
class Scan {
public:
    Scan(std::string_view text, ExpressionReferences& references)
        : text_(text), references_(references) {}

    Status run() {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '"' || c == '\'') {
                if (auto skipped = string(); !skipped) return skipped;
                operand_ = true;
            } else if (c == '(' || c == '[') {
                open_ += c;
                ++at_;
                operand_ = false;
            } else if (c == ')' || c == ']') {
                if (auto closed = close(c); !closed) return closed;
            } else if (text_.substr(at_).starts_with("${")) {
                ExpressionReferences::Name name;
                if (auto read = read_reference(text_, at_, name); !read) return read;
                references_.names.push_back(std::move(name));
                operand_ = true;
            } else if (is_white_space(c)) {
                ++at_;
            } else if (begins_path()) {
                path();
            } else if (is_digit(c) || c == '.') {
                number();
            } else {
                operand_ = false;
                ++at_;
            }
        }
        if (!open_.empty()) {
            return fail(
                Code::invalid_input,
                std::string("A ") + open_.back() + " is never closed.",
                "Close it, or remove it."
            );
        }
        return {};
    }

private:
    Status string() {
        const std::size_t end = text_.find(text_[at_], at_ + 1);
        if (end == std::string_view::npos) {
            return fail(
                Code::invalid_input,
                "A quote is never closed: " + std::string(text_.substr(at_, 40)),
                "Close it. A text with both kinds of quotes is written with concat()."
            );
        }
        last_string_ = text_.substr(at_ + 1, end - at_ - 1);
        if (after_pulldata_ && depth_of_pulldata_ == open_.size()) {
            references_.pulled_files.emplace_back(last_string_);
        }
        after_pulldata_ = false;
        at_ = end + 1;
        return {};
    }

    Status close(char c) {
        const char wanted = c == ')' ? '(' : '[';
        if (open_.empty() || open_.back() != wanted) {
            return fail(
                Code::invalid_input,
                std::string("A ") + c + " closes nothing.",
                "Open it before, or remove it."
            );
        }
        open_.pop_back();
        ++at_;
        operand_ = true;
        return {};
    }

    [[nodiscard]] bool begins_path() const {
        const char c = text_[at_];
        const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : ' ';
        if (c == '/') return true;
        if (c == '.') return !is_digit(next);
        return (is_name_byte(c) && !is_digit(c) && c != '-') || c == '@';
    }

    void number() {
        while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.'))
            ++at_;
        operand_ = true;
    }

    // Reads steps; predicates are left out of the path but walked by the loop above, because they
    // may hold paths of their own, which say nothing about dependence.
    void path() {
        const std::size_t begin = at_;
        while (at_ < text_.size()) {
            const char c = text_[at_];
            const bool part = is_name_byte(c) || c == '/' || c == '.' || c == '@' || c == ':';
            const bool star = c == '*' && at_ > begin && text_[at_ - 1] == '/';
            if (!part && !star) break;
            ++at_;
        }
        const std::string_view word = text_.substr(begin, at_ - begin);
        std::size_t next = at_;
        while (next < text_.size() && is_white_space(text_[next]))
            ++next;
        if (operand_) {
            // What goes on behind a call or a predicate is no path of its own; what does not begin
            // with / is the name of an operator: and, or, div, mod.
            operand_ = word.starts_with('/');
            return;
        }
        if (next < text_.size() && text_[next] == '(') {
            after_pulldata_ = word == "pulldata";
            depth_of_pulldata_ = open_.size() + 1;
            if (word == "current") current(next);
            return;
        }
        operand_ = true;
        std::string out(word);
        skip_predicates_of(out);
        if (open_.find('[') == std::string::npos) references_.paths.push_back(std::move(out));
    }

    // current()/.. outside a predicate is the same as ..
    void current(std::size_t bracket) {
        std::size_t behind = text_.find(')', bracket);
        if (behind == std::string_view::npos) return;
        ++behind;
        if (behind >= text_.size() || text_[behind] != '/') {
            return;
        }
        at_ = behind + 1;
        if (at_ < text_.size() && begins_path()) path();
    }

    // Behind a step's predicate the path may go on: a[1]/b is a/b.
    void skip_predicates_of(std::string& out) {
        for (;;) {
            std::size_t next = at_;
            while (next < text_.size() && is_white_space(text_[next]))
                ++next;
            if (next >= text_.size() || text_[next] != '[') return;
            const std::size_t end = end_of_predicate(next);
            if (end >= text_.size()) return; // the loop reports what is not closed
            const std::string_view inside = text_.substr(next + 1, end - next - 1);
            ExpressionReferences inner;
            if (!Scan(inside, inner).run()) return; // the loop walks it again and reports
            for (ExpressionReferences::Name& name : inner.names)
                references_.names.push_back(std::move(name));
            at_ = end + 1;
            std::size_t more = at_;
            while (more < text_.size() &&
                   (is_name_byte(text_[more]) || std::string_view("/.@:").contains(text_[more]) ||
                    (text_[more] == '*' && text_[more - 1] == '/')))
                ++more;
            out += text_.substr(at_, more - at_);
            at_ = more;
        }
    }

    [[nodiscard]] std::size_t end_of_predicate(std::size_t open) const {
        std::size_t depth = 0;
        for (std::size_t at = open; at < text_.size(); ++at) {
            const char c = text_[at];
            if (c == '"' || c == '\'') {
                at = text_.find(c, at + 1);
                if (at == std::string_view::npos) return text_.size();
            }
            if (c == '[') ++depth;
            if (c == ']' && --depth == 0) return at;
        }
        return text_.size();
    }

    std::string_view text_;
    ExpressionReferences& references_;
    std::size_t at_ = 0;
    std::string open_;
    bool operand_ = false; // a value stands before, so that a name is an operator
    bool after_pulldata_ = false;
    std::size_t depth_of_pulldata_ = 0;
    std::string_view last_string_;
};

// Whether the parser can read it. Functions that only a host knows and expressions beyond our
// limits are no faults of the form: they are refused once it becomes a checklist that needs them.
Status check_syntax(std::string_view text) {
    std::string written(text);
    for (auto at = written.find(last_saved_mark); at != std::string::npos;
         at = written.find(last_saved_mark, at)) {
        written.erase(at, last_saved_mark.size());
    }
    expression::Resolver names;
    names.find = [](std::string_view) { return std::optional<std::uint32_t>(0); };
    names.uri_of = [](std::string_view prefix) { return std::optional<std::string>(prefix); };
    names.bare_paths = true;
    const auto program = expression::parse(written, names);
    if (program) return {};
    const Code code = program.error().code;
    if (code == Code::unsupported || code == Code::resource_exhausted) return {};
    return error_of(program);
}

} // namespace

Status collect_names(std::string_view text, ExpressionReferences& references) {
    for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at)) {
        ExpressionReferences::Name name;
        if (auto read = read_reference(text, at, name); !read) return read;
        references.names.push_back(std::move(name));
    }
    return {};
}

Status check_expression(std::string_view text, ExpressionReferences& references) {
    if (std::ranges::all_of(text, is_white_space)) {
        return fail(Code::invalid_input, "The expression is empty.", "Write it, or remove it.");
    }
    if (auto scanned = Scan(text, references).run(); !scanned) return scanned;
    return check_syntax(text);
}

std::string_view single_reference(std::string_view text) {
    while (!text.empty() && is_white_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_white_space(text.back()))
        text.remove_suffix(1);
    if (!text.starts_with("${")) return {};
    std::size_t at = 0;
    ExpressionReferences::Name name;
    if (!read_reference(text, at, name) || at != text.size()) return {};
    text.remove_prefix(name.last_saved ? 2 + last_saved_mark.size() : 2);
    text.remove_suffix(1);
    return text;
}

bool is_dynamic_default(std::string_view text, bool is_date) {
    if (text.contains("${")) return true;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '"' || c == '\'') { // a quoted text is a value, even if it holds operators
            const std::size_t end = text.find(c, at + 1);
            if (end == std::string_view::npos) return false;
            at = end;
            continue;
        }
        const bool after_name = at > 0 && is_name_byte(text[at - 1]) && !is_digit(text[at - 1]);
        if ((c == '(' || c == '[') && after_name) return true;
        if (c == '|' || c == '*') return true;
        if (c == '+' && !is_date && at > 0) return true;
        const std::string_view rest = text.substr(at);
        if (rest.starts_with(" div ") || rest.starts_with(" mod ") || rest.starts_with(" - ")) {
            return true;
        }
    }
    return false;
}

} // namespace muster::authoring
