#include "core/checklist/check.hpp"
#include "core/report/make_parts.hpp"
#include "core/report/words.hpp"

#include <algorithm>
#include <set>

namespace muster::report {

namespace {

// The section that measures every dimension which the checklist measures, and with most questions:
// legal or complaint items may carry a dimension without being part of that instrument.
std::string service_section_of(const checklist::Checklist& list) {
    std::set<checklist::Dimension> all;
    for (const auto& section : list.sections) {
        for (const auto& question : section.questions) {
            if (question.weight.unscaled > 0) all.insert(question.dimension);
        }
    }
    all.erase(checklist::Dimension::none);
    std::string best;
    std::int64_t most = 0;
    for (const auto& section : list.sections) {
        std::set<checklist::Dimension> covered;
        std::int64_t count = 0;
        for (const auto& question : section.questions) {
            if (question.weight.unscaled <= 0) continue;
            if (question.dimension == checklist::Dimension::none) continue;
            covered.insert(question.dimension);
            ++count;
        }
        if (!all.empty() && covered == all && count > most) {
            best = section.id;
            most = count;
        }
    }
    return best;
}

template <class Items>
auto find_by_id(const Items& items, const std::string& id) {
    return std::find_if(items.begin(), items.end(), [&](const auto& item) {
        return item.id == id;
    });
}

std::unexpected<Error> no_such(const char* what, const std::string& id, std::string known) {
    return fail(
        Code::not_found,
        std::string("There is no ") + what + " " + id + " in this programme.",
        known.empty() ? "" : "There are: " + std::move(known) + "."
    );
}

Status check_filter(const Source& source, const Filter& filter) {
    if (filter.programme && *filter.programme != source.programme.id) {
        return no_such("programme", *filter.programme, source.programme.id);
    }
    if (filter.wave && find_by_id(source.waves, *filter.wave) == source.waves.end()) {
        std::vector<std::string> known;
        for (const auto& wave : source.waves) {
            known.push_back(wave.id);
        }
        return no_such("wave", *filter.wave, list_words(known));
    }
    if (filter.region) {
        std::set<std::string> known;
        for (const auto& location : source.locations) {
            known.insert(location.region);
        }
        if (!known.contains(*filter.region)) {
            return no_such("region", *filter.region, list_words({known.begin(), known.end()}));
        }
    }
    if (filter.location &&
        find_by_id(source.locations, *filter.location) == source.locations.end()) {
        return no_such("location", *filter.location, "");
    }
    return {};
}

// Waves of the trend: all before the filter's wave and itself, or up to the last one with audits.
std::vector<std::size_t>
waves_of(const Source& source, const Rollup& rollup, std::optional<std::size_t> chosen) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < source.waves.size(); ++i) {
        if (!rollup.audits({.wave = i}).empty()) count = i + 1;
    }
    if (chosen) count = *chosen + 1;
    std::vector<std::size_t> out(count);
    for (std::size_t i = 0; i < count; ++i) {
        out[i] = i;
    }
    return out;
}

std::string scope_words(const Source& source, const Making& making, const Filter& filter) {
    std::string out;
    if (making.wave) {
        out = capitalised(wave_words(source.waves[*making.wave]));
    } else if (making.waves.size() == 1) {
        out = capitalised(wave_words(source.waves[making.waves[0]]));
    } else if (making.waves.empty()) {
        out = "No wave yet";
    } else {
        out = "All " + number_words(std::ssize(making.waves)) + " waves";
    }
    if (filter.region) out += " · " + *filter.region;
    if (filter.location) out += " · " + find_by_id(source.locations, *filter.location)->name;
    return out;
}

