// Reads the small JSON files that the CLI itself writes (profiles, vaults) and JSON that comes from
// the server: a field that is missing or of another type is an error that names file and field.
#pragma once

#include "core/base/bytes.hpp"

#include <boost/json/object.hpp>

namespace muster::cli {

class JsonFields {
public:
    // `place` is for messages: the path of the file.
    static Result<JsonFields> parse(std::string_view text, std::string place);

    [[nodiscard]] Result<std::string> text(std::string_view name) const;
    [[nodiscard]] Result<std::int64_t> whole(std::string_view name) const;
    // base64url
    [[nodiscard]] Result<Bytes> bytes(std::string_view name) const;

    // Hexadecimal.
    template <class IdType>
    [[nodiscard]] Result<IdType> id(std::string_view name) const {
        auto hex = text(name);
        if (!hex) return error_of(hex);
        auto value = IdType::from_hex_text(*hex);
        if (!value) return refuse(name, "no id");
        return value;
    }

    [[nodiscard]] std::unexpected<Error> refuse(std::string_view name, std::string_view what) const;

    [[nodiscard]] const boost::json::object& object() const { return object_; }

private:
    JsonFields(boost::json::object object, std::string place)
        : object_(std::move(object)), place_(std::move(place)) {}

    boost::json::object object_;
    std::string place_;
};

// A line of N bytes in hexadecimal, as key files have it.
template <std::size_t N>
Result<Fixed<N>> read_hex_line(std::string_view line) {
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) {
        line.remove_suffix(1);
    }
    auto bytes = from_hex(line);
    if (!bytes || bytes->size() != N) {
        return fail(
            Code::data_loss,
            "This is no key file: it should hold one line of hexadecimal digits.",
            "Restore the file from a copy."
        );
    }
    return Fixed<N>::from(*bytes);
}

} // namespace muster::cli
