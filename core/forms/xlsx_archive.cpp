#include "core/forms/xlsx_archive.hpp"

#include "core/forms/limits.hpp"
#include "core/forms/xml_check.hpp"

#include <zip.h>

namespace muster::forms {

namespace {

std::unexpected<Error> not_a_workbook(std::string message) {
    return fail(
        Code::invalid_input,
        std::move(message),
        "Open the file in a spreadsheet program and save it as .xlsx."
    );
}

} // namespace

void XlsxArchive::Close::operator()(zip* archive) const {
    zip_discard(archive);
}

XlsxArchive::XlsxArchive(zip* archive) : archive_(archive) {}

XlsxArchive::XlsxArchive(XlsxArchive&&) noexcept = default;
XlsxArchive& XlsxArchive::operator=(XlsxArchive&&) noexcept = default;
XlsxArchive::~XlsxArchive() = default;

Result<XlsxArchive> XlsxArchive::open(ByteView bytes) {
    if (bytes.size() > limits::workbook_bytes_max) {
        return fail(
            Code::resource_exhausted,
            "The file has " + std::to_string(bytes.size()) + " bytes, " +
                std::to_string(limits::workbook_bytes_max) + " are allowed.",
            "Move long choice lists to a file of their own (select_one_from_file)."
        );
    }
    const std::string_view text = text_of(bytes);
    if (text.starts_with("\xD0\xCF\x11\xE0")) {
        return not_a_workbook("This is an old .xls file, or an .xlsx file with a password.");
    }
    if (!text.starts_with("PK")) return not_a_workbook("This is not an .xlsx file.");
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    zip_t* archive = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr;
    if (!archive) {
        if (source) zip_source_free(source);
        std::string why = zip_error_strerror(&error);
        zip_error_fini(&error);
        return not_a_workbook("The .xlsx file is damaged or cut off: " + why + ".");
    }
    zip_error_fini(&error);
    XlsxArchive out(archive);
    const zip_int64_t entries = zip_get_num_entries(archive, 0);
    if (entries < 0 || static_cast<std::size_t>(entries) > limits::workbook_entries_max) {
        return fail(
            Code::resource_exhausted,
            "The file has " + std::to_string(entries) + " parts, " +
                std::to_string(limits::workbook_entries_max) + " are allowed.",
            "This is no form. Copy its sheets to a new workbook."
        );
    }
    return out;
}

bool XlsxArchive::has(const std::string& part) const {
    return zip_name_locate(archive_.get(), part.c_str(), ZIP_FL_NOCASE) >= 0;
}

Result<std::string> XlsxArchive::read(const std::string& part) {
    const zip_int64_t index = zip_name_locate(archive_.get(), part.c_str(), ZIP_FL_NOCASE);
    if (index < 0) return not_a_workbook("The workbook has no part " + part + ".");
    zip_stat_t about;
    zip_stat_init(&about);
    if (zip_stat_index(archive_.get(), static_cast<zip_uint64_t>(index), 0, &about) != 0) {
        return not_a_workbook("The part " + part + " cannot be found in the file.");
    }
    const zip_uint64_t packed = about.comp_size == 0 ? 1 : about.comp_size;
    if (about.size > limits::workbook_part_bytes_max ||
        total_bytes_ + about.size > limits::workbook_total_bytes_max ||
        (about.size > limits::workbook_ratio_free &&
         about.size / packed > limits::workbook_ratio_max)) {
        return fail(
            Code::resource_exhausted,
            "The part " + part + " would unpack to " + std::to_string(about.size) +
                " bytes, more than a form needs.",
            "Delete empty rows below the last one and pictures, or move long lists to files."
        );
    }
    zip_file_t* file = zip_fopen_index(archive_.get(), static_cast<zip_uint64_t>(index), 0);
    if (!file) {
        return not_a_workbook(
            "The part " + part + " cannot be read: " + zip_strerror(archive_.get()) + "."
        );
    }
    std::string out(static_cast<std::size_t>(about.size), '\0');
    std::size_t done = 0;
    zip_int64_t got = 1;
    while (done < out.size() && got > 0) {
        got = zip_fread(file, out.data() + done, out.size() - done);
        if (got > 0) done += static_cast<std::size_t>(got);
    }
    // One byte more would mean that the directory lied about the size; reading on also makes the
    // library compare the checksum.
    char more = 0;
    const zip_int64_t behind = got < 0 ? got : zip_fread(file, &more, 1);
    zip_fclose(file);
    if (done != out.size() || behind != 0) {
        return not_a_workbook("The part " + part + " is damaged.");
    }
    total_bytes_ += done;
    if (const XmlFault fault = check_xml(out); !fault.message.empty()) {
        return not_a_workbook(
            "The part " + part + " is not well-formed in line " + std::to_string(fault.line) +
            ": " + fault.message
        );
    }
    return out;
}

} // namespace muster::forms