void fill_frame(const Source& source, const Making& making, const Filter& filter, Report& report) {
    report.programme = source.programme;
    report.filter = filter;
    report.title = source.programme.name.empty() ? source.programme.id : source.programme.name;
    report.scope = scope_words(source, making, filter);
    report.generated_at = source.generated_at;
    report.digest = source.digest;
    report.language = making.language;
    report.counts = source.counts;
    report.service_section = making.service_section;
    std::optional<Date> from;
    std::optional<Date> to;
    for (const std::size_t i : making.waves) {
        if (making.wave && *making.wave != i) continue;
        const Wave& wave = source.waves[i];
        if (wave.start && (!from || *wave.start < *from)) from = wave.start;
        if (wave.end && (!to || *wave.end > *to)) to = wave.end;
    }
    report.period = period_words(from, to);
    std::set<std::size_t> own;
    for (const auto* audit : making.rollup.audits({.wave = making.wave})) {
        const std::size_t place = making.rollup.location_of(*audit);
        if (source.locations[place].kind == LocationKind::own) {
            own.insert(place);
        } else {
            ++report.competitor_audits;
        }
    }
    report.own_locations = std::ssize(own);
}

} // namespace

ShareOf Making::share_of(checklist::Dimension dimension) const {
    const bool whole = service_section.empty();
    const std::string name =
        whole ? std::string(checklist::name_of(dimension))
              : service_section + "/" + std::string(checklist::name_of(dimension));
    return [whole, name](const AuditSummary& audit) -> std::optional<double> {
        for (const auto& part : whole ? audit.dimensions : audit.section_dimensions) {
            if (part.name == name) return part.share.to_double();
        }
        return std::nullopt;
    };
}

std::vector<std::string> Making::own_regions() const {
    std::set<std::string> out;
    for (const auto* audit : rollup.audits(own())) {
        out.insert(source.locations[rollup.location_of(*audit)].region);
    }
    return {out.begin(), out.end()};
}

std::string Making::section_title(const checklist::Section& section) const {
    const auto title = section.title.in(language);
    return title.empty() ? section.id : std::string(title);
}

std::string wave_words(const Wave& wave) {
    const std::string& name = wave.name.empty() ? wave.id : wave.name;
    const bool number =
        std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (number) return "wave " + name;
    // "Wave 3" stands in sentences as a common word does; names such as "Autumn 2025" are kept.
    return name.starts_with("Wave ") ? "w" + name.substr(1) : name;
}

std::string dimension_title(checklist::Dimension dimension) {
    return capitalised(checklist::name_of(dimension));
}

bool has_scale(const checklist::Checklist& list, const checklist::Question& question) {
    if (!checklist::is_scorable(question.type)) return false;
    if (!checklist::has_choices(question.type)) return true;
    const auto* choices = checklist::find_choice_list(list, question.choice_list);
    return choices != nullptr &&
           std::ranges::any_of(choices->choices, [](const checklist::Choice& choice) {
               return choice.points.has_value();
           });
}

const checklist::Question* measuring(const checklist::Checklist& list, checklist::Measure measure) {
    for (const auto& section : list.sections) {
        for (const auto& question : section.questions) {
            if (question.measure == measure) return &question;
        }
    }
    return nullptr;
}

Result<Report> make_report(const Source& source, const Filter& filter) {
    if (const auto checked = check_filter(source, filter); !checked) return error_of(checked);
    auto rollup = Rollup::of(source, filter);
    if (!rollup) return error_of(rollup);
    Making making{
        source, std::move(*rollup), std::nullopt, {}, service_section_of(source.checklist), ""
    };
    if (filter.wave) {
        making.wave =
            static_cast<std::size_t>(find_by_id(source.waves, *filter.wave) - source.waves.begin());
    }
    making.waves = waves_of(source, making.rollup, making.wave);
    making.language = source.language;
    if (making.language.empty() && !source.checklist.languages.empty()) {
        making.language = source.checklist.languages.front();
    }
    Report report;
    fill_frame(source, making, filter, report);
    make_summary(making, report);
    make_scores(making, report);
    make_changes(making, report);
    make_heat(making, report);
    make_locations(making, report);
    make_questions(making, report);
    make_brands(making, report);
    make_compliance(making, report);
    make_measures(making, report);
    make_shoppers(making, report);
    make_control(making, report);
    make_sample(making, report);
    make_given(making, report);
    make_stands_out(making, report);
    make_care(making, report);
    make_bias(making, report);
    make_flags(report);
    make_method(making, report);
    return report;
}

} // namespace muster::report
