// Paths in an XForm's expressions as ${name}, which is how checklists and XLSForms refer to
// questions.
#include "core/checklist/checklist.hpp"
#include "core/expression/lexer.hpp"
#include "core/forms/xform_parts.hpp"

#include <algorithm>

namespace muster::forms {

namespace {

using expression::ends_operand;
using expression::Token;
using expression::TokenKind;

bool is_step(const Token& token) {
    return token.kind == TokenKind::name || token.kind == TokenKind::dot ||
           token.kind == TokenKind::dot_dot;
}

// Rewrites one expression. What is no plain path to a named node stays as it is.
class PathRewriter {
public:
    using Names = std::unordered_map<std::size_t, std::string>; // by node

    PathRewriter(
        const InstanceTree& instance,
        const Names& names,
        std::string_view text,
        const std::vector<Token>& tokens,
        std::size_t context
    )
        : instance_(instance), names_(names), text_(text), tokens_(tokens), context_(context) {}

    // In a choice filter relative paths are columns of the table.
    std::string run(bool in_predicate) {
        depth_ = in_predicate ? 1 : 0;
        for (at_ = 0; tokens_[at_].kind != TokenKind::end;) {
            if (!path()) step();
        }
        out_ += text_.substr(copied_);
        return std::move(out_);
    }

private:
    // Moves over one token.
    void step() {
        const Token& token = tokens_[at_];
        if (token.kind == TokenKind::bracket_open) ++depth_;
        if (token.kind == TokenKind::bracket_close && depth_ > 0) --depth_;
        if (token.kind == TokenKind::literal) literal(token);
        ++at_;
    }

    // jr:choice-name(…, '/data/town') names a question in quotes.
    void literal(const Token& token) {
        if (!token.text.starts_with('/')) return;
        const std::string name = name_at(token.text, 0);
        if (!name.empty()) replace(token.offset + 1, token.text.size(), "${" + name + "}");
    }

    bool path() {
        const Token& first = tokens_[at_];
        const TokenKind before = at_ > 0 ? tokens_[at_ - 1].kind : TokenKind::end;
        const bool goes_on = ends_operand(before) || before == TokenKind::slash ||
                             before == TokenKind::double_slash || before == TokenKind::at ||
                             before == TokenKind::axis;
        if (goes_on) return false;
        std::size_t begin = at_;
        bool absolute = false;
        if (first.kind == TokenKind::slash) {
            absolute = true;
            ++begin;
        } else if (is_current()) {
            begin += 4; // current ( ) /
        } else if (depth_ > 0 || !is_step(first) || first.kind == TokenKind::dot) {
            return false;
        }
        std::size_t end = begin;
        while (is_step(tokens_[end])) {
            ++end;
            if (tokens_[end].kind != TokenKind::slash || !is_step(tokens_[end + 1])) break;
            ++end;
        }
        if (end == begin) return false;
        const TokenKind next = tokens_[end].kind;
        if (next == TokenKind::paren_open || next == TokenKind::slash ||
            next == TokenKind::double_slash || next == TokenKind::axis ||
            next == TokenKind::bracket_open) {
            return false;
        }
        const std::size_t from = tokens_[begin].offset;
        const Token& last = tokens_[end - 1];
        const std::string_view steps = text_.substr(from, last.offset + last.text.size() - from);
        const std::string name =
            name_at(absolute ? "/" + std::string(steps) : std::string(steps), context_);
        if (name.empty()) return false;
        const std::size_t start = first.offset;
        replace(start, last.offset + last.text.size() - start, "${" + name + "}");
        at_ = end;
        return true;
    }

    [[nodiscard]] bool is_current() const {
        const auto kind = [&](std::size_t ahead) {
            return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead].kind : TokenKind::end;
        };
        return kind(0) == TokenKind::name && tokens_[at_].text == "current" &&
               kind(1) == TokenKind::paren_open && kind(2) == TokenKind::paren_close &&
               kind(3) == TokenKind::slash;
    }

    [[nodiscard]] std::string name_at(std::string_view path, std::size_t context) const {
        const InstancePath found = instance_.resolve(path, context);
        if (found.kind != InstancePath::Kind::found) return {};
        const auto name = names_.find(found.node);
        return name == names_.end() ? std::string() : name->second;
    }

    void replace(std::size_t from, std::size_t size, const std::string& with) {
        out_ += text_.substr(copied_, from - copied_);
        out_ += with;
        copied_ = from + size;
    }

    const InstanceTree& instance_;
    const Names& names_;
    std::string_view text_;
    const std::vector<Token>& tokens_;
    std::size_t context_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0; // of brackets
    std::size_t copied_ = 0;
    std::string out_;
};

class NameWriter {
public:
    NameWriter(const XformModel& model, Form& form) : instance_(model.instance), form_(form) {}

    void write() {
        collect(form_.items);
        rewrite(form_.items);
    }

private:
    // One node may have two controls; its name is that of the first.
    void collect(std::vector<Item>& items) {
        for (Item& item : items) {
            if (!item.path.empty()) {
                const std::size_t node = instance_.resolve(item.path, 0).node;
                std::string name = item.name;
                for (std::size_t n = 2; !taken_.insert(name).second; ++n)
                    name = item.name + "_" + std::to_string(n);
                item.name = name;
                names_.try_emplace(node, std::move(name));
            }
            collect(item.items);
        }
    }

    void rewrite(std::vector<Item>& items) {
        for (Item& item : items) {
            const std::size_t node = item.path.empty() ? 1 : instance_.resolve(item.path, 0).node;
            for (std::string* text :
                 {&item.relevant,
                  &item.required,
                  &item.read_only,
                  &item.constraint,
                  &item.calculation,
                  &item.repeat_count,
                  &item.trigger}) {
                *text = with_names(*text, node, false);
            }
            if (checklist::is_expression_default(item.default_value)) {
                item.default_value = with_names(item.default_value, node, false);
            }
            item.choices.filter = with_names(item.choices.filter, node, true);
            for (FurtherColumn& column : item.further) {
                const bool is_rule = column.name == "bind::muster:evidence_when";
                if (is_rule) column.value = with_names(column.value, node, false);
            }
            warn_of_outputs(item);
            rewrite(item.items);
        }
    }

    std::string with_names(const std::string& text, std::size_t context, bool in_predicate) const {
        if (text.empty()) return text;
        const auto tokens = expression::tokenize(text);
        if (!tokens) return text; // the reader has accepted it: beyond our limits
        return PathRewriter(instance_, names_, text, *tokens, context).run(in_predicate);
    }

    // text_with_outputs() writes an output that is more than a path as {{…}}.
    void warn_of_outputs(const Item& item) {
        for (const auto& [language, text] : item.label) {
            if (!text.contains("{{") || form_.warnings.size() >= 200) continue;
            form_.warnings.push_back(
                {item.place, "The label computes a text, which is shown as it is written."}
            );
            return;
        }
    }

    const InstanceTree& instance_;
    Form& form_;
    std::set<std::string, std::less<>> taken_;
    PathRewriter::Names names_;
};

} // namespace

void write_names(const XformModel& model, Form& form) {
    NameWriter(model, form).write();
}

} // namespace muster::forms
