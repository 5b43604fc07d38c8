#include "core/forms/question_types.hpp"

#include <algorithm>
#include <array>

namespace muster::forms {

using checklist::QuestionType;

namespace {

struct Pair {
    QuestionType question;
    ItemType item;
};

// What is the same in both.
constexpr std::array same = {
    Pair{QuestionType::one_choice, ItemType::select_one},
    Pair{QuestionType::many_choices, ItemType::select_multiple},
    Pair{QuestionType::integer, ItemType::integer},
    Pair{QuestionType::decimal, ItemType::decimal},
    Pair{QuestionType::text, ItemType::text},
    Pair{QuestionType::date, ItemType::date},
    Pair{QuestionType::time, ItemType::time},
    Pair{QuestionType::note, ItemType::note},
    Pair{QuestionType::start, ItemType::start},
    Pair{QuestionType::end, ItemType::end},
    Pair{QuestionType::range, ItemType::range},
    Pair{QuestionType::rank, ItemType::rank},
    Pair{QuestionType::date_time, ItemType::date_time},
    Pair{QuestionType::geopoint, ItemType::geopoint},
    Pair{QuestionType::geotrace, ItemType::geotrace},
    Pair{QuestionType::geoshape, ItemType::geoshape},
    Pair{QuestionType::image, ItemType::image},
    Pair{QuestionType::audio, ItemType::audio},
    Pair{QuestionType::video, ItemType::video},
    Pair{QuestionType::file, ItemType::file},
    Pair{QuestionType::barcode, ItemType::barcode},
    Pair{QuestionType::acknowledge, ItemType::acknowledge},
    Pair{QuestionType::calculate, ItemType::calculate},
    Pair{QuestionType::hidden, ItemType::hidden},
    Pair{QuestionType::today, ItemType::today},
    Pair{QuestionType::device_id, ItemType::device_id},
    Pair{QuestionType::username, ItemType::username},
    Pair{QuestionType::email, ItemType::email},
    Pair{QuestionType::phone_number, ItemType::phone_number},
    Pair{QuestionType::audit_trail, ItemType::audit},
};

} // namespace

ItemType item_type_of(QuestionType type) {
    const auto found = std::ranges::find(same, type, &Pair::question);
    if (found != same.end()) return found->item;
    switch (type) {
    case QuestionType::yes_no:
        return ItemType::select_one;
    case QuestionType::likert:
    case QuestionType::nps:
        return ItemType::range;
    case QuestionType::stopwatch: // answered in seconds
        return ItemType::decimal;
    case QuestionType::counter:
        return ItemType::integer;
    case QuestionType::signature:
        return ItemType::image;
    default: // all others stand in the table
        return ItemType::text;
    }
}

std::optional<QuestionType> question_type_of(const Item& item) {
    if (item.type == ItemType::image && has_appearance(item.appearance, "signature")) {
        return QuestionType::signature;
    }
    if (item.type == ItemType::select_one_external) return QuestionType::one_choice;
    const auto found = std::ranges::find(same, item.type, &Pair::item);
    if (found == same.end()) return std::nullopt;
    return found->question;
}

std::string_view written_type_of(ItemType type) {
    switch (type) {
    case ItemType::group:
        return "begin group";
    case ItemType::repeat:
        return "begin repeat";
    case ItemType::date_time:
        return "dateTime";
    case ItemType::device_id:
        return "deviceid";
    case ItemType::phone_number:
        return "phonenumber";
    default:
        return name_of(type);
    }
}

bool has_appearance(std::string_view appearance, std::string_view word) {
    while (!appearance.empty()) {
        const std::size_t end = std::min(appearance.find(' '), appearance.size());
        if (appearance.substr(0, end) == word) return true;
        appearance.remove_prefix(std::min(end + 1, appearance.size()));
    }
    return false;
}

} // namespace muster::forms
