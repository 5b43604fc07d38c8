# The libraries of the wasm build under the names that the rooms link: everything from source, compiled
# with the toolchain file's flags, because one file without wasm exceptions loses its catch.
file(STRINGS ${CMAKE_SOURCE_DIR}/clients/wasm/toolchain/versions.sh wasm_names REGEX "^readonly wasm_")
foreach(line ${wasm_names})
  string(REGEX MATCH "^readonly (wasm_[a-z]+)=(.*)$" _ ${line})
  set(${CMAKE_MATCH_1} ${MUSTER_CACHE_DIR}/${CMAKE_MATCH_2})
  if(NOT EXISTS ${${CMAKE_MATCH_1}})
    message(FATAL_ERROR "${${CMAKE_MATCH_1}} is missing. Run tools/setup --web first.")
  endif()
  # The same bytes wherever the sources lie.
  add_compile_options(-ffile-prefix-map=${${CMAKE_MATCH_1}}=${CMAKE_MATCH_1})
endforeach()
add_compile_options(-ffile-prefix-map=${MUSTER_CACHE_DIR}=cache
  -ffile-prefix-map=${CMAKE_BINARY_DIR}=build -ffile-prefix-map=${CMAKE_SOURCE_DIR}=muster)

# Its files are the browser's (clients/wasm/storage_vfs.cpp); of the ciphers only the device store's.
target_compile_definitions(sqlite3mc PRIVATE SQLITE_OS_OTHER=1 SQLITE_TEMP_STORE=3
  SQLITE3MC_OMIT_AES_HARDWARE_SUPPORT ARGON2_NO_THREADS __WASM__ HAVE_CIPHER_AES_128_CBC=0
  HAVE_CIPHER_AES_256_CBC=0 HAVE_CIPHER_SQLCIPHER=0 HAVE_CIPHER_RC4=0 HAVE_CIPHER_ASCON128=0
  HAVE_CIPHER_AEGIS=0)

file(GLOB_RECURSE sources ${wasm_sodium}/src/libsodium/*.c)
add_library(sodium STATIC ${sources})
set(VERSION 1.0.18)
set(SODIUM_LIBRARY_VERSION_MAJOR 10)
set(SODIUM_LIBRARY_VERSION_MINOR 3)
set(SODIUM_LIBRARY_MINIMAL_DEF "")
# It stands beside the other headers once it is installed; here it finds them by their full names.
file(READ ${wasm_sodium}/src/libsodium/include/sodium/version.h.in version_header)
string(REPLACE "\"export.h\"" "\"sodium/export.h\"" version_header "${version_header}")
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/sodium/sodium/version.h CONTENT "${version_header}" @ONLY)
target_include_directories(sodium SYSTEM
  PUBLIC ${CMAKE_BINARY_DIR}/sodium ${wasm_sodium}/src/libsodium/include
  PRIVATE ${CMAKE_BINARY_DIR}/sodium/sodium ${wasm_sodium}/src/libsodium/include/sodium)
target_compile_definitions(sodium PRIVATE CONFIGURED=1 NATIVE_LITTLE_ENDIAN=1 DEV_MODE=0 _WASI_EMULATED_SIGNAL)
target_compile_options(sodium PRIVATE -w)
target_link_libraries(sodium PUBLIC wasi-emulated-signal)
add_library(PkgConfig::SODIUM ALIAS sodium)

# Messages with the lite runtime: the core uses only what MessageLite offers.
file(READ ${wasm_protobuf}/cmake/libprotobuf-lite.cmake list)
string(REGEX MATCHALL "src/google/protobuf/[a-z0-9_/]+\\.cc" sources ${list})
list(FILTER sources EXCLUDE REGEX "io_win32|test")
list(TRANSFORM sources PREPEND ${wasm_protobuf}/)
add_library(protobuf_lite STATIC ${sources})
target_include_directories(protobuf_lite SYSTEM PUBLIC ${wasm_protobuf}/src)
target_compile_options(protobuf_lite PRIVATE -w)
add_library(protobuf::libprotobuf ALIAS protobuf_lite)
find_program(PROTOC protoc REQUIRED)
add_executable(protobuf::protoc IMPORTED)
set_target_properties(protobuf::protoc PROPERTIES IMPORTED_LOCATION ${PROTOC})
set(MUSTER_PROTO_RUNTIME "lite:")
