// The trigger column: a question that is computed again when others are answered names those
// others, which must be questions that somebody is shown.
#pragma once

#include "core/forms/form.hpp"

#include <set>
#include <string>
#include <vector>

namespace muster::forms {

class TriggerCheck {
public:
    // Takes a question; refuses a trigger that is no list of references.
    FormStatus add(Place place, const Item& item);
    // After the last question.
    [[nodiscard]] FormStatus check() const;

private:
    struct Use {
        Place place;
        std::string by;
        std::vector<std::string> names;
    };

    std::set<std::string, std::less<>> questions_;
    std::set<std::string, std::less<>> invisible_;
    std::vector<Use> uses_;
};

} // namespace muster::forms
