#include "core/forms/form_types.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace muster::forms {

namespace {

using Named = std::pair<std::string_view, ItemType>;

constexpr std::array plain_types = {
    Named{"acknowledge", ItemType::acknowledge},
    Named{"add acknowledge prompt", ItemType::acknowledge},
    Named{"add audio prompt", ItemType::audio},
    Named{"add barcode prompt", ItemType::barcode},
    Named{"add calculate prompt", ItemType::calculate},
    Named{"add date prompt", ItemType::date},
    Named{"add date time prompt", ItemType::date_time},
    Named{"add dateTime prompt", ItemType::date_time},
    Named{"add decimal prompt", ItemType::decimal},
    Named{"add file prompt", ItemType::file},
    Named{"add image prompt", ItemType::image},
    Named{"add integer prompt", ItemType::integer},
    Named{"add location prompt", ItemType::geopoint},
    Named{"add note prompt", ItemType::note},
    Named{"add photo prompt", ItemType::image},
    Named{"add text prompt", ItemType::text},
    Named{"add video prompt", ItemType::video},
    Named{"audio", ItemType::audio},
    Named{"audit", ItemType::audit},
    Named{"background-audio", ItemType::background_audio},
    Named{"background-geopoint", ItemType::background_geopoint},
    Named{"barcode", ItemType::barcode},
    Named{"calculate", ItemType::calculate},
    Named{"csv-external", ItemType::csv_external},
    Named{"date", ItemType::date},
    Named{"date time", ItemType::date_time},
    Named{"dateTime", ItemType::date_time},
    Named{"datetime", ItemType::date_time},
    Named{"decimal", ItemType::decimal},
    Named{"device id", ItemType::device_id},
    Named{"deviceid", ItemType::device_id},
    Named{"email", ItemType::email},
    Named{"end", ItemType::end},
    Named{"end time", ItemType::end},
    Named{"file", ItemType::file},
    Named{"geopoint", ItemType::geopoint},
    Named{"geoshape", ItemType::geoshape},
    Named{"geotrace", ItemType::geotrace},
    Named{"get device id", ItemType::device_id},
    Named{"get end time", ItemType::end},
    Named{"get phone number", ItemType::phone_number},
    Named{"get sim id", ItemType::sim_serial},
    Named{"get start time", ItemType::start},
    Named{"get subscriber id", ItemType::subscriber_id},
    Named{"get today", ItemType::today},
    Named{"gps", ItemType::geopoint},
    Named{"hidden", ItemType::hidden},
    Named{"image", ItemType::image},
    Named{"imei", ItemType::device_id},
    Named{"int", ItemType::integer},
    Named{"integer", ItemType::integer},
    Named{"location", ItemType::geopoint},
    Named{"note", ItemType::note},
    Named{"number of days in last month", ItemType::integer},
    Named{"number of days in last six months", ItemType::integer},
    Named{"number of days in last year", ItemType::integer},
    Named{"percentage", ItemType::integer},
    Named{"phone number", ItemType::text},
    Named{"phonenumber", ItemType::phone_number},
    Named{"photo", ItemType::image},
    Named{"q acknowledge", ItemType::acknowledge},
    Named{"q audio", ItemType::audio},
    Named{"q barcode", ItemType::barcode},
    Named{"q calculate", ItemType::calculate},
    Named{"q date", ItemType::date},
    Named{"q date time", ItemType::date_time},
    Named{"q dateTime", ItemType::date_time},
    Named{"q decimal", ItemType::decimal},
    Named{"q geopoint", ItemType::geopoint},
    Named{"q geoshape", ItemType::geoshape},
    Named{"q geotrace", ItemType::geotrace},
    Named{"q image", ItemType::image},
    Named{"q int", ItemType::integer},
    Named{"q location", ItemType::geopoint},
    Named{"q note", ItemType::note},
    Named{"q picture", ItemType::image},
    Named{"q string", ItemType::text},
    Named{"q video", ItemType::video},
    Named{"range", ItemType::range},
    Named{"sim id", ItemType::sim_serial},
    Named{"simserial", ItemType::sim_serial},
    Named{"start", ItemType::start},
    Named{"start time", ItemType::start},
    Named{"start-geopoint", ItemType::start_geopoint},
    Named{"string", ItemType::text},
    Named{"subscriber id", ItemType::subscriber_id},
    Named{"subscriberid", ItemType::subscriber_id},
    Named{"text", ItemType::text},
    Named{"time", ItemType::time},
    Named{"today", ItemType::today},
    Named{"trigger", ItemType::acknowledge},
    Named{"uri:deviceid", ItemType::device_id},
    Named{"uri:email", ItemType::email},
    Named{"uri:phonenumber", ItemType::phone_number},
    Named{"uri:simserial", ItemType::sim_serial},
    Named{"uri:subscriberid", ItemType::subscriber_id},
    Named{"uri:username", ItemType::username},
    Named{"username", ItemType::username},
    Named{"video", ItemType::video},
    Named{"xml-external", ItemType::xml_external},
};

struct Select {
    std::string_view name;
    ItemType type;
    bool from_file;
};

// Longer names first, so that "select one from file" is not taken for "select one from".
constexpr std::array selects = {
    Select{"add select multiple prompt using", ItemType::select_multiple, false},
    Select{"add select one prompt using", ItemType::select_one, false},
    Select{"select all that apply from", ItemType::select_multiple, false},
    Select{"select multiple from file", ItemType::select_multiple, true},
    Select{"select_multiple_from_file", ItemType::select_multiple, true},
    Select{"select all that apply", ItemType::select_multiple, false},
    Select{"select one from file", ItemType::select_one, true},
    Select{"select_one_from_file", ItemType::select_one, true},
    Select{"select_one_external", ItemType::select_one_external, false},
    Select{"select one external", ItemType::select_one_external, false},
    Select{"select one from", ItemType::select_one, false},
    Select{"select_multiple", ItemType::select_multiple, false},
    Select{"select multiple", ItemType::select_multiple, false},
    Select{"select_one", ItemType::select_one, false},
    Select{"select one", ItemType::select_one, false},
    Select{"select1", ItemType::select_one, false},
    Select{"rank", ItemType::rank, false},
};

constexpr std::array controls = {
    Named{"looped group", ItemType::repeat},
    Named{"lgroup", ItemType::repeat},
    Named{"repeat", ItemType::repeat},
    Named{"group", ItemType::group},
    Named{"loop", ItemType::loop},
};

using Alias = std::pair<std::string_view, std::string_view>;

constexpr std::array settings = {
    Alias{"form_title", "title"},
    Alias{"set form title", "title"},
    Alias{"set_form_title", "title"},
    Alias{"form_id", "id_string"},
    Alias{"set form id", "id_string"},
    Alias{"set_form_id", "id_string"},
};

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

// "begin group", "begin_repeat", "begin loop over colours".
bool read_control(std::string_view written, std::string_view word, WrittenType& out) {
    if (!written.starts_with(word) || written.size() <= word.size()) return false;
    if (written[word.size()] != ' ' && written[word.size()] != '_') return false;
    std::string_view rest = trimmed(written.substr(word.size() + 1));
    for (const auto& [name, type] : controls) {
        if (!rest.starts_with(name)) continue;
        std::string_view list = rest.substr(name.size());
        if (!list.empty() && list.front() != ' ') continue;
        list = trimmed(list);
        if (list.starts_with("over ")) list = trimmed(list.substr(5));
        if (list.contains(' ')) return false;
        out.type = type;
        out.list = list;
        return true;
    }
    return false;
}

bool read_select(std::string_view written, WrittenType& out) {
    for (const Select& select : selects) {
        if (!written.starts_with(select.name)) continue;
        std::string_view rest = written.substr(select.name.size());
        if (rest.empty() || rest.front() != ' ') continue;
        rest = trimmed(rest);
        for (const std::string_view other : {" or specify other", " or_other", " or other"}) {
            if (rest.ends_with(other)) {
                out.or_other = true;
                rest = trimmed(rest.substr(0, rest.size() - other.size()));
                break;
            }
        }
        if (rest.empty() || rest.contains(' ')) {
            out.or_other = false;
            continue;
        }
        out.kind = WrittenType::Kind::select;
        out.type = select.type;
        out.from_file = select.from_file;
        out.list = rest;
        return true;
    }
    return false;
}

} // namespace

