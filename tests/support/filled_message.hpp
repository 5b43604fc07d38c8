// A protobuf message in which every field is there and, as far as its type allows, has a value of
// its own: what a codec forgets or mixes up does not come back. Works by reflection, so that a new
// field is tested as soon as it is in the .proto file.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <cstdint>
#include <memory>
#include <string>

namespace muster::test {

class MessageFiller {
public:
    // Booleans alternate, beginning with this one; or they are all true.
    enum class Booleans : std::uint8_t { true_first, false_first, all_true };

    explicit MessageFiller(Booleans booleans) : booleans_(booleans) {}

    // By its full name, "muster.v1.Checklist".
    std::unique_ptr<google::protobuf::Message> filled(const std::string& type) {
        const auto* descriptor =
            google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type);
        if (descriptor == nullptr) return nullptr;
        std::unique_ptr<google::protobuf::Message> out(
            google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor)->New()
        );
        fill(*out, 0);
        return out;
    }

    // A field of a type that nothing above fills.
    [[nodiscard]] bool met_unknown() const { return unknown_; }

private:
    using Message = google::protobuf::Message;
    using Field = google::protobuf::FieldDescriptor;

    // `place` is where the message stands in a list.
    void fill(Message& message, int place) {
        const auto& descriptor = *message.GetDescriptor();
        if (descriptor.full_name() == "muster.v1.Decimal") return fill_decimal(message);
        for (int i = 0; i < descriptor.field_count(); ++i) {
            const Field& field = *descriptor.field(i);
            for (int n = 0; n < (field.is_repeated() ? 2 : 1); ++n)
                set(message, field, n, place);
        }
    }

    // Digits that end in 1 are in their shortest spelling.
    void fill_decimal(Message& message) {
        const auto& descriptor = *message.GetDescriptor();
        const auto& reflection = *message.GetReflection();
        reflection.SetInt64(&message, descriptor.FindFieldByName("unscaled"), 10 * ++count_ + 1);
        reflection.SetUInt32(&message, descriptor.FindFieldByName("scale"), 2);
    }

    void set(Message& message, const Field& field, int n, int place) {
        const auto& reflection = *message.GetReflection();
        const bool repeated = field.is_repeated();
        switch (field.cpp_type()) {
        case Field::CPPTYPE_MESSAGE:
            return fill(
                repeated ? *reflection.AddMessage(&message, &field)
                         : *reflection.MutableMessage(&message, &field),
                n
            );
        case Field::CPPTYPE_STRING: {
            // Of one length, so that their order is that of the fields.
            std::string text = "s" + std::to_string(10'000 + ++count_);
            return repeated ? reflection.AddString(&message, &field, std::move(text))
                            : reflection.SetString(&message, &field, std::move(text));
        }
        case Field::CPPTYPE_ENUM: {
            // Zero is "not written" or "none"; the second message of a list has another one.
            const auto* value = field.enum_type()->value(1 + (repeated ? n : place));
            return repeated ? reflection.AddEnum(&message, &field, value)
                            : reflection.SetEnum(&message, &field, value);
        }
        case Field::CPPTYPE_BOOL:
            return reflection.SetBool(&message, &field, next_boolean());
        case Field::CPPTYPE_INT64:
            return reflection.SetInt64(&message, &field, ++count_);
        case Field::CPPTYPE_UINT32:
            return reflection.SetUInt32(&message, &field, static_cast<std::uint32_t>(++count_));
        default:
            unknown_ = true; // no such field yet: say here how to fill it
        }
    }

    bool next_boolean() {
        if (booleans_ == Booleans::all_true) return true;
        const bool even = ++boolean_count_ % 2 == 0;
        return even == (booleans_ == Booleans::false_first);
    }

    Booleans booleans_;
    std::int64_t count_ = 0;
    int boolean_count_ = 0;
    bool unknown_ = false;
};

} // namespace muster::test
