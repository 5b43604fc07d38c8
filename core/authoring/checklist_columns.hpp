// What is written of a part of a checklist, as key and text under the keys of YAML: what show
// prints and diff compares. Keys that are left out are not there. Texts in further languages stand
// behind the first one as "label.cy".
#pragma once

#include "core/checklist/checklist.hpp"

namespace muster::authoring {

using checklist::NamedValues;

NamedValues columns_of(const checklist::Checklist& head);
NamedValues columns_of(const checklist::Section& section);
NamedValues columns_of(const checklist::Group& group);
NamedValues columns_of(const checklist::Choice& choice);
NamedValues columns_of(const checklist::Question& question);

} // namespace muster::authoring
