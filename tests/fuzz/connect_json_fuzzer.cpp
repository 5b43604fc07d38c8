// Bodies of the API in JSON and in protobuf, as any caller may send them. The first byte chooses
// the message and the form.
#include "muster/v1/identity.pb.h"
#include "muster/v1/programme.pb.h"
#include "muster/v1/report.pb.h"
#include "muster/v1/review.pb.h"
#include "muster/v1/sync.pb.h"
#include "sync-server/rpc/method.hpp"
#include "tests/fuzz/fuzzer.hpp"

#include <memory>

using namespace muster;
using rpc::Encoding;

namespace {

const google::protobuf::Message& prototype(std::size_t number) {
    static const google::protobuf::Message* const all[] = {
        &v1::PutPeopleRequest::default_instance(),
        &v1::PutLocationsRequest::default_instance(),
        &v1::PublishRequest::default_instance(),
        &v1::PutProgrammeRequest::default_instance(),
        &v1::PutVisitsRequest::default_instance(),
        &v1::MakeEnrolmentCodesRequest::default_instance(),
        &v1::ListRequest::default_instance(),
        &v1::GetReportRequest::default_instance(),
        &v1::OverrideFindingRequest::default_instance(),
        &v1::EnrolRequest::default_instance(),
        &v1::HelloRequest::default_instance(),
        &v1::PushRequest::default_instance(),
        &v1::PullRequest::default_instance(),
    };
    return *all[number % std::size(all)];
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto encoding = data[0] >= 128 ? Encoding::proto : Encoding::json;
    const std::unique_ptr<google::protobuf::Message> message(prototype(data[0]).New());
    const auto decoded = rpc::decode_message(encoding, {data + 1, size - 1}, *message);
    if (!decoded) {
        fuzz::check_refusal(decoded.error());
        return 0;
    }
    // What was understood can be said again in JSON, and means the same.
    const auto json = rpc::encode_message(Encoding::json, *message);
    if (!json) {
        fuzz::check_refusal(json.error());
        return 0;
    }
    const std::unique_ptr<google::protobuf::Message> again(message->New());
    fuzz::require(rpc::decode_message(Encoding::json, *json, *again).has_value());
    const auto once_more = rpc::encode_message(Encoding::json, *again);
    fuzz::require(once_more && *once_more == *json);
    return 0;
}
