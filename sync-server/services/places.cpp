#include "sync-server/services/rows.hpp"

#include <set>

namespace muster::server {

namespace {

Status check_location(const Location& location) {
    if (auto ref = check_ref(location.ref, "location's ref"); !ref) return ref;
    for (const auto& [text, what] :
         {std::pair(&location.name, "location's name"),
          std::pair(&location.brand, "brand"),
          std::pair(&location.region, "region"),
          std::pair(&location.format, "format"),
          std::pair(&location.zone, "time zone")}) {
        if (auto good = check_text(*text, what); !good) return good;
    }
    if (location.zone.empty()) {
        return fail(Code::invalid_input, "The time zone is missing.", "Write it as Europe/London.");
    }
    if (location.weekly_visitors < 0) {
        return fail(Code::invalid_input, "The number of weekly visitors is negative.");
    }
    return {};
}

} // namespace

Result<PutCounts> put_locations(std::span<const Location> locations, Transaction& transaction) {
    if (auto few = check_count(locations.size()); !few) return error_of(few);
    PutCounts counts;
    std::set<std::string> refs;
    for (std::size_t i = 0; i < locations.size(); ++i) {
        const auto& location = locations[i];
        const auto name = row_name("location", i, location.ref);
        if (!refs.insert(location.ref).second) {
            return fail(Code::invalid_input, "The same ref stands twice in one call.", {}, name);
        }
        if (auto good = check_location(location); !good) return error_of(good, name);
        const auto known = transaction.location(location.ref);
        if (!known) return error_of(known);
        if (*known && **known == location) {
            ++counts.unchanged;
            continue;
        }
        ++(*known ? counts.changed : counts.created);
        if (auto put = transaction.put_location(location); !put) return error_of(put, name);
    }
    return counts;
}

} // namespace muster::server
