#include "core/lint/lint_domain.hpp"

#include "core/checklist/check.hpp"
#include "core/checklist/limits.hpp"
#include "core/checklist/range_parameters.hpp"
#include "core/expression/value.hpp"

#include <algorithm>
#include <cmath>

namespace muster::lint {

using namespace checklist;
using expression::Operator;

namespace {

constexpr std::size_t subset_choices_max = 8; // 255 answers to a question of many choices
constexpr std::size_t rank_choices_max = 4;   // 24 rankings
constexpr std::int64_t range_steps_max = 250;
constexpr double number_max = 999'999'999'999'999;

std::vector<std::string> whole_numbers(std::int64_t from, std::int64_t to) {
    std::vector<std::string> out;
    for (auto i = from; i <= to; ++i)
        out.push_back(std::to_string(i));
    return out;
}

std::vector<std::string> names_of(const ChoiceList& list) {
    std::vector<std::string> out;
    for (const auto& choice : list.choices)
        out.push_back(choice.name);
    return out;
}

// Every set of names but the empty one, each in the order given.
std::vector<std::string> subsets(const std::vector<std::string>& names) {
    std::vector<std::string> out;
    for (std::size_t set = 1; set < std::size_t{1} << names.size(); ++set) {
        std::string text;
        for (std::size_t i = 0; i < names.size(); ++i) {
            if ((set >> i & 1) != 0) text += (text.empty() ? "" : " ") + names[i];
        }
        out.push_back(std::move(text));
    }
    return out;
}

std::vector<std::string> rankings(std::vector<std::string> names) {
    std::vector<std::string> out;
    std::ranges::sort(names);
    do {
        std::string text;
        for (const auto& name : names)
            text += (text.empty() ? "" : " ") + name;
        out.push_back(std::move(text));
    } while (std::ranges::next_permutation(names).found);
    return out;
}

std::optional<std::vector<std::string>> steps_of(const Question& question) {
    const RangeParameters range = range_parameters(question);
    const double steps =
        std::floor((to_double(range.end) - to_double(range.start)) / to_double(range.step) + 1e-9);
    if (!(steps >= 0) || steps > static_cast<double>(range_steps_max)) return std::nullopt;
    std::vector<std::string> out;
    for (int i = 0; i <= static_cast<int>(steps); ++i) {
        const auto at = decimal_from(to_double(range.start) + i * to_double(range.step));
        if (!at) return std::nullopt;
        out.push_back(to_text(*at));
    }
    return out;
}

// Which numbers a type has.
struct Numbers {
    double least = -number_max;
    double most = number_max;
    bool whole = false;

