#include "core/checklist/evaluation.hpp"

#include "core/checklist/field_judge.hpp"

#include <set>

namespace muster::checklist {

namespace {

using FieldStatus = Compiled::FieldStatus;
using Moment = Compiled::Moment;

} // namespace

// The sheet stays where it is: the nodes point into it.
struct Evaluation::State {
    State(const Compiled::Impl& rules, AnswerSheet answers, const Moment& at)
        : impl(rules), sheet(std::move(answers)), now(at.now), judge(impl, sheet, now) {
        judge_all();
    }

    void judge_all() {
        for (const auto item : impl.order)
            judge.judge_item(item);
        fields.reserve(impl.questions.size());
        for (std::uint32_t i = 0; i < impl.questions.size(); ++i)
            fields.push_back(judge.judge_field(i));
    }

    std::vector<std::uint32_t> change(std::uint32_t question, Answer answer, const Moment& at) {
        const FieldKey key{impl.ids[question], {}};
        if (answer.state == AnswerState::unanswered) {
            judge.set_answer(question, nullptr);
            sheet.answers.erase(key);
        } else {
            auto& place = sheet.answers[key];
            place = std::move(answer);
            judge.set_answer(question, &place);
        }
        const bool moved = at.now.offset_minutes != now.offset_minutes;
        const bool later = at.now != now;
        now = at.now;
        judge.set_now(now);
        if (moved) return all_anew();   // every date without a zone means another day
        std::set<std::uint32_t> places; // in the order of evaluation, of items to be judged anew
        std::set<std::uint32_t> touched = {question};
        const auto item_changed = [&](std::uint32_t item) {
            for (const auto next : impl.items_after[item])
                places.insert(impl.place_in_order[next]);
            touched.insert(impl.fields_after[item].begin(), impl.fields_after[item].end());
        };
        // Its own rules may look at the answer by once().
        places.insert(impl.place_in_order[impl.question_item(question)]);
        places.insert(impl.place_in_order[impl.value_item[question]]);
        item_changed(impl.value_item[question]);
        if (later) {
            for (const auto item : impl.timed_items)
                places.insert(impl.place_in_order[item]);
            touched.insert(impl.timed_fields.begin(), impl.timed_fields.end());
        }
        while (!places.empty()) {
            const auto item = impl.order[*places.begin()];
            places.erase(places.begin());
            if (judge.judge_item(item)) item_changed(item);
        }
        std::vector<std::uint32_t> changed;
        for (const auto i : touched)
            renew(i, changed);
        return changed;
    }

    std::vector<std::uint32_t> all_anew() {
        for (const auto item : impl.order)
            judge.judge_item(item);
        std::vector<std::uint32_t> changed;
        for (std::uint32_t i = 0; i < fields.size(); ++i)
            renew(i, changed);
        return changed;
    }

    void renew(std::uint32_t question, std::vector<std::uint32_t>& changed) {
        auto field = judge.judge_field(question);
        if (field == fields[question]) return;
        fields[question] = std::move(field);
        changed.push_back(question);
    }

    const Compiled::Impl& impl;
    AnswerSheet sheet;
    WallTime now;
    FieldJudge judge;
    std::vector<FieldStatus> fields;
};

Evaluation::Evaluation(const Compiled& compiled, AnswerSheet sheet, const Moment& at)
    : state_(std::make_unique<State>(compiled.rules(), std::move(sheet), at)) {}

Evaluation::Evaluation(Evaluation&&) noexcept = default;
Evaluation& Evaluation::operator=(Evaluation&&) noexcept = default;
Evaluation::~Evaluation() = default;

const std::vector<FieldStatus>& Evaluation::status() const {
    return state_->fields;
}

const AnswerSheet& Evaluation::sheet() const {
    return state_->sheet;
}

Result<std::vector<std::uint32_t>>
Evaluation::change(std::string_view question_id, Answer answer, const Moment& at) {
    const auto question = state_->impl.number_of(question_id);
    if (!question) return error_of(question);
    return state_->change(*question, std::move(answer), at);
}

} // namespace muster::checklist
