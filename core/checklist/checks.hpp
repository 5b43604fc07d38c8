// What the files of check() share: a row of checks that ends at the first failure and knows where
// it looks, and the rules for one question and for groups. Only check*.cpp need it.
#pragma once

#include "core/base/result.hpp"
#include "core/checklist/checklist.hpp"

namespace muster::checklist {

// Runs checks one after another until one fails, and puts the place in front of its error.
class Checks {
public:
    explicit Checks(std::string place) : place_(std::move(place)) {}

    void field(std::string_view name, const Status& status) {
        if (status_ && !status) status_ = error_of(status, place_ + ": " + std::string(name));
    }

    void require(std::string_view name, bool good, std::string message, std::string hint = {}) {
        if (status_ && !good) {
            field(name, fail(Code::invalid_input, std::move(message), std::move(hint)));
        }
    }

    // Text that people or other tools wrote, and expressions before they are parsed.
    void written(std::string_view name, std::string_view text, std::size_t bytes_max);
    void expression(std::string_view name, std::string_view text);
    void media(const std::vector<Media>& media, const std::vector<std::string>& languages);
    void pairs(std::string_view name, const NamedValues& values);

    [[nodiscard]] const Status& status() const { return status_; }

private:
    std::string place_;
    Status status_;
};

Status check_question(const Question& question, const Checklist& checklist);
// The columns that only audits of service have.
void check_service(Checks& checks, const Question& question, const Checklist& checklist);
// Each group's own fields, and that groups and questions stand as checklist.hpp says.
Status check_groups(const Checklist& checklist);

} // namespace muster::checklist
