// What stands on figures that are given beside the audits: customers, contacts, actions.
#include "core/report/effect.hpp"
#include "core/report/make_parts.hpp"
#include "core/report/words.hpp"

#include <algorithm>

namespace muster::report {

namespace {

Reading rate_reading(std::string check, const Proportion& rate, std::string what) {
    Reading out{std::move(check), "share", rate.share, rate.wilson, rate.n, {}};
    out.sentence = rate.share ? count_words(rate.k, rate.n) + " " + what + " (" +
                                    percent_interval_words(*rate.wilson) + ")."
                              : "These counts contradict each other, or there are none.";
    return out;
}

void add_loyalty(const Making& making, Report& report) {
    if (const auto& customers = making.source.customers) {
        const Loyalty kept = loyalty(*customers);
        report.loyalty.push_back(rate_reading("Retention", kept.retention, "customers stayed"));
        report.loyalty.push_back(rate_reading("Repeat purchase", kept.repeat, "buyers bought again")
        );
    }
    if (making.source.contacts.empty()) return;
    const auto found = first_contact_resolution(making.source.contacts, {});
    report.loyalty.push_back(rate_reading(
        "First contact resolution",
        found.resolved,
        "first contacts were resolved, and nobody came back within a week"
    ));
}

// Mean score of a location in the waves before, or from, the action's first one.
std::optional<Cluster>
scores_of(const Making& making, std::size_t location, std::size_t first, bool after) {
    Cluster out;
    for (const std::size_t wave : making.waves) {
        if ((wave >= first) != after) continue;
        const Slice slice{.wave = wave, .location = location, .kind = LocationKind::own};
        const Cluster part = making.rollup.clusters(subject_overall, slice)[location];
        out.n += part.n;
        out.sum += part.sum;
        out.sum_squares += part.sum_squares;
    }
    if (out.n == 0) return std::nullopt;
    return out;
}

struct Sides {
    std::vector<BeforeAfter> treated;
    std::vector<BeforeAfter> control;
};

Sides sides_of(const Making& making, const Action& action, std::size_t first) {
    std::vector<BeforeAfter> all;
    std::vector<bool> is_treated;
    std::vector<double> means;
    std::vector<double> sizes;
    double squares = 0;
    double degrees = 0;
    for (std::size_t i = 0; i < making.source.locations.size(); ++i) {
        const auto& location = making.source.locations[i];
        if (location.kind != LocationKind::own || !making.rollup.includes(i)) continue;
        const auto before = scores_of(making, i, first, false);
        const auto after = scores_of(making, i, first, true);
        if (!before || !after) continue;
        const auto n = static_cast<double>(before->n);
        all.push_back({before->sum / n, after->sum / static_cast<double>(after->n), {}});
        is_treated.push_back(std::ranges::count(action.locations, location.id) > 0);
        means.push_back(all.back().before);
        sizes.push_back(n);
        squares += std::max(0.0, before->sum_squares - before->sum * before->sum / n);
        degrees += n - 1;
    }
    Sides out;
    if (degrees >= 1 && squares > 0) {
        std::vector<double> variances;
        for (const double size : sizes) {
            variances.push_back(squares / degrees / size);
        }
        const Shrinkage shrinkage = shrink_normal(means, variances);
        for (std::size_t i = 0; i < shrinkage.shrunk.size(); ++i) {
            all[i].before_shrunken = shrinkage.shrunk[i];
        }
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        (is_treated[i] ? out.treated : out.control).push_back(all[i]);
    }
    return out;
}

Reading reading_of(const std::string& name, const ActionEffect& effect) {
    Reading out{name, "points", effect.effect, effect.interval, effect.treated, {}};
    if (!effect.interval) {
        out.sentence = "Too few locations with visits before and after to tell.";
        return out;
    }
    const bool apart = effect.interval->low > 0 || effect.interval->high < 0;
    out.sentence = "Locations with the action changed by " + with_sign(*effect.treated_change, 1) +
                   ", the others by " + with_sign(*effect.control_change, 1) + ": " +
                   (apart ? "a difference of " : "a difference that cannot be told from none, ") +
                   with_sign(*effect.effect, 1) + " (" +
                   signed_interval_words(*effect.interval, 1) + ").";
    if (effect.by_chance) {
        out.sentence += " Of this, " + with_sign(*effect.by_chance, 1) +
                        " is what locations chosen for their scores regain without any action "
                        "(regression to the mean).";
    }
    return out;
}

void add_effects(const Making& making, Report& report) {
    for (const auto& action : making.source.actions) {
        const auto& waves = making.source.waves;
        const auto found = std::ranges::find(waves, action.first_wave, &Wave::id);
        if (found == waves.end() || making.wave) continue;
        const auto first = static_cast<std::size_t>(found - waves.begin());
        const Sides sides = sides_of(making, action, first);
        report.effects.push_back(
            reading_of(action.name, action_effect(sides.treated, sides.control))
        );
    }
}

} // namespace

void make_given(const Making& making, Report& report) {
    add_loyalty(making, report);
    add_effects(making, report);
}

} // namespace muster::report