    void add(double number, std::vector<double>& into) const {
        if (number >= least && number <= most) into.push_back(number);
    }
};

std::optional<Numbers> numbers_of(const Question& question) {
    const QuestionType type = question.type;
    if (type == QuestionType::integer) return Numbers{.whole = true};
    if (type == QuestionType::counter) return Numbers{.least = 0, .whole = true};
    if (type == QuestionType::decimal) return Numbers{};
    if (type == QuestionType::stopwatch) {
        return Numbers{.least = 0, .most = static_cast<double>(limits::duration_ms_max) / 1'000};
    }
    if (type != QuestionType::range) return std::nullopt;
    const RangeParameters range = range_parameters(question);
    return Numbers{.least = to_double(range.start), .most = to_double(range.end)};
}

struct Constants {
    std::vector<double> numbers; // sorted
    std::vector<std::string> texts;
};

Constants constants_in(std::uint32_t question, const std::vector<const Atom*>& atoms) {
    Constants out;
    for (const Atom* atom : atoms) {
        if (!atom->comparison || atom->comparison->question != question) continue;
        double number = 0;
        if (const auto* text = std::get_if<std::string>(&atom->comparison->constant)) {
            out.texts.push_back(*text);
            number = expression::text_to_number(*text, 0);
        } else {
            number = std::get<double>(atom->comparison->constant);
        }
        if (!std::isnan(number)) out.numbers.push_back(number);
    }
    std::ranges::sort(out.numbers);
    out.numbers.erase(std::ranges::unique(out.numbers).begin(), out.numbers.end());
    return out;
}

// The constants, and something between, below and above them.
std::vector<double> around(const std::vector<double>& constants, const Numbers& type) {
    std::vector<double> out;
    for (std::size_t i = 0; i < constants.size(); ++i) {
        const double at = constants[i];
        if (type.whole) {
            for (const double step : {-1, 0, 1, 2})
                type.add(std::floor(at) + step, out);
            continue;
        }
        type.add(at, out);
        if (i + 1 < constants.size()) type.add((at + constants[i + 1]) / 2, out);
    }
    if (constants.empty()) {
        type.add(std::clamp(1.0, type.least, type.most), out);
    } else if (!type.whole) {
        type.add(constants.front() - 1, out);
        type.add(constants.back() + 1, out);
    }
    if (std::isfinite(type.least) && type.least > -number_max) out.push_back(type.least);
    if (type.most < number_max) out.push_back(type.most);
    std::ranges::sort(out);
    out.erase(std::ranges::unique(out).begin(), out.end());
    return out;
}

void add_number(double number, std::vector<std::string>& into) {
    if (const auto exact = decimal_from(number)) into.push_back(to_text(*exact));
}

// A text may be a number too, and the same number may be spelled in two ways.
std::vector<std::string> texts_around(const Constants& constants) {
    std::vector<std::string> out = constants.texts;
    if (!constants.numbers.empty()) {
        for (const double number : around(constants.numbers, {})) {
            add_number(number, out);
            if (out.empty()) continue;
            const bool point = out.back().find('.') != std::string::npos;
            out.push_back(out.back() + (point ? "0" : ".0"));
        }
    }
    std::string other = "something else";
    while (std::ranges::find(out, other) != out.end())
        other += " again";
    out.push_back(std::move(other));
    std::erase(out, std::string());
    return out;
}

// Of the names that are asked for every set, and one of the others.
Domain
selections(const ChoiceList& list, std::uint32_t question, const std::vector<const Atom*>& atoms) {
    std::vector<std::string> asked;
    std::string other;
    for (const auto& choice : list.choices) {
        const bool is_asked = std::ranges::any_of(atoms, [&](const Atom* atom) {
            return atom->selection && atom->selection->question == question &&
                   atom->selection->name == choice.name;
        });
        if (!is_asked) {
            other = choice.name;
        } else if (asked.size() < subset_choices_max) {
            asked.push_back(choice.name);
        }
    }
    Domain out{{}, asked, false};
    if (!other.empty()) asked.push_back(other);
    out.values = subsets(asked);
    return out;
}

Domain complete(std::vector<std::string> values) {
    return {std::move(values), {}, true};
}

} // namespace

std::optional<Domain> complete_domain(const QuestionRules& rules) {
    const Question& question = *rules.question;
    const QuestionType type = question.type;
    if (type == QuestionType::yes_no) return complete({"yes", "no"});
    if (type == QuestionType::acknowledge) return complete({"yes"});
    if (type == QuestionType::likert) return complete(whole_numbers(1, question.scale_points));
    if (type == QuestionType::nps) return complete(whole_numbers(0, limits::nps_max));
    if (type == QuestionType::note) return complete({});
    if (type == QuestionType::range) {
        auto steps = steps_of(question);
        if (steps) return complete(std::move(*steps));
    }
    const std::size_t choices = rules.list == nullptr ? 0 : rules.list->choices.size();
    if (choices == 0) return std::nullopt;
    if (type == QuestionType::one_choice) return complete(names_of(*rules.list));
    if (type == QuestionType::many_choices && choices <= subset_choices_max) {
        return complete(subsets(names_of(*rules.list)));
    }
    if (type == QuestionType::rank && choices <= rank_choices_max && !rules.offered) {
        return complete(rankings(names_of(*rules.list)));
    }
    return std::nullopt;
}

Domain sampled_domain(
    const QuestionRules& rules, std::uint32_t question, const std::vector<const Atom*>& atoms
) {
    if (rules.question->type == QuestionType::many_choices && rules.list != nullptr) {
        return selections(*rules.list, question, atoms);
    }
    const Constants constants = constants_in(question, atoms);
    const auto numbers = numbers_of(*rules.question);
    if (!numbers) return {texts_around(constants), {}, false};
    Domain out;
    for (const double number : around(constants.numbers, *numbers))
        add_number(number, out.values);
    return out;
}

bool stands_for_all(const QuestionRules& rules, const Domain& domain, const Atom& atom) {
    if (domain.complete) return true;
    if (atom.questions.size() != 1) return false;
    if (atom.selection && rules.question->type == QuestionType::many_choices) {
        return std::ranges::find(domain.asked, atom.selection->name) != domain.asked.end();
    }
    if (!atom.comparison) return false;
    const auto* text = std::get_if<std::string>(&atom.comparison->constant);
    if (rules.question->type == QuestionType::many_choices) return text != nullptr && text->empty();
    const Operator op = atom.comparison->op;
    if (op == Operator::equal || op == Operator::not_equal) return true;
    // Whether a text that is a day lies before another depends on the time zone.
    return text == nullptr || parse_decimal(*text).has_value();
}

} // namespace muster::lint