WrittenType read_type(std::string_view written) {
    WrittenType out;
    written = trimmed(written);
    if (setting_name(written) != written) {
        out.kind = WrittenType::Kind::setting;
        out.setting = setting_name(written);
        return out;
    }
    if (read_control(written, "end", out)) {
        out.kind = WrittenType::Kind::end;
        return out;
    }
    if (read_control(written, "begin", out)) {
        out.kind = WrittenType::Kind::begin;
        return out;
    }
    if (read_select(written, out)) return out;
    if (written == "osm" || written.starts_with("osm ")) {
        out.kind = WrittenType::Kind::plain;
        out.type = ItemType::osm;
        out.list = trimmed(written.substr(3));
        return out;
    }
    const auto found = std::ranges::find(plain_types, written, &Named::first);
    if (found != plain_types.end()) {
        out.kind = WrittenType::Kind::plain;
        out.type = found->second;
    }
    return out;
}

std::string_view setting_name(std::string_view written) {
    const auto found = std::ranges::find(settings, written, &Alias::first);
    return found == settings.end() ? written : found->second;
}

std::optional<bool> yes_no(std::string_view text) {
    for (const std::string_view yes : {"yes", "Yes", "YES", "true", "True", "TRUE", "true()"}) {
        if (text == yes) return true;
    }
    for (const std::string_view no : {"no", "No", "NO", "false", "False", "FALSE", "false()"}) {
        if (text == no) return false;
    }
    return std::nullopt;
}

} // namespace muster::forms
