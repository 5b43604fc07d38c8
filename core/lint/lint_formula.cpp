#include "core/lint/lint_formula.hpp"

#include "core/expression/functions.hpp"

#include <algorithm>
#include <array>

namespace muster::lint {

using namespace expression;

namespace {

// Functions whose result follows from their arguments alone.
constexpr std::array<std::string_view, 48> pure_functions = {
    "true",
    "false",
    "not",
    "boolean",
    "boolean-from-string",
    "if",
    "coalesce",
    "checklist",
    "weighted-checklist",
    "selected",
    "selected-at",
    "count-selected",
    "jr:choice-name",
    "number",
    "abs",
    "int",
    "floor",
    "ceiling",
    "round",
    "min",
    "max",
    "sum",
    "pi",
    "pow",
    "sqrt",
    "exp",
    "exp10",
    "log",
    "log10",
    "string",
    "string-length",
    "concat",
    "join",
    "contains",
    "starts-with",
    "ends-with",
    "substring-before",
    "substring-after",
    "substring",
    "substr",
    "normalize-space",
    "translate",
    "regex",
    "count",
    "count-non-empty",
    "instance",
    "pulldata",
    "current",
};

// Those that mean '.' where they have no argument.
constexpr std::array<std::string_view, 4> focus_functions = {
    "number", "string", "string-length", "normalize-space"
};

template <class Names>
bool is_in(const Names& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

bool is_comparison(Operator op) {
    return op >= Operator::equal && op <= Operator::greater_equal;
}

Operator mirrored(Operator op) {
    switch (op) {
    case Operator::less:
        return Operator::greater;
    case Operator::less_equal:
        return Operator::greater_equal;
    case Operator::greater:
        return Operator::less;
    case Operator::greater_equal:
        return Operator::less_equal;
    case Operator::either:
    case Operator::both:
    case Operator::equal:
    case Operator::not_equal:
    case Operator::add:
    case Operator::subtract:
    case Operator::multiply:
    case Operator::divide:
    case Operator::modulo:
        break;
    }
    return op;
}

// Finds what a part's value follows from.
class Sources {
public:
    Sources(const Program& program, std::optional<std::uint32_t> focus, Atom& into)
        : program_(program), focus_(focus), into_(into) {}

    void visit(PartIndex part, bool in_predicate) {
        in_predicate_ = in_predicate;
        std::visit([&](const auto& each) { look(each); }, program_.parts[part]);
        in_predicate_ = in_predicate;
    }

private:
    void look(const NumberConstant&) {}

    void look(const TextConstant&) {}

    // All instances of a repeat are no one answer.
    void look(const Reference& reference) {
        if (reference.several) {
            into_.pure = false;
        } else {
            into_.questions.push_back(reference.target);
        }
    }

    // In a predicate '.' is a row of a table and no answer.
    void look(const FocusNode&) {
        if (!in_predicate_) focus();
    }

    void look(const Negation& negation) { visit(negation.operand, in_predicate_); }

    void look(const Chain& chain) {
        visit(chain.first, in_predicate_);
        for (const auto& link : chain.rest)
            visit(link.operand, in_predicate_);
    }

    void look(const Call& call) {
        const std::string_view name = call.function->name;
        into_.pure = into_.pure && is_in(pure_functions, name);
        const bool means_focus = call.arguments.empty() && is_in(focus_functions, name);
        if (name == "current" || (means_focus && !in_predicate_)) focus();
        for (const auto argument : call.arguments)
            visit(argument, in_predicate_);
    }

    void look(const Union& parts) {
        for (const auto operand : parts.operands)
            visit(operand, in_predicate_);
    }

    // Only tables of choices stay as they are while an audit is filled in.
    void look(const Path& path) {
        const bool in_predicate = in_predicate_;
        if (path.start == Path::Start::part) {
            const auto* call = std::get_if<Call>(&program_.parts[path.part]);
            into_.pure = into_.pure && call != nullptr && call->function->name == "instance";
            visit(path.part, in_predicate);
        } else if (path.start == Path::Start::document || !in_predicate) {
            into_.pure = false;
        }
        for (const auto& step : path.steps) {
            for (const auto predicate : step.predicates)
                visit(predicate, true);
        }
        in_predicate_ = in_predicate;
    }

    void look(const Filter& filter) {
        const bool in_predicate = in_predicate_;
        visit(filter.operand, in_predicate);
        for (const auto predicate : filter.predicates)
            visit(predicate, true);
        in_predicate_ = in_predicate;
    }

    void focus() {
        if (focus_) {
            into_.questions.push_back(*focus_);
        } else {
            into_.pure = false;
        }
    }

    const Program& program_;
    std::optional<std::uint32_t> focus_;
    Atom& into_;
    bool in_predicate_ = false;
};

class FormulaReader {
public:
    FormulaReader(const Program& program, std::optional<std::uint32_t> focus)
        : program_(program), focus_(focus) {}

    Formula read(PartIndex part) {
        if (const auto* chain = std::get_if<Chain>(&program_.parts[part])) {
            // All links of a chain have one precedence, so that one tells for all.
            const Operator op = chain->rest.empty() ? Operator::both : chain->rest.front().op;
            if (op == Operator::both || op == Operator::either) return read_chain(*chain, op);
        }
        if (const auto* call = std::get_if<Call>(&program_.parts[part])) {
            const std::string_view name = call->function->name;
            if (name == "true") return {Formula::Kind::always, {}, nullptr};
            if (name == "false") return {Formula::Kind::never, {}, nullptr};
            if (name == "boolean") return read(call->arguments.front());
            if (name == "not") {
                return {Formula::Kind::negation, {read(call->arguments.front())}, nullptr};
            }
        }
        return {Formula::Kind::atom, {}, std::make_shared<const Atom>(atom(part))};
    }

    Atom atom(PartIndex part) {
        Atom out;
        out.program = program_;
        out.program.root = part;
        out.focus = focus_;
        Sources(program_, focus_, out).visit(part, false);
        std::ranges::sort(out.questions);
        out.questions.erase(std::ranges::unique(out.questions).begin(), out.questions.end());
        out.comparison = comparison(part);
        out.selection = selection(part);
        return out;
    }

    [[nodiscard]] std::optional<Atom::Comparison> comparison(PartIndex part) const {
        if (const auto bare = question(part)) {
            return Atom::Comparison{*bare, Operator::not_equal, std::string()};
        }
        const auto* chain = std::get_if<Chain>(&program_.parts[part]);
        if (chain == nullptr || chain->rest.size() != 1 || !is_comparison(chain->rest[0].op)) {
            return std::nullopt;
        }
        const Chain::Link& link = chain->rest.front();
        const auto left = question(chain->first);
        const auto right = question(link.operand);
        if (left) {
            if (auto value = constant(link.operand))
                return Atom::Comparison{*left, link.op, *value};
        } else if (right) {
            if (auto value = constant(chain->first)) {
                return Atom::Comparison{*right, mirrored(link.op), *value};
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<Atom::Selection> selection(PartIndex part) const {
        const auto* call = std::get_if<Call>(&program_.parts[part]);
        if (call == nullptr || call->function->name != "selected") return std::nullopt;
        const auto of = question(call->arguments[0]);
        const auto* name = std::get_if<TextConstant>(&program_.parts[call->arguments[1]]);
        if (!of || name == nullptr) return std::nullopt;
        return Atom::Selection{*of, name->value};
    }

private:
    Formula read_chain(const Chain& chain, Operator op) {
        Formula out;
        out.kind = op == Operator::both ? Formula::Kind::all : Formula::Kind::any;
        out.parts.push_back(read(chain.first));
        for (const auto& link : chain.rest)
            out.parts.push_back(read(link.operand));
        return out;
    }

    [[nodiscard]] std::optional<std::uint32_t> question(PartIndex part) const {
        if (const auto* reference = std::get_if<Reference>(&program_.parts[part])) {
            return reference->several ? std::nullopt : std::optional(reference->target);
        }
        if (std::holds_alternative<FocusNode>(program_.parts[part])) return focus_;
        return std::nullopt;
    }

    [[nodiscard]] std::optional<std::variant<double, std::string>> constant(PartIndex part) const {
        const Part& there = program_.parts[part];
        if (const auto* number = std::get_if<NumberConstant>(&there)) return number->value;
        if (const auto* text = std::get_if<TextConstant>(&there)) return text->value;
        const auto* negation = std::get_if<Negation>(&there);
        if (negation == nullptr) return std::nullopt;
        const auto* number = std::get_if<NumberConstant>(&program_.parts[negation->operand]);
        if (number == nullptr) return std::nullopt;
        return negation->changes_sign ? -number->value : number->value;
    }

    const Program& program_;
    std::optional<std::uint32_t> focus_;
};

void collect(const Formula& formula, std::vector<const Atom*>& into) {
    if (formula.atom) into.push_back(formula.atom.get());
    for (const auto& part : formula.parts)
        collect(part, into);
}

// The one column that a path names, as filters have it.
const std::string* column_of(const Part& part) {
    const auto* path = std::get_if<Path>(&part);
    if (path == nullptr || path->start != Path::Start::focus || path->steps.size() != 1) {
        return nullptr;
    }
    const Step& step = path->steps.front();
    const bool plain = step.axis == Axis::child && step.test.kind == NodeTest::Kind::name &&
                       step.predicates.empty();
    return plain ? &step.test.local : nullptr;
}

bool has_predicates(const Part& part) {
    if (std::holds_alternative<Filter>(part)) return true;
    const auto* path = std::get_if<Path>(&part);
    return path != nullptr && std::ranges::any_of(path->steps, [](const Step& step) {
               return !step.predicates.empty();
           });
}

std::optional<std::string> column_text(const checklist::Choice& choice, const std::string& column) {
    if (column == "name") return choice.name;
    if (column == "label") return choice.label.translations.front().text;
    const auto* value = checklist::find_value(choice.columns, column);
    if (value == nullptr) return std::nullopt;
    return *value;
}

} // namespace

Formula formula_of(const Program& program, std::optional<std::uint32_t> focus) {
    return FormulaReader(program, focus).read(program.root);
}

Tests tests_in(const Program& program, std::optional<std::uint32_t> focus) {
    if (std::ranges::any_of(program.parts, has_predicates)) focus.reset();
    const FormulaReader reader(program, focus);
    Tests out;
    for (PartIndex part = 0; part < program.parts.size(); ++part) {
        const bool chain = std::holds_alternative<Chain>(program.parts[part]);
        if (auto found = reader.comparison(part); found && chain) {
            out.comparisons.push_back(std::move(*found));
        }
        if (auto found = reader.selection(part)) out.selections.push_back(std::move(*found));
    }
    return out;
}

Atom value_of_program(const Program& program, std::optional<std::uint32_t> focus) {
    return FormulaReader(program, focus).atom(program.root);
}

std::vector<const Atom*> atoms_in(const Formula& formula) {
    std::vector<const Atom*> out;
    collect(formula, out);
    return out;
}

std::vector<std::uint32_t> questions_in(const Formula& formula) {
    std::vector<std::uint32_t> out;
    for (const Atom* atom : atoms_in(formula))
        out.insert(out.end(), atom->questions.begin(), atom->questions.end());
    std::ranges::sort(out);
    out.erase(std::ranges::unique(out).begin(), out.end());
    return out;
}

std::optional<Program> filter_on_choice(const Program& offered, const checklist::Choice& choice) {
    const auto* path = std::get_if<Path>(&offered.parts[offered.root]);
    if (path == nullptr || path->steps.size() != 2 || path->steps[1].predicates.size() != 1) {
        return std::nullopt;
    }
    Program out = offered;
    out.root = path->steps[1].predicates.front();
    for (PartIndex part = 0; part < out.parts.size(); ++part) {
        // Inside a predicate of its own a bare word is the column of another table.
        if (part != offered.root && has_predicates(out.parts[part])) return std::nullopt;
        const std::string* column = column_of(out.parts[part]);
        if (column == nullptr) continue;
        // A choice without the column gives an empty set of nodes, which no constant stands for.
        auto text = column_text(choice, *column);
        if (!text) return std::nullopt;
        out.parts[part] = TextConstant{std::move(*text)};
    }
    return out;
}

} // namespace muster::lint
