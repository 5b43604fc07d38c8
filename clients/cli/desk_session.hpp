// A person's session with a server: opens with the certificate and an answered challenge, signs
// every call with the person's key, and opens again by itself when the token is about to expire.
// The token stays in memory. One thread.
#pragma once

#include "clients/cli/desk_profile.hpp"
#include "clients/cli/programme_messages.hpp"
#include "clients/cli/report_messages.hpp"
#include "clients/native/https_client.hpp"
#include "core/base/clock.hpp"
#include "core/base/entropy.hpp"
#include "core/sync/enrolment_link.hpp"

namespace muster::cli {

class DeskSession {
public:
    // Connects and opens. Clock and entropy must outlive the session.
    static Result<DeskSession> open(DeskProfile profile, const Clock& clock, Entropy& entropy);

    // One signed call: "muster.v1.ProgrammeService/PutPeople".
    Result<Bytes> call(std::string_view method, ByteView body);

    Result<PutCounts> put_people(std::span<const Person> people);
    Result<PutCounts> put_locations(std::span<const Location> locations);
    Result<PutCounts> put_visits(std::string_view programme, std::span<const Visit> visits);
    Result<PublishReply> publish_checklist(ByteView document);
    Result<PublishReply> publish_provisions(ByteView document);
    Result<Programme> put_programme(const Programme& programme);
    // All pages.
    Result<std::vector<Person>> people();
    Result<std::vector<Location>> locations();
    Result<std::vector<Programme>> programmes();
    // By ref; not_found names those there are.
    Result<Programme> programme(std::string_view ref);
    Result<std::vector<VisitStatus>> visits(std::string_view programme);
    Result<std::vector<EnrolmentCode>>
    make_codes(std::span<const std::string> people, std::uint32_t valid_hours);
    Result<ReportFile>
    report(const ReportFilter& filter, ReportFormat format, std::string_view table = {});

    [[nodiscard]] const DeskProfile& profile() const { return profile_; }

    // The link that enrols a device with this code.
    [[nodiscard]] sync::EnrolmentLink link_for(const std::string& code) const;

private:
    DeskSession(DeskProfile profile, SigningKey key, const Clock& clock, Entropy& entropy)
        : profile_(std::move(profile)), key_(std::move(key)), clock_(&clock), entropy_(&entropy) {}

    Status renew();
    Result<Bytes> signed_call(std::string_view method, ByteView body);
    template <class Item>
    Result<std::vector<Item>> all_pages(
        std::string_view method,
        std::string_view programme,
        Result<Page<Item>> (*decode)(ByteView bytes)
    );

    DeskProfile profile_;
    SigningKey key_;
    const Clock* clock_;
    Entropy* entropy_;
    native::HttpsClient server_;
    std::string token_;
    std::int64_t renew_at_ms_ = 0; // monotonic
};

// Enrols a new key with the code in the link and gives the profile, not yet saved.
Result<DeskProfile> enrol_desk(
    const sync::EnrolmentLink& link, std::string name, std::string device_label, Entropy& entropy
);

} // namespace muster::cli
