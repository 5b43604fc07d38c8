// A form as the field spells it (XLSForm, ODK XForm), before it becomes a checklist: the tree of
// groups, repeats and questions, its choice lists, settings and languages, with every column kept
// and every part knowing where it was written. The two readers make it (xlsform_reader.hpp,
// xform_reader.hpp); nothing in here knows a file format.
#pragma once

#include "core/base/result.hpp"

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::forms {

// Where something was written. A workbook has sheet, row (counted from 1, the header is row 1) and
// the column's name; an XML document has the row (its line) alone. Nothing means: not one place.
struct Place {
    std::string sheet;
    std::size_t row = 0;
    std::string column;

    // "sheet survey, row 7, column name"; "line 12"; empty.
    [[nodiscard]] std::string text() const;
    bool operator==(const Place&) const = default;
};

struct Warning {
    Place place;
    std::string message;
    bool operator==(const Warning&) const = default;
};

// A refusal; the error's context repeats the place for those who print only the error.
struct FormError {
    Error error;
    Place place;
};

template <class T>
using FormResult = std::expected<T, FormError>;
using FormStatus = FormResult<void>;

std::unexpected<FormError>
refuse(Place place, std::string message, std::string hint, Code code = Code::invalid_input);

// One text in one language; the language "default" is what a column without a language says.
struct FormText {
    std::string language;
    std::string text;
    bool operator==(const FormText&) const = default;
};

using FormTexts = std::vector<FormText>;

inline constexpr std::string_view default_language_name = "default";

// The text in a language, null where there is none.
const std::string* text_in(const FormTexts& texts, std::string_view language);

enum class ItemType : std::uint8_t {
    group,
    repeat,
    loop, // a group for each choice of a list
    // Questions with a control
    text,
    integer,
    decimal,
    range,
    date,
    time,
    date_time,
    select_one,
    select_multiple,
    select_one_external,
    rank,
    note,
    acknowledge,
    geopoint,
    geotrace,
    geoshape,
    image,
    audio,
    video,
    file,
    barcode,
    osm,
    secret,
    // Rows without a control
    calculate,
    hidden,
    start,
    end,
    today,
    device_id,
    phone_number,
    username,
    email,
    sim_serial,
    subscriber_id,
    audit,
    start_geopoint,
    background_geopoint,
    background_audio,
    xml_external,
    csv_external,
};

// Stable lower-case name: "select_one".
std::string_view name_of(ItemType type);
bool is_container(ItemType type);
// Whether a row of this type is shown to the person who fills the form.
bool has_control(ItemType type);

// A column that has no field of its own, by the name it was written with.
struct FurtherColumn {
    std::string name;
    std::string value;
    bool operator==(const FurtherColumn&) const = default;
};

struct ChoiceSource {
    enum class Kind : std::uint8_t {
        none,
        list,          // a list of the choices sheet, or items written into the control
        file,          // towns.csv, towns.xml, towns.geojson
        reference,     // ${question}: the answers given in a repeat
        external_list, // a list of the external_choices sheet
        nodeset,       // any other nodeset of an XForm
    };

    Kind kind = Kind::none;
    std::string name; // of the list, file or question; the nodeset
    std::string filter;
    std::string value_ref; // child that holds the value, where it is not the usual one
    std::string label_ref;
    bool operator==(const ChoiceSource&) const = default;
};

// A group, repeat or question. Fields that make no sense for a type are empty.
struct Item {
    ItemType type = ItemType::text;
    std::string written_type; // as it was written: "select one from yes_no or_other"
    std::string name;
    std::string path; // XForms: the node it is bound to; empty where it is bound to none
    Place place;

    FormTexts label;
    FormTexts hint;
    FormTexts guidance;
    std::map<std::string, FormTexts> media; // by kind: "image", "big-image", "audio", "video"
    FormTexts constraint_message;
    FormTexts required_message;

    // Expressions as written; yes and no, in any of their spellings, are kept as written too.
    std::string relevant;
    std::string required;
    std::string read_only;
    std::string constraint;
    std::string calculation;
    std::string default_value;
    std::string repeat_count;
    std::string trigger;
    std::string save_to; // the entity's property

    std::string appearance;
    std::map<std::string, std::string> parameters;
    std::string written_parameters;
    ChoiceSource choices;
    bool or_other = false;
    bool name_was_made = false; // a note without a name got one
    std::vector<FurtherColumn> further;

    std::vector<Item> items; // of a container
    bool operator==(const Item&) const = default;
};

struct FormChoice {
    std::string name;
    Place place;
    FormTexts label;
    std::map<std::string, FormTexts> media;
    std::vector<FurtherColumn> further; // columns that filters compare, points, anything else
    bool operator==(const FormChoice&) const = default;
};

struct FormChoiceList {
    std::string name;
    std::vector<FormChoice> choices;
    bool operator==(const FormChoiceList&) const = default;
};

// A row of the entities sheet; empty means not written.
struct FormEntity {
    std::string list_name;
    std::string entity_id;
    std::string create_if;
    std::string update_if;
    std::string label;
    std::string repeat;
    Place place;
    bool operator==(const FormEntity&) const = default;
};

// A secondary instance of an XForm.
struct FormInstance {
    std::string id;
    std::string source; // empty: written into the form
    bool operator==(const FormInstance&) const = default;
};

// setvalue, setgeopoint, recordaudio of an XForm.
struct FormAction {
    std::string name;
    std::string events;
    std::string target;
    std::string value;  // expression
    std::string text;   // the value itself, where there is no expression
    std::string source; // path of the control that it stands in; empty: the form's own
    Place place;
    bool operator==(const FormAction&) const = default;
};

struct FormCounts {
    std::size_t questions = 0; // rows with a control
    std::size_t groups = 0;    // groups and repeats
    std::vector<std::string> languages;
    bool operator==(const FormCounts&) const = default;
};

struct Form {
    std::string id;
    std::string title;
    std::string version;
    std::string root_name = "data"; // of the instance
    std::string default_language;
    std::vector<std::string> languages;  // in the order they were met, without "default"
    std::vector<FurtherColumn> settings; // every setting by its usual name, also those above
    std::vector<Item> items;
    std::vector<FormChoiceList> choice_lists;
    std::vector<FormChoiceList> external_choice_lists;
    std::vector<FormEntity> entities;
    std::vector<FormInstance> instances;
    std::vector<FormAction> actions;
    std::vector<Warning> warnings;
    std::optional<std::size_t> counted_groups; // XForms: a repeat inside its group counts once

    [[nodiscard]] FormCounts counts() const;
};

const FormChoiceList* find_list(const std::vector<FormChoiceList>& lists, std::string_view name);
const std::string* find_setting(const Form& form, std::string_view name);

} // namespace muster::forms
