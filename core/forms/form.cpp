#include "core/forms/form.hpp"

#include <algorithm>

namespace muster::forms {

namespace {

void count(const std::vector<Item>& items, FormCounts& counts) {
    for (const Item& item : items) {
        if (item.type == ItemType::group || item.type == ItemType::repeat) ++counts.groups;
        if (has_control(item.type)) ++counts.questions;
        count(item.items, counts);
    }
}

} // namespace

std::string Place::text() const {
    std::string out;
    const auto part = [&](std::string_view word, std::string_view value) {
        if (!out.empty()) out += ", ";
        out += word;
        out += ' ';
        out += value;
    };
    if (!sheet.empty()) part("sheet", sheet);
    if (row != 0) part(sheet.empty() ? "line" : "row", std::to_string(row));
    if (!column.empty()) part("column", column);
    return out;
}

std::unexpected<FormError> refuse(Place place, std::string message, std::string hint, Code code) {
    std::string context = place.text();
    return std::unexpected<FormError>(FormError{
        Error{code, std::move(message), std::move(hint), std::move(context)}, std::move(place)
    });
}

const std::string* text_in(const FormTexts& texts, std::string_view language) {
    const auto found = std::ranges::find_if(texts, [&](const FormText& text) {
        return text.language == language;
    });
    return found == texts.end() ? nullptr : &found->text;
}

std::string_view name_of(ItemType type) {
    switch (type) {
    case ItemType::group:
        return "group";
    case ItemType::repeat:
        return "repeat";
    case ItemType::loop:
        return "loop";
    case ItemType::text:
        return "text";
    case ItemType::integer:
        return "integer";
    case ItemType::decimal:
        return "decimal";
    case ItemType::range:
        return "range";
    case ItemType::date:
        return "date";
    case ItemType::time:
        return "time";
    case ItemType::date_time:
        return "date_time";
    case ItemType::select_one:
        return "select_one";
    case ItemType::select_multiple:
        return "select_multiple";
    case ItemType::select_one_external:
        return "select_one_external";
    case ItemType::rank:
        return "rank";
    case ItemType::note:
        return "note";
    case ItemType::acknowledge:
        return "acknowledge";
    case ItemType::geopoint:
        return "geopoint";
    case ItemType::geotrace:
        return "geotrace";
    case ItemType::geoshape:
        return "geoshape";
    case ItemType::image:
        return "image";
    case ItemType::audio:
        return "audio";
    case ItemType::video:
        return "video";
    case ItemType::file:
        return "file";
    case ItemType::barcode:
        return "barcode";
    case ItemType::osm:
        return "osm";
    case ItemType::secret:
        return "secret";
    case ItemType::calculate:
        return "calculate";
    case ItemType::hidden:
        return "hidden";
    case ItemType::start:
        return "start";
    case ItemType::end:
        return "end";
    case ItemType::today:
        return "today";
    case ItemType::device_id:
        return "device_id";
    case ItemType::phone_number:
        return "phone_number";
    case ItemType::username:
        return "username";
    case ItemType::email:
        return "email";
    case ItemType::sim_serial:
        return "sim_serial";
    case ItemType::subscriber_id:
        return "subscriber_id";
    case ItemType::audit:
        return "audit";
    case ItemType::start_geopoint:
        return "start_geopoint";
    case ItemType::background_geopoint:
        return "background_geopoint";
    case ItemType::background_audio:
        return "background_audio";
    case ItemType::xml_external:
        return "xml_external";
    case ItemType::csv_external:
        return "csv_external";
    }
    return "text";
}

bool is_container(ItemType type) {
    return type == ItemType::group || type == ItemType::repeat || type == ItemType::loop;
}

bool has_control(ItemType type) {
    return type >= ItemType::text && type <= ItemType::secret;
}

FormCounts Form::counts() const {
    FormCounts counts;
    count(items, counts);
    if (counted_groups) counts.groups = *counted_groups;
    counts.languages = languages;
    return counts;
}

const FormChoiceList* find_list(const std::vector<FormChoiceList>& lists, std::string_view name) {
    const auto found =
        std::ranges::find_if(lists, [&](const FormChoiceList& list) { return list.name == name; });
    return found == lists.end() ? nullptr : &*found;
}

const std::string* find_setting(const Form& form, std::string_view name) {
    const auto found = std::ranges::find_if(form.settings, [&](const FurtherColumn& setting) {
        return setting.name == name;
    });
    return found == form.settings.end() ? nullptr : &found->value;
}

} // namespace muster::forms
