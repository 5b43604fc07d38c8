#include "core/forms/xml_check.hpp"

#include "core/base/text_tools.hpp"
#include "core/base/utf8.hpp"
#include "core/forms/limits.hpp"

#include <expat.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace muster::forms {

namespace {

struct Words {
    XML_Error code;
    std::string_view message;
    std::string_view hint;
};

// What people get wrong most often, in words of what to do; for the rest expat has its own.
constexpr Words words[] = {
    {XML_ERROR_NO_ELEMENTS, "The document ends before it is complete.", "Is it the whole file?"},
    {XML_ERROR_JUNK_AFTER_DOC_ELEMENT,
     "Something stands behind the root element.",
     "Keep one root element and nothing behind it."},
    {XML_ERROR_DUPLICATE_ATTRIBUTE,
     "An element has the same attribute twice.",
     "Remove one of them."},
    {XML_ERROR_UNBOUND_PREFIX,
     "A prefix is not declared.",
     "Declare it with xmlns:prefix=\"…\", or leave it out."},
    {XML_ERROR_UNDEFINED_ENTITY,
     "An entity is not defined.",
     "XML knows &amp; &lt; &gt; &quot; and &apos; alone: write the character itself."},
    {XML_ERROR_INVALID_TOKEN,
     "Something that XML does not allow stands here.",
     "Write &lt; for < and &amp; for &, and close every tag and quote."},
};

// expat reads the text and keeps nothing but where it is.
class Checker {
public:
    explicit Checker(std::string_view text)
        : text_(text), parser_(XML_ParserCreateNS("UTF-8", ' '), &XML_ParserFree) {
        XML_SetUserData(parser_.get(), this);
        XML_SetXmlDeclHandler(parser_.get(), on_declaration);
        XML_SetStartDoctypeDeclHandler(parser_.get(), on_doctype);
        XML_SetElementHandler(parser_.get(), on_start, on_end);
        XML_SetSkippedEntityHandler(parser_.get(), on_skipped_entity);
    }

    XmlFault run() {
        const auto* bytes = text_.data();
        const auto size = static_cast<int>(text_.size()); // within xml_bytes_max
        if (XML_Parse(parser_.get(), bytes, size, XML_TRUE) == XML_STATUS_OK) return {};
        if (fault_.message.empty()) take_error();
        return fault_;
    }

private:
    static Checker& self(void* user) { return *static_cast<Checker*>(user); }

    static void
    on_declaration(void* user, const XML_Char*, const XML_Char* encoding, int /*standalone*/) {
        if (encoding == nullptr || lower_case(encoding) == "utf-8") return;
        self(user).refuse(
            "The encoding " + std::string(encoding) + " is not read.",
            "Save the file as UTF-8 and let its XML declaration say so."
        );
    }

    static void on_doctype(
        void* user, const XML_Char*, const XML_Char*, const XML_Char*, int has_internal_subset
    ) {
        if (has_internal_subset == 0) return;
        self(user).refuse(
            "The DOCTYPE declares things of its own (a DTD subset).",
            "Remove the DOCTYPE; a form needs none."
        );
    }

    static void on_start(void* user, const XML_Char* name, const XML_Char**) {
        auto& checker = self(user);
        if (checker.open_.size() >= limits::xml_depth_max) {
            return checker.refuse(
                "Elements are nested deeper than " + std::to_string(limits::xml_depth_max) + ".",
                "Take some of the groups apart."
            );
        }
        const std::string_view full = name; // "uri local"
        checker.open_.emplace_back(full.substr(full.find(' ') + 1));
    }

    static void on_end(void* user, const XML_Char*) { self(user).open_.pop_back(); }

    // With a DOCTYPE expat takes an unknown entity for one that the DTD may define.
    static void on_skipped_entity(void* user, const XML_Char* name, int) {
        self(user).refuse(
            "The entity &" + std::string(name) + "; is not defined.",
            "XML knows &amp; &lt; &gt; &quot; and &apos; alone: write the character itself."
        );
    }

    void refuse(std::string message, std::string hint) {
        if (!fault_.message.empty()) return;
        fault_.message = std::move(message);
        fault_.hint = std::move(hint);
        take_place();
        XML_StopParser(parser_.get(), XML_FALSE);
    }

    void take_place() {
        fault_.line = XML_GetCurrentLineNumber(parser_.get());
        fault_.column = XML_GetCurrentColumnNumber(parser_.get()) + 1;
    }

    void take_error() {
        take_place();
        const auto code = XML_GetErrorCode(parser_.get());
        if (code == XML_ERROR_TAG_MISMATCH) {
            fault_.message = "Another element than " + open_.back() + " is closed.";
            fault_.hint = "Begin and end tags must match.";
            return;
        }
        if (code == XML_ERROR_INVALID_TOKEN && first_bad_utf8(text_)) {
            fault_.message = "The text is not UTF-8.";
            fault_.hint = "Save the file as UTF-8 and let its XML declaration say so.";
            return;
        }
        const auto* const found = std::ranges::find(words, code, &Words::code);
        if (found != std::end(words)) {
            fault_.message = found->message;
            fault_.hint = found->hint;
            return;
        }
        fault_.message = "This is no XML: " + std::string(XML_ErrorString(code)) + ".";
        fault_.hint = "Correct it at the place named.";
    }

    std::string_view text_;
    std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser_;
    std::vector<std::string> open_; // local names
    XmlFault fault_;
};

} // namespace

XmlFault check_xml(std::string_view text) {
    if (text.size() > limits::xml_bytes_max) {
        return {
            .line = 1,
            .column = 1,
            .message =
                "The document is larger than " + std::to_string(limits::xml_bytes_max) + " bytes.",
            .hint = "Split it, or leave out what is not needed."
        };
    }
    return Checker(text).run();
}

} // namespace muster::forms
