#include "sync-server/rpc/method.hpp"

#include "core/base/utf8.hpp"

#include <google/protobuf/message.h>
#include <google/protobuf/util/json_util.h>

namespace muster::rpc {

namespace {

google::protobuf::StringPiece piece(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string text_of_status(const google::protobuf::util::Status& status) {
    return {status.message().data(), status.message().size()};
}

} // namespace

Status decode_message(Encoding encoding, ByteView body, google::protobuf::Message& out) {
    switch (encoding) {
    case Encoding::proto:
        if (out.ParseFromArray(body.data(), static_cast<int>(body.size()))) return {};
        return fail(
            Code::invalid_input, "The body is not a " + out.GetTypeName() + " in protobuf form."
        );
    case Encoding::json: {
        // The parser would repeat the bytes in its message, and no reply may hold them.
        if (first_bad_utf8(text_of(body))) {
            return fail(Code::invalid_input, "The body is not UTF-8.", "JSON is written in UTF-8.");
        }
        google::protobuf::util::JsonParseOptions options;
        options.ignore_unknown_fields = true;
        // Connect allows an empty body nowhere for JSON, so "" is refused by the parser too.
        const auto status = google::protobuf::util::JsonStringToMessage(piece(body), &out, options);
        if (status.ok()) return {};
        return fail(
            Code::invalid_input,
            "The body is not a " + out.GetTypeName() + " in JSON form: " + text_of_status(status)
        );
    }
    }
    return fail(Code::internal, "Unknown encoding.");
}

Result<Bytes> encode_message(Encoding encoding, const google::protobuf::Message& message) {
    switch (encoding) {
    case Encoding::proto: {
        Bytes out(message.ByteSizeLong());
        message.SerializeWithCachedSizesToArray(out.data());
        return out;
    }
    case Encoding::json: {
        std::string text;
        const auto status = google::protobuf::util::MessageToJsonString(message, &text);
        if (!status.ok()) return fail(Code::internal, "The reply: " + text_of_status(status));
        return to_bytes(text);
    }
    }
    return fail(Code::internal, "Unknown encoding.");
}

} // namespace muster::rpc
