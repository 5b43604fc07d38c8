// Expressions: parsed as in a checklist and as in a form, and evaluated on a small document.
#include "core/expression/evaluator.hpp"
#include "core/expression/parser.hpp"
#include "core/forms/xml_document.hpp"
#include "tests/fuzz/fuzzer.hpp"

using namespace muster;
using namespace muster::expression;

namespace {

const forms::XmlDocument& document() {
    static const auto read = forms::XmlDocument::read(
        "<d id='a'><r><q>1</q><q>2026-11-22</q></r><r><q/></r><p>52.1 0.2 3 4;52 0;51 1</p></d>",
        {{"t", "<root><item><name>x</name></item><item><name>y</name></item></root>"}}
    );
    return *read;
}

void evaluate_as(std::string_view text, bool bare_paths) {
    Resolver names;
    names.bare_paths = bare_paths;
    names.find = [](std::string_view name) -> std::optional<std::uint32_t> {
        return name == "q" ? std::optional<std::uint32_t>(0) : std::nullopt;
    };
    const auto program = parse(text, names);
    if (!program) return fuzz::check_refusal(program.error());
    const Context context{document(), document().main_document(), {1'795'381'329'500, -420}};
    const auto value = evaluate(*program, context);
    if (!value) return fuzz::check_refusal(value.error());
    // Every value has every kind, and a text is UTF-8 like its expression.
    to_number(*value, context);
    to_boolean(*value, context);
    to_text(*value, context);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    evaluate_as(fuzz::text_of_input(data, size), false);
    evaluate_as(fuzz::text_of_input(data, size), true);
    return 0;
}
