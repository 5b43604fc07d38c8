#include "core/authoring/xml_check.hpp"

#include "core/authoring/limits.hpp"
#include "core/authoring/text_tools.hpp"
#include "core/base/utf8.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace muster::authoring {

namespace {

constexpr std::string_view xml_namespace = "http://www.w3.org/XML/1998/namespace";
constexpr std::string_view xmlns_namespace = "http://www.w3.org/2000/xmlns/";

struct Range {
    char32_t first;
    char32_t last;
};

constexpr std::array name_start = {
    Range{'A', 'Z'},
    Range{'_', '_'},
    Range{'a', 'z'},
    Range{0xC0, 0xD6},
    Range{0xD8, 0xF6},
    Range{0xF8, 0x2FF},
    Range{0x370, 0x37D},
    Range{0x37F, 0x1FFF},
    Range{0x200C, 0x200D},
    Range{0x2070, 0x218F},
    Range{0x2C00, 0x2FEF},
    Range{0x3001, 0xD7FF},
    Range{0xF900, 0xFDCF},
    Range{0xFDF0, 0xFFFD},
    Range{0x10000, 0xEFFFF},
};
constexpr std::array name_more = {
    Range{'-', '.'},
    Range{'0', '9'},
    Range{0xB7, 0xB7},
    Range{0x300, 0x36F},
    Range{0x203F, 0x2040},
};

template <std::size_t N>
bool in(char32_t c, const std::array<Range, N>& ranges) {
    return std::ranges::any_of(ranges, [c](Range r) { return c >= r.first && c <= r.last; });
}

bool is_char(char32_t c) {
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) ||
           (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

// The end of the name that begins at `at`; `at` where there is none.
std::size_t name_end(std::string_view text, std::size_t at) {
    std::size_t next = at;
    while (next < text.size()) {
        std::size_t probe = next;
        const char32_t c = next_code_point(text, probe);
        if (!in(c, name_start) && (next == at || !in(c, name_more))) break;
        next = probe;
    }
    return next;
}

struct Attribute {
    std::string_view prefix;
    std::string_view local;
    std::string_view value;
    std::size_t at = 0;
};

struct Namespace {
    std::string_view prefix;
    std::string_view uri;
};

struct Open {
    std::string_view name;
    std::size_t namespaces = 0; // how many were in scope before it
};

class Checker {
public:
    explicit Checker(std::string_view text) : text_(text) {}

    XmlFault check() {
        if (check_characters()) document();
        if (!fault_.message.empty()) place_fault();
        return fault_;
    }

private:
    bool bad(std::size_t at, std::string message, std::string hint) {
        if (fault_.message.empty()) {
            fault_at_ = at;
            fault_.message = std::move(message);
            fault_.hint = std::move(hint);
        }
        return false;
    }

    void place_fault() {
        const std::string_view before = text_.substr(0, fault_at_);
        fault_.line = 1 + static_cast<std::size_t>(std::ranges::count(before, '\n'));
        const std::size_t line_begin = before.rfind('\n');
        fault_.column =
            line_begin == std::string_view::npos ? fault_at_ + 1 : fault_at_ - line_begin;
    }

    bool check_characters() {
        if (const auto broken = first_bad_utf8(text_)) {
            return bad(
                *broken,
                "The text is not UTF-8.",
                "Save the file as UTF-8 and let its XML declaration say so."
            );
        }
        for (std::size_t at = 0; at < text_.size();) {
            const auto byte = static_cast<unsigned char>(text_[at]);
            if (byte >= 0x20 && byte < 0x80) {
                ++at;
                continue;
            }
            const std::size_t begin = at;
            const char32_t c = next_code_point(text_, at);
            if (!is_char(c)) {
                return bad(
                    begin,
                    "A character that XML does not allow stands here.",
                    "Remove it; control characters cannot be part of a form."
                );
            }
        }
        return true;
    }

    [[nodiscard]] bool has(std::string_view what) const {
        return text_.substr(at_).starts_with(what);
    }

    void skip_spaces() {
        while (at_ < text_.size() && is_white_space(text_[at_]))
            ++at_;
    }

    void document() {
        if (has("\xEF\xBB\xBF")) at_ += 3;
        if (has("<?xml") && at_ + 5 < text_.size() && is_white_space(text_[at_ + 5])) {
            if (!declaration()) return;
        }
        bool root_seen = false;
        bool doctype_seen = false;
        while (at_ < text_.size()) {
            if (is_white_space(text_[at_])) {
                ++at_;
            } else if (has("<!--")) {
                if (!comment()) return;
            } else if (has("<?")) {
                if (!instruction()) return;
            } else if (has("<!DOCTYPE")) {
                if (root_seen || doctype_seen) {
                    bad(at_, "A second DOCTYPE, or one behind the root.", "Remove it.");
                    return;
                }
                doctype_seen = true;
                if (!doctype()) return;
            } else if (text_[at_] == '<') {
                if (root_seen) {
                    bad(at_, "The document has more than one root element.", "Keep one.");
                    return;
                }
                root_seen = true;
                if (!elements()) return;
            } else {
                bad(at_, "Text stands outside the root element.", "Remove it.");
                return;
            }
        }
        if (!root_seen) bad(at_, "The document has no root element.", "Is this an XML file?");
    }

    bool declaration() {
        const std::size_t end = text_.find("?>", at_);
        if (end == std::string_view::npos) {
            return bad(at_, "The XML declaration does not end.", "End it with ?>.");
        }
        const std::size_t encoding = text_.substr(at_, end - at_).find("encoding");
        if (encoding != std::string_view::npos) {
            std::string_view rest = text_.substr(at_ + encoding, end - at_ - encoding);
            const std::size_t open = rest.find_first_of("\"'");
            const std::size_t close =
                open == std::string_view::npos ? open : rest.find(rest[open], open + 1);
            if (close == std::string_view::npos) {
                return bad(at_, "The encoding has no value.", "Write encoding=\"UTF-8\".");
            }
            std::string name(rest.substr(open + 1, close - open - 1));
            std::ranges::transform(name, name.begin(), [](char c) {
                return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
            });
            if (name != "UTF-8" && name != "UTF8" && name != "US-ASCII" && name != "ASCII") {
                return bad(
                    at_ + encoding,
                    "The encoding " + name + " is not read.",
                    "Save the file as UTF-8."
                );
            }
        }
        at_ = end + 2;
        return true;
    }

    bool comment() {
        const std::size_t end = text_.find("--", at_ + 4);
        if (end == std::string_view::npos || text_.substr(end, 3) != "-->") {
            return bad(at_, "A comment does not end, or has -- in it.", "End it with -->.");
        }
        at_ = end + 3;
        return true;
    }

    bool instruction() {
        const std::size_t begin = at_ + 2;
        const std::size_t name = name_end(text_, begin);
        const std::size_t end = text_.find("?>", begin);
        if (name == begin || end == std::string_view::npos) {
            return bad(at_, "A processing instruction has no name or no end.", "Remove it.");
        }
        std::string target(text_.substr(begin, name - begin));
        std::ranges::transform(target, target.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        if (target == "xml") {
            return bad(
                at_,
                "An XML declaration stands inside the document.",
                "It must be the very first thing in the file."
            );
        }
        at_ = end + 2;
        return true;
    }

    bool doctype() {
        const std::size_t end = text_.find_first_of("[>", at_);
        if (end == std::string_view::npos) return bad(at_, "The DOCTYPE does not end.", "End it.");
        if (text_[end] == '[') {
            return bad(
                end,
                "The DOCTYPE declares things of its own (a DTD subset).",
                "Remove the DOCTYPE; a form needs none."
            );
        }
        at_ = end + 1;
        return true;
    }

    bool elements() {
        do {
            if (has("<!--")) {
                if (!comment()) return false;
            } else if (has("<![CDATA[")) {
                const std::size_t end = text_.find("]]>", at_);
                if (end == std::string_view::npos) {
                    return bad(at_, "A CDATA section does not end.", "End it with ]]>.");
                }
                at_ = end + 3;
            } else if (has("<?")) {
                if (!instruction()) return false;
            } else if (has("</")) {
                if (!end_tag()) return false;
            } else if (text_[at_] == '<') {
                if (!start_tag()) return false;
            } else if (!character_data()) {
                return false;
            }
        } while (!open_.empty() && at_ < text_.size());
        if (!open_.empty()) {
            return bad(
                text_.size(),
                "The element " + std::string(open_.back().name) + " does not end.",
                "Is the file complete?"
            );
        }
        return true;
    }

    bool character_data() {
        const std::size_t end = std::min(text_.find('<', at_), text_.size());
        const std::string_view data = text_.substr(at_, end - at_);
        if (const std::size_t cdata = data.find("]]>"); cdata != std::string_view::npos) {
            return bad(at_ + cdata, "]]> stands in text.", "Write ]]&gt;.");
        }
        if (!references(data, at_)) return false;
        at_ = end;
        return true;
    }

    bool references(std::string_view data, std::size_t begin) {
        for (std::size_t at = data.find('&'); at != std::string_view::npos;
             at = data.find('&', at + 1)) {
            const std::size_t end = data.find(';', at);
            const std::string_view name =
                end == std::string_view::npos ? "" : data.substr(at + 1, end - at - 1);
            if (name == "amp" || name == "lt" || name == "gt" || name == "quot" || name == "apos") {
                continue;
            }
            if (name.starts_with('#')) {
                const bool hexadecimal = name.starts_with("#x");
                const std::string_view digits = name.substr(hexadecimal ? 2 : 1);
                std::uint32_t code = 0;
                const auto [stop, problem] = std::from_chars(
                    digits.data(), digits.data() + digits.size(), code, hexadecimal ? 16 : 10
                );
                if (!digits.empty() && problem == std::errc() &&
                    stop == digits.data() + digits.size() && is_char(code)) {
                    continue;
                }
            }
            return bad(
                begin + at,
                "An & begins no entity that XML knows.",
                "Write &amp; for a plain &; only &amp; &lt; &gt; &quot; &apos; and numbers are "
                "read."
            );
        }
        return true;
    }

    // Reads "name" or "prefix:name" and moves behind it.
    bool qualified(std::string_view& prefix, std::string_view& local) {
        const std::size_t begin = at_;
        std::size_t end = name_end(text_, at_);
        if (end == begin) return bad(at_, "A name is missing or malformed here.", "Write one.");
        prefix = {};
        local = text_.substr(begin, end - begin);
        if (end < text_.size() && text_[end] == ':') {
            const std::size_t second = end + 1;
            end = name_end(text_, second);
            if (end == second) return bad(at_, "A name ends with a colon.", "Remove it.");
            prefix = local;
            local = text_.substr(second, end - second);
        }
        at_ = end;
        return true;
    }

    bool start_tag() {
        if (open_.size() >= limits::xml_depth_max) {
            return bad(
                at_,
                "Elements are nested deeper than " + std::to_string(limits::xml_depth_max) + ".",
                "No form needs that."
            );
        }
        const std::size_t tag_at = at_++;
        std::string_view prefix;
        std::string_view local;
        if (!qualified(prefix, local)) return false;
        const std::string_view name = text_.substr(tag_at + 1, at_ - tag_at - 1);
        const std::size_t namespaces = namespaces_.size();
        bool closed = false;
        if (!attributes(closed)) return false;
        if (!resolve(prefix, tag_at) || !unique_attributes()) return false;
        if (closed) {
            namespaces_.resize(namespaces);
        } else {
            open_.push_back({name, namespaces});
        }
        return true;
    }

    bool attributes(bool& closed) {
        attributes_.clear();
        for (;;) {
            const std::size_t before = at_;
            skip_spaces();
            if (at_ >= text_.size()) return bad(before, "A tag does not end.", "End it with >.");
            if (text_[at_] == '>') {
                ++at_;
                return true;
            }
            if (has("/>")) {
                at_ += 2;
                closed = true;
                return true;
            }
            if (at_ == before)
                return bad(at_, "A space is missing before an attribute.", "Add it.");
            Attribute attribute;
            attribute.at = at_;
            if (!qualified(attribute.prefix, attribute.local)) return false;
            if (!attribute_value(attribute)) return false;
            declare(attribute);
            attributes_.push_back(attribute);
            if (!fault_.message.empty()) return false;
        }
    }

    bool attribute_value(Attribute& attribute) {
        skip_spaces();
        if (at_ >= text_.size() || text_[at_] != '=') {
            return bad(attribute.at, "An attribute has no value.", "Write name=\"value\".");
        }
        ++at_;
        skip_spaces();
        if (at_ >= text_.size() || (text_[at_] != '"' && text_[at_] != '\'')) {
            return bad(attribute.at, "An attribute's value has no quotes.", "Put it in quotes.");
        }
        const std::size_t end = text_.find(text_[at_], at_ + 1);
        if (end == std::string_view::npos) {
            return bad(attribute.at, "An attribute's value does not end.", "Close its quotes.");
        }
        attribute.value = text_.substr(at_ + 1, end - at_ - 1);
        if (const std::size_t less = attribute.value.find('<'); less != std::string_view::npos) {
            return bad(at_ + 1 + less, "A < stands in an attribute's value.", "Write &lt;.");
        }
        if (!references(attribute.value, at_ + 1)) return false;
        at_ = end + 1;
        return true;
    }

    void declare(const Attribute& attribute) {
        const bool prefixed = attribute.prefix == "xmlns";
        if (!prefixed && !(attribute.prefix.empty() && attribute.local == "xmlns")) return;
        const std::string_view prefix = prefixed ? attribute.local : std::string_view{};
        const bool is_xml = prefix == "xml" || attribute.value == xml_namespace;
        if (prefix == "xmlns" || attribute.value == xmlns_namespace ||
            (is_xml && (prefix != "xml" || attribute.value != xml_namespace)) ||
            (prefixed && attribute.value.empty())) {
            bad(attribute.at, "This namespace cannot be declared so.", "Remove the declaration.");
            return;
        }
        namespaces_.push_back({prefix, attribute.value});
    }

    // The URI of a prefix; null where it is not declared.
    [[nodiscard]] const Namespace* find(std::string_view prefix) const {
        for (std::size_t i = namespaces_.size(); i-- > 0;) {
            if (namespaces_[i].prefix == prefix) return &namespaces_[i];
        }
        return nullptr;
    }

    bool resolve(std::string_view prefix, std::size_t at) {
        if (prefix.empty() || prefix == "xml" || find(prefix)) return true;
        return bad(
            at,
            "The prefix " + std::string(prefix) + " is not declared.",
            "Add xmlns:" + std::string(prefix) + "=\"…\" to this element or one around it."
        );
    }

    bool unique_attributes() {
        for (std::size_t i = 0; i < attributes_.size(); ++i) {
            const Attribute& one = attributes_[i];
            if (one.prefix != "xmlns" && !resolve(one.prefix, one.at)) return false;
        }
        if (attributes_.size() > 64) {
            return bad(attributes_[64].at, "An element has more than 64 attributes.", "Split it.");
        }
        for (std::size_t i = 0; i < attributes_.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                if (same(attributes_[i], attributes_[j])) {
                    return bad(
                        attributes_[i].at,
                        "The attribute " + std::string(attributes_[i].local) + " is given twice.",
                        "Remove one of them."
                    );
                }
            }
        }
        return true;
    }

    [[nodiscard]] bool same(const Attribute& a, const Attribute& b) const {
        if (a.local != b.local) return false;
        if (a.prefix == b.prefix) return true;
        if (a.prefix.empty() || b.prefix.empty()) return false;
        const Namespace* of_a = find(a.prefix);
        const Namespace* of_b = find(b.prefix);
        return of_a && of_b && of_a->uri == of_b->uri;
    }

    bool end_tag() {
        const std::size_t tag_at = at_;
        at_ += 2;
        std::string_view prefix;
        std::string_view local;
        if (!qualified(prefix, local)) return false;
        const std::string_view name = text_.substr(tag_at + 2, at_ - tag_at - 2);
        skip_spaces();
        if (at_ >= text_.size() || text_[at_] != '>') {
            return bad(tag_at, "An end tag does not end.", "End it with >.");
        }
        ++at_;
        if (open_.empty()) {
            return bad(tag_at, "An end tag closes nothing.", "Remove it, or write what it ends.");
        }
        if (open_.back().name != name) {
            return bad(
                tag_at,
                "The element " + std::string(open_.back().name) + " is closed as " +
                    std::string(name) + ".",
                "Begin and end tags must match."
            );
        }
        namespaces_.resize(open_.back().namespaces);
        open_.pop_back();
        return true;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<Open> open_;
    std::vector<Namespace> namespaces_;
    std::vector<Attribute> attributes_;
    XmlFault fault_;
    std::size_t fault_at_ = 0;
};

} // namespace

XmlFault check_xml(std::string_view text) {
    return Checker(text).check();
}

bool is_xml_name(std::string_view name, bool qualified) {
    std::size_t end = name_end(name, 0);
    if (end == 0) return false;
    if (qualified && end < name.size() && name[end] == ':') {
        const std::size_t second = end + 1;
        end = name_end(name, second);
        if (end == second) return false;
    }
    return end == name.size();
}

} // namespace muster::authoring
