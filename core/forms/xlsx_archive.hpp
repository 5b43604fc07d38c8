// The parts of an .xlsx file (a zip of XML documents), with every size checked before and while it
// is unpacked.
#pragma once

#include "core/base/bytes.hpp"

#include <memory>
#include <string>
#include <string_view>

struct zip;

namespace muster::forms {

class XlsxArchive {
public:
    // The bytes must outlive the archive.
    static Result<XlsxArchive> open(ByteView bytes);
    XlsxArchive(XlsxArchive&&) noexcept;
    XlsxArchive& operator=(XlsxArchive&&) noexcept;
    ~XlsxArchive();

    [[nodiscard]] bool has(const std::string& part) const;
    // The part's text, checked to be well-formed XML.
    Result<std::string> read(const std::string& part);

private:
    struct Close {
        void operator()(zip* archive) const;
    };

    explicit XlsxArchive(zip* archive);

    std::unique_ptr<zip, Close> archive_;
    std::size_t total_bytes_ = 0;
};

} // namespace muster::forms
