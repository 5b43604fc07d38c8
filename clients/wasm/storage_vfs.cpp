// SQLite's files in a browser. The worker has opened a synchronous handle for each file beforehand,
// because opening one is asynchronous; here a name is only looked up, and "deleted" means empty.
// The handle is the exclusive lock: no other tab and no other process can open the file meanwhile.
#include <sqlite3.h>
#include <unistd.h>

#include <cstring>

#define STORAGE(name) __attribute__((import_module("storage"), import_name(#name)))

namespace {

// The answers of src/storage.ts. Numbers are doubles because sizes go beyond 32 bits.
extern "C" {
STORAGE(lookup) int storage_lookup(const char* name, std::size_t size);  // slot, or -1
STORAGE(read) int storage_read(int slot, void* to, int size, double at); // bytes read, or -1
STORAGE(write) int storage_write(int slot, const void* from, int size, double at); // or -1, or full
STORAGE(truncate) int storage_truncate(int slot, double size);                     // 0, -1, or full
STORAGE(flush) int storage_flush(int slot);
STORAGE(size) double storage_size(int slot);
}

constexpr int full = -2; // the browser grants no more room
constexpr int sector_bytes = 4'096;
constexpr int path_bytes_max = 256;
constexpr int entropy_bytes_max = 256;
// Milliseconds from noon of 4714-11-24 BC, where Julian days begin, to 1970.
constexpr sqlite3_int64 julian_epoch_ms = 210'866'760'000'000;

struct OpenFile {
    sqlite3_file base;
    int slot;
};

int slot_of(sqlite3_file* file) {
    return reinterpret_cast<OpenFile*>(file)->slot;
}

int find(const char* path) {
    while (*path == '/')
        ++path;
    return storage_lookup(path, std::strlen(path));
}

int close(sqlite3_file*) {
    return SQLITE_OK;
}

int read(sqlite3_file* file, void* to, int size, sqlite3_int64 at) {
    const int done = storage_read(slot_of(file), to, size, static_cast<double>(at));
    if (done < 0) return SQLITE_IOERR_READ;
    if (done == size) return SQLITE_OK;
    std::memset(static_cast<char*>(to) + done, 0, static_cast<std::size_t>(size - done));
    return SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
    const int done = storage_write(slot_of(file), from, size, static_cast<double>(at));
    if (done == size) return SQLITE_OK;
    return done == full || done >= 0 ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
    const int done = storage_truncate(slot_of(file), static_cast<double>(size));
    if (done == 0) return SQLITE_OK;
    return done == full ? SQLITE_FULL : SQLITE_IOERR_TRUNCATE;
}

int sync(sqlite3_file* file, int) {
    return storage_flush(slot_of(file)) == 0 ? SQLITE_OK : SQLITE_IOERR_FSYNC;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    const double bytes = storage_size(slot_of(file));
    if (bytes < 0) return SQLITE_IOERR_FSTAT;
    *size = static_cast<sqlite3_int64>(bytes);
    return SQLITE_OK;
}

int lock(sqlite3_file*, int) {
    return SQLITE_OK;
}

int check_reserved_lock(sqlite3_file*, int* is_locked) {
    *is_locked = 0;
    return SQLITE_OK;
}

int file_control(sqlite3_file*, int, void*) {
    return SQLITE_NOTFOUND;
}

int sector_size(sqlite3_file*) {
    return sector_bytes;
}

int device_characteristics(sqlite3_file*) {
    return SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN | SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

// Version 1: no shared memory, so that WAL needs locking_mode EXCLUSIVE (core/sqlite/database.cpp).
constexpr sqlite3_io_methods file_methods{
    .iVersion = 1,
    .xClose = close,
    .xRead = read,
    .xWrite = write,
    .xTruncate = truncate,
    .xSync = sync,
    .xFileSize = file_size,
    .xLock = lock,
    .xUnlock = lock,
    .xCheckReservedLock = check_reserved_lock,
    .xFileControl = file_control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = device_characteristics,
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open(sqlite3_vfs*, sqlite3_filename path, sqlite3_file* file, int flags, int* flags_given) {
    file->pMethods = nullptr;
    if (path == nullptr) return SQLITE_CANTOPEN; // temporary files are in memory
    const int slot = find(path);
    if (slot < 0) return SQLITE_CANTOPEN;
    if ((flags & SQLITE_OPEN_CREATE) == 0 && storage_size(slot) == 0) return SQLITE_CANTOPEN;
    reinterpret_cast<OpenFile*>(file)->slot = slot;
    file->pMethods = &file_methods;
    if (flags_given != nullptr) *flags_given = flags;
    return SQLITE_OK;
}

int remove(sqlite3_vfs*, const char* path, int sync_folder) {
    const int slot = find(path);
    if (slot < 0) return SQLITE_IOERR_DELETE_NOENT;
    if (storage_truncate(slot, 0) != 0) return SQLITE_IOERR_DELETE;
    return sync_folder != 0 && storage_flush(slot) != 0 ? SQLITE_IOERR_DELETE : SQLITE_OK;
}

int access(sqlite3_vfs*, const char* path, int, int* is_there) {
    const int slot = find(path);
    *is_there = slot >= 0 && storage_size(slot) > 0 ? 1 : 0;
    return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* path, int size, char* out) {
    const auto length = std::strlen(path);
    if (length >= static_cast<std::size_t>(size)) return SQLITE_CANTOPEN;
    std::memcpy(out, path, length + 1);
    return SQLITE_OK;
}

int randomness(sqlite3_vfs*, int size, char* out) {
    for (int done = 0; done < size;) {
        const int step = size - done < entropy_bytes_max ? size - done : entropy_bytes_max;
        if (getentropy(out + done, static_cast<std::size_t>(step)) != 0) return done;
        done += step;
    }
    return size;
}

int sleep(sqlite3_vfs*, int microseconds) {
    return microseconds;
}

// SQLite's own date functions are not used; what asks for the time gets the beginning of 1970.
int current_time_64(sqlite3_vfs*, sqlite3_int64* julian_ms) {
    *julian_ms = julian_epoch_ms;
    return SQLITE_OK;
}

int current_time(sqlite3_vfs*, double* julian_days) {
    constexpr double day_ms = 86'400'000;
    *julian_days = static_cast<double>(julian_epoch_ms) / day_ms;
    return SQLITE_OK;
}

int last_error(sqlite3_vfs*, int, char*) {
    return 0;
}

sqlite3_vfs browser{
    .iVersion = 2,
    .szOsFile = sizeof(OpenFile),
    .mxPathname = path_bytes_max,
    .pNext = nullptr,
    .zName = "browser",
    .pAppData = nullptr,
    .xOpen = open,
    .xDelete = remove,
    .xAccess = access,
    .xFullPathname = full_path,
    .xDlOpen = nullptr,
    .xDlError = nullptr,
    .xDlSym = nullptr,
    .xDlClose = nullptr,
    .xRandomness = randomness,
    .xSleep = sleep,
    .xCurrentTime = current_time,
    .xGetLastError = last_error,
    .xCurrentTimeInt64 = current_time_64,
    .xSetSystemCall = nullptr,
    .xGetSystemCall = nullptr,
    .xNextSystemCall = nullptr,
};

} // namespace

// SQLite calls these two, because it is compiled without files of its own (SQLITE_OS_OTHER).
extern "C" int sqlite3_os_init() {
    return sqlite3_vfs_register(&browser, 1);
}

extern "C" int sqlite3_os_end() {
    return SQLITE_OK;
}
